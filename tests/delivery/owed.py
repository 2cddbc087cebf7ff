"""Deliveries for tests of the outbox: people who are owed something, and what they are told."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.chat.reply import Reply
from core.delivery.composing import Composed, Composer
from core.facts.account import Account, Identity
from core.facts.delivery import Delivery, Kind
from core.facts.ids import AccountId, DeliveryId, new_id
from core.store import Store, Transaction

DAY = timedelta(days=1)


async def told_its_key(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """Each message says the key of its delivery, in its last line."""

    async def nothing_follows(tx: Transaction) -> None:
        return

    return {each.id: Composed(reply=Reply(text=each.key), when_sent=nothing_follows) for _account, each in batch}


TOLD: Mapping[Kind, Composer] = dict.fromkeys(Kind, told_its_key)


async def sign_up(store: Store, addresses: Sequence[str], now: datetime, **fields: Any) -> list[Account]:
    """An account each, whose chat in Telegram has this address."""
    accounts = [Account(id=AccountId(new_id()), created_at=now, **fields) for _address in addresses]
    async with store.write() as tx:
        for account, address in zip(accounts, addresses, strict=True):
            identity = Identity(platform="telegram", external_id=address, account_id=account.id, address=address)
            await tx.accounts.add(account, identity)
    return accounts


def owed(to: Account, now: datetime, kind: Kind = Kind.REMINDER, **fields: Any) -> Delivery:
    made = {"id": DeliveryId(new_id()), "account_id": to.id, "kind": kind, "key": f"{kind}:{new_id()}"}
    return Delivery(**{**made, "subject": new_id(), "due_at": now, "not_after": now + DAY, **fields})


async def owe(store: Store, *deliveries: Delivery) -> None:
    async with store.write() as tx:
        await tx.deliveries.add(deliveries)


async def of(store: Store, accounts: Sequence[Account]) -> dict[str, Delivery]:
    """What came of everything that these accounts were owed, by key."""
    async with store.read() as tx:
        return {each.key: each for account in accounts for each in await tx.deliveries.recent(account.id, 1000)}
