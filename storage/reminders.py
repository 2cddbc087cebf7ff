"""Reminders: what people asked to be told; found by their instant, by their morning, and by whom they are about."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, delete, func, insert, literal_column, not_, select, update

from core.facts.ids import AccountId, ContactId, ReminderId
from core.facts.reminders import Reminder
from storage.connection import Connection
from storage.portable import among, unindexed
from storage.rows import Shape, by_day
from storage.tables import accounts, reminders

_REMINDER = Shape(Reminder, reminders)

_MINE = reminders.c.account_id == bindparam("owner")
_ALSO_MINE = unindexed(reminders.c.account_id) == bindparam("owner")
# As in the partial indexes of storage/tables.py: a condition that is not word for word the index's does not use it.
_OVER = (reminders.c.on.is_(None), reminders.c.snoozed_until.is_(None))
_COMES_AGAIN = not_(_OVER[0]) | not_(_OVER[1])
_IN_THE_MORNING = reminders.c.at.is_(None)

_ADD = insert(reminders)
_CHANGE = (
    update(reminders)
    .where(reminders.c.id == bindparam("of"), _ALSO_MINE)
    .values(day=func.coalesce(bindparam("coming", type_=reminders.c.day.type), reminders.c.day))
)
_REMOVE = delete(reminders).where(among(reminders.c.id, "ids"), _ALSO_MINE)
_GET = select(*_REMINDER.columns).where(among(reminders.c.id, "ids"), _ALSO_MINE)
_OF = select(*_REMINDER.columns).where(among(reminders.c.id, "ids"))
# Of one day, first those that come with its digest.
_SOONEST = (reminders.c.day, func.coalesce(reminders.c.next_at, reminders.c.created_at), reminders.c.id)
_COMING = (
    select(*_REMINDER.columns)
    .where(_MINE, _COMES_AGAIN)
    .order_by(*_SOONEST)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_COUNT = select(func.count()).select_from(reminders).where(_MINE, _COMES_AGAIN)
_ABOUT = (
    select(*_REMINDER.columns)
    .where(among(reminders.c.contact_id, "people"), _ALSO_MINE, _COMES_AGAIN)
    .order_by(*_SOONEST)
)
_OF_MORNINGS = (
    select(*_REMINDER.columns)
    .where(among(reminders.c.account_id, "owners"), reminders.c.on <= bindparam("today"), _IN_THE_MORNING)
    .order_by(reminders.c.account_id, reminders.c.on, reminders.c.created_at, reminders.c.id)
)
_FIRST_MORNINGS = (
    select(reminders.c.account_id, func.min(reminders.c.on))
    .where(among(reminders.c.account_id, "owners"), reminders.c.on.is_not(None), _IN_THE_MORNING)
    .group_by(reminders.c.account_id)
)
_EARLIEST = (
    select(reminders.c.next_at)
    .where(reminders.c.next_at.is_not(None))
    .order_by(reminders.c.next_at)
    .limit(literal_column("1"))
)
_TIDY = delete(reminders).where(*_OVER, reminders.c.day < bindparam("before"))


class Reminders:
    """See core.store.Reminders."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, reminders: Sequence[Reminder]) -> None:
        made = [(_REMINDER.row(each), _day(each) or _local(each.created_at, each)) for each in reminders]
        self._db.later(_ADD, [row | {"day": day} for row, day in made])

    async def change(self, reminders: Sequence[Reminder]) -> None:
        changes = []
        for reminder in reminders:
            row = _REMINDER.row(reminder)
            del row["id"], row["account_id"], row["created_at"]
            changes.append({**row, "of": reminder.id, "owner": reminder.account_id, "coming": _day(reminder)})
        self._db.later(_CHANGE, changes)

    async def remove(self, owner: AccountId, ids: Collection[ReminderId]) -> None:
        self._db.later(_REMOVE, {"owner": owner, "ids": ids})

    async def get(self, owner: AccountId, ids: Collection[ReminderId]) -> Sequence[Reminder]:
        """In the order of `ids`."""
        found = {each.id: each for each in await self._read(_GET, {"owner": owner, "ids": ids})}
        return [found[reminder_id] for reminder_id in dict.fromkeys(ids) if reminder_id in found]

    async def of(self, wanted: Sequence[tuple[AccountId, ReminderId]]) -> Sequence[Reminder]:
        pairs = frozenset(wanted)
        found = await self._read(_OF, {"ids": list({reminder_id for _owner, reminder_id in pairs})})
        return [each for each in found if (each.account_id, each.id) in pairs]

    async def coming(self, owner: AccountId, limit: int, offset: int = 0) -> Sequence[Reminder]:
        return await self._read(_COMING, {"owner": owner, "limit": limit, "offset": offset})

    async def count(self, owner: AccountId) -> int:
        return int((await self._db.rows(_COUNT, {"owner": owner}))[0][0])

    async def about(self, owner: AccountId, contact_ids: Collection[ContactId]) -> Sequence[Reminder]:
        """The soonest first."""
        return await self._read(_ABOUT, {"owner": owner, "people": contact_ids})

    async def due(self, now: datetime, limit: int) -> Sequence[Reminder]:
        self._db.must_write()  # it locks what it finds
        return await self._read(_due(limit), {"now": now})

    async def of_mornings(self, days: Sequence[tuple[AccountId, date]]) -> Sequence[Reminder]:
        found: list[Reminder] = []
        for day, owners in by_day(days):
            found += await self._read(_OF_MORNINGS, {"owners": owners, "today": day})
        return found

    async def first_mornings(self, owners: Collection[AccountId]) -> Mapping[AccountId, date]:
        return {AccountId(owner): day for owner, day in await self._db.rows(_FIRST_MORNINGS, {"owners": owners})}

    async def earliest(self) -> datetime | None:
        rows = await self._db.rows(_EARLIEST)
        return rows[0][0] if rows else None

    async def tidy(self, before: datetime) -> None:
        self._db.later(_TIDY, {"before": before.date()})

    async def _read(self, statement: Select[Any], values: dict[str, Any]) -> list[Reminder]:
        return [_REMINDER.fact(row) for row in await self._db.rows(statement, values)]


@lru_cache(maxsize=8)
def _due(limit: int) -> Select[Any]:
    # With its account: who changes a reminder holds that, and would be waited for with the reminder held already.
    return (
        select(*_REMINDER.columns)
        .join_from(reminders, accounts, accounts.c.id == reminders.c.account_id)
        .where(reminders.c.next_at <= bindparam("now"))
        .order_by(reminders.c.next_at)
        .limit(literal_column(str(limit)))
        .with_for_update(of=[reminders, accounts], skip_locked=True, key_share=True)
    )


def _day(reminder: Reminder) -> date | None:
    """On which it comes next; when it is done for good, that day. None: it came, and that day stays."""
    coming = [] if reminder.on is None else [reminder.on]
    if reminder.snoozed_until is not None:
        coming.append(_local(reminder.snoozed_until, reminder))
    if coming:
        return min(coming)
    return None if reminder.done_at is None else _local(reminder.done_at, reminder)


def _local(instant: datetime, reminder: Reminder) -> date:
    return instant.astimezone(ZoneInfo(reminder.timezone)).date()
