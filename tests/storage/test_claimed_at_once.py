"""Several who claim deliveries or plan digests at once, on both databases: each is had by one of them."""

import asyncio
from dataclasses import replace

from core.facts.delivery import Delivery, State
from core.store import Store
from storage.store import open_store
from tests.storage.claiming import UNTIL, added, claimed
from tests.storage.made import HOUR, NOW, delivery, signed_up


async def test_many_who_claim_at_once_get_everything_once(store: Store, database_url: str, engine: str) -> None:
    """On PostgreSQL from two processes' stores; SQLite lets one in only."""
    people = [await signed_up(store) for _ in range(200)]
    owed = [delivery(person, due_at=NOW - HOUR) for person in people]
    assert await added(store, *owed) == len(owed)
    other = await open_store(database_url) if engine == "postgres" else store

    async def all_of(where: Store, token: str) -> list[Delivery]:
        taken: list[Delivery] = []
        while batch := await claimed(where, token, 7):
            taken += batch
        return taken

    hauls = await asyncio.gather(*(all_of((store, other)[i % 2], f"token {i}") for i in range(8)))
    if other is not store:
        await other.close()
    taken = [each for haul in hauls for each in haul]
    assert len(taken) == len(owed)
    assert {each.id for each in taken} == {each.id for each in owed}
    assert all(each.lease == f"token {i}" for i, haul in enumerate(hauls) for each in haul)


async def test_many_who_claim_at_once_never_send_somebody_two_at_once(
    store: Store, database_url: str, engine: str
) -> None:
    people = [await signed_up(store) for _ in range(20)]
    owed = [delivery(each, due_at=NOW - (9 - n) * HOUR, key=f"{n}") for each in people for n in range(5)]
    await added(store, *owed)
    other = await open_store(database_url) if engine == "postgres" else store
    under_way: set[str] = set()
    sent: dict[str, list[str]] = {each.id: [] for each in people}

    async def works(where: Store, token: str) -> None:
        while sum(map(len, sent.values())) < len(owed):
            for each in await claimed(where, token, 7):
                assert each.account_id not in under_way
                under_way.add(each.account_id)
                await asyncio.sleep(0)
                sent[each.account_id].append(each.key)
                under_way.discard(each.account_id)
                async with where.write() as tx:
                    assert await tx.deliveries.settle([replace(each, state=State.SENT)], token)

    async with asyncio.timeout(20):
        await asyncio.gather(*(works((store, other)[i % 2], f"token {i}") for i in range(4)))
    if other is not store:
        await other.close()
    assert all(keys == ["0", "1", "2", "3", "4"] for keys in sent.values())


async def test_who_stands_still_in_a_transaction_holds_nobody_up(postgres_url: str) -> None:
    """A suspended process keeps what it has locked, and its lease runs out meanwhile."""
    store, suspended = await open_store(postgres_url), await open_store(postgres_url)
    ada, bob = await signed_up(store), await signed_up(store)
    await added(store, delivery(ada, key="held"), delivery(bob, key="other"), delivery(bob, due_at=NOW + HOUR))
    held = next(each for each in await claimed(store) if each.key == "held")
    async with suspended.write() as tx, asyncio.timeout(5):
        assert await tx.deliveries.sending(held.id, "mine", NOW, "telegram")
        async with store.write() as ours:
            await ours.deliveries.expire(UNTIL)
            await ours.deliveries.skip_late(NOW + 24 * HOUR)
            assert not await ours.deliveries.claim(["telegram"], UNTIL, UNTIL + HOUR, "b", 10)
        async with store.read() as ours:
            assert {each.state for each in await ours.deliveries.recent(bob.id, 2)} == {State.SKIPPED}
            [seen] = await ours.deliveries.recent(ada.id, 1)
            assert seen == held
    for each in (store, suspended):
        await each.close()


async def test_planners_at_once_plan_for_everybody_once(store: Store, database_url: str, engine: str) -> None:
    people = {(await signed_up(store, next_digest_at=NOW)).id for _ in range(40)}
    other = await open_store(database_url) if engine == "postgres" else store

    async def planned_by(where: Store) -> list[str]:
        planned: list[str] = []
        while True:
            async with where.write() as tx:
                due = await tx.accounts.due_for_digest(NOW, 3)
                await asyncio.sleep(0)
                await tx.accounts.schedule_digests([replace(each, next_digest_at=NOW + HOUR) for each in due])
            if not due:
                return planned
            planned += [each.id for each in due]

    plans = await asyncio.gather(*(planned_by((store, other)[i % 2]) for i in range(6)))
    if other is not store:
        await other.close()
    # A planner that finds the rest locked by others stops; nobody is planned for twice.
    assert sorted(each for plan in plans for each in plan) == sorted(people)
