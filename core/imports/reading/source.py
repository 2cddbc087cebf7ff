"""The words between what was sent and whoever can read it: a piece of it, a source, and what a reader says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Event
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from core.chat.reply import Span, lines, say
from core.chat.words import _
from core.facts.events import FoundEvent
from core.facts.imports import Found, Haul, Remark, Skipped, Table, Undecided
from core.facts.people import Handle
from core.imports.reading.phones import read_phone
from core.imports.reading.wrong import WrongFile

MAX_FOUND = 200_000  # parts of people: with all that is said of them, they are held in memory
MAX_HELD = 60_000_000  # characters of all that is said of them
_EACH = 100  # characters that a part of somebody counts for at least
MAX_SKIPPED = 10_000
MAX_REMARKS = 100

_OLDEST = 1900  # years before it are zeros and other marks for "never"


class TooMuch(WrongFile):
    """More than can be held in memory: nothing of it is taken."""


class Stopped(Exception):
    """Whoever sent it has changed their mind: nothing is read any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file, alone or out of an archive (or an archive in it).

    `path` is shown and compared, never opened: within the archive, with "/"; alone, the name it was sent under.
    `head` are its first 64 KB. `open` gives its bytes from the beginning, each time anew; they are limited, and
    reading them raises Stopped, or WrongFile for what is damaged.
    """

    path: str
    size: int
    head: bytes
    open: Callable[[], AbstractContextManager[BinaryIO]]
    within: str = ""  # the name under which the archive was sent that it is in

    @property
    def name(self) -> str:
        """Its own name, so that it can be compared: lower case, no spaces, no underscores.

        >>> Piece(path="Basic_Export/Company_Follows.csv", size=0, head=b"", open=None).name
        'companyfollows.csv'
        """
        return self.path.rpartition("/")[2].lower().replace(" ", "").replace("_", "")


@dataclass(slots=True, kw_only=True)
class Reading:
    """What a reader is told about the owner, and where it says what it finds. It runs in a thread of its own.

    Days are the owner's: an instant becomes one by `day_of`; wall times without a zone are theirs as they stand.
    """

    zone: ZoneInfo
    today: date
    region: str = ""  # ISO 3166: "CA", for phone numbers without a country; "" while nobody knows
    locale: str = "en"
    source: str = ""  # the name of whose files are being read: what is found is its word
    stop: Event = field(default_factory=Event)
    done: int = 0  # bytes read so far, of all pieces
    total: int = 0  # bytes that will be read, more or less; 0 while nobody knows
    files: list[str] = field(default_factory=list)
    people: list[Found] = field(default_factory=list)
    events: list[FoundEvent] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    not_listed: int = 0  # skipped beyond those
    held: int = 0  # characters of what is kept
    remarks: list[Remark] = field(default_factory=list)
    table: Table | None = None
    owner: list[str] = field(default_factory=list)  # for this and the rest see Haul
    undecided: list[Undecided] = field(default_factory=list)
    waiting: list[Found] = field(default_factory=list)
    own: str = ""

    def found(self, *people: Found) -> None:
        """Somebody, or a part of what is known of them: parts that share a strong key become one person later.

        Raises TooMuch.
        """
        self.hold(sum(map(_length, people)))
        self.people.extend(
            each if each.sources or not self.source else replace(each, sources=(self.source,)) for each in people
        )
        if len(self.people) > MAX_FOUND:
            raise _too_much(say(_("More than {n} people are in it: I cannot keep so many."), n=MAX_FOUND))

    def hold(self, characters: int) -> None:
        """Count what a reader keeps otherwise than as somebody found: the rows of a table. Raises TooMuch."""
        self.held += characters
        if self.held > MAX_HELD:
            raise _too_much(say(_("There is more text in it than I can hold in my hands.")))

    def skip(self, where: str, line: int, why: str) -> None:
        """Something that is not taken: `why` is a message of the catalogue."""
        if len(self.skipped) < MAX_SKIPPED:
            self.skipped.append(Skipped(where=where, line=line, why=why))
        else:
            self.not_listed += 1

    def remark(self, message: str, plural: str = "", n: int = 0, **values: str) -> None:
        """Something that the owner should know about what they sent: messages of the catalogue."""
        if len(self.remarks) < MAX_REMARKS:
            self.remarks.append(Remark(message=message, plural=plural, n=n, values=values))

    def day_of(self, instant: datetime) -> date | None:
        """The day on which an aware instant was, where the owner is; None for one that nobody can have known."""
        try:
            day = instant.astimezone(self.zone).date()
        except OverflowError:  # year 1, and where the owner is still the year before
            return None
        return day if day.year >= _OLDEST else None

    def phone(self, text: str) -> Handle | None:
        """A number in its one form: E.164 where its country is known; None for what is none."""
        return read_phone(text, self.region)

    def check(self) -> None:
        """Raises Stopped when nobody wants it any more: to be called now and then in what computes long."""
        if self.stop.is_set():
            raise Stopped

    def mark(self) -> tuple[int, ...]:
        """Where it is now, to come back to."""
        return (*(len(said) for said in self._said()), self.held)

    def back_to(self, mark: tuple[int, ...]) -> None:
        """Forget all that was said since the mark: of what is damaged, nothing is half read."""
        *lengths, self.held = mark
        for said, length in zip(self._said(), lengths, strict=True):
            del said[length:]

    def haul(self) -> Haul:
        """All that was said."""
        remarks = list(self.remarks)
        if self.not_listed:
            remarks.append(
                Remark(
                    message=_("And {n} more lines that I could not read."),
                    values={"n": f"{self.not_listed:,}"},
                )
            )
        return Haul(
            files=tuple(dict.fromkeys(self.files)),
            found=tuple(self.people),
            events=tuple(self.events),
            skipped=tuple(self.skipped),
            remarks=tuple(remarks),
            table=self.table,
            owner=tuple(dict.fromkeys(self.owner)),
            undecided=tuple(self.undecided),
            waiting=tuple(self.waiting),
            own=self.own,
        )

    def _said(self) -> tuple[list[Any], ...]:
        return (
            *(self.people, self.events, self.skipped, self.remarks),
            *(self.owner, self.undecided, self.waiting),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A service or a format whose exports can be read.

    `part` tells which of its files a piece is ("connections", "messages"), by what is in it and, where that cannot
    say it, by its path; "" for none of them. `read` is given all its pieces by part, in the order of their paths.
    """

    name: str  # "linkedin": the beginning of its origins
    title: str  # a proper name, or a message of the catalogue: "LinkedIn", "Contact cards (vCard)"
    part: Callable[[Piece], str]
    read: Callable[[Mapping[str, Sequence[Piece]], Reading], None]


def _length(found: Found) -> int:
    """How many characters it is to be kept with."""
    texts = (
        *(found.name, found.company, found.title, found.how_met, found.notes),
        *(*found.origins, *found.aliases, *found.tags),
        *(each.value for each in found.handles),
        *(each.what for each in found.entries),
    )
    return _EACH + sum(map(len, texts))


def _too_much(matter: Span) -> TooMuch:
    return TooMuch(lines(matter, say(_("Please send me a part of it: fewer people, or without the long columns."))))


def pieces_of(parts: Mapping[str, Sequence[Piece]], *names: str) -> Iterator[Piece]:
    """The pieces of these parts, one after the other."""
    for name in names:
        yield from parts.get(name, ())
