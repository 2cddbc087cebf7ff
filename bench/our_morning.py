"""The same morning with Reachwell, in a process of its own: it starts, plans every digest, and sends for a minute.

`python -m bench.our_morning ADDRESS PEOPLE` says as JSON what came of it.
"""

import asyncio
import json
import sys
import time
from datetime import timedelta

from bench.crowd import NOW, PLATFORM
from bench.loop import resident, watched
from bench.ticks import AtOnce
from bots.clockwork import Clockwork
from core.app import App
from core.facts.delivery import State
from storage.store import open_store

_A_MINUTE = 60  # in which Telegram would take 1,800


async def main() -> None:
    url, people = sys.argv[1], int(sys.argv[2])
    before, started = resident(), time.perf_counter()
    store = await open_store(url)
    now = NOW
    app = App(store, lambda: now)
    sender = AtOnce()
    clockwork = Clockwork(app, {PLATFORM: sender})
    clockwork.start()
    ready = time.perf_counter() - started
    await clockwork.stop()  # its ticks are made here by hand, so as not to wait between them
    most, planned = resident(), 0
    async with watched() as lag:
        while some := await app.plan():
            planned += some
            most = max(most, resident())
        now += timedelta(hours=3)  # their places in the row have come
        enough = asyncio.Event()
        asyncio.get_running_loop().call_later(_A_MINUTE, enough.set)
        await app.deliver({PLATFORM: sender}, enough)
        most = max(most, resident())
    async with store.read() as tx:
        owed = sum(
            count for _kind, state, _error, count, _due in await tx.deliveries.tally() if state is State.PENDING
        )
    await store.close()
    said = {
        "ready": ready,
        "memory": most - before,
        "ran": sender.sent,
        "owed": owed,
        "dropped": people - sender.sent - owed,
        "stood": max(lag.late) / 1000,
    }
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
