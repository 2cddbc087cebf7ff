"""Erasing: everything of an account, with whatever was merged into it, out of every table.

Every table with an account_id takes part, and so does one that is added later. What is kept of somebody elsewhere
is named here. That nothing is left in the file either is SQLite's part (storage/sqlite.py: secure_delete, and the
log that is emptied afterwards); on PostgreSQL VACUUM does it (docs/export.md).
"""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, delete, select

from core.facts.ids import AccountId
from storage.connection import Connection
from storage.merging import owner_of
from storage.portable import among, insert_new, selected
from storage.sqlite import TO_COMPACT
from storage.tables import accounts, attendees, events, identities, link_codes, merged_rows, merges, metadata, notes

_MERGED_INTO = select(merges.c.other_id).where(among(merges.c.account_id, "owners"))
# What they have answered before the account: whoever passes their seat on holds the event, and adds to the account.
_HOLD_ANSWERED = (
    select(events.c.id)
    .where(selected(events.c.id, select(attendees.c.event_id).where(among(attendees.c.account_id, "owners"))))
    .order_by(events.c.id)
    .with_for_update()
)
# With the account, so that two never wait for each other: who changes any of this holds that first.
_HOLD = select(accounts.c.id).where(among(accounts.c.id, "owners")).order_by(accounts.c.id).with_for_update()

# What is about them, and another's: a code that they have said; and what a merge remembers, which has no account.
_ELSEWHERE = (
    delete(link_codes).where(among(link_codes.c.other_id, "owners")),
    delete(merged_rows).where(
        merged_rows.c.merge_id.in_(
            select(merges.c.id).where(among(merges.c.account_id, "owners") | among(merges.c.other_id, "owners"))
        )
    ),
    delete(merges).where(among(merges.c.other_id, "owners")),
)
# What hangs on other rows goes before them.
_THEIRS = tuple(
    delete(table).where(among(owner, "owners"))
    for table in reversed(metadata.sorted_tables)
    if (owner := owner_of(table)) is not None and table is not identities
)
_WHO = (
    delete(identities).where(among(identities.c.account_id, "owners")),
    delete(accounts).where(among(accounts.c.id, "owners")),
)

_BY = "erased by "  # begins the names of notes, one for each request that has erased somebody
_NOTE = select(notes.c.name).where(notes.c.name == bindparam("of"))
_ADD_NOTE = insert_new(notes)
_TIDY = delete(notes).where(notes.c.name.startswith(_BY), notes.c.value < bindparam("before"))


class Erasing:
    """See core.networks.Erasing."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def erase(self, owner: AccountId) -> None:
        owners = {owner}
        while found := {row[0] for row in await self._db.rows(_MERGED_INTO, {"owners": [*owners]})} - owners:
            owners |= found  # what had become part of these before
        values = {"owners": sorted(owners)}
        await self._db.rows(_HOLD_ANSWERED, values)
        await self._db.rows(_HOLD, values)
        for statement in (*_ELSEWHERE, *_THEIRS, *_WHO):
            self._db.later(statement, values)
            await self._db.flush()
        self._db.leave_no_trace()

    async def remember(self, request: str, now: datetime) -> None:
        self._db.later(_ADD_NOTE, {"name": _named(request), "value": now.isoformat()})

    async def was_by(self, request: str) -> bool:
        return bool(await self._db.rows(_NOTE, {"of": _named(request)}))

    async def tidy(self, before: datetime) -> None:
        self._db.later(_TIDY, {"before": before.isoformat()})
        if await self._db.rows(_NOTE, {"of": TO_COMPACT}):
            self._db.leave_no_trace()  # SQLite could not, when it was to: once more


def _named(request: str) -> str:
    """Of a key that says whose it is, nothing is left but whether another is the same."""
    return _BY + sha256(request.encode()).hexdigest()
