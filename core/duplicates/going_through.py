"""/duplicates: the pairs that look like one person's, the likeliest first, one after the other."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace

from core.chat.command import Context, Session, command, on_press, on_press_work
from core.chat.errors import Refusal
from core.chat.reply import Answer, Reply, say
from core.chat.request import Actor
from core.chat.words import _
from core.duplicates import wording
from core.duplicates.likely import likely
from core.duplicates.merging import fuller_first, merge_cards, two_cards
from core.store import Transaction

_NUMBER = re.compile("[0-9]{1,6}")


@command(
    "duplicates",
    summary=_("Go through cards that look like one person's"),
    examples=("/duplicates",),
    reads=True,
)
async def duplicates(ctx: Context) -> Answer:
    return await _next(ctx, 0)


@on_press_work("dup")
async def merge_pair(session: Session, actor: Actor, argument: str) -> AsyncIterator[Reply]:
    """Let a pair be one card, and go on with the next. The card that stays is the one that was shown first."""
    stays, goes, later = _arguments(argument)
    async with session.store.write() as tx:
        ctx = await _held(session, actor, tx)
        cards = await two_cards(ctx, stays, goes)
        merged = wording.merged(*await merge_cards(ctx, *cards)) if cards else None
    if merged:
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


@on_press("dup-next", reads=True)
async def next_pair(ctx: Context, later: str) -> Answer:
    """Another pair, in the place of the one before."""
    return replace(await _next(ctx, _number(later)), replaces=True)


@on_press("dup-stop", reads=True)
async def stop(ctx: Context) -> Answer:
    return Reply(text=say(_("All right. /duplicates goes on whenever you like.")), replaces=True)


async def _go_on(session: Session, actor: Actor, later: int, *, replaces: bool) -> Reply:
    async with session.store.read() as tx:
        return replace(await _next(session.context(tx, actor), later), replaces=replaces)


async def _next(ctx: Context, later: int) -> Reply:
    """The pair after so many that are put off; found beside the event loop, since everybody is looked at."""
    people, apart = await ctx.tx.cards.traits(ctx.owner), await ctx.tx.apart.pairs(ctx.owner)
    pairs = await asyncio.to_thread(likely, people, apart)
    if later >= len(pairs):
        return wording.no_more(len(pairs))
    one, other = await ctx.tx.people.get(ctx.owner, pairs[later])
    stays, goes = fuller_first(one, other)
    return wording.likely_pair(stays, goes, ctx.today, left=len(pairs) - later, later=later)


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
