"""People in a line: whom it names, and what it says of them."""
