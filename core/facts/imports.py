"""Imports: what a file or an archive holds, staged before anything is added, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from core.facts.cadence import Cadence
from core.facts.events import FoundEvent
from core.facts.ids import AccountId, ContactId, ImportId
from core.facts.people import Anniversary, Handle


class Passed(StrEnum):
    """What passed between somebody and the owner."""

    TOUCH = "touch"
    GAVE = "gave"
    GOT = "got"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntry:
    """One touch or favour that a file tells of, in its own words or ours: "recommended you on LinkedIn"."""

    passed: Passed
    on: date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The last messages with somebody in one place. A direction without any is None: both make it mutual.

    `sent_or`, `received_or` are the same days where a file may mean either the day or the month first, read with
    the month first: the owner is asked which it is.
    """

    via: str  # "LinkedIn", "WhatsApp", "e-mail": as it is shown
    sent_on: date | None = None  # by the owner
    received_on: date | None = None
    sent_or: date | None = None
    received_or: date | None = None

    @property
    def mutual(self) -> bool:
        return self.sent_on is not None and self.received_on is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One person as a file has them, or a part of what it says of them: what shares a strong key is one person.

    Strong keys are `origins` and `handles`; a name never is. An origin is what the source itself calls somebody,
    with the source before a colon: "x:222000111", "linkedin:tomas reyes|2018-11-04" (it need not be an id, as long
    as the same person has the same in every export of that account, and nobody else has).
    """

    name: str  # "" where the file knows only the origin or a handle
    where: str = ""  # the file within the archive, for the report
    line: int = 0  # and its line; 0 where there are none
    sources: tuple[str, ...] = ()  # who says it: "linkedin", "outlook"; of what was joined all of them
    origins: tuple[str, ...] = ()
    sure: bool = True  # False: this alone makes nobody a contact (a stranger's message); it adds to one
    aliases: tuple[str, ...] = ()
    company: str = ""
    title: str = ""
    how_met: str = ""
    met_on: date | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    handles: tuple[Handle, ...] = ()
    dates: tuple[Anniversary, ...] = ()
    cadence: Cadence | None = None  # that the owner had chosen in another address book
    exchanges: tuple[Exchange, ...] = ()
    entries: tuple[FoundEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two in a conversation: the keys by which the owner may be known as this one, and who the other one
    is in that case."""

    keys: tuple[str, ...]
    other: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A conversation of which its file does not say which side is the owner; another file of its source may."""

    source: str
    sides: tuple[Side, ...]  # two


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something that was not taken, and why (a message of the catalogue)."""

    where: str
    line: int  # 0 where there are no lines
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something worth saying about a file: a message of the catalogue and its values; with `plural` it has {n}."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    plural: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of somebody's own making: its columns are guessed, shown, and can be changed.

    `means` has a role for each column (core/imports/addressbooks/columns.py), "" for one that is left out.
    """

    where: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # each with its line
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What waited already when something else was sent: both are one import, unless their owner says no."""

    files: tuple[str, ...]  # none: it is not wanted
    at: time  # on its owner's clock
    alone: ImportId  # where what was sent last is kept by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Haul:
    """All that was read out of what somebody sent."""

    files: tuple[str, ...] = ()  # what was recognised, as it is shown: "LinkedIn: Connections.csv"
    found: tuple[Found, ...] = ()
    events: tuple[FoundEvent, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Remark, ...] = ()
    table: Table | None = None  # whose people are not in `found`: they depend on what its columns mean
    earlier: Earlier | None = None
    owner: tuple[str, ...] = ()  # keys under which its files know the owner: origins, and those of handles
    undecided: tuple[Undecided, ...] = ()
    waiting: tuple[Found, ...] = ()  # matters only of people whom another file finds: what somebody is called
    own: str = ""  # Reachwell's own export as it stands (JSON): an account that has nothing may take it as a whole


class Part(StrEnum):
    """What of a haul its owner may leave out."""

    PEOPLE = "people"  # those who are new
    UPDATES = "updates"  # of those who are known
    HISTORY = "history"  # touches and favours
    EVENTS = "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the owner has decided about a haul before it is imported."""

    without: frozenset[Part] = frozenset()
    same: Mapping[int, ContactId | None] = field(default_factory=dict)  # by the place in `found`; None: nobody's
    month_first: bool | None = None  # of days that can be read in two ways
    without_people: frozenset[int] = frozenset()  # of the new, by the place in `found`


class ImportState(StrEnum):
    READING = "reading"
    STAGED = "staged"
    ASIDE = "aside"  # a part of what is staged, should its owner want only that
    RUNNING = "running"
    RESTORING = "restoring"  # put back as a whole, rather than imported
    DONE = "done"
    CANCELLED = "cancelled"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What somebody sent, one file or several: what was found in it, what they chose, and how far it has got."""

    id: ImportId
    account_id: AccountId
    state: ImportState
    staged_at: datetime  # later when it was begun, and when it was done: from then on it is kept for a while
    haul: Haul = Haul()  # dropped when it is done
    chosen: Chosen = Chosen()
    added: int = 0
    updated: int = 0
    version: int = field(default=0, compare=False)  # how often it has been changed since it was kept
    keep_up: Mapping[str, tuple[ContactId, ...]] = field(default_factory=dict)  # whom to propose, by group
