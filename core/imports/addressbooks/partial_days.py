"""Days as address books write them: without a year, with one that is made up, the month or the day first."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from babel import Locale

from core.chat.parsing.days.dates import is_month_first
from core.facts.cadence import days_in_month
from core.facts.keys import fold
from core.facts.people import PartialDate

_ISO = re.compile(r"(\d{4})(?:([-/.])(\d\d?)\2(\d\d?)|(\d\d)(\d\d))(?:[T ,].*)?", re.ASCII)
_YEARLESS = re.compile(r"--(\d\d)(?:-?(\d\d))?(?:T.*)?", re.ASCII)
_JUST_A_DAY = re.compile(r"---(\d\d)", re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
_MIXED = re.compile(r"(\d\d?)([/.-])(\d\d?)(?:\2(\d{4}|\d\d))?\.?(?:[ ,].*)?", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_LONGEST = 60  # characters
_EARLIEST = 1900  # Apple writes 1604, Outlook and Excel 1900, where they know no year
_LANGUAGES = ("en", "fr", "es", "de", "pt", "it", "nl")


def read_day(text: str, today: date, *, month_first: bool = True) -> PartialDate | None:
    """A day of which the year, or all but the year, may be unknown; None for what is none (0/0/00).

    `month_first` says what 3/4 is; with dots the day is first. A year of two digits is the last such.

    >>> read_day("--0314", date(2026, 11, 23)), read_day("1604-03-14", date(2026, 11, 23))
    (PartialDate(year=None, month=3, day=14), PartialDate(year=None, month=3, day=14))
    >>> read_day("14 mars 85", date(2026, 11, 23)), read_day("0/0/00", date(2026, 11, 23))
    (PartialDate(year=1985, month=3, day=14), None)
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[3] or found[5], found[4] or found[6], today)
    if found := _YEARLESS.fullmatch(text):
        return _day("", found[1], found[2], today) if found[2] else _month(found[1])
    if found := _JUST_A_DAY.fullmatch(text):
        return PartialDate(day=int(found[1])) if 1 <= int(found[1]) <= 31 else None
    if found := _YEAR.fullmatch(text):
        return _month(found[2], found[1])
    if found := _MIXED.fullmatch(text):
        month, day = (found[1], found[3]) if month_first and found[2] != "." else (found[3], found[1])
        if int(month) > 12:
            month, day = day, month
        return _day(found[4] or "", month, day, today)
    return _in_words(text, today)


def is_month_first_in(cells: Iterable[str], region: str) -> bool:
    """Whether 3/4 is the fourth of March in these cells of one file: what is above 12 says it, else the region.

    >>> is_month_first_in(["3/4/1990", "14/4/1990"], "US"), is_month_first_in(["3/4/1990"], "GB")
    (False, False)
    """
    said = _said_by(map(_numbers, cells))
    if said is not None:
        return said
    return is_month_first(f"en_{region}") if region else True


def in_two_ways(cells: Iterable[str]) -> str:
    """The first of these cells of one file that can be read with the month or the day first, where none of them
    says which; "" where there is none.

    >>> in_two_ways(["5/5/1990", "3/4/1990"]), in_two_ways(["3/4/1990", "14/4/1990"]), in_two_ways(["3.4.1990"])
    ('3/4/1990', '', '')
    """
    open_one = ""
    for cell in cells:
        numbers = _numbers(cell)
        if _said_by([numbers]) is not None:
            return ""
        if numbers and numbers[0] != numbers[1]:
            open_one = open_one or cell.strip()
    return open_one


def _numbers(cell: str) -> tuple[int, int] | None:
    """Day and month, in whichever order they stand; None where that is said (with dots the day is first)."""
    found = _MIXED.fullmatch(cell.strip()[:_LONGEST])
    numbers = (int(found[1]), int(found[3])) if found and found[2] != "." else (0, 0)
    return numbers if 1 <= min(numbers) <= 12 else None


def _said_by(cells: Iterable[tuple[int, int] | None]) -> bool | None:
    """Whether the month is first, as the first number above 12 says it."""
    for numbers in filter(None, cells):
        if max(numbers) > 12:
            return numbers[1] > 12
    return None


def _day(year: str, month: str, day: str, today: date) -> PartialDate | None:
    known: int | None = int(year or 0)
    if len(year) == 2:
        known = today.year - (today.year - int(year)) % 100
    if known is None or known <= _EARLIEST:
        known = None
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= days_in_month(known or 2024, int(month)):
        return None
    return PartialDate(year=known, month=int(month), day=int(day))


def _month(month: str | None, year: str = "") -> PartialDate | None:
    """A month, a year, or both."""
    if (year and int(year) <= _EARLIEST) or (month and not 1 <= int(month) <= 12):
        return None
    return PartialDate(year=int(year) if year else None, month=int(month) if month else None)


def _in_words(text: str, today: date) -> PartialDate | None:
    """A month's name, a day, perhaps a year: "14 March", "Mar 14, 1985", "14. März 85"."""
    numbers = _DIGITS.findall(text)
    months = {_months().get(word) for word in fold(_DIGITS.sub(" ", text)).split()} - {None}
    if len(months) != 1 or not 1 <= len(numbers) <= 2:
        return None
    day, year = (*numbers, "") if len(numbers) == 1 else numbers if len(numbers[0]) <= 2 else reversed(numbers)
    if len(day) > 2 or len(year) not in (0, 2, 4):
        return None
    return _day(year, str(months.pop()), day, today)


@cache
def _months() -> dict[str, int]:
    """The number of every month by its folded names, in the languages whose headers are known, too."""
    return {
        fold(name): number
        for language in _LANGUAGES
        for widths in [Locale.parse(language).months["format"]]
        for width in ("abbreviated", "wide")
        for number, name in widths[width].items()
    }
