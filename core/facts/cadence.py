"""Cadence: how often one wants to be in touch, and calendar arithmetic that never drifts."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """Every `count` `unit`s. Also serves as a plain span of time ("2 weeks")."""

    count: int
    unit: Unit

    def after(self, day: date) -> date:
        """The day one cadence later; the end of a short month where the day does not exist.

        >>> Cadence(count=1, unit=Unit.MONTH).after(date(2026, 1, 31))
        datetime.date(2026, 2, 28)
        >>> Cadence(count=2, unit=Unit.WEEK).after(date(2026, 12, 28))
        datetime.date(2027, 1, 11)
        """
        try:
            if self.unit is Unit.DAY:
                return day + timedelta(days=self.count)
            if self.unit is Unit.WEEK:
                return day + timedelta(weeks=self.count)
            months = self.count * (12 if self.unit is Unit.YEAR else 1)
            return add_months(day, months)
        except (OverflowError, ValueError):
            return date.max

    @property
    def days(self) -> int:
        """About how many days: for proportions ("twice as long as you wanted"), never for dates."""
        return self.count * {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}[self.unit]


def add_months(day: date, months: int) -> date:
    """`months` later (or earlier, when negative), clipped to the month's end."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, days_in_month(year, month + 1)))


def days_in_month(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
