"""The question whether to link: sent to whoever issued the code, and shown again when they ask; and a word to the
chat in which the code was said, when it is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.chat.reply import Reply
from core.delivery.composing import Composed
from core.facts.account import Account, Identity
from core.facts.delivery import Delivery
from core.facts.ids import DeliveryId, LinkCodeId
from core.facts.linking import LinkCode, LinkState
from core.linking import wording
from core.linking.codes import is_live
from core.linking.linking import TOLD_THERE, Asked, asked
from core.linking.merging import preview
from core.store import Transaction

_COMPARED = 200  # cards of people who are in both


async def compose_links(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """What there is to say about codes; nothing of those that are over."""
    codes = {each.id: each for each in await tx.linking.codes([LinkCodeId(d.subject) for _a, d in batch])}
    identities = await tx.accounts.identities({account.id for account, _delivery in batch})
    composed: dict[DeliveryId, Composed] = {}
    for account, delivery in batch:
        code = codes.get(LinkCodeId(delivery.subject))
        if code is None or code.account_id != account.id:
            continue
        if delivery.key.startswith(TOLD_THERE):
            if code.state is LinkState.LINKED and (told := _told_there(account, code, identities)):
                composed[delivery.id] = told
            continue
        if code.state is LinkState.LOCKED:
            composed[delivery.id] = Composed(reply=wording.locked())
        elif code.state is LinkState.SAID and is_live(code, now) and (found := await asked(tx, code)):
            composed[delivery.id] = Composed(reply=await ask_here(tx, found))
    return composed


async def ask_here(tx: Transaction, asked: Asked) -> Reply:
    """The question, with what it would do as things are."""
    found = await preview(tx, asked.account.id, asked.other.id)
    pairs = [*found.both.items()][:_COMPARED]
    mine = {each.id: each for each in await tx.people.get(asked.account.id, [new for _old, new in pairs])}
    theirs = {each.id: each for each in await tx.people.get(asked.other.id, [old for old, _new in pairs])}
    both = [(mine[new], theirs[old]) for old, new in pairs if new in mine and old in theirs]
    return wording.question(asked, found, both)


def _told_there(account: Account, code: LinkCode, identities: Sequence[Identity]) -> Composed | None:
    """None when that chat is not theirs any more."""
    mine = [each for each in identities if each.account_id == account.id]
    to = next(
        (each for each in mine if (each.platform, each.external_id) == (code.platform, code.external_id)), None
    )
    other = next((each for each in mine if each is not to), None)
    if to is None or other is None:
        return None
    return Composed(reply=wording.linked_there(account, to, other), to=to)
