"""Handshakes: one's own card, its codes, and cards that two people exchange."""
