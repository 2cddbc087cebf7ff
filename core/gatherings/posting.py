"""The cards of events that many see, and what is said about them in a group: written when they are sent.

Nothing stands here but the event itself and numbers: nobody's name, and nothing that anybody has told in private.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.chat.doors import Doors
from core.chat.reply import Bold, Button, Link, LinkButton, Reply, Row, Span, action, count, lines, say
from core.chat.telling import tell_recurrence
from core.chat.words import _
from core.delivery.outbox import Composed
from core.events.moments import begins, due_of, ends, event_of, still_due
from core.events.telling import event_lines, is_link, place_line, when_of
from core.facts.account import Account, Identity
from core.facts.delivery import Delivery, Kind
from core.facts.events import Event, Headcount, Series
from core.facts.ids import AccountId, DeliveryId, EventId, PostId, new_id
from core.facts.posts import Post, PostKind
from core.gatherings.seats import closes_at
from core.ical.rules import recurrence_of
from core.store import Transaction

HELLO = "hello"  # what "/start" is opened with by whoever meets us under a card
CARD, SHARED = "post", "share"  # what the keys of cards' deliveries begin with: a club's own, and somebody's
AHEAD = timedelta(days=7)  # so long before it the next one of a series is announced
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
    event = shown.event
    over = now >= ends(event)
    # A club's times are told as they are where it is; what is shared goes who knows where.
    text = lines(
        event_lines(event, event.timezone if shown.at_home else None, every(shown.series)),
        "",
        _came(shown) if over and not event.cancelled else counts(event, shown.count),
        None if over or event.cancelled else _terms(event, now),
    )
    rows = () if event.cancelled else _rows_after(shown, now) if over else _rows(shown, now, door)
    return Reply(text=text, rows=rows, private=False, pinned=shown.at_home and not over)


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


def every(series: Series | None) -> Span | None:
    """How often it comes again, where that can be said in words."""
    if series is None or (again := recurrence_of(series.rule, series.on, series.at)) is None:
        return None
    return tell_recurrence(again)


def changes_at(event: Event, now: datetime) -> datetime | None:
    """When its card is another one next, without anybody doing anything: answers close, it is over, or has been for
    long."""
    return min((at for at in (closes_at(event), ends(event), ends(event) + SWAPPING) if at > now), default=None)


def earliest_card(event: Event) -> datetime:
    """Before this the card of an event of a series is not posted: a group sees one of them at a time."""
    return begins(event) - AHEAD


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
    """Cards of events; and lines that remind a group of one. Where the card was never posted, or was deleted, it
    comes in the place of the line."""
    found = {each.id: each for each in await tx.events.of([(owner.id, event_of(each)) for owner, each in batch])}
    for _owner, delivery in batch:
        event = await tx.events.answerable(event_of(delivery)) if delivery.key.startswith(f"{SHARED}:") else None
        if event is not None:
            found[event.id] = event
    known = await shown(tx, [*found.values()], now)
    places = await tx.accounts.identities({owner.id for owner, _delivery in batch})
    composed: dict[DeliveryId, Composed] = {}
    for owner, delivery in batch:
        event = found.get(event_of(delivery))
        if event is None or event.cancelled or now >= ends(event):
            continue
        standing = [each for each in await tx.posts.of(event.id) if each.kind is PostKind.CARD]
        if standing and due_of(delivery) is not None:
            if still_due(event, owner, delivery):
                composed[delivery.id] = Composed(reply=_line(known[event.id], now), when_sent=_nothing)
        elif not standing or delivery.key != announcement(event, now).key:  # one with a mark is wished for
            telegram = any(each.platform == "telegram" and each.account_id == owner.id for each in places)
            composed[delivery.id] = _posted(known[event.id], doors.telegram(HELLO) if telegram else "", now)
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
        # Until it is made, the platform's own event is called like ours.
        own = replace(stands, id=PostId(new_id()), message_id=event.id, kind=PostKind.NATIVE, stale_at=now)
        await tx.posts.add([stands, own])

    return Composed(reply=card(of, now, door), when_sent=_nothing, posted=posted)


def _line(of: Shown, now: datetime) -> Reply:
    """A line before it begins: the card stands further up."""
    event = of.event
    left = begins(event) - now
    soon = say(_("⏰ {title} begins soon: {when}"), title=Bold(event.title), when=when_of(event, event.timezone))
    later = say(_("⏰ {title} comes up: {when}"), title=Bold(event.title), when=when_of(event, event.timezone))
    rows: tuple[Row, ...] = () if now >= closes_at(event) else (_answers(event),)
    link = Link(event.url, event.url) if is_link(event.url) else None
    text = lines(soon if left <= timedelta(hours=3) else later, place_line(event), link, counts(event, of.count))
    return Reply(text=text, rows=rows, private=False)


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


async def _nothing(tx: Transaction) -> None:
    """Nothing follows from a line."""
