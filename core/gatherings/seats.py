"""Seats: who has one, who waits, and who comes up when one is free. Decided here, and nothing read or written.

Whoever is next is the first in the row who fits with their guests: a single free seat does not stay empty for the
sake of somebody who comes with another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _
from core.events.moments import begins, ends
from core.facts.events import Attendee, Event, Headcount, Rsvp

SOON = timedelta(days=1)  # whoever comes up so shortly before says again whether they come
LONGEST_TO_CONFIRM = timedelta(hours=2)


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
) -> Seated:
    """Where an answer leads. `wish` says GOING, MAYBE or NO, with how many guests, and has been given now; `before`
    is what the same person had; `waiting` are those who wait, in order, and `count` are all who have answered.

    Raises Refusal for what cannot be had: the event is over or called off, answers are closed, there is no seat
    left for a guest.
    """
    _must_be_open(event, wish, now)
    others = [each for each in waiting if each.account_id != wish.account_id]
    free = _without(count, before)
    mine = _placed(event, free, before, wish)
    count = _with(free, mine)
    came_up = promoted(event, count, others, now)
    for each in came_up:
        count = _with(_without(count, replace(each, rsvp=Rsvp.WAITING)), each)
    place = 0
    if mine.rsvp is Rsvp.WAITING:
        gone = {each.account_id for each in came_up}
        row = sorted([*(each for each in others if each.account_id not in gone), mine], key=_in_order)
        place = row.index(mine) + 1
    return Seated(mine=mine, count=count, place=place, promoted=came_up)


def promoted(event: Event, count: Headcount, waiting: Sequence[Attendee], now: datetime) -> tuple[Attendee, ...]:
    """Who of those who wait, in order, has a seat from now on. Nobody comes up once it has begun."""
    if event.cancelled or now >= begins(event):
        return ()
    free = _free(event, count)
    came_up: list[Attendee] = []
    for each in waiting:
        if free is None or 1 + each.guests <= free:
            came_up.append(replace(each, rsvp=Rsvp.GOING, since=now, confirm_by=confirm_by(event, now)))
            free = None if free is None else free - 1 - each.guests
    return tuple(came_up)


def unconfirmed(
    event: Event, count: Headcount, waiting: Sequence[Attendee], late: Attendee, now: datetime
) -> tuple[Attendee, tuple[Attendee, ...]]:
    """Somebody has not said in time whether they come: what they have now, and who comes up for them. Room is made
    only for somebody who fits; while nobody does, the seat stays theirs."""
    given_up = replace(late, rsvp=Rsvp.MAYBE, guests=0, since=now, confirm_by=None)
    came_up = promoted(event, _with(_without(count, late), given_up), waiting, now)
    return (given_up, came_up) if came_up else (replace(late, confirm_by=None), ())


def confirm_by(event: Event, now: datetime) -> datetime | None:
    """Until when somebody who comes up now says whether they come; None where there is time enough.

    Two hours, or half of the time that is left.
    """
    left = begins(event) - now
    return now + min(LONGEST_TO_CONFIRM, left / 2) if left <= SOON else None


def closes_at(event: Event) -> datetime:
    """From when on nobody can say any more that they come."""
    closes = event.terms.closes if event.terms is not None else None
    return ends(event) if closes is None else begins(event) - timedelta(minutes=closes)


def _must_be_open(event: Event, wish: Attendee, now: datetime) -> None:
    if event.cancelled:
        raise Refusal(say(_("“{title}” has been called off."), title=event.title))
    if now >= ends(event):
        raise Refusal(say(_("“{title}” is over."), title=event.title))
    if (
        now >= closes_at(event) and wish.rsvp is not Rsvp.NO
    ):  # that somebody can't come is worth knowing to the last
        raise Refusal(say(_("Answers closed {when}: ask the organiser."), when=closes_at(event)))


def _placed(event: Event, free_of_mine: Headcount, before: Attendee | None, wish: Attendee) -> Attendee:
    """What somebody has by their wish alone; `free_of_mine` are the others."""
    if wish.rsvp is not Rsvp.GOING:
        same = before is not None and before.rsvp is wish.rsvp
        return replace(wish, guests=0, since=before.since if same and before is not None else wish.since)
    free = _free(event, free_of_mine)
    fits = free is None or 1 + wish.guests <= free
    if before is not None and before.rsvp is Rsvp.GOING:
        if not fits and wish.guests > before.guests:
            raise Refusal(say(_("There is no seat left for a guest. Yours is safe.")))
        return replace(wish, since=before.since)
    if fits:
        return wish
    waits = before is not None and before.rsvp is Rsvp.WAITING
    return replace(wish, rsvp=Rsvp.WAITING, since=before.since if waits and before is not None else wish.since)


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
