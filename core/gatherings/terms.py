"""Terms in a line that announces an event: "20 seats, guests 1, closes 2h before"."""

import re
from dataclasses import dataclass, fields

from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _

MOST_SEATS = 100_000
MOST_GUESTS = 9
LONGEST_CLOSING = 366 * 24 * 60  # minutes

_SEAT = r"(?:seats?|places|spots?|chairs?|tickets|pax|attendees|participants)"
_HEADS = rf"(?:{_SEAT}|people|persons?|guests in all)"
# A number of its own: of no time ("7:30 seats 20"), no address ("at 5 Place Ville Marie"), no price.
_N = r"(?<![\w:.,/$€£-])(?<!\bat )(?<!\bin )(?<!@ )(?P<{name}>[-−]?\d{{1,12}})"
_END = r"(?=\s*(?:[,;.!)\n]|$))"
_BEHIND = r"(?:\s+(?:only|in all|in total|available|max(?:imum)?|at most|please))?"
_NO_UNIT = r"(?![:.]?\d|\s*(?:h|hrs?|hours?|m|min|minutes?|days?|weeks?|am|pm|km|%|guests?(?! in all))\b)"
_SEATS = re.compile(
    rf"(?:\b(?:max(?:imum)?|at most|up to|limited to|limit|capacity|room for)\b[.:]?\s*(?:of\s+)?"
    rf"(?P<most>[-−]?\d{{1,12}}){_NO_UNIT}(?:\s+{_HEADS}\b)?"
    rf"|{_N.format(name='seats')}\s*{_SEAT}\b{_BEHIND}"
    rf"|\b(?:seats|places|spots)\s*[:=]?\s*(?P<after>[-−]?\d{{1,12}}){_NO_UNIT}"
    rf"|\bfor\s+(?:max\.?\s+|up to\s+)?(?P<for>\d{{1,12}})\s+(?:people|persons?)\b(?!\s+(?:who|from|of|in|with)\b)"
    rf"|{_N.format(name='people')}\s+(?:people|persons){_BEHIND}{_END}"
    rf"|{_N.format(name='max')}\s+(?:max(?:imum)?|at most){_END})",
    re.IGNORECASE,
)
_NO_LIMIT = re.compile(
    r"\b(?:no (?:seat )?limit|any number of (?:seats|people)|unlimited(?: seats)?|as many as come)\b", re.IGNORECASE
)
_EACH = r"(?:\s+(?:each|allowed|welcome|per person|a head))?"
_WORDS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_GUESTS = re.compile(
    rf"(?:\b(?:max\.?\s+|at most\s+|up to\s+|bring\s+(?:up to\s+)?)?(?:"
    rf"{_N.format(name='before')}\s+guests?\b(?! in all| of honou?r){_EACH}"
    rf"|(?P<word>one|two|three|four|five)\s+guests?\b(?! of honou?r|\s+speaker){_EACH})"
    rf"|\bguests?\s*[:=]?\s*(?:max\.?\s+|up to\s+)?(?P<after>[-−]?\d{{1,6}}){_NO_UNIT}{_EACH}"
    rf"|\bplus[ -](?P<plus_word>one|two|three)s?\b{_EACH}"
    # "+1 905 555 0100" is a telephone number, "UTC +1" a zone
    rf"|(?<![\w+])(?<!UTC )(?<!GMT )\+\s?(?P<plus>\d{{1,2}})(?![\w:]|[\s.-]*[\d(])(?:\s+guests?\b)?{_EACH}"
    r"|\b(?P<none>no guests|without guests)\b"
    r"|\b(?P<one>(?:you may |may |please )?(?:bring|with) a guest\b(?! speaker)|a guest(?:\s+(?:each|allowed))"
    r"|guests? (?:welcome|allowed)|a guest(?=\s*(?:[,;.!]|$))))",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\b(?:(?:answers?|registration|sign-?up|rsvps?)\s+)?(?:closes?|closing|cut-?off|ends? answers|rsvp)\s*:?\s*"
    r"(?:(?P<number>\d{1,6})|an?|one|the|(?P<word>two|three|four|five))\s*"
    r"(?P<unit>m|min(?:ute)?s?|h|hours?|hrs?|d|days?|w|weeks?)\b"
    r"(?P<before>\s+(?:before|ahead|earlier|in advance)\b(?:\s*hand\b|\s+it\s+(?:begins|starts))?)?",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:no (?:cut-?off|deadline|closing)|(?:answers\s+)?never closes?)\b", re.IGNORECASE)
_DEADLINE = re.compile(
    r"(?:\b(?:answers?\s+|registration\s+|sign-?up\s+)?(?:closes?|closing|cut-?off|deadline)\b(?:\s+(?:is|by|on|at))?"
    r"|\b(?:please\s+)?(?:rsvp|answer|reply|register|sign[ -]?up)\s+(?:by|until|till|before)\b)\s*:?\s*"
    r"(?P<deadline>[^,;\n]*(?:\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:mon|tue|wed|thu|fri|sat|sun)\b"
    r"|\b(?:noon|midnight|today|tonight|tomorrow)\b)[^,;\n]*)",  # "RSVP by email" is no deadline
    re.IGNORECASE,
)
_PLACE_BEHIND = re.compile(r"\s+(?:at|in|@)\s+(?!\d|noon|midnight)(?=\S)", re.IGNORECASE)
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_LOOSE = re.compile(r"\s*[,;]\s*(?=[,;]|$)|^\s*[,;]\s*|\s*\(\s*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTerms:
    """What a line says of how others may answer; empty where it says nothing. `rest` is the line without it."""

    rest: str
    capacity: int | None = None
    unlimited: bool = False  # as many seats as anybody likes
    guests: int | None = None
    closes: int | None = None  # minutes before the beginning
    deadline: str = ""  # the same as a day and an hour, in words (core/gatherings/deadlines.py)
    open_ended: bool = False  # answers do not close

    @property
    def says_something(self) -> bool:
        return any(getattr(self, each.name) != each.default for each in fields(self) if each.name != "rest")


def read_terms(line: str) -> ReadTerms:
    """What a line says of seats, guests and when answers close. Raises Refusal for numbers that cannot be meant.

    >>> read_terms("Breakfast Tue 7:30 at Brampton Hall, 20 seats, closes 2h before").closes
    120
    >>> read_terms("Breakfast Tue 7:30").says_something
    False
    """
    capacity = guests = closes = None
    deadline = ""
    unlimited, open_ended = _NO_LIMIT.search(line), _OPEN.search(line)
    for none in (unlimited, open_ended):
        line = _without(line, none) if none else line
    # "Shop closes 5 days a week" says no closing of answers: a length is said "before", or stands alone behind it.
    if said := next((each for each in _CLOSES.finditer(line) if _is_closing(line, each)), None):
        closes = minutes(said)
        line = _without(line, said)
    elif said := _DEADLINE.search(line):
        cut = _PLACE_BEHIND.search(said["deadline"])
        deadline = (said["deadline"][: cut.start()] if cut else said["deadline"]).strip(" .!")
        line = f"{line[: said.start()]}{said['deadline'][cut.start() :] if cut else ''}{line[said.end() :]}"
        line = _tidy(line)
    if said := _SEATS.search(line):
        capacity = seats_of(next(each for each in said.groupdict().values() if each))
        line = _without(line, said)
    if said := _GUESTS.search(line):
        guests = _guests(said)
        line = _without(line, said)
    return ReadTerms(
        rest=line,
        capacity=capacity,
        unlimited=unlimited is not None,
        guests=guests,
        closes=closes,
        deadline=deadline,
        open_ended=open_ended is not None,
    )


def seats_of(number: str) -> int:
    """Raises Refusal for what is no number of seats."""
    seats = int(number.replace("−", "-"))
    if not 1 <= seats <= MOST_SEATS:
        raise Refusal(
            say(_("Seats can be from 1 to {most}; or say “no limit”. For example: 20 seats"), most=MOST_SEATS)
        )
    return seats


def guests_of(number: str) -> int:
    """Raises Refusal for what is no number of guests for one person."""
    guests = int(number.replace("−", "-"))
    if not 0 <= guests <= MOST_GUESTS:
        raise Refusal(
            say(_("Each may bring from 0 to {most} guests, no more. For example: guests 1"), most=MOST_GUESTS)
        )
    return guests


def minutes(said: re.Match[str]) -> int:
    """How long before the beginning answers close. Raises Refusal for more than a year."""
    number = int(said["number"] or _WORDS[(said["word"] or "one").casefold()])
    closes = number * _MINUTES[said["unit"][0].casefold()]
    if closes > LONGEST_CLOSING:
        raise Refusal(say(_("Answers can't close longer than a year before. For example: closes 2h before")))
    return closes


def _is_closing(line: str, said: re.Match[str]) -> bool:
    return bool(said["before"] or re.match(r"\s*(?:[,;.!)\n]|$)", line[said.end() :]))


def _guests(said: re.Match[str]) -> int:
    if said["none"]:
        return 0
    if said["one"]:
        return 1
    if word := said["word"] or said["plus_word"]:
        return _WORDS[word.casefold()]
    return guests_of(said["before"] or said["after"] or said["plus"])


def _without(line: str, said: re.Match[str]) -> str:
    """The line without these words, and without the comma that has nothing to part any more."""
    return _tidy(f"{line[: said.start()]}{line[said.end() :]}")


def _tidy(line: str) -> str:
    while (neater := _LOOSE.sub("", line)) != line:
        line = neater
    return " ".join(line.split())
