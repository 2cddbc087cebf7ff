"""The rules by which a digest brings somebody up: each a pure function of a candidate, its days, and today."""
