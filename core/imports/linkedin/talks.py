"""Conversations on LinkedIn: who takes part in one, and which of the two sides is the owner. Pure decisions."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from core.facts.people import Handle
from core.imports.linkedin.cells import folded, profile, text
from core.imports.linkedin.owner import Owner

NOBODY = "LinkedIn Member"  # whoever has left, or hides their name
_BETWEEN = re.compile(r",(?=\s*(?:https?://|www\.))")  # addresses have no comma in them, names do


class Line(NamedTuple):
    """From whom to whom, as it stands in the cells: one for all the messages between the same."""

    sender: str
    profile: str
    recipients: str  # joined by ", ", which stands in names as well
    profiles: str  # joined by ","; none before 2023


Talk = Mapping[Line, date]  # each with its last day


@dataclass(slots=True)
class Partner:
    """The other one of a conversation, and the last day in each direction."""

    name: str
    profile: Handle | None
    sent_on: date | None = None
    received_on: date | None = None


def look_for(owner: Owner, talks: Collection[Talk]) -> None:
    """Find out how the owner appears in these conversations, beyond what other files have said.

    By the profile that goes under the owner's name; failing that, as the only one who takes part in all of two
    conversations or more.
    """
    if owner.names and not owner.profiles:
        called = Counter(each for talk in talks for name, each in _profiles_of(talk) if folded(name) in owner.names)
        for address, _n in called.most_common(1):  # the others are namesakes
            owner.note(profile=address)
    if not owner.profiles and not _appears(owner, talks):
        for address in _in_all([{each for _name, each in _profiles_of(talk)} for talk in talks]):
            owner.note(profile=address)
        for name in _in_all([_names_of(talk) for talk in talks]):
            owner.note(name)
    for talk in talks:
        for name, address in _profiles_of(talk):
            if address in owner.profiles:
                owner.note(name)


def partner_of(talk: Talk, owner: Owner, is_name: Callable[[str], bool]) -> Partner | None:
    """With whom the owner talks there: without any day when with nobody. None for a group.

    `is_name` says whether "Doe, Ph.D." is one person's name rather than two people's.
    """
    found = Partner("", None)
    names: set[str] = set()
    for line, on in talk.items():
        sender, address = text(line.sender), profile(line.profile)
        by_owner = owner.is_it(sender, address)
        among = _recipients(line, owner, is_name, by_owner=by_owner)
        if among is None:
            return None
        others = among if by_owner else [(sender, address), *(each for each in among if each != (sender, address))]
        if not others:
            continue
        (name, other), *more = others
        if more or (found.profile and other and other != found.profile):
            return None
        found.profile = found.profile or other
        if name != NOBODY and (not by_owner or not found.name):  # rather as they sign themselves
            found.name = name
        names.add(folded(name))
        if by_owner:
            found.sent_on = max(found.sent_on or on, on)
        else:
            found.received_on = max(found.received_on or on, on)
    if found.profile is None and len(names) > 1:
        return None
    return found


def two_of(talk: Talk) -> Sequence[tuple[str, Handle | None]]:
    """Both who take part in it, each with the profile where one stands there; nobody where there are not two."""
    people: dict[str, tuple[str, Handle | None]] = {}
    for line in talk:
        for name, address in ((line.sender, line.profile), (line.recipients, line.profiles)):
            who = text(name), profile(address)
            before = people.setdefault(folded(who[0]), who)
            if before[1] is None:
                people[folded(who[0])] = who
    return [*people.values()] if len(people) == 2 and folded(NOBODY) not in people else ()


def _recipients(
    line: Line, owner: Owner, is_name: Callable[[str], bool], *, by_owner: bool
) -> list[tuple[str, Handle | None]] | None:
    """Everybody whom a message went to but the owner; None for several, and for somebody who cannot be known."""
    to = text(line.recipients)
    addresses = [profile(each) for each in _BETWEEN.split(line.profiles) if each.strip()]
    if addresses:
        if None in addresses or NOBODY in to.split(", "):
            return None
        others = [each for each in addresses if each and each not in owner.profiles]
        if len(others) > 1:
            return None
        if not by_owner and not owner.profiles:
            return []  # who else, of the one who got it
        return [(to if len(addresses) == 1 else "", each) for each in others]
    if folded(to) in owner.names:
        return []
    if not folded(to) or to == NOBODY or (", " in to and not is_name(to)):
        return None
    return [(to, None)] if by_owner or owner.names else []


def _profiles_of(talk: Talk) -> Iterator[tuple[str, Handle]]:
    """Names with their profiles, of senders and of those who alone got something."""
    for line in talk:
        if sender := profile(line.profile):
            yield text(line.sender), sender
        if recipient := profile(line.profiles):
            yield text(line.recipients), recipient


def _names_of(talk: Talk) -> set[str]:
    return {folded(text(each)) for line in talk for each in (line.sender, line.recipients)}


def _appears(owner: Owner, talks: Collection[Talk]) -> bool:
    return any(not owner.names.isdisjoint(_names_of(talk)) for talk in talks)


_Who = TypeVar("_Who", Handle, str)


def _in_all(of_talks: Sequence[Collection[_Who]]) -> list[_Who]:
    """The one who is in all of them."""
    if len(of_talks) < 2:
        return []
    counted = Counter(each for these in of_talks for each in these)
    everywhere = [each for each, n in counted.items() if n == len(of_talks)]
    return everywhere if len(everywhere) == 1 else []
