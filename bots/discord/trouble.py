"""What Discord refuses, sorted into what may be done about it, and tried again for who is waiting."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from discord import DiscordServerError, HTTPException, LoginFailure, RateLimited

from core.delivery.sending import DeliveryError, Gone, Rejected, TryAgain, Uncertain, Unreachable, Wait

T = TypeVar("T")

_UNKNOWN_CHANNEL, _UNKNOWN_SERVER = 10003, 10004
_UNKNOWN_MESSAGE, _UNKNOWN_EVENT = 10008, 10070
_UNKNOWN_USER = 10013
_UNKNOWN_INTERACTION, _UNKNOWN_WEBHOOK, _INVALID_WEBHOOK_TOKEN = 10062, 10015, 50027
_ACKNOWLEDGED = 40060
_INVALID_FORM = 50035
_OPENING_TOO_FAST = 40003
_DMS_CLOSED, _NO_MUTUAL_GUILDS = 50007, 50278
_UNREACHABLE = frozenset({_UNKNOWN_USER, _DMS_CLOSED, _NO_MUTUAL_GUILDS})
_EXPIRED = frozenset({_UNKNOWN_INTERACTION, _UNKNOWN_WEBHOOK, _INVALID_WEBHOOK_TOKEN})
_NO_ACCESS, _NOT_ALLOWED, _THREAD_ARCHIVED = 50001, 50013, 50083
_TOO_MANY_EVENTS, _EVENT_IS_OVER = 30038, 180000
_GONE = frozenset({_UNKNOWN_MESSAGE, _UNKNOWN_EVENT})
_SHUT_OUT = frozenset({_UNKNOWN_CHANNEL, _UNKNOWN_SERVER, _NO_ACCESS, _NOT_ALLOWED})
_LONG_WAIT = timedelta(minutes=1)

_TIMEOUT = 15.0  # seconds for one call
_PAUSES = (0.2, 0.6)  # between tries that never connected; what is not said within three seconds needs no third
_LONGEST_WAIT = timedelta(seconds=10)

_CLOSED = "Session is closed"  # aiohttp says it in no other way: the connection was given up meanwhile

FOREIGN = (HTTPException, RateLimited, ClientError, OSError, TimeoutError, LoginFailure)


@contextmanager
def sorted_errors() -> Iterator[None]:
    """Errors of Discord's, and of the way there, become DeliveryErrors."""
    try:
        yield
    except FOREIGN as error:
        raise _sorted(error) from error
    except RuntimeError as error:
        if str(error) != _CLOSED:
            raise
        raise TryAgain from error


@contextmanager
def sorted_in_server() -> Iterator[None]:
    """The same for what stands in a server: it may have been taken away there, and we may have been shut out."""
    try:
        with sorted_errors():
            yield
    except Rejected as error:
        code = _code(error.__cause__)
        if code in _GONE:
            raise Gone from error.__cause__
        if code in _SHUT_OUT:
            raise Unreachable from error.__cause__
        raise


async def insistently(call: Callable[[], Awaitable[T]]) -> T | None:
    """Make a call for somebody who is waiting: again after what passes soon. Raises a DeliveryError.

    What may have arrived is repeated once; that Discord has had it already is as good as an answer to it.
    """
    repeated = False
    for pause in (*_PAUSES, None):
        try:
            with sorted_errors():
                async with asyncio.timeout(_TIMEOUT):
                    return await call()
        except Wait as error:
            if pause is None or error.retry_after > _LONGEST_WAIT:
                raise
            await asyncio.sleep(error.retry_after.total_seconds())
        except TryAgain:
            if pause is None:
                raise
            await asyncio.sleep(pause)
        except Uncertain as error:
            if repeated or isinstance(error.__cause__, TimeoutError):
                raise
            repeated = True
        except Rejected as error:
            if not is_answered(error):
                raise
            return None
    raise AssertionError("the last try returns or raises")


def is_expired(error: DeliveryError) -> bool:
    """Whether an interaction cannot be answered any more, because it was not in time."""
    return _code(error.__cause__) in _EXPIRED


def is_answered(error: DeliveryError) -> bool:
    """Whether an interaction was answered before, perhaps by the process of before."""
    return _code(error.__cause__) == _ACKNOWLEDGED


def is_unknown_channel(error: DeliveryError) -> bool:
    return _code(error.__cause__) == _UNKNOWN_CHANNEL


def is_too_many_events(error: DeliveryError) -> bool:
    """Whether a server has as many events to come as it can have."""
    return _code(error.__cause__) == _TOO_MANY_EVENTS


def is_over(error: DeliveryError) -> bool:
    """Whether a server's event has ended or was called off there, and cannot be changed any more."""
    return _code(error.__cause__) == _EVENT_IS_OVER


def is_asleep(error: DeliveryError) -> bool:
    """Whether it is a thread in which nobody has written for long: archived, and nothing in it can be changed."""
    return _code(error.__cause__) == _THREAD_ARCHIVED


def is_not_allowed(error: DeliveryError) -> bool:
    """Whether a server does not let us do just this."""
    return _code(error.__cause__) == _NOT_ALLOWED


def is_malformed(error: DeliveryError, field: str) -> bool:
    """Whether it is this field that Discord does not take."""
    cause = error.__cause__
    return isinstance(cause, HTTPException) and cause.code == _INVALID_FORM and field in cause.text


def _code(error: BaseException | None) -> int:
    return error.code if isinstance(error, HTTPException) else 0


def _sorted(error: Exception) -> DeliveryError:
    """Whatever is not named may have arrived. discord.py has waited already for what it was asked to."""
    match error:
        case RateLimited(retry_after=after):
            return Wait(timedelta(seconds=after))
        case HTTPException(status=429):  # by who guards Discord's door, not by Discord: everything is stopped there
            return Wait(_LONG_WAIT, everybody=True)
        case HTTPException(code=code) if code in _UNREACHABLE:
            return Unreachable()
        case HTTPException(code=code) if code in _EXPIRED:
            return Rejected(_unquoted(error))
        case HTTPException(code=code) if code == _OPENING_TOO_FAST:
            return Wait(_LONG_WAIT)
        case DiscordServerError():
            return Uncertain()
        case LoginFailure() | HTTPException(status=401) | ClientConnectorError() | ConnectionTimeoutError():
            return TryAgain()
        case HTTPException(status=status) if 400 <= status < 500:
            return Rejected(_unquoted(error))
        case _:
            return Uncertain()


def _unquoted(error: HTTPException) -> str:
    """Discord's words, without what it quotes of ours: that may be somebody's name or address."""
    words = re.sub(r"(?<!\w)['\"“](?:.*['\"”]|.*)", "…", error.text, flags=re.DOTALL)
    return f"{error.status} {error.code}: {words}"[:500]
