"""Planning: reminders whose time has come become deliveries, many at once, and move on."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.chat.failures import trace
from core.facts.reminders import Reminder
from core.reminders.coming import fired
from core.store import ReadOnly, Store, Transaction, Unavailable

BATCH = 200  # reminders in one transaction: others wait for it
PUT_OFF = timedelta(hours=1)  # for one that cannot be planned

log = logging.getLogger(__name__)


async def plan_reminders(store: Store, now: datetime) -> int:
    """Write down what is due as deliveries, a batch in one transaction; how many reminders it took.

    Planning twice changes nothing: what was planned has moved on in the same transaction, and a delivery's key is
    that of its occurrence.
    """
    try:
        async with store.write() as tx:
            due = await tx.reminders.due(now, BATCH)
            if due:
                await _plan(tx, due, now)
            return len(due)
    except (Unavailable, ReadOnly):
        raise
    except Exception as error:
        log.error("A batch of reminders could not be planned; one by one, then:\n%s", trace(error))
    return await _plan_each(store, now)


async def _plan_each(store: Store, now: datetime) -> int:
    """The same batch in one transaction, without those that cannot be planned: they are put off."""
    async with store.write() as tx:
        due = await tx.reminders.due(now, BATCH)
        sound: list[Reminder] = []
        for reminder in due:
            try:
                fired(reminder, now)
            except Exception as error:  # ours, whatever it is: it must not delay anybody else's
                log.error("A reminder could not be planned:\n%s", trace(error), extra={"reminder": reminder.id})
                await tx.reminders.change([replace(reminder, next_at=now + PUT_OFF)])
            else:
                sound.append(reminder)
        await _plan(tx, sound, now)
        return len(due)


async def _plan(tx: Transaction, due: Sequence[Reminder], now: datetime) -> None:
    firings = [fired(reminder, now) for reminder in due]
    await tx.reminders.change([firing.after for firing in firings])
    await tx.deliveries.add([firing.delivery for firing in firings])
