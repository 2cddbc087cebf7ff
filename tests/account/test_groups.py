"""Groups that Reachwell is put into and out of: where it is not, nothing is sent; one that moves stays the same."""

from datetime import UTC, datetime

import pytest

from core.app import App
from core.facts.account import Account, Identity
from core.facts.ids import AccountId

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def app(store, clock) -> App:
    return App(store, clock)


async def found(store, external_id):
    async with store.read() as tx:
        known = await tx.accounts.of("telegram", external_id)
    return known and known[0]


async def add(store, external_id, *, group=True):
    account = Account(id=AccountId(f"a{external_id}"), created_at=NOW, club=group)
    identity = Identity(
        platform="telegram",
        external_id=external_id,
        account_id=account.id,
        address=external_id,
        name="Job Seekers",
        group=group,
    )
    async with store.write() as tx:
        await tx.accounts.add(account, identity)


async def test_nothing_goes_to_a_group_that_we_left_until_we_are_back(app, store):
    await add(store, "-7")
    for told, reachable in ((app.left, False), (app.left, False), (app.joined, True)):
        await told("telegram", "-7")
        assert (await found(store, "-7")).reachable == reachable


async def test_a_group_that_moves_keeps_its_club(app, store):
    await add(store, "-7")
    await app.left("telegram", "-7")  # some hear of that first
    for _told in range(2):
        await app.moved("telegram", "-7", "-1007")
    moved = await found(store, "-1007")
    assert await found(store, "-7") is None
    assert (moved.account_id, moved.address, moved.reachable, moved.name) == ("a-7", "-1007", True, "Job Seekers")


async def test_a_group_whose_new_number_is_taken_is_left(app, store):
    await add(store, "-7")
    await add(store, "-1007")
    await app.moved("telegram", "-7", "-1007")
    assert not (await found(store, "-7")).reachable
    assert (await found(store, "-1007")).account_id == "a-1007"


async def test_of_strangers_and_people_nothing_is_changed(app, store):
    await add(store, "7", group=False)
    for group in ("7", "-9"):
        await app.left("telegram", group)
        await app.moved("telegram", group, "-1007")
    assert (await found(store, "7")).reachable
    assert await found(store, "-1007") is None
