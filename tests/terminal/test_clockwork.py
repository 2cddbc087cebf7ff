"""The clockwork: it ticks, whatever goes wrong, and stops without cutting anything off."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bots.clockwork import Clockwork
from bots.web_fetching import WebFetcher
from core.calendars.fetching import Fetcher
from core.delivery.sending import Sender
from core.store import Unavailable

TICK = timedelta(milliseconds=10)


@dataclass
class Ticked:
    """An App that notes what the clockwork asks of it."""

    planned: int = 0
    batches: int = 0  # that are left to deliver
    delivering: int = 0
    trouble: list[Exception] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    finished: int = 0
    fetched: int = 0

    async def plan(self) -> int:
        self.planned += 1
        if self.trouble:
            raise self.trouble.pop()
        return 0

    async def deliver(self, senders: Mapping[str, Sender], stopping: asyncio.Event) -> int:
        self.delivering += 1
        await self.gate.wait()
        self.finished += 1
        self.batches -= 1
        return max(self.batches, 0)

    async def refresh(self, senders: Mapping[str, Sender]) -> int:
        return 0

    async def fetch(self, fetcher: Fetcher) -> int:
        self.fetched += 1
        return 0

    async def has_planned(self, times: int) -> None:
        async with asyncio.timeout(5):
            while self.planned < times:
                await asyncio.sleep(0.005)


@pytest.fixture
def app() -> Ticked:
    return Ticked()


@pytest.fixture
async def clockwork(app: Ticked) -> AsyncIterator[Clockwork]:
    work = Clockwork(app, {}, plan_every=TICK, deliver_every=TICK)  # type: ignore[arg-type]
    work.start()
    yield work
    app.gate.set()
    await work.stop()


async def test_it_ticks_and_stops(app: Ticked, clockwork: Clockwork) -> None:
    await app.has_planned(3)
    app.gate.set()
    await clockwork.stop()
    planned = app.planned
    await asyncio.sleep(0.05)
    assert app.planned == planned


async def test_an_error_is_logged_and_the_next_tick_goes_on(
    app: Ticked, clockwork: Clockwork, caplog: pytest.LogCaptureFixture
) -> None:
    app.trouble = [RuntimeError("a bug"), Unavailable("the disk is full")]
    await app.has_planned(4)
    ours = [record for record in caplog.records if record.name.startswith("bots")]
    assert [record.levelno for record in ours] == [logging.WARNING, logging.ERROR]
    assert "test_clockwork.py" in ours[1].getMessage()  # where it went wrong, without the words of the error


async def test_a_tick_goes_on_until_nothing_is_left(app: Ticked, clockwork: Clockwork) -> None:
    app.batches = 5
    app.gate.set()
    await app.has_planned(5)
    assert app.batches <= 0
    assert app.finished >= 5


async def test_what_is_under_way_is_finished_and_runs_only_once(app: Ticked, clockwork: Clockwork) -> None:
    await app.has_planned(3)
    assert app.delivering == 1
    stopping = asyncio.create_task(clockwork.stop())
    await asyncio.sleep(0.03)
    assert not stopping.done()
    app.gate.set()
    await stopping
    assert app.finished == 1


async def test_what_never_ends_is_cut_off(app: Ticked, clockwork: Clockwork) -> None:
    await app.has_planned(2)
    async with asyncio.timeout(2):
        await clockwork.stop(within=0.05)
    assert app.finished == 0


async def test_calendars_are_read_where_there_is_a_way_to_the_web(app: Ticked) -> None:
    async with WebFetcher() as fetcher:
        clockwork = Clockwork(app, {}, fetcher, fetch_every=TICK)  # type: ignore[arg-type]
        clockwork.start()
        async with asyncio.timeout(5):
            while app.fetched < 2:
                await asyncio.sleep(0.005)
        await clockwork.stop()


async def test_it_says_for_how_long_nothing_was_looked_at(app: Ticked, clockwork: Clockwork) -> None:
    await app.has_planned(2)
    assert clockwork.silent_for() < 5
    app.trouble = [Unavailable("the disk is full")] * 1000
    app.planned = 0
    await app.has_planned(1)
    before = clockwork.silent_for()
    await asyncio.sleep(0.1)
    assert clockwork.silent_for() >= before + 0.1


async def test_stopping_what_was_never_started_is_fine(app: Ticked) -> None:
    await Clockwork(app, {}).stop()  # type: ignore[arg-type]
