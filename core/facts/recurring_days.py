"""The days on which something comes again: period arithmetic on the calendar, without hours or zones."""

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from core.facts.cadence import days_in_month
from core.facts.recurrence import Frequency, Recurrence


def days_from(recurrence: Recurrence, day: date) -> Iterator[date]:
    """The days on which it comes, from `day` on, in order; `until` counts, `count` is left to the caller.

    It begins in the period of `day`, however long ago the start was, and gives up where there has been no such
    day for so long that there never will be (a sixth Friday). Hours and minutes: the days that they may fall on.

    >>> monthly = Recurrence(freq=Frequency.MONTHLY, month_days=(31,), start=date(2026, 1, 1))
    >>> [day.day for day, _ in zip(days_from(monthly, date(2026, 2, 1)), range(3))]
    [28, 31, 30]
    """
    period = _PERIODS[recurrence.freq]
    begin = max(day, recurrence.start)
    end = min(recurrence.until or _LAST, _LAST)
    # From the period of the start, or of `begin`, whose remainder is that of the start.
    since = period.of(begin) - period.of(recurrence.start)
    step = recurrence.interval if period.counts else 1
    first = period.of(begin) + -since % step
    return takewhile(
        lambda found: found <= end,
        (found for found in _days(recurrence, period, first, step) if found >= begin),
    )


def days_back_from(recurrence: Recurrence, day: date) -> Iterator[date]:
    """The days on which it comes up to `day`, the latest first."""
    period = _PERIODS[recurrence.freq]
    end = min(day, recurrence.until or _LAST, _LAST)
    if end < recurrence.start:
        return iter(())
    step = recurrence.interval if period.counts else 1
    latest = period.of(end) - (period.of(end) - period.of(recurrence.start)) % step
    return takewhile(
        lambda found: found >= recurrence.start,
        (found for found in _days(recurrence, period, latest, -step) if found <= end),
    )


@dataclass(frozen=True, slots=True)
class _Period:
    """What the interval counts. Periods are numbered, so that those in phase are found by arithmetic."""

    of: Callable[[date], int]  # the number of the period in which a day is
    days: Callable[[Recurrence, int], Iterable[date]]  # those of a period, in order, before `position` chooses
    patience: int  # periods in a row without a day, after which there is none; see _PERIODS
    counts: bool = True  # whether `interval` counts these periods


def _days(recurrence: Recurrence, period: _Period, first: int, step: int) -> Iterator[date]:
    number, empty = first, 0
    earliest, last = period.of(recurrence.start), period.of(_LAST)
    while earliest <= number <= last and empty < period.patience:
        days = list(period.days(recurrence, number))
        if recurrence.position and period.counts:
            days = _chosen(days, recurrence.position)
        empty = 0 if days else empty + 1
        yield from days if step > 0 else reversed(days)
        number += step


def _chosen(days: list[date], position: int) -> list[date]:
    index = position - 1 if position > 0 else len(days) + position
    return days[index : index + 1] if index >= 0 else []


def _of_day(recurrence: Recurrence, number: int) -> Iterable[date]:
    day = date.fromordinal(number)
    weekdays = {weekday.day for weekday in recurrence.weekdays}
    return [day] if (not weekdays or day.weekday() in weekdays) and _is_allowed(recurrence, day) else []


def _of_week(recurrence: Recurrence, number: int) -> Iterable[date]:
    monday = date.fromordinal(number * 7 + 1)
    weekdays = {weekday.day for weekday in recurrence.weekdays} or {recurrence.start.weekday()}
    days = (monday + timedelta(days=weekday) for weekday in sorted(weekdays))
    return [day for day in days if _is_allowed(recurrence, day)]


def _of_month(recurrence: Recurrence, number: int) -> Iterable[date]:
    year, month = divmod(number, 12)
    month += 1
    if recurrence.months and month not in recurrence.months:
        return []
    length = days_in_month(year, month)
    if not recurrence.weekdays:
        days = _clipped(recurrence.month_days or (recurrence.start.day,), length)
    else:
        days = _on_weekdays(recurrence, date(year, month, 1), length)
        if recurrence.month_days:
            days &= _clipped(recurrence.month_days, length)
    return [date(year, month, day) for day in sorted(days)]


def _of_year(recurrence: Recurrence, year: int) -> Iterable[date]:
    """In named months each month for itself; else weekdays are counted in the year, as in RFC 5545."""
    if recurrence.weekdays and not recurrence.months:
        first = date(year, 1, 1)
        days = _on_weekdays(recurrence, first, 365 + calendar.isleap(year))
        found = (first + timedelta(days=day - 1) for day in sorted(days))
        return [day for day in found if _is_allowed(recurrence, day)]
    every_month = range(1, 13) if recurrence.month_days else (recurrence.start.month,)
    return [
        day
        for month in sorted(set(recurrence.months or every_month))
        for day in _of_month(recurrence, year * 12 + month - 1)
    ]


def _on_weekdays(recurrence: Recurrence, first: date, length: int) -> set[int]:
    """The weekdays of a period of `length` days, as numbers of days in it; there may be no fifth Friday."""
    found: set[int] = set()
    for weekday in recurrence.weekdays:
        days = range((weekday.day - first.weekday()) % 7 + 1, length + 1, 7)
        if not weekday.nth:
            found.update(days)
        elif abs(weekday.nth) <= len(days):
            found.add(days[weekday.nth - 1 if weekday.nth > 0 else weekday.nth])
    return found


def _is_allowed(recurrence: Recurrence, day: date) -> bool:
    if recurrence.months and day.month not in recurrence.months:
        return False
    return not recurrence.month_days or day.day in _clipped(
        recurrence.month_days, days_in_month(day.year, day.month)
    )


def _clipped(month_days: Iterable[int], length: int) -> set[int]:
    """What a month has of these days: the last instead of a 31st that it lacks, the first instead of a -31st."""
    return {min(day, length) if day > 0 else max(length + 1 + day, 1) for day in month_days if day}


# The longest gap between days of the calendar that do come again is 40 years: 29 February on a given weekday, or
# five of a weekday in February, around a year like 2100. With an interval it is as many periods, at most.
_LAST = date(9998, 12, 31)  # a day in any zone; a year before Python's calendar ends
_DAY = _Period(date.toordinal, _of_day, 41 * 366)
_ANY_DAY = _Period(date.toordinal, _of_day, 41 * 366, counts=False)
_PERIODS = {
    Frequency.MINUTELY: _ANY_DAY,
    Frequency.HOURLY: _ANY_DAY,
    Frequency.DAILY: _DAY,
    Frequency.WEEKLY: _Period(lambda day: (day.toordinal() - 1) // 7, _of_week, 41 * 53),
    Frequency.MONTHLY: _Period(lambda day: day.year * 12 + day.month - 1, _of_month, 41 * 12),
    Frequency.YEARLY: _Period(lambda day: day.year, _of_year, 41),
}
