"""Deliveries: one message owed to one recipient, and where it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.facts.ids import AccountId, DeliveryId


class Kind(StrEnum):
    """What is delivered. Its text is written when it is sent, so that it is true then."""

    DIGEST = "digest"


class State(StrEnum):
    """pending → claimed → sending → sent; and what else may come of it."""

    PENDING = "pending"
    CLAIMED = "claimed"  # a lease that runs out here is safe to retry
    SENDING = "sending"  # a lease that runs out here is uncertain: it may have arrived
    SENT = "sent"
    SKIPPED = "skipped"  # no longer true or too late: not sent on purpose
    UNCERTAIN = "uncertain"
    DEAD = "dead"  # our bug or the address is gone: a person must look


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message owed to one recipient. `key` is unique: (rule, local occurrence) of this account."""

    id: DeliveryId
    account_id: AccountId
    kind: Kind
    key: str
    subject: str  # what it is about: a digest's id
    due_at: datetime
    not_after: datetime  # later than this it is skipped, and said in the next digest
    state: State = State.PENDING
    attempts: int = 0
    retry_at: datetime | None = None
    lease: str = ""
    lease_until: datetime | None = None
    platform: str = ""  # where it was sent
    message_id: str = ""
    error: str = ""
