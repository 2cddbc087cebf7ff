"""Digests: whom Reachwell suggested on a day, why, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.facts.cadence import Cadence
from core.facts.ids import AccountId, ContactId, DigestId


class Because(StrEnum):
    """Why somebody is worth reaching out to."""

    OVERDUE = "overdue"  # longer silent than wished
    THANKS = "thanks"  # a favour got and not thanked for
    OWED = "owed"  # they have done more for the owner than the owner for them
    BIRTHDAY = "birthday"
    DORMANT = "dormant"  # years of silence
    WAITING = "waiting"  # asked to be kept up with, never spoken to yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason, with the figures that its sentence needs."""

    because: Because
    since: date | None = None  # the last touch, or the favour's day
    cadence: Cadence | None = None
    what: str = ""  # the favour
    on: date | None = None  # the coming birthday; the favour's day; when they met and never spoke since
    count: int = 0  # favours owed


class Outcome(StrEnum):
    """What the owner answered about a person in a digest."""

    OPEN = "open"
    REACHED = "reached"
    SNOOZED = "snoozed"
    NOT_NOW = "not-now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One person in a digest."""

    contact_id: ContactId
    reasons: tuple[Reason, ...]
    score: float
    outcome: Outcome = Outcome.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The few people suggested to one account on one local day."""

    id: DigestId
    account_id: AccountId
    day: date
    picks: tuple[Pick, ...]
    made_at: datetime
