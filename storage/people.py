"""Contacts: added, changed, and found by their keys and their text."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, delete, func, insert, or_, select, update

from core.facts.ids import AccountId, ContactId, ImportId
from core.facts.keys import Key, KeyKind, fold, keys_of, search_text
from core.facts.people import Contact, Keep
from storage.connection import Connection
from storage.entries import Entries
from storage.forgetting import forget
from storage.portable import LAST, among, each, holds, selected, unindexed
from storage.rows import Shape
from storage.tables import contacts, entries, keys, moved

_CONTACT = Shape(Contact, contacts)
_KEYED = frozenset(("name", "aliases", "tags", "company", "handles", "dates", "origins"))  # what keys_of looks at
_SEARCHED = frozenset(("name", "aliases", "company", "title", "how_met", "notes", "tags", "handles"))
_LONGEST = 300  # characters of a key: PostgreSQL's index takes 2,704 bytes of a row
_MOST_WORDS = 30  # of a search: each is a condition of its own
_CHUNK = 500  # contacts that are written in one go, so that others get their turn between them
_FEW = 20  # contacts: to fold the names of more of them on the event loop would be felt by everybody else

_ADD = insert(contacts)
_ADD_KEYS = insert(keys)
_DROP_KEYS = delete(keys).where(among(keys.c.contact_id, "ids"))
_CHANGE = update(contacts).where(contacts.c.id == bindparam("of"))

_MINE = contacts.c.owner == bindparam("mine")
_THEIR_KEYS = and_(keys.c.account_id == bindparam("mine"), keys.c.kind == bindparam("kind"))
_BY_NAME = (contacts.c.sort_name, contacts.c.id)
_ALL = select(*_CONTACT.columns).where(_MINE).order_by(*_BY_NAME)
_SOME = select(*_CONTACT.columns).where(unindexed(contacts.c.owner) == bindparam("mine"))  # and which ones
_IDS = _SOME.where(among(contacts.c.id, "ids"))
_MOVED = select(moved.c.old_id, moved.c.new_id).where(
    among(moved.c.old_id, "ids"), moved.c.account_id == bindparam("mine")
)
_ANYBODY = select(*_CONTACT.columns).where(among(contacts.c.id, "ids"))

_word = each("words")
_starts = and_(_THEIR_KEYS, keys.c.value >= _word.c.value, keys.c.value < _word.c.value + LAST)
# So many of each word, whole words first: among hundreds of Janes "jane doe" must still bring Jane Doe.
_ranked = (
    select(
        keys.c.contact_id,
        func.row_number()
        .over(
            partition_by=_word.c.value,
            order_by=(case((keys.c.value == _word.c.value, 0), else_=1), keys.c.value, keys.c.contact_id),
        )
        .label("rank"),
    )
    # An outer join, so that SQLite goes from the words to the keys, and not the other way round.
    .select_from(_word.outerjoin(keys, _starts))
    .subquery()
)
_STARTING = _SOME.where(
    selected(contacts.c.id, select(_ranked.c.contact_id).where(_ranked.c.rank <= bindparam("limit")))
).order_by(*_BY_NAME)
_LATELY = (
    select(*_CONTACT.columns)
    .where(_MINE)
    .order_by(contacts.c.quiet_since.desc(), contacts.c.created_at.desc(), contacts.c.id)
    .limit(bindparam("limit"))
)
_DUE = (
    select(*_CONTACT.columns)
    .where(_MINE, contacts.c.due_on <= bindparam("day"))
    .order_by(contacts.c.due_on, contacts.c.id)
    .limit(bindparam("limit"))
)
_KEPT_BY_DEFAULT = _ALL.where(contacts.c.keep == Keep.USUAL)
_TAGGED = _SOME.where(
    selected(contacts.c.id, select(keys.c.contact_id).where(_THEIR_KEYS, keys.c.value == bindparam("tag")))
).order_by(*_BY_NAME)
_IMPORTED = select(contacts.c.id).where(_MINE, contacts.c.import_id == bindparam("import"))

_KEYS = select(keys.c.value, keys.c.contact_id).where(_THEIR_KEYS).order_by(keys.c.value, keys.c.contact_id)
_KEYS_FROM = _KEYS.where(keys.c.value >= bindparam("from"), keys.c.value < bindparam("to"))
_WITH_KEY = _KEYS.where(among(keys.c.value, "values"))
_in_use = (
    select(keys.c.value, func.min(keys.c.contact_id).label("contact_id"))
    .where(_THEIR_KEYS, keys.c.value >= bindparam("from"), keys.c.value < bindparam("to"))
    .group_by(keys.c.value)
    .order_by(keys.c.value)
    .limit(bindparam("limit"))
    .subquery()
)
_LABELS = (
    select(_in_use.c.value, contacts.c.tags, contacts.c.company)
    .join_from(_in_use, contacts, contacts.c.id == _in_use.c.contact_id)
    .order_by(_in_use.c.value)
)


class People(Entries):
    """See core.store.People; what passed between them is in storage/entries.py.

    It remembers the contacts that were read in its transaction: a change then writes what differs, and no more.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._seen: dict[ContactId, Contact] = {}

    async def get(self, owner: AccountId, ids: Collection[ContactId]) -> Sequence[Contact]:
        """In the order of `ids`."""
        found = {contact.id: contact for contact in await self._read(_IDS, {"mine": owner, "ids": ids})}
        if missing := [contact_id for contact_id in ids if contact_id not in found]:
            found |= await self._moved(owner, missing)
        return [found[contact_id] for contact_id in dict.fromkeys(ids) if contact_id in found]

    async def add(self, contacts: Sequence[Contact]) -> None:
        for start in range(0, len(contacts), _CHUNK):
            chunk = contacts[start : start + _CHUNK]
            if start:
                await self._db.flush()
            few = len(chunk) <= _FEW
            rows, key_rows = _rows_of(chunk) if few else await asyncio.to_thread(_rows_of, chunk)
            self._db.later(_ADD, rows)
            self._db.later(_ADD_KEYS, key_rows)
            self._seen.update((contact.id, contact) for contact in chunk)

    async def change(self, contacts: Sequence[Contact]) -> None:
        if unseen := [contact.id for contact in contacts if contact.id not in self._seen]:
            await self._read(_ANYBODY, {"ids": unseen})
        for start in range(0, len(contacts), _CHUNK):
            chunk = contacts[start : start + _CHUNK]
            if start:
                await self._db.flush()
            few = len(chunk) <= _FEW
            changes = self._changes(chunk) if few else await asyncio.to_thread(self._changes, chunk)
            for alike in changes.columns.values():
                self._db.later(_CHANGE, alike)
            if changes.rekeyed:
                self._db.later(_DROP_KEYS, {"ids": changes.rekeyed})
                self._db.later(_ADD_KEYS, changes.keys)

    async def remove(self, owner: AccountId, ids: Collection[ContactId]) -> None:
        await forget(self._db, owner, ids)
        for contact_id in ids:
            self._seen.pop(contact_id, None)

    async def starting(self, owner: AccountId, words: Collection[str], limit: int = 12) -> Sequence[Contact]:
        return await self._read(
            _STARTING, {"mine": owner, "kind": KeyKind.NAME.value, "words": words, "limit": limit}
        )

    async def lately(self, owner: AccountId, limit: int) -> Sequence[Contact]:
        return await self._read(_LATELY, {"mine": owner, "limit": limit})

    async def due(self, owner: AccountId, day: date, limit: int) -> Sequence[Contact]:
        return await self._read(_DUE, {"mine": owner, "day": day, "limit": limit})

    async def names(self, owner: AccountId) -> Sequence[tuple[ContactId, str]]:
        # From the keys, which are all of an index, less those that are the tail of another.
        names: dict[ContactId, set[str]] = {}
        for value, contact_id in await self._db.rows(_KEYS, {"mine": owner, "kind": KeyKind.NAME.value}):
            names.setdefault(contact_id, set()).add(value)
        return [(contact_id, name) for contact_id, all_ in names.items() for name in sorted(_whole(all_))]

    async def parts(self, owner: AccountId, begin: str) -> Sequence[tuple[ContactId, str]]:
        start = fold(begin)[:_LONGEST]
        of = {"mine": owner, "kind": KeyKind.NAME.value, "from": start, "to": start + LAST}
        return [(contact_id, value) for value, contact_id in await self._db.rows(_KEYS_FROM, of)]

    async def with_key(
        self, owner: AccountId, kind: KeyKind, values: Collection[str] | None = None
    ) -> Sequence[tuple[Key, ContactId]]:
        of = {"mine": owner, "kind": kind.value}
        if values is None:
            rows = await self._db.rows(_KEYS, of)
        else:
            rows = await self._db.rows(_WITH_KEY, {**of, "values": [value[:_LONGEST] for value in values]})
        return [(Key(kind, value), contact_id) for value, contact_id in rows]

    async def search(self, owner: AccountId, words: Sequence[str], limit: int, offset: int) -> Sequence[Contact]:
        """A word "#tag" is a tag, "@company" the beginning of a company; any other may also stand in an entry."""
        statements, values = _search(words)
        page = {"limit": limit, "offset": offset}
        return await self._read(statements.page, {"mine": owner, **values, **page})

    async def count(self, owner: AccountId, words: Sequence[str] = ()) -> int:
        """Of the same words as `search`."""
        statements, values = _search(words)
        return int((await self._db.rows(statements.total, {"mine": owner, **values}))[0][0])

    async def tagged(self, owner: AccountId, tag: str) -> Sequence[Contact]:
        return await self._read(_TAGGED, {"mine": owner, "kind": KeyKind.TAG.value, "tag": fold(tag)[:_LONGEST]})

    async def kept_by_default(self, owner: AccountId) -> Sequence[Contact]:
        return await self._read(_KEPT_BY_DEFAULT, {"mine": owner})

    async def imported(self, owner: AccountId, import_id: ImportId) -> Sequence[ContactId]:
        rows = await self._db.rows(_IMPORTED, {"mine": owner, "import": import_id})
        return [row.id for row in rows]

    async def labels(self, owner: AccountId, kind: KeyKind, prefix: str, limit: int) -> Sequence[str]:
        """As one of the contacts has them: "IBM" for "ib"."""
        start = fold(prefix)[:_LONGEST]
        rows = await self._db.rows(
            _LABELS, {"mine": owner, "kind": kind.value, "from": start, "to": start + LAST, "limit": limit}
        )
        return [_label(kind, *row) for row in rows]

    def _changes(self, contacts: Sequence[Contact]) -> "_Changes":
        columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        rekeyed: list[Contact] = []
        for contact in contacts:
            before = self._seen.get(contact.id)
            if before is None or before.owner != contact.owner:
                continue
            self._seen[contact.id] = contact
            if change := _difference(before, contact):
                columns.setdefault(tuple(change), []).append({**change, "of": contact.id})
            if change.keys() & _KEYED and keys_of(before) != keys_of(contact):
                rekeyed.append(contact)
        return _Changes(columns, [contact.id for contact in rekeyed], _key_rows(rekeyed))

    async def _moved(self, owner: AccountId, ids: Collection[ContactId]) -> dict[ContactId, Contact]:
        """Those whose card has become part of another one, by the id that they had."""
        now = dict(await self._db.rows(_MOVED, {"mine": owner, "ids": ids}))
        if not now:
            return {}
        found = {each.id: each for each in await self._read(_IDS, {"mine": owner, "ids": [*now.values()]})}
        return {old: found[new] for old, new in now.items() if new in found}

    async def _read(self, statement: Select[Any], values: dict[str, Any]) -> list[Contact]:
        found = [_CONTACT.fact(row) for row in await self._db.rows(statement, values)]
        self._seen.update((contact.id, contact) for contact in found)
        return found


class _Changes(NamedTuple):
    """What is to be written of some contacts that have changed."""

    columns: dict[tuple[str, ...], list[dict[str, Any]]]  # those in which the same ones are different go together
    rekeyed: list[ContactId]
    keys: list[dict[str, Any]]


class _Search(NamedTuple):
    """What finds a page of contacts, and what counts them all."""

    page: Select[Any]
    total: Select[Any]


def _search(words: Sequence[str]) -> tuple[_Search, dict[str, str]]:
    """The statements for these words (the first of very many), and the words as their values."""
    sorts: list[str] = []
    values: dict[str, str] = {}
    for index, word in enumerate(dict.fromkeys(words[:_MOST_WORDS])):
        sort = word[0] if word[:1] in ("#", "@") and fold(word[1:]) else ""
        sorts.append(sort)
        values[f"word{index}"] = fold(word[1:])[:_LONGEST] if sort else word
    return _search_for(tuple(sorts)), values


@lru_cache(maxsize=64)
def _search_for(sorts: tuple[str, ...]) -> _Search:
    wanted: list[ColumnElement[bool]] = []
    for index, sort in enumerate(sorts):
        word = bindparam(f"word{index}", type_=contacts.c.search_text.type)
        if not sort:
            wanted.append(or_(holds(contacts.c.search_text, word), contacts.c.id.in_(_passed_between(word))))
            continue
        kind = KeyKind.TAG if sort == "#" else KeyKind.COMPANY
        value = keys.c.value == word if sort == "#" else and_(keys.c.value >= word, keys.c.value < word + LAST)
        theirs = and_(keys.c.account_id == bindparam("mine"), keys.c.kind == kind.value)
        wanted.append(selected(contacts.c.id, select(keys.c.contact_id).where(theirs, value)))
    whose = _MINE if not any(sorts) else unindexed(contacts.c.owner) == bindparam("mine")
    page = select(*_CONTACT.columns).where(whose, *wanted).order_by(*_BY_NAME)
    return _Search(
        page.limit(bindparam("limit")).offset(bindparam("offset")),
        select(func.count()).select_from(contacts).where(whose, *wanted),
    )


def _passed_between(word: ColumnElement[str]) -> Select[Any]:
    """Whose touches or favours hold this word. Not `selected`: as one side of an OR, PostgreSQL hashes an IN."""
    mine, stands = entries.c.account_id == bindparam("mine"), entries.c.voided_at.is_(None)
    return select(entries.c.contact_id).where(mine, stands, holds(entries.c.search_text, word))


def _difference(before: Contact, after: Contact) -> dict[str, Any]:
    """The columns to write."""
    old, new = _CONTACT.row(before), _CONTACT.row(after)
    change = {name: value for name, value in new.items() if value != old[name]}
    if change.keys() & _SEARCHED:
        change |= _folded(after)
    return change


def _rows_of(contacts: Iterable[Contact]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return [_CONTACT.row(contact) | _folded(contact) for contact in contacts], _key_rows(contacts)


def _folded(contact: Contact) -> dict[str, Any]:
    return {"sort_name": fold(contact.name)[:_LONGEST], "search_text": search_text(contact)}


def _key_rows(contacts: Iterable[Contact]) -> list[dict[str, Any]]:
    return [
        {"account_id": contact.owner, "kind": kind, "value": value, "contact_id": contact.id}
        for contact in contacts
        for kind, value in {(key.kind.value, key.value[:_LONGEST]) for key in keys_of(contact)}
    ]


def _whole(names: set[str]) -> set[str]:
    """The names without those that are another's tail.

    >>> sorted(_whole({"jane van doe", "van doe", "doe", "jd"}))
    ['jane van doe', 'jd']
    """
    longest = max(names, key=len)  # of which mostly all the others are tails
    within = f" {longest}"
    others = {name for name in names if not within.endswith(f" {name}")}
    return {longest, *_whole(others)} if others else {longest}


def _label(kind: KeyKind, value: str, tags: tuple[str, ...], company: str) -> str:
    if kind is KeyKind.COMPANY:
        return company
    if kind is KeyKind.TAG:
        return next((tag for tag in tags if fold(tag)[:_LONGEST] == value), value)
    return value
