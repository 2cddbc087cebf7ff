"""Entries: what passed between people and their owner. Written once, voided at most, never edited."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, case, func, insert, not_, or_, select, update

from core.facts.ids import AccountId, ContactId, EntryId, EventId, ImportId
from core.facts.keys import fold
from core.facts.people import Balance, Direction, Entry, Favour, Touch
from storage.connection import Connection
from storage.portable import among, unindexed
from storage.tables import contacts, entries

_FAVOURS = tuple(direction.value for direction in Direction)
_THANKS = "thanks"  # a touch in which the owner thanked
_MANY = 500  # rows: to make balances of more of them on the event loop would be felt by everybody else

COLUMNS = (
    entries.c.id,
    entries.c.contact_id,
    entries.c.kind,
    entries.c.happened_on,
    entries.c.what,
    entries.c.recorded_at,
    entries.c.import_id,
    entries.c.event_id,
)
_LATEST_FIRST = (entries.c.happened_on.desc(), entries.c.recorded_at.desc(), entries.c.id.desc())
_ALSO_MINE = unindexed(entries.c.account_id) == bindparam("mine")
_STANDS = entries.c.voided_at.is_(None)

# From contacts, so that nothing is added to a stranger's, or to one that was forgotten a moment ago.
_ADD = insert(entries).from_select(
    [
        "id",
        "account_id",
        "contact_id",
        "kind",
        "happened_on",
        "what",
        "search_text",
        "recorded_at",
        "import_id",
        "event_id",
    ],
    select(
        bindparam("entry", type_=entries.c.id.type),
        contacts.c.owner,
        contacts.c.id,
        bindparam("sort", type_=entries.c.kind.type),
        bindparam("day", type_=entries.c.happened_on.type),
        bindparam("text", type_=entries.c.what.type),
        bindparam("folded", type_=entries.c.search_text.type),
        bindparam("now", type_=entries.c.recorded_at.type),
        bindparam("by", type_=entries.c.import_id.type),
        bindparam("at_event", type_=entries.c.event_id.type),
    ).where(contacts.c.id == bindparam("about"), contacts.c.owner == bindparam("mine")),
)
_VOID = update(entries).where(_ALSO_MINE, among(entries.c.id, "ids"), _STANDS).values(voided_at=bindparam("now"))
_LEAVE_EVENT = update(entries).where(_ALSO_MINE, among(entries.c.id, "ids")).values(event_id=None)
_ENTRIES = (
    select(*COLUMNS)
    .where(_ALSO_MINE, entries.c.contact_id == bindparam("about"), _STANDS)
    .order_by(*_LATEST_FIRST)
    .limit(bindparam("limit"))
)
_ENTRIES_WITH = select(*COLUMNS).where(_ALSO_MINE, among(entries.c.contact_id, "ids"), _STANDS)
_EVER_NOTED = select(*COLUMNS).where(
    _ALSO_MINE, among(entries.c.contact_id, "ids"), or_(_STANDS, entries.c.import_id.is_not(None))
)
_LAST_TOUCHES = (
    select(entries.c.contact_id, func.max(entries.c.happened_on))
    .where(_ALSO_MINE, among(entries.c.contact_id, "ids"), _STANDS)
    .group_by(entries.c.contact_id)
)

# The latest of every sort with each contact, how many there are, and the day of the last but two.
_each_sort = (entries.c.contact_id, entries.c.kind)
# Of favours got, what an import has brought comes last: it calls for nothing, and hides nothing that does.
_is_history = and_(entries.c.kind == Direction.GOT.value, entries.c.import_id.is_not(None))
_ours_first = (_is_history, *_LATEST_FIRST)
_day_of_ours = case((not_(_is_history), entries.c.happened_on))
_ranked = select(
    *COLUMNS,
    func.row_number().over(partition_by=_each_sort, order_by=_ours_first).label("rank"),
    func.count().over(partition_by=_each_sort).label("many"),
    func.lead(_day_of_ours, 2, type_=entries.c.happened_on.type)
    .over(partition_by=_each_sort, order_by=_ours_first)
    .label("third_on"),
).where(entries.c.kind.in_((*_FAVOURS, _THANKS)), _STANDS)


def _latest_of(ranked: Select[Any]) -> Select[Any]:
    latest = ranked.subquery()
    return select(latest).where(latest.c.rank == 1).order_by(latest.c.contact_id)


_BALANCES = _latest_of(_ranked.where(among(entries.c.account_id, "owners")))
_BALANCES_OF = _latest_of(
    _ranked.where(among(unindexed(entries.c.account_id), "owners"), among(entries.c.contact_id, "ids"))
)


class Entries:
    """The part of core.store.People that is about entries."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add_entries(self, owner: AccountId, entries: Sequence[Entry]) -> None:
        """Those about contacts that are not the owner's are left out."""
        if entries:
            self._db.later(_ADD, [_row(owner, entry) for entry in entries])

    async def void_entries(self, owner: AccountId, ids: Collection[EntryId], now: datetime) -> None:
        self._db.later(_VOID, {"mine": owner, "ids": ids, "now": now})

    async def leave_event(self, owner: AccountId, ids: Collection[EntryId]) -> None:
        self._db.later(_LEAVE_EVENT, {"mine": owner, "ids": ids})

    async def entries(self, owner: AccountId, contact_id: ContactId, limit: int) -> Sequence[Entry]:
        rows = await self._db.rows(_ENTRIES, {"mine": owner, "about": contact_id, "limit": limit})
        return [entry_of(*row) for row in rows]

    async def entries_with(self, owner: AccountId, ids: Collection[ContactId]) -> Sequence[Entry]:
        rows = await self._db.rows(_ENTRIES_WITH, {"mine": owner, "ids": ids})
        return [entry_of(*row) for row in rows]

    async def ever_noted(self, owner: AccountId, ids: Collection[ContactId]) -> Sequence[Entry]:
        rows = await self._db.rows(_EVER_NOTED, {"mine": owner, "ids": ids})
        return [entry_of(*row) for row in rows]

    async def last_touches(self, owner: AccountId, ids: Collection[ContactId]) -> dict[ContactId, date]:
        rows = await self._db.rows(_LAST_TOUCHES, {"mine": owner, "ids": ids})
        return dict(rows)

    async def balances(
        self, owners: Collection[AccountId], ids: Collection[ContactId] | None = None
    ) -> Sequence[Balance]:
        values: dict[str, Any] = {"owners": owners}
        if ids is not None:
            values["ids"] = ids
        rows = await self._db.rows(_BALANCES if ids is None else _BALANCES_OF, values)
        return await asyncio.to_thread(_balances, rows) if len(rows) > _MANY else _balances(rows)


class _Sort(NamedTuple):
    """The entries of one sort with one contact."""

    latest: Entry | None = None
    many: int = 0
    third_on: date | None = None


def _balances(rows: Sequence[Any]) -> list[Balance]:
    latest: dict[ContactId, dict[str, _Sort]] = {}
    for *row, _rank, many, third_on in rows:
        latest.setdefault(row[1], {})[row[2]] = _Sort(entry_of(*row), many, third_on)
    return [
        _balance(contact_id, sorts) for contact_id, sorts in latest.items() if not sorts.keys().isdisjoint(_FAVOURS)
    ]


def _balance(contact_id: ContactId, sorts: dict[str, _Sort]) -> Balance:
    gave, got = sorts.get(Direction.GAVE, _Sort()), sorts.get(Direction.GOT, _Sort())
    thanks = sorts.get(_THANKS, _Sort()).latest
    assert not isinstance(gave.latest, Touch)
    assert not isinstance(got.latest, Touch)
    owed = got.latest if got.latest is not None and got.latest.import_id is None else None
    if owed is not None and thanks is not None and _when(thanks) >= _when(owed):
        owed = None
    return Balance(
        contact_id=contact_id,
        gave=gave.many,
        got=got.many,
        unthanked=owed,
        latest_gave=gave.latest,
        latest_got=got.latest,
        third_got_on=got.third_on,
        thanked_on=thanks.happened_on if thanks else None,
    )


def _when(entry: Entry) -> tuple[date, datetime]:
    return entry.happened_on, entry.recorded_at


def _row(owner: AccountId, entry: Entry) -> dict[str, Any]:
    match entry:
        case Touch(thanks=thanks):
            sort = _THANKS if thanks else "touch"
        case Favour(direction=direction):
            sort = direction.value
    return {
        "mine": owner,
        "entry": entry.id,
        "about": entry.contact_id,
        "sort": sort,
        "day": entry.happened_on,
        "text": entry.what,
        "folded": fold(entry.what),
        "now": entry.recorded_at,
        "by": entry.import_id,
        "at_event": entry.event_id if isinstance(entry, Touch) else None,
    }


def entry_of(
    entry_id: EntryId,
    contact_id: ContactId,
    sort: str,
    happened_on: date,
    what: str,
    recorded_at: datetime,
    import_id: ImportId | None,
    event_id: EventId | None,
) -> Entry:
    if sort in _FAVOURS:
        return Favour(
            id=entry_id,
            contact_id=contact_id,
            direction=Direction(sort),
            happened_on=happened_on,
            what=what,
            recorded_at=recorded_at,
            import_id=import_id,
        )
    return Touch(
        id=entry_id,
        contact_id=contact_id,
        happened_on=happened_on,
        what=what,
        recorded_at=recorded_at,
        thanks=sort == _THANKS,
        import_id=import_id,
        event_id=event_id,
    )
