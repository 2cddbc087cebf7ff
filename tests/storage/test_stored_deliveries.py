"""The outbox and staged imports, on both databases: what is claimed once is not claimed twice."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from core.facts.account import Account
from core.facts.delivery import QUIET, Delivery, Kind, State
from core.facts.ids import DeliveryId, ImportId
from core.facts.imports import Found, ImportState, Unread
from core.facts.people import Handle
from core.store import Store
from storage.store import open_store
from tests.storage.made import HOUR, NOW, delivery, identity, signed_up, staged

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
        again=True,
        stands_for=7,
        settled_at=NOW,
        untold=True,
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


async def test_claiming_takes_what_is_due_the_longest_due_first(store: Store) -> None:
    owners = [await signed_up(store) for _ in range(3)]
    late, due = delivery(owners[0], due_at=NOW - HOUR), delivery(owners[1])
    retried = delivery(owners[2], due_at=NOW - 3 * HOUR, retry_at=NOW - 2 * HOUR)
    others = [
        delivery(await signed_up(store), due_at=NOW + HOUR),
        delivery(await signed_up(store), due_at=NOW - HOUR, retry_at=NOW + HOUR),
        *[delivery(await signed_up(store), state=state) for state in State if state is not State.PENDING],
    ]
    await added(store, due, late, *others, retried)
    expected = [
        replace(each, state=State.CLAIMED, lease="mine", lease_until=UNTIL) for each in (retried, late, due)
    ]
    assert await claimed(store, "mine", 2) == expected[:2]
    assert await claimed(store) == expected[2:]
    assert await claimed(store) == []


async def test_nobody_is_sent_two_at_once_and_nothing_overtakes(store: Store, ada: Account, bob: Account) -> None:
    first, second = delivery(ada, due_at=NOW - 2 * HOUR), delivery(ada, due_at=NOW - HOUR)
    await added(store, second, first, delivery(bob, id=DeliveryId("1")), delivery(bob, id=DeliveryId("0")))
    mine = await claimed(store)
    assert [each.id for each in mine] == [first.id, "0"]
    async with store.write() as tx:
        await tx.deliveries.sending(first.id, "mine", NOW, "telegram")
    assert await claimed(store) == []
    await settled(store, replace(mine[0], state=State.PENDING, retry_at=NOW + HOUR, error="Wait"))
    await settled(store, replace(mine[1], state=State.SENT))
    assert [each.id for each in await claimed(store)] == ["1"], "the first of ada's is still to go first"


async def test_what_waits_for_the_end_of_quiet_hours_holds_nothing_up_until_then(
    store: Store, ada: Account
) -> None:
    late = delivery(ada, due_at=NOW - 2 * HOUR, retry_at=NOW + HOUR, error=QUIET)
    wanted, next_one = delivery(ada, due_at=NOW), delivery(ada, due_at=NOW + HOUR)
    await added(store, wanted, late, next_one)
    [sent] = await claimed(store)
    assert sent.id == wanted.id
    await settled(store, replace(sent, state=State.SENT))
    async with store.write() as tx:
        [morning] = await tx.deliveries.claim(["telegram"], NOW + HOUR, UNTIL + HOUR, "b", 10)
    assert morning.id == late.id


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
        assert not await tx.deliveries.settle([sent], "theirs")
        assert await tx.deliveries.settle([sent], "mine") == {sent.id}
        assert not await tx.deliveries.settle([replace(sent, state=State.DEAD)], "mine")
        assert await tx.deliveries.recent(ada.id, 1) == [replace(sent, lease="", lease_until=None)]


async def test_what_is_to_be_tried_again_waits_until_then(store: Store, ada: Account) -> None:
    await added(store, delivery(ada))
    [mine] = await claimed(store)
    async with store.write() as tx:
        again = replace(mine, state=State.PENDING, attempts=1, retry_at=NOW + HOUR, error="TryAgain")
        assert await tx.deliveries.settle([again], "mine") == {mine.id}
        assert await tx.deliveries.claim(["telegram"], NOW, UNTIL, "b", 10) == []
        [found] = await tx.deliveries.claim(["telegram"], NOW + HOUR, UNTIL + HOUR, "b", 10)
    assert found == replace(again, state=State.CLAIMED, lease="b", lease_until=UNTIL + HOUR)


async def test_a_lease_that_ran_out_is_nobodys(store: Store, ada: Account) -> None:
    """What was only claimed is pending again; of what was being sent some kinds go once more, and say so."""
    cases = {
        "claimed": (Kind.DIGEST, False),
        "sent once": (Kind.REMINDER, False),
        "sent twice": (Kind.REMINDER, True),
        "digest": (Kind.DIGEST, False),
        "catch-up": (Kind.CATCH_UP, False),
    }
    owners = {key: await signed_up(store) for key in cases}
    await added(
        store, *(delivery(owners[key], key=key, kind=kind, again=again) for key, (kind, again) in cases.items())
    )
    mine = {each.key: each for each in await claimed(store)}
    async with store.write() as tx:
        for key in cases.keys() - {"claimed"}:
            assert await tx.deliveries.sending(mine[key].id, "mine", NOW, "telegram")
        assert not await tx.deliveries.expire(UNTIL - HOUR / 2)
    assert {each.state for each in await by_key(store, owners)} == {State.CLAIMED, State.SENDING}
    async with store.write() as tx:
        assert await tx.deliveries.expire(UNTIL) == {owners["sent twice"].id}
    found = {each.key: each for each in await by_key(store, owners)}
    assert {key: (each.state, each.again, each.untold) for key, each in found.items()} == {
        "claimed": (State.PENDING, False, False),
        "sent once": (State.PENDING, True, False),
        "sent twice": (State.UNCERTAIN, True, True),
        "digest": (State.UNCERTAIN, False, False),
        "catch-up": (State.PENDING, True, False),
    }
    assert not any(each.lease for each in found.values())
    assert {key for key, each in found.items() if each.settled_at == UNTIL} == {"sent twice", "digest"}
    async with store.write() as tx:
        assert not await tx.deliveries.sending(mine["claimed"].id, "mine", UNTIL, "telegram")
        assert not await tx.deliveries.settle([replace(mine["digest"], state=State.SENT)], "mine")


async def test_what_is_past_its_time_is_skipped_and_told_who_can_be_told(
    store: Store, ada: Account, bob: Account
) -> None:
    gone = await signed_up(store)
    async with store.write() as tx:
        await tx.accounts.change_identity(identity(gone, reachable=False))
    over = {"not_after": NOW - HOUR, "due_at": NOW - 3 * HOUR}
    await added(
        store,
        delivery(ada, key="reminder", kind=Kind.REMINDER, **over),
        delivery(ada, key="in time", kind=Kind.REMINDER, not_after=NOW),
        delivery(ada, key="sent", kind=Kind.REMINDER, state=State.SENT, **over),
        delivery(bob, key="digest", **over),
        delivery(gone, key="unreachable", kind=Kind.REMINDER, **over),
    )
    async with store.write() as tx:
        assert await tx.deliveries.skip_late(NOW) == {ada.id}
        assert not await tx.deliveries.skip_late(NOW)
        [missed] = await tx.deliveries.untold([ada.id])
        assert (missed.key, missed.state, missed.error) == ("reminder", State.SKIPPED, "too late")
        assert missed.settled_at == NOW
        assert [each.key for each in await tx.deliveries.untold([gone.id])] == ["unreachable"]
        assert not await tx.deliveries.untold([bob.id])
        await tx.deliveries.told([missed.id])
        assert not await tx.deliveries.untold([ada.id])


async def test_what_is_untold_comes_in_order_and_is_told_by_its_ids(store: Store, ada: Account) -> None:
    owed = [
        delivery(ada, due_at=NOW - hours * HOUR, untold=True, state=State.DEAD, stands_for=hours)
        for hours in (1, 3, 2)
    ]
    await added(store, *owed)
    async with store.write() as tx:
        assert [each.stands_for for each in await tx.deliveries.untold([ada.id])] == [3, 2, 1]
        await tx.deliveries.told([])
        await tx.deliveries.told([owed[0].id, owed[1].id])
        assert await tx.deliveries.untold([ada.id]) == [owed[2]]


async def test_what_is_untold_of_many_at_once_is_only_theirs(store: Store, ada: Account, bob: Account) -> None:
    owners = (ada, bob, await signed_up(store))
    over = {"untold": True, "state": State.SKIPPED}
    owed = [delivery(owner, due_at=NOW - hours * HOUR, **over) for hours, owner in enumerate(owners)]
    await added(store, *owed)
    async with store.read() as tx:
        assert await tx.deliveries.untold([ada.id, bob.id]) == [owed[1], owed[0]]
        assert await tx.deliveries.untold([]) == []


async def test_the_end_of_the_row(store: Store, ada: Account, bob: Account) -> None:
    async with store.write() as tx:
        assert await tx.deliveries.last_due(Kind.DIGEST) is None
    await added(
        store,
        delivery(ada, due_at=NOW + HOUR),
        delivery(bob, due_at=NOW, retry_at=NOW + 9 * HOUR),
        delivery(bob, due_at=NOW + 5 * HOUR, kind=Kind.REMINDER),
        delivery(bob, due_at=NOW + 7 * HOUR, state=State.SENT),
    )
    async with store.read() as tx:
        assert await tx.deliveries.last_due(Kind.DIGEST) == NOW + HOUR
        assert await tx.deliveries.last_due(Kind.REMINDER) == NOW + 5 * HOUR


async def test_how_many_there_are_of_each_sort(store: Store, ada: Account, bob: Account) -> None:
    dead = {"state": State.DEAD, "error": "Rejected"}
    await added(
        store,
        delivery(ada),
        delivery(bob, due_at=NOW - HOUR),
        delivery(ada, **dead),
        delivery(bob, due_at=NOW + HOUR),
    )
    async with store.read() as tx:
        assert await tx.deliveries.tally() == [
            (Kind.DIGEST, State.DEAD, "Rejected", 1, NOW),
            (Kind.DIGEST, State.PENDING, "", 3, NOW - HOUR),
        ]


async def test_several_are_settled_at_once_each_in_its_way(store: Store) -> None:
    owners = [await signed_up(store) for _ in range(4)]
    await added(store, *(delivery(each, key=str(n)) for n, each in enumerate(owners)))
    mine = {each.key: each for each in await claimed(store, "mine", 3)}
    outcomes = [
        replace(mine["0"], state=State.SENT, message_id="17", settled_at=NOW, attempts=1),
        replace(mine["1"], state=State.PENDING, retry_at=NOW + HOUR, again=True, error="Uncertain"),
        replace(mine["2"], state=State.DEAD, untold=True, platform="telegram", settled_at=NOW),
    ]
    async with store.write() as tx:
        stranger = delivery(owners[3], id=DeliveryId("another"))
        assert await tx.deliveries.settle([*outcomes, stranger], "mine") == {each.id for each in mine.values()}
        assert await tx.deliveries.settle([], "mine") == set()
    found = {each.key: each for each in await by_key(store, dict(enumerate(owners)))}
    assert [found[str(n)] for n in range(3)] == [replace(each, lease="", lease_until=None) for each in outcomes]


async def test_what_is_settled_is_dropped_in_the_end(store: Store, ada: Account) -> None:
    await added(store, delivery(ada, key="sent", state=State.SENT), delivery(ada, key="pending"))
    async with store.write() as tx:
        await tx.deliveries.tidy(NOW)
        assert len(await tx.deliveries.recent(ada.id, 10)) == 2
        await tx.deliveries.tidy(NOW + HOUR)
        assert [each.key for each in await tx.deliveries.recent(ada.id, 10)] == ["pending"]


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
