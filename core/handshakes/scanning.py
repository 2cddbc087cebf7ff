"""A code that somebody has scanned, followed or typed: whose it is, and the question whether to exchange cards."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

from core.account.welcome import hello
from core.chat.command import Context, Session, on_press, on_press_work
from core.chat.reply import Answer, Person, Reply, Span, lines, say
from core.chat.request import Actor
from core.chat.words import _
from core.facts.events import Event
from core.facts.handshakes import CardCode, Exchange
from core.facts.ids import AccountId
from core.handshakes import wording
from core.handshakes.codes import is_live, read_code
from core.handshakes.exchanging import ask_for, other_of, refuse, share
from core.handshakes.handing_over import handed_over
from core.handshakes.own_card import cards_of, own_card, shown
from core.store import Transaction


async def scanned(ctx: Context, text: str) -> Reply:
    """Ask whoever speaks whether to exchange cards with the owner of this code; somebody new is greeted first."""
    greeting = hello(ctx) if ctx.new else None
    code = await _code(ctx.tx, text)
    wrong = no_good(code, ctx.now)
    if code is None or wrong is not None:
        return Reply(text=lines(greeting, "", wrong) if greeting else wrong or "")
    if code.account_id == ctx.owner:
        return Reply(text=_own())
    issuer = (await cards_of(ctx.tx, [code.account_id]))[code.account_id]
    mine = await own_card(ctx)
    return wording.asks_scanner(issuer, mine, code, greeting)


def no_good(code: CardCode | None, now: datetime) -> Span | None:
    """Why a code is no good, and what would be; None where it is."""
    if code is None:
        return say(_("That code is none, or none any more. Whoever has it finds a new one under /card."))
    if code.revoked:
        return say(_("That code was taken back. Ask whoever gave it to you for a new one: /card has it."))
    if not is_live(code, now):
        return say(_("That code has run out. Ask whoever gave it to you for a new one: /card has it."))
    return None


async def where_of(tx: Transaction, code: CardCode) -> Event | None:
    """The event at which the code was made, unless it is gone or called off since."""
    if code.event_id is None:
        return None
    found = await tx.events.get(code.account_id, [code.event_id])
    return next((each for each in found if not each.cancelled), None)


@on_press_work("shake")
async def share_with_owner(session: Session, actor: Actor, code_id: str) -> AsyncIterator[Reply]:
    """Under a scanned code."""
    async with session.store.write() as tx:
        now, code = session.clock(), await _code(tx, code_id)
        wrong = no_good(code, now)
        if code is None or wrong is not None or code.account_id == session.account.id:
            answer = Reply(text=wrong or _own(), replaces=True)
        else:
            await own_card(session.context(tx, actor))
            exchange = await ask_for(tx, session.account.id, code, await where_of(tx, code), now)
            answer = await _said(tx, session.account.id, exchange)
    yield answer


@on_press_work("shake-yes")
async def share_back(session: Session, actor: Actor, exchange_id: str) -> AsyncIterator[Reply]:
    """Under the question to whoever was asked."""
    async with session.store.write() as tx:
        await own_card(session.context(tx, actor))
        exchange = await share(tx, session.account.id, exchange_id, session.clock())
        answer = await _said(tx, session.account.id, exchange)
    yield answer


@on_press_work("shake-no")
async def share_nothing(session: Session, _actor: Actor, exchange_id: str) -> AsyncIterator[Reply]:
    """No; or what was shared, and not answered yet, is taken back."""
    async with session.store.write() as tx:
        exchange = await refuse(tx, session.account.id, exchange_id, session.clock())
        other = other_of(exchange, session.account.id)
        cards = await cards_of(tx, [other])
    if exchange.done:
        text = say(_("You have each other's card already. For a day, /undo takes it off your side."))
    elif other in cards:
        text = say(
            _("All right, nothing of yours goes to {name}; they are not told."), name=Person(cards[other].name)
        )
    else:
        text = say(_("All right, nothing of yours goes out."))
    yield Reply(text=text, replaces=True)


@on_press("shake-not")
async def not_now(_ctx: Context) -> Answer:
    return Reply(
        text=say(_("All right, nothing was shared. The code can be scanned again while it is good.")), replaces=True
    )


async def _said(tx: Transaction, one: AccountId, exchange: Exchange) -> Reply:
    """To whoever has shared: that it is done, or waits."""
    other = other_of(exchange, one)
    card = (await cards_of(tx, [other]))[other]
    if not exchange.done:
        return wording.waits(card, exchange)
    found = handed_over(await tx.accounts.deeds(one, exchange.made_at), exchange)
    if found is None:
        return Reply(
            text=say(_("You and {name} have exchanged cards already."), name=Person(card.name)), replaces=True
        )
    told = wording.exchanged(shown(card), exchange, found.contact_id, found.deed_id, known=found.known)
    return replace(told, replaces=True)


def _own() -> Span:
    return say(_("That is your own card. Others scan it, and both of you say yes."))


async def _code(tx: Transaction, text: str) -> CardCode | None:
    code_id = read_code(text)
    return await tx.handshakes.code(code_id) if code_id else None
