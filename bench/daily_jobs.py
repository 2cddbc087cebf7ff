"""What most bots do, in a process of its own: one job of PTB's JobQueue per person, all at the same time of day.

`python -m bench.daily_jobs PEOPLE SECONDS`: the jobs run in so many seconds; it says as JSON what came of it.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_MISSED, JobExecutionEvent
from telegram.ext import ApplicationBuilder, CallbackContext

from bench.loop import resident, watched

_PATIENCE = 300  # seconds


async def main() -> None:
    people, soon = int(sys.argv[1]), float(sys.argv[2])
    application = ApplicationBuilder().token("1:bench").build()
    jobs = application.job_queue
    assert jobs is not None
    counted: dict[int, int] = {EVENT_JOB_EXECUTED: 0, EVENT_JOB_ERROR: 0, EVENT_JOB_MISSED: 0}

    def count(event: JobExecutionEvent) -> None:
        counted[event.code] += 1

    jobs.scheduler.add_listener(count, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR | EVENT_JOB_MISSED)
    before, started = resident(), time.perf_counter()
    at = (datetime.now(UTC) + timedelta(seconds=soon)).replace(microsecond=0)
    for person in range(people):
        jobs.run_daily(_remind, at.timetz(), chat_id=person)
    await jobs.start()
    ready = time.perf_counter() - started
    memory = resident() - before
    assert datetime.now(UTC) < at, "starting took longer than the jobs wait"
    async with watched() as lag:
        deadline = time.monotonic() + soon + _PATIENCE
        while sum(counted.values()) < people and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
    assert counted[EVENT_JOB_ERROR] == 0
    said = {
        "ready": ready,
        "memory": memory,
        "ran": counted[EVENT_JOB_EXECUTED],
        "owed": 0,
        "dropped": counted[EVENT_JOB_MISSED],
        "stood": max(lag.late) / 1000,
    }
    print(json.dumps(said), flush=True)


async def _remind(_context: CallbackContext[Any, Any, Any, Any]) -> None:
    """Sends nothing: what is measured is whether it is called."""


if __name__ == "__main__":
    asyncio.run(main())
