"""Who of what was found is somebody the owner has already: by strong keys, else by name and company; or perhaps."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from core.facts.ids import AccountId, ContactId, ImportId
from core.facts.imports import Found
from core.facts.keys import KeyKind, fold
from core.facts.people import Contact, Handle
from core.imports.joining import contradict, link_keys, names_agree
from core.imports.origins import names_of
from core.store import Transaction

CHUNK = 1_000  # people that are looked up, and written, at once
_MANY = 200  # people: to compare more of them on the event loop would be felt by everybody else
_NAME_KEY, _KEY = 100, 300  # how many characters a key has at most (core/facts/keys.py)


class By(StrEnum):
    """What somebody is known by, the strongest first."""

    LINK = "link"
    SOURCE = "source"  # what the same source calls them
    MAIL = "mail"
    PHONE = "phone"
    NAME = "name"  # and company
    CHOICE = "choice"  # the owner has said so


class Row(NamedTuple):
    """Somebody who was found, with what they are looked up by."""

    place: int  # in what was found
    found: Found
    name: str  # folded
    origins: frozenset[str]
    links: Mapping[By, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is."""

    contact: Contact
    by: By


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """People told apart, by their places in what was found."""

    new: tuple[int, ...] = ()
    known: Mapping[int, Known] = field(default_factory=dict)
    alike: Mapping[int, Contact] = field(default_factory=dict)  # of the new: whom they may be, undecided
    apart: Mapping[int, Contact] = field(default_factory=dict)  # of the new: whom they are not, as the owner says
    unsure: tuple[int, ...] = ()  # who is not known, and whom their file alone makes nobody's contact

    def by(self) -> Counter[By]:
        return Counter(each.by for each in self.known.values())


def chunks(found: Sequence[Found], region: str = "", start: int = 0) -> Iterator[list[Row]]:
    """Everybody in their order from `start` on, a thousand at a time. `region` is where numbers without a country
    are from."""
    for begin in range(start, len(found), CHUNK):
        chunk = found[begin : begin + CHUNK]
        yield [_row(begin + at, each, region) for at, each in enumerate(chunk)]


async def compare(
    tx: Transaction,
    owner: AccountId,
    rows: Sequence[Row],
    same: Mapping[int, ContactId | None],
    import_id: ImportId | None = None,
) -> Compared:
    """Look the people of one chunk up among the owner's contacts: four statements at most.

    `same` is what the owner has decided, by place. Contacts that this very import has made are known again by what
    was said of them, not by a mere name.
    """
    by_origin = await _with_key(tx, owner, KeyKind.ORIGIN, {each for row in rows for each in row.origins})
    links = {each for row in rows for keys in row.links.values() for each in keys}
    by_link = await _with_key(tx, owner, KeyKind.LINK, links)
    by_name = await _with_key(tx, owner, KeyKind.NAME, {row.name[:_NAME_KEY] for row in rows if row.name})
    chosen = {contact_id for row in rows if (contact_id := same.get(row.place))}
    ids = dict.fromkeys(id_ for found in (by_origin, by_link, by_name) for these in found.values() for id_ in these)
    ids |= dict.fromkeys(chosen)
    contacts = {each.id: each for each in await tx.people.get(owner, [*ids])} if ids else {}
    candidates = Candidates(contacts, by_origin, by_link, by_name)
    if len(rows) > _MANY:
        return await asyncio.to_thread(tell_apart, rows, candidates, same, import_id)
    return tell_apart(rows, candidates, same, import_id)


def together(parts: Sequence[Compared]) -> Compared:
    """The chunks as a whole."""
    return Compared(
        new=tuple(place for part in parts for place in part.new),
        known={place: known for part in parts for place, known in part.known.items()},
        alike={place: contact for part in parts for place, contact in part.alike.items()},
        apart={place: contact for part in parts for place, contact in part.apart.items()},
        unsure=tuple(place for part in parts for place in part.unsure),
    )


class Candidates(NamedTuple):
    """Whom a chunk's keys lead to."""

    contacts: Mapping[ContactId, Contact]
    by_origin: Mapping[str, Collection[ContactId]]
    by_link: Mapping[str, Collection[ContactId]]
    by_name: Mapping[str, Collection[ContactId]]

    def of(self, keys: Collection[str], by: Mapping[str, Collection[ContactId]]) -> list[Contact]:
        ids = dict.fromkeys(id_ for key in keys for id_ in by.get(key, ()))
        return [self.contacts[id_] for id_ in ids if id_ in self.contacts]


def tell_apart(
    rows: Sequence[Row],
    candidates: Candidates,
    same: Mapping[int, ContactId | None],
    import_id: ImportId | None = None,
) -> Compared:
    """Decide who is known, who may be, and who is new. See `compare`."""
    new: list[int] = []
    known: dict[int, Known] = {}
    alike: dict[int, Contact] = {}
    apart: dict[int, Contact] = {}
    unsure: list[int] = []
    for row in rows:
        chosen = same.get(row.place)
        if chosen is not None and chosen in candidates.contacts:
            known[row.place] = Known(candidates.contacts[chosen], By.CHOICE)
            continue
        found, perhaps = _who(row, candidates, import_id)
        if found is not None:
            known[row.place] = found
        elif not row.found.sure or not row.name:
            unsure.append(row.place)
        else:
            new.append(row.place)
            if perhaps is not None:
                (apart if row.place in same else alike)[row.place] = perhaps
    return Compared(new=tuple(new), known=known, alike=alike, apart=apart, unsure=tuple(unsure))


def _row(place: int, found: Found, region: str) -> Row:
    links: dict[By, set[str]] = {}
    for handle in found.handles:
        for key in link_keys(handle, region):
            links.setdefault(_by(handle), set()).add(key[:_KEY])
    return Row(
        place,
        found,
        fold(found.name),
        frozenset(each[:_KEY] for each in names_of(found)),
        {by: frozenset(links[by]) for by in (By.LINK, By.MAIL, By.PHONE) if by in links},
    )


def _by(handle: Handle) -> By:
    if handle.kind == "email":
        return By.MAIL
    return By.PHONE if handle.value.removeprefix("+").isdecimal() else By.LINK


async def _with_key(
    tx: Transaction, owner: AccountId, kind: KeyKind, values: Collection[str]
) -> dict[str, list[ContactId]]:
    found: dict[str, list[ContactId]] = {}
    for key, contact_id in await tx.people.with_key(owner, kind, values) if values else ():
        found.setdefault(key.value, []).append(contact_id)
    return found


def _who(row: Row, candidates: Candidates, import_id: ImportId | None) -> tuple[Known | None, Contact | None]:
    """Who it is, and how that is known; else who it may be."""
    perhaps: dict[ContactId, Contact] = {}
    for by in By:
        if by in (By.NAME, By.CHOICE):
            continue
        if by is By.SOURCE:
            holders = candidates.of(row.origins, candidates.by_origin)
        else:
            holders = candidates.of(row.links.get(by, ()), candidates.by_link)
        holders = [each for each in holders if not contradict(row.found.handles, each.handles)]
        if by in (By.MAIL, By.PHONE):  # an office's, a family's: perhaps
            perhaps |= {each.id: each for each in holders if not _agrees(row.found, each)}
            holders = [each for each in holders if _agrees(row.found, each)]
        if len(holders) > 1:
            holders = [each for each in holders if row.name in _names(each)]
        if len(holders) == 1:
            return Known(holders[0], by), None
    called = [
        each for each in candidates.of((row.name[:_NAME_KEY],), candidates.by_name) if row.name in _names(each)
    ]
    called = [each for each in called if not contradict(row.found.handles, each.handles)]
    if known := _by_name(row, called, import_id):
        return known, None
    others = [each for each in called if import_id is None or each.import_id != import_id]
    if len(others) == 1 and _is_full(row.name):
        return None, others[0]
    perhaps = {id_: each for id_, each in perhaps.items() if import_id is None or each.import_id != import_id}
    return None, next(iter(perhaps.values())) if len(perhaps) == 1 else None


def _by_name(row: Row, called: Sequence[Contact], import_id: ImportId | None) -> Known | None:
    """By the same name where they work at the same place, or met on the same day in an earlier import; and only one
    does."""
    if import_id is not None:
        called = [each for each in called if each.import_id != import_id]
    company, met_on = fold(row.found.company), row.found.met_on
    if company and _is_full(row.name):
        colleagues = [each for each in called if fold(each.company) == company]
        if len(colleagues) == 1:
            return Known(colleagues[0], By.NAME)
    met = [each for each in called if met_on and each.met_on == met_on and each.import_id and not each.origins]
    return Known(met[0], By.SOURCE) if len(met) == 1 else None


def _agrees(found: Found, contact: Contact) -> bool:
    return any(names_agree(found.name, name) for name in (contact.name, *contact.aliases))


def _names(contact: Contact) -> set[str]:
    return {fold(name) for name in (contact.name, *contact.aliases)}


def _is_full(name: str) -> bool:
    """Two words or more; where names are written without spaces, any."""
    return " " in name or not name.isascii()
