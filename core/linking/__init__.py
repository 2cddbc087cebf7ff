"""Linking: one person, one network, however many chat accounts."""
