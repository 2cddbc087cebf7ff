"""The database that cannot be written, the process that was suspended, the laptop that was closed for a weekend."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from core.chat.reply import Reply
from core.chat.words import Reader
from core.delivery import outbox as timing
from core.delivery.outbox import LEASE, Outbox
from core.facts.account import Identity
from core.facts.delivery import Kind, State
from core.store import Store, Unavailable
from storage import sqlite
from storage.store import open_store
from tests.delivery.owed import TOLD, owed, sign_up
from tests.delivery.owed import owe as owe_all
from tests.delivery.post import Chats, Post


@pytest.fixture
async def post(store, clock) -> Post:
    (ada,) = await sign_up(store, ["ada"], clock(), timezone="America/Toronto")
    return Post(store, clock, Chats(), Outbox(store, clock, TOLD), ada)


@pytest.fixture
async def on_disk(sqlite_url, clock, monkeypatch) -> AsyncIterator[tuple[Post, Path]]:
    """Thirty seconds last a third of one."""
    monkeypatch.setattr(sqlite, "BUSY_MS", 20)
    monkeypatch.setattr(timing, "SETTLE_PAUSES", tuple(pause / 80 for pause in timing.SETTLE_PAUSES))
    store = await open_store(sqlite_url)
    (ada,) = await sign_up(store, ["ada"], clock(), timezone="America/Toronto")
    yield Post(store, clock, Chats(), Outbox(store, clock, TOLD), ada), Path(sqlite_url.removeprefix("sqlite:///"))
    await store.close()


async def test_a_database_that_is_locked_when_a_message_has_gone(on_disk):
    """What came of it is written down when the database is back: it is not sent again."""
    post, file = on_disk
    other = sqlite3.connect(file, check_same_thread=False)
    send = post.chats.send

    async def sends_and_is_locked_out(identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        message_id = await send(identity, reply, reader, nonce)
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(0.3, other.rollback)
        return message_id

    post.chats.send = sends_and_is_locked_out
    delivery = await post.owes(Kind.REMINDER)
    await post.delivers()
    assert (await post.now(delivery)).state is State.SENT
    assert post.chats.texts == [delivery.key]
    other.close()


async def test_a_database_that_is_locked_before(on_disk):
    post, file = on_disk
    delivery = await post.owes()
    other = sqlite3.connect(file)
    other.execute("BEGIN IMMEDIATE")
    for _second in range(3):
        with pytest.raises(Unavailable):
            await post.delivers(seconds=10)
    other.rollback()
    other.close()
    await post.delivers()
    assert post.chats.texts == [delivery.key]


async def test_a_full_disk(on_disk):
    """Nothing new can be written, and nothing is sent of which that could not be written down."""
    post, _file = on_disk

    async def on_the_writer(store: Store, statement: str) -> None:
        lane = store._database._writer  # type: ignore[attr-defined]
        await lane.do(lambda driver: driver.execute(text(statement)))

    first = await post.owes()
    await on_the_writer(post.store, "PRAGMA max_page_count = 1")
    with pytest.raises(Unavailable):
        await owe_all(post.store, *(owed(post.ada, post.clock(), subject="x" * 900) for _ in range(100)))
    try:
        await post.delivers()
    except Unavailable:
        assert post.chats.heard == []
    await on_the_writer(post.store, "PRAGMA max_page_count = 1000000")
    await post.delivers(seconds=LEASE.total_seconds() + 1)
    assert post.chats.texts == [first.key]
    assert (await post.now(first)).state is State.SENT


async def test_a_process_that_was_suspended_for_an_hour_sends_what_it_had_taken_once(post):
    """It wakes up with claims that have run out: they are no longer its own, and are taken anew."""
    (bob,) = await sign_up(post.store, ["bob"], post.clock())
    deliveries = [await post.owes(Kind.DIGEST), await post.owes(Kind.REMINDER, to=bob)]
    woken = asyncio.Event()

    async def sleeps(identity: Identity) -> None:
        await woken.wait()

    post.chats.turn = sleeps
    delivering = asyncio.create_task(post.delivers())
    async with asyncio.timeout(5):
        while (await post.now(deliveries[1], bob)).state is not State.CLAIMED:
            await asyncio.sleep(0.01)
    post.clock.advance(hours=1)
    other = Chats()
    await Outbox(post.store, post.clock, TOLD).deliver({"telegram": other})
    woken.set()
    await delivering
    assert sorted(each.splitlines()[-1] for each in other.texts) == sorted(each.key for each in deliveries)
    assert post.chats.heard == []
    assert all("was due" in each for each in other.texts)


async def test_a_process_that_was_suspended_while_it_sent(post):
    """The reminder may come twice, and says so; the digest does not, whoever is first to look."""
    (bob,) = await sign_up(post.store, ["bob"], post.clock())
    digest, reminder = await post.owes(Kind.DIGEST), await post.owes(Kind.REMINDER, to=bob)
    async with post.store.write() as tx:
        until = post.clock() + LEASE
        for each in await tx.deliveries.claim(["telegram"], post.clock(), until, "suspended", 9):
            assert await tx.deliveries.sending(each.id, "suspended", post.clock(), "telegram")
    await post.delivers(hours=1)
    assert [each.splitlines()[0] for each in post.chats.texts] == ["You may have had this already."]
    assert (await post.now(digest)).state is State.UNCERTAIN
    assert (await post.now(reminder, bob)).state is State.SENT


async def test_a_laptop_that_was_closed_for_a_weekend(post):
    """Friday's digest is over, Friday's reminder is told on Monday, and what is still worth saying is said late."""
    friday = post.clock()
    digest = await post.owes(Kind.DIGEST, not_after=friday + timedelta(hours=14))
    reminder = await post.owes(Kind.REMINDER)
    async with post.store.write() as tx:
        await tx.deliveries.claim(["telegram"], friday, friday + LEASE, "asleep", 9)
    still = await post.owes(
        Kind.REMINDER, due_at=friday + timedelta(hours=50), not_after=friday + timedelta(days=3)
    )
    await post.delivers(hours=64)
    assert [each.splitlines()[-1] for each in post.chats.texts] == [still.key]
    assert "late" in post.chats.texts[0]
    assert [(await post.now(each)).state for each in (digest, reminder)] == [State.SKIPPED, State.SKIPPED]
    async with post.store.read() as tx:
        assert [each.key for each in await tx.deliveries.untold([post.ada.id])] == [reminder.key]
    assert (await post.account()).items_on is not None
