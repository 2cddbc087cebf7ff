"""Instants in what many read: Discord shows each of them to everybody in their own language and zone.

What is told in the reader's zone becomes such an instant. What is told in a zone of its own, as events are, stays
in words, since those are the hours on the clocks there; the instant stands at the end of the line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from core.chat.reply import Bold, Link, Listing, Said, Span
from core.chat.words import Piece

# No address begins like these, and nothing would open it.
_INSTEAD = "instant:"
_BESIDE = "instant-beside:"


def for_everybody(span: Span) -> Span:
    """The same text, with its instants for everybody; days and hours alone stay words, as they are nowhere else.

    >>> for_everybody((datetime(2026, 12, 1, 12, 30, tzinfo=UTC), " sharp"))
    (Link(label='1796128200', url='instant:1796128200'), ' sharp')
    """
    match span:
        case datetime():
            seconds = str(int(span.timestamp()))
            if span.tzinfo is UTC:
                return Link(seconds, _INSTEAD + seconds)
            return (span, Link(seconds, _BESIDE + seconds))
        case Said(values=values):
            return replace(span, values={name: for_everybody(value) for name, value in values.items()})
        case Bold(of):
            return Bold(for_everybody(of))
        case Listing(items):
            return Listing(tuple(map(for_everybody, items)))
        case tuple():
            return tuple(map(for_everybody, span))
        case _:  # a link's label, too, since a link hides no other
            return span


def at_line_ends(given: Iterable[Piece]) -> Iterator[Piece]:
    """What stands beside words is put to the end of its line."""
    beside: list[Piece] = []
    for piece in given:
        if piece.url.startswith(_BESIDE):
            beside += [Piece(" – " if beside else " · "), replace(piece, bold=False, url=_INSTEAD + piece.text)]
            continue
        line, end, rest = piece.text.partition("\n")
        if end and beside:
            yield replace(piece, text=line)
            yield from beside
            beside = []
            yield replace(piece, text=end + rest)
        else:
            yield piece
    yield from beside


def instant(url: str) -> str:
    """The source of an instant; "" where this marks none.

    >>> instant("instant:1796128200"), instant("https://example.org"), instant("instant:soon")
    ('<t:1796128200:F>', '', '')
    """
    seconds = url.removeprefix(_INSTEAD)
    return f"<t:{seconds}:F>" if seconds != url and seconds.isdecimal() and seconds.isascii() else ""
