"""The words between what was sent and whoever can read it: a piece of it, a source, and what a reader says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Event
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from core.chat.reply import say
from core.chat.words import _
from core.facts.events import FoundEvent
from core.facts.imports import Found, Haul, Remark, Skipped, Table, Undecided, Whose
from core.facts.people import Handle
from core.imports.reading.phones import read_phone
from core.imports.reading.wrong import wrong

MAX_FOUND = 200_000  # parts of people: with all that is said of them, they are held in memory
MAX_SKIPPED = 10_000
MAX_REMARKS = 100


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
    stop: Event = field(default_factory=Event)
    done: int = 0  # bytes read so far, of all pieces
    total: int = 0  # bytes that will be read, more or less; 0 while nobody knows
    files: list[str] = field(default_factory=list)
    people: list[Found] = field(default_factory=list)
    events: list[FoundEvent] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    not_listed: int = 0  # skipped beyond those
    remarks: list[Remark] = field(default_factory=list)
    table: Table | None = None
    whose: list[Whose] = field(default_factory=list)
    own: str = ""  # see Haul

    def found(self, *people: Found) -> None:
        """Somebody, or a part of what is known of them: parts that share a strong key become one person later.

        Raises WrongFile where they are too many.
        """
        self.people.extend(people)
        if len(self.people) > MAX_FOUND:
            raise wrong(say(_("More than {n} people are in it: I cannot keep so many."), n=MAX_FOUND))

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

    def day_of(self, instant: datetime) -> date:
        """The day on which an aware instant was, where the owner is."""
        return instant.astimezone(self.zone).date()

    def phone(self, text: str) -> Handle | None:
        """A number in its one form: E.164 where its country is known; None for what is none."""
        return read_phone(text, self.region)

    def check(self) -> None:
        """Raises Stopped when nobody wants it any more: to be called now and then in what computes long."""
        if self.stop.is_set():
            raise Stopped

    def mark(self) -> tuple[int, ...]:
        """Where it is now, to come back to."""
        return tuple(len(said) for said in self._said())

    def back_to(self, mark: tuple[int, ...]) -> None:
        """Forget all that was said since the mark: of what is damaged, nothing is half read."""
        for said, length in zip(self._said(), mark, strict=True):
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
            whose=tuple(self.whose),
            own=self.own,
        )

    def _said(self) -> tuple[list[Any], ...]:
        return self.people, self.events, self.skipped, self.remarks, self.whose


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


def pieces_of(parts: Mapping[str, Sequence[Piece]], *names: str) -> Iterator[Piece]:
    """The pieces of these parts, one after the other."""
    for name in names:
        yield from parts.get(name, ())
