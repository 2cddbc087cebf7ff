"""The frozen facts of every subject. Nothing here decides, reads or writes."""
