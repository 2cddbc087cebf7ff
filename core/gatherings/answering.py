"""Answers to an event of somebody else's: one short transaction, in which the event is held."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.chat.errors import NotFound, Refusal
from core.chat.reply import say
from core.chat.words import _
from core.events.keeping import keep
from core.events.moments import begins, ends
from core.facts.account import Account
from core.facts.delivery import Delivery, Kind
from core.facts.events import Attendee, Event, Headcount, Rsvp
from core.facts.ids import AccountId, DeliveryId, EventId, new_id
from core.gatherings.copies import keep_copy, keep_others
from core.gatherings.seats import Seated, is_overbooked, most_guests, promoted, seated, unconfirmed
from core.store import Transaction

UP, LOST = "seat", "lost"  # what the keys of deliveries begin with: a seat for somebody, and one that is gone
_MOST = 2000  # of somebody's own events to come


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What has come of an answer."""

    event: Event
    before: Attendee | None
    guests: int  # whom they would bring, as far as guests are welcome
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
    row = await _row(tx, event)
    wish = _wished(event, account, before, name, rsvp, guests, now)
    done = seated(event, row.count, row.waiting, before, wish, now, row.unreachable)
    if done.mine != before or done.promoted:
        await tx.attendees.save([done.mine, *done.promoted])
        await keep_copy(tx, event, account, done.mine.rsvp, now)
        await _tell(tx, event, done.promoted, UP, now)
        await tx.posts.stale([event.id], now, native=False)
    return Answered(event=event, before=before, guests=wish.guests, seated=done)


async def fill_up(tx: Transaction, event: Event, now: datetime) -> None:
    """Seats have become more: whoever waits comes up. The event is held."""
    row = await _row(tx, event)
    came_up = promoted(event, row.count, row.waiting, now, row.unreachable)
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
    row = await _row(tx, event)
    theirs, came_up = unconfirmed(event, row.count, row.waiting, current, now, row.unreachable)
    await tx.attendees.save([theirs, *came_up])
    if came_up:
        await _tell(tx, event, [theirs], LOST, now)
        await _tell(tx, event, came_up, UP, now)
        await tx.posts.stale([event.id], now, native=False)


async def withdraw(tx: Transaction, account: Account, now: datetime) -> None:
    """Take back all that somebody has answered, before they are erased: their seats go to those who wait. What they
    share themselves is called off for those who come."""
    held = [await tx.events.answerable(each) for each in await tx.attendees.answered(account.id)]
    own = await tx.events.coming(account.id, now.date() - timedelta(days=1), _MOST)
    shared = [each for each in own if each.terms is not None and not each.cancelled and ends(each) > now]
    await keep(tx, [replace(each, cancelled=True) for each in shared], account, now)
    for event in held:
        if event is not None and event.account_id != account.id and ends(event) > now:
            await tx.attendees.remove(event.id, [account.id])
            await tx.posts.stale([event.id], now, native=False)
            await fill_up(tx, event, now)


async def answers_united(tx: Transaction, ids: Sequence[EventId], now: datetime) -> None:
    """Two people who had answered these events turn out to be one: the seat of the other is free."""
    for event in [await tx.events.answerable(each) for each in ids]:
        if event is not None and ends(event) > now:
            await tx.posts.stale([event.id], now, native=False)
            await fill_up(tx, event, now)


async def answers_parted(tx: Transaction, ids: Sequence[EventId], other: AccountId, now: datetime) -> None:
    """They are two after all: the other has their seat again, or waits where somebody else has got it."""
    for event in [await tx.events.answerable(each) for each in ids]:
        if event is None or ends(event) <= now:
            continue
        await tx.posts.stale([event.id], now, native=False)
        theirs = await tx.attendees.one(event.id, other)
        if theirs is not None and theirs.rsvp is Rsvp.GOING and is_overbooked(event, (await _row(tx, event)).count):
            waits = replace(theirs, rsvp=Rsvp.WAITING, confirm_by=None)
            await tx.attendees.save([waits])
            await keep_others(tx, event, [waits], now)


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
    most = most_guests(event)
    bringing = guests if guests is not None else before.guests if before is not None else 0
    if guests is not None and not 0 <= guests <= most:
        raise Refusal(
            say(_("No more guests are welcome there.")) if most else say(_("There is no room for guests."))
        )
    new = Attendee(event_id=event.id, account_id=account.id, name=name, rsvp=rsvp, since=now)
    kept = new if before is None else replace(before, name=name, rsvp=rsvp, since=now, confirm_by=None)
    return replace(kept, guests=min(bringing, most))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Who has answered, and who waits."""

    count: Headcount
    waiting: Sequence[Attendee]
    unreachable: Collection[AccountId]  # of those who wait, where we have tried to write to them


async def _row(tx: Transaction, event: Event) -> _Row:
    count = (await tx.attendees.count([event.id])).get(event.id, Headcount())
    if not count.waiting:
        return _Row(count=count, waiting=(), unreachable=())
    waiting = await tx.attendees.waiting(event.id)
    theirs = {each.account_id for each in waiting}
    reached = {each.account_id for each in await tx.accounts.identities(theirs) if each.reachable}
    return _Row(count=count, waiting=waiting, unreachable=theirs - reached)


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
                not_after=begins(event),
            )
            for each in moved
        ]
    )
