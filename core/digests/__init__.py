"""Digests: what is due, whom to reach out to, and why; planned each morning, shown and answered in place."""
