"""Cards of one network: what they are compared by, and two of one person that become one, and two again.

The card that goes waits in an account of its own, as those of a merged network do (storage/linking.py): there it is
found by no look at its owner's people, goes for good with that account (Linking.tidy), and comes back as it was.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Insert,
    Table,
    Update,
    bindparam,
    delete,
    exists,
    insert,
    literal,
    not_,
    select,
    type_coerce,
    update,
)

from core.facts.digests import Pick
from core.facts.ids import AccountId, ContactId
from core.facts.linking import Merge, Traits, traits_from
from core.facts.people import Anniversary, Contact, Handle
from storage.columns import Packer, Words
from storage.connection import Connection
from storage.merging import MERGE, MOVING, about, owner_of, row_id
from storage.portable import holds, unindexed
from storage.rows import Shape
from storage.tables import accounts, apart, contacts, digests, import_changes, keys, merged_rows, merges, moved
from storage.tables.base import Key

CARDS = "cards"  # in `merged_rows`: a card that uniting has changed, as it was
_MERGE = Shape(Merge, merges)
_CARD = Packer(Contact)
_ALIASES = Packer(tuple[str, ...])
_HANDLES = Packer(tuple[Handle, ...])
_DATES = Packer(tuple[Anniversary, ...])

_OWNER, _OTHER = bindparam("mine", type_=Key), bindparam("other", type_=Key)
_STAYS, _GOES = bindparam("stays", type_=Key), bindparam("goes", type_=Key)

# As text: tens of thousands of them are read beside the event loop.
TRAITS = (
    contacts.c.id,
    contacts.c.sort_name,
    type_coerce(contacts.c.handles, Words),
    type_coerce(contacts.c.dates, Words),
    contacts.c.company,
    contacts.c.title,
)
_TRAITS = (
    select(*TRAITS, type_coerce(contacts.c.aliases, Words))
    .where(contacts.c.owner == _OWNER)
    .order_by(contacts.c.sort_name, contacts.c.id)
)

# What hangs on a card and goes over to the other one. What an import has changed in a card it has changed there.
_HANGING = tuple(
    (table, column) for table in MOVING if (column := about(table)) is not None and table is not import_changes
)


def _mine(table: Table) -> ColumnElement[bool]:
    owner = owner_of(table)
    assert owner is not None
    return unindexed(owner) == _OWNER


def _may_go(table: Table) -> list[ColumnElement[bool]]:
    """Not what would say something of the one card that is said of it already, or that it is not itself."""
    if table is not apart:
        return []
    theirs = apart.alias("theirs")
    said = exists().where(theirs.c.contact_id == _STAYS, theirs.c.other_id == apart.c.other_id)
    return [apart.c.other_id != _STAYS, ~said]


def _note(table: Table, column: Column[str]) -> Insert:
    noted = select(MERGE, literal(table.name, Key), row_id(table), column).where(
        column == _GOES, _mine(table), *_may_go(table)
    )
    return insert(merged_rows).from_select(["merge_id", "tbl", "row_id", "before"], noted.order_by(row_id(table)))


def _noted(table: Table) -> ColumnElement[bool]:
    return exists().where(
        merged_rows.c.merge_id == MERGE,
        merged_rows.c.tbl == literal(table.name, Key),
        merged_rows.c.row_id == row_id(table),
    )


def _point(table: Table, column: Column[str]) -> Update:
    return update(table).where(column == _GOES, _mine(table), _noted(table)).values({column: _STAYS})


def _point_back(table: Table, column: Column[str]) -> Update:
    return update(table).where(column == _STAYS, _mine(table), _noted(table)).values({column: _GOES})


def _hand_over(to: ColumnElement[Any]) -> tuple[Update, ...]:
    """The card itself, with what it is found by."""
    return (
        update(contacts).where(contacts.c.id == _GOES).values(owner=to),
        update(keys).where(keys.c.contact_id == _GOES).values(account_id=to),
    )


_ADD_MERGE = insert(merges)
_ADD_NOTED = insert(merged_rows)
_UNITING = (
    *(step for table, column in _HANGING for step in (_note(table, column), _point(table, column))),
    *_hand_over(_OTHER),
    insert(moved).values(old_id=_GOES, account_id=_OWNER, new_id=_STAYS),
)
_DIVIDING = (
    *(_point_back(table, column) for table, column in _HANGING),
    *_hand_over(_OWNER),
    delete(moved).where(moved.c.old_id == _GOES, moved.c.account_id == _OWNER),
    delete(accounts).where(accounts.c.id == _OTHER),
)

_picks = type_coerce(digests.c.picks, Words)
_SHOWN = select(digests.c.id, digests.c.picks).where(
    digests.c.account_id == _OWNER, holds(_picks, _GOES), not_(holds(_picks, _STAYS))
)
_SHOWN_THEN = select(digests.c.id, digests.c.picks).where(digests.c.account_id == _OWNER, _noted(digests))
_CHANGE_PICKS = update(digests).where(digests.c.id == bindparam("of"))


class Cards:
    """See core.networks.Cards."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def traits(self, owner: AccountId) -> Sequence[Traits]:
        """By name."""
        rows = await self._db.rows(_TRAITS, {"mine": owner})
        return await asyncio.to_thread(lambda: [traits_of(*row) for row in rows])

    async def unite(self, merge: Merge, before: Contact, goes: ContactId) -> None:
        self._db.later(_ADD_MERGE, _MERGE.row(merge))
        card = {"merge_id": merge.id, "tbl": CARDS, "row_id": before.id, "before": _CARD.pack(before).decode()}
        self._db.later(_ADD_NOTED, card)
        values = _values(merge, before.id, goes)
        shown = await self._db.rows(_SHOWN, {name: values[name] for name in ("mine", "stays", "goes")})
        self._rewrite_picks(shown, {goes: before.id})
        noted = {"merge_id": merge.id, "tbl": digests.name, "before": None}
        self._db.later(_ADD_NOTED, [{**noted, "row_id": row.id} for row in shown])
        for statement in _UNITING:
            self._db.later(statement, values)
        await self._db.flush()

    async def divide(self, merge: Merge, stays: ContactId, goes: ContactId) -> None:
        shown = await self._db.rows(_SHOWN_THEN, {"mine": merge.account_id, "merge": merge.id})
        self._rewrite_picks(shown, {stays: goes})
        for statement in _DIVIDING:
            self._db.later(statement, _values(merge, stays, goes))
        await self._db.flush()

    def _rewrite_picks(self, rows: Sequence[Any], to: Mapping[ContactId, ContactId]) -> None:
        self._db.later(_CHANGE_PICKS, [{"of": row.id, "picks": with_picks_of(row.picks, to)} for row in rows])


def with_picks_of(picks: tuple[Pick, ...], to: Mapping[ContactId, ContactId]) -> tuple[Pick, ...]:
    """The people of a digest, where some are others now."""
    return tuple(replace(pick, contact_id=to.get(pick.contact_id, pick.contact_id)) for pick in picks)


def traits_of(
    contact_id: ContactId, name: str, handles: str, dates: str, company: str, title: str, aliases: str = "[]"
) -> Traits:
    """From the columns of TRAITS; most cards have nothing in some of them, and are not unpacked."""
    return traits_from(
        contact_id,
        name,
        () if handles == "[]" else _HANDLES.unpack(handles),
        () if dates == "[]" else _DATES.unpack(dates),
        company,
        title,
        () if aliases == "[]" else _ALIASES.unpack(aliases),
    )


def _values(merge: Merge, stays: ContactId, goes: ContactId) -> dict[str, str]:
    return {
        "merge": merge.id,
        "mine": merge.account_id,
        "other": merge.other_id,
        "stays": stays,
        "goes": goes,
    }
