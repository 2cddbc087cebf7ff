"""Processes that deliver, as a test starts and kills them."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.fakes.telegram import FakeTelegram

ROOT = Path(__file__).parent.parent.parent


class Deliverers:
    """Starts processes that deliver (tests/delivery/deliverer.py)."""

    def __init__(self, source: asyncio.subprocess.Process) -> None:
        self._source = source
        self._alive: set[int] = set()

    async def start(self) -> int:
        assert self._source.stdin is not None
        assert self._source.stdout is not None
        self._source.stdin.write(b"\n")
        number = int(await self._source.stdout.readline())
        self._alive.add(number)
        return number

    def kill(self, number: int) -> None:
        """With no time for anything."""
        os.kill(number, signal.SIGKILL)
        self._alive.discard(number)

    def suspend(self, number: int) -> None:
        """It stands still in the middle of whatever it does, until it is woken."""
        os.kill(number, signal.SIGSTOP)

    def wake(self, number: int) -> None:
        os.kill(number, signal.SIGCONT)

    def kill_all(self) -> None:
        for number in tuple(self._alive):
            with suppress(ProcessLookupError):
                self.kill(number)


@asynccontextmanager
async def deliverers(
    url: str, fake: FakeTelegram, *, second: float = 1.0, lease: float = 2.0
) -> AsyncIterator[Deliverers]:
    source = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.delivery.deliverer"),
        *(url, fake.url, fake.token, str(second), str(lease)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    started = Deliverers(source)
    try:
        yield started
    finally:
        started.kill_all()
        source.kill()
        await source.wait()
