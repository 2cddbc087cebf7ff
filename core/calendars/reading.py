"""From the bytes of a calendar to its events in the months ahead, each day of those that repeat by itself.

Runs in a thread. However large and however odd a calendar is, this ends within seconds: what is long over, or far
ahead, is passed by without being read, and there is a limit to the rest.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from core.calendars.fetching import CannotFetch, Trouble
from core.facts.events import FoundEvent
from core.ical.expanding import occurrences
from core.ical.reading import CalendarReader

AHEAD = timedelta(weeks=26)
MOST_EVENTS = 500  # of one calendar, in that time
_MOST_READ = 5_000
_MOST_LINES = 2_000  # of one event: more are pictures
_LONGEST = 100_000  # characters of a line
_LONGEST_EVENT = timedelta(days=60)  # one that began earlier is over
_SECONDS = 8.0
_MOST_NAME = 80  # characters
_PAGE = re.compile(r"<(?:!doctype html|html|head|body|\?xml|script)\b", re.IGNORECASE)
_BEGINS = re.compile(r"DTSTART(?:;[^:]*)?:(\d{4})(\d\d)(\d\d)", re.IGNORECASE)
_COMES_AGAIN = ("RRULE", "RDATE", "RECURRENCE-ID")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a calendar says of the days from `first` to `until`; None: it says too much for it to be known whether
    what is not among its events is not in it."""

    title: str
    events: Sequence[FoundEvent]
    first: date
    until: date | None


def read_calendar(
    content: bytes, zone: ZoneInfo, first: date, given_up: Callable[[], bool] = lambda: False
) -> Read:
    """The events of a calendar from this day on, the earliest first. `zone` is that of times without one. Once
    it is given up, this ends soon.

    Raises CannotFetch for what is no calendar.
    """
    text = content.decode("utf-8-sig", "replace").replace("\0", "")
    if not re.match(r"\s*BEGIN:VCALENDAR\b", text[:1000], re.IGNORECASE):
        raise CannotFetch(Trouble.PAGE if _PAGE.search(text[:5000]) else Trouble.NO_CALENDAR)
    last = first + AHEAD
    deadline = time.monotonic() + _SECONDS
    said = _Said(_lines(text), first, last, lambda: time.monotonic() > deadline or given_up())
    days: dict[str, FoundEvent] = {}
    changed: dict[str, FoundEvent] = {}  # single days that are not as their rule says
    reader = CalendarReader(zone)
    for _number, found, _component in reader.read(said):
        if said.is_late():  # before all else: what can't be taken costs time as well
            break
        if isinstance(found, str):
            continue
        for day in _days(found, first, last):
            (changed if found.occurrence else days).setdefault(day.origin, day)
    every = [
        each for each in {**days, **changed}.values() if (each.until_on or each.on) >= first and each.on <= last
    ]
    every.sort(key=lambda each: (each.on, each.at is not None, each.at, each.origin))
    kept = every[:MOST_EVENTS]
    until = last if len(kept) == len(every) else kept[-1].on - timedelta(days=1)
    return Read(
        title=reader.name[:_MOST_NAME],
        events=kept,
        first=first,
        until=until if said.all_of_it else None,
    )


def _days(found: FoundEvent, first: date, last: date) -> Iterator[FoundEvent]:
    """Each day on which it comes."""
    if not found.rule and not found.also:
        yield found
        return
    lasts = found.until_on - found.on if found.until_on else None
    # One that began before and has not ended is to be found as well.
    since = first - min(lasts or timedelta(), _LONGEST_EVENT)
    for each in occurrences(found, since, last, MOST_EVENTS):
        yield replace(
            found,
            origin=f"{found.origin}#{each.key}",
            occurrence=each.key,
            on=each.on,
            at=each.at,
            until_on=each.on + lasts if lasts is not None else None,
            rule="",
            also=(),
            excepted=(),
        )


class _Said:
    """The lines of a calendar without the events that lie outside of these days, and without too many of them."""

    def __init__(self, lines: Iterable[str], first: date, last: date, is_over: Callable[[], bool]) -> None:
        self._lines = lines
        self._first, self._last = first - _LONGEST_EVENT, last
        self._is_over = is_over
        self.all_of_it = True  # that these days have: neither too much nor too slow

    def is_late(self) -> bool:
        """Whether there is no time for more."""
        if self._is_over():
            self.all_of_it = False
            return True
        return False

    def __iter__(self) -> Iterator[str]:
        taken = 0
        event: list[str] | None = None
        for line in self._lines:
            mark = line.strip().upper()
            if mark == "BEGIN:VEVENT":
                event = [line]
            elif event is None:
                yield line
            else:
                if len(event) < _MOST_LINES:
                    event.append(line)
                if mark == "END:VEVENT":
                    if self._is_near(event):
                        if taken < _MOST_READ:
                            yield from event
                        else:
                            self.all_of_it = False
                        taken += 1
                        if self.is_late():
                            return
                    event = None

    def _is_near(self, event: Sequence[str]) -> bool:
        if any(line.lstrip().upper().startswith(_COMES_AGAIN) for line in event):
            return True
        found = next((match for line in event if (match := _BEGINS.match(line))), None)
        try:
            return found is None or self._first <= date(int(found[1]), int(found[2]), int(found[3])) <= self._last
        except ValueError:
            return True  # no day of any calendar: whoever reads it will say so


def _lines(text: str) -> Iterator[str]:
    """As an editor numbers them. Not str.splitlines, which also splits at characters that stand inside of names."""
    for line in StringIO(text, newline=None):
        yield line.rstrip("\n")[:_LONGEST]
