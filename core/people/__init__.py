"""People: their cards, what passed between them and their owner, and when it is time to write again."""
