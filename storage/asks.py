"""Asks and promises: kept alike, for both are one person's, until they are closed, and spoken of from a day on."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from sqlalchemy import Column, Executable, Select, Table, bindparam, delete, select, update

from core.facts.asks import Ask, Promise
from core.facts.ids import AccountId, AskId, ContactId, EntryId, PromiseId
from storage.connection import Connection
from storage.portable import among, insert_or_change, unindexed
from storage.rows import Shape, by_day
from storage.tables import asks, promises

Fact = TypeVar("Fact", Ask, Promise)
FactId = TypeVar("FactId", AskId, PromiseId)


class _Statements(NamedTuple):
    save: Executable
    remove: Executable
    get: Select[Any]
    open: Select[Any]
    about: Select[Any]
    due: Select[Any]
    speak_again: Executable


def _statements(table: Table, columns: Sequence[Any], since: Column[Any]) -> _Statements:
    """`since` is the day on which it began."""
    also_mine = unindexed(table.c.account_id) == bindparam("owner")
    these = (among(table.c.id, "ids"), also_mine)
    found = select(*columns)
    return _Statements(
        save=insert_or_change(table),
        remove=delete(table).where(*these),
        get=found.where(*these),
        open=found.where(table.c.account_id == bindparam("owner"), table.c.closed_on.is_(None))
        .order_by(table.c.next_on.is_(None), table.c.next_on, table.c.id)
        .limit(bindparam("limit"))
        .offset(bindparam("offset")),
        about=found.where(table.c.contact_id == bindparam("person"), also_mine).order_by(
            since.desc(), table.c.id.desc()
        ),
        due=found.where(among(table.c.account_id, "owners"), table.c.next_on <= bindparam("today")).order_by(
            table.c.account_id, table.c.next_on, table.c.id
        ),
        speak_again=update(table)
        .where(table.c.id == bindparam("of"), also_mine)
        .values(next_on=bindparam("from", type_=table.c.next_on.type)),
    )


_FOLLOWED = select(asks.c.entry_id).where(among(asks.c.account_id, "owners"), asks.c.entry_id.is_not(None))


class _Kept(Generic[Fact, FactId]):
    """What core.store asks of Asks and of Promises."""

    _shape: ClassVar[Shape[Any]]
    _send: ClassVar[_Statements]

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def remove(self, owner: AccountId, ids: Collection[FactId]) -> None:
        self._db.later(self._send.remove, {"owner": owner, "ids": ids})

    async def get(self, owner: AccountId, ids: Collection[FactId]) -> Sequence[Fact]:
        """In the order of `ids`."""
        rows = await self._read(self._send.get, {"owner": owner, "ids": ids})
        found: dict[str, Fact] = {each.id: each for each in rows}
        return [found[each] for each in dict.fromkeys(ids) if each in found]

    async def open(self, owner: AccountId, limit: int, offset: int = 0) -> Sequence[Fact]:
        return await self._read(self._send.open, {"owner": owner, "limit": limit, "offset": offset})

    async def about(self, owner: AccountId, contact_id: ContactId) -> Sequence[Fact]:
        return await self._read(self._send.about, {"owner": owner, "person": contact_id})

    async def due(self, days: Sequence[tuple[AccountId, date]]) -> Sequence[Fact]:
        found: list[Fact] = []
        for day, owners in by_day(days):
            found += await self._read(self._send.due, {"owners": owners, "today": day})
        return found

    def _save(self, *facts: Fact) -> None:
        self._db.later(self._send.save, [self._shape.row(each) for each in facts])

    def _speak_again(self, facts: Sequence[Fact]) -> None:
        changes = [{"of": each.id, "owner": each.account_id, "from": each.next_on} for each in facts]
        self._db.later(self._send.speak_again, changes)

    async def _read(self, statement: Select[Any], values: dict[str, Any]) -> list[Fact]:
        return [self._shape.fact(row) for row in await self._db.rows(statement, values)]


class Asks(_Kept[Ask, AskId]):
    """See core.store.Asks."""

    _shape = Shape(Ask, asks)
    _send = _statements(asks, _shape.columns, asks.c.asked_on)

    async def save(self, ask: Ask) -> None:
        self._save(ask)

    async def speak_again(self, asks: Sequence[Ask]) -> None:
        self._speak_again(asks)

    async def followed(self, owners: Collection[AccountId]) -> Collection[EntryId]:
        return frozenset(row.entry_id for row in await self._db.rows(_FOLLOWED, {"owners": owners}))


class Promises(_Kept[Promise, PromiseId]):
    """See core.store.Promises."""

    _shape = Shape(Promise, promises)
    _send = _statements(promises, _shape.columns, promises.c.promised_on)

    async def save(self, promise: Promise) -> None:
        self._save(promise)

    async def save_many(self, promises: Sequence[Promise]) -> None:
        if promises:
            self._save(*promises)

    async def speak_again(self, promises: Sequence[Promise]) -> None:
        self._speak_again(promises)
