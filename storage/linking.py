"""Linking: codes, who speaks for which account, and networks that are merged and taken apart again."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Insert,
    Select,
    Update,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from core.facts.account import Account
from core.facts.ids import AccountId, ContactId, EventId, LinkCodeId, MergeId
from core.facts.linking import LinkCode, Merge, Moves, Traits
from core.facts.people import Contact
from storage.cards import CARDS, TRAITS, traits_of, with_picks_of
from storage.columns import Packer
from storage.connection import Connection
from storage.merging import FROM, MERGE, MERGING, SPLITTING, TO
from storage.portable import among, insert_new, selected
from storage.rows import Shape
from storage.tables import (
    Key,
    accounts,
    attendees,
    contacts,
    digests,
    identities,
    link_codes,
    merged_rows,
    merges,
    moved,
    reminders,
)

_CODE = Shape(LinkCode, link_codes)
_MERGE = Shape(Merge, merges)
_CARD = Packer(Contact)
_CHUNK = 1_000  # rows that are written in one go, so that others get their turn between them

_DROP_CODE = delete(link_codes).where(link_codes.c.account_id == bindparam("owner"))
_ISSUE = insert_new(link_codes)
_CODE_BY_FIRST = select(*_CODE.columns).where(link_codes.c.first == bindparam("half"))
_ISSUED = select(*_CODE.columns).where(link_codes.c.account_id == bindparam("owner"))
_CODES = select(*_CODE.columns).where(among(link_codes.c.id, "ids"))
_CHANGE_CODE = update(link_codes).where(link_codes.c.id == bindparam("of"))
_TAKE_IDENTITY = (
    update(identities)
    .where(identities.c.platform == bindparam("on"), identities.c.external_id == bindparam("by"))
    .values(account_id=TO)
)
_ADD_ACCOUNT = insert(accounts)
_HOLDINGS = select(
    *(
        select(func.count()).where(owner == bindparam("owner")).scalar_subquery()
        for owner in (contacts.c.owner, reminders.c.account_id)
    )
)
_TRAITS = (
    select(contacts.c.owner, *TRAITS)
    .where(among(contacts.c.owner, "owners"))
    .order_by(contacts.c.sort_name, contacts.c.id)
)
_twice = attendees.alias("twice")
_ANSWERED_TWICE = (
    select(attendees.c.event_id)
    .join(_twice, _twice.c.event_id == attendees.c.event_id)
    .where(attendees.c.account_id == TO, _twice.c.account_id == FROM)
    .order_by(attendees.c.event_id)
)
_ADD_MERGE = insert(merges)
_ADD_MOVED = insert(moved)
_ADD_NOTED = insert(merged_rows)
_STARTED = update(merged_rows).where(
    merged_rows.c.merge_id == bindparam("of"),
    merged_rows.c.tbl == literal(contacts.name, Key),
    merged_rows.c.row_id == bindparam("row"),
)
_MERGE_OF = select(*_MERGE.columns).where(merges.c.id == MERGE, merges.c.account_id == bindparam("owner"))
_MOVED_BY = (
    select(moved.c.old_id, moved.c.new_id)
    .join(contacts, contacts.c.id == moved.c.old_id)
    .where(moved.c.account_id == TO, contacts.c.owner == FROM)
)
_BEFORE = select(merged_rows.c.tbl, merged_rows.c.row_id, merged_rows.c.before).where(
    merged_rows.c.merge_id == MERGE,
    merged_rows.c.tbl.in_([CARDS, contacts.name]),
    merged_rows.c.before.is_not(None),
)
_PICKS = select(digests.c.id, digests.c.picks).where(digests.c.account_id == bindparam("owner"))
_CHANGE_PICKS = update(digests).where(digests.c.id == bindparam("of"))
_TIDY_CODES = delete(link_codes).where(link_codes.c.expires_at < bindparam("now"))
_TIDY = delete(accounts).where(
    selected(accounts.c.id, select(merges.c.other_id).where(merges.c.merged_at < bindparam("before")))
)


class Linking:
    """See core.networks.Linking."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def issue(self, code: LinkCode) -> bool:
        self._db.later(_DROP_CODE, {"owner": code.account_id})
        return await self._db.run(_ISSUE, _CODE.row(code)) == 1

    async def code(self, first: str) -> LinkCode | None:
        rows = await self._db.rows(self._held(_CODE_BY_FIRST), {"half": first})
        return _CODE.fact(rows[0]) if rows else None

    async def issued(self, owner: AccountId) -> LinkCode | None:
        rows = await self._db.rows(_ISSUED, {"owner": owner})
        return _CODE.fact(rows[0]) if rows else None

    async def codes(self, ids: Collection[LinkCodeId]) -> Sequence[LinkCode]:
        return [_CODE.fact(row) for row in await self._db.rows(self._held(_CODES), {"ids": ids})]

    async def change_code(self, code: LinkCode) -> None:
        row = _CODE.row(code)
        del row["id"], row["account_id"]
        self._db.later(_CHANGE_CODE, {**row, "of": code.id})

    async def take_identity(self, platform: str, external_id: str, to: AccountId) -> None:
        self._db.later(_TAKE_IDENTITY, {"on": platform, "by": external_id, "to": to})

    async def add_account(self, account: Account) -> None:
        self._db.later(_ADD_ACCOUNT, Shape(Account, accounts).row(account))

    async def holdings(self, owner: AccountId) -> tuple[int, int]:
        [(people, things)] = await self._db.rows(_HOLDINGS, {"owner": owner})
        return people, things

    async def traits(self, owners: tuple[AccountId, AccountId]) -> tuple[Sequence[Traits], Sequence[Traits]]:
        rows = await self._db.rows(_TRAITS, {"owners": owners})
        first, second = await asyncio.to_thread(_traits, rows, owners)
        return first, second

    async def answered_by_both(self, owner: AccountId, other: AccountId) -> Sequence[EventId]:
        rows = await self._db.rows(_ANSWERED_TWICE, {"to": owner, "from_": other})
        return [EventId(row.event_id) for row in rows]

    async def merge(self, merge: Merge, moves: Moves) -> None:
        self._db.later(_ADD_MERGE, _MERGE.row(merge))
        united = [{"old_id": old, "new_id": new} for old, new in moves.united.items()]
        await self._in_chunks(_ADD_MOVED, [{**each, "account_id": merge.account_id} for each in united])
        await self._rewrite_picks(merge.other_id, moves.united)
        values = {"merge": merge.id, "from_": merge.other_id, "to": merge.account_id}
        for statement in MERGING:
            self._db.later(statement, values)
            await self._db.flush()
        noted = {"merge_id": merge.id, "tbl": CARDS}
        cards = await asyncio.to_thread(lambda: [(card.id, _CARD.pack(card).decode()) for card in moves.before])
        await self._in_chunks(_ADD_NOTED, [{**noted, "row_id": row, "before": card} for row, card in cards])
        await self._in_chunks(
            _STARTED,
            [{"of": merge.id, "row": row, "before": day.isoformat()} for row, day in moves.started.items()],
        )

    async def merge_of(self, owner: AccountId, merge_id: MergeId) -> Merge | None:
        rows = await self._db.rows(_MERGE_OF, {"owner": owner, "merge": merge_id})
        return _MERGE.fact(rows[0]) if rows else None

    async def moves(self, merge: Merge) -> Moves:
        whose = {"from_": merge.other_id, "to": merge.account_id}
        united: dict[ContactId, ContactId] = dict(await self._db.rows(_MOVED_BY, whose))
        rows = await self._db.rows(_BEFORE, {"merge": merge.id})
        before = await asyncio.to_thread(lambda: [_CARD.unpack(row.before) for row in rows if row.tbl == CARDS])
        started = {row.row_id: date.fromisoformat(row.before) for row in rows if row.tbl == contacts.name}
        return Moves(united=united, before=before, started=started)

    async def split(self, merge: Merge, moves: Moves) -> None:
        values = {"merge": merge.id, "from_": merge.account_id, "to": merge.other_id}
        for statement in SPLITTING:
            self._db.later(statement, values)
            await self._db.flush()
        await self._rewrite_picks(merge.other_id, {new: old for old, new in moves.united.items()})

    async def tidy(self, now: datetime, before: datetime) -> None:
        self._db.later(_TIDY_CODES, {"now": now})
        self._db.later(_TIDY, {"before": before})

    def _held(self, statement: Select[Any]) -> Select[Any]:
        """Two who say a code at once, or guess at it: one of them waits."""
        return statement.with_for_update() if self._db.writable else statement

    async def _in_chunks(self, statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(rows), _CHUNK):
            self._db.later(statement, rows[start : start + _CHUNK])
            await self._db.flush()

    async def _rewrite_picks(self, owner: AccountId, to: Mapping[ContactId, ContactId]) -> None:
        """In the account's digests; there are some weeks of them."""
        if not to:
            return
        changed = [
            {"of": digest_id, "picks": after}
            for digest_id, picks in await self._db.rows(_PICKS, {"owner": owner})
            if (after := with_picks_of(picks, to)) != picks
        ]
        self._db.later(_CHANGE_PICKS, changed)


def _traits(rows: Sequence[Any], owners: Sequence[AccountId]) -> list[list[Traits]]:
    found: dict[AccountId, list[Traits]] = {owner: [] for owner in owners}
    for owner, *columns in rows:
        found[owner].append(traits_of(*columns))
    return [found[owner] for owner in owners]
