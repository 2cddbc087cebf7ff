"""Copies: the event that somebody has answered, in their own agenda; reminders and all that follows hang on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.events.keeping import SHARED
from core.events.moments import left_to_planner, settled
from core.facts.account import Account
from core.facts.events import Attendee, Event, Rsvp
from core.facts.ids import AccountId, EventId, new_id
from core.store import Transaction


async def keep_copy(tx: Transaction, event: Event, account: Account, rsvp: Rsvp, now: datetime) -> None:
    """Write down what the account has answered in its own agenda. Its own event is answered itself; somebody who
    has no copy and does not come gets none."""
    if event.account_id == account.id:
        await tx.events.change([settled(replace(event, rsvp=rsvp), account, now)])
        return
    there = await _copy(tx, event, account.id)
    if there is not None:
        await tx.events.change([settled(_like(there, event, rsvp), account, now)])
    elif rsvp is not Rsvp.NO:
        await tx.events.add([settled(_new(event, account.id, rsvp, now), account, now)])


async def keep_others(tx: Transaction, event: Event, moved: Sequence[Attendee], now: datetime) -> None:
    """The same for others, whose answers somebody else's has changed: they came up from the waiting list.

    Their accounts are neither read nor held: they may be waiting for this event, which is held here.
    """
    changed, added = [], []
    for attendee in moved:
        if (there := await _copy(tx, event, attendee.account_id)) is not None:
            changed.append(left_to_planner(_like(there, event, attendee.rsvp), now))
        elif attendee.account_id != event.account_id:
            added.append(left_to_planner(_new(event, attendee.account_id, attendee.rsvp, now), now))
        else:
            changed.append(left_to_planner(replace(event, rsvp=attendee.rsvp), now))
    await tx.events.change(changed)
    await tx.events.add(added)


async def _copy(tx: Transaction, event: Event, owner: AccountId) -> Event | None:
    return next(iter(await tx.events.with_origins(owner, [_origin(event)])), None)


def _origin(event: Event) -> str:
    return f"shared:{event.id}"


def _like(copy: Event, event: Event, rsvp: Rsvp) -> Event:
    return replace(copy, rsvp=rsvp, **{name: getattr(event, name) for name in SHARED})


def _new(event: Event, owner: AccountId, rsvp: Rsvp, now: datetime) -> Event:
    copy = Event(
        id=EventId(new_id()),
        account_id=owner,
        created_at=now,
        origin=_origin(event),
        title=event.title,
        on=event.on,
        timezone=event.timezone,
        shared_id=event.id,
    )
    return _like(copy, event, rsvp)
