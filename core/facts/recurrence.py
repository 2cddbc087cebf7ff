"""Moments and recurrences: when something comes, as wall time; the zone is kept beside them."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, or a time of a day, on the wall of whoever said it. `at` None: that morning, with the digest."""

    on: date
    at: time | None = None


class Frequency(StrEnum):
    """FREQ of RFC 5545, without the seconds."""

    MINUTELY = "minutely"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    """BYDAY of RFC 5545: a weekday (0 is Monday); with `nth`, the first, second… or (negative) last of a period."""

    day: int
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How something comes again, in the terms of RFC 5545 (RRULE); where it stands in brackets.

    Hours and minutes are elapsed time, counted from the first of `times` on `start`; everything longer keeps the
    wall time. A day that a month does not have (the 31st, 29 February) is the month's last day, and the day itself
    again where there is one: RFC 5545 would leave such a month out.
    """

    freq: Frequency
    interval: int = 1
    weekdays: tuple[Weekday, ...] = ()  # BYDAY
    month_days: tuple[int, ...] = ()  # BYMONTHDAY; -1 is the last
    months: tuple[int, ...] = ()  # BYMONTH
    position: int = 0  # BYSETPOS: only the first, or (-1) the last, of the days that the others give in a period
    times: tuple[time, ...] = ()  # BYHOUR and BYMINUTE; none: that morning, with the digest
    start: date  # DTSTART: no day before it, and `interval` counts from its period
    until: date | None = None  # the last day on which it may come
    count: int | None = None  # so many times in all


When = Moment | Recurrence
