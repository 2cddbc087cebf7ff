"""The outbox: claim what is owed, mark it just before the call, send outside any transaction, write down what came.

A delivery that is still only claimed when its lease runs out is safe to retry; one that was being sent is
uncertain, and a digest is not sent twice (DESIGN.md, «From due to delivered»).
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from core.chat.failures import trace
from core.delivery import outcomes
from core.delivery.composing import Composed, Composer, Message, compose
from core.delivery.groups import moved
from core.delivery.mornings import in_digest_from
from core.delivery.one_by_one import OneByOne
from core.delivery.resting import Resting
from core.delivery.sending import DeliveryError, Moved, Rejected, Sender, TryAgain, Unreachable, Wait
from core.facts.account import Identity
from core.facts.delivery import Delivery, Kind, State
from core.facts.ids import AccountId
from core.store import Store, Transaction, Unavailable

__all__ = ["Composed", "Composer", "Outbox"]

log = logging.getLogger(__name__)

BATCH = 20  # claimed in one go
AT_ONCE = 60  # under way: waiting for their turn, being sent, or being written down
TURN_TIMEOUT = timedelta(seconds=10)
SEND_TIMEOUT = timedelta(seconds=20)
# Seconds between tries to write down what came of a message that went: without it, it might be sent again.
SETTLE_PAUSES: Sequence[float] = (0.5, 1, 2, 4, 8, 15)
# They go all at once: longer than waiting, sending and writing down; a test holds it.
LEASE = timedelta(minutes=2)
LOOK_AGAIN = 1.0  # seconds after which what has become due is taken, whatever is still under way


@dataclass(slots=True)
class _Shift:
    """One run of deliver(): everything that it takes has the same token."""

    senders: Mapping[str, Sender]
    stopping: asyncio.Event
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    under_way: "set[asyncio.Task[None]]" = field(default_factory=set)
    waiting: "set[asyncio.Task[None]]" = field(default_factory=set)  # those of them that wait for their turn
    handed_back: list[Delivery] = field(default_factory=list)


class Outbox:
    """Sends what is owed. `composers` write the texts of each kind when they are sent."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        composers: Mapping[Kind, Composer],
        *,
        lease: timedelta = LEASE,
    ) -> None:
        """`lease`: after how long others may take what this process has taken, and died with."""
        self._store = store
        self._lease = lease
        self._clock = clock
        self._composers = composers
        self._resting = Resting()
        self._one_by_one = OneByOne()

    async def deliver(self, senders: Mapping[str, Sender], stopping: asyncio.Event | None = None) -> int:
        """Send what is owed to people on these platforms until nothing is left that is due; how many it looked at.

        Once `stopping` is set nothing more is begun: what waits for its turn is handed back, what is being sent
        ends.
        Raises Unavailable when the database cannot say what is owed.
        """
        shift = _Shift(senders, stopping or asyncio.Event())
        looked = 0
        trouble: Exception | None = None
        async with asyncio.TaskGroup() as group:
            stopped = group.create_task(shift.stopping.wait())
            while not shift.stopping.is_set():
                room = AT_ONCE - len(shift.under_way)
                try:
                    claimed = await self._claim(shift) if room >= BATCH else ()
                except Exception as error:  # whatever it is, it must not cut off what is under way
                    trouble = error
                    break
                if not claimed and not shift.under_way:
                    break
                looked += len(claimed)
                for message in await self._compose(claimed, shift):
                    task = group.create_task(self._deliver(message, shift))
                    shift.under_way.add(task)
                    task.add_done_callback(shift.under_way.discard)
                await _ended(shift.under_way, stopped, down_to=BATCH if len(claimed) == BATCH else 0)
            if shift.stopping.is_set():
                for task in shift.waiting:
                    task.cancel()
            stopped.cancel()
        if shift.handed_back:
            await self._settle(shift.handed_back, shift.token)
        if trouble is not None:
            raise trouble
        return looked

    async def _claim(self, shift: _Shift) -> Sequence[Delivery]:
        """Tidy up what nobody can send any more, and take what is due."""
        now = self._clock()
        awake = [platform for platform in shift.senders if self._resting.until(platform, now) is None]
        if not awake:
            return ()
        async with self._store.write() as tx:
            untold = {*await tx.deliveries.expire(now), *await tx.deliveries.skip_late(now)}
            await self._tell_in_digests(tx, untold)
            return await tx.deliveries.claim(awake, now, now + self._lease, shift.token, BATCH)

    async def _compose(self, claimed: Sequence[Delivery], shift: _Shift) -> Sequence[Message]:
        """The messages of what was claimed. A mistake in writing one of them delays no other."""
        if not claimed:
            return ()
        try:
            return await self._composed(claimed, shift)
        except Unavailable:
            log.warning("Deliveries wait for the database.", extra={"deliveries": len(claimed)})
            now = self._clock()
            await self._settle([outcomes.waits_for_database(each, now) for each in claimed], shift.token)
            return ()
        except Exception as error:
            if len(claimed) > 1:
                log.error("A batch of messages could not be written; one by one, then:\n%s", trace(error))
                return list(chain.from_iterable([await self._compose([each], shift) for each in claimed]))
            log.error("A message could not be written:\n%s", trace(error), extra={"delivery": claimed[0].id})
            stumbled = outcomes.stumbled(claimed[0], type(error).__name__, self._clock())
            await self._settle([stumbled], shift.token)
            return ()

    async def _composed(self, claimed: Sequence[Delivery], shift: _Shift) -> Sequence[Message]:
        async with self._store.read() as tx:
            messages, settled = await compose(tx, claimed, self._composers, [*shift.senders], self._clock())
        if settled:
            await self._settle(settled, shift.token)
        return messages

    async def _deliver(self, message: Message, shift: _Shift) -> None:
        """One recipient's trouble never delays another's: nothing is raised here."""
        delivery, now = message.delivery, self._clock
        async with AsyncExitStack() as alone:
            try:
                if not await self._has_turn(message, shift, alone):
                    return
                async with self._store.write() as tx:
                    platform = message.identity.platform
                    if not await tx.deliveries.sending(delivery.id, shift.token, now(), platform):
                        return  # no longer ours
            except Unavailable:
                log.warning("A delivery waits for the database.", extra={"delivery": delivery.id})
                await self._settle([outcomes.waits_for_database(delivery, now())], shift.token)
            except Exception as error:
                log.error(
                    "A delivery failed before it was sent:\n%s", trace(error), extra={"delivery": delivery.id}
                )
                await self._settle([outcomes.stumbled(delivery, type(error).__name__, now())], shift.token)
            else:
                await self._send(message, shift)

    async def _has_turn(self, message: Message, shift: _Shift, alone: AsyncExitStack) -> bool:
        """Wait until it may be sent, `alone` where that matters; False when it may not, which is written down."""
        delivery, platform = message.delivery, message.identity.platform
        sender = shift.senders[platform]
        task = asyncio.current_task()
        assert task is not None
        shift.waiting.add(task)
        try:
            async with asyncio.timeout(TURN_TIMEOUT.total_seconds()):
                if self._resting.until(platform, self._clock()) is None:
                    await sender.turn(message.identity)
                    if delivery.kind.repeats and not sender.takes_nonce:
                        await alone.enter_async_context(self._one_by_one.alone())
        except TimeoutError:
            await self._settle([outcomes.handed_back(delivery)], shift.token)
            return False
        except DeliveryError as error:
            await self._settle_refused(delivery, error, message.identity, shift)
            return False
        except asyncio.CancelledError:
            shift.handed_back.append(outcomes.handed_back(delivery))
            raise
        finally:
            shift.waiting.discard(task)
        now = self._clock()
        if rests := self._resting.until(platform, now):
            await self._settle([outcomes.put_off(delivery, rests, "Wait")], shift.token)
            return False
        if now > delivery.not_after:
            await self._settle([outcomes.too_late(delivery, now)], shift.token)
            return False
        return True

    async def _send(self, message: Message, shift: _Shift) -> None:
        """Send what is marked as being sent, and write down what came of it."""
        platform = message.identity.platform
        sender = shift.senders[platform]
        delivery = replace(message.delivery, attempts=message.delivery.attempts + 1, platform=platform)
        now = self._clock
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                message_id = await sender.send(
                    message.identity, message.composed.reply, message.reader, nonce=delivery.id
                )
        except DeliveryError as error:
            tried = message.delivery if isinstance(error, Wait) else delivery  # asking for patience counts as none
            if isinstance(error, Moved | TryAgain | Unreachable):  # certainly not there: it may go elsewhere
                tried = replace(tried, platform=message.delivery.platform)
            await self._settle_refused(tried, error, message.identity, shift)
        except TimeoutError:
            unsure = outcomes.uncertain(delivery, "no answer in time", now(), takes_nonce=sender.takes_nonce)
            await self._settle([unsure], shift.token)
        except Exception as error:  # ours; whether it went before that, nobody knows
            log.error("A delivery failed while it was sent:\n%s", trace(error), extra={"delivery": delivery.id})
            why, nonce = type(error).__name__, sender.takes_nonce
            unsure = outcomes.uncertain(delivery, why, now(), takes_nonce=nonce, otherwise=State.DEAD)
            await self._settle([unsure], shift.token)
        else:
            self._resting.works(platform, now())
            sent = outcomes.sent(delivery, message_id, now())
            await self._settle([sent], shift.token, partial(_follow, message, message_id))

    async def _settle_refused(
        self, delivery: Delivery, error: DeliveryError, identity: Identity, shift: _Shift
    ) -> None:
        """Write down a refusal, and what it says of the chat or the platform."""
        now, platform = self._clock(), identity.platform
        changed: Identity | None = None
        moved_to = ""
        match error:
            case Wait(everybody=True, retry_after=wait):
                self._resting.asked(platform, now, wait)
            case TryAgain():
                self._resting.failed(platform, now)
            case Moved(address=address):
                moved_to = address
            case Unreachable():
                changed = replace(identity, reachable=False)
            case Rejected():
                log.error("A message was rejected.", extra={"delivery": delivery.id, "kind": delivery.kind})
        takes_nonce = shift.senders[platform].takes_nonce
        outcome = outcomes.refused(delivery, error, now, takes_nonce=takes_nonce)
        if outcome.state is State.PENDING and (rests := self._resting.until(platform, now)):
            outcome = replace(outcome, retry_at=max(rests, outcome.retry_at or rests))

        async def change(tx: Transaction) -> None:
            if changed is not None:
                await tx.accounts.change_identity(changed)
            elif moved_to and identity.group:
                await moved(tx, platform, identity.external_id, moved_to)
            elif moved_to:
                await tx.accounts.change_identity(replace(identity, address=moved_to))

        await self._settle([outcome], shift.token, change)

    async def _settle(
        self,
        settled: Sequence[Delivery],
        token: str,
        follows: Callable[[Transaction], Awaitable[None]] | None = None,
    ) -> None:
        """Write down what became of them, and what follows if they were still ours. Never raises; a database that
        cannot take it is asked again and again, for as long as the lease allows."""
        for pause in (*SETTLE_PAUSES, None):
            try:
                await self._write_down(settled, token, follows)
                return
            except Unavailable as error:
                if pause is None:  # then the lease runs out, and it is sorted by that
                    fields = {"deliveries": len(settled), "reason": str(error)}
                    log.error("What came of a delivery could not be written down.", extra=fields)
                    return
                await asyncio.sleep(pause)
            except Exception as error:
                log.error(
                    "What follows from a delivery failed:\n%s", trace(error), extra={"delivery": settled[0].id}
                )
                if follows is None:
                    return
                follows = None  # it has gone, whatever should have followed

    async def _write_down(
        self,
        settled: Sequence[Delivery],
        token: str,
        follows: Callable[[Transaction], Awaitable[None]] | None,
    ) -> None:
        async with self._store.write() as tx:
            ours = await tx.deliveries.settle(settled, token)
            if ours and follows is not None:
                await follows(tx)
            await self._tell_in_digests(
                tx, {each.account_id for each in settled if each.untold and each.id in ours}
            )

    async def _tell_in_digests(self, tx: Transaction, untold: set[AccountId]) -> None:
        """The next digest of these accounts comes even when it has nothing else to say."""
        if untold:
            now = self._clock()
            accounts = await tx.accounts.get(untold)
            await tx.accounts.schedule_digests([in_digest_from(account, now) for account in accounts])


async def _follow(message: Message, message_id: str, tx: Transaction) -> None:
    """What follows from a message that has been sent."""
    await message.composed.when_sent(tx)
    if message.composed.posted is not None:
        await message.composed.posted(tx, message.identity, message_id)


async def _ended(under_way: "set[asyncio.Task[None]]", stopped: "asyncio.Task[bool]", down_to: int) -> None:
    """Wait until no more than so many are under way; or for a second, or until all this is to stop."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LOOK_AGAIN):
            while len(under_way) > down_to and not stopped.done():
                await asyncio.wait({*under_way, stopped}, return_when=asyncio.FIRST_COMPLETED)
