"""Days and moments in tables, in every way that LinkedIn and Excel have written them."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

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
_CLOCK = re.compile(r"(?:.*[^\d:])?(\d{1,2}):(\d\d)(?::\d\d)?(?:\s*([AaPp])\.?\s?[Mm]\.?)?", re.DOTALL)
_LONGEST = 60  # characters
_TO = re.compile(r"\s+[-–—]\s+")


class Wall(NamedTuple):
    """A time as a clock on the wall shows it, in no zone that is known."""

    on: date
    at: time | None


def day_reader(cells: Iterable[str]) -> Callable[[str], date | None]:
    """Reads the days of one file; None is one that cannot be read.

    One file writes all of them in one way, so `cells` decide whether 3/4/18 has the month first (as LinkedIn
    had it, and US Excel) or the day (Excel elsewhere).

    >>> read = day_reader(["3/4/18", "3/14/18"])
    >>> read("3/4/18, 9:05 AM"), read("04 Nov 2018"), read("4 févr. 2019"), read("soon")
    (datetime.date(2018, 3, 4), datetime.date(2018, 11, 4), datetime.date(2019, 2, 4), None)
    """
    day_first = _day_first(cells)

    @lru_cache(maxsize=20_000)  # one file has few days
    def cached(cell: str) -> date | None:
        try:
            return _day(cell.strip(), day_first)
        except ValueError:  # 31 February
            return None

    return lambda cell: cached(cell) if len(cell) <= _LONGEST else None


def moment(cell: str) -> datetime | None:
    """An instant, aware: a time that says its zone; None for what is none, like the time of a clock on the wall.

    >>> moment("2025-06-01 14:03:22 UTC") == moment("2025/06/01 14:03:22 UTC") == moment("2025-06-01T14:03:22Z")
    True
    >>> moment("1/29/26, 2:37 PM"), moment("2018-11-04 00:00:00")
    (None, None)
    """
    text = cell.strip().replace("/", "-")
    try:
        if text.endswith(" UTC"):
            read = datetime.fromisoformat(text[:-4]).replace(tzinfo=UTC)
        else:
            read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo and 2000 <= read.year < 2100 else None


def span(cell: str) -> tuple[Wall, Wall | None] | None:
    """From when to when, as it stands; None where no beginning can be read.

    >>> begin, end = span("Mar 02, 2026 06:00 PM - Mar 02, 2026 08:00 PM")
    >>> f"{begin.on} {begin.at}", f"{end.on} {end.at}"
    ('2026-03-02 18:00:00', '2026-03-02 20:00:00')
    """
    begin, *rest = (_wall(part) for part in _TO.split(cell[:200].strip(), maxsplit=1))
    if begin is None:
        return None
    end = rest[0] if rest else None
    backwards = end and (end.on, end.at or time.max) <= (begin.on, begin.at or time.min)
    return begin, None if backwards else end


def gone_by(day: date | None, today: date) -> date | None:
    """The day, where it can have been already; None for one that has not come.

    Tomorrow counts as today: it has begun elsewhere, and not every file says in which zone it counts.
    """
    if day is None or day <= today:
        return day
    return today if day == today + timedelta(days=1) else None


def _wall(text: str) -> Wall | None:
    """A day, and a time of day where there is one: "Mar 02, 2026 06:00 PM"."""
    clock = _CLOCK.fullmatch(text)
    on = day_reader(())(text[: clock.start(1)].rstrip(" ,T") if clock else text)
    if on is None:
        return None
    if clock is None:
        return Wall(on, None)
    hour = int(clock[1]) % 12 + 12 * (clock[3] in "Pp") if clock[3] else int(clock[1])
    return Wall(on, time(hour, int(clock[2]))) if hour < 24 and int(clock[2]) < 60 else None


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
