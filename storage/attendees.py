"""What people have answered to events of others."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, func, literal_column, select, update

from core.facts.events import Attendee, Headcount, Rsvp
from core.facts.ids import AccountId, EventId
from storage.connection import Connection
from storage.portable import among, insert_new
from storage.rows import Shape
from storage.tables import attendees, merges

_ATTENDEE = Shape(Attendee, attendees)

_OF_EVENT = attendees.c.event_id == bindparam("event")
_IN_ORDER = (attendees.c.since, attendees.c.account_id)

_ADD = insert_new(attendees)
_CHANGE = update(attendees).where(_OF_EVENT, attendees.c.account_id == bindparam("of"))
_REMOVE = delete(attendees).where(_OF_EVENT, among(attendees.c.account_id, "accounts"))
# Whoever has become part of another account has answered by that one; a merge that is taken back gives theirs back.
_SPEAKS = ~exists().where(merges.c.other_id == attendees.c.account_id)
_OF = select(*_ATTENDEE.columns).where(_OF_EVENT, _SPEAKS).order_by(*_IN_ORDER)
_WAITING = _OF.where(attendees.c.rsvp == Rsvp.WAITING)
_ONE = select(*_ATTENDEE.columns).where(_OF_EVENT, attendees.c.account_id == bindparam("of"))
_COUNT = (
    select(attendees.c.event_id, attendees.c.rsvp, func.sum(1 + attendees.c.guests).label("heads"))
    .where(among(attendees.c.event_id, "events"), _SPEAKS)
    .group_by(attendees.c.event_id, attendees.c.rsvp)
)
_ANSWERED = (
    select(attendees.c.event_id).where(attendees.c.account_id == bindparam("of")).order_by(attendees.c.event_id)
)
_ASK = (
    update(attendees)
    .where(
        _OF_EVENT,
        attendees.c.account_id == bindparam("of"),
        attendees.c.rsvp == Rsvp.GOING,
        attendees.c.since == bindparam("up"),
        attendees.c.confirm_by.is_(None),
    )
    .values(confirm_by=bindparam("until"))
)
_ASKED = attendees.c.confirm_by.is_not(None)
_OVERDUE = (
    select(*_ATTENDEE.columns)
    .where(_ASKED, attendees.c.confirm_by <= bindparam("now"), _SPEAKS)
    .order_by(attendees.c.confirm_by, *_IN_ORDER)
    .limit(bindparam("limit"))
)
_EARLIEST = (
    select(attendees.c.confirm_by)
    .where(_ASKED, _SPEAKS)
    .order_by(attendees.c.confirm_by)
    .limit(literal_column("1"))
)


class Attendees:
    """See core.agendas.Attendees."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def save(self, attendees: Sequence[Attendee]) -> None:
        changes = []
        for attendee in attendees:
            row = _ATTENDEE.row(attendee)
            del row["event_id"], row["account_id"]
            changes.append({**row, "event": attendee.event_id, "of": attendee.account_id})
        self._db.later(_ADD, [_ATTENDEE.row(each) for each in attendees])
        self._db.later(_CHANGE, changes)

    async def remove(self, event_id: EventId, account_ids: Collection[AccountId]) -> None:
        self._db.later(_REMOVE, {"event": event_id, "accounts": account_ids})

    async def of(self, event_id: EventId) -> Sequence[Attendee]:
        return await self._read(_OF, {"event": event_id})

    async def waiting(self, event_id: EventId) -> Sequence[Attendee]:
        return await self._read(_WAITING, {"event": event_id})

    async def one(self, event_id: EventId, account_id: AccountId) -> Attendee | None:
        return next(iter(await self._read(_ONE, {"event": event_id, "of": account_id})), None)

    async def answered(self, owner: AccountId) -> Sequence[EventId]:
        return [EventId(row.event_id) for row in await self._db.rows(_ANSWERED, {"of": owner})]

    async def ask(self, attendee: Attendee, until: datetime) -> None:
        values = {"event": attendee.event_id, "of": attendee.account_id, "up": attendee.since, "until": until}
        self._db.later(_ASK, values)

    async def count(self, ids: Collection[EventId]) -> Mapping[EventId, Headcount]:
        heads: dict[EventId, dict[str, int]] = {}
        for row in await self._db.rows(_COUNT, {"events": ids}):
            if row.rsvp is not Rsvp.INVITED:
                heads.setdefault(EventId(row.event_id), {})[row.rsvp.value] = int(row.heads)
        return {event_id: Headcount(**by_rsvp) for event_id, by_rsvp in heads.items()}

    async def overdue(self, now: datetime, limit: int) -> Sequence[Attendee]:
        return await self._read(_OVERDUE, {"now": now, "limit": limit})

    async def earliest(self) -> datetime | None:
        rows = await self._db.rows(_EARLIEST)
        return rows[0][0] if rows else None

    async def _read(self, statement: Select[Any], values: dict[str, Any]) -> list[Attendee]:
        return [_ATTENDEE.fact(row) for row in await self._db.rows(statement, values)]
