"""Planning: events about which something is due make deliveries, many at once, and move on."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.chat.failures import trace
from core.events.moments import fired
from core.facts.account import Account
from core.facts.events import Event
from core.facts.ids import AccountId
from core.store import ReadOnly, Store, Transaction, Unavailable

BATCH = 200  # events in one transaction: others wait for it
PUT_OFF = timedelta(hours=1)  # for one that cannot be planned

log = logging.getLogger(__name__)


async def plan_events(store: Store, now: datetime) -> int:
    """Write down what is due about events as deliveries, a batch in one transaction; how many events it took.

    Planning twice changes nothing: what was planned has moved on in the same transaction, and a delivery's key is
    that of its moment.
    """
    try:
        async with store.write() as tx:
            due = await tx.events.due(now, BATCH)
            if due:
                await _plan(tx, due, await _accounts(tx, due), now)
            return len(due)
    except (Unavailable, ReadOnly):
        raise
    except Exception as error:
        log.error("A batch of events could not be planned; one by one, then:\n%s", trace(error))
    return await _plan_each(store, now)


async def _plan_each(store: Store, now: datetime) -> int:
    """The same batch in one transaction, without those that cannot be planned: they are put off."""
    async with store.write() as tx:
        due = await tx.events.due(now, BATCH)
        accounts = await _accounts(tx, due)
        sound: list[Event] = []
        for event in due:
            try:
                fired(event, accounts[event.account_id], now)
            except Exception as error:  # ours, whatever it is: it must not delay anybody else's
                log.error("An event could not be planned:\n%s", trace(error), extra={"event": event.id})
                await tx.events.change([replace(event, next_at=now + PUT_OFF)])
            else:
                sound.append(event)
        await _plan(tx, sound, accounts, now)
        return len(due)


async def _accounts(tx: Transaction, due: Sequence[Event]) -> Mapping[AccountId, Account]:
    found = await tx.accounts.get({each.account_id for each in due}) if due else ()
    return {each.id: each for each in found}


async def _plan(
    tx: Transaction, due: Sequence[Event], accounts: Mapping[AccountId, Account], now: datetime
) -> None:
    firings = [fired(event, accounts[event.account_id], now) for event in due]
    await tx.events.change([firing.after for firing in firings])
    await tx.deliveries.add([delivery for firing in firings for delivery in firing.deliveries])
