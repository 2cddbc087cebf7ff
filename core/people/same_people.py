"""Who stands in both of two networks: decided from names, handles, birthdays and work alone. Rather two cards too
many than two people in one."""

from collections.abc import Callable, Iterable, Sequence

from core.facts.ids import ContactId
from core.facts.linking import Traits

_Keys = Callable[[Traits], tuple[str, ...]]
ONE_EACH = frozenset({"linkedin", "facebook", "x", "github", "instagram", "telegram", "discord"})  # few have two


def in_both(mine: Sequence[Traits], theirs: Sequence[Traits]) -> dict[ContactId, ContactId]:
    """Of theirs, who is one of mine: by contact.

    The same handle says so, and so does the same full name of two words or more; unless something speaks against
    it, or it could be several. Nobody is paired twice.
    """
    pairs: dict[ContactId, ContactId] = {}
    taken: set[ContactId] = set()

    def pair(one: Traits, other: Traits) -> None:
        if other.id not in pairs and one.id not in taken:
            pairs[other.id] = one.id
            taken.add(one.id)

    for one, other in _meeting(mine, theirs, personal):
        if not is_another(one, other, by_name=False):
            pair(one, other)
    for one, other in _meeting(mine, theirs, lambda each: (each.name,) if " " in each.name else ()):
        if not is_another(one, other, by_name=True):
            pair(one, other)
    return pairs


def is_another(one: Traits, other: Traits, *, by_name: bool) -> bool:
    """Whether something speaks against their being the same: another birthday, or another handle of a kind that
    both have, or another title at another company. Where they share a handle, of these only profiles count: people
    have several addresses and numbers, and change their work."""
    if any(a is not None and b is not None and a != b for a, b in zip(one.birthday, other.birthday, strict=True)):
        return True
    if by_name and all(
        mine and theirs and mine != theirs for mine, theirs in zip(one.work, other.work, strict=True)
    ):
        return True
    ones, others = _by_kind(one), _by_kind(other)
    kinds = ones.keys() & others.keys()
    return any(ones[kind].isdisjoint(others[kind]) for kind in kinds if by_name or kind in ONE_EACH)


def personal(traits: Traits) -> tuple[str, ...]:
    """Its handles, without websites: whole companies have the same."""
    return tuple([link for link in traits.links if not link.startswith("website:")])


def _meeting(mine: Sequence[Traits], theirs: Sequence[Traits], keys_of: _Keys) -> Iterable[tuple[Traits, Traits]]:
    """Those who share a key that nobody else has on either side."""
    ours, others = _alone(mine, keys_of), _alone(theirs, keys_of)
    return ((ours[key], other) for key, other in others.items() if key in ours)


def _alone(people: Iterable[Traits], keys_of: _Keys) -> dict[str, Traits]:
    found: dict[str, Traits] = {}
    shared: set[str] = set()
    for each in people:
        for key in dict.fromkeys(keys_of(each)):
            if key in found:
                shared.add(key)
            found[key] = each
    return {key: each for key, each in found.items() if key not in shared}


def _by_kind(traits: Traits) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in personal(traits):
        found.setdefault(link.partition(":")[0], set()).add(link)
    return found
