"""Answers to an event of somebody else's: one short transaction, in which the event is held."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.chat.errors import NotFound, Refusal
from core.chat.reply import say
from core.chat.words import _
from core.events.moments import begins
from core.facts.account import Account
from core.facts.delivery import Delivery, Kind
from core.facts.events import Attendee, Event, Headcount, Rsvp
from core.facts.ids import DeliveryId, EventId, new_id
from core.gatherings.copies import keep_copy, keep_others
from core.gatherings.seats import Seated, promoted, seated, unconfirmed
from core.store import Transaction

UP, LOST = "seat", "lost"  # what the keys of deliveries begin with: a seat for somebody, and one that is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What has come of an answer."""

    event: Event
    before: Attendee | None
    seated: Seated


async def answer(
    tx: Transaction,
    event_id: EventId,
    account: Account,
    name: str,
    rsvp: Rsvp,
    guests: int | None,
    now: datetime,
) -> Answered:
    """Write down that somebody comes, may come or can't; with how many guests (None: as many as before).

    The same answer twice changes nothing. Raises NotFound for an event that is not there or not for others to
    answer, and Refusal for what cannot be had (core/gatherings/seats.py).
    """
    event = await answerable(tx, event_id)
    before = await tx.attendees.one(event.id, account.id)
    count = (await tx.attendees.count([event.id])).get(event.id, Headcount())
    waiting = await tx.attendees.waiting(event.id) if count.waiting else ()
    wish = _wished(event, account, before, name, rsvp, guests, now)
    done = seated(event, count, waiting, before, wish, now)
    if done.mine != before:
        await tx.attendees.save([done.mine, *done.promoted])
        await keep_copy(tx, event, account, done.mine.rsvp, now)
        await _tell(tx, event, done.promoted, UP, now)
        await tx.posts.stale([event.id], now, native=False)
    return Answered(event=event, before=before, seated=done)


async def fill_up(tx: Transaction, event: Event, now: datetime) -> None:
    """Seats have become more: whoever waits comes up. The event is held."""
    count = (await tx.attendees.count([event.id])).get(event.id, Headcount())
    came_up = promoted(event, count, await tx.attendees.waiting(event.id) if count.waiting else (), now)
    if came_up:
        await tx.attendees.save(came_up)
        await _tell(tx, event, came_up, UP, now)
        await tx.posts.stale([event.id], now, native=False)


async def pass_on(tx: Transaction, late: Attendee, now: datetime) -> None:
    """Somebody has not confirmed their seat in time: it goes to the next, where somebody waits who fits."""
    event = await tx.events.answerable(late.event_id)
    current = await tx.attendees.one(late.event_id, late.account_id)
    if current is None or current.confirm_by is None or current.confirm_by > now:
        return  # they were quicker
    if event is None:
        await tx.attendees.save([replace(current, confirm_by=None)])
        return
    count = (await tx.attendees.count([event.id])).get(event.id, Headcount())
    waiting = await tx.attendees.waiting(event.id) if count.waiting else ()
    theirs, came_up = unconfirmed(event, count, waiting, current, now)
    await tx.attendees.save([theirs, *came_up])
    if came_up:
        await _tell(tx, event, [theirs], LOST, now)
        await _tell(tx, event, came_up, UP, now)
        await tx.posts.stale([event.id], now, native=False)


async def answerable(tx: Transaction, event_id: EventId) -> Event:
    """An event that others may answer; held, in a writing transaction. Raises NotFound."""
    event = await tx.events.answerable(event_id)
    if event is None:
        raise NotFound(say(_("That event is not here any more.")))
    return event


def _wished(
    event: Event,
    account: Account,
    before: Attendee | None,
    name: str,
    rsvp: Rsvp,
    guests: int | None,
    now: datetime,
) -> Attendee:
    """The answer, as if there were seats for everybody. Raises Refusal for more guests than are welcome."""
    most = event.terms.guests if event.terms is not None else 0
    bringing = guests if guests is not None else before.guests if before is not None else 0
    if guests is not None and not 0 <= guests <= most:
        raise Refusal(
            say(_("No more guests are welcome there.")) if most else say(_("There is no room for guests."))
        )
    new = Attendee(event_id=event.id, account_id=account.id, name=name, rsvp=rsvp, since=now)
    kept = new if before is None else replace(before, name=name, rsvp=rsvp, since=now, confirm_by=None)
    return replace(kept, guests=min(bringing, most))


async def _tell(tx: Transaction, event: Event, moved: Sequence[Attendee], what: str, now: datetime) -> None:
    """Owe a message to people who have another answer now without having given it; their agendas follow."""
    own = await keep_others(tx, event, moved, now)
    await tx.deliveries.add(
        [
            Delivery(
                id=DeliveryId(new_id()),
                account_id=each.account_id,
                kind=Kind.SEAT,
                key=f"{what}:{event.id}:{now.isoformat()}",
                subject=own[each.account_id],
                due_at=now,
                not_after=each.confirm_by or begins(event),
            )
            for each in moved
        ]
    )
