"""Zones as iCalendar explains them (VTIMEZONE of RFC 5545): when the clocks were changed, and will be."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from core.ical.rules import DAYS

if TYPE_CHECKING:
    import icalendar

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


class _Observance(NamedTuple):
    """What the clocks show for a while."""

    offset: timedelta
    name: str
    summer: bool


@dataclass(slots=True)
class _Run:
    """The same change of the clocks in one year after the other: as wall times that they show before it."""

    before: timedelta
    after: _Observance
    onsets: list[datetime]
    weeks: frozenset[int]  # in which of its month it was each time: the second, -1 the last

    def takes(self, before: timedelta, after: _Observance, onset: datetime) -> bool:
        """Whether this goes on with it; then it does."""
        last, weeks = self.onsets[-1], self.weeks & _weeks(onset)
        same = (before, after) == (self.before, self.after) and weeks and onset.year == last.year + 1
        if not same or _pattern(onset) != _pattern(last):
            return False
        self.onsets.append(onset)
        self.weeks = weeks
        return True


def explained(zone: str, first: date, last: date) -> "icalendar.Timezone":
    """How this zone's clocks go from one day to another, and on, as it is known today.

    Changes that come every year are a rule: some programs take nothing else. Each is told by the wall time that the
    clocks show before it, as RFC 5545 wants it (3.6.5); icalendar's own VTIMEZONE has the one after it, and whoever
    believes that is wrong for an hour every spring.
    """
    import icalendar  # takes a tenth of a second to load

    known = ZoneInfo(zone)
    start = datetime.combine(first, time(), UTC)
    observed = _observed(start, known)
    runs = [_Run(observed.offset, observed, [_wall(start, observed.offset)], frozenset())]
    for at in _changes(known, start, datetime.combine(last, time(), UTC)):
        before, observed = observed.offset, _observed(at, known)
        onset = _wall(at, before)
        if not any(run.takes(before, observed, onset) for run in runs):
            runs.append(_Run(before, observed, [onset], _weeks(onset)))
    result = icalendar.Timezone()
    result.add("tzid", zone)
    for run in runs:
        part = icalendar.TimezoneDaylight() if run.after.summer else icalendar.TimezoneStandard()
        part.add("dtstart", run.onsets[0])
        part.add("tzoffsetfrom", run.before)
        part.add("tzoffsetto", run.after.offset)
        part.add("tzname", run.after.name)
        if len(run.onsets) > 1:
            part.add("rrule", icalendar.vRecur.from_ical(_rule(run, last)))
        result.add_component(part)
    return result


def _rule(run: _Run, last: date) -> str:
    """Every year in its week; until it was no more, where that is known."""
    onset = run.onsets[-1]
    rule = f"FREQ=YEARLY;BYMONTH={onset.month};BYDAY={min(run.weeks)}{DAYS[onset.weekday()]}"
    return rule if onset.year >= last.year - 1 else f"{rule};UNTIL={onset - run.before:%Y%m%dT%H%M%SZ}"


def _weeks(onset: datetime) -> frozenset[int]:
    days = monthrange(onset.year, onset.month)[1]
    return frozenset({(onset.day - 1) // 7 + 1, -((days - onset.day) // 7 + 1)} & {1, 2, 3, 4, -1})


def _pattern(onset: datetime) -> tuple[int, int, time]:
    return onset.month, onset.weekday(), onset.time()


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> list[datetime]:
    """The instants at which the clocks are changed."""
    found = []
    while start < end:
        if _observed(start, zone) != _observed(start + _DAY, zone):
            before, after = start, start + _DAY
            while after - before > _SECOND:
                middle = before + (after - before) // 2
                if _observed(middle, zone) == _observed(start, zone):
                    before = middle
                else:
                    after = middle
            found.append(after.replace(microsecond=0))
        start += _DAY
    return found


def _observed(at: datetime, zone: ZoneInfo) -> _Observance:
    there = at.astimezone(zone)
    return _Observance(there.utcoffset() or timedelta(), there.tzname() or "", bool(there.dst()))


def _wall(at: datetime, offset: timedelta) -> datetime:
    return (at + offset).replace(tzinfo=None)  # the wall time that clocks so far from UTC show
