"""The question whether to link: sent to whoever issued the code, and shown again when they ask."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.chat.reply import Reply
from core.delivery.composing import Composed
from core.facts.account import Account
from core.facts.delivery import Delivery
from core.facts.ids import DeliveryId, LinkCodeId
from core.facts.linking import LinkState
from core.linking import wording
from core.linking.codes import is_live
from core.linking.linking import Asked, asked
from core.linking.merging import preview
from core.store import Transaction


async def compose_links(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """What there is to say about codes; nothing of those that are over."""
    codes = {each.id: each for each in await tx.linking.codes([LinkCodeId(d.subject) for _a, d in batch])}
    composed: dict[DeliveryId, Composed] = {}
    for account, delivery in batch:
        code = codes.get(LinkCodeId(delivery.subject))
        if code is None or code.account_id != account.id:
            continue
        if code.state is LinkState.LOCKED:
            composed[delivery.id] = Composed(reply=wording.locked(), when_sent=_nothing)
        elif code.state is LinkState.SAID and is_live(code, now) and (found := await asked(tx, code)):
            composed[delivery.id] = Composed(reply=await ask_here(tx, found), when_sent=_nothing)
    return composed


async def ask_here(tx: Transaction, asked: Asked) -> Reply:
    """The question, with what it would do as things are."""
    found = await preview(tx, asked.account.id, asked.other.id)
    some = await tx.people.get(asked.account.id, [*found.both.values()][: wording.SHOWN])
    return wording.question(asked, found, some)


async def _nothing(_tx: Transaction) -> None:
    pass
