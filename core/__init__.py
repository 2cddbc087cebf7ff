"""Reachwell's core: people, favours, reminders, the conversation. Knows no chat platform and no SQL."""
