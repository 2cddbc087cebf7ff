"""Whether a Recurrence is what a corpus expects in the terms of RFC 5545, for docs/dates.py."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from core.facts.recurrence import Frequency, Recurrence, Weekday

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ALL_WEEK = frozenset((day, 0) for day in range(7))
_WORKDAYS = frozenset((day, 0) for day in range(5))


def is_same(recurrence: Recurrence, expected: Mapping[str, Any], now: datetime) -> bool:
    """Whether both come on the same days at the same times; a start is compared where one is expected."""
    plain = not {"byday", "bymonthday", "bymonth", "byyearday"} & expected.keys()
    ours, theirs = _rule(_without_its_start(recurrence) if plain else recurrence), _expected(expected)
    if theirs is None or ours != theirs:
        return False
    start = _day(expected["dtstart"]) if "dtstart" in expected else None
    if start and recurrence.start != max(start, now.date()):
        return False
    until = _day(expected["until"]) if "until" in expected else None
    return recurrence.count == expected.get("count") and _ends_alike(recurrence, until)


def _without_its_start(of: Recurrence) -> Recurrence:
    """The rule without the days that only say again when it starts: "monthly" on the 1st from the 1st on."""
    if of.freq is Frequency.WEEKLY and of.weekdays == (Weekday(day=of.start.weekday()),):
        return replace(of, weekdays=())
    if of.month_days == (of.start.day,) and of.months in ((), (of.start.month,)):
        return replace(of, month_days=(), months=())
    return of


def _rule(of: Recurrence) -> tuple[object, ...]:
    """What is compared. The time of what comes by the hour or the minute is only where it begins to count."""
    times = frozenset() if of.freq in (Frequency.HOURLY, Frequency.MINUTELY) else frozenset(of.times)
    weekdays = frozenset((weekday.day, weekday.nth) for weekday in of.weekdays)
    months, month_days, positions = frozenset(of.months), frozenset(of.month_days), frozenset({of.position} - {0})
    return _normal(of.freq.value, of.interval, weekdays, month_days, months, positions, times)


def _expected(of: Mapping[str, Any]) -> tuple[object, ...] | None:
    """The same of an expected rule; None for one that a Recurrence cannot say."""
    freq = of["freq"]
    weekdays = frozenset((_DAYS.index(each[-2:]), int(each[:-2] or 0)) for each in _split(of, "byday"))
    month_days = frozenset(int(each) for each in _split(of, "bymonthday"))
    months = frozenset(int(each) for each in _split(of, "bymonth"))
    positions = frozenset(int(each) for each in _split(of, "bysetpos"))
    hours, minutes = _split(of, "byhour"), _split(of, "byminute") or ["0"]
    if "byyearday" in of:
        day = date(2026, 1, 1) + timedelta(days=int(of["byyearday"]) - 1)
        months, month_days = frozenset({day.month}), frozenset({day.day})
    if "byweekno" in of:
        return None
    if of.get("exrule") == "BYDAY=SA,SU;INTERVAL=1;FREQ=WEEKLY" and freq == "daily":
        weekdays = _WORKDAYS
    elif "exrule" in of:
        return None
    if without := of.get("exdate"):
        if not all(isinstance(each, list) for each in without):
            return None
        months = frozenset(range(1, 13)) - {month for month, _year in without}
    times = frozenset(time(int(hour), int(minute)) for hour in hours for minute in minutes)
    return _normal(freq, of["interval"], weekdays, month_days, months, positions, times)


def _normal(
    freq: str,
    interval: int,
    weekdays: frozenset[tuple[int, int]],
    month_days: frozenset[int],
    months: frozenset[int],
    positions: frozenset[int],
    times: frozenset[time],
) -> tuple[object, ...]:
    """One of the ways to say the same: days of the week are weekly, months of the year are yearly."""
    if freq == "daily" and interval == 1 and weekdays:
        freq = "weekly"
    if freq == "weekly" and interval == 1 and weekdays == _ALL_WEEK:
        freq, weekdays = "daily", frozenset()
    if freq == "monthly" and interval == 1 and months:
        freq = "yearly"
    return freq, interval, weekdays, month_days, months, positions, times


def _ends_alike(recurrence: Recurrence, until: date | None) -> bool:
    """Whether no day of a weekly rule lies between both ends; of other rules the ends are to be the same."""
    if recurrence.until is None or until is None or recurrence.until == until:
        return recurrence.until == until
    first, last = sorted((recurrence.until, until))
    between = {(first + timedelta(days=ahead)).weekday() for ahead in range(1, min(7, (last - first).days) + 1)}
    return recurrence.freq is Frequency.WEEKLY and not between & {weekday.day for weekday in recurrence.weekdays}


def _split(of: Mapping[str, Any], name: str) -> list[str]:
    return str(of[name]).split(",") if name in of else []


def _day(text: str) -> date:
    return date.fromisoformat(text)
