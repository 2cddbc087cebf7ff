"""What the core asks of whoever fetches calendars from the web, and when it asks again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zlib import crc32

from core.facts.calendars import Feed

USUAL = timedelta(hours=1)
SOONEST = timedelta(minutes=15)
LATEST = timedelta(days=1)
PATIENCE = timedelta(days=3)  # for so long a calendar that cannot be read is nobody's worry
_AT_LEAST = timedelta(minutes=1)  # between two times that its owner has it read at once
_FIRST = timedelta(days=1)  # so much before all that is merely due: somebody waits for it
_MOST_DOUBLED = 7  # more than that is more than a day


class Trouble(StrEnum):
    """Why a calendar could not be read: Feed.error."""

    INSIDE = "inside"  # its address is one of the host's own network, or else none to be asked
    AWAY = "away"  # no connection
    SLOW = "slow"
    LARGE = "large"
    MISSING = "missing"
    CLOSED = "closed"  # only for those who sign in
    CIRCLES = "circles"  # sent from address to address
    FAILING = "failing"  # the server's own trouble
    PAGE = "page"  # something to look at
    NO_CALENDAR = "no calendar"
    EMPTIED = "emptied"  # all events are gone at once, which is true only when it stays so
    OURS = "ours"  # our bug


class CannotFetch(Exception):
    """A calendar could not be had. It never holds the address, which may be a secret."""

    may_be_logged = True

    def __init__(self, trouble: Trouble, retry_after: timedelta | None = None) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.retry_after = retry_after  # what the server asks for


class NotNow(Exception):
    """Nothing was asked, since so much is being asked already. That is no fault of the calendar's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server has answered. `content` is None where nothing has changed since."""

    content: bytes | None
    etag: str = ""
    modified: str = ""
    lasts: timedelta | None = None  # for how long the server says that it is good


class Fetcher(Protocol):
    """The way to the web."""

    async def fetch(self, url: str, etag: str, modified: str) -> Fetched:
        """Ask for what has changed since `etag` or `modified` ("" for all of it). Raises CannotFetch and NotNow."""


def next_look(feed: Feed, now: datetime, asked: timedelta | None) -> datetime:
    """When a feed is read again: as `asked` by its server, between a quarter of an hour and a day; after failures
    ever later. A tenth sooner or later, so that those added together do not come together for ever."""
    wait = asked or USUAL
    if feed.failures:
        wait = max(asked or SOONEST, SOONEST * 2 ** min(feed.failures - 1, _MOST_DOUBLED))
    wait = min(max(wait, SOONEST), LATEST)
    return now + wait * (0.9 + 0.2 * crc32(f"{feed.id}{now}".encode()) / 2**32)


def at_once(feed: Feed, now: datetime) -> datetime:
    """When it is read where its owner waits for it: before all others, but not sooner than its server likes."""
    return feed.again_at if feed.again_at is not None and feed.again_at > now else now - _FIRST


def not_again_before(feed: Feed, now: datetime, asked: timedelta | None) -> datetime:
    """Until when it is left alone, having just been read: a minute, more after failures, or as its server asks."""
    doubled = _AT_LEAST * (1 << min(feed.failures, 4))
    return now + min(max(asked or doubled, doubled), LATEST)


def is_lasting(feed: Feed, now: datetime) -> bool:
    """Whether it has not been readable for so long that its owner should know."""
    return now - (feed.fetched_at or feed.added_at) >= PATIENCE
