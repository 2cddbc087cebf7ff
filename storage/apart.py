"""Cards of which their owner has said that they are two people's."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, select

from core.facts.ids import AccountId, ContactId, new_id
from storage.connection import Connection
from storage.portable import insert_new
from storage.tables import apart, moved

_NOTE = insert_new(apart)
# Of whom a card has become part of another's, that one's.
_one, _other = moved.alias("one"), moved.alias("other")
_PAIRS = (
    select(
        func.coalesce(_one.c.new_id, apart.c.contact_id),
        func.coalesce(_other.c.new_id, apart.c.other_id),
    )
    .select_from(
        apart.outerjoin(_one, _one.c.old_id == apart.c.contact_id).outerjoin(
            _other, _other.c.old_id == apart.c.other_id
        )
    )
    .where(apart.c.account_id == bindparam("owner"))
)


class Apart:
    """See core.networks.Apart."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def note(self, owner: AccountId, pairs: Collection[tuple[ContactId, ContactId]]) -> None:
        both = [pair for one, other in pairs for pair in ((one, other), (other, one))]
        self._db.later(
            _NOTE,
            [{"id": new_id(), "account_id": owner, "contact_id": one, "other_id": other} for one, other in both],
        )

    async def pairs(self, owner: AccountId) -> Collection[frozenset[ContactId]]:
        rows = await self._db.rows(_PAIRS, {"owner": owner})
        return {frozenset((one, other)) for one, other in rows if one != other}
