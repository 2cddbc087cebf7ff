"""App: the few things an adapter may call. It puts the subjects together, and knows no feature."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta

from core.account import commands as account
from core.asks import commands as asks
from core.chat.command import Command, Subject
from core.chat.completion import Suggestion, choose, complete
from core.chat.dispatch import Dispatch
from core.chat.doors import Doors
from core.chat.reply import Answer
from core.chat.request import Actor, Request
from core.chat.words import Reader
from core.delivery.catching_up import catch_up
from core.delivery.mornings import rescheduled
from core.delivery.outbox import Outbox
from core.delivery.sending import Sender
from core.digests import commands as digests
from core.digests.composing import compose_digests
from core.digests.planning import plan_digests
from core.duplicates import commands as duplicates
from core.events import commands as events
from core.exports import commands as exports
from core.facts.account import Defaults
from core.facts.delivery import Kind
from core.imports import commands as imports
from core.linking import commands as linking
from core.linking.asking import compose_links
from core.people import commands as people
from core.reminders import commands as reminders
from core.reminders.composing import compose_reminders
from core.reminders.missed import compose_catch_up
from core.reminders.planning import plan_reminders
from core.store import Store
from core.targets import commands as targets

SUBJECTS: tuple[Subject, ...] = (
    account.FIRST,
    people.SUBJECT,
    asks.SUBJECT,
    digests.SUBJECT,
    reminders.SUBJECT,
    imports.SUBJECT,
    duplicates.SUBJECT,
    targets.SUBJECT,
    events.SUBJECT,
    exports.SUBJECT,
    linking.SUBJECT,
    account.SUBJECT,
)
_KEPT = timedelta(days=2)  # questions, deeds and staged files older than this are of no use to anybody
_REMEMBERED = timedelta(days=60)  # digests, reminders that are over, what came of deliveries, whom imports propose


class App:
    """The core, put together. `clock` gives the time as an aware UTC datetime."""

    def __init__(self, store: Store, clock: Callable[[], datetime], defaults: Defaults | None = None) -> None:
        self._store = store
        self._clock = clock
        self.doors = Doors()
        self._dispatch = Dispatch(store, clock, SUBJECTS, defaults or Defaults(), rescheduled, catch_up, self.doors)
        composers = {
            Kind.DIGEST: compose_digests,
            Kind.REMINDER: compose_reminders,
            Kind.CATCH_UP: compose_catch_up,
            Kind.LINK: compose_links,
        }
        self._outbox = Outbox(store, clock, composers)

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command, in the order in which /help shows them."""
        return self._dispatch.commands

    def answer(self, request: Request) -> AsyncIterator[tuple[Answer, Reader]]:
        """What to say to a request, and for whom to render it; several answers where work takes long.

        Never raises for what the core or the database does. The same request twice is answered once.
        """
        return self._dispatch.answer(request)

    async def suggest(self, actor: Actor, text: str) -> list[Suggestion]:
        """How a half-typed command line could go on (commands, contacts, tags, companies), at most 25."""
        return await complete(self._store, self.commands, self._clock(), actor, text)

    async def choices(
        self, actor: Actor, command: str, param: str, typed: str, given: Mapping[str, str]
    ) -> list[Suggestion]:
        """What could be typed for a value of a command, showing what is understood of it, at most 25; `given` are
        the other values so far. A suggested value "=…" goes into `Call.known`, without the "="."""
        return await choose(self._store, self.commands, self._clock(), actor, command, param, typed, given)

    async def plan(self) -> int:
        """Write down what is due as deliveries; how many digests and reminders it took. Planning twice changes
        nothing."""
        now = self._clock()
        try:
            reminders = await plan_reminders(self._store, now)
        finally:  # whatever went wrong with them: digests are not to wait for it
            digests = await plan_digests(self._store, now)
        return reminders + digests

    async def deliver(self, senders: Mapping[str, Sender], stopping: asyncio.Event | None = None) -> int:
        """Send what is owed to people on these platforms until nothing is left that is due, or `stopping` is set;
        how many it looked at."""
        return await self._outbox.deliver(senders, stopping)

    async def next_due(self) -> datetime | None:
        """When something will next have to be planned or delivered; None: nothing ever."""
        async with self._store.read() as tx:
            times = [
                await tx.accounts.earliest_digest(),
                await tx.reminders.earliest(),
                await tx.deliveries.earliest(),
            ]
        return min((time for time in times if time is not None), default=None)

    async def tidy(self) -> None:
        """Drop what nobody can use any more."""
        now = self._clock()
        async with self._store.write() as tx:
            await tx.accounts.tidy(now - _KEPT)
            await tx.imports.tidy(now - _KEPT, now - _REMEMBERED)
            await tx.linking.tidy(now, now - _KEPT)
            await tx.erasing.tidy(now - _KEPT)
            await tx.digests.tidy(now - _REMEMBERED)
            await tx.reminders.tidy(now - _REMEMBERED)
            await tx.deliveries.tidy(now - _REMEMBERED)
