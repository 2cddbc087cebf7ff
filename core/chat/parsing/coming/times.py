"""Times of day, weekdays and quiet hours as people write them, for the settings."""

import re
from datetime import time

from core.chat.errors import Refusal
from core.chat.parsing.days.spans import NUMBERS
from core.chat.parsing.days.weekdays import WEEKDAYS
from core.chat.reply import say
from core.chat.words import _

_CLOCK = re.compile(
    r"(?:at\s+)?(?:(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>\d{2})(?::\d{2})?)?\s*(?:h|hrs?|uhr|o['’]?clock)?"
    r"|(?P<both>\d{3,4})(?:\s*(?:h|hrs?))?)"
    r"\s*(?:(?P<half>[ap])\.?\s?m\.?|(?:in\s+the|at)\s+(?P<part>morning|afternoon|evening|night))?",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"(?:at\s+)?(?P<side>half|quarter|(?P<minutes>\d{1,2}|five|ten|twenty)(?:\s+minutes)?)"
    r"\s+(?P<to>past|to)\s+(?P<hour>\w+)"
    r"\s*(?:(?P<half>[ap])\.?\s?m\.?|(?:in\s+the|at)\s+(?P<part>morning|afternoon|evening|night))?",
    re.IGNORECASE,
)
NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
MINUTES = {**NUMBERS, "twenty": 20}
_DAYS = {
    **{name[:length]: frozenset({day}) for day, name in enumerate(WEEKDAYS) for length in range(2, len(name) + 1)},
    "m": frozenset({0}),
    "w": frozenset({2}),
    "f": frozenset({4}),  # "M-F"
    **dict.fromkeys(("weekday", "weekdays", "workdays", "business days", "working days"), frozenset(range(5))),
    **dict.fromkeys(("weekend", "weekends"), frozenset({5, 6})),
    **dict.fromkeys(("every day", "everyday", "daily", "all", "all days", "any day"), frozenset(range(7))),
}
_RANGE = re.compile(r"\s*(?:[-–—]|\bto\b|\bthrough\b|\bthru\b|\btill?\b|\buntil\b)\s*")
_EXCEPT = re.compile(r"\b(?:except|without|but(?:\s+not)?)\b")
_BETWEEN_DAYS = re.compile(r"[\s,;+&/]+")
_FILLERS = frozenset({"and", "on", "only", "from", "the", "every", "each", "for", ""})
_OFF = frozenset({"off", "none", "no", "never", "no quiet hours"})
_TO = re.compile(r"\s*(?:[-–—]|\bto\b|\buntil\b|\btill?\b|\band\b)\s*", re.IGNORECASE)


def read_time(text: str) -> time:
    """A wall time, in the zone of whoever says it. Raises Refusal.

    >>> read_time("8.30"), read_time("8 pm"), read_time("18h"), read_time("quarter to nine")
    (datetime.time(8, 30), datetime.time(20, 0), datetime.time(18, 0), datetime.time(8, 45))
    """
    value = " ".join(text.split()).casefold()
    if value.removeprefix("at ") in NAMED:
        return NAMED[value.removeprefix("at ")]
    if match := _CLOCK.fullmatch(value.removesuffix(".") if not value.endswith("m.") else value):
        both = match["both"]
        hour = int(both[:-2] if both else match["hour"])
        minute = int(both[-2:] if both else match["minute"] or 0)
        return _time(hour, minute, match["half"], match["part"])
    if match := _SPOKEN.fullmatch(value):
        return _spoken(match)
    raise _no_time()


def read_weekdays(text: str) -> frozenset[int]:
    """Weekdays, Monday being 0. Raises Refusal for a word that is none and for no day at all.

    >>> sorted(read_weekdays("Mon-Wed, fri")), sorted(read_weekdays("every day except Sunday"))
    ([0, 1, 2, 4], [0, 1, 2, 3, 4, 5])
    """
    taken, *left_out = _EXCEPT.split(" ".join(text.split()).casefold().replace(".", ""))
    days = _days(taken) if taken.strip() or not left_out else set(range(7))
    for words in left_out:
        days -= _days(words)
    if not days:
        raise Refusal(say(_("On which days? For example “Mon-Fri”, “weekends” or “every day”.")))
    return frozenset(days)


def read_hours(text: str) -> tuple[time, time] | None:
    """From when to when, perhaps over midnight; None for "off". Raises Refusal.

    >>> read_hours("10pm to 7am")
    (datetime.time(22, 0), datetime.time(7, 0))
    """
    value = " ".join(text.split()).casefold()
    if value in _OFF:
        return None
    sides = _TO.split(value.removeprefix("from ").removeprefix("between "))
    if len(sides) != 2:
        raise Refusal(say(_("From when to when? For example “22:00-7:00”, or “off”.")))
    begin, end = read_time(sides[0]), read_time(sides[1])
    if begin == end:
        raise Refusal(say(_("That is no time at all, or all day. For example “22:00-7:00”, or “off”.")))
    return begin, end


def _time(hour: int, minute: int, half: str | None, part: str | None) -> time:
    if half or part:
        if not 1 <= hour <= 12 and half:
            raise _no_time()
        afternoon = half == "p" or part in ("afternoon", "evening") or (part == "night" and 6 <= hour < 12)
        hour = hour % 12 + 12 * afternoon if hour <= 12 else hour
    if (hour, minute) == (24, 0):
        hour = 0
    if hour > 23 or minute > 59:
        raise _no_time()
    return time(hour, minute)


def _spoken(match: re.Match[str]) -> time:
    side, hour = match["minutes"] or match["side"], match["hour"]
    minutes = {"half": 30, "quarter": 15}.get(side) or MINUTES.get(side) or (int(side) if side.isdecimal() else 60)
    number = MINUTES.get(hour) or (int(hour) if hour.isdecimal() and len(hour) < 3 else 25)
    if minutes > 59 or number > 24:
        raise _no_time()
    whole = _time(number, 0, match["half"], match["part"])
    if match["to"] == "past":
        return whole.replace(minute=minutes)
    return time((whole.hour - 1) % 24, 60 - minutes)


def _days(words: str) -> set[int]:
    if words.strip() in _DAYS:
        return set(_DAYS[words.strip()])
    days: set[int] = set()
    # "Mon - Fri" is one thing, "Mon Fri" are two: take the spaces out of ranges before splitting.
    for part in _BETWEEN_DAYS.split(_RANGE.sub("-", words).strip(" -,;")):
        if part in _FILLERS:
            continue
        first, *last = (_day(name) for name in part.split("-"))
        if not last:
            days |= first
        elif len(last) == 1 and len(first) == len(last[0]) == 1:
            begin, end = min(first), min(last[0])
            days |= {(begin + i) % 7 for i in range((end - begin) % 7 + 1)}
        else:
            raise _no_day(part)
    return days


def _day(name: str) -> frozenset[int]:
    for known in (name, name.removesuffix("s")):
        if known in _DAYS:
            return _DAYS[known]
    raise _no_day(name)


def _no_day(name: str) -> Refusal:
    return Refusal(
        say(_("“{day}” is no weekday I know. For example “Mon-Fri”, “weekends” or “every day”."), day=name[:40])
    )


def _no_time() -> Refusal:
    return Refusal(say(_("I read no time of day in that. For example “8:30”, “8am” or “18:00”.")))
