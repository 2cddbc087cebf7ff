"""A process of its own that plans every digest that is due, and says as JSON what that took.

`python -m bench.planner ADDRESS [FILE]`: into FILE goes every statement that reads, to be done again bare.
"""

import asyncio
import gc
import json
import pickle
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from bench.crowd import NOW
from bench.loop import resident, watched
from bench.report import percentile
from bench.watching import statements_of
from core.app import App
from storage.store import open_store


async def main() -> None:
    url, file = sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None
    store = await open_store(url)
    app = App(store, lambda: NOW)
    with ExitStack() as stack:
        statements = stack.enter_context(statements_of(store)) if file else []
        people = await app.plan()  # loads what is loaded when it is first needed
        gc.collect()
        gc.freeze()  # as bots/__main__.py does
        before = most = resident()
        started = time.perf_counter()
        async with watched() as lag:
            while planned := await app.plan():
                people += planned
                most = max(most, resident())
        seconds = time.perf_counter() - started
        gc.collect()
    if file:
        file.write_bytes(pickle.dumps([each for each in statements if each[0].startswith(("SELECT", "WITH"))]))
    await store.close()
    said = {
        "people": people,
        "rate": people / seconds,
        "before": before,
        "most": most,
        "after": resident(),
        "late": percentile(lag.late, 0.99),
        "callbacks": sorted(lag.callbacks, reverse=True)[:5],
    }
    print(json.dumps(said))


if __name__ == "__main__":
    asyncio.run(main())
