"""Posts: where the cards of events stand that many see, and what is behind there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.facts.ids import AccountId, EventId, PostId


class PostKind(StrEnum):
    CARD = "card"  # a message in a group
    INLINE = "inline"  # a message that somebody sent through us into a chat of which we are no member
    NATIVE = "native"  # the platform's own event (a Scheduled Event of Discord's)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One place where an event is shown. It is edited where it stands; `account_id` is the event's owner."""

    id: PostId
    account_id: AccountId
    event_id: EventId
    platform: str
    address: str  # the chat; "" for INLINE
    message_id: str  # of a NATIVE one that is still to be made: the event's id
    kind: PostKind = PostKind.CARD
    stale_at: datetime | None = None  # from when on it shows what is no longer so; None: it is right
    retry_at: datetime | None = None  # not to be tried before
    lease: str = ""
    lease_until: datetime | None = None
    failures: int = 0
