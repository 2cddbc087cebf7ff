"""Days that come again every year, with what they are: "birthday 14 March", "wedding 3-6-2010", "turns 40"."""

import re
from dataclasses import replace
from datetime import date, timedelta

from core.chat.parsing.days.dates import MONTH, latest, month_number, upcoming, written_dates
from core.chat.parsing.days.partial_dates import find_partial_date
from core.chat.parsing.line import Line, clean
from core.facts.people import PartialDate

BIRTHDAY = "birthday"
MAX_LABEL = 50

_AGE = re.compile(
    r"\b(?:(?P<verb>turn(?:s|ed|ing)?|(?:will\s+be|becomes?|is\s+going\s+to\s+be))\s+(?P<age>\d{1,3})\b(?!\s*[/.])"
    r"|(?P<nth>\d{1,3})(?:st|nd|rd|th)\s+(?=birthday\b))",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\b(?:in\s+)?(?P<month>{MONTH})\s*[.!]?\s*$", re.IGNORECASE)
_BIRTHDAY = re.compile(
    r"\b(?:birth\s?day|b-?day|birth\s?date|date\s+of\s+birth|dob|born|geburtstag)\b", re.IGNORECASE
)
_FAMILY = re.compile(
    r"\b(?:(?:her|his|their|the)\s+)?(?P<whose>(?:son|daughter|wife|husband|partner|kid|child|baby|mother|father|mom"
    r"|mum|dad|brother|sister|twin|girlfriend|boyfriend|dog|cat)s?(?:\s+\w+)?['’]s?)\s+(?=b)",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"^(?:(?:and|the|a|on|in|is|was|her|his|their|has|have)\b|\w+['’]s\b(?=\s)|[\s:,.–—=-])+"
    r"|(?:\b(?:and|on|in|is|was|the|since|from|at|are|falls|of)|[\s:,.–—=-])+$",
    re.IGNORECASE,
)


def read_anniversary(text: str, today: date, locale: str = "en") -> tuple[str, PartialDate] | None:
    """What day it is (in small letters; “birthday” where nothing is said) and when; None when there is no date.

    An age gives the year of birth. Numbers follow the locale like everywhere (3-6-2010). Raises Refusal for a
    day that does not exist, and for a year that is still to come.

    >>> read_anniversary("Jane's birthday is March 14", date(2026, 11, 23))
    ('birthday', PartialDate(year=None, month=3, day=14))
    >>> read_anniversary("turns 40 on 5 May", date(2026, 11, 23))
    ('birthday', PartialDate(year=1987, month=5, day=5))
    """
    line = Line(text.replace("\n", " "))
    age = _AGE.search(line.text)
    if age:
        line.cut(*age.span())
        written = next(written_dates(line.text, today, locale, expected=True), None)
        if written is not None:
            past = (age["verb"] or "").casefold() == "turned"
            day = latest(written, today) if past else upcoming(written, today - timedelta(days=1))
            on = replace(written.partial, year=day.year - int(age["age"] or age["nth"]))
            return _whose(line.text) or BIRTHDAY, on
    found = find_partial_date(line.text, today, locale)
    if found is not None:
        on = found[0]
        line.cut(*found[1:])
    elif month := _MONTH.search(line.text):
        on = PartialDate(month=month_number(month["month"]))
        line.cut(*month.span())
    else:
        return None
    if age or _BIRTHDAY.search(line.text):
        return _whose(line.text) or BIRTHDAY, on
    return _label(line.rest()) or BIRTHDAY, on


def _whose(text: str) -> str | None:
    """ "son's birthday" for "her son's birthday"; None for the person's own."""
    family = _FAMILY.search(text)
    return f"{clean(family['whose']).casefold()} {BIRTHDAY}" if family else None


def _label(text: str) -> str:
    label = clean(text)
    while (bare := _EDGE.sub("", label)) != label:
        label = bare
    return label.casefold()[:MAX_LABEL].rstrip()
