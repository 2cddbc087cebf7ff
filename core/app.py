"""App: the few things an adapter may call. It puts the subjects together, and knows no feature."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta

from core.account import commands as account
from core.chat.command import Command, Subject
from core.chat.completion import Suggestion, complete
from core.chat.dispatch import Dispatch
from core.chat.reply import Answer
from core.chat.request import Actor, Request
from core.chat.words import Reader
from core.delivery.mornings import rescheduled
from core.delivery.outbox import Outbox
from core.delivery.sending import Sender
from core.facts.account import Defaults
from core.facts.delivery import Kind
from core.imports import commands as imports
from core.people import commands as people
from core.reminders import commands as reminders
from core.reminders.digest import compose, plan_digests
from core.store import Store

SUBJECTS: tuple[Subject, ...] = (
    account.FIRST,
    people.SUBJECT,
    reminders.SUBJECT,
    imports.SUBJECT,
    account.SUBJECT,
)
_KEPT = timedelta(days=2)  # questions, deeds and staged files older than this are of no use to anybody
_REMEMBERED = timedelta(days=60)  # digests and what came of their deliveries


class App:
    """The core, put together. `clock` gives the time as an aware UTC datetime."""

    def __init__(self, store: Store, clock: Callable[[], datetime], defaults: Defaults | None = None) -> None:
        self._store = store
        self._clock = clock
        self._dispatch = Dispatch(store, clock, SUBJECTS, defaults or Defaults(), rescheduled)
        self._outbox = Outbox(store, clock, {Kind.DIGEST: compose})

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
        return await complete(self._store, self.commands, actor, text)

    async def plan(self) -> int:
        """Write down what is due as deliveries; for how many accounts. Planning twice changes nothing."""
        return await plan_digests(self._store, self._clock())

    async def deliver(self, senders: Mapping[str, Sender]) -> int:
        """Send one batch of what is owed to people on these platforms; how many were looked at."""
        return await self._outbox.deliver(senders)

    async def next_due(self) -> datetime | None:
        """When something will next have to be planned or delivered; None: nothing ever."""
        async with self._store.read() as tx:
            times = [await tx.accounts.earliest_digest(), await tx.deliveries.earliest()]
        return min((time for time in times if time is not None), default=None)

    async def tidy(self) -> None:
        """Drop what nobody can use any more."""
        now = self._clock()
        async with self._store.write() as tx:
            await tx.accounts.tidy(now - _KEPT)
            await tx.imports.tidy(now - _KEPT)
            await tx.reminders.tidy(now - _REMEMBERED)
            await tx.deliveries.tidy(now - _REMEMBERED)
