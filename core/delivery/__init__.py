"""From due to delivered: the outbox and its limits."""
