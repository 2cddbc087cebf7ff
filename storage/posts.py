"""Where events are shown, and what is behind there."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, literal_column, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from core.facts.ids import AccountId, EventId, PostId
from core.facts.posts import Post, PostKind
from storage.connection import Connection
from storage.portable import among, insert_new, rows, selected
from storage.rows import Shape
from storage.tables import posts

_POST = Shape(Post, posts)

_ADD = insert_new(posts)
_OF = select(*_POST.columns).where(posts.c.event_id == bindparam("event")).order_by(posts.c.id)
_STALE = (
    update(posts)
    .where(among(posts.c.event_id, "events"), or_(posts.c.stale_at.is_(None), posts.c.stale_at > bindparam("now")))
    .values(stale_at=bindparam("now"))
)
_TRY_AGAIN = (
    update(posts)
    .where(
        or_(
            posts.c.account_id == bindparam("owner"),
            and_(posts.c.platform == bindparam("on"), posts.c.address == bindparam("chat")),
        ),
        posts.c.stale_at.is_not(None),  # what is over for good changes no more
    )
    .values(stale_at=bindparam("now"), retry_at=None, failures=0)
)
_STALE_ANSWERS = _STALE.where(posts.c.kind != PostKind.NATIVE)
_IS_BEHIND = and_(
    posts.c.stale_at <= bindparam("now"),
    or_(posts.c.retry_at.is_(None), posts.c.retry_at <= bindparam("now")),
    or_(posts.c.lease == "", posts.c.lease_until <= bindparam("now")),
)
# What comes of an edit. While it is under way a post is behind from the end of its lease on: so whoever died on the
# way is followed by somebody, and what is any earlier was marked meanwhile, and stays.
_outcomes = rows(
    "outcomes",
    [
        posts.c[name]
        for name in ("id", "account_id", "address", "message_id", "stale_at", "retry_at", "failures", "lease")
    ],
)
_SETTLE = (
    update(posts)
    .where(
        posts.c.id == _outcomes.c.id,
        posts.c.lease == bindparam("token"),
        # All of them have it: so PostgreSQL believes that they are few, and looks each up by its id.
        _outcomes.c.lease == bindparam("token"),
    )
    .values(
        account_id=_outcomes.c.account_id,
        address=_outcomes.c.address,
        message_id=_outcomes.c.message_id,
        stale_at=case((posts.c.stale_at == posts.c.lease_until, _outcomes.c.stale_at), else_=posts.c.stale_at),
        retry_at=_outcomes.c.retry_at,
        failures=_outcomes.c.failures,
        lease="",
        lease_until=None,
    )
)
_REMOVE = delete(posts).where(among(posts.c.id, "ids"))


class Posts:
    """See core.agendas.Posts."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, posts: Sequence[Post]) -> None:
        self._db.later(_ADD, [_POST.row(each) for each in posts])

    async def of(self, event_id: EventId) -> Sequence[Post]:
        return [_POST.fact(row) for row in await self._db.rows(_OF, {"event": event_id})]

    async def stale(self, ids: Collection[EventId], now: datetime, *, native: bool = True) -> None:
        self._db.later(_STALE if native else _STALE_ANSWERS, {"events": ids, "now": now})

    async def try_again(self, owner: AccountId, platform: str, address: str, now: datetime) -> None:
        self._db.later(_TRY_AGAIN, {"owner": owner, "on": platform, "chat": address, "now": now})

    async def claim(
        self, platforms: Collection[str], now: datetime, lease_until: datetime, token: str, limit: int
    ) -> Sequence[Post]:
        values = {"platforms": platforms, "now": now, "until": lease_until, "token": token}
        return [_POST.fact(row) for row in await self._db.rows(_claim(limit), values)]

    async def settle(self, posts: Sequence[Post], token: str) -> None:
        if posts:
            self._db.later(
                _SETTLE, {"outcomes": [_POST.row(each) | {"lease": token} for each in posts], "token": token}
            )

    async def remove(self, ids: Collection[PostId]) -> None:
        self._db.later(_REMOVE, {"ids": ids})


@lru_cache(maxsize=8)
def _claim(limit: int) -> ReturningUpdate[Any]:
    # The condition stands twice, as in storage/deliveries.py: on PostgreSQL both of two that claim at once would
    # have the row otherwise.
    behind = (
        select(posts.c.id)
        .where(among(posts.c.platform, "platforms"), _IS_BEHIND)
        .order_by(posts.c.stale_at)
        .limit(literal_column(str(limit)))
        .with_for_update(of=posts, skip_locked=True)
    )
    return (
        update(posts)
        .where(selected(posts.c.id, behind), _IS_BEHIND)
        .values(lease=bindparam("token"), lease_until=bindparam("until"), stale_at=bindparam("until"))
        .returning(*_POST.columns)
    )
