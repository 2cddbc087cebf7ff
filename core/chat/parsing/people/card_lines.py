"""A card in one line: "Jane Doe @ IBM, recruiter #mentor every 6 weeks met at Kiwanis breakfast"."""

import re
from dataclasses import dataclass
from datetime import date

from core.chat.parsing.days.cadence import Never
from core.chat.parsing.line import BOUNDARY, Line, begins_part, clean
from core.chat.parsing.people.handles import read_handle
from core.chat.parsing.people.marks import INCORPORATED, cut_marks, parts_of, read_met
from core.chat.parsing.people.names import MAX_NAME
from core.facts.cadence import Cadence
from core.facts.people import Handle, PartialDate


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


def read_card(text: str, today: date, locale: str = "en") -> CardLine:
    """Somebody new in one line, in any order that is clear; the name may be anything visible.

    The name ends at a comma, an @ or a mark; what comes after a comma is the title, after “met” how they met.
    Raises Refusal for a day that does not exist or is still to come, and for a cadence that makes no sense.

    >>> card = read_card("Jane Doe @ IBM, recruiter #mentor", date(2026, 11, 23))
    >>> card.name, card.company, card.title, card.tags
    ('Jane Doe', 'IBM', 'recruiter', ('mentor',))
    """
    line = Line(text.replace("\n", " "))
    marks = cut_marks(line, today, locale)
    phone = _cut_phone(line)
    how_met, met_on = _cut_met(line, today, locale)
    work = _cut_work(line)
    before, after = parts_of(line.text[: work.at]), parts_of(line.text[work.at :])
    if before:
        name, *titles = _with_letters_after([*before, *work.title, *after])
    else:
        name, *titles = [*(_with_letters_after(after) or [""]), *work.title]
    return CardLine(
        name=name[:MAX_NAME].rstrip(),
        company=_short(work.company),
        title=_short(", ".join(titles)),
        tags=marks.tags.added,
        cadence=marks.cadence,
        how_met=how_met,
        met_on=met_on,
        handles=tuple(dict.fromkeys([*marks.handles, *phone])),
        birthday=marks.birthday,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """Where somebody works, and as what; and where the line said so."""

    company: str | None = None
    title: tuple[str, ...] = ()
    at: int = 0


def _cut_phone(line: Line) -> tuple[Handle, ...]:
    """A number at the end that is written like a phone number ("Pat 416-555-1234") and not like a day."""
    match = _PHONE.search(line.text)
    if match is None or _LIKE_A_DAY.fullmatch(match.group()) or sum(c.isdecimal() for c in match.group()) < 7:
        return ()
    line.cut(*match.span())
    return (read_handle(f"phone {match.group()}"),)


def _cut_met(line: Line, today: date, locale: str) -> tuple[str | None, date | None]:
    for match in _MET.finditer(line.text):
        if match["verb"].startswith("Met") and not begins_part(line.text, match.start()):
            continue  # "the Met"
        start, end = match.start(), _end_of_met(match)
        if not clean(line.text[match.end("verb") : end].strip(" :,")):
            continue
        part = line.text[match.end("verb") if match["met"] else match.start("verb") : end]
        line.cut(start, end)
        return read_met(part, today, locale)
    return None, None


def _end_of_met(match: re.Match[str]) -> int:
    """At the @ of a company; before that also the comma of a title ("met at the fair, recruiter @ IBM")."""
    at = _AT.search(match.string, match.end("verb") + 2, match.end())
    if at is None:
        return match.end()
    comma = match.string.rfind(",", match.end("verb"), at.start())
    return comma if comma > 0 else at.start()


def _cut_work(line: Line) -> _Work:
    """After an @; else after “works at”, “at” or “from”; else in brackets, or between dashes."""
    for pattern in (_AT_COMPANY, _BRACKET_AT, _WORKS_AT, _SAID_COMPANY, _FROM_COMPANY, _BRACKET, _DASHES):
        match = pattern.search(line.text)
        if match is None or (pattern is _BRACKET and not _is_company(match)):
            continue
        if pattern is _FROM_COMPANY and not (match["company"][0].isupper() or line.text.islower()):
            continue
        line.cut(*match.span())
        company = clean(match["company"]).strip(" :")
        title = clean(match["title"] or match.groupdict().get("title_as") or "")
        return _Work(
            company=company.removesuffix(")") if "(" not in company else company,
            title=(title,) if title else (),
            at=match.start(),
        )
    return _Work()


def _is_company(bracket: re.Match[str]) -> bool:
    """ "Jane Doe (IBM)", but neither "(she/her)" nor "(my cousin)"; in a line without capitals also "(ibm)"."""
    inside, before = bracket["company"].strip(), bracket.string[: bracket.start()]
    return "/" not in inside and (not inside[:1].islower() or before.islower())


def _with_letters_after(parts: list[str]) -> list[str]:
    """ "Jane Doe", "PhD" → "Jane Doe, PhD"."""
    while len(parts) > 1 and _LETTERS_AFTER.fullmatch(parts[1]):
        parts = [f"{parts[0]}, {parts[1]}", *parts[2:]]
    return parts


def _short(text: str | None) -> str | None:
    return (text[:MAX_NAME].rstrip() if text else None) or None


_MET = re.compile(
    rf"(?:\b(?:[Ww]e|I)\s+)?(?<![\w'’-])(?:first\s+)?(?P<verb>(?P<met>[Mm]et\b(?:\s+(?:her|him|them)\b)?)(?=\s|:)"
    rf"|(?:introduced|referred|recommended)\s+(?:by|through|via)\b)[^{BOUNDARY}]*"
)
_AT = re.compile("@")
# Bounded, since a full stop fits in two places: a line of nothing but "1." would take seconds.
_PHONE = re.compile(
    rf"(?<![^\s,;{BOUNDARY}])\+?\(?\d[\d().]{{0,20}}(?:[ ().-]{{1,3}}\d{{1,20}}){{1,15}}(?=[\s,;{BOUNDARY}]*$)"
)
_LIKE_A_DAY = re.compile(r"\d{1,4}([-./ ])\d{1,2}\1\d{1,4}")
_TITLE = rf"(?:[,;](?P<title>[^,;@(){BOUNDARY}]+))?"
_AT_COMPANY = re.compile(rf"\(?(?<!@)@(?P<company>[^,;{BOUNDARY}]*{INCORPORATED}){_TITLE}", re.IGNORECASE)
_AS = rf"(?:\sas\s+(?:(?:an?|the)\s+)?(?P<title_as>[^,;{BOUNDARY}]+))?"
_NAME_OF_COMPANY = rf"(?P<company>[^\s,;{BOUNDARY}](?:(?!\sas\s)[^,;{BOUNDARY}])*{INCORPORATED})"
_SAID_COMPANY = re.compile(rf"(?<=[\s,;{BOUNDARY}])at\s+{_NAME_OF_COMPANY}(?:{_AS}{_TITLE})")
_WORKS_AT = re.compile(
    rf"(?<=[\s,;{BOUNDARY}])(?:who\s+)?(?:(?:now\s+)?works?|working|employed|is|now)(?:\s+(?:now|currently|working))?"
    rf"\s+(?:(?:(?:an?|the)\s+)?(?P<title>[^,;@\s{BOUNDARY}][^,;@{BOUNDARY}]{{0,60}}?)\s+)??"
    rf"(?:at|for)\s+{_NAME_OF_COMPANY}{_AS}"
)
_FROM_COMPANY = re.compile(
    rf"(?<=[^\s,;{BOUNDARY}])\s+from\s+(?!(?:the|my|our|an?|work|school)\b){_NAME_OF_COMPANY}{_TITLE}"
)
_BRACKET_AT = re.compile(
    rf"\s*\((?P<title>[^(),;@{BOUNDARY}]+?)\s+at\s+(?P<company>[^(),;@{BOUNDARY}]+)\)(?=\s*(?:$|[,;{BOUNDARY}]))"
)
_DASHES = re.compile(
    rf"(?<=[^\s,;{BOUNDARY}])\s+[-–—|]\s+(?P<company>[^\s,;{BOUNDARY}][^,;{BOUNDARY}]*?)\s+[-–—|]\s+"
    rf"(?P<title>[^\s,;{BOUNDARY}][^,;{BOUNDARY}]*)$"
)
_BRACKET = re.compile(
    rf"(?<=[^\s,;{BOUNDARY}])\s*\((?P<company>[^(),;{BOUNDARY}]+){_TITLE}\)(?=\s*(?:$|[,;{BOUNDARY}]))"
)
_LETTERS_AFTER = re.compile(
    r"(?:ph\.?\s?d|m\.?b\.?a|m\.?d|m\.?sc|b\.?sc|j\.?d|jr|sr|esq|cpa|cfa|pmp|p\.?\s?eng|rn|ii|iii|iv)\.?",
    re.IGNORECASE,
)
