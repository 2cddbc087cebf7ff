"""Words: the catalogue of every text that a user sees, and how a span becomes pieces of text.

Messages are written in English in the code, marked with `_`, or given to `count` where there are two forms;
they are looked up in the reader's language only when a reply is rendered, so that a reply is data until then.
"""

import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from core.chat.reply import Bold, Link, Listing, Person, Said, Span, count
from core.facts.cadence import Cadence, Unit

LOCALES = Path(__file__).parent.parent / "locale"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated when it is rendered."""
    return message


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a text is rendered: language, zone (an IANA name or None), and the day it is for them."""

    locale: str = "en"
    timezone: str | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in one style."""

    text: str
    bold: bool = False
    url: str = ""
    at: datetime | None = None  # the instant that it says, for where a platform shows it in everybody's own zone


def pieces(span: Span, reader: Reader, *, bold: bool = False, url: str = "") -> Iterator[Piece]:
    """The text of a span in the reader's language, as runs of one style each."""
    match span:
        case str():
            if span:
                yield Piece(span, bold, url)
        case Person(name):
            yield Piece(name, bold, url)
        case Said():
            template = _translated(span, reader.locale)
            for index, part in enumerate(_PLACEHOLDER.split(template)):
                value: Span = part if index % 2 == 0 else span.values.get(part, "{" + part + "}")
                yield from pieces(value, reader, bold=bold, url=url)
        case Bold(of):
            yield from pieces(of, reader, bold=True, url=url)
        case Link(label, target):
            yield from pieces(label, reader, bold=bold, url=target)
        case tuple():
            for part_ in span:
                yield from pieces(part_, reader, bold=bold, url=url)
        case Listing(items):
            yield from _listing(items, reader, bold, url)
        case datetime():
            yield Piece(_value(span, reader), bold, url, span)
        case _:
            yield Piece(_value(span, reader), bold, url)


def plain(span: Span, reader: Reader | None = None) -> str:
    """The text of a span without any style."""
    return "".join(piece.text for piece in pieces(span, reader or Reader()))


def _translated(said: Said, locale: str) -> str:
    catalogue = _catalogue(locale)
    if said.plural is None:
        return catalogue.gettext(said.message)
    return catalogue.ngettext(said.message, said.plural, said.count)


def _listing(items: tuple[Span, ...], reader: Reader, bold: bool, url: str) -> Iterator[Piece]:
    # Babel joins strings only, and a name must keep its style: join marks, then put the items in.
    joined = format_list([f"\x00{i}\x00" for i in range(len(items))], locale=_babel(reader.locale))
    for index, part in enumerate(joined.split("\x00")):
        if index % 2:
            yield from pieces(items[int(part)], reader, bold=bold, url=url)
        elif part:
            yield Piece(part, bold, url)


def _value(value: int | date | datetime | time | Cadence, reader: Reader) -> str:
    match value:
        case datetime():
            local = value.astimezone(ZoneInfo(reader.timezone or "UTC")) if value.tzinfo is UTC else value
            clock = format_time(local.time(), "short", locale=_babel(reader.locale))
            return f"{_day(local.date(), reader)}, {clock}"
        case date():
            return _day(value, reader)
        case time():
            return str(format_time(value, "short", locale=_babel(reader.locale)))
        case Cadence():
            return "".join(piece.text for piece in pieces(_every(value), reader))
        case _:
            return _number(value, reader.locale)


def _day(day: date, reader: Reader) -> str:
    """Weekday, day and month; the year where it is not plain which one is meant (half a year and more away)."""
    near = reader.today is not None and abs((day - reader.today).days) < 180
    return _near_day(day, reader.locale) if near else _far_day(day, reader.locale)


def _every(cadence: Cadence) -> Said:
    n = cadence.count
    match cadence.unit:
        case Unit.DAY:
            return count("every day", "every {n} days", n)
        case Unit.WEEK:
            return count("every week", "every {n} weeks", n)
        case Unit.MONTH:
            return count("every month", "every {n} months", n)
        case Unit.YEAR:
            return count("every year", "every {n} years", n)


@lru_cache(maxsize=1024)  # a digest's days and numbers are those of everybody else's; Babel takes 50 µs for each
def _near_day(day: date, locale: str) -> str:
    return str(format_skeleton("MMMEd", day, locale=_babel(locale)))


@lru_cache(maxsize=1024)
def _far_day(day: date, locale: str) -> str:
    return str(format_date(day, "medium", locale=_babel(locale)))


@lru_cache(maxsize=1024)
def _number(value: int, locale: str) -> str:
    return str(format_decimal(value, locale=_babel(locale)))


@lru_cache(maxsize=64)
def _catalogue(locale: str) -> gettext.NullTranslations:
    return gettext.translation("reachwell", LOCALES, languages=[locale], fallback=True)


@lru_cache(maxsize=64)
def _babel(locale: str) -> Locale:
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")
