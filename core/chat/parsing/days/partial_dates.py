"""Dates of which parts may be unknown: birthdays and other days that come again every year."""

import re
from datetime import date

from core.chat.errors import Refusal
from core.chat.parsing.days.dates import MONTH, month_number, written_dates
from core.chat.reply import say
from core.chat.words import _
from core.facts.people import PartialDate

_YEAR = re.compile(r"(?<![\w/.-])(?P<year>(?:1[5-9]|2[01])\d\d)(?![\w/-]|\.\w)")
_YEAR_MONTH = re.compile(
    r"(?P<year>(?:1[5-9]|2[01])\d\d)[-/](?P<month>0?[1-9]|1[0-2])"
    r"|(?P<month_first>0?[1-9]|1[0-2])[-/.](?P<year_last>(?:1[5-9]|2[01])\d\d)"
)
_MONTH = re.compile(MONTH, re.IGNORECASE)
_FILLERS = re.compile(r"^(?:(?:born|on|in|the|is|was)\s+)+", re.IGNORECASE)


def find_partial_date(text: str, today: date, locale: str = "en") -> tuple[PartialDate, int, int] | None:
    """The first date in a text, else a year that stands there; None when there is neither.

    Raises Refusal for a day that does not exist and for one that is still to come.

    >>> find_partial_date("birthday 14 March", date(2026, 11, 23))
    (PartialDate(year=None, month=3, day=14), 9, 17)
    """
    written = next(written_dates(text, today, locale, expected=True), None)
    if written is not None:
        return _not_ahead(written.partial, today), written.start, written.end
    year = _YEAR.search(text)
    if year is None:
        return None
    return _not_ahead(PartialDate(year=int(year["year"])), today), year.start(), year.end()


def read_partial_date(text: str, today: date, locale: str = "en") -> PartialDate:
    """A whole value: what find_partial_date finds, and also "March" or "1980-03". Raises Refusal."""
    value = _FILLERS.sub("", " ".join(text.split()).strip(" .,!"))
    if match := _YEAR_MONTH.fullmatch(value):
        year, month = match["year"] or match["year_last"], match["month"] or match["month_first"]
        return _not_ahead(PartialDate(year=int(year), month=int(month)), today)
    if _MONTH.fullmatch(value):
        return PartialDate(month=month_number(value))
    for candidate in (value, f"{value}."):  # "14.3." has a dot of its own
        found = find_partial_date(candidate, today, locale)
        if found is not None and found[1] == 0 and found[2] >= len(value):
            return found[0]
    raise Refusal(say(_("I read no date in that. For example “14 March”, “14 March 1980” or “1980”.")))


def _not_ahead(on: PartialDate, today: date) -> PartialDate:
    if on.year and (on.year, on.month or 0, on.day or 0) > (
        today.year,
        today.month if on.month else 0,
        today.day if on.day else 0,
    ):
        raise Refusal(say(_("That day is still to come. Is the year right?")))
    return on
