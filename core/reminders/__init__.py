"""Reminders: what somebody asked to be told, once or again and again."""
