"""events.ics: the owner's events as a calendar (RFC 5545)."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.exports.values import within
from core.exports.vcards import PRODUCT
from core.facts.events import Event, Rsvp
from core.facts.exports import Chapter, Network

if TYPE_CHECKING:
    import icalendar

NAME = "events.ics"
ORIGIN = "x-reachwell-origin"  # by which an event is known again when it comes back
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_STATUS = {  # as calendars show it: what was declined is struck through, or not shown
    Rsvp.GOING: "CONFIRMED",
    Rsvp.MAYBE: "TENTATIVE",
    Rsvp.INVITED: "TENTATIVE",
    Rsvp.NO: "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class CalendarSheet:
    """Writes the events; there are few enough of them to be held at once."""

    now: datetime
    name: str = NAME

    def begin(self) -> bytes:
        return b""

    def chapter(self, chapter: Chapter) -> Iterator[bytes]:
        yield from ()

    def end(self, network: Network) -> Iterator[bytes]:
        if not network.events:
            return
        import icalendar  # takes a tenth of a second to load

        calendar = icalendar.Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        for event in network.events:
            calendar.add_component(self._event(icalendar.Event(), event))
        days = [within(event.on) for event in network.events]
        first, last = min(days) - timedelta(days=400), max(days) + timedelta(days=400)
        calendar.add_missing_timezones(first_date=first, last_date=last)
        yield calendar.to_ical()

    def _event(self, shown: "icalendar.Event", event: Event) -> "icalendar.Event":
        shown.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_URL, 'reachwell:' + event.origin)}")
        shown.add("dtstamp", self.now)
        shown.add("created", event.created_at)
        shown.add("summary", _text(event.title))
        start, end = _times(event)
        shown.add("dtstart", start)
        if end is not None:
            shown.add("dtend", end)
        if event.place:
            shown.add("location", _text(event.place))
        if event.url:
            shown.add("url", re.sub(r"[\x00-\x20\x7f]", "", event.url))
        shown.add("status", _STATUS[event.rsvp])
        shown.add(ORIGIN, event.origin)
        return shown


def _times(event: Event) -> tuple[date, date | None]:
    """When it begins and ends: in its zone, or whole days, of which the last is not counted. What ends at an hour
    before that of its beginning, no day being said, ends the day after."""
    on = within(event.on)
    until = within(event.until_on) if event.until_on else on
    if event.at is None:
        return on, until + timedelta(days=1) if until > on else None
    start = _at(on, event.at, event.timezone)
    if event.until_on is None and event.until_at is not None and event.until_at < event.at:
        until += timedelta(days=1)
    end = _at(until, event.until_at, event.timezone) if event.until_at else None
    return start, end if end is not None and end > start else None


def _at(on: date, at: time, timezone: str) -> datetime:
    """UTC is written as such: it has no rules to be told."""
    zone = ZoneInfo(timezone)
    return datetime.combine(on, at, UTC if timezone in ("UTC", "Etc/UTC") else zone)


def _text(value: str) -> str:
    return _CONTROL.sub(" ", value)
