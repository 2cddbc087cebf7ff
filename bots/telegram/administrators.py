"""Who manages a group, by Telegram's own word: asked rarely, and remembered for some minutes."""

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from weakref import WeakValueDictionary

from telegram import Bot

from bots.telegram.calls import insistently
from core.delivery.sending import DeliveryError

_BELIEVED = 300  # seconds for which a yes holds
_DOUBTED = 10  # and a no: whoever has just been made one tries again at once
_REMEMBERED = 1000  # groups

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _List:
    """Who they were, and when."""

    ids: frozenset[int]
    at: float


class Administrators:
    """The creators and administrators of groups."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._lists: dict[int, _List] = {}  # the latest behind
        self._asking: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def manages(self, chat_id: int, user_id: int) -> bool:
        """Whether somebody is one there; False, too, where Telegram does not tell."""
        async with self._asking.setdefault(chat_id, asyncio.Lock()):
            known, age = self._known(chat_id)
            if age > (_BELIEVED if user_id in known else _DOUBTED):
                known = await self._asked(chat_id)
            return user_id in known

    def managed(self, chat_id: int, user_id: int) -> bool:
        """The same, out of what is remembered: nothing is asked."""
        known, age = self._known(chat_id)
        return user_id in known and age <= _BELIEVED

    def forget(self, chat_id: int) -> None:
        """They have changed, or we are not there any more."""
        self._lists.pop(chat_id, None)

    def _known(self, chat_id: int) -> tuple[frozenset[int], float]:
        kept = self._lists.get(chat_id)
        now = asyncio.get_running_loop().time()
        return (frozenset(), float("inf")) if kept is None else (kept.ids, now - kept.at)

    async def _asked(self, chat_id: int) -> frozenset[int]:
        try:
            members = await insistently(partial(self._bot.get_chat_administrators, chat_id))
        except DeliveryError as error:
            log.warning("Who manages a group is not known.", extra={"error": type(error).__name__})
            return frozenset()
        self._lists.pop(chat_id, None)
        self._lists[chat_id] = _List(frozenset(m.user.id for m in members), asyncio.get_running_loop().time())
        if len(self._lists) > _REMEMBERED:
            del self._lists[next(iter(self._lists))]
        return self._lists[chat_id].ids
