"""Calendars (iCalendar, .ics), of Google, Outlook, Apple, Luma, Meetup and our own: events, and who is invited.

Every event is taken apart by itself, so that a broken one costs itself. Of what repeats there is the first day
only. Being invited makes nobody a contact.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from core.chat.errors import Refusal
from core.chat.parsing.line import clean
from core.chat.parsing.people.handles import read_handle
from core.chat.parsing.people.links import read_link
from core.chat.words import _
from core.exports.calendar import ORIGIN
from core.facts.events import FoundEvent, Rsvp
from core.facts.imports import Found
from core.facts.keys import fold
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import lines_of
from core.imports.reading.texts import head_of

if TYPE_CHECKING:
    import icalendar

UNTITLED = _("The event there has no name.")
UNDATED = _("I can't read the day there.")
MAX_EVENTS = 10_000
_MAX_LINES = 5_000  # of one event: more are pictures
_MAX_TEXT = 200  # characters
_MAX_ORIGIN = 300
_BEGIN, _END = "BEGIN:VEVENT", "END:VEVENT"
_STATUS = {"CANCELLED": Rsvp.NO, "TENTATIVE": Rsvp.MAYBE}
_NO_PERSON = frozenset({"RESOURCE", "ROOM", "GROUP"})
_MACHINES = ("resource.calendar.google.com", "group.calendar.google.com", "@lu.ma", "@meetup.com")
_YEARS = range(1970, 2200)


class _Moment(NamedTuple):
    """A wall time with its zone; a whole day without a time."""

    on: date
    at: time | None
    zone: str


def _part(piece: Piece) -> str:
    return "calendar" if re.match(r"\s*BEGIN:VCALENDAR\s", head_of(piece.head)[:1000], re.IGNORECASE) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    events: dict[str, FoundEvent] = {}
    guests: dict[str, Found] = {}
    repeating = 0
    for piece in pieces_of(parts, "calendar"):
        for line, event in _events(piece):
            reading.check()
            if "recurrence-id" in event:
                continue  # one day of a series, which stands there as a whole
            found = _event(event, reading)
            if isinstance(found, str):
                reading.skip(piece.path, line, found)
            elif len(events) < MAX_EVENTS:
                repeating += found.origin not in events and "rrule" in event
                events[found.origin] = found
            for guest in _guests(event, piece.path, line):
                guests.setdefault(guest.handles[0].value, guest)
    reading.events.extend(events.values())
    reading.found(*guests.values())
    if repeating:
        reading.remark(
            "{n} event repeats itself: I took its first day.",
            "{n} events repeat themselves: I took the first day of each.",
            repeating,
        )
    if len(events) == MAX_EVENTS:
        reading.remark("I took {n} event of it.", "I took the first {n} events of it.", MAX_EVENTS)
    if not events:
        reading.remark(_("There is no event in that calendar that I can read."))


SOURCE = Source(name="calendar", title=_("A calendar (ICS)"), part=_part, read=_read)


def _events(piece: Piece) -> "Iterator[tuple[int, icalendar.Component]]":
    """Every event, with the line that it begins on; one that is out of all shape is empty."""
    import icalendar  # takes a tenth of a second to load

    first, lines = 0, list[str]()
    for number, line in enumerate(lines_of(piece), start=1):
        mark = line.strip().upper()
        if mark == _BEGIN:
            first, lines = number, [line]
        elif first and len(lines) < _MAX_LINES:
            lines.append(line)
        if mark == _END and first:
            lines[-1] = _END
            event = icalendar.Component()
            with suppress(ValueError, LookupError, TypeError, OverflowError, AttributeError):  # whatever is broken
                event = icalendar.Event.from_ical("\r\n".join(lines))
            yield first, event
            first = 0


def _event(event: "icalendar.Component", reading: Reading) -> FoundEvent | str:
    """What stands there; why not, where it can't be taken."""
    begin = _moment(event.get("dtstart"), reading)
    if begin is None:
        return UNDATED
    title, place, link = _text(event, "summary"), _text(event, "location"), _link(_text(event, "url"))
    if not title:
        return UNTITLED
    if url := _link(place):  # where it is held online
        place, link = "", link or url
    end = _until(event, begin, reading)
    origin = _text(event, ORIGIN) or f"calendar:{_text(event, 'uid') or f'{fold(title)}|{begin.on}'}"
    return FoundEvent(
        origin=origin[:_MAX_ORIGIN],
        title=title,
        on=begin.on,
        timezone=begin.zone,
        at=begin.at,
        until_on=end.on if end else None,
        until_at=end.at if end else None,
        place=place,
        url=link,
        rsvp=_STATUS.get(_text(event, "status").upper(), Rsvp.GOING),
    )


def _moment(stands: Any, reading: Reading) -> _Moment | None:
    """A wall time without a zone, and one whose zone nobody knows, are the owner's; UTC is told in their own."""
    try:
        value = stands.dt
    except (AttributeError, ValueError):  # there is none, or a broken one
        return None
    if not isinstance(value, date) or value.year not in _YEARS:
        return None
    if not isinstance(value, datetime):
        return _Moment(value, None, reading.zone.key)
    zone = value.tzinfo
    if zone is not None and (not isinstance(zone, ZoneInfo) or zone.key in ("UTC", "Etc/UTC")):
        value = value.astimezone(reading.zone)
    key = zone.key if isinstance(zone, ZoneInfo) and zone.key not in ("UTC", "Etc/UTC") else reading.zone.key
    return _Moment(value.date(), value.time().replace(microsecond=0, fold=0), key)


def _until(event: "icalendar.Component", begin: _Moment, reading: Reading) -> _Moment | None:
    """Its end, in the zone of its beginning; of whole days the last, where there are several."""
    stands = event.get("dtend")
    end = _moment(stands, reading)
    if end is None or (end.at is None) != (begin.at is None):
        return None
    if end.at is None:
        last = end.on - timedelta(days=1)
        return _Moment(last, None, begin.zone) if last > begin.on else None
    if end.zone != begin.zone:
        there = datetime.combine(end.on, end.at, ZoneInfo(end.zone)).astimezone(ZoneInfo(begin.zone))
        end = _Moment(there.date(), there.time(), begin.zone)
    return end if (end.on, end.at) > (begin.on, begin.at) else None


def _guests(event: "icalendar.Component", where: str, line: int) -> Iterator[Found]:
    """Whoever else is named there with an address."""
    for role in ("organizer", "attendee"):
        stands = event.get(role, [])
        for each in stands if isinstance(stands, list) else [stands]:
            params = getattr(each, "params", {})
            address = re.sub(r"\Amailto:", "", str(each), flags=re.IGNORECASE).strip()
            if str(params.get("CUTYPE", "")).upper() in _NO_PERSON or address.lower().endswith(_MACHINES):
                continue
            try:
                handle = read_handle(address)
            except Refusal:
                continue
            name = clean(str(params.get("CN", "")))[:_MAX_TEXT].strip()
            if handle.kind == "email":
                shown = "" if "@" in name else name
                yield Found(name=shown, where=where, line=line, sure=False, handles=(handle,))


def _text(event: "icalendar.Component", name: str) -> str:
    value = event.get(name, "")
    return clean(str(value[0] if isinstance(value, list) and value else value))[:_MAX_TEXT].strip()


def _link(text: str) -> str:
    link = read_link(text) if re.match(r"https?://\S+\Z", text, re.IGNORECASE) else None
    return link.value if link else ""
