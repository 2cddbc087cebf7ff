"""Asks Telegram who we are: whether it can be reached, knows the token, and has the same time as this machine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

_PATIENCE = ClientTimeout(total=10)
_SECOND = timedelta(seconds=1)


class WrongToken(Exception):
    """It does not know the token."""


class Silent(Exception):
    """It cannot be reached, or is in no state to answer; in words that do not hold the token."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who we are to Telegram."""

    username: str
    ahead: timedelta | None  # this machine's clock before Telegram's, negative when behind; None: not known


async def ask_who_we_are(token: str, api_url: str | None, now: Callable[[], datetime]) -> Answer:
    """Raises WrongToken or Silent. `api_url` None: Telegram's own server."""
    if api_url is None:
        from bots.telegram.adapter import (
            TELEGRAM as api_url,  # with all of python-telegram-bot, which takes a while
        )
    try:
        async with ClientSession(timeout=_PATIENCE) as session:
            asked = now()
            async with session.get(f"{api_url}/bot{token}/getMe") as response:
                answered = now()
                return Answer(await _username(response), _ahead(response.headers.get("Date", ""), asked, answered))
    except (ClientError, TimeoutError, OSError):
        # `from None`: aiohttp's errors hold the address, and the address holds the token.
        raise Silent("its server cannot be reached from this machine") from None


async def _username(response: ClientResponse) -> str:
    if response.status in (401, 404):
        raise WrongToken
    try:
        answer = await response.json(content_type=None)
        return str(answer["result"]["username"])
    except (ValueError, KeyError, TypeError):
        raise Silent(f"its server has trouble of its own (status {response.status})") from None


def _ahead(date: str, asked: datetime, answered: datetime) -> timedelta | None:
    """How much this machine's clock must be off at least: the header has whole seconds, and was on its way.

    >>> at = datetime(2026, 11, 23, 9, 0, 30, tzinfo=UTC)
    >>> _ahead("Mon, 23 Nov 2026 09:00:20 GMT", at, at).total_seconds()
    9.0
    >>> _ahead("Mon, 23 Nov 2026 09:00:40 GMT", at, at).total_seconds()
    -10.0
    >>> _ahead("Mon, 23 Nov 2026 09:00:30 GMT", at, at).total_seconds()
    0.0
    """
    try:
        theirs = parsedate_to_datetime(date).replace(tzinfo=UTC)
    except ValueError:
        return None
    if asked > theirs + _SECOND:
        return asked - theirs - _SECOND
    return min(answered - theirs, timedelta())
