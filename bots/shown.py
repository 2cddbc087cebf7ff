"""How much room a text takes where lengths are counted in UTF-16 units, and whether anybody sees it."""

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc")  # drawn as nothing, though they are letters and symbols


def visible(text: str) -> bool:
    """Whether there is anything to see.

    >>> visible("…"), visible(" \u200b\u3164")
    (True, False)
    """
    return any(c.isprintable() and not c.isspace() and c not in _BLANK for c in text)


def sound(text: str) -> str:
    """Without halves of surrogate pairs, which no UTF-8 can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def units(text: str) -> int:
    """Its length: an emoji counts twice.

    >>> units("a😀")
    3
    """
    return len(text.encode("utf-16-le")) // 2


def fitting(text: str, limit: int) -> int:
    """How many characters from the beginning fit; never half of one that takes two units."""
    return len(text[:limit].encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore"))


def cut(text: str, limit: int) -> str:
    """At most `limit` units of it; an ellipsis says that there was more.

    >>> cut("Jane Doe", 6)
    'Jane…'
    """
    return text if units(text) <= limit else text[: fitting(text, limit - 1)].rstrip() + "…"


def label(text: str, limit: int) -> str:
    """A text for a button or a menu: one line, something to see, and no longer than `limit`."""
    words = " ".join(sound(text).split())
    return cut(words, limit) if visible(words) else "…"
