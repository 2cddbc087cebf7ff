"""Who of a file is somebody the owner has already."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.facts.ids import AccountId, ContactId
from core.facts.imports import Found
from core.facts.keys import KeyKind, fold, handle_key
from core.facts.people import Contact
from core.store import Transaction

CHUNK = 1_000  # rows that are looked up, and written, at once


class Row(NamedTuple):
    """Somebody in a file, with what they are looked up by."""

    found: Found
    name: str  # folded
    links: frozenset[str]  # the keys of their profile and e-mail address
    nth: int  # how many with the same name and day stand above


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """Rows told apart: whom the owner does not have yet, and how many they have."""

    new: tuple[Found, ...]
    known: int
    namesakes: int  # of the new: those who are called like somebody the owner has


def chunks(found: Sequence[Found]) -> Iterator[list[Row]]:
    """The rows in their order, a thousand at a time."""
    above: Counter[_Meeting] = Counter()
    for start in range(0, len(found), CHUNK):
        chunk: list[Row] = []
        for each in found[start : start + CHUNK]:
            name = fold(each.name)
            meeting = _meeting(name, each.met_on, each.company)
            links = frozenset(handle_key(handle)[:_LINK_KEY] for handle in each.handles)
            chunk.append(Row(each, name, links, above[meeting]))
            above[meeting] += 1
        yield chunk


async def compare(
    tx: Transaction, owner: AccountId, rows: Sequence[Row], besides: Set[ContactId] = frozenset()
) -> Sorted:
    """Look the rows of one chunk up among the owner's contacts: three statements at most.

    `besides` are contacts that were made of other rows of the same file: nobody is known for their sake.
    """
    wanted = frozenset[str]().union(*(row.links for row in rows))
    links = {key.value for key, _id in await tx.people.with_key(owner, KeyKind.LINK, wanted)} if wanted else set()
    names = {row.name[:_NAME_KEY] for row in rows if row.links.isdisjoint(links)}
    called = await tx.people.with_key(owner, KeyKind.NAME, names) if names else ()
    ids = {contact_id for _key, contact_id in called} - besides
    return tell_apart(rows, links, await tx.people.get(owner, ids) if ids else ())


def tell_apart(rows: Sequence[Row], links: Set[str], contacts: Sequence[Contact]) -> Sorted:
    """Decide who is known: by a profile or e-mail address; else as one whom an import brought before.

    A name alone says nothing. The same name and the same day of connecting do, among imported people: the
    exports before 2023 have no profile addresses, and importing one twice must add nobody twice. `links` are
    the keys of the owner's handles, `contacts` those who are called like somebody in these rows.
    """
    called = {name for contact in contacts for name in _names(contact)}
    met = _by_meeting(contacts)
    new: list[Found] = []
    namesakes = 0
    for found, name, theirs, nth in rows:
        if not theirs.isdisjoint(links):
            continue
        before = met.get(_meeting(name, found.met_on, found.company), ())
        # The second of two such rows is known only when there are two such contacts.
        if sum(not _another_profile(found, contact) for contact in before) > nth:
            continue
        new.append(found)
        namesakes += name in called
    return Sorted(new=tuple(new), known=len(rows) - len(new), namesakes=namesakes)


def together(parts: Sequence[Sorted]) -> Sorted:
    """The parts of one file as a whole."""
    return Sorted(
        new=tuple(found for part in parts for found in part.new),
        known=sum(part.known for part in parts),
        namesakes=sum(part.namesakes for part in parts),
    )


_Meeting = tuple[str, date | None, str]  # folded name, day; without a day, the folded company
_NAME_KEY, _LINK_KEY = 100, 300  # how many characters a key has at most (core/facts/keys.py)


def _meeting(name: str, met_on: date | None, company: str) -> _Meeting:
    return name, met_on, "" if met_on else fold(company)


def _by_meeting(contacts: Sequence[Contact]) -> Mapping[_Meeting, Sequence[Contact]]:
    met: dict[_Meeting, list[Contact]] = {}
    for contact in contacts:
        if contact.import_id is not None:
            for name in _names(contact):
                met.setdefault(_meeting(name, contact.met_on, contact.company), []).append(contact)
    return met


def _names(contact: Contact) -> set[str]:
    return {fold(name) for name in (contact.name, *contact.aliases)}


def _another_profile(found: Found, contact: Contact) -> bool:
    """Whether both have profiles, and not the same."""
    mine, theirs = (
        {handle_key(handle) for handle in handles if handle.kind == "linkedin"}
        for handles in (found.handles, contact.handles)
    )
    return bool(mine and theirs and mine.isdisjoint(theirs))
