"""The outbox, on both databases: what is claimed once is not claimed twice."""

from dataclasses import replace

from core.facts.account import Account
from core.facts.delivery import QUIET, Kind, State
from core.facts.ids import DeliveryId
from core.store import Store
from tests.storage.claiming import UNTIL, added, by_key, claimed, settled
from tests.storage.made import HOUR, NOW, delivery, identity, signed_up


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
