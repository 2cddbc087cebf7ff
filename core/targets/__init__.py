"""Targets: companies that somebody would like to work for, and the people they know there."""
