"""Zones as iCalendar explains them (VTIMEZONE of RFC 5545): when the clocks were changed, and will be."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import icalendar

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


class _Observance(NamedTuple):
    """What the clocks show for a while."""

    offset: timedelta
    name: str
    summer: bool


def explained(zone: str, first: date, last: date) -> "icalendar.Timezone":
    """How this zone's clocks go from one day to another.

    An hour's change is written as the wall time that the clocks show before it, as RFC 5545 wants it (3.6.5):
    icalendar writes the one after it, and readers that believe it are wrong for an hour every spring.
    """
    import icalendar  # takes a tenth of a second to load

    known = ZoneInfo(zone)
    start = datetime.combine(first, time(), UTC)
    observed = _observed(start, known)
    found = {(observed.offset, observed): [_wall(start, observed.offset)]}
    for at in _changes(known, start, datetime.combine(last, time(), UTC)):
        after = _observed(at, known)
        found.setdefault((observed.offset, after), []).append(_wall(at, observed.offset))
        observed = after
    result = icalendar.Timezone()
    result.add("tzid", zone)
    for (before, after), (onset, *others) in found.items():
        part = icalendar.TimezoneDaylight() if after.summer else icalendar.TimezoneStandard()
        part.add("dtstart", onset)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after.offset)
        part.add("tzname", after.name)
        if others:
            part.add("rdate", others)
        result.add_component(part)
    return result


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
    return (at + offset).replace(tzinfo=None)
