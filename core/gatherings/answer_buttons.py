"""The buttons under the card of an event that many see: Going, Maybe, Can't, a guest more, and who is going."""

from dataclasses import replace

from core.chat.command import Context, on_press
from core.chat.errors import NotFound
from core.chat.reply import Answer, Listing, Notice, Person, Reply, Span, count, lines, say
from core.chat.words import _
from core.events.card import card as own_card
from core.events.moments import begins
from core.facts.events import Event, Headcount, Rsvp
from core.facts.ids import EventId
from core.gatherings.answering import Answered, answer, answerable
from core.gatherings.clubs import is_here
from core.gatherings.copies import own_of
from core.gatherings.posting import HELLO, card, counts, shown
from core.gatherings.remembering import close, remember
from core.gatherings.seats import most_guests
from core.gatherings.sharing import open_to_others

_NAMES = 140  # characters: a toast takes 200
_ANSWERS = {each.value: each for each in (Rsvp.GOING, Rsvp.MAYBE, Rsvp.NO)}


@on_press("rsvp")
async def press(ctx: Context, event_id: str, wish: str) -> Answer:
    """An answer, under whichever card. The same one twice is once."""
    if wish not in _ANSWERS:
        raise NotFound(say(_("That event is not here any more.")))
    if ctx.inline:
        await open_to_others(ctx.tx, EventId(event_id), ctx.now)
    try:
        done = await answer(ctx.tx, EventId(event_id), ctx.account, ctx.actor.name, _ANSWERS[wish], None, ctx.now)
    except NotFound as gone:
        await close(ctx, event_id)
        return Notice(gone.text)
    return await _told(ctx, done)


@on_press("guest")
async def bring_another(ctx: Context, event_id: str) -> Answer:
    """They come, with a guest more; after as many as are welcome with none again."""
    event = await answerable(ctx.tx, EventId(event_id))
    before = await ctx.tx.attendees.one(event.id, ctx.owner)
    most = most_guests(event)
    comes = before is not None and before.rsvp in (Rsvp.GOING, Rsvp.WAITING)
    bringing = before.guests + 1 if before is not None and comes else 1
    done = await answer(
        ctx.tx,
        event.id,
        ctx.account,
        ctx.actor.name,
        Rsvp.GOING,
        0 if 0 < most < bringing else bringing,
        ctx.now,
    )
    return await _told(ctx, done)


@on_press("who", reads=True)
async def who_goes(ctx: Context, event_id: str) -> Answer:
    """As their chat calls them, for those who are in the same group, and for whoever has shared their own; numbers
    for everybody else."""
    event = await answerable(ctx.tx, EventId(event_id))
    if event.account_id != ctx.owner and not await is_here(ctx, event.account_id):
        heads = (await ctx.tx.attendees.count([event.id])).get(event.id, Headcount())
        return Notice(counts(event, heads))
    going = [each for each in await ctx.tx.attendees.of(event.id) if each.rsvp is Rsvp.GOING]
    if not going:
        return Notice(say(_("Nobody yet: you could be the first.")))
    named: list[Span] = []
    length = 0
    for each in going:
        length += len(each.name) + 2
        if length > _NAMES:
            break
        named.append(Person(each.name))
    names = Listing(tuple(named))
    if more := len(going) - len(named):
        return Notice(count("Going: {names} and {n} more", "Going: {names} and {n} more", more, names=names))
    return Notice(say(_("Going: {names}"), names=names))


async def _told(ctx: Context, done: Answered) -> Answer:
    """What has come of it, for them alone; and how they are reminded, where we can't write to them by ourselves. In
    private it is the card of their own agenda."""
    await remember(ctx, done.event)
    text = _said(done)
    if ctx.group is None and not ctx.inline and (own := await own_of(ctx.tx, done.event, ctx.owner)) is not None:
        return replace(await own_card(ctx, own, heading=text), replaces=True)
    said = lines(text, _how_reminded(ctx, done.event, done.seated.mine.rsvp))
    return Notice(said, instead=await _instead(ctx, done.event))


def _said(done: Answered) -> Span:
    mine, place = done.seated.mine, done.seated.place
    before = done.before.guests if done.before is not None else 0
    match mine.rsvp:
        case Rsvp.GOING if mine.guests < done.guests and not mine.guests:
            return say(_("You are going, and have the last seat: there is none for a guest."))
        case Rsvp.GOING if mine.guests < done.guests:
            return count(
                "You are going, with {n} guest: there is no seat for more.",
                "You are going, with {n} guests: there is no seat for more.",
                mine.guests,
            )
        case Rsvp.GOING if mine.guests:
            return count("You are going, with {n} guest.", "You are going, with {n} guests.", mine.guests)
        case Rsvp.GOING if before:
            return say(_("You are going, without a guest now."))
        case Rsvp.GOING:
            return say(_("You are going."))
        case Rsvp.WAITING if mine.guests:
            return count(
                "It is full: with {n} guest you are number {place} on the waiting list. "
                "I tell you when there are seats.",
                "It is full: with {n} guests you are number {place} on the waiting list. "
                "I tell you when there are seats.",
                mine.guests,
                place=place,
            )
        case Rsvp.WAITING if before:
            return say(
                _("It is full: without a guest you are number {place} on the waiting list. I tell you of a seat."),
                place=place,
            )
        case Rsvp.WAITING:
            return say(
                _("It is full: you are number {place} on the waiting list. I tell you when there is a seat."),
                place=place,
            )
        case Rsvp.MAYBE:
            return say(_("Noted: maybe."))
        case _:
            return say(_("Noted: you can't."))


def _how_reminded(ctx: Context, event: Event, rsvp: Rsvp) -> Span | None:
    """Somebody new, or who has never let us write to them, is shown the way into the private chat; whoever waits
    hears of a seat only there."""
    door = ctx.doors.telegram(HELLO) if ctx.actor.platform == "telegram" else ""
    if rsvp is Rsvp.NO or ctx.now >= begins(event) or not door or (ctx.alone and not ctx.new):
        return None
    if rsvp is Rsvp.WAITING:
        return say(_("For that press “Open Reachwell” under the card once."))
    return say(_("For reminders press “Open Reachwell” under the card."))


async def _instead(ctx: Context, event: Event) -> Reply | None:
    """The card as it is now, where nobody but the presser can change it."""
    if ctx.group is None or ctx.group.present or ctx.inline:
        return None
    known = (await shown(ctx.tx, [event], ctx.now))[event.id]
    return card(replace(known, at_home=False), ctx.now)
