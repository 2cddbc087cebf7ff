"""Two people and their cards: what each has said, and what follows. Contacts are made once both have said yes.

Whatever changes an exchange holds both accounts first, so that two who answer at once do it one after the other.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.chat.command import today_of
from core.chat.errors import NotFound
from core.chat.reply import say
from core.chat.words import _
from core.facts.account import Account
from core.facts.delivery import Delivery, Kind
from core.facts.events import Event
from core.facts.handshakes import CardCode, Exchange, Shared
from core.facts.ids import AccountId, DeliveryId, EventId, ExchangeId, new_id
from core.handshakes.handing_over import hand_over
from core.handshakes.own_card import cards_of, shown, still_shown
from core.store import Transaction

OPEN_FOR = timedelta(days=30)  # for so long one may answer; and whoever said no is not asked again by the same one
ONE_BY_ONE = 10  # open questions of a day, of each of which somebody is told; of more, all at once
TOLD = "carded:"  # how the keys of deliveries begin that say that it is done
CROWD = "cards:"  # and of those that tell how many wait
_AGAIN_AFTER = timedelta(days=1)  # from then on two who have each other's card may exchange them anew
_A_WHILE = timedelta(hours=1)  # in which a crowd gathers
_TELL_WITHIN = timedelta(days=7)


def is_open(exchange: Exchange, now: datetime) -> bool:
    """Whether an answer still counts."""
    return not exchange.done and now < exchange.made_at + OPEN_FOR


def other_of(exchange: Exchange, one: AccountId) -> AccountId:
    return exchange.other_id if one == exchange.account_id else exchange.account_id


def is_asked(exchange: Exchange, one: AccountId) -> bool:
    """Whether the other one has said yes, and this one has not said anything."""
    return one not in exchange.answers and exchange.answers.get(other_of(exchange, one)) is True


async def find(tx: Transaction, one: AccountId, exchange_id: str) -> Exchange:
    """An exchange of theirs. Raises NotFound."""
    found = await tx.handshakes.exchanges([ExchangeId(exchange_id)])
    if not found or one not in (found[0].account_id, found[0].other_id):
        raise _over()
    return found[0]


async def ask_for(
    tx: Transaction, scanner: AccountId, code: CardCode, shared: Shared, where: Event | None, now: datetime
) -> Exchange:
    """Whoever has scanned a code shares this: the code's owner is asked, once. Raises NotFound."""
    accounts = await _hold(tx, scanner, code.account_id)
    between = await tx.handshakes.between(code.account_id, scanner)
    before = next((each for each in between if is_open(each, now) or _is_fresh(each, now)), None)
    if before is not None:
        if where and not before.done and before.account_id == code.account_id:  # they meet once more
            on = today_of(accounts[code.account_id], now)
            before = replace(before, event_id=where.id, where=where.title, on=on)
        return await _answered(tx, before, accounts, scanner, shared, now)
    exchange = Exchange(
        id=ExchangeId(new_id()),
        account_id=code.account_id,
        other_id=scanner,
        event_id=where.id if where else None,
        where=where.title if where else "",
        on=today_of(accounts[code.account_id], now),
        made_at=now,
    )
    return await _answered(tx, exchange, accounts, scanner, shared, now)


async def share(tx: Transaction, one: AccountId, exchange_id: str, shared: Shared, now: datetime) -> Exchange:
    """One of the two says yes to this going out. Raises NotFound for an exchange of others, and for one that is
    over."""
    accounts, exchange = await _held(tx, one, exchange_id)
    if not exchange.done and not is_open(exchange, now):
        raise _over()
    return await _answered(tx, exchange, accounts, one, shared, now)


async def refuse(tx: Transaction, one: AccountId, exchange_id: str, now: datetime) -> Exchange:
    """One of the two says no, and is not asked again; what is done stays. Raises NotFound like `share`."""
    _accounts, exchange = await _held(tx, one, exchange_id)
    if is_open(exchange, now):
        exchange = _silent(exchange, one)
        exchange = replace(exchange, answers={**exchange.answers, one: False})
        await tx.handshakes.save(exchange)
    return exchange


async def take_back(tx: Transaction, one: AccountId, exchange_id: str, now: datetime) -> Exchange:
    """One of the two has not said anything after all: should the other one say yes, they are asked. What is done
    stays. Raises NotFound like `share`."""
    _accounts, exchange = await _held(tx, one, exchange_id)
    if is_open(exchange, now):
        exchange = _silent(exchange, one)
        await tx.handshakes.save(exchange)
    return exchange


async def swap(tx: Transaction, one: AccountId, other: AccountId, event: Event, now: datetime) -> None:
    """Two who have both said beforehand that they exchange cards with whom they meet at this event do so, and are
    told. `event` is a shared one, of anybody's agenda; each has their own copy of it, or none."""
    accounts = await _hold(tx, one, other)
    between = await tx.handshakes.between(one, other)
    if any(each.done and now < each.made_at + OPEN_FOR for each in between):
        return
    exchange = next((each for each in between if is_open(each, now)), None) or Exchange(
        id=ExchangeId(new_id()),
        account_id=one,
        other_id=other,
        event_id=await _own_copy(tx, one, event),
        where=event.title,
        on=event.on,
        made_at=now,
    )
    shared = {each: Shared(card=shown(card)) for each, card in (await cards_of(tx, accounts)).items()}
    exchange = replace(exchange, answers=dict.fromkeys(accounts, True), shared=shared)
    done = await _complete(tx, exchange, accounts, now)
    await tx.deliveries.add([_tell(done, each, now, f"{TOLD}{done.id}") for each in (one, other)])


async def _answered(
    tx: Transaction,
    exchange: Exchange,
    accounts: Mapping[AccountId, Account],
    one: AccountId,
    shared: Shared,
    now: datetime,
) -> Exchange:
    """After somebody's yes to this going out."""
    if exchange.done:
        return exchange
    other = other_of(exchange, one)
    exchange = replace(exchange, answers={**exchange.answers, one: True}, shared={**exchange.shared, one: shared})
    if exchange.answers.get(other) is True:
        done = await _complete(tx, exchange, accounts, now)
        await tx.deliveries.add([_tell(done, other, now, f"{TOLD}{done.id}")])
        return done
    await tx.handshakes.save(exchange)
    if is_asked(exchange, other):
        await tx.deliveries.add([await _question(tx, exchange, other, now)])
    return exchange


async def _question(tx: Transaction, exchange: Exchange, to: AccountId, now: datetime) -> Delivery:
    """Asked once, however often it is taken back and said again. Where a crowd asks, they are told once in a while
    how many wait."""
    if len(await tx.handshakes.waiting(to, now - timedelta(days=1))) <= ONE_BY_ONE:
        return _tell(exchange, to, now, f"card:{exchange.id}")
    gathered = now.replace(minute=0, second=0, microsecond=0) + _A_WHILE
    return _tell(exchange, to, gathered, f"{CROWD}{gathered:%Y-%m-%dT%H}")


async def _complete(
    tx: Transaction, exchange: Exchange, accounts: Mapping[AccountId, Account], now: datetime
) -> Exchange:
    """Each gets what the other one has shared. Raises NotFound where one of them is gone."""
    cards = await cards_of(tx, accounts)
    if len(cards) < 2:
        raise _over()
    shared = {one: still_shown(exchange.shared[one], shown(cards[one])) for one in accounts}
    done = replace(exchange, done=True, shared=shared)
    await tx.handshakes.save(done)
    for each in accounts.values():
        await hand_over(tx, shared[other_of(exchange, each.id)], each, exchange, now)
    return done


def _silent(exchange: Exchange, one: AccountId) -> Exchange:
    """As if this one had not said anything."""
    answers = {each: said for each, said in exchange.answers.items() if each != one}
    shared = {each: given for each, given in exchange.shared.items() if each != one}
    return replace(exchange, answers=answers, shared=shared)


async def _held(tx: Transaction, one: AccountId, exchange_id: str) -> tuple[Mapping[AccountId, Account], Exchange]:
    """An exchange of theirs as it is once both accounts are held. Raises NotFound."""
    exchange = await find(tx, one, exchange_id)
    accounts = await _hold(tx, exchange.account_id, exchange.other_id)
    return accounts, await find(tx, one, exchange_id)


async def _hold(tx: Transaction, one: AccountId, other: AccountId) -> Mapping[AccountId, Account]:
    """Both accounts, for this transaction alone. Raises NotFound where one is gone, or they have become one."""
    accounts = {each.id: each for each in await tx.accounts.get([one, other])}
    if len(accounts) < 2:
        raise _over()
    return accounts


async def _own_copy(tx: Transaction, owner: AccountId, event: Event) -> EventId | None:
    if event.account_id == owner:
        return event.id
    copies = await tx.events.with_origins(owner, [f"shared:{event.id}"])
    return copies[0].id if copies else None


def _is_fresh(exchange: Exchange, now: datetime) -> bool:
    return exchange.done and now < exchange.made_at + _AGAIN_AFTER


def _tell(exchange: Exchange, to: AccountId, now: datetime, key: str) -> Delivery:
    return Delivery(
        id=DeliveryId(new_id()),
        account_id=to,
        kind=Kind.CARD,
        key=key,
        subject=exchange.id,
        due_at=now,
        not_after=now + _TELL_WITHIN,
    )


def _over() -> NotFound:
    return NotFound(say(_("That is over. To exchange cards, scan the code again, or ask for a new one.")))
