"""Calendars on the web: those that somebody follows, and the one of their own that others read."""
