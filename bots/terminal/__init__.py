"""The terminal: the same conversation without a platform, and a sandbox whose clock can be moved."""
