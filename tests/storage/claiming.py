"""Deliveries put into a store, claimed from it and settled, as an outbox does."""

from collections.abc import Mapping
from typing import Any

from core.facts.account import Account
from core.facts.delivery import Delivery
from core.store import Store
from tests.storage.made import HOUR, NOW

UNTIL = NOW + HOUR


async def added(store: Store, *deliveries: Delivery) -> int:
    async with store.write() as tx:
        before = await tx.deliveries.tally()
        await tx.deliveries.add(deliveries)
        after = await tx.deliveries.tally()
    return sum(number for *_, number, _due in after) - sum(number for *_, number, _due in before)


async def claimed(store: Store, token: str = "mine", limit: int = 10, *platforms: str) -> list[Delivery]:
    async with store.write() as tx:
        return list(await tx.deliveries.claim(platforms or ("telegram",), NOW, UNTIL, token, limit))


async def settled(store: Store, outcome: Delivery) -> None:
    async with store.write() as tx:
        assert await tx.deliveries.settle([outcome], "mine") == {outcome.id}


async def by_key(store: Store, owners: Mapping[Any, Account]) -> list[Delivery]:
    async with store.read() as tx:
        return [each for owner in owners.values() for each in await tx.deliveries.recent(owner.id, 100)]
