"""Who of what was found is somebody the owner has already: by strong keys, else by name and company; or perhaps."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from core.facts.ids import AccountId, ContactId, ImportId
from core.facts.imports import Found
from core.facts.keys import KeyKind, fold, handle_key
from core.facts.people import Contact, Handle
from core.imports.agreeing import names_agree, same_given_name
from core.imports.joining import contradict, link_keys
from core.imports.numbered import called_differently, for_good
from core.imports.origins import mark, names_of
from core.store import Transaction

CHUNK = 1_000  # people that are looked up, and written, at once
MOST = 5  # whom somebody may be: of more than that nobody can say it
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
    alike: Mapping[int, Sequence[Contact]] = field(default_factory=dict)  # whom the others may be, undecided
    apart: Mapping[int, Sequence[Contact]] = field(default_factory=dict)  # whom they are not, as the owner says
    unsure: tuple[int, ...] = ()  # who is not known, and whom their file alone makes nobody's contact

    def by(self) -> Counter[By]:
        return Counter(each.by for each in self.known.values())


def chunks(found: Sequence[Found], region: str = "", start: int = 0) -> Iterator[list[Row]]:
    """Everybody in their order from `start` on, a thousand at a time. `region` is where numbers without a country
    are from."""
    for begin in range(start, len(found), CHUNK):
        chunk = found[begin : begin + CHUNK]
        yield [_row(begin + at, each, region) for at, each in enumerate(chunk)]


async def in_chunks(found: Sequence[Found], region: str = "") -> AsyncIterator[list[Row]]:
    """The same; many are prepared beside the event loop."""
    rows = chunks(found, region)
    while chunk := await asyncio.to_thread(next, rows, None) if len(found) > _MANY else next(rows, None):
        yield chunk


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
    for gone in chosen - contacts.keys():  # it may have become a part of another card, since it was chosen
        if now := await tx.people.get(owner, [gone]):
            contacts[gone] = now[0]
    candidates = Candidates(contacts, by_origin, by_link, by_name)
    if len(rows) > _MANY:
        return await asyncio.to_thread(tell_apart, rows, candidates, same, import_id)
    return tell_apart(rows, candidates, same, import_id)


def together(parts: Sequence[Compared]) -> Compared:
    """The chunks as a whole."""
    return Compared(
        new=tuple(place for part in parts for place in part.new),
        known={place: known for part in parts for place, known in part.known.items()},
        alike={place: these for part in parts for place, these in part.alike.items()},
        apart={place: these for part in parts for place, these in part.apart.items()},
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
    alike: dict[int, Sequence[Contact]] = {}
    apart: dict[int, Sequence[Contact]] = {}
    unsure: list[int] = []
    for row in rows:
        chosen = candidates.contacts.get(same.get(row.place) or ContactId(""))
        if chosen is not None and _may_be(row, chosen):
            known[row.place] = Known(chosen, By.CHOICE)
            continue
        found, perhaps = _who(row, candidates, import_id)
        if found is not None:
            known[row.place] = found
            continue
        (new if row.found.sure and row.name else unsure).append(row.place)
        if perhaps := [each for each in perhaps if _may_be(row, each)]:
            (apart if is_apart(same, row.place) else alike)[row.place] = perhaps
    return Compared(new=tuple(new), known=known, alike=alike, apart=apart, unsure=tuple(unsure))


def is_apart(same: Mapping[int, ContactId | None], place: int) -> bool:
    """Whether the owner has said that this is nobody they may be taken for; a card that they chose may be gone."""
    return place in same and same[place] is None


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


def _who(row: Row, candidates: Candidates, import_id: ImportId | None) -> tuple[Known | None, Sequence[Contact]]:
    """Who it is, and how that is known; else who it may be."""
    numbered = candidates.of(for_good(row.origins), candidates.by_origin)
    if len(numbered) == 1:
        return Known(numbered[0], By.SOURCE), ()
    perhaps: dict[ContactId, Contact] = {}
    for by in (By.LINK, By.SOURCE, By.MAIL, By.PHONE):
        if by is By.SOURCE:
            holders = candidates.of(row.origins, candidates.by_origin)
        else:
            holders = candidates.of(row.links.get(by, ()), candidates.by_link)
        if by is By.SOURCE and len(holders) == 1 and _has_moved(row, holders[0]):
            return Known(holders[0], by), ()
        clear = [each for each in holders if not _is_another(row, each)]
        fitting = [each for each in clear if _agrees(row, each, by)]
        # An office's number, a family's; or a profile that has another address now.
        perhaps |= {each.id: each for each in (holders if by is By.SOURCE else clear) if each not in fitting}
        if len(fitting) > 1:
            fitting = [each for each in fitting if row.name in _names(each)]
        if len(fitting) == 1:
            return Known(fitting[0], by), ()
    called = [
        each for each in candidates.of((row.name[:_NAME_KEY],), candidates.by_name) if row.name in _names(each)
    ]
    called = [each for each in called if not _is_another(row, each)]
    if known := _by_name(row, called, import_id):
        return known, ()
    if named := [each for each in called if _is_full(row.name) or _is_called_differently(row, each)]:
        perhaps = {each.id: each for each in named}
    others = [each for each in perhaps.values() if import_id is None or each.import_id != import_id]
    return None, others if len(others) <= MOST else ()


def _may_be(row: Row, contact: Contact) -> bool:
    """Whether a choice may say so: nobody gets a second profile, but a source may have a new address for theirs."""
    return not contradict(row.found.handles, contact.handles) or not row.origins.isdisjoint(_origins(contact))


def _by_name(row: Row, called: Sequence[Contact], import_id: ImportId | None) -> Known | None:
    """By the same name where they work at the same place, or met on the same day in an earlier import; and only one
    does."""
    if import_id is not None:
        called = [each for each in called if each.import_id != import_id]
    company, met_on = fold(row.found.company), row.found.met_on
    if company and _is_full(row.name):
        colleagues = [each for each in called if fold(each.company) == company]
        if len(colleagues) == 1 and not _is_called_differently(row, colleagues[0]):
            return Known(colleagues[0], By.NAME)
    met = [each for each in called if met_on and each.met_on == met_on and each.import_id and not each.origins]
    return Known(met[0], By.SOURCE) if len(met) == 1 else None


def _is_another(row: Row, contact: Contact) -> bool:
    """Whether they have another profile, or another number where people are numbered for good."""
    if contradict(row.found.handles, contact.handles):
        return True
    return called_differently(for_good(row.origins), for_good(_origins(contact)))


def _has_moved(row: Row, contact: Contact) -> bool:
    """Whether LinkedIn has their profile under a new address: one name, one day of connecting, the same work."""
    met = [origin for origin in contact.origins if any("|" in key and key in row.origins for key in origin.keys)]
    said = {each for origin in met if origin.keys[0].startswith("linkedin:") for each in origin.said}
    works = ((row.found.company, contact.company), (row.found.title, contact.title))
    return any(fold(one) == fold(other) != "" for one, other in works) and any(
        mark("handle", handle_key(each)) in said for each in contact.handles if each.kind == "linkedin"
    )


def _is_called_differently(row: Row, contact: Contact) -> bool:
    return called_differently(row.found.origins, _origins(contact))


def _agrees(row: Row, contact: Contact, by: By) -> bool:
    """Whether the name does not speak against what says that it is them."""
    if by is By.LINK:
        return True
    shared = row.origins.intersection(_origins(contact))
    if by is By.SOURCE and not all(each.startswith("vcard:") for each in shared):
        return True
    agree = same_given_name if by is By.SOURCE else names_agree  # of a card, the surname may be another one now
    return any(agree(row.found.name, name) for name in (contact.name, *contact.aliases))


def _origins(contact: Contact) -> list[str]:
    return [key for each in contact.origins for key in each.keys]


def _names(contact: Contact) -> set[str]:
    return {fold(name) for name in (contact.name, *contact.aliases)}


def _is_full(name: str) -> bool:
    """Two words or more; where names are written without spaces, any."""
    return " " in name or not name.isascii()
