"""What stands in a line about somebody because nothing else looks like it: handles, tags, a rhythm, a birthday."""

import re
from dataclasses import dataclass
from datetime import date

from core.chat.errors import Refusal
from core.chat.parsing.days.cadence import Never, find_cadence
from core.chat.parsing.days.days import find_partial_date, find_past_day
from core.chat.parsing.line import BOUNDARY, Line, clean
from core.chat.parsing.people.handles import find_handles
from core.chat.parsing.people.tags import NO_TAGS, TagChanges, cut_tags
from core.chat.reply import say
from core.chat.words import _
from core.facts.cadence import Cadence
from core.facts.keys import fold
from core.facts.people import Handle, PartialDate

MAX_HOW_MET = 1000
# A company's name may have the comma of "Acme, Inc."
INCORPORATED = r"(?:,\s*(?:inc|llc|l\.l\.c|ltd|plc|corp|co|gmbh|ag|s\.?a|b\.?v|llp)\b\.?)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What can stand anywhere in a line, because nothing else looks like it."""

    handles: tuple[Handle, ...] = ()
    tags: TagChanges = NO_TAGS
    cadence: Cadence | Never | None = None
    birthday: PartialDate | None = None


def cut_marks(line: Line, today: date, locale: str) -> Marks:
    """The marks of a line, cut out of it. Raises Refusal for a cadence or a birthday that cannot be."""
    handles = find_handles(line.text)
    for _handle, start, end in handles:
        line.cut(start, end)
    tags = cut_tags(line)
    cadence = find_cadence(line.text)
    if cadence:
        line.cut(*cadence[1:])
    return Marks(
        handles=tuple(dict.fromkeys(handle for handle, _start, _end in handles)),
        tags=tags,
        cadence=cadence[0] if cadence else None,
        birthday=_cut_birthday(line, today, locale),
    )


def read_met(part: str, today: date, locale: str) -> tuple[str | None, date | None]:
    """How and when they met, without the “met”. Raises Refusal for a day that is still to come."""
    line = Line(_WHOM.sub("", part.strip(" :,")))
    found = find_past_day(line.text, today, locale)
    if found:
        if found[0] > today:
            raise Refusal(say(_("You met on {day}? That day is still to come."), day=found[0]))
        line.cut(*found[1:])
    how = re.sub(r"^@\s*", "at ", clean(line.rest()).strip(" ,"))
    return how[:MAX_HOW_MET] or None, found[0] if found else None


def parts_of(text: str) -> list[str]:
    """What stands between commas, dashes and cuts."""
    parts = (clean(part) for part in _BETWEEN_PARTS.split(text))
    return [bare for part in parts if (bare := _LOOSE_ENDS.sub("", part)) and fold(bare) not in ("and", "&")]


def _cut_birthday(line: Line, today: date, locale: str) -> PartialDate | None:
    match = _BIRTHDAY.search(line.text)
    found = find_partial_date(line.text[match.end() :], today, locale) if match else None
    if match is None or found is None or found[1] > 0:
        return None
    line.cut(match.start(), match.end() + found[2])
    return found[0]


_BIRTHDAY = re.compile(r"\b(?:birthday|b-?day|born)\b(?:\s+(?:on|is)\b)?[\s:]*", re.IGNORECASE)
_WHOM = re.compile(r"^(?:her|him|them)\s+")
_BETWEEN_PARTS = re.compile(rf"{BOUNDARY}+|[,;]|\s[-–—|](?=\s)")
_LOOSE_ENDS = re.compile(r"^[-–—:|\s]+(?=\s|$)|^[:|]+|[-–—:|(\s]+$|\s(?:and|&)$")
