"""Asks and promises: what somebody wants of a person, and what they said they would do for one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.facts.ids import AccountId, AskId, ContactId, EntryId, PromiseId


class AskState(StrEnum):
    """asked → granted or declined → thanked → reported; or dropped on the way."""

    ASKED = "asked"
    GRANTED = "granted"  # they said yes, and have not been thanked
    DECLINED = "declined"  # they said no, and have not been thanked for the answer
    THANKED = "thanked"  # and are to hear how it went (only what was granted)
    CLOSED = "closed"  # reported back, or thanked after a no
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request for help and its whole life. Days are in the owner's calendar."""

    id: AskId
    account_id: AccountId
    contact_id: ContactId
    what: str
    asked_on: date
    state: AskState = AskState.ASKED
    answered_on: date | None = None
    thanked_on: date | None = None
    closed_on: date | None = None  # reported back, or dropped
    entry_id: EntryId | None = None  # the favour that a yes was
    next_on: date | None  # derived: from when on the digest speaks of it; None: never (again)


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Something the owner said they would do for somebody. Days are in the owner's calendar."""

    id: PromiseId
    account_id: AccountId
    contact_id: ContactId
    what: str
    promised_on: date
    due_on: date | None = None
    state: PromiseState = PromiseState.OPEN
    closed_on: date | None = None
    entry_id: EntryId | None = None  # the favour that keeping it was
    next_on: date | None  # derived: from when on the digest speaks of it; None: never (again)
