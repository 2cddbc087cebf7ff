"""Meetings: prepared for, noted while one is still in the room, and looked back at."""
