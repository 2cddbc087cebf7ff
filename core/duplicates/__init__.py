"""Two cards of one person: found, looked at side by side, and made one."""
