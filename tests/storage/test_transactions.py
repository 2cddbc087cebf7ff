"""Transactions: all or nothing, also when a task is cancelled in the middle of one."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from core.facts.account import Account
from core.facts.ids import new_id
from core.store import ReadOnly, Store, Transaction, Unavailable
from storage import sqlite
from storage.store import open_store
from tests.storage.made import (
    NOW,
    TODAY,
    account,
    contact,
    deed,
    delivery,
    digest,
    identity,
    known,
    question,
    signed_up,
    staged,
    touch,
)


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


# Everything that writes, with what it is given for somebody's account and contact.
WRITES: dict[str, Callable[[Transaction, Account], Awaitable[object]]] = {
    "accounts.add": lambda tx, me: tx.accounts.add(new := account(), identity(new)),
    "accounts.change": lambda tx, me: tx.accounts.change(me),
    "accounts.change_identity": lambda tx, me: tx.accounts.change_identity(identity(me)),
    "accounts.due_for_digest": lambda tx, me: tx.accounts.due_for_digest(NOW, 1),
    "accounts.schedule_digests": lambda tx, me: tx.accounts.schedule_digests([(me.id, NOW)]),
    "accounts.ask": lambda tx, me: tx.accounts.ask(question(me)),
    "accounts.answered": lambda tx, me: tx.accounts.answered(me.id, question(me).id),
    "accounts.stop_listening": lambda tx, me: tx.accounts.stop_listening(me.id),
    "accounts.add_deed": lambda tx, me: tx.accounts.add_deed(deed(me)),
    "accounts.undone": lambda tx, me: tx.accounts.undone(me.id, deed(me).id),
    "accounts.tidy": lambda tx, me: tx.accounts.tidy(NOW),
    "people.add": lambda tx, me: tx.people.add([contact(me, "Raj")]),
    "people.change": lambda tx, me: _changed(tx, me),
    "people.remove": lambda tx, me: tx.people.remove(me.id, []),
    "people.add_entries": lambda tx, me: tx.people.add_entries(me.id, [touch(contact(me, "Raj"))]),
    "people.void_entries": lambda tx, me: tx.people.void_entries(me.id, [], NOW),
    "reminders.add_digests": lambda tx, me: tx.reminders.add_digests([digest(me)]),
    "reminders.change_digest": lambda tx, me: tx.reminders.change_digest(digest(me)),
    "reminders.mark_suggested": lambda tx, me: tx.reminders.mark_suggested([], TODAY),
    "deliveries.add": lambda tx, me: tx.deliveries.add([delivery(me)]),
    "deliveries.claim": lambda tx, me: tx.deliveries.claim(["telegram"], NOW, NOW, "t", 1),
    "deliveries.sending": lambda tx, me: tx.deliveries.sending(delivery(me).id, "t", NOW, "telegram"),
    "deliveries.settle": lambda tx, me: tx.deliveries.settle(delivery(me), "t"),
    "imports.add": lambda tx, me: tx.imports.add(staged(me)),
    "imports.change": lambda tx, me: tx.imports.change(staged(me)),
}


async def _changed(tx: Transaction, me: Account) -> None:
    [jane] = await tx.people.starting(me.id, ["jane"])
    await tx.people.change([replace(jane, name="Joan")])


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
            me = await tx.accounts.get(ada.id)
            assert me is not None
            await asyncio.sleep(0)
            await tx.accounts.change(replace(me, digest_size=me.digest_size + 1))

    await asyncio.gather(*(count_up() for _ in range(40)))
    async with store.read() as tx:
        me = await tx.accounts.get(ada.id)
    assert me is not None
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


async def test_closing_waits_for_what_is_under_way(database_url: str) -> None:
    store = await open_store(database_url)
    ada = await signed_up(store)
    many = [contact(ada, f"Jane {new_id()}") for _ in range(500)]
    writing = asyncio.create_task(known(store, ada, *many))
    await writing
    await store.close()
    again = await open_store(database_url)
    async with again.read() as tx:
        assert await tx.people.count(ada.id) == 500
    await again.close()
