"""Imports: what was read, packed small; whom an import has changed; and the way back."""

import asyncio
import gzip
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from io import BytesIO
from itertools import chain
from typing import Any

from sqlalchemy import bindparam, delete, insert, literal_column, null, or_, select, union, update

from core.facts.ids import AccountId, ContactId, ImportId, new_id
from core.facts.imports import Haul, Import, ImportState
from core.facts.people import Contact
from storage.columns import Packer
from storage.connection import Connection
from storage.portable import insert_new, selected, unindexed
from storage.rows import Shape
from storage.tables import contacts, entries, events, import_changes, imports, series

_NEEDED = (ImportState.READING, ImportState.STAGED, ImportState.ASIDE, ImportState.RUNNING, ImportState.RESTORING)
_CHUNK = 500  # cards that are packed in one go, so that others get their turn between them
_PIECE = 1_000  # people that are packed in one go, so that memory holds all of them once

_IMPORT = Shape(Import, imports)
_HAUL = Packer(Haul)
_LISTS = tuple(each.name for each in fields(Haul) if each.default == ())

_ADD = insert(imports)
_MINE = (unindexed(imports.c.account_id) == bindparam("owner"), imports.c.id == bindparam("of"))
_GET = select(*_IMPORT.columns).where(*_MINE)
_STATE = select(imports.c.state).where(*_MINE)
_VERSION = select(imports.c.version).where(*_MINE)
_latest = (
    select(imports.c.id)
    .where(
        imports.c.account_id == bindparam("owner"),
        imports.c.state == ImportState.STAGED,
        imports.c.staged_at >= bindparam("since"),
    )
    .order_by(imports.c.staged_at.desc(), imports.c.id)
    .limit(literal_column("1"))
)
_OPEN = select(*_IMPORT.columns).where(imports.c.id == _latest.scalar_subquery())
_OPEN_VERSION = select(imports.c.id, imports.c.version).where(imports.c.id == _latest.scalar_subquery())
_CHANGE = update(imports).where(*_MINE).values(version=imports.c.version + 1)
_TIDY = delete(imports).where(
    imports.c.staged_at < bindparam("before"),
    or_(imports.c.state != ImportState.DONE, imports.c.staged_at < bindparam("over")),
)
_TIDY_CHANGES = delete(import_changes).where(
    selected(import_changes.c.import_id, select(imports.c.id).where(imports.c.staged_at < bindparam("before")))
)

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
_REWRITE = (
    update(import_changes)
    .where(import_changes.c.import_id == bindparam("of"), import_changes.c.contact_id == bindparam("about"))
    .values(
        before=bindparam("was", type_=import_changes.c.before.type),
        after=bindparam("became", type_=import_changes.c.after.type),
    )
)

_begun_at = select(imports.c.staged_at).where(*_MINE).scalar_subquery()
_later = select(imports.c.id).where(
    imports.c.account_id == bindparam("owner"),
    imports.c.id != bindparam("of"),
    imports.c.state.in_((ImportState.RUNNING, ImportState.DONE)),
    imports.c.staged_at >= _begun_at,
)
_theirs_too = union(
    select(import_changes.c.contact_id).where(*_THEIRS),
    select(contacts.c.id).where(contacts.c.owner == bindparam("owner"), contacts.c.import_id == bindparam("of")),
)
_LATER_CHANGES = select(import_changes.c.import_id, import_changes.c.before, import_changes.c.after).where(
    unindexed(import_changes.c.account_id) == bindparam("owner"),
    selected(import_changes.c.import_id, _later),
    selected(import_changes.c.contact_id, _theirs_too),
)

_STANDS = (
    entries.c.import_id == bindparam("of"),
    unindexed(entries.c.account_id) == bindparam("owner"),
    entries.c.voided_at.is_(None),
)
_WHOSE = select(entries.c.contact_id).where(*_STANDS).distinct()
# They are no import's any more: one that still is, and is voided, was voided by the owner (People.ever_noted).
_VOID = (
    update(entries)
    .where(*_STANDS)
    .values(voided_at=bindparam("now", type_=entries.c.voided_at.type), import_id=null())
)
# What was made of a series since is the import's as well.
_DROP_EVENTS = [
    delete(table).where(table.c.account_id == bindparam("owner"), table.c.import_id == bindparam("of"))
    for table in (events, series)
]


class Imports:
    """See core.networks.Imports. Thirty thousand people are packed and unpacked beside the loop, not in it."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def packed(self, haul: Haul) -> bytes:
        return await asyncio.to_thread(_packed, haul)

    async def add(self, staged: Import, packed: bytes | None = None) -> None:
        if packed is None and staged.haul != Haul():
            packed = await self.packed(staged.haul)
        self._db.later(_ADD, _IMPORT.row(staged) | {"haul": packed})

    async def get(self, owner: AccountId, import_id: ImportId) -> Import | None:
        rows = await self._db.rows(_GET, {"owner": owner, "of": import_id})
        return await asyncio.to_thread(_import, rows[0]) if rows else None

    async def open(self, owner: AccountId, since: datetime) -> Import | None:
        rows = await self._db.rows(_OPEN, {"owner": owner, "since": since})
        return await asyncio.to_thread(_import, rows[0]) if rows else None

    async def is_open(self, owner: AccountId, since: datetime, found: Import | None) -> bool:
        rows = await self._db.rows(_OPEN_VERSION, {"owner": owner, "since": since})
        return [tuple(row) for row in rows] == ([(found.id, found.version)] if found else [])

    async def is_unchanged(self, found: Import) -> bool:
        rows = await self._db.rows(_VERSION, {"owner": found.account_id, "of": found.id})
        return [row.version for row in rows] == [found.version]

    async def state(self, owner: AccountId, import_id: ImportId) -> ImportState | None:
        rows = await self._db.rows(_STATE, {"owner": owner, "of": import_id})
        return rows[0].state if rows else None

    async def change(self, changed: Import) -> None:
        values = _IMPORT.row(changed)
        for name in ("id", "account_id", "haul", "version"):
            del values[name]
        if changed.state not in _NEEDED:
            values["haul"] = None
        self._db.later(_CHANGE, {**values, "owner": changed.account_id, "of": changed.id})

    async def keep_haul(self, changed: Import, packed: bytes | None = None) -> None:
        if packed is None:
            packed = await self.packed(changed.haul)
        self._db.later(_CHANGE, {"haul": packed, "owner": changed.account_id, "of": changed.id})

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

    async def later_changes(
        self, owner: AccountId, import_id: ImportId
    ) -> Sequence[tuple[ImportId, Contact, Contact]]:
        rows = await self._db.rows(_LATER_CHANGES, {"owner": owner, "of": import_id})
        return [(row.import_id, row.before, row.after) for row in rows]

    async def rewrite_changes(self, changes: Sequence[tuple[ImportId, Contact, Contact]]) -> None:
        for start in range(0, len(changes), _CHUNK):
            chunk = changes[start : start + _CHUNK]
            self._db.later(
                _REWRITE,
                [
                    {"of": import_id, "about": after.id, "was": before, "became": after}
                    for import_id, before, after in chunk
                ],
            )
            await self._db.flush()

    async def take_back(self, owner: AccountId, import_id: ImportId, now: datetime) -> Collection[ContactId]:
        of = {"owner": owner, "of": import_id}
        whose = [row.contact_id for row in await self._db.rows(_WHOSE, of)]
        self._db.later(_VOID, {**of, "now": now})
        for dropping in _DROP_EVENTS:
            self._db.later(dropping, of)
        return whose

    async def tidy(self, before: datetime, over: datetime) -> None:
        self._db.later(_TIDY_CHANGES, {"before": before})
        self._db.later(_TIDY, {"before": before, "over": over})


def _packed(haul: Haul) -> bytes:
    """A line of JSON for every thousand of its people, packed."""
    out = BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=3, mtime=0) as packing:
        for piece in _pieces(haul):
            packing.write(_HAUL.pack(piece) + b"\n")
    return out.getvalue()


def _unpacked(packed: bytes) -> Haul:
    with gzip.GzipFile(fileobj=BytesIO(packed)) as lines:
        pieces = [_HAUL.unpack(line) for line in lines]
    first: Haul = pieces[0]
    lists: dict[str, Any] = {name: tuple(chain(*(getattr(each, name) for each in pieces))) for name in _LISTS}
    table = first.table
    if table is not None:
        table = replace(table, rows=tuple(chain(*(each.table.rows for each in pieces))))
    return replace(first, **lists, table=table)


def _pieces(haul: Haul) -> Iterator[Haul]:
    """It as small ones: each has a piece of every list, the first whatever is no list."""
    rows = haul.table.rows if haul.table else ()
    longest = max(len(rows), *(len(getattr(haul, name)) for name in _LISTS))
    for start in range(0, max(longest, 1), _PIECE):
        here = slice(start, start + _PIECE)
        lists = {name: getattr(haul, name)[here] for name in _LISTS}
        table = replace(haul.table, rows=rows[here]) if haul.table else None
        yield replace(haul, **lists, table=table) if not start else Haul(**lists, table=table)


def _import(row: Any) -> Import:
    values = row._asdict()
    packed = values.pop("haul")
    return Import(**values, haul=_unpacked(packed) if packed else Haul())
