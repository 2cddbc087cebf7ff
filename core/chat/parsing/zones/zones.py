"""Time zones by the names of places; never by an offset, which is wrong for half of the year."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from core.chat.errors import Refusal
from core.chat.parsing.line import clean
from core.chat.parsing.people.names import is_no_name
from core.chat.parsing.zones.places import City, Places, places
from core.chat.reply import say
from core.chat.words import _
from core.facts.keys import fold

_DWARFS = 8  # times as many people: then nobody means the other one
_MAX_QUERY = 100
_NO_PLACES = frozenset(
    {"here", "there", "home", "at home", "work", "office", "nowhere", "somewhere", "anywhere", "everywhere"}
    | {"city", "town", "my city", "my town", "earth", "world", "same", "local", "default", "idk", "unknown"}
)
_UTC = frozenset({"utc", "gmt", "etc utc", "etc gmt", "zulu"})
_OFFSET = re.compile(
    r"(?:utc|gmt)?\s*[+−–-]\s*\d{1,2}(?:[:.]?\d{2})?|etc/.*|[a-z]{3}\d[a-z]{3}"
    r"|(?:a|e|c|m|p|h|ak|n|w|ce|ee|we|aw|ac|ae|nz|b|i|j|k|sg|hk)[sd]?t|cest|eest|west|msk|utc\d+"
    r"|(?:us\s+)?(?:eastern|central|mountain|pacific|atlantic)(?:\s+(?:standard|daylight|european))?(?:\s+time)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A place and its IANA zone, which `zoneinfo` can load."""

    name: str  # "America/Toronto"
    label: str  # "Toronto, Canada"
    guessed: bool = False  # what was typed is no name of it, but close to one: better asked about


def load() -> None:
    """Read the cities: about a second, once. Whoever minds calls it off the event loop before find_zones."""
    places()


def find_zones(query: str, limit: int = 8) -> list[Zone]:
    """The zones that somebody may mean by a city, a country, a US state or an IANA name; the biggest first.

    One alone where it is clear: "Toronto", "Paris" (with many times the people of any other Paris), "Paris,
    Texas", "Germany". What is not spelled like that, only close to it or its beginning, is `guessed`. Raises
    Refusal for an offset or an abbreviation, and for what is no place or one that is not known.
    """
    text = clean(query).strip(" .,!?")[:_MAX_QUERY]
    name = fold(text)
    if not name:
        raise Refusal(say(_("Which city are you in, or near? For example “Toronto”.")))
    if name in _UTC:
        return [Zone(name="UTC", label="UTC")]
    if _OFFSET.fullmatch(text):
        raise Refusal(
            say(
                _("Clocks change with the seasons, so tell me a city that keeps your time: “Toronto”, for example.")
            )
        )
    known = places()
    if zone := known.zones.get(text.lower().replace(" ", "_")):
        return [Zone(name=zone, label=_label_of(known, zone))]
    name = fold(text.rpartition("/")[2]) or name
    talk = is_no_name(text) and not any(
        fold(city.name) == name for _weight, city in known.named(name)
    )  # "Nice" is one
    if name in _NO_PLACES or talk:
        raise _unknown(text)
    parts = [fold(part) for part in text.split(",")]
    found = _find(known, name, parts)
    guesses = [] if found else _guess(known, name, parts)
    if not found and not guesses:
        raise _unknown(text)
    return [Zone(name=city.zone, label=known.label(city), guessed=not found) for city in (found or guesses)[:limit]]


def _find(known: Places, name: str, parts: list[str]) -> list[City]:
    """The cities of exactly this name, or of a name that has it as its first words."""
    if len(parts) > 1:
        return _clear(_within(known, parts[0], [part for part in parts[1:] if part]))
    areas = known.areas.get(name, frozenset()) if len(name) > 2 or name in ("us", "uk") else frozenset()
    capitals = known.capitals(areas)
    cities = [] if any(not state for _country, state in areas) else list(known.named(name))
    if len(name) == 3 and not areas:
        cities += known.beginning(name)  # "tor" is a code of some airport, too
    if len(capitals) > 1:
        return _unique([*capitals, *cities])
    if capitals or cities:
        return _clear([*capitals, *cities])
    words = name.split()
    for count in range(1, min(4, len(words))):
        if within := _within(known, " ".join(words[:-count]), [" ".join(words[-count:])]):
            return _clear(within)
    if len(name) > 2:
        return _clear(known.beginning(f"{name} "))
    return []


def _guess(known: Places, name: str, parts: list[str]) -> list[City]:
    """Cities whose name begins like this, or is this but for a small typing error; perhaps before an area."""
    if len(parts) > 1:
        return _clear(_misspelled(known, parts[0], [part for part in parts[1:] if part]))
    # Only their own names: some Lithuanians say "Torntonas" for Thornton, and who types "Tornto" means Toronto.
    begun = [(weight, city) for weight, city in known.beginning(name) if fold(city.name).startswith(name)]
    found = _clear([*(begun if len(name) > 2 else []), *_misspelled(known, name)])
    words = name.split()
    for count in range(1, min(4, len(words))):
        if not found:
            found = _clear(_misspelled(known, " ".join(words[:-count]), [" ".join(words[-count:])]))
    return found


def _within(known: Places, name: str, areas: list[str]) -> list[tuple[int, City]]:
    """The cities of this name in all of these countries or states; the biggest of the state of this name."""
    cities = [
        (weight, city) for weight, city in known.named(name) if all(known.is_in(city, area) for area in areas)
    ]
    if cities:
        return cities
    states = known.areas.get(name, frozenset())
    return known.capitals(state for state in states if all((state[0], "") in known.areas.get(a, ()) for a in areas))


def _misspelled(known: Places, name: str, areas: Sequence[str] = ()) -> list[tuple[int, City]]:
    """Cities in all of these areas but for a small typing error, those with the fewest."""
    allowed = 0 if len(name) < 4 else 1 if len(name) < 8 else 2
    if not allowed or any(area not in known.areas for area in areas):
        return []
    near = extract(name, known.like(name[0]), scorer=OSA.distance, score_cutoff=allowed, limit=None)
    for errors in range(1, allowed + 1):
        cities = [
            found for each in {each for each, n, _index in near if n == errors} for found in known.named(each)
        ]
        if within := [found for found in cities if all(known.is_in(found[1], area) for area in areas)]:
            return within
    return []


def _clear(found: Iterable[tuple[int, City]]) -> list[City]:
    """The cities, the biggest first, without those that are tiny beside it; one where all keep the same time."""
    found = list(found)
    biggest = max((weight for weight, _city in found), default=0)
    cities = _unique((weight, city) for weight, city in found if weight * _DWARFS > biggest)
    return cities[:1] if len({city.zone for city in cities}) == 1 else cities


def _unique(found: Iterable[tuple[int, City]]) -> list[City]:
    return list(dict.fromkeys(city for _weight, city in sorted(found, key=lambda each: -each[0])))


def _label_of(known: Places, zone: str) -> str:
    """The city after which an IANA zone is called, with its country."""
    name = zone.rpartition("/")[2].replace("_", " ")
    city = next((city for _weight, city in known.named(fold(name)) if city.zone == zone), None)
    return known.label(city) if city else name


def _unknown(text: str) -> Refusal:
    return Refusal(
        say(
            _("I don't know the place “{place}”. Try a bigger city in the same time zone: “Toronto”, for example."),
            place=clean(text)[:60],
        )
    )
