"""Days that matter for somebody: put on a card without losing what was known of them, and taken off again."""

import re
from dataclasses import replace
from datetime import date

from core.chat.parsing.days.anniversaries import BIRTHDAY
from core.facts.keys import fold
from core.facts.people import Anniversary, Contact, PartialDate

_TAKE_OFF = re.compile(
    r"(?:[-−–]\s*|(?:remove|delete|drop)\s+)(?P<named>[^\W\d].*)|(?P<first>.*\w)(?:\s+(?:off|none|-)|\s*:\s*-)",
    re.IGNORECASE,
)
_BIRTHDAYS = frozenset({BIRTHDAY, "bday", "b day", "born", "birth date", "birthdate", "dob"})


def taken_off(text: str) -> str | None:
    """The label of a day that is to be taken off a card; None when the text is no such thing.

    >>> taken_off("-birthday"), taken_off("remove wedding"), taken_off("birthday off"), taken_off("14 March")
    ('birthday', 'wedding', 'birthday', None)
    """
    match = _TAKE_OFF.fullmatch(text.strip())
    return (match["named"] or match["first"]).strip() if match else None


def without_day(contact: Contact, label: str) -> Contact:
    """The contact without the day of this label; the same when there is none."""
    return replace(contact, dates=tuple(each for each in contact.dates if not _is(each, label)))


def with_day(contact: Contact, label: str, on: PartialDate) -> Contact:
    """The contact with this day: another one of the same label gives way, but for the parts it alone knows."""
    old = next((each.on for each in contact.dates if _is(each, label)), PartialDate())
    new = Anniversary(label=label, on=_completed(on, old))
    return replace(contact, dates=(*without_day(contact, label).dates, new))


def is_birthday(label: str) -> bool:
    return fold(label) in _BIRTHDAYS


def _is(anniversary: Anniversary, label: str) -> bool:
    return fold(anniversary.label) == fold(label) or (is_birthday(anniversary.label) and is_birthday(label))


def _completed(new: PartialDate, old: PartialDate) -> PartialDate:
    """The new date, its unknown parts from the old one where that is the same day of the year.

    >>> old = PartialDate(year=1980, month=3, day=14)
    >>> _completed(PartialDate(month=3, day=14), old) == old == _completed(PartialDate(year=1980), old)
    True
    >>> _completed(PartialDate(month=3, day=15), old)
    PartialDate(year=None, month=3, day=15)
    """
    if (new.month and old.month and new.month != old.month) or (new.day and old.day and new.day != old.day):
        return new
    both = PartialDate(year=new.year or old.year, month=new.month or old.month, day=new.day or old.day)
    if both.year and both.month and both.day:
        try:
            date(both.year, both.month, both.day)
        except ValueError:  # 29 February, and now a year without one
            return new
    return both
