"""The cards of events that many see, and what is said about them in a group: written when they are sent.

Nothing stands here but the event itself and numbers: nobody's name, and nothing that anybody has told in private.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.chat.doors import Doors
from core.chat.reply import Bold, Button, LinkButton, Reply, Row, Span, action, count, lines, say
from core.chat.telling import tell_recurrence
from core.chat.words import _
from core.delivery.outbox import Composed
from core.events.moments import ANNOUNCED, About, begins, due_of, ends, event_of, still_due
from core.events.seen import as_shared
from core.events.telling import event_lines
from core.facts.account import Account, Identity
from core.facts.delivery import Delivery, Kind
from core.facts.events import Event, Headcount, Series
from core.facts.ids import AccountId, DeliveryId, EventId, PostId, new_id
from core.facts.posts import Post, PostKind
from core.gatherings.group_lines import change_line, is_change, is_latest, reminding_line
from core.gatherings.seats import closes_at
from core.ical.rules import recurrence_of
from core.store import Transaction

HELLO = "hello"  # what "/start" is opened with by whoever meets us under a card
CARD, SHARED = "post", "share"  # what the keys of cards' deliveries begin with: a club's own, and somebody's
AHEAD = ANNOUNCED  # so long before it the next one of a series is announced
SWAPPING = timedelta(days=2)  # so long after its end cards can be exchanged under it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that a card shows."""

    event: Event
    count: Headcount
    series: Series | None = None
    came: int = 0  # how many are known to have come
    at_home: bool = True  # in the group whose event it is


def card(shown: Shown, now: datetime, door: str = "") -> Reply:
    """An event as it stands in a group, or wherever it was shared, with its answers. `door` is a link to the
    private chat with us."""
    event = shown.event if shown.at_home else as_shared(shown.event)
    over = now >= ends(event)
    # A club's times are told as they are where it is; what is shared goes who knows where.
    text = lines(
        event_lines(event, event.timezone if shown.at_home else None, every(shown.series, event)),
        "",
        _came(shown) if over and not event.cancelled else counts(event, shown.count),
        None if over or event.cancelled else _terms(event, now),
    )
    rows = () if event.cancelled else _rows_after(shown, now) if over else _rows(shown, now, door)
    return Reply(
        text=text, rows=rows, private=False, pinned=shown.at_home and not over, unpinned=shown.at_home and over
    )


def counts(event: Event, heads: Headcount) -> Span:
    """ "Going 12 of 20 · Maybe 3 · Can't 2 · Waiting 4"."""
    seats = event.terms.capacity if event.terms is not None else None
    parts: list[Span] = [
        say(_("Going {n}"), n=Bold(heads.going))
        if seats is None
        else say(_("Going {n} of {seats}"), n=Bold(heads.going), seats=seats)
    ]
    if heads.maybe:
        parts += [" · ", say(_("Maybe {n}"), n=heads.maybe)]
    if heads.no:
        parts += [" · ", say(_("Can't {n}"), n=heads.no)]
    if heads.waiting:
        parts += [" · ", say(_("Waiting {n}"), n=heads.waiting)]
    return tuple(parts)


def every(series: Series | None, event: Event) -> Span | None:
    """How often it comes again, where that can be said in words. What came before the others were moved to other
    days says nothing of them."""
    if series is None or (again := recurrence_of(series.rule, series.on, series.at)) is None:
        return None
    by_rule = date.fromisoformat(event.occurrence[:8]) if event.occurrence else event.on
    if again.weekdays and {event.on.weekday(), by_rule.weekday()}.isdisjoint(each.day for each in again.weekdays):
        return None
    return tell_recurrence(again)


def changes_at(event: Event, now: datetime) -> datetime | None:
    """When its card is another one next, without anybody doing anything: answers close, it is over, or has been for
    long."""
    return min((at for at in (closes_at(event), ends(event), ends(event) + SWAPPING) if at > now), default=None)


def announcement(event: Event, due_at: datetime, mark: str = "") -> Delivery:
    """The delivery that posts the card of a club's event; once, but for those with a mark of their own."""
    return Delivery(
        id=DeliveryId(new_id()),
        account_id=event.account_id,
        kind=Kind.POST,
        key=f"{CARD}:{event.id}:{mark}",
        subject=event.id,
        due_at=due_at,
        not_after=max(ends(event), due_at),
    )


def sharing(event: Event, club: AccountId, now: datetime) -> Delivery:
    """The delivery that posts the card of somebody's own event in a club's group."""
    return replace(announcement(event, now), account_id=club, key=f"{SHARED}:{event.id}:{new_id()}")


async def compose_posts(
    doors: Doors, tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """Cards of events; and lines that tell a group of one. Where the card was never posted, or was deleted, it
    comes in the place of the line."""
    found = {each.id: each for each in await tx.events.of([(owner.id, event_of(each)) for owner, each in batch])}
    for _owner, delivery in batch:
        event = await tx.events.answerable(event_of(delivery)) if delivery.key.startswith(f"{SHARED}:") else None
        if event is not None:
            found[event.id] = event
    following = {
        each.id: await _next_of(tx, found[event_of(each)], now)
        for _owner, each in batch
        if (due := due_of(each)) and due.about in (About.CARD, About.AFTER) and event_of(each) in found
    }
    found |= {each.id: each for each in following.values() if each is not None}
    known = await shown(tx, [*found.values()], now)
    places = await tx.accounts.identities({owner.id for owner, _delivery in batch})
    composed: dict[DeliveryId, Composed] = {}
    carded: set[EventId] = set()
    for owner, delivery in batch:
        event = following[delivery.id] if delivery.id in following else found.get(event_of(delivery))
        if event is None:
            continue
        standing = event.id in carded or any(each.kind is PostKind.CARD for each in await tx.posts.of(event.id))
        if is_change(delivery):
            if standing and is_latest(delivery, event):
                composed[delivery.id] = Composed(reply=change_line(event))
            continue
        if event.cancelled or now >= ends(event):
            continue
        wished = not delivery.key.startswith("event:") and delivery.key != announcement(event, now).key
        if not standing or wished:
            telegram = any(each.platform == "telegram" and each.account_id == owner.id for each in places)
            composed[delivery.id] = _posted(known[event.id], doors.telegram(HELLO) if telegram else "", now)
            carded.add(event.id)
        elif delivery.id not in following and still_due(event, owner, delivery):
            composed[delivery.id] = Composed(reply=reminding_line(event, now))
    return composed


async def shown(tx: Transaction, events: Sequence[Event], now: datetime) -> Mapping[EventId, Shown]:
    """What the cards of these events show, as it is now."""
    heads = await tx.attendees.count([each.id for each in events])
    clubs = {each.id: each.club for each in await tx.accounts.get({each.account_id for each in events})}
    series: dict[str, Series] = {}
    owners: dict[AccountId, list[Event]] = {}
    for each in events:
        if each.series_id is not None:
            owners.setdefault(each.account_id, []).append(each)
    for owner, theirs in owners.items():
        for one in await tx.series.get(owner, [each.series_id for each in theirs if each.series_id]):
            series[one.id] = one
    return {
        each.id: Shown(
            event=each,
            count=heads.get(each.id, Headcount()),
            series=series.get(each.series_id) if each.series_id else None,
            came=await _who_came(tx, each) if now >= ends(each) else 0,
            at_home=clubs.get(each.account_id, False),
        )
        for each in events
    }


async def _next_of(tx: Transaction, event: Event, now: datetime) -> Event | None:
    """Whose card is due in a series: of the first that is not over, from a week before it on."""
    assert event.series_id is not None
    others = await tx.events.of_series(event.account_id, event.series_id)
    coming = [each for each in others if not each.cancelled and ends(each) > now]
    first = min(coming, key=begins, default=None)
    return first if first is not None and begins(first) - ANNOUNCED <= now else None


def _posted(of: Shown, door: str, now: datetime) -> Composed:
    async def posted(tx: Transaction, identity: Identity, message_id: str) -> None:
        """Remember where it stands; what has been answered while it was on its way makes it stale at once. Beside
        it the platform's own event is made, where there is such a thing."""
        event = of.event
        current = (await tx.attendees.count([event.id])).get(event.id, Headcount())
        after = next(iter(await tx.events.get(event.account_id, [event.id])), None)
        right = current == of.count and after == event
        stands = Post(
            id=PostId(new_id()),
            account_id=event.account_id,
            event_id=event.id,
            platform=identity.platform,
            address=identity.address,
            message_id=message_id,
            stale_at=changes_at(event, now) if right else now,
        )
        # Until it is made, the platform's own event is called like ours. There is one of it, and many a card.
        own = replace(stands, id=PostId(new_id()), message_id=event.id, kind=PostKind.NATIVE, stale_at=now)
        there = [each.platform for each in await tx.posts.of(event.id) if each.kind is PostKind.NATIVE]
        await tx.posts.add([stands] if identity.platform in there else [stands, own])

    return Composed(reply=card(of, now, door), posted=posted)


def _rows(of: Shown, now: datetime, door: str) -> tuple[Row, ...]:
    event = of.event
    if now >= closes_at(event):
        return ((Button(say(_("Can't")), action("rsvp", event.id, "no")),),)
    more: Row = ()
    if event.terms is not None and event.terms.guests:
        more = (Button(say(_("+1 guest")), action("guest", event.id)),)
    if of.at_home:
        more = (*more, Button(say(_("Who's going")), action("who", event.id)))
    if door:
        more = (*more, LinkButton(say(_("Open Reachwell")), door))
    return (_answers(event), more) if more else (_answers(event),)


def _rows_after(of: Shown, now: datetime) -> tuple[Row, ...]:
    """In a group, those who were there may exchange cards for a while."""
    if not of.at_home or now >= ends(of.event) + SWAPPING or not of.count.going:
        return ()
    return ((Button(say(_("Swap cards")), action("swap", of.event.id)),),)


def _answers(event: Event) -> Row:
    return (
        Button(say(_("Going")), action("rsvp", event.id, "going")),
        Button(say(_("Maybe")), action("rsvp", event.id, "maybe")),
        Button(say(_("Can't")), action("rsvp", event.id, "no")),
    )


def _terms(event: Event, now: datetime) -> Span | None:
    if now >= closes_at(event):
        return say(_("Answers are closed."))
    if event.terms is None or event.terms.closes is None:
        return None
    return say(_("Answer until {when}."), when=closes_at(event).astimezone(ZoneInfo(event.timezone)))


def _came(of: Shown) -> Span:
    if of.came:
        return count("It is over: {n} came.", "It is over: {n} came.", of.came)
    return count("It is over: {n} was going.", "It is over: {n} were going.", of.count.going)


async def _who_came(tx: Transaction, event: Event) -> int:
    return sum(1 + each.guests for each in await tx.attendees.of(event.id) if each.came)
