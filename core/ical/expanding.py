"""When something that comes again comes: the occurrences of a series, by its RRULE, RDATE and EXDATE (RFC 5545).

Wall times of its zone are counted, not instants: a time that a clock change leaves out comes as much later, one
that comes twice comes once. Whoever wrote the rule, it costs little: what comes in a few months is found without
going through the years before, and a rule that only ever comes to nothing is given up.

That is why recurring-ical-events, by which the tests check this, does not do it: it goes by dateutil, which looks
for the days of a rule that never comes up to the year 9999, and cannot be interrupted meanwhile.
"""

import calendar
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from heapq import merge
from itertools import islice, product, takewhile
from zoneinfo import ZoneInfo

from core.facts.events import FoundEvent, Series
from core.ical.rules import Rule, filled, key_of, read_rule, wall_of

_PATIENCE = 25_000  # days that are looked at, or times that come before those that are asked for: 0.1 seconds
_CLOCK_PATIENCE = 10_000  # the same of hours, minutes and seconds
_MOST_TIMES = 96  # on one day, of the hours, minutes and seconds that a rule may list
_FIRST, _LAST = datetime(1000, 1, 1), datetime(9990, 1, 1)  # noqa: DTZ001  # well within Python's calendar
_LONGEST_GAP = timedelta(hours=1)  # by which the clocks have been put forward around midnight
_DAY = timedelta(days=1)
_UNITS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
_EPOCH = datetime(1, 1, 1)  # noqa: DTZ001  # a Monday


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a series comes. `key` is the wall time by its rule (Event.occurrence); `on` and `at` are when
    that is, in the series' zone: later, where a clock change leaves that wall time out."""

    key: str
    on: date
    at: time | None


def occurrences(found: Series | FoundEvent, first: date, last: date, most: int) -> list[Occurrence]:
    """Those of a series that begin from `first` to `last`, both counted, in order, and no more than `most`.

    The day on which it begins is one of them, whatever the rule says. Without a rule that can be read, it is alone.
    """
    excepted = frozenset(found.excepted)
    result: dict[tuple[date, time | None], Occurrence] = {}
    zone = ZoneInfo(found.timezone)
    for wall in _walls(found, first, last):
        on, at = _shown(wall, zone) if found.at is not None else (wall.date(), None)
        if on > last or len(result) >= most:
            break
        key = key_of(wall.date(), wall.time() if found.at is not None else None)
        if on >= first and key not in excepted and key[:8] not in excepted:
            result.setdefault((on, at), Occurrence(key, on, at))
    return list(result.values())


def lasting(on: date, at: time | None, until_on: date | None, until_at: time | None) -> int | None:
    """How many minutes something lasts by the clock on the wall, or days where it has no hour (Series.lasts).

    None: nobody knows. What ends at an hour before that of its beginning, no day being said, ends the day after.

    >>> lasting(date(2026, 12, 1), time(22), None, time(1))
    180
    """
    if at is None:
        return (until_on - on).days + 1 if until_on is not None and until_on > on else None
    if until_at is None:
        return None
    until = until_on or (on + _DAY if until_at < at else on)
    span = datetime.combine(until, until_at) - datetime.combine(on, at)
    return int(span.total_seconds()) // 60 if span > timedelta() else None


def _shown(wall: datetime, zone: ZoneInfo) -> tuple[date, time]:
    there = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there.date(), there.time()


def _walls(found: Series | FoundEvent, first: date, last: date) -> Iterator[datetime]:
    """What comes from one day to another by the rule, and besides; in order, each once."""
    start = datetime.combine(found.on, found.at or time())
    begin = max(datetime.combine(first, time()), _FIRST) - _LONGEST_GAP
    end = min(datetime.combine(last, time.max), _LAST)
    besides = {_besides(key, found.at) for key in found.also}
    others = sorted(wall for wall in {start, *besides} if wall is not None and begin <= wall <= end)
    rule = read_rule(found.rule) if found.rule else None
    ruled = _ruled(rule, found, start, begin, end) if rule else iter(())
    before = None
    for wall in merge(others, ruled):
        if wall != before:
            yield wall
        before = wall


def _besides(key: str, at: time | None) -> datetime | None:
    wall = wall_of(key)
    return datetime.combine(wall.date(), at or time()) if wall and (at is None or "T" not in key) else wall


def _ruled(
    rule: Rule, found: Series | FoundEvent, start: datetime, begin: datetime, end: datetime
) -> Iterator[datetime]:
    """By the rule, from `begin` to `end`. What is to come so many times is counted from its start."""
    rule = filled(rule, found.on, found.at)
    end = min(end, _until(rule.until, found))
    if found.at is None and rule.freq in _UNITS:
        return
    since = max(start, _FIRST if rule.count is not None else begin)
    count = 1  # the start is the first, whether the rule says so or not
    for wall in takewhile(lambda wall: wall <= end, _from(rule, start, since, end)):
        if wall > start:
            count += 1
        if rule.count is not None and count > rule.count:
            return
        if wall >= begin and wall >= start:
            yield wall


def _until(until: str, found: Series | FoundEvent) -> datetime:
    """The last wall time that still counts; a day counts to its end."""
    wall = wall_of(until.removesuffix("Z"))
    if wall is None:
        return _LAST
    if "T" not in until or found.at is None:
        return datetime.combine(wall.date(), time.max)
    if until.endswith("Z"):
        return wall.replace(tzinfo=UTC).astimezone(ZoneInfo(found.timezone)).replace(tzinfo=None)
    return wall


def _from(rule: Rule, start: datetime, since: datetime, end: datetime) -> Iterator[datetime]:
    """What the rule gives from the period in which `since` is, on; a period may begin before it."""
    if rule.freq in _UNITS:
        return _by_clock(rule, start, since, end)
    return _by_calendar(rule, start.date(), since.date(), end.date())


def _by_calendar(rule: Rule, start: date, since: date, end: date) -> Iterator[datetime]:
    """Days, weeks, months, years: in each period that counts, the days that are meant, at all its hours."""
    times = [time(*each) for each in islice(product(rule.hours, rule.minutes, rule.seconds), _MOST_TIMES)]
    number = _period(rule, since)
    number += (_period(rule, start) - number) % rule.interval
    patience, last = _PATIENCE, _period(rule, end)
    while patience > 0 and number <= last:
        first, length = _days(rule, number)
        meant = (day for day in map(first.__add__, map(timedelta, range(length))) if _is_meant(rule, day))
        walls = _chosen(rule, [datetime.combine(day, at) for day in meant for at in times])
        yield from walls
        number += rule.interval
        patience -= length + len(walls)


def _by_clock(rule: Rule, start: datetime, since: datetime, end: datetime) -> Iterator[datetime]:
    """Hours, minutes, seconds: what is not meant is passed over a day, an hour or a minute at a time."""
    unit = _UNITS[rule.freq]
    origin, number, last = (_tick(wall, unit) for wall in (start, since, end))
    patience = _CLOCK_PATIENCE
    while patience > 0:
        patience -= 1
        number += (origin - number) % rule.interval
        if number > last:
            return
        wall = _EPOCH + timedelta(seconds=number * unit)
        if not _is_meant(rule, wall.date()):
            number = _tick(datetime.combine(wall.date() + _DAY, time()), unit)
        elif rule.hours and wall.hour not in rule.hours:
            number += max(1, (3600 - wall.minute * 60 - wall.second) // unit)
        elif unit < 3600 and rule.minutes and wall.minute not in rule.minutes:
            number += max(1, (60 - wall.second) // unit)
        else:
            minutes = rule.minutes if unit == 3600 else (wall.minute,)
            seconds = rule.seconds if unit > 1 else (wall.second,)
            if unit > 1 or not rule.seconds or wall.second in rule.seconds:
                within = product(minutes, seconds)
                walls = _chosen(rule, [wall.replace(minute=minute, second=second) for minute, second in within])
                yield from walls
                patience -= len(walls)
            number += 1


def _tick(wall: datetime, unit: int) -> int:
    return int((wall - _EPOCH).total_seconds()) // unit


def _chosen(rule: Rule, walls: list[datetime]) -> list[datetime]:
    """BYSETPOS: some of what a period gives."""
    if not rule.positions:
        return walls
    indices = {each - 1 if each > 0 else len(walls) + each for each in rule.positions}
    return [walls[index] for index in sorted(indices) if 0 <= index < len(walls)]


def _period(rule: Rule, day: date) -> int:
    """The number of the period in which a day is."""
    match rule.freq:
        case "YEARLY":
            return day.year
        case "MONTHLY":
            return day.year * 12 + day.month - 1
        case "WEEKLY":
            return (day.toordinal() - 1 - rule.week_starts) // 7
        case _:
            return day.toordinal()


def _days(rule: Rule, number: int) -> tuple[date, int]:
    """The first day of a period, and how many it has."""
    match rule.freq:
        case "YEARLY":
            return date(number, 1, 1), 365 + calendar.isleap(number)
        case "MONTHLY":
            year, month = divmod(number, 12)
            return date(year, month + 1, 1), calendar.monthrange(year, month + 1)[1]
        case "WEEKLY":
            return date.fromordinal(number * 7 + 1 + rule.week_starts), 7
        case _:
            return date.fromordinal(number), 1


def _is_meant(rule: Rule, day: date) -> bool:
    """Whether every part of the rule that speaks of days takes this one."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days and not _is_among(day.day, calendar.monthrange(day.year, day.month)[1], rule.month_days):
        return False
    if rule.weekdays and not _is_weekday(rule, day):
        return False
    if rule.year_days and not _is_among(day.timetuple().tm_yday, 365 + calendar.isleap(day.year), rule.year_days):
        return False
    return not rule.week_numbers or _is_in_week(day, rule.week_numbers, rule.week_starts)


def _is_among(number: int, length: int, wanted: Collection[int]) -> bool:
    """Whether one of so many is wanted, counted from the first or (negative) from the last."""
    return number in wanted or number - length - 1 in wanted


def _is_weekday(rule: Rule, day: date) -> bool:
    """Weekdays are counted in a month; in a year, where the rule names no months."""
    for each in rule.weekdays:
        if each.day != day.weekday():
            continue
        if not each.nth:
            return True
        if rule.freq == "YEARLY" and not rule.months:
            number, length = day.timetuple().tm_yday, 365 + calendar.isleap(day.year)
        else:
            number, length = day.day, calendar.monthrange(day.year, day.month)[1]
        if each.nth in ((number - 1) // 7 + 1, -((length - number) // 7 + 1)):
            return True
    return False


def _is_in_week(day: date, wanted: Collection[int], starts: int) -> bool:
    """Weeks are numbered as in ISO 8601, but begin on a day of the rule's choice."""
    year = next(each for each in (day.year + 1, day.year, day.year - 1) if _first_week(each, starts) <= day)
    begin = _first_week(year, starts)
    return _is_among((day - begin).days // 7 + 1, (_first_week(year + 1, starts) - begin).days // 7, wanted)


@cache
def _first_week(year: int, starts: int) -> date:
    """The day on which the first week of a year begins: the one with at least four days of it."""
    fourth = date(year, 1, 4)
    return fourth - timedelta(days=(fourth.weekday() - starts) % 7)
