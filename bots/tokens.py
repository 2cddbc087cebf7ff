"""A token that a platform does not know: the one thing about a platform for which there is nothing to wait."""


class WrongToken(Exception):
    """In words for the host, without the token."""
