"""What the core asks of an adapter that delivers, and how the world's refusals are sorted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.chat.reply import Reply
from core.chat.words import Reader
from core.facts.account import Identity
from core.facts.posts import Post


class DeliveryError(Exception):
    """The world's: the message did not go, and this says what may be tried. Its text is the platform's or ours."""

    may_be_logged = True  # it holds nobody's words (core/chat/failures.py)


class Wait(DeliveryError):
    """The platform asks for patience; it is not counted as an attempt. `everybody`: not for this chat alone."""

    def __init__(self, retry_after: timedelta, *, everybody: bool = False) -> None:
        super().__init__("asked to wait")
        self.retry_after = retry_after
        self.everybody = everybody


class Moved(DeliveryError):
    """The chat has a new address (a group became a supergroup)."""

    def __init__(self, address: str) -> None:
        super().__init__("the chat has moved")
        self.address = address


class Unreachable(DeliveryError):
    """The person cannot be written to: the bot is blocked or was never started. Nothing is deleted for it."""


class Gone(DeliveryError):
    """What was to be edited is not there any more."""


class TryAgain(DeliveryError):
    """It certainly did not arrive: the connection was never made."""


class Uncertain(DeliveryError):
    """It may have arrived: the connection broke after the request was sent."""


class Rejected(DeliveryError):
    """Our bug: the platform calls the message malformed. Never sent again as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An event as platforms have them of their own. Instants are aware; `place` may be a link."""

    title: str
    notes: str
    place: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False


class Sender(Protocol):
    """One platform's way to write to somebody who has not just spoken."""

    @property
    def takes_nonce(self) -> bool:
        """Whether a message that is sent twice within some minutes, with the same nonce, is seen once."""

    async def turn(self, identity: Identity) -> None:
        """Wait until the platform's limits allow one more message to this chat, and keep the place for it.

        The place is for the task that has waited: its next `send` takes it; should it end without one, the place is
        free again. Raises Wait or TryAgain where waiting here would take too long: nothing has been sent.
        """

    async def send(self, identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        """Send and return the message's id. Raises a DeliveryError; `nonce` is the same for the same delivery.

        Where `identity.group` holds, `identity.address` is a chat that many read."""

    async def edit(self, post: Post, reply: Reply, reader: Reader) -> None:
        """Let a post say this from now on; what says it already is left alone. Raises a DeliveryError, of that Gone
        where the message was deleted."""

    async def appoint(self, identity: Identity, appointment: Appointment, existing: str) -> str:
        """Make the platform's own event in a group, or change or cancel the one that `existing` names; its name,
        or "" where the platform has none, or does not let us. Raises a DeliveryError, of that Gone where it was
        deleted."""
