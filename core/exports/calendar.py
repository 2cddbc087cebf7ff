"""events.ics: the owner's events and series as a calendar (RFC 5545)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from core.facts.exports import Chapter, Network
from core.ical.writing import calendar

NAME = "events.ics"


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
        if network.events or network.series:
            yield calendar(network.events, network.series, self.now, own=True)
