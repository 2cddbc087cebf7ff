"""Which cards of one network are likely the same person's: decided from names, handles, birthdays and work alone.

Everybody is compared only with those who share something with them, so that thirty thousand people take about a
second, and a few hundred with long names and many aliases no longer.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from rapidfuzz.distance import OSA

from core.facts.ids import ContactId
from core.facts.keys import fold
from core.facts.linking import Traits, traits_from
from core.facts.people import Contact
from core.people.same_people import ONE_EACH, is_another, personal
from core.people.titles import without_titles

Apart = Collection[frozenset[ContactId]]  # pairs that their owner has told apart

_Words = Sequence[str]  # of a folded name

_CROWD = 20  # people who share something: it tells little, and of more of them only neighbours by name are compared
_NEIGHBOURS = 4
_HOUSEHOLD = 3  # people with one number or address; of more it is a switchboard's, and their names have to agree
_MOST_NAMES, _MOST_WORDS = 6, 6  # of a card, and of each of them
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
    same_company: bool
    mail_place: str  # where both seem to be, by the mailboxes of one at least: "ibm"; "" where that tells no more
    same_birthday: bool
    score: float  # the likelier the more


class Pair(NamedTuple):
    """Two cards that are likely one person's."""

    one: ContactId
    other: ContactId


def likely(people: Sequence[Traits], apart: Apart = ()) -> list[Pair]:
    """The pairs, the likeliest first, without those that their owner has told apart."""
    shared = Counter([link for each in people for link in {*each.links}])
    crowded = frozenset([link for link, many in shared.items() if many > _HOUSEHOLD])
    found: list[tuple[float, str, Pair]] = []
    for one, other in _meeting(people, crowded):
        likeness = _compared(one, other, crowded)
        if likeness is not None and frozenset((one.traits.id, other.traits.id)) not in apart:
            found.append((-likeness.score, one.traits.name, Pair(one.traits.id, other.traits.id)))
    found.sort(key=lambda each: (each[0], each[1], each[2].one, each[2].other))
    return [pair for _score, _name, pair in found]


def compare(one: Traits, other: Traits) -> Likeness | None:
    """What makes them likely to be one person; None where it is too little, or something speaks against it.

    It takes the same address, number or profile, or the same name of two words or more; or names that are much the
    same, and the same company, address there, or birthday. What more than a few cards have says nothing unless the
    names are much the same: that is for `likely` to know.
    """
    return _compared(_look(one), _look(other))


def traits_of(contact: Contact) -> Traits:
    """What a card is compared by."""
    return traits_from(
        contact.id,
        fold(contact.name),
        contact.handles,
        contact.dates,
        contact.company,
        contact.title,
        contact.aliases,
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
    names = [_words(name) for name in (traits.name, *traits.aliases)[:_MOST_NAMES] if name]
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


def _words(name: str) -> _Words:
    """Of a folded name, without titles."""
    return without_titles(name.split(" ", _MOST_WORDS)[:_MOST_WORDS])


def _meeting(people: Sequence[Traits], crowded: frozenset[str]) -> Iterator[tuple[_Look, _Look]]:
    """Those who share something, each pair once.

    Only what is needed is kept: to look through hundreds of thousands of small things, the garbage collector would
    stop everything else for half a second.
    """
    first: dict[str, int] = {}
    blocks: dict[str, list[int]] = {}
    for place, each in enumerate(people):
        for key in _keys(_look(each), crowded):
            if (before := first.setdefault(key, place)) != place:
                blocks.setdefault(key, [before]).append(place)
    looks = {place: _look(people[place]) for place in {*chain.from_iterable(blocks.values())}}
    met: set[tuple[int, int]] = set()
    for block in blocks.values():
        for both in combinations(block, 2) if len(block) <= _CROWD else _neighbours(block):
            one, other = looks[both[0]], looks[both[1]]
            if not _have_other_profiles(one, other) and both not in met:
                met.add(both)
                yield one, other


def _have_other_profiles(one: _Look, other: _Look) -> bool:
    """Most people of a network have a profile, and so are others unless it is the same."""
    return (
        bool(one.profiles)
        and not one.profiles.keys().isdisjoint(other.profiles)
        and one.links.isdisjoint(other.links)
    )


def _keys(look: _Look, crowded: frozenset[str]) -> set[str]:
    """Whoever is likely the same as somebody has one of these in common with them: a handle, all of a name, or a
    word of it and a place, a birthday, or a handle that many have."""
    keys = {*(look.links - crowded), *[name for name in look.turned if " " in name]}
    grounds = [*look.places, *(look.links & crowded)]
    if look.born:
        grounds.append(str(look.born))
    for ground in grounds:
        keys.update(
            [f"{ground}: {word}" for name in look.names for word in name if len(word) > 1 or len(name) == 1]
        )
    return keys


def _neighbours(block: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Everybody with the next few by name; the people are sorted so."""
    return ((one, other) for index, one in enumerate(block) for other in block[index + 1 : index + 1 + _NEIGHBOURS])


def _compared(one: _Look, other: _Look, crowded: frozenset[str] = frozenset()) -> Likeness | None:
    links = one.links & other.links
    same = one.turned & other.turned
    place = not one.places.isdisjoint(other.places)
    born = one.born is not None and one.born == other.born
    whole = any(" " in name for name in same)
    near = not same and (place or born or bool(links)) and _near_name(one, other)
    if not same and not near:
        links -= crowded
    if not links and not whole and not ((place or born) and (same or near)):
        return None
    if is_another(one.traits, other.traits, by_name=False):
        return None
    score = _score(one, other, links, 3.0 if whole else 1.5 if same or near else 0.0, place, born)
    company = bool(one.traits.company) and one.traits.company == other.traits.company
    # An address that both have says no more than that.
    told = {_place(link.removeprefix("email:")) for link in links if link.startswith("email:")}
    where = "" if company else min(one.places & other.places - told, default="")
    return Likeness(tuple(sorted(links)), bool(same), near, company, where, born, score)


def _score(one: _Look, other: _Look, links: frozenset[str], name: float, place: bool, born: bool) -> float:
    profile = any(link.partition(":")[0] in ONE_EACH for link in links)
    if not name and not profile and _has_whole(one) and _has_whole(other):  # they rather live or work together
        return 1.0 if born else 0.5
    score = 4.0 * min(len(links), 2) + name + (2.0 if born else 0.0)
    score += 1.0 if place else -1.0 if one.places and other.places else 0.0
    if one.mails and other.mails and not any(link.startswith("email:") for link in links):
        score -= 0.5
    return score


def _has_whole(look: _Look) -> bool:
    return any(len(name) > 1 for name in look.names)


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
