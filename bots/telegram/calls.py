"""Calls to Telegram: made once, or insistently, and every refusal sorted into what may be done about it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bots.telegram.request import NotConnected
from core.delivery.sending import DeliveryError, Gone, Moved, Rejected, TryAgain, Uncertain, Unreachable, Wait

T = TypeVar("T")

_PATIENCE = timedelta(seconds=30)
_PAUSES = (0.2, 0.8, 3.2)  # seconds between tries that never connected
_UNREACHABLE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "chat_write_forbidden",
    "not enough rights to send",
    "have no rights to send",
    "group chat was deactivated",
)
_GONE = (
    "message to edit not found",
    "message_id_invalid",
    "message can't be edited",
    "thread not found",
    "topic_closed",
    "topic_deleted",
)


async def once(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call to Telegram; its errors become DeliveryErrors."""
    with sorted_errors():
        return await call()


async def insistently(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call for somebody who is waiting: again after what passes, up to half a minute.

    What may have arrived is repeated once, unless only its answer was late: a line seen twice is better than
    silence, after which people do the same thing twice.
    """
    pauses = iter(_PAUSES)
    patience, repeated = _PATIENCE, False
    while True:
        try:
            return await once(call)
        except Wait as error:
            patience -= error.retry_after
            if patience < timedelta(0):
                raise
            await asyncio.sleep(error.retry_after.total_seconds())
        except TryAgain:
            pause = next(pauses, None)
            if pause is None:
                raise
            await asyncio.sleep(pause)
        except Uncertain as error:
            if repeated or isinstance(error.__cause__, TimedOut):
                raise
            repeated = True


@contextmanager
def sorted_errors() -> Iterator[None]:
    """Errors of Telegram's become DeliveryErrors."""
    try:
        yield
    except TelegramError as error:
        raise _sorted(error) from error


def says(error: DeliveryError, words: str) -> bool:
    """Whether Telegram has said this."""
    return isinstance(error.__cause__, TelegramError) and words in error.__cause__.message.casefold()


def _sorted(error: TelegramError) -> DeliveryError:
    """BadRequest and TimedOut are NetworkErrors, too: the order matters. Whatever is not named may have arrived."""
    match error:
        case RetryAfter():
            after = error.retry_after
            return Wait(after if isinstance(after, timedelta) else timedelta(seconds=after))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Unreachable()
        case BadRequest() if any(words in error.message.casefold() for words in _UNREACHABLE):
            return Unreachable()
        case BadRequest() if any(words in error.message.casefold() for words in _GONE):
            return Gone()
        case BadRequest():
            return Rejected(_unquoted(error.message))
        case NotConnected() | InvalidToken() | Conflict():
            return TryAgain()
        case _:
            return Uncertain()


def _unquoted(description: str) -> str:
    """Telegram's words, without what it quotes of ours: that may be somebody's name or address."""
    return re.sub(r"(?<!\w)['\"“](?:.*['\"”]|.*)", "…", description, flags=re.DOTALL)
