"""Events: where somebody goes, or went, and what they answered."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from core.facts.ids import AccountId, EventId, ImportId


class Rsvp(StrEnum):
    """What the owner has answered to an invitation."""

    GOING = "going"
    MAYBE = "maybe"
    NO = "no"
    INVITED = "invited"  # and has not answered


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvent:
    """An event as a file has it. Its wall time is in `timezone` (IANA); `origin` is the same in every export."""

    origin: str
    title: str
    on: date
    timezone: str
    at: time | None = None
    until_on: date | None = None
    until_at: time | None = None
    place: str = ""
    url: str = ""
    rsvp: Rsvp = Rsvp.GOING


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event of an account's own agenda. A wall time with its zone is the truth."""

    id: EventId
    account_id: AccountId
    created_at: datetime
    origin: str  # unique within the account
    title: str
    on: date
    timezone: str
    at: time | None = None
    until_on: date | None = None
    until_at: time | None = None
    place: str = ""
    url: str = ""
    rsvp: Rsvp = Rsvp.GOING
    import_id: ImportId | None = None
