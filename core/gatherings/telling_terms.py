"""On what terms others answer an event, said to whoever has announced it, so that a misreading is seen at once."""

from zoneinfo import ZoneInfo

from core.chat.reply import Span, count, say
from core.chat.words import _
from core.facts.events import Event
from core.gatherings.seats import closes_at


def terms_line(event: Event) -> Span | None:
    """ "20 seats · 1 guest each · answers until Thu, Nov 26, 12:00 PM"."""
    terms = event.terms
    if terms is None:
        return None
    seats = (
        say(_("any number of seats")) if terms.capacity is None else count("{n} seat", "{n} seats", terms.capacity)
    )
    guests = count("{n} guest each", "{n} guests each", terms.guests) if terms.guests else say(_("no guests"))
    if terms.closes is None:
        return say(_("{seats} · {guests}"), seats=seats, guests=guests)
    until = closes_at(event).astimezone(ZoneInfo(event.timezone))
    return say(_("{seats} · {guests} · answers until {when}"), seats=seats, guests=guests, when=until)
