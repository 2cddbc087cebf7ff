"""Asks and promises: what the owner wants of somebody, and what they said they would do for one."""
