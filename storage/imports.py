"""Imports: what was read, packed small; whom an import has changed; and the way back."""

import asyncio
import zlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, literal_column, select, update

from core.facts.ids import AccountId, ContactId, ImportId, new_id
from core.facts.imports import Haul, Import, ImportState
from core.facts.people import Contact
from storage.columns import Packer
from storage.connection import Connection
from storage.portable import insert_new, unindexed
from storage.rows import Shape
from storage.tables import entries, events, import_changes, imports

_NEEDED = (ImportState.READING, ImportState.STAGED, ImportState.ASIDE, ImportState.RUNNING)
_CHUNK = 500  # cards that are packed in one go, so that others get their turn between them

_IMPORT = Shape(Import, imports)
_HAUL = Packer(Haul)

_ADD = insert(imports)
_MINE = (unindexed(imports.c.account_id) == bindparam("owner"), imports.c.id == bindparam("of"))
_GET = select(*_IMPORT.columns).where(*_MINE)
_STATE = select(imports.c.state).where(*_MINE)
_OPEN = (
    select(*_IMPORT.columns)
    .where(
        imports.c.account_id == bindparam("owner"),
        imports.c.state == ImportState.STAGED,
        imports.c.staged_at >= bindparam("since"),
    )
    .order_by(imports.c.staged_at.desc(), imports.c.id)
    .limit(literal_column("1"))
)
_CHANGE = update(imports).where(*_MINE)
_TIDY = delete(imports).where(imports.c.staged_at < bindparam("before"))

_THEIRS = (
    import_changes.c.import_id == bindparam("of"),
    unindexed(import_changes.c.account_id) == bindparam("owner"),
)
_CHANGES = (
    select(import_changes.c.before, import_changes.c.after).where(*_THEIRS).order_by(import_changes.c.contact_id)
)
_NOTE_CHANGE = insert_new(import_changes)
_CHANGED_AGAIN = (
    update(import_changes)
    .where(import_changes.c.import_id == bindparam("of"), import_changes.c.contact_id == bindparam("about"))
    .values(after=bindparam("became", type_=import_changes.c.after.type))
)

_STANDS = (
    entries.c.import_id == bindparam("of"),
    unindexed(entries.c.account_id) == bindparam("owner"),
    entries.c.voided_at.is_(None),
)
_WHOSE = select(entries.c.contact_id).where(*_STANDS).distinct()
_VOID = update(entries).where(*_STANDS).values(voided_at=bindparam("now", type_=entries.c.voided_at.type))
_DROP_EVENTS = delete(events).where(
    events.c.account_id == bindparam("owner"), events.c.import_id == bindparam("of")
)


class Imports:
    """See core.networks.Imports. Thirty thousand people are packed and unpacked beside the loop, not in it."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, staged: Import) -> None:
        self._db.later(_ADD, _IMPORT.row(staged) | {"haul": await _packed(staged)})

    async def get(self, owner: AccountId, import_id: ImportId) -> Import | None:
        rows = await self._db.rows(_GET, {"owner": owner, "of": import_id})
        return await asyncio.to_thread(_import, rows[0]) if rows else None

    async def open(self, owner: AccountId, since: datetime) -> Import | None:
        rows = await self._db.rows(_OPEN, {"owner": owner, "since": since})
        return await asyncio.to_thread(_import, rows[0]) if rows else None

    async def state(self, owner: AccountId, import_id: ImportId) -> ImportState | None:
        rows = await self._db.rows(_STATE, {"owner": owner, "of": import_id})
        return rows[0].state if rows else None

    async def change(self, changed: Import) -> None:
        values = _IMPORT.row(changed)
        for name in ("id", "account_id", "haul"):
            del values[name]
        if changed.state not in _NEEDED:
            values["haul"] = None
        self._db.later(_CHANGE, {**values, "owner": changed.account_id, "of": changed.id})

    async def keep_haul(self, changed: Import) -> None:
        self._db.later(_CHANGE, {"haul": await _packed(changed), "owner": changed.account_id, "of": changed.id})

    async def note_changes(self, import_id: ImportId, changes: Sequence[tuple[Contact, Contact]]) -> None:
        for start in range(0, len(changes), _CHUNK):
            chunk = changes[start : start + _CHUNK]
            self._db.later(
                _NOTE_CHANGE,
                [
                    {
                        "id": new_id(),
                        "import_id": import_id,
                        "account_id": before.owner,
                        "contact_id": before.id,
                        "before": before,
                        "after": after,
                    }
                    for before, after in chunk
                ],
            )
            self._db.later(
                _CHANGED_AGAIN, [{"of": import_id, "about": after.id, "became": after} for _before, after in chunk]
            )
            await self._db.flush()

    async def changes(self, owner: AccountId, import_id: ImportId) -> Sequence[tuple[Contact, Contact]]:
        rows = await self._db.rows(_CHANGES, {"owner": owner, "of": import_id})
        return [(row.before, row.after) for row in rows]

    async def take_back(self, owner: AccountId, import_id: ImportId, now: datetime) -> Collection[ContactId]:
        of = {"owner": owner, "of": import_id}
        whose = [row.contact_id for row in await self._db.rows(_WHOSE, of)]
        self._db.later(_VOID, {**of, "now": now})
        self._db.later(_DROP_EVENTS, of)
        return whose

    async def tidy(self, before: datetime) -> None:
        self._db.later(_TIDY, {"before": before})


async def _packed(staged: Import) -> bytes | None:
    if staged.haul == Haul():
        return None
    return await asyncio.to_thread(lambda: zlib.compress(_HAUL.pack(staged.haul), 3))


def _import(row: Any) -> Import:
    values = row._asdict()
    packed = values.pop("haul")
    return Import(**values, haul=_HAUL.unpack(zlib.decompress(packed)) if packed else Haul())
