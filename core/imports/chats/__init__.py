"""Chats and mail: with whom somebody wrote, in which direction, and when last. What was written stays unread."""
