"""What could be typed for a value, while it is typed: the likeliest first."""
