"""Fetching updates, and answering several at once: one person's in order, and nobody behind somebody else's."""

import asyncio
import logging
from collections.abc import Awaitable, Coroutine, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import InvalidToken, NetworkError
from telegram.ext import BaseUpdateProcessor, ExtBot

from bots.telegram.limiter import Limiter
from bots.telegram.request import AiohttpRequest

_SLACK = 10  # seconds that an answer to getUpdates may be late

log = logging.getLogger(__name__)


class Lines(BaseUpdateProcessor):
    """PTB's processor of updates: each person waits in a line of their own, and `at_once` are served at a time.

    By PTB's own limit an update takes a place while it only waits for the one before it, so that somebody who sends
    ten lines stops everybody. That limit is therefore out of reach here; ours counts after the waiting.
    """

    def __init__(self, at_once: int, most_waiting: int = 100) -> None:
        super().__init__(max_concurrent_updates=10_000)
        self._places = asyncio.Semaphore(at_once)
        self._lines: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()  # gone when nobody waits
        self._turns: dict[object, AsyncExitStack] = {}  # by update
        self._tasks: set[asyncio.Task[Any]] = set()
        self._most_waiting = most_waiting
        self._waiting = 0
        self._room = asyncio.Event()
        self._idle = asyncio.Event()
        self.expect(0)

    def expect(self, updates: int) -> None:
        """So many updates have been fetched; a negative number: have been answered."""
        self._waiting += updates
        for event, is_so in ((self._room, self._waiting < self._most_waiting), (self._idle, self._waiting == 0)):
            if is_so:
                event.set()
            else:
                event.clear()

    async def room(self) -> None:
        """Wait until there is room for more updates: what is fetched is lost if this process dies."""
        await self._room.wait()

    async def idle(self) -> None:
        """Wait until everything that was fetched has been answered."""
        await self._idle.wait()

    def give_up(self) -> None:
        """Break off what is being answered."""
        for task in self._tasks:
            task.cancel()

    async def let_next(self, update: Update) -> None:
        """Let what the same person does next be answered beside this update, which has had its first answer: where
        more of them come it is long work, and has to be stopped by a press while it goes on."""
        if turn := self._turns.pop(update.update_id, None):
            await turn.aclose()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            async with AsyncExitStack() as turn:
                await turn.enter_async_context(self._lines.setdefault(_person(update), asyncio.Lock()))
                await turn.enter_async_context(self._places)
                self._turns[_number(update)] = turn
                await coroutine
        finally:
            self._turns.pop(_number(update), None)
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # where this was given up before its turn
            self._tasks.discard(task)
            self.expect(-1)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""


class PollingBot(ExtBot[None]):
    """A Bot whose polling survives what stops PTB's own.

    An update that cannot be read, which PTB would fetch again for ever and everything behind it never; and a moment
    in which a server does not know the token, which ends PTB's polling without a word.
    """

    def __init__(self, token: str, api_url: str, lines: Lines, limiter: Limiter | None = None) -> None:
        super().__init__(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(connections=2),
            rate_limiter=limiter,
        )
        self._waiting_lines = lines
        self._next_update = 0

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | float | timedelta | None = None,
        allowed_updates: Sequence[str] | None = None,
        **_options: Any,
    ) -> tuple[Update, ...]:
        """See Bot.get_updates. PTB asks with no timeout when it stops: only to say what it has taken from us."""
        seconds = int(timeout.total_seconds() if isinstance(timeout, timedelta) else timeout or 0)
        if seconds:
            await self._waiting_lines.room()
            offset = max(offset or 0, self._next_update)
        try:
            fetched = await self._post(
                "getUpdates",
                {
                    "offset": offset,
                    "limit": limit,
                    "timeout": seconds,
                    "allowed_updates": allowed_updates,
                },
                read_timeout=seconds + _SLACK if seconds else 2,
            )
        except InvalidToken:
            raise NetworkError("the token is not known at the moment") from None
        except (KeyError, TypeError):
            raise NetworkError("the answer is not one of the Bot API") from None
        updates = tuple(update for raw in fetched if (update := self._read_update(raw)) is not None)
        if seconds:
            self._waiting_lines.expect(len(updates))
        return updates

    def __repr__(self) -> str:
        return type(self).__name__  # PTB's says the token

    def _read_update(self, raw: dict[str, Any]) -> Update | None:
        self._next_update = max(self._next_update, raw["update_id"] + 1)
        try:
            return Update.de_json(raw, self)
        except Exception as error:  # whatever the parser stumbles over; its words would repeat the update's
            fields = {"update_id": raw["update_id"], "error": type(error).__name__}
            log.error("An update cannot be read, and is left out.", extra=fields)
            return None


def _number(update: object) -> object:
    return update.update_id if isinstance(update, Update) else update


def _person(update: object) -> int:
    if not isinstance(update, Update):
        return 0
    user = update.effective_user
    return user.id if user else -update.update_id
