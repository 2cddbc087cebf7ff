"""Events that come again: by whose they are, and by how far their occurrences have been made."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, literal_column, select, update

from core.facts.events import Series
from core.facts.ids import AccountId, SeriesId
from storage.connection import Connection
from storage.portable import among, insert_new, unindexed
from storage.rows import Shape
from storage.tables import accounts, events
from storage.tables import series as table

_SERIES = Shape(Series, table)
_MINE = table.c.account_id == bindparam("owner")
_ALSO_MINE = unindexed(table.c.account_id) == bindparam("owner")

_ADD = insert_new(table)
_CHANGE = update(table).where(table.c.id == bindparam("of"), _ALSO_MINE)
_REMOVE = delete(table).where(among(table.c.id, "ids"), _ALSO_MINE)
_ANY = select(*_SERIES.columns)
_GET = _ANY.where(among(table.c.id, "ids"), _ALSO_MINE)
_ahead = (
    select(func.count())
    .where(
        events.c.series_id == table.c.id,
        unindexed(events.c.account_id) == table.c.account_id,
        events.c.on >= bindparam("day"),
    )
    .scalar_subquery()
)
_OF = _ANY.where(_MINE).order_by(table.c.created_at, table.c.id)


class SeriesKept:
    """See core.agendas.SeriesKept."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, series: Sequence[Series]) -> int:
        return await self._db.run(_ADD, [_SERIES.row(each) for each in series]) if series else 0

    async def change(self, series: Sequence[Series]) -> None:
        changes = []
        for each in series:
            row = _SERIES.row(each)
            del row["id"], row["account_id"], row["created_at"]
            changes.append({**row, "of": each.id, "owner": each.account_id})
        self._db.later(_CHANGE, changes)

    async def remove(self, owner: AccountId, ids: Collection[SeriesId]) -> None:
        self._db.later(_REMOVE, {"owner": owner, "ids": ids})

    async def get(self, owner: AccountId, ids: Collection[SeriesId]) -> Sequence[Series]:
        """In the order of `ids`."""
        found = {each.id: each for each in await self._read(_GET, {"owner": owner, "ids": ids})}
        return [found[each] for each in dict.fromkeys(ids) if each in found]

    async def of(self, owner: AccountId) -> Sequence[Series]:
        return await self._read(_OF, {"owner": owner})

    async def due(self, day: date, until: date, few: int, limit: int) -> Sequence[Series]:
        self._db.must_write()  # it locks what it finds
        return await self._read(_due(limit), {"day": day, "until": until, "few": few})

    async def _read(self, statement: Select[Any], values: dict[str, Any]) -> list[Series]:
        return [_SERIES.fact(row) for row in await self._db.rows(statement, values)]


@lru_cache(maxsize=8)
def _due(limit: int) -> Select[Any]:
    # With its account, as reminders: who changes a series of their own holds that already.
    return (
        _ANY.join_from(table, accounts, accounts.c.id == table.c.account_id)
        .where(table.c.made_until < bindparam("until"), _ahead <= bindparam("few"))
        .order_by(table.c.made_until, table.c.id)
        .limit(literal_column(str(limit)))
        .with_for_update(of=[table, accounts], skip_locked=True, key_share=True)
    )
