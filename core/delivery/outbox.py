"""The outbox: claim what is owed, mark it just before the call, send outside any transaction, write down what came.

A delivery that is still only claimed when its lease runs out is safe to retry; one that was being sent is
uncertain, and a digest is not sent twice (DESIGN.md, «From due to delivered»).
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.chat.command import today_of
from core.chat.failures import trace
from core.chat.reply import Reply, lines, say
from core.chat.words import Reader, _
from core.delivery.mornings import quiet_until
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
from core.store import Store, Transaction, Unavailable

log = logging.getLogger(__name__)

BATCH = 40
AT_ONCE = 8
SEND_TIMEOUT = timedelta(seconds=20)
LEASE = timedelta(minutes=3)  # longer than BATCH / AT_ONCE × SEND_TIMEOUT; a test holds it
LATE = timedelta(minutes=2)  # what is later than this says so
MAX_ATTEMPTS = 8
MAX_STUMBLES = 3
STUMBLE_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What is to be sent, and what follows from its having been sent (in the transaction that writes it down)."""

    reply: Reply
    when_sent: Callable[[Transaction], Awaitable[None]]


# Writes the text of a delivery when it is sent; None: there is nothing left to say.
Composer = Callable[[Transaction, Account, Delivery, datetime], Awaitable[Composed | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A message that can go now."""

    account: Account
    identity: Identity
    composed: Composed
    reader: Reader


class Outbox:
    """Sends what is owed. `composers` write the text of each kind when it is sent."""

    def __init__(self, store: Store, clock: Callable[[], datetime], composers: Mapping[Kind, Composer]) -> None:
        self._store = store
        self._clock = clock
        self._composers = composers
        self._resting: dict[str, datetime] = {}  # by platform: until when it has asked for patience

    async def deliver(self, senders: Mapping[str, Sender]) -> int:
        """Send one batch to people on these platforms; how many deliveries were looked at."""
        now, token = self._clock(), secrets.token_hex(8)
        awake = {name: sender for name, sender in senders.items() if self._resting.get(name, now) <= now}
        if not awake:
            return 0
        async with self._store.write() as tx:
            await tx.deliveries.expire(now)
            claimed = await tx.deliveries.claim(list(awake), now, now + LEASE, token, BATCH)
        if claimed:
            gate = asyncio.Semaphore(AT_ONCE)
            async with asyncio.TaskGroup() as group:
                for delivery in claimed:
                    group.create_task(self._deliver(delivery, token, awake, gate))
        return len(claimed)

    async def _deliver(
        self, delivery: Delivery, token: str, senders: Mapping[str, Sender], gate: asyncio.Semaphore
    ) -> None:
        """One recipient's trouble never delays another's: nothing is raised here."""
        async with gate:
            try:
                await self._attempt(delivery, token, senders)
            except Unavailable:
                log.warning("A delivery waits for the database.", extra={"delivery": delivery.id})
            except Exception as error:
                log.error("A delivery failed:\n%s", trace(error), extra={"delivery": delivery.id})
                with suppress(Unavailable):  # then the lease runs out, and it is sorted by that
                    await self._settle(_stumbled(delivery, self._clock(), type(error).__name__), token)

    async def _attempt(self, delivery: Delivery, token: str, senders: Mapping[str, Sender]) -> None:
        """Try once, and write down what came of it."""
        now = self._clock()
        if now > delivery.not_after:
            await self._settle(replace(delivery, state=State.SKIPPED, error="too late"), token)
            return
        ready = await self._compose(delivery, senders, now)
        if not isinstance(ready, _Ready):
            await self._settle(ready, token)
            return
        platform = ready.identity.platform
        if (rests := self._resting.get(platform, now)) > now:
            await self._settle(replace(delivery, state=State.PENDING, retry_at=rests, error="Wait"), token)
            return
        async with self._store.write() as tx:
            if not await tx.deliveries.sending(delivery.id, token, self._clock(), platform):
                return  # no longer ours
        sending = replace(delivery, attempts=delivery.attempts + 1, platform=platform)
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                message_id = await senders[platform].send(
                    ready.identity, ready.composed.reply, ready.reader, nonce=delivery.id
                )
        except TimeoutError:
            await self._settle(replace(sending, state=State.UNCERTAIN, error="no answer in time"), token)
        except DeliveryError as error:
            await self._settle(await self._refused(sending, error, ready.identity), token)
        else:
            sent = replace(sending, state=State.SENT, message_id=message_id)
            await self._settle(sent, token, ready.composed.when_sent)

    async def _settle(
        self,
        delivery: Delivery,
        token: str,
        follows: Callable[[Transaction], Awaitable[None]] | None = None,
    ) -> None:
        async with self._store.write() as tx:
            if await tx.deliveries.settle(delivery, token) and follows is not None:
                await follows(tx)

    async def _compose(
        self, delivery: Delivery, senders: Mapping[str, Sender], now: datetime
    ) -> "_Ready | Delivery":
        """The message as it is true now; or what becomes of the delivery when none can go."""
        async with self._store.read() as tx:
            account = await tx.accounts.get(delivery.account_id)
            identities = await tx.accounts.identities([delivery.account_id])
            reachable = [each for each in identities if each.platform in senders and each.reachable]
            if account is None or not reachable:
                # Kept for when they write again.
                return replace(delivery, state=State.PENDING, retry_at=now, error="unreachable")
            if quiet := quiet_until(account, now):
                return replace(delivery, state=State.PENDING, retry_at=quiet, error="quiet hours")
            composed = await self._composers[delivery.kind](tx, account, delivery, now)
        if composed is None:
            return replace(delivery, state=State.SKIPPED, error="nothing left to say")
        if now - delivery.due_at > LATE:
            late = say(_("This is late, sorry: it was due {when}."), when=delivery.due_at)
            text = lines(late, "", composed.reply.text)
            composed = replace(composed, reply=replace(composed.reply, text=text))
        reader = Reader(account.locale, account.timezone, today_of(account, now))
        return _Ready(account=account, identity=reachable[0], composed=composed, reader=reader)

    async def _refused(self, delivery: Delivery, error: DeliveryError, identity: Identity) -> Delivery:
        """What becomes of a delivery that did not go."""
        now = self._clock()
        reason = type(error).__name__
        match error:
            case Wait(retry_after=wait):
                # Asking for patience is not a failed attempt.
                attempts = delivery.attempts - 1
                self._resting[identity.platform] = now + wait
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


def _stumbled(delivery: Delivery, now: datetime, error: str) -> Delivery:
    """A delivery over which we stumbled ourselves: a few more tries, then somebody must look."""
    attempts = delivery.attempts + 1
    state = State.PENDING if attempts < MAX_STUMBLES else State.DEAD
    return replace(delivery, state=state, attempts=attempts, retry_at=now + STUMBLE_WAIT, error=error)
