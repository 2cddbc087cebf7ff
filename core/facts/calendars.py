"""Calendars: feeds that somebody has subscribed to, and the address at which others read their own."""

from dataclasses import dataclass
from datetime import datetime

from core.facts.ids import AccountId, FeedId


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A calendar on the web that an account follows. Its address may be a secret: it is never logged."""

    id: FeedId
    account_id: AccountId
    url: str  # unique within the account
    title: str = ""
    added_at: datetime
    next_at: datetime  # when it is fetched next
    fetched_at: datetime | None = None  # when it was last read, or had not changed
    etag: str = ""
    modified: str = ""  # Last-Modified, as it was sent
    digest: str = ""  # of what was read last: servers without either send the same again
    failures: int = 0  # in a row
    error: str = ""  # why it could not be read the last time, a word of core/calendars
    told: bool = False  # that it has not been readable for long
    again_at: datetime | None = None  # before then it is not asked once more, whoever wishes it
    reminds: bool = False  # of everything, however much there is in a week: its owner wishes it


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAddress:
    """Under this token anybody who knows it reads the account's events."""

    account_id: AccountId
    token: str
    made_at: datetime
