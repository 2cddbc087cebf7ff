"""Deliveries: one message owed to one recipient, and where it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.facts.ids import AccountId, DeliveryId


class Kind(StrEnum):
    """What is delivered. Its text is written when it is sent, so that it is true then."""

    DIGEST = "digest"
    REMINDER = "reminder"
    CATCH_UP = "catch-up"  # what somebody missed while they could not be reached
    LINK = "link"  # somebody has said their code: whether it is them
    EVENT = "event"  # before and after an event of somebody's agenda
    NEWS = "news"  # what has changed about an event of theirs: moved, called off, a seat for them
    SEAT = "seat"  # a place has become free for somebody who waited
    POST = "post"  # the card of an event, or a line about it, in a group
    CARD = "card"  # somebody would exchange cards, or has
    FEED = "feed"  # what a calendar that somebody follows has brought, or that it cannot be read

    @property
    def repeats(self) -> bool:
        """Whether one that may or may not have arrived is sent once more, marked so, where the platform would show
        it twice (DESIGN.md, «Uncertain»)."""
        return self not in (Kind.DIGEST, Kind.POST)

    @property
    def can_wait(self) -> bool:
        """Whether it waits for the end of the quiet hours in which it is due: nobody wished for it at that hour."""
        return self in (Kind.NEWS, Kind.SEAT, Kind.FEED)

    @property
    def is_told(self) -> bool:
        """Whether one that never went is told in the next digest. What a digest says comes up again by itself."""
        return self in (Kind.REMINDER, Kind.EVENT, Kind.NEWS, Kind.SEAT)


QUIET = "quiet hours"  # the `error` of what waits for their end, and lets others go before it


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
    subject: str  # what it is about: the id of a digest or a reminder
    due_at: datetime
    not_after: datetime  # later than this it is skipped, and said in the next digest
    stands_for: int = 1  # how many occurrences, of which an outage made one
    state: State = State.PENDING
    attempts: int = 0
    again: bool = False  # it may have arrived before, and says so
    retry_at: datetime | None = None
    lease: str = ""
    lease_until: datetime | None = None
    platform: str = ""  # where it was sent, or may have been
    message_id: str = ""
    error: str = ""
    settled_at: datetime | None = None  # when it was sent, skipped or given up
    untold: bool = False  # it never went, and its recipient has not been told so yet
