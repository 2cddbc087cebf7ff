"""Instants in what many read: Discord shows each of them to everybody in their own language and zone.

Each is told once, as that: the hours on the clocks of another place beside it would be a second time to choose
from, and the name of that place no longer true of what is shown.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta

from core.chat.reply import Bold, Link, Listing, Said, Span

# No address begins like these, and nothing would open it.
_DAY, _HOUR = "instant:", "instant-hour:"
_STYLES = {_DAY: "F", _HOUR: "t"}


def for_everybody(span: Span) -> Span:
    """The same text, with its instants for everybody; days and hours alone stay words, as they are nowhere else.

    >>> from datetime import UTC
    >>> for_everybody((datetime(2026, 12, 1, 12, 30, tzinfo=UTC), " sharp"))
    (Link(label='1796128200', url='instant:1796128200'), ' sharp')
    """
    match span:
        case datetime():
            return _instant(span, _DAY)
        case Said(values=values) if {*values} == {"when", "city"}:  # everybody's own time is of no city
            return for_everybody(values["when"])
        case Said(values=values):
            begin = next((each for each in values.values() if isinstance(each, datetime)), None)
            ended = {
                name: _instant(_on_clock(value, begin), _HOUR)
                if begin is not None and isinstance(value, time)
                else for_everybody(value)
                for name, value in values.items()
            }
            return replace(span, values=ended)
        case Bold(of):
            return Bold(for_everybody(of))
        case Listing(items):
            return Listing(tuple(map(for_everybody, items)))
        case tuple():
            return tuple(map(for_everybody, span))
        case _:  # a link's label, too, since a link hides no other
            return span


def instant(url: str) -> str:
    """The source of an instant; "" where this marks none.

    >>> instant("instant:1796128200"), instant("instant-hour:1796128200")
    ('<t:1796128200:F>', '<t:1796128200:t>')
    >>> instant("https://example.org"), instant("instant:soon")
    ('', '')
    """
    for mark, style in _STYLES.items():
        seconds = url.removeprefix(mark)
        if seconds != url and seconds.isdecimal() and seconds.isascii():
            return f"<t:{seconds}:{style}>"
    return ""


def _instant(at: datetime, mark: str) -> Link:
    seconds = str(int(at.timestamp()))
    return Link(seconds, mark + seconds)


def _on_clock(hour: time, begin: datetime) -> datetime:
    """The first time after `begin` that the clocks there show this hour."""
    at = datetime.combine(begin.date(), hour, begin.tzinfo)
    return at if at > begin else at + timedelta(days=1)
