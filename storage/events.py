"""Events of somebody's own agenda."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, case, func, select

from core.facts.events import Event
from core.facts.ids import AccountId
from storage.connection import Connection
from storage.portable import insert_new
from storage.rows import Shape
from storage.tables import events

_EVENT = Shape(Event, events)
_ADD = insert_new(events)
_MINE = events.c.account_id == bindparam("owner")
_COMES = events.c.last_on >= bindparam("day")
# What has no hour stands before what has one: NULL sorts differently on the two engines.
_IN_ORDER = (events.c.on, case((events.c.at.is_(None), 0), else_=1), events.c.at, events.c.title, events.c.id)
_PAGE = select(*_EVENT.columns).where(_MINE).limit(bindparam("limit")).offset(bindparam("offset"))
_COMING = _PAGE.where(_COMES).order_by(*_IN_ORDER)
_PAST = _PAGE.where(events.c.last_on < bindparam("day")).order_by(*(column.desc() for column in _IN_ORDER))
_COUNT = select(func.count(case((_COMES, 1))), func.count()).where(_MINE)


class Events:
    """See core.networks.Events."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, events: Sequence[Event]) -> int:
        before = await self._many(events)
        self._db.later(_ADD, [_EVENT.row(each) | {"last_on": each.until_on or each.on} for each in events])
        return await self._many(events) - before

    async def coming(self, owner: AccountId, day: date, limit: int, offset: int = 0) -> Sequence[Event]:
        rows = await self._db.rows(_COMING, {"owner": owner, "day": day, "limit": limit, "offset": offset})
        return [_EVENT.fact(row) for row in rows]

    async def past(self, owner: AccountId, day: date, limit: int, offset: int = 0) -> Sequence[Event]:
        rows = await self._db.rows(_PAST, {"owner": owner, "day": day, "limit": limit, "offset": offset})
        return [_EVENT.fact(row) for row in rows]

    async def count(self, owner: AccountId, day: date) -> tuple[int, int]:
        coming, every = (await self._db.rows(_COUNT, {"owner": owner, "day": day}))[0]
        return coming, every - coming

    async def _many(self, events: Sequence[Event]) -> int:
        return sum(await self.count(events[0].account_id, events[0].on)) if events else 0
