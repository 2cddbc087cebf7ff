"""Time zones, by the places where people live."""
