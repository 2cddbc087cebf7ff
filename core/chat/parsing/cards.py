"""A card in one line: "Jane Doe @ IBM, recruiter #mentor every 6 weeks met at Kiwanis breakfast"."""

import re
from dataclasses import dataclass
from datetime import date

from core.chat.errors import Refusal
from core.chat.parsing.cadence import Never, find_cadence
from core.chat.parsing.days import find_partial_date, find_past_day
from core.chat.parsing.handles import find_handles
from core.chat.parsing.line import BOUNDARY, Line, begins_part, clean
from core.chat.parsing.names import MAX_NAME
from core.chat.reply import say
from core.chat.words import _
from core.facts.cadence import Cadence
from core.facts.keys import fold
from core.facts.people import Handle, PartialDate, Status

MAX_TAG = 50
MAX_HOW_MET = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """What a line says of somebody; what it does not mention is None or empty. Without a name, that is ""."""

    name: str = ""
    company: str | None = None
    title: str | None = None
    tags: tuple[str, ...] = ()
    cadence: Cadence | Never | None = None
    how_met: str | None = None  # without the "met": "at Kiwanis breakfast"
    met_on: date | None = None
    handles: tuple[Handle, ...] = ()
    birthday: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a line changes on a card; None or empty stays as it is, and "" is taken off the card."""

    name: str | None = None
    aliases: tuple[str, ...] = ()
    company: str | None = None
    title: str | None = None
    tags: tuple[str, ...] = ()
    removed_tags: tuple[str, ...] = ()
    cadence: Cadence | Never | None = None
    how_met: str | None = None
    met_on: date | None = None
    handles: tuple[Handle, ...] = ()
    status: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagChanges:
    """Tags to add and tags to take off, as they were typed, without the #."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def read_card(text: str, today: date, locale: str = "en") -> CardLine:
    """Somebody new in one line, in any order that is clear; the name may be anything visible.

    The name ends at a comma, an @ or a mark; what comes after a comma is the title, after “met” how they met.
    Raises Refusal for a day that does not exist or is still to come, and for a cadence that makes no sense.

    >>> card = read_card("Jane Doe @ IBM, recruiter #mentor", date(2026, 11, 23))
    >>> card.name, card.company, card.title, card.tags
    ('Jane Doe', 'IBM', 'recruiter', ('mentor',))
    """
    line = Line(text.replace("\n", " "))
    marks = _cut_marks(line)
    birthday = _cut_birthday(line, today, locale)
    how_met, met_on = _cut_met(line, today, locale)
    company, title = _cut_company(line)
    name, *titles = _with_letters_after(_parts(line.text)) or [""]
    return CardLine(
        name=name[:MAX_NAME].rstrip(),
        company=_short(company),
        title=_short(", ".join([*titles, title] if title else titles)),
        tags=marks.tags.added,
        cadence=marks.cadence,
        how_met=how_met,
        met_on=met_on,
        handles=marks.handles,
        birthday=birthday,
    )


def read_changes(text: str, today: date, locale: str = "en") -> Changes:
    """What to change on a card: "@ Google, CTO", "title CTO, alias Janie", "#tag -#tag", "status archived".

    Raises Refusal when a part of it cannot be placed, so that nothing is lost.

    >>> read_changes("company Google, title CTO", date(2026, 11, 23)).title
    'CTO'
    """
    line = Line(text.replace("\n", ", "))
    marks = _cut_marks(line)
    values: dict[str, str] = {}
    for field, value in _fields(line):
        if field in values and field != "alias":
            raise _not_placed(value)
        values[field] = f"{values[field]}, {value}" if field in values else value
    left = ", ".join(_parts(line.text))
    if left and fold(left) in _STATUSES and "status" not in values:
        values["status"], left = left, ""
    if left:
        raise _not_placed(left)
    if not values and marks == _Marks():
        raise Refusal(
            say(_("What shall I change? For example “@ Google, CTO”, “name Jane Smith”, “status archived”."))
        )
    if match := _COMPANY_AND_TITLE.fullmatch(values.get("company", "")):
        values["company"] = match["company"]
        if match["title"]:
            values.setdefault("title", match["title"])
    how_met, met_on = _read_met(values["met"], today, locale) if "met" in values else (None, None)
    return Changes(
        name=_name(values.get("name")),
        aliases=tuple(filter(None, (clean(alias)[:MAX_NAME] for alias in values.get("alias", "").split(",")))),
        company=_value(values.get("company")),
        title=_value(values.get("title")),
        tags=marks.tags.added,
        removed_tags=marks.tags.removed,
        cadence=marks.cadence,
        how_met="" if "met" in values and _is_nothing(values["met"]) else how_met,
        met_on=met_on,
        handles=marks.handles,
        status=_status(values["status"]) if "status" in values else None,
    )


def read_tags(text: str) -> TagChanges:
    """Tags to add, and with a minus those to take off: "#x -#y", "x, y". Raises Refusal when there are none.

    >>> read_tags("#mentor -#vip")
    TagChanges(added=('mentor',), removed=('vip',))
    """
    signed = []
    for word in re.split(r"[\s,;]+", clean(text)):
        sign = "-" if word.startswith(("-", "−", "–")) else ""
        signed += [(sign, tag) for tag in word.lstrip("-−–+").split("#")]
    changes = _tag_changes(signed)
    if not changes.added and not changes.removed:
        raise Refusal(say(_("Which tags? For example “#mentor #toronto”, or “-#mentor” to take one off.")))
    return changes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """What can stand anywhere in a line, because nothing else looks like it."""

    handles: tuple[Handle, ...] = ()
    tags: TagChanges = TagChanges(added=(), removed=())
    cadence: Cadence | Never | None = None


def _cut_marks(line: Line) -> _Marks:
    handles = find_handles(line.text)
    for _handle, start, end in handles:
        line.cut(start, end)
    tags = list(_TAG.finditer(line.text))
    for match in tags:
        line.cut(*match.span())
    cadence = find_cadence(line.text)
    if cadence:
        line.cut(*cadence[1:])
    return _Marks(
        handles=tuple(dict.fromkeys(handle for handle, _start, _end in handles)),
        tags=_tag_changes([(match["sign"], match["tag"]) for match in tags]),
        cadence=cadence[0] if cadence else None,
    )


def _tag_changes(signed: list[tuple[str, str]]) -> TagChanges:
    """Each tag once; case and accents make no other tag, and of "#x -#x" the last counts."""
    said: dict[str, tuple[str, str]] = {}
    for sign, tag in signed:
        bare = clean(tag).strip(" .:!?)(")[:MAX_TAG]
        if (key := fold(bare)) and (key not in said or said[key][0] != sign):
            said[key] = (sign, bare)
    return TagChanges(
        added=tuple(tag for sign, tag in said.values() if sign in ("", "+")),
        removed=tuple(tag for sign, tag in said.values() if sign not in ("", "+")),
    )


def _cut_birthday(line: Line, today: date, locale: str) -> PartialDate | None:
    match = _BIRTHDAY.search(line.text)
    found = find_partial_date(line.text[match.end() :], today, locale) if match else None
    if match is None or found is None or found[1] > 0:
        return None
    line.cut(match.start(), match.end() + found[2])
    return found[0]


def _cut_met(line: Line, today: date, locale: str) -> tuple[str | None, date | None]:
    for match in _MET.finditer(line.text):
        if match["verb"].startswith("Met") and not begins_part(line.text, match.start()):
            continue  # "the Met"
        start, end = match.start(), _end_of_met(match)
        if not clean(line.text[match.end("verb") : end].strip(" :,")):
            continue
        part = line.text[match.end("verb") if match["met"] else match.start("verb") : end]
        line.cut(start, end)
        return _read_met(part, today, locale)
    return None, None


def _end_of_met(match: re.Match[str]) -> int:
    """At the @ of a company; before that also the comma of a title ("met at the fair, recruiter @ IBM")."""
    at = _AT.search(match.string, match.end("verb") + 2, match.end())
    if at is None:
        return match.end()
    comma = match.string.rfind(",", match.end("verb"), at.start())
    return comma if comma > 0 else at.start()


def _read_met(part: str, today: date, locale: str) -> tuple[str | None, date | None]:
    line = Line(_WHOM.sub("", part.strip(" :,")))
    found = find_past_day(line.text, today, locale)
    if found:
        if found[0] > today:
            raise Refusal(say(_("You met on {day}? That day is still to come."), day=found[0]))
        line.cut(*found[1:])
    how = re.sub(r"^@\s*", "at ", clean(line.rest()).strip(" ,"))
    return how[:MAX_HOW_MET] or None, found[0] if found else None


def _cut_company(line: Line) -> tuple[str | None, str | None]:
    """The company and the title behind its comma: after an @, else after “at”, else in brackets."""
    for pattern in (_AT_COMPANY, _SAID_COMPANY, _BRACKET):
        match = pattern.search(line.text)
        if match is None or (pattern is _BRACKET and not _is_company(match)):
            continue
        line.cut(*match.span())
        company = clean(match["company"]).strip(" :")
        return company.removesuffix(")") if "(" not in company else company, clean(match["title"] or "")
    return None, None


def _is_company(bracket: re.Match[str]) -> bool:
    """ "Jane Doe (IBM)", but neither "(she/her)" nor "(my cousin)"; in a line without capitals also "(ibm)"."""
    inside, before = bracket["company"].strip(), bracket.string[: bracket.start()]
    return "/" not in inside and (not inside[:1].islower() or before.islower())


def _parts(text: str) -> list[str]:
    """What stands between commas, dashes and cuts."""
    parts = (clean(part) for part in _BETWEEN_PARTS.split(text))
    return [bare for part in parts if (bare := _LOOSE_ENDS.sub("", part)) and fold(bare) not in ("and", "&")]


def _with_letters_after(parts: list[str]) -> list[str]:
    """ "Jane Doe", "PhD" → "Jane Doe, PhD"."""
    while len(parts) > 1 and _LETTERS_AFTER.fullmatch(parts[1]):
        parts = [f"{parts[0]}, {parts[1]}", *parts[2:]]
    return parts


def _fields(line: Line) -> list[tuple[str, str]]:
    """(field, value) of every "title CTO", "@ Google", "met at …" in a line, cut out of it."""
    starts: list[re.Match[str]] = []
    for match in _FIELD.finditer(line.text):
        between = line.text[starts[-1].end() : match.start()] if starts else ""
        clear = (
            begins_part(line.text, match.start())
            or match["at"]
            or match["colon"]
            or _VALUE.match(line.text, match.end())
        )
        if clear and (not starts or clean(between).strip(" ,")):
            starts.append(match)
    fields = []
    for index, match in enumerate(starts):
        stop = line.text.find(BOUNDARY, match.end())
        end = min(
            [
                len(line.text),
                *(each.start() for each in starts[index + 1 : index + 2]),
                *([stop] if stop >= 0 else []),
            ]
        )
        value = clean(line.text[match.end() : end]).strip(" ,;")
        if value:
            name = " ".join((match["field"] or "company").casefold().split())
            fields.append((_FIELDS[name], value))
            line.cut(match.start(), end)
    return fields


def _value(text: str | None) -> str | None:
    if text is None:
        return None
    return "" if _is_nothing(text) else clean(text).strip(" ,;")[:MAX_NAME]


def _is_nothing(text: str) -> bool:
    return text.strip(" .").casefold() in ("-", "–", "none", "nothing", "no")


def _name(text: str | None) -> str | None:
    if text is not None and _is_nothing(text):
        raise Refusal(say(_("A card needs a name. For example “name Jane Smith”.")))
    return text[:MAX_NAME].rstrip() if text else None


def _status(text: str) -> Status:
    status = _STATUSES.get(fold(text))
    if status is None:
        raise Refusal(
            say(_("The status can be: active, archived, do not contact, deceased. For a rest there is /pause."))
        )
    return status


def _short(text: str | None) -> str | None:
    return (text[:MAX_NAME].rstrip() if text else None) or None


def _not_placed(text: str) -> Refusal:
    return Refusal(
        say(
            _("I don't know where to put “{text}”. For example “@ Google, CTO”, “title CTO”, “name Jane Smith”."),
            text=text[:60],
        )
    )


_TAG = re.compile(rf"(?<![\w#/&])(?P<sign>[-+−–]?)#(?P<tag>[^\s#,;@{BOUNDARY}]+)")
_BIRTHDAY = re.compile(r"\b(?:birthday|b-?day|born)\b(?:\s+(?:on|is)\b)?[\s:]*", re.IGNORECASE)
_MET = re.compile(
    rf"(?:\b(?:[Ww]e|I)\s+)?(?<![\w'’-])(?:first\s+)?(?P<verb>(?P<met>[Mm]et\b(?:\s+(?:her|him|them)\b)?)(?=\s|:)"
    rf"|(?:introduced|referred|recommended)\s+(?:by|through|via)\b)[^{BOUNDARY}]*"
)
_WHOM = re.compile(r"^(?:her|him|them)\s+")
_AT = re.compile("@")
_INCORPORATED = r"(?:,\s*(?:inc|llc|l\.l\.c|ltd|plc|corp|co|gmbh|ag|s\.?a|b\.?v|llp)\b\.?)?"
_TITLE = rf"(?:[,;](?P<title>[^,;@(){BOUNDARY}]+))?"
_AT_COMPANY = re.compile(rf"\(?(?<!@)@(?P<company>[^,;{BOUNDARY}]*{_INCORPORATED}){_TITLE}", re.IGNORECASE)
_SAID_COMPANY = re.compile(
    rf"(?<=[\s,;{BOUNDARY}])at\s+(?P<company>[^\s,;{BOUNDARY}][^,;{BOUNDARY}]*{_INCORPORATED}){_TITLE}"
)
_BRACKET = re.compile(
    rf"(?<=[^\s,;{BOUNDARY}])\s*\((?P<company>[^(),;{BOUNDARY}]+){_TITLE}\)(?=\s*(?:$|[,;{BOUNDARY}]))"
)
_COMPANY_AND_TITLE = re.compile(rf"(?P<company>[^,;]+{_INCORPORATED})(?:[,;](?P<title>.*))?", re.IGNORECASE)
_BETWEEN_PARTS = re.compile(rf"{BOUNDARY}+|[,;]|\s[-–—|](?=\s)")
_LOOSE_ENDS = re.compile(r"^[-–—:|\s]+(?=\s|$)|^[:|]+|[-–—:|(\s]+$|\s(?:and|&)$")
_LETTERS_AFTER = re.compile(
    r"(?:ph\.?\s?d|m\.?b\.?a|m\.?d|m\.?sc|b\.?sc|j\.?d|jr|sr|esq|cpa|cfa|pmp|p\.?\s?eng|rn|ii|iii|iv)\.?",
    re.IGNORECASE,
)
_FIELDS = {
    "company": "company",
    "employer": "company",
    "title": "title",
    "role": "title",
    "position": "title",
    "job": "title",
    "name": "name",
    "alias": "alias",
    "aka": "alias",
    "nickname": "alias",
    "status": "status",
    "how met": "met",
    "met": "met",
}
_FIELD = re.compile(
    rf"(?<![^\s,;{BOUNDARY}])"
    r"(?:(?P<field>company|employer|title|role|position|job|name|alias|aka|nickname|status|how\s+met|met)\b"
    r"(?P<colon>\s*[:=])?|(?P<at>@))\s*",
    re.IGNORECASE,
)
_VALUE = re.compile(r"[A-Z]|(?:active|archived?|do\s+not|deceased)\b")  # "… company Google", but "company culture"
_STATUSES = {
    **dict.fromkeys(("active", "alive"), Status.ACTIVE),
    **dict.fromkeys(("archived", "archive"), Status.ARCHIVED),
    **dict.fromkeys(("do not contact", "don t contact", "dont contact", "dnc"), Status.DO_NOT_CONTACT),
    **dict.fromkeys(("deceased", "dead", "died", "passed away"), Status.DECEASED),
}
