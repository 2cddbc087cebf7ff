"""Telegram's limits, kept before it has to ask for it: messages a second, to one chat, and to a group a minute.

Behind PTB's own interface, in the place of its AIORateLimiter, which (22.8) has no limit for a private chat, and
ends a flood wait for everybody as soon as any other call ends (PTB#5338).

Answers go first, deliveries behind them, and last the edits of posts: a post that is a little behind is put right
by its next edit, and a busy one must not keep its group from being answered.

A call takes a place from when it begins until a second after its *answer*. Telegram sees it at some moment between
the two, so that however long calls take on the way, it never sees more in a second than there are places.
"""

import asyncio
import math
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

Chat = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What Telegram takes from a bot (its FAQ, «My bot is hitting limits»). Tests shorten the second, no more."""

    everywhere: int = 30  # a second
    burst: int = 5  # answers to one chat, in as many seconds; what we send unasked: one a second
    group: int = 20  # a minute, in a group or to one message that was sent through us
    kept: int = 5  # of those, what no edit of a post may take
    second: float = 1.0


class _Rank(Enum):
    """Who goes first."""

    ANSWER = "answer"
    DELIVERY = "delivery"
    EDIT = "edit"


# How many seconds they wait where Telegram has asked for patience. Somebody sits in front of an answer; a delivery
# is put off by who keeps it.
_PATIENCE = {_Rank.ANSWER: 30.0, _Rank.DELIVERY: 5.0, _Rank.EDIT: 5.0}
_FULL = 3  # seconds after which an edit asks again where a group has had its messages of this minute
# What is no message: pinning one, asking who manages a group.
_MESSAGES = ("send", "edit")


@dataclass(slots=True)
class _Lane:
    """One chat: how many places in it are taken, by how long they are held, and until when it rests."""

    taken: Counter[str] = field(default_factory=Counter)
    rests_until: float = 0.0


@dataclass(slots=True, eq=False)
class _Call:
    """One that waits for a place."""

    chat: Chat
    rank: _Rank
    granted: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


@dataclass(slots=True, eq=False)
class _Delivering:
    """What a task delivers, whose first message has a place already."""

    chat: Chat
    rank: _Rank
    has_place: bool = True


class Limiter(BaseRateLimiter[None]):
    """Lets calls to a chat go when Telegram will take them: answers first, and deliveries evenly behind them.

    When Telegram asks for patience it does not say whether it means the chat or the bot. It is taken for the
    chat's: one busy group must not silence everybody. When a second chat is told the same while the first still
    waits, the bot is meant, and everybody waits: what was sent to one chat is never held against another.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._taken = 0
        self._lanes: dict[Chat, _Lane] = {}
        self._waiting: dict[_Rank, list[_Call]] = {rank: [] for rank in _Rank}
        self._delivering: dict[asyncio.Task[Any], _Delivering] = {}
        self._rests_until = 0.0
        self._pace = 0.0  # when the next delivery may go, so that they go evenly
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close: the places run out by themselves."""

    @property
    def everybody_waits(self) -> bool:
        """Whether Telegram has asked for patience, and not for one chat's sake."""
        return self._rests_until > asyncio.get_running_loop().time()

    async def turn(self, chat: Chat, *, behind: bool = False) -> None:
        """Wait for a place for a delivery, or `behind` all of those for the edit of a post. It is kept for the next
        message of this task to this chat; should the task end without one, it is free again. Raises RetryAfter at
        once where it would take long. A message that was sent through us is a chat of its own, by its name."""
        task = asyncio.current_task()
        assert task is not None
        rank = _Rank.EDIT if behind else _Rank.DELIVERY
        await self._place(chat, rank)
        if (before := self._delivering.pop(task, None)) is None:
            task.add_done_callback(self._forget)
        elif before.has_place:
            self._free(before.chat)
        self._delivering[task] = _Delivering(chat, rank)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """See BaseRateLimiter. What is no message (answering a press, menus, files, pins) is not limited."""
        chat = data.get("chat_id")
        if chat is None:
            chat = data.get("inline_message_id")
        if chat is None or not endpoint.startswith(_MESSAGES):
            return await callback(*args, **kwargs)
        task = asyncio.current_task()
        delivering = self._delivering.get(task) if task else None
        if not self._has_kept_place(delivering, chat):
            await self._place(chat, _Rank.ANSWER if delivering is None else delivering.rank)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            after = error.retry_after
            self._rest(chat, after.total_seconds() if isinstance(after, timedelta) else after)
            raise
        finally:
            self._answered(chat)

    def _has_kept_place(self, delivering: _Delivering | None, chat: Chat) -> bool:
        """Use the place that was kept. Where Telegram has asked for patience since, it is given back."""
        if delivering is None or not delivering.has_place or delivering.chat != chat:
            return False
        delivering.has_place = False
        now = asyncio.get_running_loop().time()
        if max(self._rests_until, self._lanes[chat].rests_until) <= now:
            return True
        self._free(chat)
        return False

    async def _place(self, chat: Chat, rank: _Rank) -> None:
        """Wait for a place and take it. Raises RetryAfter where Telegram asks for more patience than there is."""
        call = _Call(chat, rank)
        self._waiting[rank].append(call)
        self._grant()
        try:
            await call.granted
        except asyncio.CancelledError:
            if call in self._waiting[rank]:
                self._waiting[rank].remove(call)
            elif call.granted.exception() is None:  # it had been let go in the same moment
                self._free(chat)
            raise

    def _grant(self) -> None:
        """Let those go who may, and come back when the next one may."""
        now = asyncio.get_running_loop().time()
        for rank, waiting in self._waiting.items():
            for call in tuple(waiting):
                lane = self._lanes.get(call.chat) or _Lane()
                rest = max(self._rests_until, lane.rests_until) - now
                if call.granted.cancelled():  # its task will take it away
                    continue
                if rest > _PATIENCE[rank]:
                    waiting.remove(call)
                    call.granted.set_exception(RetryAfter(math.ceil(rest)))
                elif rest > 0:
                    self._come_back(now + rest)
                elif self._taken >= self._limits.everywhere:
                    continue  # a place that becomes free brings us back
                elif rank is _Rank.EDIT and self._is_full(call):
                    waiting.remove(call)
                    call.granted.set_exception(RetryAfter(_FULL))
                elif rank is not _Rank.ANSWER and self._pace > now:
                    self._come_back(self._pace)
                elif self._has_room(call, lane):
                    waiting.remove(call)
                    self._take(call, now)

    def _is_full(self, call: _Call) -> bool:
        """Whether a chat takes no more of these for some while."""
        lane = self._lanes.get(call.chat)
        minute = self._limits.group - (self._limits.kept if call.rank is _Rank.EDIT else 0)
        return lane is not None and lane.taken["minute"] >= minute

    def _has_room(self, call: _Call, lane: _Lane) -> bool:
        if lane.taken["burst"] >= self._limits.burst or self._is_full(call):
            return False
        return call.rank is _Rank.ANSWER or lane.taken["second"] == 0

    def _take(self, call: _Call, now: float) -> None:
        lane = self._lanes.setdefault(call.chat, _Lane())
        lane.taken.update(self._held(call.chat).keys())
        self._taken += 1
        if call.rank is not _Rank.ANSWER:
            apart = self._limits.second / self._limits.everywhere
            self._pace = max(self._pace, now - apart) + apart  # one that is late is made up for, no more
        call.granted.set_result(None)

    def _answered(self, chat: Chat) -> None:
        """The answer is here: from now on the places that it took run out."""
        for kind, seconds in self._held(chat).items():
            asyncio.get_running_loop().call_later(seconds, self._release, chat, kind)

    def _free(self, chat: Chat) -> None:
        """Nothing was sent: its places are free at once."""
        for kind in self._held(chat):
            self._release(chat, kind)

    def _held(self, chat: Chat) -> dict[str, float]:
        """The places that a call takes: for how many seconds after its answer."""
        second, limits = self._limits.second, self._limits
        held = {"second": second, "burst": second * limits.burst}
        return {**held, "minute": second * 60} if _is_group(chat) else held

    def _release(self, chat: Chat, kind: str) -> None:
        lane = self._lanes[chat]
        lane.taken[kind] -= 1
        if kind == "second":
            self._taken -= 1
        self._tidy(chat, lane)
        self._grant()

    def _rest(self, chat: Chat, seconds: float) -> None:
        """Telegram has asked for patience."""
        now = asyncio.get_running_loop().time()
        others = [lane.rests_until for name, lane in self._lanes.items() if name != chat and lane.rests_until > now]
        lane = self._lanes[chat]
        lane.rests_until = max(lane.rests_until, now + seconds)
        if others:
            self._rests_until = max(self._rests_until, lane.rests_until, *others)
        asyncio.get_running_loop().call_later(seconds, self._tidy, chat, lane)
        self._grant()

    def _tidy(self, chat: Chat, lane: _Lane) -> None:
        """Forget a chat about which there is nothing to know."""
        rests = lane.rests_until > asyncio.get_running_loop().time()
        if not rests and not any(lane.taken.values()) and self._lanes.get(chat) is lane:
            del self._lanes[chat]

    def _come_back(self, at: float) -> None:
        if self._timer is not None:
            if self._timer.when() <= at:
                return
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(at, self._wake)

    def _wake(self) -> None:
        self._timer = None
        self._grant()

    def _forget(self, task: "asyncio.Task[Any]") -> None:
        delivering = self._delivering.pop(task, None)
        if delivering is not None and delivering.has_place:
            self._free(delivering.chat)


def _is_group(chat: Chat) -> bool:
    return isinstance(chat, str) or chat < 0
