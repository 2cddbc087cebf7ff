"""Letters that a pattern without regard to case takes for ASCII ones: the dotless i, the long s, the Kelvin."""

_PLAIN = str.maketrans("ıİſ\u212a", "iisk")


def plain_letters(text: str) -> str:
    """The text, as long as before, with the ASCII letters that such a pattern sees; else "frıday" finds no number.

    >>> plain_letters("FRİDAY at nıne")
    'FRiDAY at nine'
    """
    return text.translate(_PLAIN)
