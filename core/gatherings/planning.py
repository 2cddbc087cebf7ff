"""Planning: seats that were not confirmed in time go to the next, and those who agreed to it exchange cards."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from core.chat.errors import Refusal
from core.chat.failures import trace
from core.events.moments import begins
from core.facts.events import Attendee, Event
from core.facts.ids import AccountId
from core.gatherings.answering import pass_on
from core.store import ReadOnly, Store, Transaction, Unavailable

BATCH = 50
MOST = 200  # pairs of people brought together in one go; with those who are left it goes on

# Two people's cards are exchanged (core/handshakes/exchanging.py: swap).
Swap = Callable[[Transaction, AccountId, AccountId, Event, datetime], Awaitable[None]]

log = logging.getLogger(__name__)


async def plan_gatherings(store: Store, now: datetime, swap: Swap) -> int:
    """Pass on the seats of those who have not confirmed in time; and bring those together who have said since that
    they exchange cards. Each in a transaction of its own; how many there were. Planning twice changes nothing: who
    has been looked at is not overdue any more."""
    async with store.read() as tx:
        due = await tx.attendees.overdue(now, BATCH)
    looked = pairs = 0
    for each in due:
        if pairs >= MOST:
            break
        looked += 1
        try:
            if each.swaps:
                pairs += await _bring_together(store, each, now, swap)
            async with store.write() as tx:
                await pass_on(tx, each, now)
        except (Unavailable, ReadOnly):
            raise
        except Exception as error:  # ours, whatever it is: it must not delay anybody else's, nor come up for ever
            log.error("An answer could not be looked after:\n%s", trace(error), extra={"event": each.event_id})
            await _leave_alone(store, each)
    return looked


async def _leave_alone(store: Store, one: Attendee) -> None:
    """Somebody is not overdue any more; what they have answered meanwhile stays."""
    async with store.write() as tx:
        await tx.events.answerable(one.event_id)  # held
        current = await tx.attendees.one(one.event_id, one.account_id)
        if current is not None and current.confirm_by == one.confirm_by:
            await tx.attendees.save([replace(current, confirm_by=None)])


async def _bring_together(store: Store, one: Attendee, now: datetime, swap: Swap) -> int:
    """Somebody's card is exchanged with everybody's who was there and wishes it, too; how many those are."""
    async with store.read() as tx:
        event = await tx.events.answerable(one.event_id)
        found = await tx.attendees.of(one.event_id)
    if event is None or now < begins(event):
        return 0
    wishing = {each.account_id for each in found if each.swaps}
    if one.account_id not in wishing:
        return 0
    others = sorted(wishing - {one.account_id})
    for other in others:
        try:
            async with store.write() as tx:
                await swap(tx, one.account_id, other, event, now)
        except Refusal:
            continue  # one of them has gone
    return len(others)
