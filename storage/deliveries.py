"""The outbox: what is owed, who has taken it to deliver, and what came of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from core.facts.delivery import QUIET, Delivery, Kind, State
from core.facts.ids import AccountId, DeliveryId
from storage.connection import Connection
from storage.portable import among, insert_new, rows, selected, unindexed
from storage.rows import Shape
from storage.tables import accounts, deliveries, identities

_DELIVERY = Shape(Delivery, deliveries)
_FINAL = (State.SENT, State.SKIPPED, State.UNCERTAIN, State.DEAD)


def _is(*states: State, of: Any = deliveries) -> ColumnElement[bool]:
    """Written out, not a parameter: else the indexes of open deliveries would not be used."""
    literals: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in states]
    is_it: ColumnElement[bool] = of.c.state == literals[0] if len(literals) == 1 else of.c.state.in_(literals)
    return is_it


_MINE = (deliveries.c.id == bindparam("of"), deliveries.c.lease == bindparam("token"))
_REPEATS = deliveries.c.kind.in_([kind for kind in Kind if kind.repeats])
_IS_TOLD = deliveries.c.kind.in_([kind for kind in Kind if kind.is_told])
# Not EXISTS: PostgreSQL would join the two, and read all identities to find one delivery.
_REACHABLE = (
    select(identities.c.platform)
    .where(identities.c.account_id == deliveries.c.account_id, identities.c.reachable)
    .limit(literal_column("1"))
    .correlate(deliveries)
)
# Whether whoever serves the platform that they prefer is to have it, and not we.
_PREFERS_ANOTHER = (
    select(identities.c.platform)
    .join(accounts, identities.c.account_id == accounts.c.id)
    .where(
        accounts.c.id == deliveries.c.account_id,
        identities.c.platform == accounts.c.deliver_to,
        identities.c.reachable,
        not_(among(unindexed(identities.c.platform), "platforms")),
    )
    .limit(literal_column("1"))
    .correlate(deliveries)
)
_REACHABLE_OF = select(identities.c.account_id).where(
    among(identities.c.account_id, "owners"), identities.c.reachable
)

_ADD = insert_new(deliveries)
_SENDING = (
    update(deliveries)
    .where(*_MINE, _is(State.CLAIMED), deliveries.c.lease_until > bindparam("now"))
    .values(state=State.SENDING, attempts=deliveries.c.attempts + 1, platform=bindparam("on"))
)
# What comes of a delivery.
_OUTCOME = (
    "state",
    "attempts",
    "again",
    "platform",
    "message_id",
    "error",
    "retry_at",
    "next_at",
    "settled_at",
    "untold",
)
_outcomes = rows("outcomes", [deliveries.c[name] for name in ("id", "lease", *_OUTCOME)])
_SETTLE = (
    update(deliveries)
    .where(
        deliveries.c.id == _outcomes.c.id,
        deliveries.c.lease == bindparam("token"),
        # All of them have it: so PostgreSQL believes that they are few, and looks each up by its id.
        _outcomes.c.lease == bindparam("token"),
    )
    .values({name: _outcomes.c[name] for name in _OUTCOME} | {"lease": "", "lease_until": None})
    .returning(deliveries.c.id)
)


def _free(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Those that nobody is working on: a process that stands still in a transaction must hold nobody else up.

    What is found is held and looked at again: whoever held it may have sent it meanwhile.
    """
    found = select(deliveries.c.id).where(*conditions).with_for_update(of=deliveries, skip_locked=True)
    return selected(deliveries.c.id, found)


_RAN_OUT = deliveries.c.lease_until <= bindparam("now")
_UNCLAIM = (
    update(deliveries)
    .where(_free(_is(State.CLAIMED), _RAN_OUT))
    .values(state=State.PENDING, lease="", lease_until=None)
)
_ONCE_MORE = (
    update(deliveries)
    .where(_free(_is(State.SENDING), _RAN_OUT, _REPEATS, deliveries.c.again == false()))
    .values(state=State.PENDING, again=true(), error="interrupted", lease="", lease_until=None)
)
_GIVE_UP = (
    update(deliveries)
    .where(_free(_is(State.SENDING), _RAN_OUT, or_(not_(_REPEATS), deliveries.c.again)))
    .values(
        state=State.UNCERTAIN,
        error="interrupted",
        settled_at=bindparam("now"),
        untold=_IS_TOLD,
        lease="",
        lease_until=None,
    )
    .returning(deliveries.c.account_id, deliveries.c.untold)
)
# What kept it waiting, where that is known: its recipient may ask why (/status).
_WHY_LATE = case((deliveries.c.error == "", "too late"), else_=deliveries.c.error)
_SKIP_LATE = (
    update(deliveries)
    .where(_free(_is(State.PENDING), deliveries.c.not_after < bindparam("now")))
    .values(state=State.SKIPPED, error=_WHY_LATE, settled_at=bindparam("now"), untold=_IS_TOLD)
    .returning(deliveries.c.account_id, deliveries.c.untold)
)

_UNTOLD = (
    select(*_DELIVERY.columns)
    .where(among(deliveries.c.account_id, "owners"), deliveries.c.untold)
    .order_by(deliveries.c.due_at, deliveries.c.id)
)
_TOLD = update(deliveries).where(among(deliveries.c.id, "ids")).values(untold=false())
_LAST_DUE = select(func.max(deliveries.c.due_at)).where(_is(State.PENDING), deliveries.c.kind == bindparam("of"))
_EARLIEST = (
    select(deliveries.c.next_at)
    .where(_is(State.PENDING), _REACHABLE.scalar_subquery().is_not(None))
    .order_by(deliveries.c.next_at)
    .limit(literal_column("1"))
)
_RECENT = (
    select(*_DELIVERY.columns)
    .where(deliveries.c.account_id == bindparam("owner"))
    .order_by(deliveries.c.due_at.desc(), deliveries.c.id.desc())
    .limit(bindparam("limit"))
)
_OF_A_SORT = (deliveries.c.kind, deliveries.c.state, deliveries.c.error)
_TALLY = (
    select(*_OF_A_SORT, func.count(), func.min(deliveries.c.due_at)).group_by(*_OF_A_SORT).order_by(*_OF_A_SORT)
)
_TIDY = delete(deliveries).where(_is(*_FINAL), deliveries.c.next_at < bindparam("before"))


class Deliveries:
    """See core.store.Deliveries."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, deliveries_: Sequence[Delivery]) -> None:
        self._db.later(_ADD, [_row(delivery) for delivery in deliveries_])

    async def expire(self, now: datetime) -> Collection[AccountId]:
        for statement in (_UNCLAIM, _ONCE_MORE):
            self._db.later(statement, {"now": now})
        return await self._to_be_told(await self._db.rows(_GIVE_UP, {"now": now}))

    async def skip_late(self, now: datetime) -> Collection[AccountId]:
        return await self._to_be_told(await self._db.rows(_SKIP_LATE, {"now": now}))

    async def claim(
        self, platforms: Collection[str], now: datetime, lease_until: datetime, token: str, limit: int
    ) -> Sequence[Delivery]:
        """The longest due first."""
        values = {"platforms": platforms, "now": now, "until": lease_until, "token": token}
        rows = await self._db.rows(_claim(limit), values)
        claimed = [_DELIVERY.fact(row) for row in rows]
        return sorted(claimed, key=lambda delivery: (_next_at(delivery), delivery.id))

    async def sending(self, delivery_id: DeliveryId, token: str, now: datetime, platform: str) -> bool:
        values = {"of": delivery_id, "token": token, "now": now, "on": platform}
        return await self._db.run(_SENDING, values) == 1

    async def settle(self, deliveries_: Sequence[Delivery], token: str) -> Collection[DeliveryId]:
        outcomes = [_row(delivery) | {"lease": token} for delivery in deliveries_]
        values = {"outcomes": outcomes, "token": token}
        return {row.id for row in await self._db.rows(_SETTLE, values)}

    async def untold(self, owners: Collection[AccountId]) -> Sequence[Delivery]:
        rows = await self._db.rows(_UNTOLD, {"owners": owners})
        return [_DELIVERY.fact(row) for row in rows]

    async def told(self, ids: Collection[DeliveryId]) -> None:
        self._db.later(_TOLD, {"ids": ids})

    async def last_due(self, kind: Kind) -> datetime | None:
        rows = await self._db.rows(_LAST_DUE, {"of": kind})
        at: datetime | None = rows[0][0]
        return at

    async def earliest(self) -> datetime | None:
        """Of those who can be reached: what waits for the others has no time."""
        rows = await self._db.rows(_EARLIEST)
        return rows[0][0] if rows else None

    async def recent(self, owner: AccountId, limit: int) -> Sequence[Delivery]:
        rows = await self._db.rows(_RECENT, {"owner": owner, "limit": limit})
        return [_DELIVERY.fact(row) for row in rows]

    async def tally(self) -> Sequence[tuple[Kind, State, str, int, datetime]]:
        return [tuple(row) for row in await self._db.rows(_TALLY)]

    async def tidy(self, before: datetime) -> None:
        self._db.later(_TIDY, {"before": before})

    async def _to_be_told(self, given_up: Sequence[Any]) -> Collection[AccountId]:
        """Not asked for while they are given up: SQLite's RETURNING takes every column for one of its own table."""
        owners = {row.account_id for row in given_up if row.untold}
        if not owners:
            return ()
        return {AccountId(row.account_id) for row in await self._db.rows(_REACHABLE_OF, {"owners": owners})}


@lru_cache(maxsize=64)
def _claim(limit: int) -> ReturningUpdate[Any]:
    # What it means to be due stands twice: with the condition in the sub-select alone, two that claim at once on
    # PostgreSQL both get the row. The limit is no parameter: it would make PostgreSQL plan for the whole table.
    due = (
        select(deliveries.c.id)
        .where(
            _is(State.PENDING),
            deliveries.c.next_at <= bindparam("now"),
            _REACHABLE.where(among(unindexed(identities.c.platform), "platforms")).scalar_subquery().is_not(None),
            _PREFERS_ANOTHER.scalar_subquery().is_(None),
            not_(_held_up()),
        )
        .order_by(deliveries.c.next_at)
        .limit(literal_column(str(limit)))
        .with_for_update(of=deliveries, skip_locked=True)
    )
    return (
        update(deliveries)
        .where(
            selected(deliveries.c.id, due),
            unindexed(deliveries.c.state) == State.PENDING.value,
            deliveries.c.next_at <= bindparam("now"),
        )
        .values(state=State.CLAIMED, lease=bindparam("token"), lease_until=bindparam("until"))
        .returning(*_DELIVERY.columns)
    )


def _held_up() -> ColumnElement[bool]:
    """Whether another one goes to the same account first: it is under way, or was due before and is not waiting for
    the end of quiet hours."""
    other = deliveries.alias("other")
    was_due_before = or_(
        other.c.due_at < deliveries.c.due_at,
        and_(other.c.due_at == deliveries.c.due_at, other.c.id < deliveries.c.id),
    )
    sleeps = and_(other.c.error == QUIET, other.c.next_at > bindparam("now"))
    return exists().where(
        other.c.account_id == deliveries.c.account_id,
        _is(State.PENDING, State.CLAIMED, State.SENDING, of=other),
        or_(_is(State.CLAIMED, State.SENDING, of=other), and_(was_due_before, not_(sleeps))),
    )


def _row(delivery: Delivery) -> dict[str, Any]:
    return _DELIVERY.row(delivery) | {"next_at": _next_at(delivery)}


def _next_at(delivery: Delivery) -> datetime:
    return delivery.retry_at or delivery.due_at
