"""What is sent about cards: that somebody would exchange them, and that it is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.chat.reply import Reply
from core.delivery.composing import Composed
from core.facts.account import Account
from core.facts.delivery import Delivery
from core.facts.handshakes import Exchange, OwnCard
from core.facts.ids import AccountId, DeliveryId, ExchangeId
from core.handshakes import wording
from core.handshakes.exchanging import CROWD, TOLD, is_asked, is_open, other_of
from core.handshakes.handing_over import handed_over
from core.handshakes.own_card import cards_of, shown
from core.handshakes.waiting import who_waits
from core.store import Transaction


async def compose_cards(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """Nothing is said any more of what was answered, taken back or undone meanwhile."""
    found = await tx.handshakes.exchanges({ExchangeId(delivery.subject) for _account, delivery in batch})
    exchanges = {each.id: each for each in found}
    cards = await cards_of(tx, {each for exchange in found for each in (exchange.account_id, exchange.other_id)})
    composed: dict[DeliveryId, Composed] = {}
    for account, delivery in batch:
        exchange = exchanges.get(ExchangeId(delivery.subject))
        if exchange is None or account.id not in (exchange.account_id, exchange.other_id):
            continue
        if delivery.key.startswith(TOLD):
            reply = await _done(tx, account, exchange)
        elif delivery.key.startswith(CROWD):
            reply = await who_waits(tx, account.id, now)
        else:
            reply = _question(account.id, exchange, cards, now)
        if reply is not None:
            composed[delivery.id] = Composed(reply=reply)
    return composed


def _question(
    one: AccountId, exchange: Exchange, cards: Mapping[AccountId, OwnCard], now: datetime
) -> Reply | None:
    other = other_of(exchange, one)
    if not is_open(exchange, now) or not is_asked(exchange, one) or not {one, other} <= cards.keys():
        return None
    return wording.asks_issuer(cards[other], shown(cards[one]), exchange)


async def _done(tx: Transaction, account: Account, exchange: Exchange) -> Reply | None:
    found = await handed_over(tx, account.id, exchange)
    shared = exchange.shared.get(other_of(exchange, account.id))
    return wording.exchanged(shared.card, exchange, found) if found and shared else None
