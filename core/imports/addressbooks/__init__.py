"""Address books: contact cards, Google's and Outlook's tables, Monica's data, and any other table of people."""
