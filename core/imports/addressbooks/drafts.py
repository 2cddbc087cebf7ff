"""Somebody in an address book, put together field by field: cleaned, limited, and each thing once."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from core.chat.errors import Refusal
from core.chat.parsing.days.anniversaries import BIRTHDAY, MAX_LABEL
from core.chat.parsing.line import clean
from core.chat.parsing.people.handles import read_handle
from core.chat.parsing.people.tags import MAX_TAG
from core.chat.words import _
from core.facts.cadence import Cadence
from core.facts.imports import Found, FoundEntry
from core.facts.keys import fold, handle_key
from core.facts.people import Anniversary, Handle, PartialDate

NOBODY = _("There is no name there, no address and no number.")
DAMAGED = _("That line is damaged: a quotation mark that does not close, or far too long.")
MAX_LINE = 200  # characters of a name, a company, a title
MAX_NOTES = 4_000  # characters
_MOST = 50  # of anything that there can be several of
_ADDRESSES = re.compile(r"[^\s<>,;()\[\]\"]+@[^\s<>,;()\[\]\"]+")
_PLAIN_ADDRESS = re.compile(r"[a-z0-9][a-z0-9._+-]{0,63}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}")
_NUMBER = re.compile(r"[+\d][\d\s()./-]{4,}")
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_NO_TAG = re.compile(r"[\s#,;@]+")
# What address books call everybody, or those that their owner wants to see first; no group of people.
_EVERYBODY = frozenset(
    {"mycontacts", "my contacts", "all contacts", "contacts", "other contacts", "system group my contacts"}
    | {"starred", "starred in android", "favorites", "imported", "unfiled"}
)


class Draft:
    """One person, until everything that is said of them has been read. `phone` reads a number (Reading.phone)."""

    def __init__(self, phone: Callable[[str], Handle | None], *origins: str) -> None:
        self.name = ""  # as it is shown there
        self.spelled = ""  # put together of its parts: for want of the other
        self.company = ""
        self.title = ""
        self.how_met = ""
        self.met_on: date | None = None
        self.cadence: Cadence | None = None
        self.entries: list[FoundEntry] = []
        self._phone = phone
        self._origins = dict.fromkeys(origins)
        self._aliases: dict[str, str] = {}
        self._notes: dict[str, None] = {}
        self._tags: dict[str, str] = {}
        self._handles: dict[str, Handle] = {}
        self._dates: dict[str, PartialDate] = {}

    def origin(self, key: str) -> None:
        self._origins[key] = None

    def alias(self, text: str) -> None:
        if name := one_line(text):
            self._aliases.setdefault(fold(name), name)

    def note(self, text: str) -> None:
        if text and (note := several_lines(text)):
            self._notes[note] = None

    def tag(self, text: str) -> None:
        if tag := tag_of(text):
            self._tags.setdefault(fold(tag), tag)

    def day(self, label: str, on: PartialDate | None) -> None:
        if on:
            self._dates.setdefault(one_line(label).casefold()[:MAX_LABEL].rstrip() or "date", on)

    def birthday(self, on: PartialDate | None) -> None:
        self.day(BIRTHDAY, on)

    def email(self, text: str) -> None:
        """One address or several, also as `Jane <jane@example.org>`."""
        if _PLAIN_ADDRESS.fullmatch(text):  # most are, and there are thousands
            self._take(Handle(kind="email", value=text))
            return
        for address in _ADDRESSES.findall(text[:1000]):
            self._take(handle_of(address), "email")

    def phone(self, text: str) -> None:
        self._take(self._phone(text), "phone")

    def link(self, text: str, service: str = "") -> bool:
        """A web address, or a name at a service ("Telegram"); False for what is neither."""
        handle = (handle_of(f"{service} {text}") if service and text else None) or handle_of(text)
        if handle is None or handle.kind in ("email", "phone"):
            return False
        if handle.kind == "googleplus":  # a page that has been dead since 2019: it only tells who somebody is
            self.origin(googleplus_origin(handle.value))
        else:
            self._take(handle)
        return True

    def found(self, where: str, line: int = 0) -> Found | None:
        """The person; None where nothing says who they are. Without a name a nickname is theirs.

        A company's card (no name, and nobody's e-mail) is called as the company is.
        """
        name, company = self._name(), one_line(self.company)
        aliases = [each for key, each in self._aliases.items() if key != fold(name)]
        if not name and aliases:
            name = aliases.pop(0)
        elif not name and not any(handle.kind == "email" for handle in self._handles.values()):
            name, company = company, ""
        if not name and not self._handles:
            return None
        return Found(
            name=name,
            where=where,
            line=line,
            origins=tuple(self._origins)[:_MOST],
            aliases=tuple(aliases)[:_MOST],
            company=company,
            title=one_line(self.title),
            how_met=one_line(self.how_met),
            met_on=self.met_on,
            notes="\n".join(self._notes)[:MAX_NOTES].rstrip(),
            tags=tuple(self._tags.values())[:_MOST],
            handles=tuple(self._handles.values())[:_MOST],
            dates=tuple(Anniversary(label=label, on=on) for label, on in self._dates.items())[:_MOST],
            cadence=self.cadence,
            entries=tuple(self.entries),
        )

    def _name(self) -> str:
        """The first that is one: books without a name for somebody show an address or a number in its place."""
        for name in map(one_line, (self.name, self.spelled)):
            if _NUMBER.fullmatch(name):
                self.phone(name)
            elif _ADDRESSES.fullmatch(name) and handle_of(name):
                self.email(name)
            elif name:
                return name
        return ""

    def _take(self, handle: Handle | None, kind: str = "") -> None:
        if handle is not None and (not kind or handle.kind == kind):
            self._handles.setdefault(handle_key(handle), handle)


@lru_cache(maxsize=1024)  # thousands of people have the same few
def tag_of(text: str) -> str:
    """A group's name as a tag: without spaces, so that it can be typed; "" for what stands for everybody.

    >>> tag_of("* Book club"), tag_of("* myContacts")
    ('Book-club', '')
    """
    tag = _NO_TAG.sub("-", one_line(text)).strip("-*.")[:MAX_TAG].rstrip("-")
    return "" if fold(tag) in _EVERYBODY else tag


def full_name(given: str, middle: str, family: str, suffix: str = "") -> str:
    """The parts of a name in the order in which its language has them.

    >>> full_name("Mary", "", "O'Brien", "Jr."), full_name("太郎", "", "田中")
    ("Mary O'Brien Jr.", '田中 太郎')
    """
    if _EASTERN.fullmatch(family.strip()) and _EASTERN.fullmatch(given.strip()):
        given, middle, family = family, "", given
    return " ".join(part for part in map(str.strip, (given, middle, family, suffix)) if part)


def handle_of(text: str) -> Handle | None:
    """What read_handle reads; None where it refuses."""
    if not text or text.isspace():
        return None
    try:
        return read_handle(text)
    except Refusal:
        return None


def googleplus_origin(address: str) -> str:
    """What a page of Google+ says of whose it was.

    >>> googleplus_origin("https://plus.google.com/104000000000000000001")
    'googleplus:104000000000000000001'
    """
    return f"googleplus:{address.rpartition('/')[2]}"


def one_line(text: str) -> str:
    """One line of visible text, not endless."""
    if not text:
        return ""
    text = text[: 10 * MAX_LINE]
    if not text.isascii() or not text.isprintable() or "  " in text:
        text = clean(text)
    return text.strip()[:MAX_LINE].rstrip()


def several_lines(text: str) -> str:
    """Visible text with its line ends, not endless."""
    lines = (clean(line) for line in text[: 2 * MAX_NOTES].replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(lines).strip()[:MAX_NOTES].rstrip()
