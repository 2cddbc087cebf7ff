"""The outbox and staged imports, on both databases: what is claimed once is not claimed twice."""

import asyncio
from dataclasses import replace
from datetime import date

from core.facts.account import Account
from core.facts.delivery import Delivery, State
from core.facts.ids import ImportId
from core.facts.imports import Found, ImportState, Unread
from core.facts.people import Handle
from core.store import Store
from storage.store import open_store
from tests.storage.made import HOUR, NOW, delivery, identity, signed_up, staged

UNTIL = NOW + HOUR


async def added(store: Store, *deliveries: Delivery) -> int:
    async with store.write() as tx:
        new = await tx.deliveries.add(deliveries)
    assert set(new) <= {each.id for each in deliveries}
    return len(new)


async def claimed(store: Store, token: str = "mine", limit: int = 10, *platforms: str) -> list[Delivery]:
    async with store.write() as tx:
        return list(await tx.deliveries.claim(platforms or ("telegram",), NOW, UNTIL, token, limit))


async def test_a_delivery_comes_back_as_it_was(store: Store, ada: Account, bob: Account) -> None:
    full = delivery(
        ada,
        state=State.SENDING,
        attempts=3,
        retry_at=NOW + HOUR,
        lease="t",
        lease_until=UNTIL,
        platform="telegram",
        message_id="17",
        error="Wait",
    )
    older = delivery(ada, due_at=NOW - HOUR)
    assert await added(store, older, full, delivery(bob)) == 3
    async with store.read() as tx:
        assert await tx.deliveries.recent(ada.id, 10) == [full, older]
        assert await tx.deliveries.recent(ada.id, 1) == [full]


async def test_what_is_owed_already_is_owed_once(store: Store, ada: Account, bob: Account) -> None:
    first = delivery(ada, key="digest:2026-11-23")
    again = delivery(ada, key=first.key, subject="another")
    assert await added(store, first) == 1
    assert await added(store, again, delivery(ada), delivery(bob, key=first.key)) == 2
    assert await added(store, first) == 0
    assert await added(store) == 0
    async with store.read() as tx:
        assert first in await tx.deliveries.recent(ada.id, 10)
        assert again not in await tx.deliveries.recent(ada.id, 10)


async def test_claiming_takes_what_is_due_the_longest_due_first(store: Store, ada: Account) -> None:
    late, due = delivery(ada, due_at=NOW - HOUR), delivery(ada)
    retried = delivery(ada, due_at=NOW - 3 * HOUR, retry_at=NOW - 2 * HOUR)
    others = [
        delivery(ada, due_at=NOW + HOUR),
        delivery(ada, due_at=NOW - HOUR, retry_at=NOW + HOUR),
        *(delivery(ada, state=state) for state in State if state is not State.PENDING),
    ]
    await added(store, due, late, *others, retried)
    expected = [
        replace(each, state=State.CLAIMED, lease="mine", lease_until=UNTIL) for each in (retried, late, due)
    ]
    assert await claimed(store, "mine", 2) == expected[:2]
    assert await claimed(store) == expected[2:]
    assert await claimed(store) == []


async def test_only_those_are_claimed_who_can_be_reached(store: Store, ada: Account) -> None:
    gone = await signed_up(store, "discord")
    async with store.write() as tx:
        await tx.accounts.change_identity(replace(identity(gone, "discord"), reachable=False))
    on_discord = await signed_up(store, "discord")
    await added(store, delivery(gone), delivery(on_discord), delivery(ada))
    assert await claimed(store, "a", 10, "terminal") == []
    assert [each.account_id for each in await claimed(store, "a", 10, "discord", "terminal")] == [on_discord.id]
    assert [each.account_id for each in await claimed(store, "a", 10, "discord", "telegram")] == [ada.id]


async def test_the_next_try_of_those_who_can_be_reached(store: Store, ada: Account, bob: Account) -> None:
    async with store.read() as tx:
        assert await tx.deliveries.earliest() is None
    await added(
        store,
        delivery(bob, due_at=NOW - 9 * HOUR),
        delivery(ada, due_at=NOW - 8 * HOUR, state=State.SENT),
        delivery(ada, due_at=NOW - HOUR, retry_at=NOW + 3 * HOUR),
        delivery(ada, due_at=NOW + 2 * HOUR),
    )
    async with store.write() as tx:
        await tx.accounts.change_identity(identity(bob, reachable=False))
        assert await tx.deliveries.earliest() == NOW + 2 * HOUR


async def test_from_claimed_to_sent(store: Store, ada: Account) -> None:
    await added(store, delivery(ada))
    [mine] = await claimed(store)
    async with store.write() as tx:
        assert not await tx.deliveries.sending(mine.id, "theirs", NOW, "telegram")
        assert await tx.deliveries.sending(mine.id, "mine", NOW, "telegram")
        assert not await tx.deliveries.sending(mine.id, "mine", NOW, "telegram")
        [sending] = await tx.deliveries.recent(ada.id, 1)
        assert sending == replace(mine, state=State.SENDING, attempts=1, platform="telegram")
        sent = replace(sending, state=State.SENT, message_id="17")
        assert not await tx.deliveries.settle(sent, "theirs")
        assert await tx.deliveries.settle(sent, "mine")
        assert not await tx.deliveries.settle(replace(sent, state=State.DEAD), "mine")
        assert await tx.deliveries.recent(ada.id, 1) == [replace(sent, lease="", lease_until=None)]


async def test_what_is_to_be_tried_again_waits_until_then(store: Store, ada: Account) -> None:
    await added(store, delivery(ada))
    [mine] = await claimed(store)
    async with store.write() as tx:
        again = replace(mine, state=State.PENDING, attempts=1, retry_at=NOW + HOUR, error="TryAgain")
        assert await tx.deliveries.settle(again, "mine")
        assert await tx.deliveries.claim(["telegram"], NOW, UNTIL, "b", 10) == []
        [found] = await tx.deliveries.claim(["telegram"], NOW + HOUR, UNTIL + HOUR, "b", 10)
    assert found == replace(again, state=State.CLAIMED, lease="b", lease_until=UNTIL + HOUR)


async def test_a_lease_that_ran_out_is_nobodys(store: Store, ada: Account) -> None:
    await added(store, delivery(ada, key="claimed"), delivery(ada, key="sending"))
    mine = {each.key: each for each in await claimed(store)}
    await added(store, delivery(ada, key="pending"), delivery(ada, key="sent", state=State.SENT))
    async with store.write() as tx:
        assert await tx.deliveries.sending(mine["sending"].id, "mine", NOW, "telegram")
        await tx.deliveries.expire(UNTIL - HOUR / 2)
        assert {each.state for each in await tx.deliveries.recent(ada.id, 10) if each.lease} == {
            State.CLAIMED,
            State.SENDING,
        }
        await tx.deliveries.expire(UNTIL)
        found = {each.key: each for each in await tx.deliveries.recent(ada.id, 10)}
        assert {key: each.state for key, each in found.items()} == {
            "claimed": State.PENDING,
            "sending": State.UNCERTAIN,
            "pending": State.PENDING,
            "sent": State.SENT,
        }
        assert not any(each.lease for each in found.values())
        assert not await tx.deliveries.sending(mine["claimed"].id, "mine", UNTIL, "telegram")
        assert not await tx.deliveries.settle(replace(mine["sending"], state=State.SENT), "mine")


async def test_what_is_settled_is_dropped_in_the_end(store: Store, ada: Account) -> None:
    await added(store, delivery(ada, key="sent", state=State.SENT), delivery(ada, key="pending"))
    async with store.write() as tx:
        await tx.deliveries.tidy(NOW)
        assert len(await tx.deliveries.recent(ada.id, 10)) == 2
        await tx.deliveries.tidy(NOW + HOUR)
        assert [each.key for each in await tx.deliveries.recent(ada.id, 10)] == ["pending"]


async def test_many_who_claim_at_once_get_everything_once(store: Store, database_url: str, engine: str) -> None:
    """On PostgreSQL from two processes' stores; SQLite lets one in only."""
    people = [await signed_up(store) for _ in range(3)]
    owed = [delivery(person, due_at=NOW - HOUR) for person in people for _ in range(100)]
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


PEOPLE = (
    Found(name="Jane 🦊", line=4, company="IBM", title="VP\n", met_on=date(2019, 2, 28)),
    Found(name="Raj", line=5, handles=(Handle(kind="email", value="raj@example.org"),)),
)


async def test_an_import_comes_back_as_it_was(store: Store, ada: Account, bob: Account) -> None:
    kept = staged(ada, found=PEOPLE, unread=(Unread(line=7, why="no name"),), known=2)
    async with store.write() as tx:
        await tx.imports.add(kept)
        assert await tx.imports.get(ada.id, kept.id) == kept
        assert await tx.imports.get(bob.id, kept.id) is None
        assert await tx.imports.get(ada.id, ImportId("none")) is None


async def test_an_import_gets_on_and_drops_what_it_needs_no_longer(
    store: Store, ada: Account, bob: Account
) -> None:
    kept = staged(ada, found=PEOPLE)
    running = replace(kept, state=ImportState.RUNNING, added=1)
    done = replace(kept, state=ImportState.DONE, added=2, found=(), unread=())
    async with store.write() as tx:
        await tx.imports.add(kept)
        await tx.imports.change(replace(done, account_id=bob.id))
        for each in (kept, running, done):
            await tx.imports.change(each)
            assert await tx.imports.get(ada.id, kept.id) == each


async def test_a_big_file_is_staged(store: Store, ada: Account) -> None:
    kept = staged(ada, found=tuple(Found(name=f"Jane {i}", line=i) for i in range(30_000)))
    async with store.write() as tx:
        await tx.imports.add(kept)
    async with store.read() as tx:
        assert await tx.imports.get(ada.id, kept.id) == kept
