"""/duplicates: the pairs that look like one person's, the likeliest first, one after the other."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime

from core.chat.command import Context, Session, command, on_press, on_press_work
from core.chat.errors import Refusal
from core.chat.reply import Answer, Reply, say
from core.chat.request import Actor
from core.chat.words import _
from core.duplicates import wording
from core.duplicates.kept import keep, kept
from core.duplicates.merging import fuller_first, merge_cards, two_cards
from core.facts.ids import AccountId, ContactId
from core.facts.linking import Traits
from core.people.likely import Apart, Pair, compare, likely, traits_of
from core.store import Transaction

_NUMBER = re.compile("[0-9]{1,6}")
_MANY = 5_000  # people: to compare more of them takes longer than a transaction should
_GONE = 20  # pairs in a row that are none any more: then so much has changed that everybody is compared again


@command(
    "duplicates",
    summary=_("Go through cards that look like one person's"),
    examples=("/duplicates",),
    reads=True,
)
async def duplicates(ctx: Context) -> Answer:
    people, _things = await ctx.tx.linking.holdings(ctx.owner)
    pairs = kept(ctx.owner, ctx.now)
    if people <= _MANY:
        pairs = await _found(ctx.now, ctx.owner, *await _everybody(ctx.tx, ctx.owner))
    shown = await _next(ctx, pairs, 0) if pairs is not None else None
    return shown or wording.many(people)


@on_press_work("dup")
async def merge_pair(session: Session, actor: Actor, argument: str) -> AsyncIterator[Reply]:
    """Let a pair be one card, and go on with the next. The card that stays is the one that was shown first."""
    stays, goes, later = _arguments(argument)
    async with session.store.write() as tx:
        ctx = await _held(session, actor, tx)
        cards = await two_cards(ctx, stays, goes)
        merged = wording.merged(*await merge_cards(ctx, *cards)) if cards else None
    if cards and merged:
        if pairs := kept(ctx.owner, ctx.now):
            keep(ctx.owner, _united(pairs, cards[0].id, cards[1].id), ctx.now)
        yield merged
    yield await _go_on(session, actor, later, replaces=merged is None)


@on_press_work("dup-no")
async def tell_apart(session: Session, actor: Actor, argument: str) -> AsyncIterator[Reply]:
    """Remember that they are two people, and go on with the next pair."""
    stays, goes, later = _arguments(argument)
    async with session.store.write() as tx:
        ctx = await _held(session, actor, tx)
        if cards := await two_cards(ctx, stays, goes):
            await tx.apart.note(ctx.owner, [(cards[0].id, cards[1].id)])
    yield await _go_on(session, actor, later, replaces=True)


@on_press_work("dup-next")
async def next_pair(session: Session, actor: Actor, argument: str) -> AsyncIterator[Reply]:
    """Another pair, in the place of the one before."""
    yield await _go_on(session, actor, _number(argument), replaces=True)


@on_press("dup-stop", reads=True)
async def stop(ctx: Context) -> Answer:
    return Reply(text=say(_("All right. /duplicates goes on whenever you like.")), replaces=True)


async def _go_on(session: Session, actor: Actor, later: int, *, replaces: bool) -> Reply:
    """The pair after so many that are put off. Nobody is compared within a transaction."""
    owner = session.account.id
    pairs, shown = kept(owner, session.clock()), None
    while shown is None:
        if pairs is None:
            async with session.store.read() as tx:
                people, apart = await _everybody(tx, owner)
            pairs = await _found(session.clock(), owner, people, apart)
        async with session.store.read() as tx:
            shown = await _next(session.context(tx, actor), pairs, later)
        pairs = None
    return replace(shown, replaces=replaces)


async def _everybody(tx: Transaction, owner: AccountId) -> tuple[Sequence[Traits], Apart]:
    return await tx.cards.traits(owner), await tx.apart.pairs(owner)


async def _found(now: datetime, owner: AccountId, people: Sequence[Traits], apart: Apart) -> Sequence[Pair]:
    """Found beside the event loop, since everybody is looked at; and kept for the next buttons."""
    pairs = await asyncio.to_thread(likely, people, apart)
    keep(owner, pairs, now)
    return pairs


async def _next(ctx: Context, pairs: Sequence[Pair], later: int) -> Reply | None:
    """The pair after so many that are put off; None when too much has changed since they were found."""
    apart = await ctx.tx.apart.pairs(ctx.owner)
    left = [each for each in pairs if frozenset(each) not in apart]
    shown: Reply | None = None
    for _time in range(_GONE):
        if later >= len(left):
            shown = wording.no_more(len(left))
            break
        cards = await ctx.tx.people.get(ctx.owner, left[later])
        if len({each.id for each in cards}) == 2 and compare(*map(traits_of, cards)):
            stays, goes = fuller_first(*cards)
            shown = wording.likely_pair(stays, goes, ctx.account, ctx.today, left=len(left) - later, later=later)
            break
        del left[later]
    keep(ctx.owner, left, ctx.now)
    return shown


def _united(pairs: Sequence[Pair], stays: ContactId, goes: ContactId) -> Sequence[Pair]:
    """What was likely the same as the card that went is so of the one that stayed."""
    swapped = (Pair(*(stays if each == goes else each for each in pair)) for pair in pairs)
    return [*{frozenset(pair): pair for pair in swapped if pair.one != pair.other}.values()]


async def _held(session: Session, actor: Actor, tx: Transaction) -> Context:
    """With the account as it is by now, and held."""
    [account] = await tx.accounts.get([session.account.id])
    return replace(session.context(tx, actor), account=account)


def _arguments(argument: str) -> tuple[str, str, int]:
    """Two cards, and how many pairs are put off. Raises Refusal for a button that nobody was given."""
    parts = argument.split(".")
    if len(parts) != 3:
        raise Refusal(say(_("That button is no longer good: /duplicates looks again.")))
    return parts[0], parts[1], _number(parts[2])


def _number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0
