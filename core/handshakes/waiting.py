"""What somebody is asked and has not answered yet: how many wait, one after the other, and all at once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

from core.chat.command import Context, Session, on_press, on_press_work
from core.chat.errors import NotFound
from core.chat.reply import Answer, Notice, Reply, Row, count, say
from core.chat.request import Actor
from core.chat.words import _
from core.facts.ids import AccountId
from core.handshakes import wording
from core.handshakes.exchanging import OPEN_FOR, other_of, share
from core.handshakes.own_card import cards_of, print_of, to_share
from core.store import Transaction


async def who_waits(tx: Transaction, one: AccountId, now: datetime) -> Reply | None:
    """How many do, with the ways to answer them; None where nobody does."""
    waiting = await tx.handshakes.waiting(one, now - OPEN_FOR)
    return wording.many_ask(len(waiting), (await to_share(tx, one)).card) if waiting else None


async def next_row(tx: Transaction, one: AccountId, now: datetime) -> tuple[Row, ...]:
    """The way on to the next one who waits, for whoever has just answered one."""
    waiting = await tx.handshakes.waiting(one, now - OPEN_FOR)
    return wording.who_asks(len(waiting))


@on_press("shake-next")
async def ask_next(ctx: Context) -> Answer:
    """Whoever has waited longest."""
    waiting = await ctx.tx.handshakes.waiting(ctx.owner, ctx.now - OPEN_FOR)
    if not waiting:
        return Notice(say(_("Nobody waits for your answer.")))
    other = other_of(waiting[0], ctx.owner)
    mine = (await to_share(ctx.tx, ctx.owner)).card
    return replace(wording.asks_issuer((await cards_of(ctx.tx, [other]))[other], mine, waiting[0]), replaces=False)


@on_press_work("shake-all")
async def share_with_all(session: Session, actor: Actor, seen: str) -> AsyncIterator[Reply]:
    """With everybody who waits: two people at a time are held up by it, and no more."""
    one, now, done = session.account.id, session.clock(), 0
    async with session.store.read() as tx:
        waiting = await tx.handshakes.waiting(one, now - OPEN_FOR)
        shared = await to_share(tx, one, actor)
    if waiting and print_of(shared.card) != seen:
        yield wording.many_ask(len(waiting), shared.card, changed=True)
        return
    for each in waiting:
        try:
            async with session.store.write() as tx:
                done += (await share(tx, one, each.id, shared, now)).done
        except NotFound:
            continue  # gone meanwhile
    if not done:
        yield Reply(text=say(_("Nobody waits for your answer.")), replaces=True)
        return
    yield Reply(
        text=count(
            "You and {n} person have each other's card now: /people",
            "You and {n} people have each other's cards now: /people",
            done,
        ),
        replaces=True,
    )
