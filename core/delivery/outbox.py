"""The outbox: claim what is owed, mark it just before the call, send outside any transaction, write down what came.

A delivery that is still only claimed when its lease runs out is safe to retry; one that was being sent is
uncertain, and a digest is not sent twice (DESIGN.md, «From due to delivered»).
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.chat.command import today_of
from core.chat.failures import trace
from core.chat.reply import Reply, lines, say
from core.chat.words import Reader, _
from core.delivery.sending import (
    DeliveryError,
    Moved,
    Rejected,
    Sender,
    TryAgain,
    Uncertain,
    Unreachable,
    Wait,
)
from core.facts.account import Account, Identity
from core.facts.delivery import Delivery, Kind, State
from core.store import Store, Transaction

log = logging.getLogger(__name__)

BATCH = 40
AT_ONCE = 8
SEND_TIMEOUT = timedelta(seconds=20)
LEASE = timedelta(minutes=3)  # longer than BATCH / AT_ONCE × SEND_TIMEOUT; a test holds it
LATE = timedelta(minutes=2)  # what is later than this says so
MAX_ATTEMPTS = 8

Composer = Callable[[Transaction, Account, Delivery, datetime], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A message that can go now."""

    identity: Identity
    reply: Reply
    reader: Reader


class Outbox:
    """Sends what is owed. `composers` write the text of each kind when it is sent."""

    def __init__(self, store: Store, clock: Callable[[], datetime], composers: Mapping[Kind, Composer]) -> None:
        self._store = store
        self._clock = clock
        self._composers = composers

    async def deliver(self, senders: Mapping[str, Sender]) -> int:
        """Send one batch to people on these platforms; how many deliveries were looked at."""
        now, token = self._clock(), secrets.token_hex(8)
        async with self._store.write() as tx:
            await self._sort_expired(tx, now)
            claimed = await tx.deliveries.claim(list(senders), now, now + LEASE, token, BATCH)
        if claimed:
            gate = asyncio.Semaphore(AT_ONCE)
            async with asyncio.TaskGroup() as group:
                for delivery in claimed:
                    group.create_task(self._deliver(delivery, token, senders, gate))
        return len(claimed)

    async def _sort_expired(self, tx: Transaction, now: datetime) -> None:
        """A process died with these in hand."""
        for delivery in await tx.deliveries.expired(now):
            state = State.PENDING if delivery.state is State.CLAIMED else State.UNCERTAIN
            await tx.deliveries.settle(replace(delivery, state=state, retry_at=now), delivery.lease)

    async def _deliver(
        self, delivery: Delivery, token: str, senders: Mapping[str, Sender], gate: asyncio.Semaphore
    ) -> None:
        """One recipient's trouble never delays another's: nothing is raised here."""
        async with gate:
            try:
                settled = await self._attempt(delivery, token, senders)
                if settled is not None:
                    async with self._store.write() as tx:
                        await tx.deliveries.settle(settled, token)
            except Exception as error:  # the lease runs out, and it is sorted then
                log.error("A delivery failed:\n%s", trace(error), extra={"delivery": delivery.id})

    async def _attempt(self, delivery: Delivery, token: str, senders: Mapping[str, Sender]) -> Delivery | None:
        """Try once; the delivery as it should be written down, or None when it is no longer ours."""
        now = self._clock()
        if now > delivery.not_after:
            return replace(delivery, state=State.SKIPPED, error="too late")
        ready = await self._compose(delivery, senders, now)
        if ready is None:
            return replace(delivery, state=State.SKIPPED, error="nothing left to say")
        async with self._store.write() as tx:
            if not await tx.deliveries.sending(delivery.id, token, self._clock(), ready.identity.platform):
                return None
        sending = replace(delivery, attempts=delivery.attempts + 1, platform=ready.identity.platform)
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                message_id = await senders[ready.identity.platform].send(
                    ready.identity, ready.reply, ready.reader, nonce=delivery.id
                )
        except TimeoutError:
            return replace(sending, state=State.UNCERTAIN, error="no answer in time")
        except DeliveryError as error:
            return await self._refused(sending, error, ready.identity)
        return replace(sending, state=State.SENT, message_id=message_id)

    async def _compose(self, delivery: Delivery, senders: Mapping[str, Sender], now: datetime) -> _Ready | None:
        async with self._store.read() as tx:
            account = await tx.accounts.get(delivery.account_id)
            identities = await tx.accounts.identities([delivery.account_id])
            reachable = [each for each in identities if each.platform in senders and each.reachable]
            if account is None or not reachable:
                return None
            reply = await self._composers[delivery.kind](tx, account, delivery, now)
        if reply is None:
            return None
        if now - delivery.due_at > LATE:
            late = say(_("This is late, sorry: it was due {when}."), when=delivery.due_at)
            reply = replace(reply, text=lines(late, "", reply.text))
        reader = Reader(account.locale, account.timezone, today_of(account, now))
        return _Ready(reachable[0], reply, reader)

    async def _refused(self, delivery: Delivery, error: DeliveryError, identity: Identity) -> Delivery:
        """What becomes of a delivery that did not go."""
        now = self._clock()
        reason = type(error).__name__
        match error:
            case Wait(retry_after=wait):
                # Asking for patience is not a failed attempt.
                attempts = delivery.attempts - 1
                return replace(delivery, state=State.PENDING, retry_at=now + wait, attempts=attempts, error=reason)
            case Moved(address=address):
                await self._change(replace(identity, address=address))
                return replace(delivery, state=State.PENDING, retry_at=now, error=reason)
            case Unreachable():
                # Kept for when they write again; past its time it is skipped then.
                await self._change(replace(identity, reachable=False))
                return replace(delivery, state=State.PENDING, retry_at=now, error=reason)
            case TryAgain() if delivery.attempts < MAX_ATTEMPTS:
                wait = timedelta(seconds=5 * 2**delivery.attempts)
                return replace(delivery, state=State.PENDING, retry_at=now + wait, error=reason)
            case Uncertain():
                return replace(delivery, state=State.UNCERTAIN, error=reason)
            case Rejected():
                log.error("A message was rejected.", extra={"delivery": delivery.id, "kind": delivery.kind})
                return replace(delivery, state=State.DEAD, error=reason)
            case _:
                return replace(delivery, state=State.DEAD, error=reason)

    async def _change(self, identity: Identity) -> None:
        async with self._store.write() as tx:
            await tx.accounts.change_identity(identity)
