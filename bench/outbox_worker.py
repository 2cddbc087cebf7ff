"""A process that claims deliveries and marks them until none are left.

`python -m bench.outbox_worker ADDRESS` says that it is ready, starts when a line comes in, and prints when it
started and ended, and which deliveries it had.
"""

import asyncio
import sys
import time

from bench.outbox import drained
from storage.store import open_store


async def main() -> None:
    store = await open_store(sys.argv[1])
    async with store.read() as tx:
        await tx.deliveries.earliest()  # connected
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    started = time.perf_counter()
    had = await drained(store)
    ended = time.perf_counter()
    await store.close()
    print(started, ended, *had)


if __name__ == "__main__":
    asyncio.run(main())
