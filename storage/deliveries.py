"""The outbox: what is owed, who has taken it to deliver, and what came of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, exists, literal_column, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from core.facts.delivery import Delivery, State
from core.facts.ids import AccountId, DeliveryId
from storage.connection import Connection
from storage.portable import among, insert_new, selected, unindexed
from storage.rows import Shape
from storage.tables import deliveries, identities

_DELIVERY = Shape(Delivery, deliveries)

_LEASED = deliveries.c.state.in_((State.CLAIMED, State.SENDING))
_DUE = (deliveries.c.state == State.PENDING, deliveries.c.next_at <= bindparam("now"))
_MINE = (deliveries.c.id == bindparam("of"), deliveries.c.lease == bindparam("token"))

_ADD = insert_new(deliveries).returning(deliveries.c.id)
_SENDING = (
    update(deliveries)
    .where(*_MINE, deliveries.c.state == State.CLAIMED, deliveries.c.lease_until > bindparam("now"))
    .values(state=State.SENDING, attempts=deliveries.c.attempts + 1, platform=bindparam("on"))
)
_SETTLE = (
    update(deliveries)
    .where(*_MINE, _LEASED)
    .values(
        state=bindparam("then"),
        attempts=bindparam("tried"),
        platform=bindparam("on"),
        message_id=bindparam("message"),
        error=bindparam("why"),
        retry_at=bindparam("retry"),
        next_at=bindparam("next"),
        lease="",
        lease_until=None,
    )
)
# In one statement each: whoever holds the row may be sending it at this moment, and then it is no longer claimed.
_EXPIRED = tuple(
    update(deliveries)
    .where(deliveries.c.state == state, deliveries.c.lease_until <= bindparam("now"))
    .values(state=then, lease="", lease_until=None)
    for state, then in ((State.CLAIMED, State.PENDING), (State.SENDING, State.UNCERTAIN))
)
_SETTLED = deliveries.c.state.in_((State.SENT, State.SKIPPED, State.UNCERTAIN, State.DEAD))
_TIDY = delete(deliveries).where(_SETTLED, deliveries.c.next_at < bindparam("before"))
_reachable = exists().where(identities.c.account_id == deliveries.c.account_id, identities.c.reachable)
_EARLIEST = (
    select(deliveries.c.next_at)
    .where(deliveries.c.state == State.PENDING, _reachable)
    .order_by(deliveries.c.next_at)
    .limit(literal_column("1"))
)
_RECENT = (
    select(*_DELIVERY.columns)
    .where(deliveries.c.account_id == bindparam("owner"))
    .order_by(deliveries.c.due_at.desc(), deliveries.c.id.desc())
    .limit(bindparam("limit"))
)


class Deliveries:
    """See core.store.Deliveries."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, deliveries_: Sequence[Delivery]) -> Collection[DeliveryId]:
        if not deliveries_:
            return ()
        rows = [_DELIVERY.row(delivery) | {"next_at": _next_at(delivery)} for delivery in deliveries_]
        return {DeliveryId(row.id) for row in await self._db.rows(_ADD, rows)}

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

    async def settle(self, delivery: Delivery, token: str) -> bool:
        """False when the lease is no longer ours."""
        values = {
            "of": delivery.id,
            "token": token,
            "then": delivery.state,
            "tried": delivery.attempts,
            "on": delivery.platform,
            "message": delivery.message_id,
            "why": delivery.error,
            "retry": delivery.retry_at,
            "next": _next_at(delivery),
        }
        return await self._db.run(_SETTLE, values) == 1

    async def expire(self, now: datetime) -> None:
        for statement in _EXPIRED:
            self._db.later(statement, {"now": now})

    async def tidy(self, before: datetime) -> None:
        self._db.later(_TIDY, {"before": before})

    async def earliest(self) -> datetime | None:
        """Of those who can be reached: what waits for the others has no time."""
        rows = await self._db.rows(_EARLIEST)
        return rows[0][0] if rows else None

    async def recent(self, owner: AccountId, limit: int) -> Sequence[Delivery]:
        rows = await self._db.rows(_RECENT, {"owner": owner, "limit": limit})
        return [_DELIVERY.fact(row) for row in rows]


@lru_cache(maxsize=8)
def _claim(limit: int) -> ReturningUpdate[Any]:
    # What it means to be due stands twice: with the condition in the sub-select alone, two that claim at once on
    # PostgreSQL both get the row. The limit is no parameter: it would make PostgreSQL plan for the whole table.
    due = (
        select(deliveries.c.id)
        .where(
            *_DUE,
            _reachable.where(among(identities.c.platform, "platforms")),
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


def _next_at(delivery: Delivery) -> datetime:
    return delivery.retry_at or delivery.due_at
