"""The same work in two task queues on PostgreSQL, done as their documentation has it, in batches where they can.

Each is given jobs in one call, and a worker that does nothing for each of them and writes down that it is done.
"""

import time
from datetime import timedelta

import asyncpg  # type: ignore[import-untyped]
import procrastinate
from pgqueuer import PgQueuer, Queries
from pgqueuer.models import Job
from pgqueuer.types import QueueExecutionMode
from procrastinate.types import JSONDict


async def pgqueuer_seconds(url: str, jobs: int, batch: int) -> tuple[float, float]:
    """How long it took to enqueue, and to claim and mark."""
    connection = await asyncpg.connect(url)
    queries = Queries.from_asyncpg_connection(connection)
    if not await queries.schema_is_installed():
        await queries.install()
    worker = PgQueuer.from_asyncpg_connection(connection)
    done = 0

    @worker.entrypoint("send")
    async def send(_job: Job) -> None:
        nonlocal done
        done += 1

    started = time.perf_counter()
    await queries.enqueue(["send"] * jobs, [str(number).encode() for number in range(jobs)], [0] * jobs)
    enqueued = time.perf_counter()
    await worker.run(dequeue_timeout=timedelta(seconds=1), batch_size=batch, mode=QueueExecutionMode.drain)
    ended = time.perf_counter()
    assert done == jobs
    await connection.close()
    return enqueued - started, ended - enqueued


async def procrastinate_seconds(url: str, jobs: int, at_once: int) -> tuple[float, float]:
    """How long it took to enqueue, and to claim and mark."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
    done = 0

    @app.task(name="send")
    async def send(number: int) -> None:
        nonlocal done
        done += 1

    async with app.open_async():
        if not await app.check_connection_async():
            await app.schema_manager.apply_schema_async()
        each: list[JSONDict] = [{"number": number} for number in range(jobs)]
        started = time.perf_counter()
        await send.batch_defer_async(*each)
        enqueued = time.perf_counter()
        await app.run_worker_async(
            wait=False, concurrency=at_once, install_signal_handlers=False, listen_notify=False
        )
        ended = time.perf_counter()
    assert done == jobs
    return enqueued - started, ended - enqueued
