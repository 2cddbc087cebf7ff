"""A merge taken back gives back exactly what was there; and what moves in between is everything."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from core.facts.account import Account
from core.linking.merging import Joined, join, preview, separate
from core.store import Store
from tests.linking.networks import LARGE, SIDES, Side, make, rows
from tests.storage.made import NOW

# Each example adds to the same database, which makes shrinking slow; what fails is small enough as it is.
_FEW = settings(
    max_examples=20,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


async def merged(store: Store, one: Account, other: Account) -> Joined:
    async with store.read() as tx:
        found = await preview(tx, one.id, other.id)
    async with store.write() as tx:
        [*both] = await tx.accounts.get([one.id, other.id])
        by_id = {each.id: each for each in both}
        return await join(tx, by_id[one.id], by_id[other.id], found, "telegram", NOW)


async def taken_back(store: Store, joined: Joined) -> None:
    async with store.write() as tx:
        [account] = await tx.accounts.get([joined.merge.account_id])
        merge = await tx.linking.merge_of(account.id, joined.merge.id)
        assert merge == joined.merge
        await separate(tx, account, merge, NOW)


@_FEW
@given(one=SIDES, other=SIDES)
async def test_taken_back_everything_is_as_it_was(store: Store, one: Side, other: Side) -> None:
    mine, theirs = await make(store, one, "telegram"), await make(store, other, "discord")
    before = await rows(store)
    joined = await merged(store, mine, theirs)
    await taken_back(store, joined)
    after = await rows(store)
    for name, found in before.items():
        assert after[name] == found, name


@_FEW
@given(one=SIDES, other=SIDES, third=SIDES)
async def test_two_merges_taken_back_in_turn(store: Store, one: Side, other: Side, third: Side) -> None:
    first, second, last = [
        await make(store, side, name) for side, name in ((one, "telegram"), (other, "discord"), (third, "terminal"))
    ]
    before = await rows(store)
    inner = await merged(store, first, second)
    between = await rows(store)
    outer = await merged(store, last, first)
    await taken_back(store, outer)
    assert await rows(store) == between
    await taken_back(store, inner)
    assert await rows(store) == before


async def test_a_crash_in_the_middle_changes_nothing(store: Store) -> None:
    mine, theirs = await make(store, LARGE, "telegram"), await make(store, LARGE, "discord")
    before = await rows(store)
    async with store.read() as tx:
        found = await preview(tx, mine.id, theirs.id)

    async def broken_off() -> None:
        async with store.write() as tx:
            await join(tx, mine, theirs, found, "telegram", NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await broken_off()
    assert await rows(store) == before
