"""Two processes on one PostgreSQL database: each delivery once, and one takes over what the other leaves.

On SQLite the second refuses to start: tests/storage/test_trouble.py.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from core.facts.delivery import Delivery, Kind, State
from storage.store import open_store
from tests.delivery.owed import of, owe, owed, sign_up
from tests.delivery.processes import Deliverers, deliverers
from tests.fakes.telegram import FakeTelegram

LEASE = 1.5
MESSAGES = 200


@dataclass
class Pair:
    """Two processes that deliver at the same time."""

    fake: FakeTelegram
    processes: Deliverers
    one: int
    other: int
    look: Callable

    @property
    def heard(self) -> Counter[str]:
        return Counter(call["text"].splitlines()[-1] for call in self.fake.sent("sendMessage"))

    async def until(self, messages: int) -> None:
        async with asyncio.timeout(20):
            while len(self.heard) < messages:
                await asyncio.sleep(0.005)

    async def settled(self, within: float) -> dict[str, Delivery]:
        """What came of everything, when all has come to an end."""
        deadline = time.monotonic() + within
        while True:
            rows = await self.look()
            if {each.state for each in rows.values()} <= {State.SENT, State.UNCERTAIN}:
                return rows
            assert time.monotonic() < deadline, Counter(each.state for each in rows.values())
            await asyncio.sleep(0.05)


@pytest.fixture
async def pair(postgres_url, fake) -> AsyncIterator[Pair]:
    people = [fake.user(f"Person {n}") for n in range(MESSAGES // 2)]
    for person in people:
        person.reachable = True
    now = datetime.now(UTC)
    store = await open_store(postgres_url)
    accounts = await sign_up(store, [str(person.id) for person in people], now)
    kinds = (Kind.REMINDER, Kind.DIGEST, Kind.DIGEST)
    await owe(
        store,
        *(
            owed(
                accounts[n % len(accounts)],
                now - timedelta(milliseconds=MESSAGES - n),
                kinds[n % len(kinds)],
                key=f"{n}",
            )
            for n in range(MESSAGES)
        ),
    )

    async def look() -> dict[str, Delivery]:
        return await of(store, accounts)

    async with deliverers(postgres_url, fake, second=0.2, lease=LEASE) as processes:
        yield Pair(fake, processes, await processes.start(), await processes.start(), look)
    await store.close()


async def test_each_delivery_goes_once(pair):
    await pair.until(MESSAGES)
    rows = await pair.settled(within=2)
    assert set(pair.heard.values()) == {1}
    assert {each.state for each in rows.values()} == {State.SENT}


async def test_when_one_is_killed_the_other_takes_over_within_the_lease(pair):
    await pair.until(60)
    pair.processes.kill(pair.one)
    await asyncio.sleep(LEASE)
    rows = await pair.settled(within=5)  # what it could not send before, and had to go through
    heard = pair.heard
    assert all(heard[key] == 1 for key in rows if rows[key].kind is Kind.DIGEST and rows[key].state is State.SENT)
    assert all(heard[key] for key in rows if rows[key].kind is Kind.REMINDER)
    assert sum(count - 1 for count in heard.values() if count) <= 1, "one reminder at most, and it says so"
    assert all(heard[key] <= 1 for key in rows if rows[key].state is State.UNCERTAIN)


async def test_one_that_stands_still_beyond_its_lease_sends_nothing_that_the_other_has_sent(pair):
    await pair.until(60)
    pair.processes.suspend(pair.one)
    await pair.until(MESSAGES - 40)  # some may be held by a transaction in which it stands still
    pair.processes.wake(pair.one)
    await asyncio.sleep(LEASE)
    rows = await pair.settled(within=5)
    heard = pair.heard
    assert sum(count - 1 for count in heard.values() if count) <= 1
    assert all(heard[key] == 1 for key in rows if not rows[key].again and rows[key].state is State.SENT)
