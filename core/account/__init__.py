"""The account: the first minute, settings, help, and taking back what was done."""
