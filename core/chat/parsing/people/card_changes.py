"""What a line changes on a card: "@ Google, CTO", "name Jane Smith", "#vip -#mentor", "status archived"."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from core.chat.errors import Refusal
from core.chat.parsing.days.cadence import Never
from core.chat.parsing.line import BOUNDARY, Line, begins_part, clean
from core.chat.parsing.people.marks import INCORPORATED, Marks, cut_marks, parts_of, read_met
from core.chat.parsing.people.names import MAX_NAME
from core.chat.reply import say
from core.chat.words import _
from core.facts.cadence import Cadence
from core.facts.keys import fold
from core.facts.people import Handle, PartialDate, Status


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
    birthday: PartialDate | None = None
    removed_aliases: tuple[str, ...] = ()


def read_changes(text: str, today: date, locale: str = "en") -> Changes:
    """What to change on a card: "@ Google, CTO", "title CTO, alias Janie", "#tag -#tag", "status archived".

    Raises Refusal when a part of it cannot be placed, so that nothing is lost.

    >>> read_changes("company Google, title CTO", date(2026, 11, 23)).title
    'CTO'
    """
    line = Line(text.replace("\n", ", "))
    marks = cut_marks(line, today, locale)
    line.text = _TAGS_WORD.sub(lambda match: BOUNDARY * len(match.group()), line.text)
    values: dict[str, str] = {}
    for emptied in list(_NO_FIELD.finditer(line.text)):
        values[_FIELDS[emptied["field"].casefold()]] = "-"
        line.cut(*emptied.span())
    for field, value in _fields(line):
        if field in values and field != "alias":
            raise _not_placed(value)
        values[field] = f"{values[field]}, {value}" if field in values else value
    left = ", ".join(parts_of(line.text))
    if left and fold(left) in _STATUSES and "status" not in values:
        values["status"], left = left, ""
    if left and "company" not in values and (work := _WORK.fullmatch(left)) and _says_work(work):
        values["company"], left = work["company"], ""
        if title := work["title"] or work["title_as"]:
            values.setdefault("title", title)
    if left[:5].casefold() == "note ":
        raise Refusal(say(_("A note has its own command. For example “/note Jane {text}”."), text=left[5:60]))
    if left:
        raise _not_placed(left)
    if not values and marks == Marks():
        raise Refusal(
            say(_("What shall I change? For example “@ Google, CTO”, “name Jane Smith”, “status archived”."))
        )
    if match := _COMPANY_AND_TITLE.fullmatch(values.get("company", "")):
        values["company"] = match["company"]
        if match["title"]:
            values.setdefault("title", match["title"])
    aliases = [bare[:MAX_NAME] for alias in values.get("alias", "").split(",") if (bare := clean(alias))]
    if any(not alias.strip(_MINUS + " ") for alias in aliases):
        raise Refusal(say(_("Which alias? For example “alias Janie”, or “alias -Janie” to take it off.")))
    how_met, met_on = read_met(values["met"], today, locale) if "met" in values else (None, None)
    return Changes(
        name=_name(values.get("name")),
        aliases=tuple(alias for alias in aliases if alias[0] not in _MINUS),
        company=_value(values.get("company")),
        title=_value(values.get("title")),
        tags=marks.tags.added,
        removed_tags=marks.tags.removed,
        cadence=marks.cadence,
        how_met="" if "met" in values and _is_nothing(values["met"]) else how_met,
        met_on=met_on,
        handles=marks.handles,
        status=_status(values["status"]) if "status" in values else None,
        birthday=marks.birthday,
        removed_aliases=tuple(alias.lstrip(_MINUS + " ") for alias in aliases if alias[0] in _MINUS),
    )


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


def _says_work(work: re.Match[str]) -> bool:
    """ "works at shopify", "CTO at Google"; but not every "lunch at noon"."""
    return bool(work["verb"]) or work["company"][0].isupper()


def _is_nothing(text: str) -> bool:
    return text.strip(" .").casefold() in ("-", "–", "none", "nothing", "no")


def _name(text: str | None) -> str | None:
    if text is not None and (_is_nothing(text) or not any(unicodedata.category(c)[0] in "LNS" for c in text)):
        raise Refusal(say(_("A card needs a name. For example “name Jane Smith”.")))
    return text[:MAX_NAME].rstrip() if text else None


def _status(text: str) -> Status:
    status = _STATUSES.get(fold(text))
    if status is None:
        raise Refusal(
            say(_("The status can be: active, archived, do not contact, deceased. For a rest there is /pause."))
        )
    return status


def _not_placed(text: str) -> Refusal:
    return Refusal(
        say(
            _("I don't know where to put “{text}”. For example “@ Google, CTO”, “title CTO”, “name Jane Smith”."),
            text=text[:60],
        )
    )


_COMPANY_AND_TITLE = re.compile(rf"(?P<company>[^,;]+{INCORPORATED})(?:[,;](?P<title>.*))?", re.IGNORECASE)
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
_MINUS = "-−–"
_TAGS_WORD = re.compile(rf"(?<!\w)tags?\s*[:=]?\s*(?={BOUNDARY})", re.IGNORECASE)
_NO_FIELD = re.compile(
    r"(?<!\w)(?:no|without|remove)\s+(?P<field>company|employer|title|role|position|job)\b", re.IGNORECASE
)
_WORK = re.compile(
    r"(?:(?:s?he|they)\s+)?(?P<verb>(?:(?:is|are|now|currently|works?|working)\s+)*)(?:(?:an?|the)\s+)?"
    rf"(?:(?P<title>\S[^@]*?)\s+)??(?:at|for)\s+(?P<company>(?:(?!\sas\s)[^,;])+{INCORPORATED})"
    r"(?:(?:\s+as\s+(?:(?:an?|the)\s+)?|[,;]\s*)(?P<title_as>.+))?",
    re.IGNORECASE,
)
_VALUE = re.compile(r"[A-Z]|(?:active|archived?|do\s+not|deceased)\b")  # "… company Google", but "company culture"
_STATUSES = {
    **dict.fromkeys(("active", "alive"), Status.ACTIVE),
    **dict.fromkeys(("archived", "archive"), Status.ARCHIVED),
    **dict.fromkeys(("do not contact", "don t contact", "dont contact", "dnc"), Status.DO_NOT_CONTACT),
    **dict.fromkeys(("deceased", "dead", "died", "passed away"), Status.DECEASED),
}
