"""Seats: who has one, who waits, and who comes up when one is free. Decided here, and nothing read or written.

Whoever is next is the first in the row who fits with their guests: a single free seat does not stay empty for the
sake of somebody who comes with another. Shortly before it begins those whom we can't write to come last: they would
not know.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _
from core.delivery.mornings import quiet_until
from core.events.moments import begins, ends
from core.facts.account import Account
from core.facts.events import Attendee, Event, Headcount, Rsvp
from core.facts.ids import AccountId

SOON = timedelta(days=1)  # whoever comes up so shortly before says again whether they come
LONGEST_TO_CONFIRM = timedelta(hours=2)
NIGHT = (time(22), time(8))  # nobody has to answer then, unless they have quiet hours of their own
WORTH_WAITING = timedelta(hours=1)  # so long before it begins a seat is still of use to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """What one answer has come to: what its giver has now, and who came up from the waiting list by it."""

    mine: Attendee
    count: Headcount
    place: int = 0  # in the waiting list, from 1 on; 0: they do not wait
    promoted: tuple[Attendee, ...] = ()


def seated(
    event: Event,
    count: Headcount,
    waiting: Sequence[Attendee],
    before: Attendee | None,
    wish: Attendee,
    now: datetime,
    unreachable: Collection[AccountId] = (),
) -> Seated:
    """Where an answer leads. `wish` says GOING, MAYBE or NO, with how many guests, and has been given now; `before`
    is what the same person had; `waiting` are those who wait, in order, and `count` are all who have answered.
    Nobody passes somebody who waits and fits; where there is room for fewer guests than wished, it is for fewer.

    Raises Refusal for what cannot be had: the event is over or called off, answers are closed, there is no seat
    left for a guest.
    """
    _must_be_open(event, before, wish, now)
    others = [each for each in waiting if each.account_id != wish.account_id]
    free = _without(count, before)
    if wish.rsvp is Rsvp.GOING and (before is None or before.rsvp is not Rsvp.GOING):
        mine, came_up = _in_turn(event, free, others, before, wish, now, unreachable)
    else:
        mine = _placed(event, free, before, wish)
        came_up = promoted(event, _with(free, mine), others, now, unreachable)
    count = _with(free, mine)
    for each in came_up:
        count = _with(_without(count, replace(each, rsvp=Rsvp.WAITING)), each)
    place = 0
    if mine.rsvp is Rsvp.WAITING:
        gone = {each.account_id for each in came_up}
        row = sorted([*(each for each in others if each.account_id not in gone), mine], key=_in_order)
        place = row.index(mine) + 1
    return Seated(mine=mine, count=count, place=place, promoted=came_up)


def promoted(
    event: Event,
    count: Headcount,
    waiting: Sequence[Attendee],
    now: datetime,
    unreachable: Collection[AccountId] = (),
) -> tuple[Attendee, ...]:
    """Who of those who wait, in order, has a seat from now on. Nobody comes up once it has begun."""
    if event.cancelled or now >= begins(event):
        return ()
    late = begins(event) - now <= SOON
    row = sorted(waiting, key=lambda each: late and each.account_id in unreachable)  # else in their order
    free = _free(event, count)
    came_up: list[Attendee] = []
    for each in row:
        if free is None or 1 + each.guests <= free:
            came_up.append(replace(each, rsvp=Rsvp.GOING, since=now, confirm_by=None))
            free = None if free is None else free - 1 - each.guests
    return tuple(came_up)


def unconfirmed(
    event: Event,
    count: Headcount,
    waiting: Sequence[Attendee],
    late: Attendee,
    now: datetime,
    unreachable: Collection[AccountId] = (),
) -> tuple[Attendee, tuple[Attendee, ...]]:
    """Somebody has not said in time whether they come: what they have now, and who comes up for them. Room is made
    only for somebody who fits, and can be told; while nobody does, the seat stays theirs."""
    row = [each for each in waiting if each.account_id not in unreachable]
    given_up = replace(late, rsvp=Rsvp.MAYBE, guests=0, since=now, confirm_by=None)
    came_up = promoted(event, _with(_without(count, late), given_up), row, now)
    return (given_up, came_up) if came_up else (replace(late, confirm_by=None), ())


def confirm_by(event: Event, account: Account, now: datetime) -> datetime | None:
    """Until when somebody who hears now that they came up says whether they come; None where there is time enough.

    Two hours, or half of the time that is left; at night, or in their quiet hours, as long after these, where the
    seat is of use to anybody then.
    """
    begin = begins(event)
    if begin - now > SOON:
        return None
    until = now + min(LONGEST_TO_CONFIRM, (begin - now) / 2)
    nights = replace(account, timezone=account.timezone or event.timezone)
    if account.quiet_from is None or account.quiet_until is None:
        nights = replace(nights, quiet_from=NIGHT[0], quiet_until=NIGHT[1])
    woken = quiet_until(nights, until)
    if woken is None or begin - woken < WORTH_WAITING:
        return until
    return woken + min(LONGEST_TO_CONFIRM, (begin - woken) / 2)


def most_guests(event: Event) -> int:
    """How many one person may bring: never more than there are seats for."""
    if event.terms is None:
        return 0
    capacity = event.terms.capacity
    return event.terms.guests if capacity is None else max(0, min(event.terms.guests, capacity - 1))


def is_overbooked(event: Event, count: Headcount) -> bool:
    free = _free(event, count)
    return free is not None and free < 0


def closes_at(event: Event) -> datetime:
    """From when on nobody can say any more that they come."""
    closes = event.terms.closes if event.terms is not None else None
    return ends(event) if closes is None else begins(event) - timedelta(minutes=closes)


def _must_be_open(event: Event, before: Attendee | None, wish: Attendee, now: datetime) -> None:
    if event.cancelled:
        raise Refusal(say(_("“{title}” has been called off."), title=event.title))
    if now >= ends(event):
        raise Refusal(say(_("“{title}” is over."), title=event.title))
    # That somebody can't come is worth knowing to the last; and whoever has a seat may say that they do.
    keeps = before is not None and before.rsvp is wish.rsvp is Rsvp.GOING and wish.guests <= before.guests
    if now >= closes_at(event) and wish.rsvp is not Rsvp.NO and not keeps:
        raise Refusal(say(_("Answers closed {when}: ask the organiser."), when=closes_at(event)))


def _placed(event: Event, free_of_mine: Headcount, before: Attendee | None, wish: Attendee) -> Attendee:
    """What somebody has who needs no new seat; `free_of_mine` are the others."""
    if wish.rsvp is not Rsvp.GOING:
        same = before is not None and before.rsvp is wish.rsvp
        return replace(wish, guests=0, since=before.since if same and before is not None else wish.since)
    assert before is not None
    free = _free(event, free_of_mine)
    if free is not None and 1 + wish.guests > free and wish.guests > before.guests:
        raise Refusal(say(_("There is no seat left for a guest. Yours is safe.")))
    return replace(wish, since=before.since)


def _in_turn(
    event: Event,
    free_of_mine: Headcount,
    others: Sequence[Attendee],
    before: Attendee | None,
    wish: Attendee,
    now: datetime,
    unreachable: Collection[AccountId],
) -> tuple[Attendee, tuple[Attendee, ...]]:
    """What somebody has who would like a seat, when it is their turn; and who comes up with them."""
    waits = before is not None and before.rsvp is Rsvp.WAITING
    mine = replace(wish, rsvp=Rsvp.WAITING, since=before.since if waits and before is not None else wish.since)
    came_up = promoted(event, free_of_mine, sorted([*others, mine], key=_in_order), now, unreachable)
    theirs = tuple(each for each in came_up if each.account_id != wish.account_id)
    if len(theirs) < len(came_up):
        return wish, theirs
    taken = sum(1 + each.guests for each in theirs)
    free = _free(event, free_of_mine)
    if free is None or free > taken:
        return replace(wish, guests=wish.guests if free is None else min(wish.guests, free - taken - 1)), theirs
    return mine, theirs


def _free(event: Event, count: Headcount) -> int | None:
    """Seats that are left; None: as many as anybody likes."""
    capacity = event.terms.capacity if event.terms is not None else None
    return None if capacity is None else capacity - count.going


def _in_order(attendee: Attendee) -> tuple[datetime, str]:
    return attendee.since, attendee.account_id


def _with(count: Headcount, attendee: Attendee, times: int = 1) -> Headcount:
    heads = times * (1 + attendee.guests)
    match attendee.rsvp:
        case Rsvp.GOING:
            return replace(count, going=count.going + heads)
        case Rsvp.MAYBE:
            return replace(count, maybe=count.maybe + heads)
        case Rsvp.NO:
            return replace(count, no=count.no + heads)
        case Rsvp.WAITING:
            return replace(count, waiting=count.waiting + heads)
        case Rsvp.INVITED:
            return count


def _without(count: Headcount, attendee: Attendee | None) -> Headcount:
    return count if attendee is None else _with(count, attendee, -1)
