"""Presses at the same moment, in several processes on PostgreSQL: a seat is given once."""

import asyncio
from dataclasses import replace
from datetime import time

import pytest

from core.events.keeping import keep, resettle
from core.facts.events import Rsvp
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


async def test_the_first_two_who_announce_do_so_at_once(club, others):
    clubs = [_beside(club, store) for store in others]
    await club.says("Bob", "/settings zone Toronto", private=True)
    said = await asyncio.gather(
        clubs[0].says("Ada", "/host Breakfast Friday 7:30", organiser=True),
        clubs[1].says("Bob", "/host Drinks Friday 18:00", organiser=True),
    )
    assert all("Announced" in each for each in said)


async def test_somebody_is_erased_while_they_come_up(club, announced, others):
    await announced("Breakfast Friday 7:30, 1 seat")
    for name in ("Ben", "Cleo", "Dan"):
        await club.answers(name, "Going")
    action = club.button("Going")
    clubs = [_beside(club, store) for store in others]
    await club.says("Cleo", "/forgetme", private=True)
    heard = await asyncio.gather(
        clubs[0].presses("Ben", action.replace("going", "no")), clubs[1].says("Cleo", "erase", private=True)
    )
    assert "Noted" in heard[0]
    assert "erased" in heard[1]
    async with club.store.read() as tx:
        answers = {each.name: each.rsvp for each in await tx.attendees.of((await club.event_of(action)).id)}
    assert answers == {"Ben": Rsvp.NO, "Dan": Rsvp.GOING}


async def test_a_copy_follows_while_its_owner_moves_to_another_city(club, announced, others):
    await announced("Breakfast Friday 7:30")
    await club.answers("Ben", "Going")
    event = await club.event_of(club.button("Going"))
    async with club.store.read() as tx:
        known = await tx.accounts.of("telegram", "Ben")
        assert known is not None
        ben = known[1]
        [before] = await tx.events.copies(event.id, [ben.id])

    async def organiser_moves() -> None:
        async with others[0].write() as tx:
            [group] = await tx.accounts.get([event.account_id])
            await keep(tx, [replace(event, at=time(9))], group, club.clock())

    async def ben_moves() -> None:
        async with others[1].write() as tx:
            await tx.accounts.get([ben.id])
            await resettle(tx, replace(ben, timezone="Europe/London"), club.clock())

    await asyncio.gather(*(each() for each in (ben_moves, organiser_moves, ben_moves)))
    await club.catches_up()
    async with club.store.read() as tx:
        [after] = await tx.events.copies(event.id, [ben.id])
    assert (after.at, after.sequence) == (time(9), before.sequence + 1)
    assert after.next_at is not None
    assert after.next_at > club.clock()


def _beside(club: Club, store: Store) -> Club:
    """The same club, in another process."""
    other = Club(store, club.clock)
    other.far = club.far
    return other
