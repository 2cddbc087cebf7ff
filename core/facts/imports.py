"""Imports: a file of people, staged before anything is added."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.facts.ids import AccountId, ImportId
from core.facts.people import Handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One person as a file has them."""

    name: str
    line: int  # of the file, for the report
    company: str = ""
    title: str = ""
    handles: tuple[Handle, ...] = ()
    met_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A row that could not be read, and why (a message of the catalogue)."""

    line: int
    why: str


class ImportState(StrEnum):
    STAGED = "staged"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One file that somebody sent: what was found in it, and how far it has got."""

    id: ImportId
    account_id: AccountId
    source: str  # "linkedin"
    state: ImportState
    staged_at: datetime
    found: tuple[Found, ...]
    unread: tuple[Unread, ...]
    known: int  # how many were known already when it was staged
    added: int = 0
