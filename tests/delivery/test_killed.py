"""kill -9 at random moments while deliveries of all kinds go: none is lost, and none doubled without saying so."""

import asyncio
import random
import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import UTC, datetime, timedelta

import asyncpg

from core.facts.delivery import Delivery, Kind, State
from storage.store import open_store
from tests.delivery.owed import of, owe, owed, sign_up
from tests.delivery.processes import deliverers

PEOPLE = 250
DELIVERIES = 1000  # on each of the two databases
KILLS = 25
KINDS = (Kind.REMINDER, Kind.DIGEST, Kind.CATCH_UP)


async def test_nothing_is_lost_and_nothing_doubled_when_the_process_is_killed(database_url, fake):
    people = [fake.user(f"Person {n}") for n in range(PEOPLE)]
    for person in people:
        person.reachable = True
    now = datetime.now(UTC)
    store = await open_store(database_url)
    owing: list[Delivery] = []
    accounts = await sign_up(store, [str(person.id) for person in people], now)
    for number in range(DELIVERIES):
        kind, due = KINDS[number % len(KINDS)], now - timedelta(milliseconds=DELIVERIES - number)
        owing.append(owed(accounts[number % PEOPLE], due, kind, key=f"{number:04} {kind}"))
    await owe(store, *owing)
    await store.close()

    chance = random.Random(23)
    async with deliverers(database_url, fake, second=0.25, lease=2) as processes:
        for _kill in range(KILLS):
            alive = await processes.start()
            at = len(fake.calls) + chance.randint(10, DELIVERIES // KILLS)
            while len(fake.calls) < at:
                await asyncio.sleep(0.001)
            await asyncio.sleep(chance.uniform(0, 0.02))
            processes.kill(alive)
        killed_after = len(fake.calls)
        await processes.start()
        async with asyncio.timeout(40):
            while await _open(database_url):  # also what only the lease sets free
                await asyncio.sleep(0.1)
        processes.kill_all()

    store = await open_store(database_url)
    rows = await of(store, accounts)
    await store.close()
    heard: dict[str, list[str]] = defaultdict(list)
    order: dict[int, list[str]] = defaultdict(list)
    for call in fake.sent("sendMessage"):
        key = call["text"].splitlines()[-1]
        heard[key].append(call["text"])
        if key not in order[call["chat_id"]]:
            order[call["chat_id"]].append(key)

    assert killed_after >= DELIVERIES / 3, "the kills came while deliveries went"
    assert len(rows) == DELIVERIES
    assert heard.keys() <= rows.keys(), "nothing is sent without a row"
    assert {each.state for each in rows.values()} <= {State.SENT, State.UNCERTAIN}
    lost = {key for key, each in rows.items() if each.state is State.SENT and not heard[key]}
    assert lost == set()
    unsure = {key for key, each in rows.items() if each.state is State.UNCERTAIN}
    assert all(rows[key].untold or not rows[key].kind.is_told for key in unsure)
    doubled = {key: texts for key, texts in heard.items() if len(texts) > 1}
    assert all(rows[key].kind.repeats and len(texts) == 2 for key, texts in doubled.items())
    assert all("may have had this" in texts[1] for texts in doubled.values())
    assert len(doubled) <= KILLS
    assert len(unsure) <= 2 * KILLS
    assert all(keys == sorted(keys) for keys in order.values()), "each chat in order"


async def _open(url: str) -> int:
    """How many are not settled. Not through a store of ours: a second one does not open the file."""
    query = "SELECT count(*) FROM deliveries WHERE state IN ('pending', 'claimed', 'sending')"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            return int(file.execute(query).fetchone()[0])
    server = await asyncpg.connect(url)
    count = await server.fetchval(query)
    await server.close()
    return int(count)
