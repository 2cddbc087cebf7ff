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
from core.handshakes.exchanging import ask_for, find, other_of, refuse, share, take_back
from core.handshakes.handing_over import handed_over
from core.handshakes.own_card import cards_of, own_card, print_of, shown, to_share
from core.handshakes.waiting import next_row
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
    mine = await own_card(ctx)
    if not mine.name:
        nameless = say(_("Your card has no name yet. Say it: /card name Ada Lovelace. Then scan the code again."))
        return Reply(text=lines(greeting, "", nameless) if greeting else nameless)
    issuer = (await cards_of(ctx.tx, [code.account_id]))[code.account_id]
    return wording.asks_scanner(issuer, shown(mine), code, greeting)


def no_good(code: CardCode | None, now: datetime) -> Span | None:
    """Why a code is no good, and what would be; None where it is."""
    if code is None:
        return say(_("I don't know that code. Ask for a new one: /card"))
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
async def share_with_owner(session: Session, actor: Actor, argument: str) -> AsyncIterator[Reply]:
    """Under a scanned code: what goes out is what stands above the button. Where the card has changed since, it is
    shown as it is now, and asked again."""
    code_id, _dot, seen = argument.partition(".")
    async with session.store.write() as tx:
        now, code = session.clock(), await _code(tx, code_id)
        wrong = no_good(code, now)
        if code is None or wrong is not None or code.account_id == session.account.id:
            answer = Reply(text=wrong or _own(), replaces=True)
        else:
            shared = await to_share(tx, session.account.id, actor)
            if print_of(shared.card) != seen:
                issuer = (await cards_of(tx, [code.account_id]))[code.account_id]
                answer = replace(
                    wording.asks_scanner(issuer, shared.card, code, wording.changed_since()), replaces=True
                )
            else:
                where = await where_of(tx, code)
                exchange = await ask_for(tx, session.account.id, code, shared, where, now)
                answer = await _said(tx, session.account.id, exchange, now)
    yield answer


@on_press_work("shake-yes")
async def share_back(session: Session, actor: Actor, argument: str) -> AsyncIterator[Reply]:
    """Under the question to whoever was asked: likewise."""
    exchange_id, _dot, seen = argument.partition(".")
    one, now = session.account.id, session.clock()
    async with session.store.write() as tx:
        shared = await to_share(tx, one, actor)
        exchange = await find(tx, one, exchange_id)
        if not exchange.done and print_of(shared.card) != seen:
            other = other_of(exchange, one)
            answer = wording.asks_issuer((await cards_of(tx, [other]))[other], shared.card, exchange, changed=True)
        else:
            answer = await _said(tx, one, await share(tx, one, exchange_id, shared, now), now)
    yield answer


@on_press_work("shake-no")
async def share_nothing(session: Session, _actor: Actor, exchange_id: str) -> AsyncIterator[Reply]:
    """No."""
    one, now = session.account.id, session.clock()
    async with session.store.write() as tx:
        exchange = await refuse(tx, one, exchange_id, now)
        answer = replace(await _nothing_goes_out(tx, one, exchange), rows=await next_row(tx, one, now))
    yield answer


@on_press_work("shake-back")
async def take_it_back(session: Session, _actor: Actor, exchange_id: str) -> AsyncIterator[Reply]:
    """What was shared, and is not answered yet."""
    async with session.store.write() as tx:
        exchange = await take_back(tx, session.account.id, exchange_id, session.clock())
        answer = await _nothing_goes_out(tx, session.account.id, exchange)
    yield answer


@on_press("shake-not")
async def not_now(_ctx: Context) -> Answer:
    return Reply(
        text=say(_("All right, nothing was shared. The code can be scanned again while it is good.")), replaces=True
    )


async def _nothing_goes_out(tx: Transaction, one: AccountId, exchange: Exchange) -> Reply:
    other = other_of(exchange, one)
    cards = await cards_of(tx, [other])
    if exchange.done:
        text = say(_("You have each other's card already. For a day, /undo takes it off your side."))
    elif other in cards:
        text = say(
            _("All right, nothing of yours goes to “{name}”; they are not told."), name=Person(cards[other].name)
        )
    else:
        text = say(_("All right, nothing of yours goes out."))
    return Reply(text=text, replaces=True)


async def _said(tx: Transaction, one: AccountId, exchange: Exchange, now: datetime) -> Reply:
    """To whoever has shared: that it is done, or waits."""
    other = other_of(exchange, one)
    if not exchange.done:
        card = (await cards_of(tx, [other]))[other]
        return replace(wording.waits(card, exchange), replaces=True)
    card = exchange.shared[other].card
    found = await handed_over(tx, one, exchange)
    if found is None:
        return Reply(
            text=say(_("You and {name} have exchanged cards already."), name=Person(card.name)), replaces=True
        )
    told = wording.exchanged(card, exchange, found)
    return replace(told, rows=(*told.rows, *await next_row(tx, one, now)), replaces=True)


def _own() -> Span:
    return say(_("That is your own card. Others scan it, and both of you say yes."))


async def _code(tx: Transaction, text: str) -> CardCode | None:
    code_id = read_code(text)
    return await tx.handshakes.code(code_id) if code_id else None
