"""Presses at the same moment, in several processes on PostgreSQL: a seat is given once."""

import asyncio

import pytest

from core.store import Store
from storage.store import open_store
from tests.gatherings.club import Club


@pytest.fixture
async def others(engine, database_url, store) -> list[Store]:
    """Stores of other processes, where there may be any."""
    if engine == "sqlite":
        yield [store, store]
        return
    opened = [await open_store(database_url) for _each in range(2)]
    yield opened
    for each in opened:
        await each.close()


async def test_two_press_for_the_last_seat_at_once(club, announced, others):
    await announced("Breakfast Friday 7:30, 3 seats")
    for name in ("Ben", "Cleo"):
        await club.answers(name, "Going")
    action = club.button("Going")
    clubs = [_beside(club, store) for store in others]
    heard = await asyncio.gather(clubs[0].presses("Dan", action), clubs[1].presses("Eve", action))
    assert sorted("You are going." in each for each in heard) == [False, True]
    assert sorted("number 1 on the waiting list" in each for each in heard) == [False, True]
    await club.settles()
    assert "Going 3 of 3 · Waiting 1" in club.posts[0].text


async def test_many_come_and_go_at_once(club, announced, others):
    await announced("Breakfast Friday 7:30, 3 seats")
    action = club.button("Going")
    clubs = [club, *(_beside(club, store) for store in others)]
    names = [f"member {n}" for n in range(6)]
    for name in names:
        await club.presses(name, action)
    for _round in range(3):
        heard = await asyncio.gather(
            *(
                clubs[n % len(clubs)].presses(name, action if (n + _round) % 2 else action.replace("going", "no"))
                for n, name in enumerate(names)
            )
        )
        assert all("Something went wrong" not in each for each in heard)
        async with club.store.read() as tx:
            event = await club.event_of(action)
            heads = (await tx.attendees.count([event.id]))[event.id]
        assert heads.going <= 3
        assert heads.going + heads.no + heads.waiting == 6
        assert not heads.waiting or heads.going == 3


def _beside(club: Club, store: Store) -> Club:
    """The same club, in another process."""
    other = Club(store, club.clock)
    other.far = club.far
    return other
