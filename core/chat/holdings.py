"""How much somebody has told Reachwell, in words."""

from core.chat.reply import Span, count
from core.facts.exports import Holdings


def counted(held: Holdings) -> tuple[Span, ...]:
    """ "3 people", "12 touches", "1 reminder"…: without what there is none of."""
    told = (
        (held.people, count("{n} person", "{n} people", held.people)),
        (held.touches, count("{n} touch", "{n} touches", held.touches)),
        (held.favours, count("{n} favour", "{n} favours", held.favours)),
        (held.reminders, count("{n} reminder", "{n} reminders", held.reminders)),
        (held.asks, count("{n} ask", "{n} asks", held.asks)),
        (held.promises, count("{n} promise", "{n} promises", held.promises)),
        (held.events, count("{n} event", "{n} events", held.events)),
        (held.targets, count("{n} target company", "{n} target companies", held.targets)),
    )
    return tuple(span for number, span in told if number)
