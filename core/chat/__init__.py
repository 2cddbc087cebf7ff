"""The conversation: what comes in, what goes out, and how a declared command is understood."""
