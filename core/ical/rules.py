"""Rules by which something comes again: RRULE of RFC 5545 as a text, taken apart, and what people typed as one.

What stands in somebody else's file may be anything: values that no calendar has are left out, and a rule of which
nothing is left, or that never goes on, is none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from core.facts.recurrence import Frequency, Recurrence, Weekday

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MAX_LENGTH = 8_000  # characters: every value that there is, of every part
_MAX_INTERVAL, _MAX_COUNT = 100_000, 1_000_000_000
_NUMBERS = {  # by part: the numbers that it takes; with a minus as well where they are counted from the end
    "BYMONTH": (range(1, 13), False),
    "BYWEEKNO": (range(1, 54), True),
    "BYYEARDAY": (range(1, 367), True),
    "BYMONTHDAY": (range(1, 32), True),
    "BYHOUR": (range(24), False),
    "BYMINUTE": (range(60), False),
    "BYSECOND": (range(60), False),
    "BYSETPOS": (range(1, 367), True),
}
_FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # of the months, at the least
_SHORTEST = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An RRULE. Every part that chooses is sorted; empty, it does not choose."""

    freq: str  # FREQ, in capitals
    interval: int = 1
    count: int | None = None
    until: str = ""  # UNTIL as it stands: "20261231", "20261231T120000" or, in UTC, "20261231T120000Z"
    months: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_starts: int = 0  # WKST; 0 is Monday

    def __str__(self) -> str:
        """As it stands in a calendar, without "RRULE:".

        >>> str(read_rule("INTERVAL=2;FREQ=weekly;BYDAY=WE,MO"))
        'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE'
        """
        parts = {
            "FREQ": self.freq,
            "INTERVAL": str(self.interval) if self.interval != 1 else "",
            "UNTIL": self.until,
            "COUNT": "" if self.count is None else str(self.count),
            "WKST": DAYS[self.week_starts] if self.week_starts else "",
            "BYDAY": ",".join(f"{each.nth or ''}{DAYS[each.day]}" for each in self.weekdays),
            **{name: ",".join(map(str, getattr(self, field))) for name, field in _FIELDS.items()},
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


_FIELDS = {
    "BYMONTH": "months",
    "BYWEEKNO": "week_numbers",
    "BYYEARDAY": "year_days",
    "BYMONTHDAY": "month_days",
    "BYHOUR": "hours",
    "BYMINUTE": "minutes",
    "BYSECOND": "seconds",
    "BYSETPOS": "positions",
}


@lru_cache(maxsize=256)
def read_rule(text: str) -> Rule | None:
    """A rule out of its text; None where it is none.

    >>> read_rule("FREQ=DAILY;INTERVAL=0") is read_rule("FREQ=SOMETIMES") is None
    True
    """
    parts = dict(_parts(text[:_MAX_LENGTH]))
    freq = parts.get("FREQ")
    interval = _number(parts.get("INTERVAL", "1"), _MAX_INTERVAL)
    if freq not in _FREQUENCIES or interval is None or parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        return None
    values: dict[str, Any] = {"freq": freq, "interval": interval}
    if "COUNT" in parts:
        values["count"] = _number(parts["COUNT"], _MAX_COUNT)
    if "UNTIL" in parts:
        values["until"] = parts["UNTIL"] if wall_of(parts["UNTIL"].removesuffix("Z")) else None
    if "BYDAY" in parts:
        values["weekdays"] = _weekdays(parts["BYDAY"], counted=freq in ("MONTHLY", "YEARLY")) or None
    for name, field in _FIELDS.items():
        if name in parts:
            values[field] = _numbers(parts[name], *_NUMBERS[name]) or None
    if parts.get("WKST") in DAYS:
        values["week_starts"] = DAYS.index(parts["WKST"])
    return None if None in values.values() else Rule(**values)


def wall_of(text: str) -> datetime | None:
    """A wall time as calendars write it, "20261124T073000", or a day, "20261124"; None where it is neither.

    >>> wall_of("20261124T073000").isoformat(), wall_of("20261124").isoformat(), wall_of("20261399")
    ('2026-11-24T07:30:00', '2026-11-24T00:00:00', None)
    """
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?", text, re.ASCII)
    if match is None:
        return None
    try:
        return datetime(*(int(each or 0) for each in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def key_of(on: date, at: time | None) -> str:
    """The wall time by which one of a series is known: the form of Event.occurrence.

    >>> key_of(date(2026, 11, 24), time(7, 30)), key_of(date(2026, 11, 24), None)
    ('20261124T073000', '20261124')
    """
    return f"{on:%Y%m%d}".zfill(8) + (f"T{at:%H%M%S}" if at is not None else "")


def rule_of(recurrence: Recurrence) -> str:
    """What somebody typed, as a rule that is counted from the first day on which it comes.

    A day that not every month has is its last day there, and so it is written: the 31st is the last of the days
    from the 28th on. What RRULE cannot say: hours that are not of the same minute (it comes at the first of them
    only), and the 29th or 30th where it is a weekday as well, counted from a month's end, or of every other year
    (it is left out in a February without one).

    >>> rule_of(Recurrence(freq=Frequency.MONTHLY, month_days=(31,), start=date(2026, 1, 31)))
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1'
    """
    return str(_rule_of(recurrence))


def recurrence_of(rule: str, on: date, at: time | None) -> Recurrence | None:
    """A rule in the terms in which people say such things, counted from `on` and `at`; None where there are none.

    >>> recurrence_of("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", date(2026, 1, 31), None).month_days
    (31,)
    >>> recurrence_of("FREQ=YEARLY;BYWEEKNO=20", date(2026, 5, 11), None)
    """
    found = read_rule(rule)
    if found is None or found.week_numbers or found.year_days or found.freq == "SECONDLY":
        return None
    found = filled(found, on, at)
    if found.freq != "WEEKLY" or found.interval == 1:  # on which day weeks begin does not matter
        found = replace(found, week_starts=0)
    plain = Recurrence(
        freq=Frequency(found.freq.lower()),
        interval=found.interval,
        weekdays=found.weekdays,
        month_days=found.month_days,
        months=found.months,
        position=found.positions[0] if len(found.positions) == 1 else 0,
        times=_times(found, at),
        start=on,
        until=_last_day(found.until, at),
        count=found.count,
    )
    clipped = replace(plain, month_days=_without_last_days(found), position=0)
    for each in (clipped, plain):
        if filled(replace(_rule_of(each), until=found.until), on, at) == found:
            return each
    return None


def filled(rule: Rule, on: date, at: time | None) -> Rule:
    """The rule with what RFC 5545 takes from its first day where the rule does not say it."""
    if not (rule.week_numbers or rule.year_days or rule.month_days or rule.weekdays):
        if rule.freq == "YEARLY":
            rule = replace(rule, months=rule.months or (on.month,), month_days=(on.day,))
        elif rule.freq == "MONTHLY":
            rule = replace(rule, month_days=(on.day,))
        elif rule.freq == "WEEKLY":
            rule = replace(rule, weekdays=(Weekday(day=on.weekday()),))
    elif rule.week_numbers and not (rule.year_days or rule.month_days or rule.weekdays):
        rule = replace(rule, weekdays=(Weekday(day=on.weekday()),))
    if at is None:
        return replace(rule, hours=(0,), minutes=(0,), seconds=(0,))
    if rule.freq not in ("HOURLY", "MINUTELY", "SECONDLY"):
        rule = replace(rule, hours=rule.hours or (at.hour,))
    if rule.freq not in ("MINUTELY", "SECONDLY"):
        rule = replace(rule, minutes=rule.minutes or (at.minute,))
    if rule.freq != "SECONDLY":
        rule = replace(rule, seconds=rule.seconds or (at.second,))
    return rule


def _parts(text: str) -> Iterable[tuple[str, str]]:
    for part in text.upper().replace(" ", "").removeprefix("RRULE:").split(";"):
        name, equals, value = part.partition("=")
        if equals:
            yield name, value


def _number(text: str, most: int) -> int | None:
    """From 1 to `most`."""
    return min(int(text), most) if re.fullmatch(r"[0-9]{1,30}", text) and int(text) else None


def _numbers(text: str, allowed: range, from_end: bool) -> tuple[int, ...]:
    found = {int(each) for each in text.split(",") if re.fullmatch(r"[+-]?[0-9]{1,4}", each)}
    return tuple(sorted(each for each in found if (abs(each) if from_end else each) in allowed))


def _weekdays(text: str, *, counted: bool) -> tuple[Weekday, ...]:
    """Only within months and years they may be counted: elsewhere any of them is meant."""
    found: set[Weekday] = set()
    for each in text.split(","):
        match = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", each)
        if match and abs(int(match[1] or 0)) <= 53:
            found.add(Weekday(day=DAYS.index(match[2]), nth=int(match[1] or 0) if counted else 0))
    return _in_order(found)


def _times(rule: Rule, at: time | None) -> tuple[time, ...]:
    if at is None or rule.freq in ("HOURLY", "MINUTELY"):
        return () if at is None else (at,)
    return tuple(time(hour, minute, at.second) for hour in rule.hours for minute in rule.minutes)


def _last_day(until: str, at: time | None) -> date | None:
    wall = wall_of(until.removesuffix("Z"))
    if wall is None:
        return None
    return wall.date() - timedelta(days="T" in until and at is not None and wall.time() < at)


def _rule_of(recurrence: Recurrence) -> Rule:
    start, freq = recurrence.start, recurrence.freq
    found = Rule(
        freq=freq.value.upper(),
        interval=recurrence.interval,
        count=recurrence.count,
        until=key_of(recurrence.until, None) if recurrence.until else "",
        months=tuple(sorted(set(recurrence.months))),
        month_days=tuple(sorted({max(each, -_SHORTEST) for each in recurrence.month_days})),
        weekdays=_in_order(recurrence.weekdays),
        positions=(recurrence.position,) if recurrence.position else (),
    )
    if not found.weekdays:
        if freq is Frequency.WEEKLY:
            found = replace(found, weekdays=(Weekday(day=start.weekday()),))
        elif freq is Frequency.YEARLY and not found.months and not found.month_days:
            found = replace(found, months=(start.month,))
        if freq in (Frequency.MONTHLY, Frequency.YEARLY):
            found = replace(found, month_days=found.month_days or (start.day,))
    found = _with_last_days(found)
    if freq in (Frequency.HOURLY, Frequency.MINUTELY):
        return replace(found, positions=())  # of hours there is nothing to choose
    if len(recurrence.times) > 1 and len({each.minute for each in recurrence.times}) == 1:
        hours = tuple(sorted({each.hour for each in recurrence.times}))
        found = replace(found, hours=hours, minutes=(recurrence.times[0].minute,))
        found = replace(found, positions=_of_each_hour(found.positions, len(hours)))
    return found


def _with_last_days(rule: Rule) -> Rule:
    """A rule that comes in every month, on its last day where it has not as many as it says.

    Where nothing else chooses among the days, it is the last of those from the 28th on; any other day is counted
    from the first. Else the 31st is said as the last day, which is the same, and covers those before it.
    """
    longest = max(rule.month_days, default=0)
    if longest <= min(_LENGTHS[month - 1] for month in rule.months or range(1, 13)):
        return rule
    alone = not rule.weekdays and not rule.positions and rule.month_days[0] > 0
    if rule.freq == "YEARLY" and rule.interval == 1 and alone and len(rule.months) != 1:
        rule = replace(rule, freq="MONTHLY")
    if alone and (rule.freq == "MONTHLY" or (rule.freq == "YEARLY" and len(rule.months) == 1)):
        days = sorted({*rule.month_days, *range(_SHORTEST, longest + 1)})
        positions = [days.index(each) + 1 for each in rule.month_days if each != longest]
        return replace(rule, month_days=tuple(days), positions=(-1, *positions))
    if longest == 31:
        return replace(rule, month_days=tuple(sorted({-1, *rule.month_days} - {31})))
    return rule


def _without_last_days(rule: Rule) -> tuple[int, ...]:
    """The days of the month of which it was made, where that is how it was made."""
    days = rule.month_days
    if not days or not set(range(_SHORTEST, days[-1] + 1)) <= set(days) or -1 not in rule.positions:
        return ()
    chosen = {days[each - 1] for each in rule.positions if 0 < each <= len(days)}
    return tuple(sorted(chosen | {days[-1]}))


def _of_each_hour(positions: Iterable[int], hours: int) -> tuple[int, ...]:
    """BYSETPOS counts what comes, not the days: the last day comes as often as there are hours.

    >>> _of_each_hour((2, -1), 2)
    (-2, -1, 3, 4)
    """
    found = (
        (abs(position) * hours - back) * (1 if position > 0 else -1)
        for position in positions
        for back in range(hours)
    )
    return tuple(sorted(found))


def _in_order(weekdays: Iterable[Weekday]) -> tuple[Weekday, ...]:
    return tuple(sorted(set(weekdays), key=lambda each: (each.day, each.nth)))
