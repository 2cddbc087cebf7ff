"""Imports: a file of people is recognised, read, staged, and only then added; and can be taken back."""
