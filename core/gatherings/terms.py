"""Terms in a line that announces an event: "20 seats, guests 1, closes 2h before"."""

import re
from dataclasses import dataclass

MOST_SEATS = 100_000
MOST_GUESTS = 9
LONGEST_CLOSING = 60 * 24 * 60  # minutes: two months

_SEATS = re.compile(
    r"\b(?:(?:max(?:imum)?|at most|up to|limited to|capacity|limit)\W{0,2}(?P<most>\d{1,6})(?:\s+"
    r"(?:seats?|places?|spots?|people|persons?|guests in all))?|(?P<seats>\d{1,6})\s*(?:seats?|places?|spots?)"
    r"(?:\s+(?:only|in all|available))?)\b",
    re.IGNORECASE,
)
_GUESTS = re.compile(
    r"(?:\bguests?\s*:?\s*(?P<after>\d{1,2})\b|(?<!\w)\+\s?(?P<plus>\d{1,2})(?!\d)(?:\s+guests?)?(?:\s+(?:each|allowed))?"
    r"|\b(?P<before>\d{1,2})\s+guests?(?:\s+(?:each|allowed|per person))?\b|\b(?P<none>no guests|without guests)\b"
    r"|\b(?P<one>a guest(?:\s+(?:each|allowed))?|guests? (?:welcome|allowed))\b)",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\b(?:answers?\s+)?(?:closes?|closing|cut-?off|ends? answers)\s*:?\s*(?:(?P<number>\d{1,5})|an?)\s*"
    r"(?P<unit>m|min(?:ute)?s?|h|hours?|hrs?|d|days?|w|weeks?)\s+(?:before|ahead|in advance)\b(?:\s*hand\b)?",
    re.IGNORECASE,
)
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_LOOSE = re.compile(r"\s*[,;]\s*(?=[,;]|$)|^\s*[,;]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTerms:
    """What a line says of how others may answer; None where it says nothing. `rest` is the line without it."""

    rest: str
    capacity: int | None = None
    guests: int | None = None
    closes: int | None = None  # minutes before the beginning


def read_terms(line: str) -> ReadTerms:
    """What a line says of seats, guests and when answers close.

    >>> read_terms("Breakfast Tue 7:30 at Brampton Hall, 20 seats, guests 1, closes 2h before")
    ReadTerms(rest='Breakfast Tue 7:30 at Brampton Hall', capacity=20, guests=1, closes=120)
    >>> read_terms("Breakfast Tue 7:30")
    ReadTerms(rest='Breakfast Tue 7:30', capacity=None, guests=None, closes=None)
    """
    capacity = guests = closes = None
    if said := _CLOSES.search(line):
        closes = min(int(said["number"] or 1) * _MINUTES[said["unit"][0].casefold()], LONGEST_CLOSING)
        line = _without(line, said)
    if said := _SEATS.search(line):
        capacity = max(1, min(int(said["most"] or said["seats"]), MOST_SEATS))
        line = _without(line, said)
    if said := _GUESTS.search(line):
        guests = min(_guests(said), MOST_GUESTS)
        line = _without(line, said)
    return ReadTerms(rest=line, capacity=capacity, guests=guests, closes=closes)


def _guests(said: re.Match[str]) -> int:
    if said["none"]:
        return 0
    if said["one"]:
        return 1
    return int(said["after"] or said["plus"] or said["before"])


def _without(line: str, said: re.Match[str]) -> str:
    """The line without these words, and without the comma that has nothing to part any more."""
    left = f"{line[: said.start()]}{line[said.end() :]}"
    while (neater := _LOOSE.sub("", left)) != left:
        left = neater
    return " ".join(left.split())
