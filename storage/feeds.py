"""Calendars that are followed, and the addresses at which people read their own."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, insert, literal_column, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from core.facts.calendars import CalendarAddress, Feed
from core.facts.ids import AccountId, FeedId
from storage.connection import Connection
from storage.portable import insert_new, selected, unindexed
from storage.rows import Shape
from storage.tables import calendar_addresses, feeds

_FEED = Shape(Feed, feeds)
_ADDRESS = Shape(CalendarAddress, calendar_addresses)

_MINE = feeds.c.account_id == bindparam("owner")
_ALSO_MINE = unindexed(feeds.c.account_id) == bindparam("owner")
_ONE = feeds.c.id == bindparam("of")
_ADD = insert_new(feeds)
_CHANGE = update(feeds).where(_ONE, _ALSO_MINE)
_REMOVE = delete(feeds).where(_ONE, _ALSO_MINE)
_GET = select(*_FEED.columns).where(_ONE, _ALSO_MINE)
_OF = select(*_FEED.columns).where(_MINE).order_by(feeds.c.added_at, feeds.c.id)

_MY_ADDRESS = calendar_addresses.c.account_id == bindparam("owner")
_ADD_ADDRESS = insert(calendar_addresses)
_REMOVE_ADDRESS = delete(calendar_addresses).where(_MY_ADDRESS)
_ADDRESS_OF = select(*_ADDRESS.columns).where(_MY_ADDRESS)
_BEHIND = select(calendar_addresses.c.account_id).where(calendar_addresses.c.token == bindparam("said"))


class Feeds:
    """See core.agendas.Feeds."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, feed: Feed) -> bool:
        return await self._db.run(_ADD, _FEED.row(feed)) == 1

    async def change(self, feeds: Sequence[Feed]) -> None:
        changes = []
        for feed in feeds:
            row = _FEED.row(feed)
            del row["id"], row["account_id"], row["url"], row["added_at"]
            changes.append({**row, "of": feed.id, "owner": feed.account_id})
        self._db.later(_CHANGE, changes)

    async def remove(self, owner: AccountId, feed_id: FeedId) -> None:
        self._db.later(_REMOVE, {"owner": owner, "of": feed_id})

    async def get(self, owner: AccountId, feed_id: FeedId) -> Feed | None:
        rows = await self._db.rows(_GET, {"owner": owner, "of": feed_id})
        return _FEED.fact(rows[0]) if rows else None

    async def of(self, owner: AccountId) -> Sequence[Feed]:
        """In the order in which they were added."""
        return [_FEED.fact(row) for row in await self._db.rows(_OF, {"owner": owner})]

    async def claim(self, now: datetime, again_at: datetime, limit: int) -> Sequence[Feed]:
        """Those that have been due for the longest, in no order."""
        rows = await self._db.rows(_claim(limit), {"now": now, "again": again_at})
        return [_FEED.fact(row) for row in rows]

    async def keep_address(self, address: CalendarAddress) -> None:
        self._db.later(_REMOVE_ADDRESS, {"owner": address.account_id})
        self._db.later(_ADD_ADDRESS, _ADDRESS.row(address))

    async def remove_address(self, owner: AccountId) -> None:
        self._db.later(_REMOVE_ADDRESS, {"owner": owner})

    async def address(self, owner: AccountId) -> CalendarAddress | None:
        rows = await self._db.rows(_ADDRESS_OF, {"owner": owner})
        return _ADDRESS.fact(rows[0]) if rows else None

    async def behind(self, token: str) -> AccountId | None:
        rows = await self._db.rows(_BEHIND, {"said": token})
        return AccountId(rows[0][0]) if rows else None


@lru_cache(maxsize=8)
def _claim(limit: int) -> ReturningUpdate[Any]:
    # What it means to be due stands twice, and the limit is no parameter: as in storage/deliveries.py.
    due = (
        select(feeds.c.id)
        .where(feeds.c.next_at <= bindparam("now"))
        .order_by(feeds.c.next_at)
        .limit(literal_column(str(limit)))
        .with_for_update(of=feeds, skip_locked=True)
    )
    return (
        update(feeds)
        .where(selected(feeds.c.id, due), feeds.c.next_at <= bindparam("now"))
        .values(next_at=bindparam("again"))
        .returning(*_FEED.columns)
    )
