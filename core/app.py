"""App: the few things an adapter may call. It puts the subjects together, and knows no feature."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import partial

from core.account import commands as account
from core.account import groups
from core.asks import commands as asks
from core.calendars import commands as calendars
from core.calendars.fetching import Fetcher
from core.calendars.following import fetch_feeds
from core.calendars.serving import calendar_at
from core.calendars.telling import compose_feeds
from core.chat.command import Command, Subject
from core.chat.completion import Suggestion, choose, complete
from core.chat.dispatch import Dispatch
from core.chat.doors import Doors
from core.chat.reply import Answer
from core.chat.request import Actor, Request
from core.chat.words import Reader
from core.delivery.catching_up import catch_up
from core.delivery.mornings import rescheduled
from core.delivery.outbox import Composer, Outbox
from core.delivery.sending import Sender
from core.digests import commands as digests
from core.digests.composing import compose_digests
from core.digests.planning import plan_digests
from core.drafts import commands as drafts
from core.duplicates import commands as duplicates
from core.events import commands as events
from core.events.composing import compose_events
from core.events.keeping import resettle
from core.events.making import plan_series
from core.events.news import compose_news
from core.events.planning import plan_events
from core.exports import commands as exports
from core.facts.account import Defaults
from core.facts.delivery import Kind
from core.gatherings import commands as gatherings
from core.gatherings.planning import plan_gatherings
from core.gatherings.posting import compose_posts
from core.gatherings.refreshing import refresh
from core.gatherings.seat_news import compose_seats
from core.gatherings.sharing import Shareable, shareable
from core.handshakes import commands as handshakes
from core.handshakes.composing import compose_cards
from core.handshakes.exchanging import swap
from core.handshakes.page import Page, landing
from core.imports import commands as imports
from core.linking import commands as linking
from core.linking.asking import compose_links
from core.meetings import commands as meetings
from core.people import commands as people
from core.reminders import commands as reminders
from core.reminders.composing import compose_reminders
from core.reminders.missed import compose_catch_up
from core.reminders.planning import plan_reminders
from core.store import Store
from core.targets import commands as targets

SUBJECTS: tuple[Subject, ...] = (
    account.FIRST,
    people.CARDS,
    meetings.CAPTURING,
    people.SUBJECT,
    asks.SUBJECT,
    digests.SUBJECT,
    reminders.SUBJECT,
    imports.SUBJECT,
    duplicates.SUBJECT,
    targets.SUBJECT,
    events.SUBJECT,
    gatherings.SUBJECT,
    calendars.SUBJECT,
    meetings.SUBJECT,
    drafts.SUBJECT,
    handshakes.SUBJECT,
    exports.SUBJECT,
    linking.SUBJECT,
    account.SUBJECT,
)
Plan = Callable[[Store, datetime], Awaitable[int]]
_KEPT = timedelta(days=2)  # questions, deeds and staged files older than this are of no use to anybody
_REMEMBERED = timedelta(days=60)  # digests, reminders that are over, what came of deliveries, whom imports propose


class App:
    """The core, put together. `clock` gives the time as an aware UTC datetime."""

    def __init__(self, store: Store, clock: Callable[[], datetime], defaults: Defaults | None = None) -> None:
        self._store = store
        self._clock = clock
        self.doors = Doors()
        self._dispatch = Dispatch(
            store, clock, SUBJECTS, defaults or Defaults(), rescheduled, catch_up, resettle, self.doors
        )
        composers: dict[Kind, Composer] = {
            Kind.DIGEST: compose_digests,
            Kind.REMINDER: compose_reminders,
            Kind.CATCH_UP: compose_catch_up,
            Kind.LINK: compose_links,
            Kind.EVENT: compose_events,
            Kind.NEWS: compose_news,
            Kind.SEAT: compose_seats,
            Kind.POST: partial(compose_posts, self.doors),
            Kind.CARD: compose_cards,
            Kind.FEED: compose_feeds,
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
        """Write down what is due as deliveries; how many events, reminders and digests it took. Planning twice
        changes nothing."""
        now, took = self._clock(), 0
        async with AsyncExitStack() as every:  # whatever goes wrong with some: the others are not to wait for it
            gatherings = partial(plan_gatherings, swap=swap)
            for plan in (plan_digests, plan_reminders, plan_events, plan_series, gatherings):

                async def planned(plan: Plan = plan) -> None:
                    nonlocal took
                    took += await plan(self._store, now)

                every.push_async_callback(planned)
        return took

    async def deliver(self, senders: Mapping[str, Sender], stopping: asyncio.Event | None = None) -> int:
        """Send what is owed to people on these platforms until nothing is left that is due, or `stopping` is set;
        how many it looked at."""
        return await self._outbox.deliver(senders, stopping)

    async def refresh(self, senders: Mapping[str, Sender], stopping: asyncio.Event | None = None) -> int:
        """Edit the posts on these platforms until none is behind, or `stopping` is set; how many it looked at."""
        return await refresh(self._store, self._clock, senders, self.doors, stopping)

    async def shareable(self, actor: Actor, query: str) -> list[Shareable]:
        """The coming events of somebody that match the words, to be sent into any chat; at most 20."""
        return await shareable(self._store, actor, query, self._clock(), self.doors)

    async def fetch(self, fetcher: Fetcher) -> int:
        """Read the followed calendars whose time has come, a few at once; how many it took."""
        return await fetch_feeds(self._store, self._clock, fetcher)

    async def calendar_at(self, token: str) -> bytes | None:
        """The calendar that is read at a private address; None where there is none."""
        return await calendar_at(self._store, self._clock, token)

    async def landing(self, code: str) -> Page:
        """The page behind the code of somebody's card."""
        return await landing(self._store, self._clock, self.doors, code)

    async def joined(self, platform: str, group: str) -> None:
        """We have been put into a group (its `external_id`), or may write there again."""
        await groups.join(self._store, platform, group, self._clock())

    async def left(self, platform: str, group: str) -> None:
        """We are not in a group any more."""
        await groups.leave(self._store, platform, group)

    async def moved(self, platform: str, old: str, new: str) -> None:
        """A group has another `external_id` from now on, which is its address, too."""
        await groups.move(self._store, platform, old, new)

    async def next_due(self) -> datetime | None:
        """When something will next have to be planned or delivered; None: nothing ever."""
        async with self._store.read() as tx:
            times = [
                await tx.accounts.earliest_digest(),
                await tx.reminders.earliest(),
                await tx.events.earliest(),
                await tx.attendees.earliest(),
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
            await tx.handshakes.tidy(now - _REMEMBERED)
