"""Gatherings: events that others answer: their seats, their posts, and those who came."""
