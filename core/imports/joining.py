"""Who is one person among all that was found: parts that share a strong key are put together, across files as well.

Rather two cards too many than two people in one: what contradicts stays apart, and an address or a number that
different people have (info@…, the office's phone) joins nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeVar

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from core.facts.imports import Exchange, Found
from core.facts.keys import fold, handle_key
from core.facts.people import Handle
from core.imports.agreeing import names_agree, same_given_name
from core.imports.numbered import for_good
from core.people.same_people import ONE_EACH

_Each = TypeVar("_Each")
_WEAK = frozenset({"website"})  # whole companies have the same
_NUMBERED = frozenset({"phone", "whatsapp", "telegram"})  # kinds whose value may be a phone number


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Each person once, in the order in which they first appeared."""

    people: tuple[Found, ...]
    places: tuple[int, ...]  # of each part that was given, its person's place
    doubles: int = 0  # rows that repeat somebody of the same file


def join(parts: Sequence[Found], region: str = "") -> Joined:
    """Put together what is one person. `region` (ISO 3166) is where numbers without a country are from.

    Who is one with whom does not depend on the order of the parts; whose name and company are shown does: the
    first's.
    """
    groups = _Groups(parts)
    holders: dict[tuple[int, str], list[int]] = {}
    abroad: dict[str, set[str]] = {}  # of what is dialled at home: which numbers it is, with their country
    for place, part in enumerate(parts):
        for strength, key, number in _keys(part, region):
            holders.setdefault((strength, key), []).append(place)
            if strength == _AT_HOME and number.startswith("+"):
                abroad.setdefault(key, set()).add(number)
    for (strength, key), places in sorted(holders.items()):
        if len(places) > 1 and len(abroad.get(key, ())) < 2:
            groups.join(places, strength)
    return _united(parts, groups)


def one_of(parts: Sequence[Found]) -> Found:
    """One person of all that is said of them; where several say something, the first counts."""
    first = parts[0]
    if len(parts) == 1:
        return first
    names = [name for part in parts for name in (part.name, *part.aliases) if name]
    shown = next((part.name for part in parts if " " in part.name), names[0] if names else "")
    others = _first_of((fold(name), name) for name in names if fold(name) != fold(shown))
    work = next((part for part in parts if part.company), first)
    met = next((part for part in parts if part.how_met), first)
    return replace(
        first,
        name=shown,
        sources=_each_once(part.sources for part in parts),
        origins=_each_once(part.origins for part in parts),
        sure=any(part.sure for part in parts),
        aliases=others,
        company=work.company,
        title=next((part.title for part in parts if part.title and _fits(part.company, work.company)), ""),
        how_met=met.how_met,
        met_on=next((part.met_on for part in parts if part.met_on and _fits(part.how_met, met.how_met)), None),
        notes="\n".join(_each_once((part.notes,) for part in parts if part.notes)),
        tags=_first_of((fold(tag), tag) for part in parts for tag in part.tags),
        handles=_handles([handle for part in parts for handle in part.handles]),
        dates=_first_of((fold(day.label), day) for part in parts for day in part.dates),
        cadence=next((part.cadence for part in parts if part.cadence), None),
        exchanges=_exchanges([exchange for part in parts for exchange in part.exchanges]),
        entries=_each_once(part.entries for part in parts),
    )


def link_keys(handle: Handle, region: str = "") -> tuple[str, ...]:
    """Under which keys somebody with this handle may be known: a number as it is dialled at home, too, and as
    WhatsApp's; none for what says nothing about who somebody is.

    >>> link_keys(Handle(kind="phone", value="+14165550199"), "CA")[:2]
    ('phone:+14165550199', 'phone:4165550199')
    """
    if handle.kind in _WEAK:
        return ()
    if handle.kind not in _NUMBERED or not _is_number(handle.value):
        return (handle_key(handle),)
    kinds, numbers = ("phone", "whatsapp", "telegram"), _forms(handle.value, region)
    return tuple(dict.fromkeys(f"{kind}:{number}" for kind in kinds for number in numbers))


def contradict(ones: Iterable[Handle], others: Iterable[Handle]) -> bool:
    """Whether both have a profile of a kind of which people have one, and not the same."""
    mine, theirs = profiles_of(ones), profiles_of(others)
    return any(mine[kind].isdisjoint(theirs[kind]) for kind in mine.keys() & theirs.keys())


def profiles_of(handles: Iterable[Handle]) -> dict[str, set[str]]:
    """Of which people have one each, by their kind."""
    found: dict[str, set[str]] = {}
    for handle in handles:
        if handle.kind in ONE_EACH and not _is_number(handle.value):
            # Of the same form: /pub/ and /in/, a name and a number (facebook, discord) may well be one person's.
            form = handle.value.rpartition("/")[0] + "?" * ("?" in handle.value)
            found.setdefault(f"{handle.kind} {form}", set()).add(handle_key(handle))
    return found


_NUMBER, _PROFILE, _ORIGIN, _CARD, _MAIL, _PHONE, _AT_HOME = range(7)  # the strongest first


class _Groups:
    """Union-find over the parts, which knows of each group what would contradict another's."""

    def __init__(self, parts: Sequence[Found]) -> None:
        self._parts = parts
        self._parent = list(range(len(parts)))
        self._profiles: dict[int, dict[str, set[str]]] = {}

    def of(self, place: int) -> int:
        while self._parent[place] != place:
            self._parent[place] = self._parent[self._parent[place]]
            place = self._parent[place]
        return place

    def join(self, places: Sequence[int], strength: int) -> None:
        """All or none of those who share a key: one that contradicting people have says nothing of any of them."""
        roots = sorted({self.of(place) for place in places})
        if len(roots) == 1 or (strength > _NUMBER and self._is_contradicted(roots)):
            return
        names = sorted({fold(self._parts[place].name) for place in places}) if strength >= _CARD else ()
        if names and not _all_agree(names, strength):
            return
        first = roots[0]
        profiles = self._profiles_of(first)
        for root in roots[1:]:
            for kind, values in self._profiles_of(root).items():
                profiles.setdefault(kind, set()).update(values)
            self._parent[root] = first

    def _is_contradicted(self, roots: Sequence[int]) -> bool:
        seen: dict[str, set[str]] = {}
        for root in roots:
            for kind, values in self._profiles_of(root).items():
                if kind in seen and seen[kind].isdisjoint(values):
                    return True
                seen.setdefault(kind, set()).update(values)
        return False

    def _profiles_of(self, root: int) -> dict[str, set[str]]:
        if root not in self._profiles:
            part = self._parts[root]
            self._profiles[root] = profiles_of(part.handles)
            for number in for_good(part.origins):
                self._profiles[root].setdefault(number.partition(":")[0], set()).add(number)
        return self._profiles[root]


def _keys(part: Found, region: str) -> Iterator[tuple[int, str, str]]:
    """The strong keys of a part, each once: how strong its kind is, the key, and the number that it is of."""
    numbers = for_good(part.origins)
    for origin in dict.fromkeys(part.origins):
        yield _NUMBER if origin in numbers else _CARD if origin.startswith("vcard:") else _ORIGIN, origin, ""
    seen: set[str] = set()
    for handle in part.handles:
        for strength, key, number in _keys_of(handle, region):
            if key not in seen:
                seen.add(key)
                yield strength, key, number


def _keys_of(handle: Handle, region: str) -> Iterator[tuple[int, str, str]]:
    if handle.kind in _WEAK:
        return
    if handle.kind not in _NUMBERED or not _is_number(handle.value):
        yield (_MAIL if handle.kind == "email" else _PROFILE), handle_key(handle), ""
        return
    first, *others = _forms(handle.value, region)
    yield _PHONE, f"phone:{first}", first
    for each in others if first.startswith("+") else (first,):
        yield _AT_HOME, f"at home:{each}", first


def _united(parts: Sequence[Found], groups: _Groups) -> Joined:
    members: dict[int, list[int]] = {}
    alone: dict[Found, int] = {}  # rows without any key that say the very same thing
    for place, part in enumerate(parts):
        root = groups.of(place)
        if not part.origins and not part.handles:
            root = alone.setdefault(replace(part, line=0), root)
        members.setdefault(root, []).append(place)
    people: list[Found] = []
    places = [0] * len(parts)
    doubles = 0
    for among in sorted(members.values()):
        for place in among:
            places[place] = len(people)
        people.append(one_of([parts[place] for place in among]))
        rows = {(parts[place].where, parts[place].line) for place in among if parts[place].line}
        doubles += len(rows) - len({where for where, _line in rows})
    return Joined(people=tuple(people), places=tuple(places), doubles=doubles)


def _fits(one: str, other: str) -> bool:
    """Whether what stands beside the one may stand beside the other."""
    return not one or fold(one) == fold(other)


def _each_once(several: Iterable[Iterable[_Each]]) -> tuple[_Each, ...]:
    return tuple(dict.fromkeys(each for these in several for each in these))


def _first_of(named: Iterable[tuple[str, _Each]]) -> tuple[_Each, ...]:
    """Of those with one name the first."""
    found: dict[str, _Each] = {}
    for name, each in named:
        found.setdefault(name, each)
    return tuple(found.values())


def _handles(handles: Sequence[Handle]) -> tuple[Handle, ...]:
    """Each once; of a number with and without its country only the former."""
    national = {form for each in handles if each.value.startswith("+") for form in _forms(each.value, "")[1:]}
    kept = (each for each in handles if each.kind != "phone" or each.value not in national)
    return _first_of((handle_key(each), each) for each in kept)


def _exchanges(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """One for each place: the last in either direction."""
    by_place: dict[str, list[Exchange]] = {}
    for each in exchanges:
        by_place.setdefault(each.via, []).append(each)
    return tuple(_last_of(via, these) for via, these in by_place.items())


def _last_of(via: str, these: Sequence[Exchange]) -> Exchange:
    if len(these) == 1:
        return these[0]
    unclear = any(each.sent_or or each.received_or for each in these)
    return Exchange(
        via=via,
        sent_on=_latest(each.sent_on for each in these),
        received_on=_latest(each.received_on for each in these),
        sent_or=_latest(each.sent_or or each.sent_on for each in these) if unclear else None,
        received_or=_latest(each.received_or or each.received_on for each in these) if unclear else None,
    )


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def _all_agree(names: Sequence[str], strength: int) -> bool:
    """Whether all may be short for one of the longest: "Jane" and "J. Doe" for "Jane Doe". A card whose surname is
    another one now is still the same."""
    agree = same_given_name if strength == _CARD else names_agree
    words = max(len(name.split()) for name in names)
    longest = [name for name in names if len(name.split()) == words]
    return any(all(agree(one, other) for other in names) for one in longest)


def _is_number(value: str) -> bool:
    return value.removeprefix("+").isdecimal()


@lru_cache(maxsize=65_536)
def _forms(number: str, region: str) -> tuple[str, ...]:
    """A number with its country first, where that is known, and as it is dialled at home."""
    try:
        parsed = phonenumbers.parse(number, region or None)
    except NumberParseException:
        return (number,)
    if not phonenumbers.is_possible_number(parsed):
        return (number,)
    e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    at_home = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    dialled = "".join(str(int(each)) for each in at_home if each.isdecimal())
    significant = str(phonenumbers.national_significant_number(parsed))
    return tuple(dict.fromkeys((e164, significant, dialled, number.removeprefix("+"))))
