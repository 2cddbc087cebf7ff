"""How events are told: in a line of an agenda, and in the lines of a card."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.chat.reply import Bold, Link, Span, lines, say
from core.chat.telling import city_of
from core.chat.words import _
from core.events.moments import begins
from core.facts.events import Event, Headcount, Rsvp

LONGEST = 80  # characters of a title or a place in a line
_NOTES = 300  # characters of the notes on a card
_NOTE_LINES = 4
_RSVPS = {
    Rsvp.GOING: "",
    Rsvp.MAYBE: _("maybe"),
    Rsvp.NO: _("not going"),
    Rsvp.WAITING: _("on the waiting list"),
    Rsvp.INVITED: _("not answered"),
}
ANSWERS = {
    Rsvp.GOING: _("You are going."),
    Rsvp.MAYBE: _("You may be going."),
    Rsvp.NO: _("You are not going."),
    Rsvp.WAITING: _("You are on the waiting list."),
    Rsvp.INVITED: _("You have not answered yet."),
}


def event_line(event: Event, timezone: str | None) -> Span:
    """ "Tue, Dec 1, 6:30 PM: Breakfast, Paris (maybe)"; a zone that is not the reader's is said."""
    title: Span = Bold(short(event.title))
    parts: list[Span] = [_beginning(event, timezone), ": ", Link(title, event.url) if is_link(event.url) else title]
    if event.place:
        parts += [", ", short(event.place)]
    if event.cancelled:
        parts += [" (", say(_("called off")), ")"]
    elif answer := _RSVPS[event.rsvp]:
        parts += [" (", say(answer), ")"]
    return tuple(parts)


def event_lines(event: Event, timezone: str | None, every: Span | None = None) -> Span:
    """What an event is, for a card of any kind: title, when, how often, where, the link, the first of its notes.

    `timezone` is the reader's; None for a card that many read.
    """
    return lines(
        Bold(event.title),
        say(_("❌ Called off")) if event.cancelled else None,
        say(_("🗓 {when}"), when=when_of(event, timezone)),
        own_time(event, timezone),
        say(_("🔁 {every}"), every=every) if every else None,
        place_line(event),
        say(_("🔗 {link}"), link=Link(event.url, event.url)) if is_link(event.url) else None,
        first_notes(event.notes),
    )


def when_of(event: Event, timezone: str | None) -> Span:
    """From when until when, in its own zone, which is said where it is not the reader's."""
    until = _ending(event)
    begin = _beginning(event, event.timezone)
    told = say(_("{begin} – {end}"), begin=begin, end=until) if until is not None else begin
    if event.at is None or event.timezone == timezone:
        return told
    return say(_("{when} {city} time"), when=told, city=city_of(event.timezone))


def own_time(event: Event, timezone: str | None) -> Span | None:
    """The same in the reader's zone, where the clocks there show another time."""
    if event.at is None or timezone is None or timezone == event.timezone:
        return None
    there, here = begins(event).astimezone(ZoneInfo(event.timezone)), begins(event).astimezone(ZoneInfo(timezone))
    if there.replace(tzinfo=None) == here.replace(tzinfo=None):
        return None
    return say(_("For you: {when}"), when=here)


def place_line(event: Event) -> Span | None:
    return say(_("📍 {place}"), place=event.place) if event.place else None


def counted(counts: Headcount) -> Span:
    """How many have answered what: "12 going · 3 maybe · 2 waiting"."""
    parts = [say(_("{n} going"), n=counts.going)]
    if counts.maybe:
        parts.append(say(_("{n} maybe"), n=counts.maybe))
    if counts.waiting:
        parts.append(say(_("{n} waiting"), n=counts.waiting))
    told: list[Span] = []
    for part in parts:
        told += [" · ", part] if told else [part]
    return tuple(told)


def first_notes(notes: str) -> str | None:
    """The first lines of what else the invitation says; None where it says nothing."""
    kept = [line.strip() for line in notes.strip().splitlines() if line.strip()]
    text = "\n".join(kept[:_NOTE_LINES])
    if len(text) > _NOTES:
        text = text[: _NOTES - 1].rstrip()
    elif len(kept) <= _NOTE_LINES:
        return text or None
    return f"{text}…"


def is_link(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _beginning(event: Event, timezone: str | None) -> Span:
    if event.at is None:
        return event.on
    when = begins(event).astimezone(ZoneInfo(event.timezone))  # not a time that the clocks leave out
    if event.timezone == timezone:
        return when
    return say(_("{when} {city} time"), when=when, city=city_of(event.timezone))


def _ending(event: Event) -> date | time | datetime | None:
    """An hour of the same day (or the next morning's), else the day; None where it is not said."""
    if event.until_at is not None and event.at is not None:
        if event.until_on is None or (event.until_on - event.on).days <= (1 if event.until_at < event.at else 0):
            return event.until_at
        return datetime.combine(event.until_on, event.until_at, ZoneInfo(event.timezone))
    return event.until_on if event.until_on is not None and event.until_on > event.on else None
