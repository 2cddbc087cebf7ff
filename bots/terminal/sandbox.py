"""The sandbox: makes time pass, from one due moment to the next, so that all is sent when it would be."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bots.terminal.clock import SandboxClock
from core.app import App
from core.calendars.fetching import Fetcher
from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _
from core.delivery.sending import Sender
from core.store import Store

USED_BY = "used by"  # a note of the store: which platform has served this database; none: nobody has used it
TERMINAL = "terminal"

_SHORTEST_STEP = timedelta(minutes=1)
_LONGEST_STEP = timedelta(days=1)


class Sandbox:
    """One database whose time can be moved, as long as only the terminal uses it."""

    def __init__(
        self, app: App, store: Store, clock: SandboxClock, sender: Sender, fetcher: Fetcher | None = None
    ) -> None:
        """Without a `fetcher` no calendars are read."""
        self.clock = clock
        self._fetcher = fetcher
        self._app = app
        self._store = store
        self._senders: Mapping[str, Sender] = {TERMINAL: sender}

    @property
    def senders(self) -> Mapping[str, Sender]:
        """Who delivers here, by platform."""
        return self._senders

    async def is_new(self) -> bool:
        """Whether nobody has used this database yet (a greeting that nobody answered is no use)."""
        return await self._store.note(USED_BY) is None

    async def use(self) -> None:
        """Somebody speaks: from now on its clock only goes forward."""
        if await self.is_new():
            await self._store.set_note(USED_BY, TERMINAL)

    async def settle(self) -> None:
        """Fetch, plan, deliver and refresh what is due now."""
        if self._fetcher is not None:
            await self._app.fetch(self._fetcher)
        while await self._app.plan():
            pass
        while await self._app.deliver(self._senders):
            pass
        while await self._app.refresh(self._senders):
            pass

    async def forward_to(self, target: datetime, stop: asyncio.Event) -> None:
        """Let time pass until `target`; between two steps it stops where it is when `stop` is set.

        Raises Refusal where real people would be reminded at wrong times.
        """
        await self._refuse_where_people_are()
        await self.settle()
        step = _SHORTEST_STEP
        while (now := self.clock()) < target and not stop.is_set():
            due = await self._app.next_due()
            if due is None or due > target:
                await self.clock.forward_to(target)
            elif due > now:
                step = _SHORTEST_STEP
                await self.clock.forward_to(due)
            else:
                # It is due already and stays so (somebody cannot be reached): go on, in growing steps.
                await self.clock.forward_to(min(now + step, target))
                step = min(step * 2, _LONGEST_STEP)
            await self.settle()

    async def begin_at(self, instant: datetime, person: str) -> None:
        """Let a new database begin at `instant`, perhaps in the past.

        `person` (an external id) may have an account already, because they were greeted: the planner looks at it
        again, since its next digest was reckoned from a later day.
        Raises Refusal when somebody has used the database.
        """
        await self._refuse_where_people_are()
        if not await self.is_new():
            raise Refusal(
                say(
                    _(
                        "This database is in use, so its clock only goes forward. To begin in the past, "
                        "start with a new one: reachwell terminal --database sqlite:///other.db"
                    )
                )
            )
        await self.clock.start_at(instant)
        async with self._store.write() as tx:
            known = await tx.accounts.of(TERMINAL, person)
            if known is not None and known[1].next_digest_at is not None:
                await tx.accounts.schedule_digests([replace(known[1], next_digest_at=instant)])
        await self.settle()

    async def _refuse_where_people_are(self) -> None:
        if await self._store.note(USED_BY) not in (None, TERMINAL):
            raise Refusal(
                say(
                    _(
                        "Real people use this database, and they would get their reminders at wrong times. "
                        "Move the clock in another one: reachwell terminal --database sqlite:///sandbox.db"
                    )
                )
            )
