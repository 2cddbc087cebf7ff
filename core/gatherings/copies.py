"""Copies: the event that somebody has answered, in their own agenda; reminders and all that follows hang on it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from core.events.keeping import SHARED
from core.events.moments import left_to_planner, settled
from core.events.seen import as_shared
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


async def own_of(tx: Transaction, event: Event, owner: AccountId) -> Event | None:
    """The event in somebody's own agenda: it itself, or their copy of it."""
    if event.account_id == owner:
        return next(iter(await tx.events.get(owner, [event.id])), None)
    return await _copy(tx, event, owner)


async def keep_others(
    tx: Transaction, event: Event, moved: Sequence[Attendee], now: datetime
) -> Mapping[AccountId, EventId]:
    """The same for others, whose answers somebody else's has changed: they came up from the waiting list. What the
    event is called in each one's agenda.

    Their accounts are neither read nor held: they may be waiting for this event, which is held here.
    """
    theirs = {
        each.account_id: each for each in await tx.events.copies(event.id, [each.account_id for each in moved])
    }
    changed, added = [], []
    for attendee in moved:
        if attendee.account_id == event.account_id:
            changed.append(left_to_planner(replace(event, rsvp=attendee.rsvp), now))
        elif (there := theirs.get(attendee.account_id)) is not None:
            changed.append(left_to_planner(_like(there, event, attendee.rsvp), now))
        else:
            added.append(left_to_planner(_new(event, attendee.account_id, attendee.rsvp, now), now))
    await tx.events.change(changed)
    await tx.events.add(added)
    return {each.account_id: each.id for each in (*changed, *added)}


async def _copy(tx: Transaction, event: Event, owner: AccountId) -> Event | None:
    return next(iter(await tx.events.with_origins(owner, [_origin(event)])), None)


def _origin(event: Event) -> str:
    return f"shared:{event.id}"


def _like(copy: Event, event: Event, rsvp: Rsvp) -> Event:
    seen = as_shared(event)
    return replace(copy, rsvp=rsvp, **{name: getattr(seen, name) for name in SHARED})


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
