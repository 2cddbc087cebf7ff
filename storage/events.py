"""Agendas: events by their days, by what they come from, by whose copies they are, and by when something is due."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Select,
    Update,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)

from core.facts.events import Event
from core.facts.ids import AccountId, ContactId, EventId, FeedId, SeriesId
from storage.columns import Instant
from storage.connection import Connection
from storage.portable import among, insert_new, selected, unindexed
from storage.rows import Shape
from storage.tables import accounts, entries, events

_EVENT = Shape(Event, events)

_MINE = events.c.account_id == bindparam("owner")
_ALSO_MINE = unindexed(events.c.account_id) == bindparam("owner")
_COMES = events.c.last_on >= bindparam("day")
# What has no hour stands before what has one: NULL sorts differently on the two engines.
_IN_ORDER = (events.c.on, case((events.c.at.is_(None), 0), else_=1), events.c.at, events.c.title, events.c.id)

_ADD = insert_new(events)
_CHANGE = update(events).where(events.c.id == bindparam("of"), _ALSO_MINE)
_REMOVE = delete(events).where(among(events.c.id, "ids"), _ALSO_MINE)

_ANY = select(*_EVENT.columns)
_GET = _ANY.where(among(events.c.id, "ids"), _ALSO_MINE)
_OF = _ANY.where(among(events.c.id, "ids"))
_WITH_ORIGINS = _ANY.where(_MINE, among(events.c.origin, "origins")).order_by(*_IN_ORDER)
_PAGE = _ANY.where(_MINE).limit(bindparam("limit")).offset(bindparam("offset"))
_COMING = _PAGE.where(_COMES).order_by(*_IN_ORDER)
_IS_OVER = or_(events.c.last_on < bindparam("day"), among(events.c.id, "over"))
_PAST = _PAGE.where(_IS_OVER).order_by(*(column.desc() for column in _IN_ORDER))
# A series is one thing to come: its next occurrence, and of those rather one that takes place.
_THING = func.coalesce(events.c.series_id, events.c.id)
_nth = func.row_number().over(partition_by=_THING, order_by=(events.c.cancelled, *_IN_ORDER)).label("nth")
_things = select(events.c.id, _nth).where(_MINE, not_(_IS_OVER)).subquery()
_next = select(_things.c.id).where(_things.c.nth == literal_column("1"))
_AHEAD = _PAGE.where(selected(events.c.id, _next)).order_by(*_IN_ORDER)
_BETWEEN = _ANY.where(_MINE, events.c.last_on >= bindparam("first"), events.c.on <= bindparam("last")).order_by(
    *_IN_ORDER
)
_COUNT = select(
    func.count(func.distinct(case((not_(_IS_OVER), _THING)))), func.count(case((_IS_OVER, events.c.id)))
).where(_MINE)
_OF_SERIES = _ANY.where(events.c.series_id == bindparam("series"), _ALSO_MINE).order_by(*_IN_ORDER)
_OF_FEED = _ANY.where(events.c.feed_id == bindparam("feed"), _ALSO_MINE).order_by(*_IN_ORDER)
_ANSWERABLE = _ANY.where(events.c.id == bindparam("of"), events.c.terms.is_not(None))
_HELD = _ANSWERABLE.with_for_update(of=[events])
_HELD_ANY = _ANY.where(events.c.id == bindparam("of")).with_for_update(of=[events])
_COPIES = _ANY.where(events.c.shared_id == bindparam("of")).order_by(events.c.created_at, events.c.id)
_COPIES_OF = _COPIES.where(among(unindexed(events.c.account_id), "owners"))
_NOW = bindparam("now", type_=Instant)
# As core.events.moments.left_to_planner does it, with what stands there now.
_waits = and_(events.c.next_at <= _NOW, events.c.planned_at < _NOW)
_TO_PLANNER = {"planned_at": case((_waits, events.c.planned_at), else_=_NOW), "next_at": _NOW}
_REPLAN = update(events).where(_MINE, _COMES).values(_TO_PLANNER)
_mine = events.alias("mine")
_ANSWERED = (
    _ANY.where(
        events.c.id.in_(
            select(_mine.c.shared_id).where(
                _mine.c.account_id == bindparam("owner"), _mine.c.shared_id.is_not(None)
            )
        ),
        events.c.terms.is_not(None),
    )
    .order_by(events.c.on.desc(), events.c.id)
    .limit(bindparam("limit"))
)
_EARLIEST = (
    select(events.c.next_at)
    .where(events.c.next_at.is_not(None))
    .order_by(events.c.next_at)
    .limit(literal_column("1"))
)
_WHOM_TOLD = (
    select(entries.c.account_id, entries.c.event_id)
    .where(among(entries.c.event_id, "ids"), entries.c.voided_at.is_(None))
    .distinct()
)
_PEOPLE_MET = (
    select(entries.c.event_id, entries.c.contact_id)
    .where(
        among(entries.c.event_id, "ids"),
        unindexed(entries.c.account_id) == bindparam("owner"),
        entries.c.voided_at.is_(None),
    )
    .order_by(entries.c.recorded_at, entries.c.id)
)


class Events:
    """See core.agendas.Events."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, events: Sequence[Event]) -> int:
        rows = [_EVENT.row(each) | {"last_on": _last_on(each)} for each in events]
        return await self._db.run(_ADD, rows) if rows else 0

    async def change(self, events: Sequence[Event]) -> None:
        changes = []
        for event in events:
            row = _EVENT.row(event) | {"last_on": _last_on(event)}
            del row["id"], row["account_id"], row["created_at"]
            changes.append({**row, "of": event.id, "owner": event.account_id})
        self._db.later(_CHANGE, changes)

    async def remove(self, owner: AccountId, ids: Collection[EventId]) -> None:
        self._db.later(_REMOVE, {"owner": owner, "ids": ids})

    async def get(self, owner: AccountId, ids: Collection[EventId]) -> Sequence[Event]:
        """In the order of `ids`."""
        found = {each.id: each for each in await self._read(_GET, {"owner": owner, "ids": ids})}
        return [found[each] for each in dict.fromkeys(ids) if each in found]

    async def with_origins(self, owner: AccountId, origins: Collection[str]) -> Sequence[Event]:
        return await self._read(_WITH_ORIGINS, {"owner": owner, "origins": origins})

    async def coming(self, owner: AccountId, day: date, limit: int, offset: int = 0) -> Sequence[Event]:
        return await self._read(_COMING, {"owner": owner, "day": day, "limit": limit, "offset": offset})

    async def ahead(
        self, owner: AccountId, day: date, limit: int, offset: int = 0, over: Collection[EventId] = ()
    ) -> Sequence[Event]:
        values = {"owner": owner, "day": day, "limit": limit, "offset": offset, "over": over}
        return await self._read(_AHEAD, values)

    async def past(
        self, owner: AccountId, day: date, limit: int, offset: int = 0, over: Collection[EventId] = ()
    ) -> Sequence[Event]:
        values = {"owner": owner, "day": day, "limit": limit, "offset": offset, "over": over}
        return await self._read(_PAST, values)

    async def between(self, owner: AccountId, first: date, last: date) -> Sequence[Event]:
        return await self._read(_BETWEEN, {"owner": owner, "first": first, "last": last})

    async def count(self, owner: AccountId, day: date, over: Collection[EventId] = ()) -> tuple[int, int]:
        ahead, past = (await self._db.rows(_COUNT, {"owner": owner, "day": day, "over": over}))[0]
        return ahead, past

    async def of_series(self, owner: AccountId, series_id: SeriesId) -> Sequence[Event]:
        return await self._read(_OF_SERIES, {"owner": owner, "series": series_id})

    async def of_feed(self, owner: AccountId, feed_id: FeedId) -> Sequence[Event]:
        return await self._read(_OF_FEED, {"owner": owner, "feed": feed_id})

    async def of(self, wanted: Sequence[tuple[AccountId, EventId]]) -> Sequence[Event]:
        pairs = frozenset(wanted)
        found = await self._read(_OF, {"ids": list({event_id for _owner, event_id in pairs})})
        return [each for each in found if (each.account_id, each.id) in pairs]

    async def answerable(self, event_id: EventId) -> Event | None:
        statement = _HELD if self._db.writable else _ANSWERABLE  # what only reads may not lock
        return next(iter(await self._read(statement, {"of": event_id})), None)

    async def held(self, event_id: EventId) -> Event | None:
        self._db.must_write()
        return next(iter(await self._read(_HELD_ANY, {"of": event_id})), None)

    async def copies(self, event_id: EventId, owners: Collection[AccountId] | None = None) -> Sequence[Event]:
        if owners is None:
            return await self._read(_COPIES, {"of": event_id})
        return await self._read(_COPIES_OF, {"of": event_id, "owners": owners})

    async def follow(self, shared: Event, names: Sequence[str], now: datetime) -> None:
        row = _EVENT.row(shared) | {"last_on": _last_on(shared)}
        names = (*names, "last_on")
        values = {f"new_{name}": row[name] for name in names}
        self._db.later(_following(names), {**values, "of": shared.id, "now": now})

    async def replan(self, owner: AccountId, day: date, now: datetime) -> None:
        self._db.later(_REPLAN, {"owner": owner, "day": day, "now": now})

    async def answered(self, owner: AccountId, limit: int) -> Sequence[Event]:
        return await self._read(_ANSWERED, {"owner": owner, "limit": limit})

    async def due(self, now: datetime, limit: int) -> Sequence[Event]:
        self._db.must_write()  # it locks what it finds
        return await self._read(_due(limit), {"now": now})

    async def earliest(self) -> datetime | None:
        rows = await self._db.rows(_EARLIEST)
        return rows[0][0] if rows else None

    async def people_met(self, owner: AccountId, ids: Collection[EventId]) -> Mapping[EventId, Sequence[ContactId]]:
        """In the order in which they were noted, each once."""
        met: dict[EventId, dict[ContactId, None]] = defaultdict(dict)
        for event_id, contact_id in await self._db.rows(_PEOPLE_MET, {"owner": owner, "ids": ids}):
            met[EventId(event_id)][ContactId(contact_id)] = None
        return {event_id: tuple(people) for event_id, people in met.items()}

    async def whom_told(self, wanted: Sequence[tuple[AccountId, EventId]]) -> Collection[EventId]:
        pairs = frozenset(wanted)
        if not pairs:
            return frozenset()
        found = await self._db.rows(_WHOM_TOLD, {"ids": list({event_id for _owner, event_id in pairs})})
        return frozenset(EventId(event_id) for owner, event_id in found if (owner, event_id) in pairs)

    async def _read(self, statement: Select[Any], values: dict[str, Any]) -> list[Event]:
        return [_EVENT.fact(row) for row in await self._db.rows(statement, values)]


@lru_cache(maxsize=8)
def _due(limit: int) -> Select[Any]:
    # With its account, as reminders: who changes an event of their own holds that already.
    return (
        _ANY.join_from(events, accounts, accounts.c.id == events.c.account_id)
        .where(events.c.next_at <= bindparam("now"))
        .order_by(events.c.next_at)
        .limit(literal_column(str(limit)))
        .with_for_update(of=[events, accounts], skip_locked=True, key_share=True)
    )


@lru_cache(maxsize=8)
def _following(names: tuple[str, ...]) -> Update:
    values = {name: bindparam(f"new_{name}", type_=events.c[name].type) for name in names}
    return update(events).where(events.c.shared_id == bindparam("of")).values({**values, **_TO_PLANNER})


def _last_on(event: Event) -> date:
    """The day on which it ends; what ends at an earlier hour than it began does on the day after."""
    if event.until_on is not None:
        return max(event.on, event.until_on)
    if event.at is not None and event.until_at is not None and event.until_at < event.at and event.on < date.max:
        return event.on + timedelta(days=1)
    return event.on
