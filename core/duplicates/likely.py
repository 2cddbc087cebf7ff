"""Which cards of one network are likely the same person's: decided from names, handles, birthdays and work alone.

Everybody is compared only with those who share something with them, so that thirty thousand people take less than a
second.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import OSA

from core.facts.ids import ContactId
from core.facts.keys import fold, handle_key
from core.facts.linking import Traits
from core.facts.people import Contact
from core.people.same_people import ONE_EACH, is_another, personal

_Words = Sequence[str]  # of a folded name

_CROWD = 20  # people who share something: it tells little, and of more of them only neighbours by name are compared
_NEIGHBOURS = 4
# What stands before the country where it is no name of anybody's; and where everybody has a mailbox.
_SUFFIXES = frozenset({"ac", "co", "com", "edu", "gob", "gov", "gouv", "net", "org"})
_EVERYBODYS = frozenset(
    {"aol", "fastmail", "free", "gmail", "gmx", "googlemail", "hey", "hotmail", "icloud", "laposte", "libero"}
    | {"live", "mac", "mail", "me", "msn", "orange", "outlook", "pm", "proton", "protonmail", "qq", "rogers"}
    | {"sfr", "telus", "web", "yahoo", "yandex", "ymail", "zoho", "163", "126"}
)


class Likeness(NamedTuple):
    """What two cards have in common."""

    links: tuple[str, ...]  # keys of handles: "email:jane@example.com"
    same_name: bool
    near_name: bool
    same_place: bool  # they work for the same company, or have an address there
    same_birthday: bool
    score: float  # the likelier the more


class Pair(NamedTuple):
    """Two cards that are likely one person's."""

    one: ContactId
    other: ContactId


def likely(people: Sequence[Traits], apart: Collection[frozenset[ContactId]] = ()) -> list[Pair]:
    """The pairs, the likeliest first, without those that their owner has told apart."""
    looks = [_look(each) for each in people]
    found: list[tuple[float, str, Pair]] = []
    for one, other in _meeting(looks):
        likeness = _compared(one, other)
        if likeness is not None and frozenset((one.traits.id, other.traits.id)) not in apart:
            found.append((-likeness.score, one.traits.name, Pair(one.traits.id, other.traits.id)))
    found.sort(key=lambda each: (each[0], each[1], each[2].one, each[2].other))
    return [pair for _score, _name, pair in found]


def compare(one: Traits, other: Traits) -> Likeness | None:
    """What makes them likely to be one person; None where it is too little, or something speaks against it.

    It takes the same address, number or profile, or the same name of two words or more; or names that are much the
    same, and the same company, address there, or birthday.
    """
    return _compared(_look(one), _look(other))


def traits_of(contact: Contact) -> Traits:
    """What a card is compared by."""
    birthday = next((each.on for each in contact.dates if each.label == "birthday"), None)
    return Traits(
        id=contact.id,
        name=fold(contact.name),
        links=tuple(handle_key(each) for each in contact.handles),
        birthday=(birthday.year, birthday.month, birthday.day) if birthday else (None, None, None),
        work=(fold(contact.company), fold(contact.title)) if contact.company and contact.title else ("", ""),
        aliases=tuple(folded for each in contact.aliases if (folded := fold(each))),
        company=fold(contact.company),
    )


class _Look(NamedTuple):
    """A card's traits, taken apart for many comparisons."""

    traits: Traits
    links: frozenset[str]
    profiles: dict[str, frozenset[str]]  # by kind, of those of which few people have two
    names: Sequence[_Words]
    turned: frozenset[str]  # the names with their words in order
    places: frozenset[str]  # companies, and those whose mailbox it is: "acmelabs" for both
    born: tuple[int, int] | None  # month and day
    mails: bool


def _look(traits: Traits) -> _Look:
    profiles: dict[str, frozenset[str]] = {}
    places: list[str] = [traits.company.replace(" ", "")] if traits.company else []
    links = personal(traits) if traits.links else ()
    mails = False
    for link in links:
        kind, _colon, value = link.partition(":")
        if kind in ONE_EACH:
            profiles[kind] = profiles[kind] | {link} if kind in profiles else frozenset((link,))
        elif kind == "email":
            mails = True
            if place := _place(value):
                places.append(place)
    names = [name.split(" ") for name in (traits.name, *traits.aliases) if name]
    _year, month, day = traits.birthday
    return _Look(
        traits,
        frozenset(links),
        profiles,
        names,
        frozenset([" ".join(sorted(name)) for name in names]),
        frozenset(places),
        (month, day) if month and day else None,
        mails,
    )


def _meeting(looks: Sequence[_Look]) -> Iterator[tuple[_Look, _Look]]:
    """Those who share something, each pair once."""
    first: dict[str, _Look] = {}
    blocks: dict[str, list[_Look]] = {}
    for look in looks:
        for key in _keys(look):
            if (before := first.setdefault(key, look)) is not look:
                blocks.setdefault(key, [before]).append(look)
    met: set[tuple[int, int]] = set()
    for key, block in blocks.items():
        by_link = key in block[0].links
        for one, other in combinations(block, 2) if len(block) <= _CROWD else _neighbours(block):
            # Most people of a network have a profile, and so are others unless it is the same.
            if not by_link and one.profiles and not one.profiles.keys().isdisjoint(other.profiles):
                continue
            both = (id(one), id(other))
            if both not in met:
                met.add(both)
                yield one, other


def _keys(look: _Look) -> set[str]:
    """Whoever is likely the same as somebody has one of these in common with them: a handle, all of a name, or a
    word of it and a place or a birthday."""
    keys = {*look.links, *[name for name in look.turned if " " in name]}
    grounds = [*look.places, str(look.born)] if look.born else look.places
    for ground in grounds:
        keys.update(
            [f"{ground}: {word}" for name in look.names for word in name if len(word) > 1 or len(name) == 1]
        )
    return keys


def _neighbours(block: Sequence[_Look]) -> Iterator[tuple[_Look, _Look]]:
    """Everybody with the next few by name; the people are sorted so."""
    return ((one, other) for index, one in enumerate(block) for other in block[index + 1 : index + 1 + _NEIGHBOURS])


def _compared(one: _Look, other: _Look) -> Likeness | None:
    links = one.links & other.links
    same = one.turned & other.turned
    place = not one.places.isdisjoint(other.places)
    born = one.born is not None and one.born == other.born
    whole = any(" " in name for name in same)
    near = not same and (place or born or bool(links)) and _near_name(one, other)
    if not links and not whole and not ((place or born) and (same or near)):
        return None
    if is_another(one.traits, other.traits, by_name=False):
        return None
    score = 4.0 * min(len(links), 2) + (3.0 if whole else 1.5 if same or near else 0.0)
    score += (1.0 if place else -1.0 if one.places and other.places else 0.0) + (2.0 if born else 0.0)
    if one.mails and other.mails and not any(link.startswith("email:") for link in links):
        score -= 0.5
    if place and links:  # an address that both have says no more than that
        company = one.traits.company
        told = {_place(link.removeprefix("email:")) for link in links if link.startswith("email:")}
        place = bool(one.places & other.places - told) or bool(company and company == other.traits.company)
    return Likeness(tuple(sorted(links)), bool(same), near, place, born, score)


def _near_name(one: _Look, other: _Look) -> bool:
    return any(_near(mine, theirs) for mine in one.names for theirs in other.names)


def _near(mine: _Words, theirs: _Words) -> bool:
    """Whether two names have a word in common, and what else the shorter one has is in the longer one, too: as an
    initial, or misspelled.

    >>> _near(("jane",), ("jane", "doe")), _near(("jane", "d"), ("jane", "doe"))
    (True, True)
    >>> _near(("jon", "doe"), ("john", "doe")), _near(("jane", "smith"), ("jane", "doe"))
    (True, False)
    """
    left, others = list(mine), list(theirs)
    for word in mine:
        if word in others and len(word) > 1:
            left.remove(word)
            others.remove(word)
    if len(left) == len(mine):
        return False
    few, many = sorted((left, others), key=len)
    for word in few:
        meant = next((each for each in many if _is_meant(word, each)), None)
        if meant is None:
            return False
        many.remove(meant)
    return True


def _is_meant(one: str, other: str) -> bool:
    """Whether one word is the other's initial, or the other but for errors of typing."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    longest = max(len(one), len(other))
    errors = 0 if longest < 4 else 1 if longest < 8 else 2
    return one.isalpha() and other.isalpha() and OSA.distance(one, other, score_cutoff=errors) <= errors


def _place(mail: str) -> str:
    """Whose mailbox it is; "" where everybody has one.

    >>> _place("jane@mail.ibm.com"), _place("jane@ibm.co.uk"), _place("jane@gmail.com")
    ('ibm', 'ibm', '')
    """
    labels = mail.rpartition("@")[2].split(".")
    if len(labels) > 2 and labels[-2] in _SUFFIXES:
        labels.pop()
    name = labels[-2] if len(labels) > 1 else ""
    return "" if name in _EVERYBODYS else name.replace("-", "")
