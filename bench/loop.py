"""How much an event loop is kept from other work: what a sleeper notices, and how long single callbacks take."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Lag:
    """Milliseconds."""

    late: list[float] = field(default_factory=list)  # by how much a sleep of one took longer
    callbacks: list[tuple[float, float]] = field(default_factory=list)  # the long ones: by the clock, and of CPU


@asynccontextmanager
async def watched(longer_than: float = 5) -> AsyncIterator[Lag]:
    """Watch the running loop. A callback is what runs between two awaits; the clock counts other threads' turns."""
    lag = Lag()
    handle: Any = asyncio.Handle
    as_it_was: Callable[[Any], None] = handle._run

    def timed(self: Any) -> None:
        started, worked = time.perf_counter(), time.thread_time()
        as_it_was(self)
        took = (time.perf_counter() - started) * 1000
        if took > longer_than:
            lag.callbacks.append((took, (time.thread_time() - worked) * 1000))

    handle._run = timed
    sleeper = asyncio.create_task(_sleep_again_and_again(lag))
    try:
        yield lag
    finally:
        sleeper.cancel()
        with suppress(asyncio.CancelledError):
            await sleeper
        handle._run = as_it_was


async def _sleep_again_and_again(lag: Lag) -> None:
    while True:
        started = time.perf_counter()
        await asyncio.sleep(0.001)
        lag.late.append((time.perf_counter() - started) * 1000 - 1)


def resident() -> float:
    """The memory of this process, in megabytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1e6
