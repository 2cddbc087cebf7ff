"""Transactions: all or nothing, also when a task is cancelled in the middle of one."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from core.facts.account import Account
from core.store import ReadOnly, Store, Transaction, Unavailable
from storage import sqlite
from storage.store import open_store
from tests.storage.made import (
    contact,
    known,
    signed_up,
    touch,
)
from tests.storage.writes import WRITES


async def test_an_exception_takes_everything_back(store: Store, ada: Account) -> None:
    async def fails() -> None:
        async with store.write() as tx:
            await tx.people.add([contact(ada, "Jane")])
            assert await tx.people.count(ada.id) == 1
            raise LookupError

    with pytest.raises(LookupError):
        await fails()
    async with store.read() as tx:
        assert await tx.people.count(ada.id) == 0


async def test_nothing_is_seen_before_it_is_committed(store: Store, ada: Account) -> None:
    async with store.write() as tx:
        await tx.people.add([contact(ada, "Jane")])
        assert await tx.people.count(ada.id) == 1
        async with store.read() as other:
            assert await other.people.count(ada.id) == 0
    async with store.read() as tx:
        assert await tx.people.count(ada.id) == 1


async def test_what_is_read_together_belongs_together(store: Store, ada: Account) -> None:
    async with store.read() as tx:
        assert await tx.people.count(ada.id) == 0
        await known(store, ada, "Jane")
        assert await tx.people.count(ada.id) == 0
    async with store.read() as tx:
        assert await tx.people.count(ada.id) == 1


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
async def test_a_reading_transaction_refuses_to_write(
    store: Store, ada: Account, write: Callable[[Transaction, Account], Awaitable[object]]
) -> None:
    await known(store, ada, "Jane")

    async def writes() -> None:
        async with store.read() as tx:
            await write(tx, ada)

    with pytest.raises(ReadOnly):
        await writes()
    async with store.write() as tx:  # whereas this is how it goes
        await write(tx, ada)


async def test_a_transaction_may_do_nothing(store: Store) -> None:
    async with store.write():
        pass
    async with store.read():
        pass


async def test_notes_of_the_installation(store: Store) -> None:
    assert await store.note("clock") is None
    await store.set_note("clock", "3 days")
    await store.set_note("clock", "4 days 🦊")
    await store.set_note("other", "")
    assert await store.note("clock") == "4 days 🦊"
    assert await store.note("other") == ""


async def test_writers_come_one_after_the_other_and_lose_nothing(store: Store, ada: Account) -> None:
    """Each adds one to what it has read, which is lost when another does so in between."""

    async def count_up() -> None:
        async with store.write() as tx:
            [me] = await tx.accounts.get([ada.id])
            await asyncio.sleep(0)
            await tx.accounts.change(replace(me, digest_size=me.digest_size + 1))

    await asyncio.gather(*(count_up() for _ in range(40)))
    async with store.read() as tx:
        [me] = await tx.accounts.get([ada.id])
    assert me.digest_size == ada.digest_size + 40


async def test_more_readers_than_connections(store: Store, ada: Account) -> None:
    await known(store, ada, "Jane")

    async def read() -> int:
        async with store.read() as tx:
            found = await tx.people.starting(ada.id, ["jane"])
            await asyncio.sleep(0)
            return len(found) + await tx.people.count(ada.id)

    assert await asyncio.gather(*(read() for _ in range(60))) == [2] * 60


async def test_hundreds_of_cancelled_transactions_leave_no_halves(store: Store, ada: Account) -> None:
    """Whenever a task is cancelled: all of its work is there or none, and the next one is not disturbed."""
    chance = random.Random(4)

    async def write_pair(number: int) -> None:
        async with store.write() as tx:
            [pair] = await known_pair(tx, number)
            await tx.people.add_entries(ada.id, [touch(pair)])
            await tx.people.count(ada.id)
            await tx.people.add([contact(ada, f"second {number}")])

    async def known_pair(tx: Transaction, number: int) -> list[object]:
        first = contact(ada, f"first {number}")
        await tx.people.add([first])
        return list(await tx.people.get(ada.id, [first.id]))

    async def look() -> None:
        async with store.read() as tx:
            await tx.people.names(ada.id)
            await tx.people.count(ada.id)

    tasks = []
    for number in range(300):
        task = asyncio.create_task(write_pair(number) if number % 3 else look())
        tasks.append(task)
        if number % 4:
            asyncio.get_running_loop().call_later(chance.random() * 0.02 * (number % 7), task.cancel)
        if number % 10 == 0:
            await asyncio.sleep(0.005)
    done = await asyncio.gather(*tasks, return_exceptions=True)
    trouble = [each for each in done if each is not None and not isinstance(each, asyncio.CancelledError)]
    assert trouble == []
    assert any(isinstance(each, asyncio.CancelledError) for each in done)
    async with store.read() as tx:
        names = [name for _id, name in await tx.people.names(ada.id)]
    firsts = {name.removeprefix("first ") for name in names if name.startswith("first")}
    seconds = {name.removeprefix("second ") for name in names if name.startswith("second")}
    assert firsts == seconds
    assert {str(n) for n in range(300) if n % 3 and n % 4 == 0} <= firsts
    await known(store, ada, "Jane")


async def test_a_task_cancelled_twice(store: Store, ada: Account) -> None:
    begun = asyncio.Event()

    async def stubborn() -> None:
        try:
            async with store.write() as tx:
                await tx.people.add([contact(ada, "Jane")])
                await tx.people.count(ada.id)
                begun.set()
                await asyncio.sleep(10)
        finally:
            task.cancel()

    task = asyncio.create_task(stubborn())
    await begun.wait()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    async with store.read() as tx:
        assert await tx.people.count(ada.id) == 0
    await known(store, ada, "Raj")


async def test_whoever_waits_too_long_is_told_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "TURN_SECONDS", 0.05)
    store = await open_store(sqlite_url)

    async def add_somebody() -> None:
        await signed_up(store)

    async with store.write():
        with pytest.raises(Unavailable, match="busy"):
            await add_somebody()
    await add_somebody()
    await store.close()


async def test_closing_in_the_middle_of_everything(sqlite_url: str) -> None:
    """Whoever is at it is told so, nobody hangs, and what was not committed is not there."""
    store = await open_store(sqlite_url)
    ada = await signed_up(store)
    reading, writing = asyncio.Event(), asyncio.Event()

    async def read() -> None:
        async with store.read() as tx:
            await tx.people.count(ada.id)
            reading.set()
            await asyncio.sleep(0.05)
            await tx.people.count(ada.id)

    async def write() -> None:
        async with store.write() as tx:
            await tx.people.add([contact(ada, "Jane")])
            await tx.people.count(ada.id)
            writing.set()
            await asyncio.sleep(0.05)

    tasks = [asyncio.create_task(read()), asyncio.create_task(write())]
    await reading.wait()
    await writing.wait()
    await store.close()
    assert [type(each) for each in await asyncio.gather(*tasks, return_exceptions=True)] == [Unavailable] * 2
    again = await open_store(sqlite_url)
    async with again.read() as tx:
        assert await tx.people.count(ada.id) == 0
    await again.close()
