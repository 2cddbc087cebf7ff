"""Everything that knows a chat platform, and the way in."""
