"""An event of one's own, shared: its card stands where it is said, and whoever sees it may answer."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from core.chat.command import Context, Kind, Param, command, today_of
from core.chat.doors import Doors
from core.chat.errors import NotFound, Refusal
from core.chat.pages import PAGE
from core.chat.questions import offer
from core.chat.reply import Answer, Reply, Span, lines, say
from core.chat.request import Actor
from core.chat.words import Reader, _, plain
from core.delivery.groups import reached
from core.events.moments import ends
from core.events.seen import as_shared
from core.events.telling import short, when_of
from core.facts.account import Account, Choice
from core.facts.events import Attendee, Event, Headcount, Rsvp, Terms
from core.facts.ids import EventId
from core.facts.keys import fold
from core.gatherings.clubs import club_here
from core.gatherings.posting import HELLO, Shown, card, sharing, shown
from core.store import Store, Transaction

MOST = 20  # in Telegram's inline mode
_SEARCHED = 200
_LINK = "with link"
_WITH_LINK = re.compile(r"\s+with (?:the |its )?link\s*$", re.IGNORECASE)


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
    examples=("/share breakfast", "/share call with link"),
    in_groups=True,
)
async def share(ctx: Context, event: str) -> Answer:
    event, with_link = _WITH_LINK.subn("", event)
    found = _matching(await _own(ctx.tx, ctx.account, ctx.now), event)
    exact = [each for each in found if event in (each.id, each.title)]
    if not found:
        raise Refusal(say(_("I find no event of yours like that which is still to come. /events shows them.")))
    if len(found) > 1 and len(exact) != 1:
        choices = tuple(
            Choice(
                label="{name}",
                name=f"{short(each.title)}, {plain(when_of(each, None), ctx.reader)}",
                values={"event": f"{each.id} {_LINK}" if with_link else each.id},
            )
            for each in found[:PAGE]
        )
        return await offer(ctx, say(_("Which one?")), choices, "share", {})
    chosen = await _shared(ctx, (exact or found)[0], link=bool(with_link))
    if ctx.group is not None and ctx.group.present:  # there it is edited as any other post
        club = await club_here(ctx)
        await reached(ctx.tx, ctx.actor.platform, ctx.group.external_id, ctx.now)
        await ctx.tx.deliveries.add([sharing(chosen, club.id, ctx.now)])
        hidden = chosen.url and chosen.account_id == ctx.owner and not as_shared(chosen).url
        return Reply(
            text=lines(
                say(_("The card appears in {group} in a moment."), group=ctx.group.name),
                say(_("Its link stays with you, as do your notes. To show it: /share … with link"))
                if hidden
                else None,
            )
        )
    return _card((await shown(ctx.tx, [chosen], ctx.now))[chosen.id], ctx.now)


async def shareable(
    store: Store, actor: Actor, query: str, now: datetime, doors: Doors | None = None
) -> list[Shareable]:
    """The coming events of somebody that match the words, at most 20, the earliest first: their own, and those that
    they have answered. Nothing for whoever is not known."""
    async with store.read() as tx:
        known = await tx.accounts.of(actor.platform, actor.external_id)
        if known is None or known[0].group:
            return []
        _identity, account, _question = known
        found = _matching(await _own(tx, account, now), query)[:MOST]
        known_cards = await shown(tx, found, now)
    reader = Reader(account.locale, account.timezone, today_of(account, now))
    return [
        Shareable(
            id=each.id,
            title=plain(each.title, reader),
            description=when_of(each, account.timezone),
            reply=_card(known_cards[each.id], now, (doors or Doors()).telegram(HELLO)),
            reader=reader,
        )
        for each in found
    ]


async def open_to_others(tx: Transaction, event_id: EventId, now: datetime) -> None:
    """Somebody presses under the card of an event that its owner has sent them: from now on others may answer it.
    Nothing was written before, since a card that is offered while somebody types is not yet sent to anybody."""
    event = await tx.events.held(event_id)
    if event is None or event.terms is not None or event.shared_id or event.cancelled or ends(event) <= now:
        return
    owners = await tx.accounts.identities([event.account_id])
    if owners and not owners[0].group:
        await _open(tx, event, owners[0].name)


async def _shared(ctx: Context, event: Event, *, link: bool) -> Event:
    """The event, which others may answer from now on."""
    held = await ctx.tx.events.held(event.id)
    if held is None:
        raise NotFound(say(_("That event is not here any more.")))
    if held.terms is None:
        held = await _open(ctx.tx, held, ctx.actor.name)
    assert held.terms is not None
    if link and held.account_id == ctx.owner and not held.terms.link:
        held = replace(held, terms=replace(held.terms, link=True))
        await ctx.tx.events.change([held])
        await ctx.tx.posts.stale([held.id], ctx.now)
    return held


async def _open(tx: Transaction, event: Event, name: str) -> Event:
    """Whoever shares theirs is the first who is going; notes and link stay with them. The event is held."""
    owner = event.account_id
    opened = replace(event, terms=Terms(organiser=owner, notes=False, link=False))
    await tx.events.change([opened])
    if event.rsvp in (Rsvp.GOING, Rsvp.MAYBE):
        mine = Attendee(event_id=event.id, account_id=owner, name=name, rsvp=event.rsvp, since=event.created_at)
        await tx.attendees.save([mine])
    return opened


def _card(known: Shown, now: datetime, door: str = "") -> Reply:
    """Where it is read by whoever is there: its zone is said, and nobody's name is to be had."""
    count = known.count
    if known.event.terms is None:  # nobody could answer yet, but its owner
        count = Headcount(going=int(known.event.rsvp is Rsvp.GOING), maybe=int(known.event.rsvp is Rsvp.MAYBE))
    return card(replace(known, at_home=False, count=count), now, door)


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
