"""What is to come, once: a day, an hour, a moment."""
