"""Calendars (iCalendar, .ics): events and series, and who is invited. Being invited makes nobody a contact."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from core.chat.errors import Refusal
from core.chat.parsing.line import clean
from core.chat.parsing.people.handles import read_handle
from core.chat.words import _
from core.facts.events import FoundEvent
from core.facts.imports import Found
from core.ical.reading import MAX_EVENTS, CalendarReader
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import lines_of
from core.imports.reading.texts import head_of

if TYPE_CHECKING:
    import icalendar

_MAX_TEXT = 200  # characters
_NO_PERSON = frozenset({"RESOURCE", "ROOM", "GROUP"})
_MACHINES = ("resource.calendar.google.com", "group.calendar.google.com", "@lu.ma", "@meetup.com")


def _part(piece: Piece) -> str:
    return "calendar" if re.match(r"\s*BEGIN:VCALENDAR\s", head_of(piece.head)[:1000], re.IGNORECASE) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    events: dict[str, FoundEvent] = {}
    guests: dict[str, Found] = {}
    for piece in pieces_of(parts, "calendar"):
        for line, found, event in CalendarReader(reading.zone, own=True).read(lines_of(piece)):
            reading.check()
            if isinstance(found, str):
                reading.skip(piece.path, line, found)
            elif len(events) < MAX_EVENTS:
                events[found.origin] = found
            for guest in _guests(event, piece.path, line):
                guests.setdefault(guest.handles[0].value, guest)
    reading.events.extend(events.values())
    if events:
        reading.found(*guests.values())
    if len(events) == MAX_EVENTS:
        reading.remark("I took {n} event of it.", "I took the first {n} events of it.", MAX_EVENTS)
    if not events:
        reading.remark(_("There is no event in that calendar that I can read."))


SOURCE = Source(name="calendar", title=_("A calendar (ICS)"), part=_part, read=_read)


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
