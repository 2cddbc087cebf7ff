"""The sandbox's clock: the machine's, plus an offset that the database keeps over a restart."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from core.store import Store

OFFSET = "clock offset"  # a note of the store: seconds ahead of the machine's clock (behind it when negative)


class SandboxClock:
    """Called, it gives the time of the sandbox as an aware UTC datetime. It never goes backwards."""

    def __init__(self, store: Store, machine: Callable[[], datetime], offset: timedelta) -> None:
        self._store = store
        self._machine = machine
        self._offset = offset
        self._latest = machine() + offset

    @classmethod
    async def open(cls, store: Store, machine: Callable[[], datetime]) -> "SandboxClock":
        """The clock of this database. `machine` gives the real time as an aware UTC datetime."""
        return cls(store, machine, await offset_of(store))

    def __call__(self) -> datetime:
        # The machine's own clock may be put back while we run.
        self._latest = max(self._latest, self._machine() + self._offset)
        return self._latest

    async def forward_to(self, instant: datetime) -> None:
        """Let it be `instant` now, unless it is later already; it ticks on from there."""
        if instant > self():
            await self.start_at(instant)

    async def start_at(self, instant: datetime) -> None:
        """Let it be `instant` now, earlier or later: only for a database that nobody has used yet."""
        offset = instant - self._machine()
        # Written down first: after a crash the clock must not be earlier than what was sent by it.
        await self._store.set_note(OFFSET, str(offset.total_seconds()))
        self._offset, self._latest = offset, instant

    @contextmanager
    def standing_at(self, instant: datetime) -> Iterator[None]:
        """Let it be `instant`, without ticking, until the end of the block: for filling in a past."""
        machine, latest = self._machine, self._latest
        self._machine, self._latest = (lambda: instant - self._offset), instant
        try:
            yield
        finally:
            self._machine, self._latest = machine, latest


async def offset_of(store: Store) -> timedelta:
    """How far the clock of this database was moved; zero for most."""
    return timedelta(seconds=float(await store.note(OFFSET) or 0))
