"""Imports: staged files, packed small."""

import asyncio
import zlib
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from core.facts.ids import AccountId, ImportId
from core.facts.imports import Found, Import, Unread
from storage.columns import Packer
from storage.connection import Connection
from storage.rows import Shape
from storage.tables import imports

_IMPORT = Shape(Import, imports)
_FOUND = Packer(tuple[Found, ...])
_UNREAD = Packer(tuple[Unread, ...])

_ADD = insert(imports)
_MINE = (imports.c.account_id == bindparam("owner"), imports.c.id == bindparam("of"))
_GET = select(*_IMPORT.columns).where(*_MINE)
_CHANGE = update(imports).where(*_MINE)
_TIDY = delete(imports).where(imports.c.staged_at < bindparam("before"))


class Imports:
    """See core.store.Imports. Thirty thousand people are packed and unpacked beside the loop, not in it."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def add(self, staged: Import) -> None:
        self._db.later(_ADD, _IMPORT.row(staged) | await asyncio.to_thread(_packed, staged))

    async def get(self, owner: AccountId, import_id: ImportId) -> Import | None:
        rows = await self._db.rows(_GET, {"owner": owner, "of": import_id})
        return await asyncio.to_thread(_import, rows[0]) if rows else None

    async def change(self, changed: Import) -> None:
        """How far it has got. What was found is never changed, only dropped: when it is empty by now."""
        values: dict[str, Any] = {"state": changed.state, "known": changed.known, "added": changed.added}
        if not changed.found:
            values |= _packed(changed)
        self._db.later(_CHANGE, {**values, "owner": changed.account_id, "of": changed.id})

    async def tidy(self, before: datetime) -> None:
        self._db.later(_TIDY, {"before": before})


def _packed(staged: Import) -> dict[str, bytes]:
    return {
        "found": zlib.compress(_FOUND.pack(staged.found)),
        "unread": zlib.compress(_UNREAD.pack(staged.unread)),
    }


def _import(row: Any) -> Import:
    values = row._asdict()
    found, unread = zlib.decompress(values["found"]), zlib.decompress(values["unread"])
    return Import(**{**values, "found": _FOUND.unpack(found), "unread": _UNREAD.unpack(unread)})
