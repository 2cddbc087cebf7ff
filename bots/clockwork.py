"""Clockwork: the metronome that asks the core, every few seconds, what is due and what is owed."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.app import App
from core.calendars.fetching import Fetcher
from core.chat.failures import trace
from core.delivery.sending import Sender
from core.store import Unavailable

PLAN_EVERY = timedelta(seconds=5)
DELIVER_EVERY = timedelta(seconds=2)
REFRESH_EVERY = timedelta(seconds=1)
FETCH_EVERY = timedelta(seconds=5)  # whoever adds a calendar waits for it
TIDY_EVERY = timedelta(hours=1)

_HEARTBEATS = frozenset({"plan", "deliver"})

log = logging.getLogger(__name__)


class Clockwork:
    """A few interval jobs for everybody, none per person or per reminder.

    Ten thousand jobs that are due at one moment block APScheduler's loop for seconds and are missed; what is
    due stands in the database, and a tick that is late or skipped loses nothing.
    """

    def __init__(
        self,
        app: App,
        senders: Mapping[str, Sender],
        fetcher: Fetcher | None = None,
        *,
        plan_every: timedelta = PLAN_EVERY,
        deliver_every: timedelta = DELIVER_EVERY,
        fetch_every: timedelta = FETCH_EVERY,
    ) -> None:
        """`senders` by platform. Without a `fetcher` no calendars are read."""
        # A tick that is still at work makes the next one unnecessary: no reason to say so every two seconds.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._app = app
        self._senders = senders
        self._fetcher = fetcher
        self._ticked_at = time.monotonic()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,  # else it looks for the machine's, which a bare container does not have
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        jobs = (
            ("plan", self._plan, plan_every),
            ("deliver", self._deliver, deliver_every),
            ("refresh", self._refresh, REFRESH_EVERY),
            ("fetch", self._fetch, fetch_every),
            ("tidy", self._tidy, TIDY_EVERY),
        )
        for name, work, every in jobs:
            self._scheduler.add_job(self._tick, "interval", args=[name, work], seconds=every.total_seconds())
        self._stopping = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._running = 0

    def start(self) -> None:
        """Begin to tick, in the running event loop. Twice is as good as once."""
        if not self._scheduler.running:
            self._scheduler.start()

    def silent_for(self) -> float:
        """Seconds since it was last planned or delivered without trouble; at first, since this was made."""
        return time.monotonic() - self._ticked_at

    async def stop(self, within: float = 5) -> None:
        """Start nothing more, and come back when what is under way has ended, or is cut off after `within` seconds.

        Messages that only wait for their turn are handed back. APScheduler's own shutdown would cut everything off
        at once, and a message cut off while it is sent is one of which nobody knows whether it arrived.
        """
        if not self._scheduler.running:
            return
        self._stopping.set()
        self._scheduler.pause()
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._idle.wait()
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the shutdown itself runs in the loop's next turn

    async def _plan(self) -> int:
        return await self._app.plan()

    async def _deliver(self) -> int:
        return await self._app.deliver(self._senders, self._stopping)

    async def _refresh(self) -> int:
        return await self._app.refresh(self._senders, self._stopping)

    async def _fetch(self) -> int:
        return await self._app.fetch(self._fetcher) if self._fetcher is not None else 0

    async def _tidy(self) -> int:
        await self._app.tidy()
        return 0

    async def _tick(self, name: str, work: Callable[[], Awaitable[int]]) -> None:
        """One tick: batch after batch until nothing is left. Whatever goes wrong, the next tick goes on."""
        self._running += 1
        self._idle.clear()
        try:
            while not self._stopping.is_set() and await work():
                pass
            if name in _HEARTBEATS:
                self._ticked_at = time.monotonic()
        except Unavailable as error:
            fields = {"job": name, "reason": str(error)}
            log.warning("The database cannot take this now; the next tick tries again.", extra=fields)
        except Exception as error:  # ours, whatever it is: a metronome that stops is the worst of all errors
            log.error("A tick went wrong; the next one goes on:\n%s", trace(error), extra={"job": name})
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()
