"""The values in reachwell.json as they are taken in: whoever wrote them, nothing odd or endless comes of them.

What the owner can have meant stays as it is. A day of the year 1 or 9999 is brought to where it can still be
reckoned with; texts lose what cannot be seen or would turn others around, and all beyond what anybody types.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, Field

from core.chat.parsing.line import BOUNDARY, Line, clean
from core.chat.parsing.people.strangers import MAX_NAME
from core.facts.people import Handle
from core.facts.recurrence import Recurrence

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
_FIRST, _LAST = (datetime.combine(day, time(0), UTC) for day in (EARLIEST, LATEST))
_SHORT, _LONG, _ADDRESS = 300, 20_000, 2_000  # characters
_FEW, _MANY = 1_000, 20_000  # of what hangs on one person
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")  # whatever follows them
_KIND = re.compile(r"[^a-z0-9.-]+")
_RUNS = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)

_Item = TypeVar("_Item")


def within(day: date) -> date:
    """A day that can be reckoned with.

    >>> within(date(9999, 12, 31)).isoformat()
    '2200-12-31'
    """
    return min(max(day, EARLIEST), LATEST)


def paragraphs(text: str) -> str:
    """A text of any number of lines, without control characters."""
    return _TURNS.sub("", Line(text).text.replace(BOUNDARY, " "))[:_LONG]


def _within(at: datetime) -> datetime:
    return min(max(at, _FIRST), _LAST)


def _again(rule: Recurrence) -> Recurrence:
    return replace(rule, start=within(rule.start), until=within(rule.until) if rule.until else None)


def _handles(handles: tuple[Handle, ...]) -> tuple[Handle, ...]:
    found = (
        Handle(kind=_KIND.sub("", each.kind.lower())[:40], value=clean(each.value)[:_ADDRESS]) for each in handles
    )
    return tuple(each for each in found if each.kind and each.value and not _RUNS.match(each.value))


Day = Annotated[date, AfterValidator(within)]
Moment = Annotated[AwareDatetime, AfterValidator(_within)]
Again = Annotated[Recurrence, AfterValidator(_again)]
Name = Annotated[str, AfterValidator(lambda text: clean(text)[:MAX_NAME].rstrip())]
Words = Annotated[str, AfterValidator(lambda text: clean(text)[:_SHORT].rstrip())]
Address = Annotated[str, AfterValidator(lambda text: clean(text)[:_ADDRESS])]
Prose = Annotated[str, AfterValidator(paragraphs)]
_Seen = AfterValidator(lambda texts: tuple(filter(None, texts)))
Few = Annotated[tuple[_Item, ...], Field(max_length=_FEW)]
Many = Annotated[tuple[_Item, ...], Field(max_length=_MANY)]
Handles = Annotated[Few[Handle], AfterValidator(_handles)]
Names = Annotated[Few[Name], _Seen]
Tags = Annotated[Few[Words], _Seen]
