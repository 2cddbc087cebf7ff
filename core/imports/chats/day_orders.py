"""Days as numbers in the order of a phone's language: which of them is the month is decided over a whole chat."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_NUMBERS = re.compile(r"\d+")
_FIRST_YEAR = 2009  # WhatsApp began; nothing is older


@dataclass(frozen=True, slots=True)
class Order:
    """Where the year, the month and the day stand among three numbers."""

    year: int
    month: int
    day: int

    def read(self, text: str, today: date) -> date | None:
        """The day that is meant; None for what cannot be one, such as a day to come.

        >>> DAY_FIRST.read("25/03/04", date(2026, 1, 1)), YEAR_FIRST.read("25/03/04", date(2026, 1, 1))
        (None, datetime.date(2025, 3, 4))
        """
        numbers = [int(number) for number in _NUMBERS.findall(text)]
        if len(numbers) != 3:
            return None
        year = numbers[self.year] + (2000 if numbers[self.year] < 100 else 0)
        try:
            found = date(year, numbers[self.month], numbers[self.day])
        except ValueError:
            return None
        return found if found.year >= _FIRST_YEAR and found <= today else None


DAY_FIRST = Order(2, 1, 0)
MONTH_FIRST = Order(2, 0, 1)
YEAR_FIRST = Order(0, 1, 2)


def orders_of(days: Sequence[str], today: date) -> tuple[Order, ...]:
    """In which order a chat writes its days, given as they stand in it, one after the other.

    Two (the day first, the month first) where nothing tells them apart: no number above 12, no day to come, and
    in both the chat goes on in time. Only a slash leaves that open: with dots and dashes the month is never first.

    >>> orders_of(["03/04/25", "04/04/25"], date(2026, 1, 1)) == (DAY_FIRST, MONTH_FIRST)
    True
    >>> orders_of(["3/4/25", "3/14/25"], date(2026, 1, 1)) == (MONTH_FIRST,)
    True
    """
    possible = [DAY_FIRST, YEAR_FIRST]
    if any("/" in day for day in days):
        possible.insert(1, MONTH_FIRST)
    faults = {order: _faults(days, order, today) for order in possible}
    best = [order for order in possible if faults[order] == min(faults.values())]
    # Few write the year with two digits and first: that is for chats which nothing else explains.
    return tuple(order for order in best if order != YEAR_FIRST) or (YEAR_FIRST,)


def _faults(days: Sequence[str], order: Order, today: date) -> tuple[int, int]:
    """How many cannot be days, and how many come before the one above them: a chat goes on in time."""
    read = [order.read(day, today) for day in days]
    known = [day for day in read if day is not None]
    return len(read) - len(known), sum(later < earlier for earlier, later in pairwise(known))
