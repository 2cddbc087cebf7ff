"""When something that comes again comes next: the instants of a Recurrence in a zone.

Days and longer keep the wall time. A wall time that a clock change leaves out comes as much later (02:30 becomes
03:30), one that comes twice counts the first time, and two that fall on the same instant are one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from itertools import islice, takewhile
from operator import ge
from zoneinfo import ZoneInfo

from core.facts.recurrence import Frequency, Recurrence
from core.facts.recurring_days import days_back_from, days_from

MOST = 10_000  # so many are told apart from more


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that something comes. `wall` is the time that was asked for, also where a clock change moved it."""

    wall: datetime  # naive, in the zone that was asked about; fold=1: elapsed time came to an hour's second time
    at: datetime  # UTC


def next_occurrence(recurrence: Recurrence, after: datetime, zone: ZoneInfo, morning: time) -> Occurrence | None:
    """The first occurrence strictly later than `after` (an aware instant); None when there is none any more.

    `morning` is the wall time of what has none of its own. However long ago it began, it costs the same.

    >>> daily = Recurrence(freq=Frequency.DAILY, times=(time(2, 30),), start=date(2026, 1, 1))
    >>> before = datetime(2026, 3, 29, 0, tzinfo=UTC)
    >>> next_occurrence(daily, before, ZoneInfo("Europe/Berlin"), time(9)).at.isoformat()
    '2026-03-29T01:30:00+00:00'
    """
    if recurrence.freq in _STEPS:
        return _Steps(recurrence, zone, morning).next(after)
    walls = _walls_from(recurrence, _shown(after, zone).date() - _DAY, morning)
    for wall in walls:
        at = _instant(wall, zone)
        if at <= after:
            continue
        if _shown(at, zone) == wall:
            return Occurrence(wall, at)
        rest = takewhile(partial(ge, wall + _DAY), walls)
        return _first_of_moved((wall, *rest), after, zone)
    return None


def occurrences_between(
    recurrence: Recurrence, after: datetime, until: datetime, zone: ZoneInfo, morning: time
) -> tuple[Occurrence | None, int]:
    """The last occurrence later than `after` and not later than `until`, and how many there are of them.

    For what was missed. Beyond MOST the number says no more than that; the last one is right all the same.
    """
    if recurrence.freq in _STEPS:
        return _Steps(recurrence, zone, morning).between(after, until)
    earliest = _shown(after, zone) - _DAY
    found: dict[datetime, datetime] = {}
    for wall in _walls_back_from(recurrence, _shown(until, zone).date() + _DAY, morning):
        if wall < earliest or len(found) >= MOST:
            break
        at = _instant(wall, zone)
        if after < at <= until:
            found.setdefault(at, wall)
    if not found:
        return None, 0
    last = max(found)
    return Occurrence(found[last], last), len(found)


@dataclass(frozen=True, slots=True)
class _Steps:
    """What comes every so many hours or minutes of elapsed time, numbered from 0, the start."""

    recurrence: Recurrence
    zone: ZoneInfo
    morning: time

    def next(self, after: datetime) -> Occurrence | None:
        begin = max(self._number(after) + 1, 0)
        day = _shown(max(after, self._at(0)), self.zone).date()
        for numbers in self._runs(day - _DAY):
            if (number := max(numbers.start, begin)) < numbers.stop:
                return self._occurrence(number) if number < self._end() else None
        return None

    def between(self, after: datetime, until: datetime) -> tuple[Occurrence | None, int]:
        begin, end = max(self._number(after) + 1, 0), self._number(until) + 1
        if (end := min(end, self._end())) <= begin:
            return None, 0
        last, found = -1, 0
        for numbers in self._runs(_shown(self._at(begin), self.zone).date()):
            if numbers.start >= end:
                break
            inside = range(max(numbers.start, begin), min(numbers.stop, end))
            if inside:
                last, found = inside[-1], found + len(inside)
        return (self._occurrence(last) if found else None), min(found, MOST)

    def _runs(self, day: date) -> Iterator[range]:
        """The numbers that are allowed, from a day on: in one run, or where days are left out, day by day."""
        if self._is_every_day():
            until = self.recurrence.until
            yield self._on(self.recurrence.start, until or _LAST)
            return
        for each in days_from(self.recurrence, day):
            yield self._on(each, each)

    def _on(self, first: date, last: date) -> range:
        """The numbers of some whole days."""
        begin = self._number(_instant(datetime.combine(first, time()), self.zone) - _TICK) + 1
        end = self._number(_instant(datetime.combine(last + _DAY, time()), self.zone) - _TICK) + 1
        return range(max(begin, 0), max(end, 0))

    def _end(self) -> int:
        """The number with which it has come `count` times."""
        count = self.recurrence.count
        for numbers in self._runs(self.recurrence.start) if count is not None else ():
            assert count is not None
            if count <= len(numbers):
                return numbers.start + count
            count -= len(numbers)
        return self._number(datetime.combine(_LAST, time(), UTC))

    def _is_every_day(self) -> bool:
        return not (self.recurrence.weekdays or self.recurrence.month_days or self.recurrence.months)

    def _occurrence(self, number: int) -> Occurrence:
        at = self._at(number)
        return Occurrence(_shown(at, self.zone), at)

    def _at(self, number: int) -> datetime:
        first = min(self.recurrence.times, default=self.morning)
        start = _instant(datetime.combine(self.recurrence.start, first), self.zone)
        return start + number * self.recurrence.interval * _STEPS[self.recurrence.freq]

    def _number(self, instant: datetime) -> int:
        """Of the latest that is not later than this; negative before the start."""
        return (instant - self._at(0)) // (self.recurrence.interval * _STEPS[self.recurrence.freq])


def _first_of_moved(walls: Iterable[datetime], after: datetime, zone: ZoneInfo) -> Occurrence:
    """The first of these, the earliest of which fell into a gap: it moved past the next ones, or onto one of them.

    Of two at the same instant the later one is named, which is on the wall.
    """
    instants = {at: wall for wall in walls if (at := _instant(wall, zone)) > after}
    first = min(instants)
    return Occurrence(instants[first], first)


def _walls_from(recurrence: Recurrence, day: date, morning: time) -> Iterator[datetime]:
    last = _last_wall(recurrence, morning)
    times = sorted(set(recurrence.times)) or [morning]
    walls = (datetime.combine(each, at) for each in days_from(recurrence, day) for at in times)
    return takewhile(lambda wall: wall <= last, walls)


def _walls_back_from(recurrence: Recurrence, day: date, morning: time) -> Iterator[datetime]:
    last = _last_wall(recurrence, morning)
    times = sorted(set(recurrence.times), reverse=True) or [morning]
    walls = (datetime.combine(each, at) for each in days_back_from(recurrence, day) for at in times)
    return (wall for wall in walls if wall <= last)


@lru_cache(maxsize=1024)
def _last_wall(recurrence: Recurrence, morning: time) -> datetime:
    """The wall time with which it has come `count` times, counted from the start; _ENDLESS without a count."""
    if recurrence.count is None:
        return _ENDLESS
    times = sorted(set(recurrence.times)) or [morning]
    walls = (datetime.combine(day, at) for day in days_from(recurrence, recurrence.start) for at in times)
    return next(islice(walls, max(recurrence.count, 1) - 1, None), _ENDLESS)


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    # fold=0: the offset before the change, which moves a gap's time on and takes the first of a doubled hour.
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _shown(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


_DAY = timedelta(days=1)  # no clock change is longer
_TICK = timedelta.resolution
_LAST = date(9998, 12, 31)
_ENDLESS = datetime.combine(_LAST, time.max)
_STEPS = {Frequency.HOURLY: timedelta(hours=1), Frequency.MINUTELY: timedelta(minutes=1)}
