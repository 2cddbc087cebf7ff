"""An event of one's own, shared: its card stands where it is said, and whoever sees it may answer."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.chat.command import Context, Kind, Param, command, today_of
from core.chat.errors import Refusal
from core.chat.pages import PAGE
from core.chat.questions import offer
from core.chat.reply import Answer, Reply, Span, say
from core.chat.request import Actor
from core.chat.words import Reader, _, plain
from core.events.keeping import keep
from core.events.moments import ends
from core.events.telling import short, when_of
from core.facts.account import Account, Choice
from core.facts.events import Attendee, Event, Rsvp, Terms
from core.facts.ids import EventId
from core.facts.keys import fold
from core.gatherings.clubs import club_here
from core.gatherings.posting import Shown, card, sharing, shown
from core.store import Store, Transaction

MOST = 20  # in Telegram's inline mode
_SEARCHED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shareable:
    """An event that somebody may send into any chat, and how it is offered to them."""

    id: EventId
    title: str
    description: Span
    reply: Reply
    reader: Reader  # in whose words it is offered, and written until it is first edited


@command(
    "share",
    Param(
        name="event",
        kind=Kind.TEXT,
        summary=_("which of your events, by a word of its name"),
        ask=_("Which of your events shall I post here? A word of its name is enough."),
        label=_("Event"),
    ),
    summary=_("Post the card of one of your events where you are"),
    examples=("/share breakfast",),
    in_groups=True,
)
async def share(ctx: Context, event: str) -> Answer:
    found = _matching(await _own(ctx.tx, ctx.account, ctx.now), event)
    exact = [each for each in found if event in (each.id, each.title)]
    if not found:
        raise Refusal(say(_("I find no event of yours like that which is still to come. /events shows them.")))
    if len(found) > 1 and len(exact) != 1:
        choices = tuple(
            Choice(
                label="{name}",
                name=f"{short(each.title)}, {plain(when_of(each, None), ctx.reader)}",
                values={"event": each.id},
            )
            for each in found[:PAGE]
        )
        return await offer(ctx, say(_("Which one?")), choices, "share", {})
    chosen = await shared(ctx.tx, (exact or found)[0], ctx.account, ctx.actor.name, ctx.now)
    if ctx.group is not None and ctx.group.present:  # there it is edited as any other post
        club = await club_here(ctx)
        await ctx.tx.deliveries.add([sharing(chosen, club.id, ctx.now)])
        return Reply(text=say(_("The card appears in {group} in a moment."), group=ctx.group.name))
    return _card((await shown(ctx.tx, [chosen], ctx.now))[chosen.id], ctx.now)


async def shareable(store: Store, actor: Actor, query: str, now: datetime) -> list[Shareable]:
    """The coming events of somebody that match the words, at most 20, the earliest first: their own, and those that
    they have answered. Nothing for whoever is not known."""
    async with store.read() as tx:
        known = await tx.accounts.of(actor.platform, actor.external_id)
        if known is None or known[0].group:
            return []
        _identity, account, _question = known
        found = _matching(await _own(tx, account, now), query)[:MOST]
    if any(each.terms is None for each in found):
        async with store.write() as tx:
            await tx.accounts.get([account.id])  # holds it
            found = [await shared(tx, each, account, actor.name, now) for each in found]
    async with store.read() as tx:
        known_cards = await shown(tx, found, now)
    reader = Reader(account.locale, account.timezone, today_of(account, now))
    return [
        Shareable(
            id=each.id,
            title=plain(each.title, reader),
            description=when_of(each, account.timezone),
            reply=_card(known_cards[each.id], now),
            reader=reader,
        )
        for each in found
    ]


async def shared(tx: Transaction, event: Event, account: Account, name: str, now: datetime) -> Event:
    """The event, which others may answer from now on; whoever shares theirs is the first who is going. The account
    is held."""
    if event.terms is not None:
        return event
    open_ = (await keep(tx, [replace(event, terms=Terms(organiser=account.id))], account, now))[0]
    if open_.rsvp in (Rsvp.GOING, Rsvp.MAYBE):
        mine = Attendee(event_id=open_.id, account_id=account.id, name=name, rsvp=open_.rsvp, since=now)
        await tx.attendees.save([mine])
    return open_


def _card(known: Shown, now: datetime) -> Reply:
    """Where it is read by whoever is there: its zone is said, and nobody's name is to be had."""
    return card(replace(known, at_home=False), now)


async def _own(tx: Transaction, account: Account, now: datetime) -> list[Event]:
    """What they may share: their own, and in the place of a copy that of which it is one."""
    found = await tx.events.coming(account.id, today_of(account, now), _SEARCHED)
    answered = {each.id: each for each in await tx.events.answered(account.id, _SEARCHED)}
    own: dict[EventId, Event] = {}
    for each in found:
        event = answered.get(each.shared_id) if each.shared_id else each
        if event is not None and not event.cancelled and ends(event) > now:
            own.setdefault(event.id, event)
    return [*own.values()]


def _matching(events: list[Event], query: str) -> list[Event]:
    words = fold(query).split()
    by_id = [each for each in events if each.id == query]
    return by_id or [each for each in events if all(word in fold(f"{each.title} {each.place}") for word in words)]
