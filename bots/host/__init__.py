"""For who hosts Reachwell: whether all is well, and what became of what was owed."""
