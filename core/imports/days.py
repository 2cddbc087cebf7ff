"""The days in "Connected On", in every way that LinkedIn and Excel have written them."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from babel import Locale

from core.facts.keys import fold

# The languages of LinkedIn's pages for which CLDR writes months in words.
_LANGUAGES = (
    *("en", "en_GB", "ar", "bn", "cs", "da", "de", "el", "es", "fa", "fi", "fil", "fr", "he", "hi", "hu", "id"),
    *("it", "mr", "ms", "nb", "nl", "pa", "pl", "pt", "ro", "ru", "sv", "te", "th", "tr", "uk"),
)
_ABBREVIATED = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = {name: number for number, name in enumerate(_ABBREVIATED, start=1)}
_USUAL = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{4}|\d{2})", re.ASCII)  # 04 Nov 2018; Excel: 4-Nov-18
_YEAR_FIRST = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?:\D.*)?")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[,\s].*)?")  # 11/4/18, 9:05 AM
_DIGITS = re.compile(r"\d+")


def day_reader(cells: Iterable[str]) -> Callable[[str], date | None]:
    """Reads the days of one file; None is one that cannot be read.

    One file writes all of them in one way, so `cells` decide whether 3/4/18 has the month first (as LinkedIn
    had it, and US Excel) or the day (Excel elsewhere).

    >>> read = day_reader(["3/4/18", "3/14/18"])
    >>> read("3/4/18, 9:05 AM"), read("04 Nov 2018"), read("4 févr. 2019"), read("soon")
    (datetime.date(2018, 3, 4), datetime.date(2018, 11, 4), datetime.date(2019, 2, 4), None)
    """
    day_first = _day_first(cells)

    @cache
    def read(cell: str) -> date | None:
        try:
            return _day(cell.strip(), day_first)
        except ValueError:  # 31 February
            return None

    return read


def _day_first(cells: Iterable[str]) -> bool | None:
    """What the numbers above 12 say; None when there are none."""
    for cell in cells:
        if found := _NUMBERS.fullmatch(cell):
            if int(found[1]) > 12:
                return True
            if int(found[3]) > 12:
                return False
    return None


def _day(text: str, day_first: bool | None) -> date | None:
    if len(text) > 60:
        return None
    if (found := _USUAL.fullmatch(text)) and (month := _ENGLISH.get(found[2].lower())):
        return _date(found[3], month, found[1])
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(found[1], int(found[2]), found[3])
    if found := _NUMBERS.fullmatch(text):
        if day_first or (day_first is None and found[2] != "/"):
            return _date(found[4], int(found[3]), found[1])
        return _date(found[4], int(found[1]), found[3])
    return _day_in_words(text)


def _day_in_words(text: str) -> date | None:
    """Two numbers and the name of a month: "4 de nov. de 2018", "Nov 4, 2018"."""
    numbers = _DIGITS.findall(text)
    words = fold(_DIGITS.sub(" ", text))
    months = {_months().get(word) for word in (words, *words.split(" "))} - {None}
    if len(numbers) != 2 or len(months) != 1:
        return None
    (month,) = months
    day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
    return _date(year, month or 0, day)


def _date(year: str, month: int, day: str) -> date | None:
    full = int(year) + (2000 if len(year) == 2 else 0)
    return date(full, month, int(day)) if 2000 <= full < 2100 else None  # LinkedIn opened in 2003


@cache
def _months() -> dict[str, int]:
    """The number of every month by its folded names. Built when a file needs it: a quarter of a second."""
    meanings: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        locale = Locale.parse(language)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    meanings.setdefault(fold(name), set()).add(number)
    # A word that is one month here and another there says nothing.
    return {name: numbers.pop() for name, numbers in meanings.items() if len(numbers) == 1}
