"""Deliveries enqueued, claimed and marked: the outbox against two task queues on PostgreSQL, and against itself."""

import asyncio
import secrets
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from statistics import median

from bench import queues
from bench.crowd import NOW, PLATFORM, Crowd, deliveries_of, fill, owe
from bench.databases import ENGINES, ask, fresh, is_sqlite
from bench.report import least, spread, table
from core.facts.delivery import State
from core.facts.ids import DeliveryId
from storage.store import Store, open_store

CLAIM = 100
LEASE = timedelta(minutes=3)


def run(quick: bool = False) -> None:
    jobs, shared, runs = (200, 400, 2) if quick else (2000, 20_000, 5)
    ours: dict[str, list[float]] = {}
    marking: dict[str, list[float]] = {}
    for engine in ENGINES:
        with fresh(engine) as url:
            fill(url, Crowd(people=jobs, contacts=0))
            ours[engine], marking[engine] = asyncio.run(_ours(url, jobs, runs))
    with fresh("PostgreSQL") as url:
        pgqueuer = []
        for _ in range(runs):
            ask(url, "VACUUM")
            pgqueuer.append(jobs / sum(asyncio.run(queues.pgqueuer_seconds(url, jobs, CLAIM))))
    with fresh("PostgreSQL") as url:
        few = jobs // 4  # it takes a while
        procrastinate = [few / sum(asyncio.run(queues.procrastinate_seconds(url, few, 32))) for _ in range(runs)]
    mine = median(ours["PostgreSQL"])
    table(
        f"{jobs:,} deliveries enqueued, claimed and marked, PostgreSQL without waiting for the disk ({runs} runs)",
        [
            ("", "deliveries/s", "Reachwell against it"),
            ("Reachwell, PostgreSQL: added at once, claimed and settled by 100", spread(ours["PostgreSQL"]), ""),
            ("the same, each marked as being sent in a commit of its own", spread(marking["PostgreSQL"]), ""),
            ("Reachwell, SQLite, written to the disk", spread(ours["SQLite"]), ""),
            ("the same, each marked as being sent in a commit of its own", spread(marking["SQLite"]), ""),
            ("pgqueuer: enqueued at once, batches of 100", spread(pgqueuer), least(mine / median(pgqueuer), 1)),
            (
                f"procrastinate: deferred at once, 32 at a time ({few:,})",
                spread(procrastinate),
                least(mine / median(procrastinate), 10),
            ),
        ],
    )
    _workers(shared, runs)


async def drained(store: Store, *, marking: bool = False) -> list[DeliveryId]:
    """Claim and settle until nothing is left; which ones we had. `marking`: each as the real outbox does."""
    had: list[DeliveryId] = []
    token = secrets.token_hex(8)
    while True:
        async with store.write() as tx:
            claimed = await tx.deliveries.claim([PLATFORM], NOW, NOW + LEASE, token, CLAIM)
        if not claimed:
            return had
        if marking:
            for each in claimed:
                async with store.write() as tx:
                    assert await tx.deliveries.sending(each.id, token, NOW, PLATFORM)
        sent = [
            replace(each, state=State.SENT, platform=PLATFORM, message_id=each.id, settled_at=NOW)
            for each in claimed
        ]
        async with store.write() as tx:
            assert len(await tx.deliveries.settle(sent, token)) == len(sent)
        had += [each.id for each in claimed]


async def _ours(url: str, jobs: int, runs: int) -> tuple[list[float], list[float]]:
    """Deliveries a second of each run: marked in batches, and each on its own."""
    rates: list[float] = []
    marking: list[float] = []
    for number in range(-1, runs):  # the first warms up
        for each, marks in ((rates, False), (marking, True)):
            # As autovacuum would, which the tests' server does without; statistics are nobody's.
            await asyncio.to_thread(ask, url, "DELETE FROM deliveries", *(() if is_sqlite(url) else ("VACUUM",)))
            store = await open_store(url)
            owed = list(deliveries_of(range(jobs)))
            started = time.perf_counter()
            async with store.write() as tx:
                await tx.deliveries.add(owed)
            assert len(await drained(store, marking=marks)) == jobs
            if number >= 0:
                each.append(jobs / (time.perf_counter() - started))
            await store.close()
    return rates, marking


def _workers(jobs: int, runs: int) -> None:
    """One process against two, on one database."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    doubled = 0
    with fresh("PostgreSQL") as url:
        fill(url, Crowd(people=jobs, contacts=0))
        for _ in range(runs):
            for workers, each in rates.items():
                ask(url, "DELETE FROM deliveries", "VACUUM deliveries")
                owe(url, range(jobs))
                ask(url, "ANALYZE deliveries")
                seconds, had = _race(url, workers)
                assert set(had) == {each.id for each in deliveries_of(range(jobs))}
                doubled += len(had) - jobs
                each.append(jobs / seconds)
    table(
        f"{jobs:,} deliveries claimed and marked by processes that share a database ({runs} runs)",
        [
            ("", "deliveries/s", "against one"),
            ("one process", spread(rates[1]), ""),
            ("two processes", spread(rates[2]), least(median(rates[2]) / median(rates[1]), 1.4)),
            ("claimed by both", str(doubled), ""),
        ],
    )


def _race(url: str, workers: int) -> tuple[float, list[str]]:
    """Let so many processes share what is owed; from the first start to the last end, and who had what."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.outbox_worker", url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(workers)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0].split() for process in processes]
    starts, ends = [float(each[0]) for each in said], [float(each[1]) for each in said]
    return max(ends) - min(starts), [had for each in said for had in each[2:]]
