"""How long from now: "in 2 hours", "half an hour from now", "in 3 weeks", "in 1h30", "2 weeks from Friday"."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from core.chat.parsing.days.spans import MAX_YEARS, NUMBERS
from core.chat.parsing.letters import plain_letters
from core.facts.cadence import add_months


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of time that is said in a text, and where; the words from which it counts begin at `anchor`."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    start: int
    end: int
    anchor: int | None = None  # None: from now
    back: bool = False  # "2 days before Friday"

    def after(self, day: date) -> date:
        """The day so much later, or earlier; the end of a short month where the day does not exist."""
        sign = -1 if self.back else 1
        return add_months(day, sign * self.months) + timedelta(days=sign * self.days)

    def elapsed(self, now: datetime) -> datetime:
        """The wall time so much later, in the zone of `now`: hours really go by, days keep the clock."""
        day = self.after(now.date())
        then = datetime.combine(day, now.timetz()).astimezone(UTC)
        return (then + timedelta(minutes=-self.minutes if self.back else self.minutes)).astimezone(now.tzinfo)


def find_lengths(text: str) -> list[Length]:
    """Every length of time after which something is to come, in order.

    Alone ("30m", "2 weeks") one counts only at the beginning of a text; "for 2 weeks" and "2 weeks ago" never.

    >>> [(each.minutes, each.start, each.end) for each in find_lengths("call in an hour and a half")]
    [(90, 5, 26)]
    """
    found = []
    text = plain_letters(text)
    for match in _LENGTH.finditer(text):
        if _AGO.match(text, match.end()) or not (match["in"] or match["from"] or _stands_alone(text, match)):
            continue
        length = _read(match)
        if length is not None:
            found.append(length)
    return found


def _read(match: re.Match[str]) -> Length | None:
    months = days = Fraction(0)
    minutes = Fraction(0)
    units = set()
    said = match["length"] if _PART.search(match["length"]) else f"1 {match['length'].split()[-1]}"
    for part in _PART.finditer(said):  # "the day after Christmas" has no number
        number = _number(part)
        kind = _kind(part["unit"])
        units.add(kind)
        if kind in _MONTHS:
            months += number * _MONTHS[kind]
        elif kind in _DAYS:
            days += number * _DAYS[kind]
        else:
            minutes += number * _MINUTES[kind] + int(part["joined"] or 0)
    days += 28 * (months % 1)  # half a month is two weeks, like everywhere here
    minutes += 1440 * (days % 1) if "d" in units else 0
    total = months * 31 + days + minutes / 1440
    if not 0 < total <= MAX_YEARS * 366:
        return None
    anchored = (match["from"] or "").casefold().strip()
    return Length(
        months=int(months),
        days=int(days),
        minutes=-int(-minutes // 1),  # 30 seconds are a minute: nothing comes sooner
        start=match.start(),
        end=match.end(),
        anchor=None if anchored in _FROM_NOW else match.end(),
        back=anchored == "before",
    )


def _number(part: re.Match[str]) -> Fraction:
    words = " ".join((part["number"] or part["word"] or "").casefold().replace("-", " ").split())
    if part["number"]:
        number = Fraction(words.replace(",", "."))
    elif fraction := _FRACTION.search(words):
        number = _FRACTIONS[fraction.group()]
    else:
        said = [_WORDS[word] for word in words.removesuffix(" of").removeprefix("a ").split()]
        number = Fraction(sum(said))
    return number + (Fraction(1, 2) if part["half_before"] or part["half_after"] else 0)


def _kind(unit: str | None) -> str:
    if not unit:
        return "m"
    unit = unit.casefold()
    return "mo" if unit.startswith(("mo", "mth")) else unit[0]


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a bare length is all that is said, or begins a text: "30m stretch", but no "2 weeks notice"."""
    if text[: match.start()].strip(" \t\n,;:\"'("):
        return False
    if not text[match.end() :].strip(" .,!?\"')"):
        return True
    written = match["length"][0].isdecimal() and _LOOSE.search(match["length"]) is None
    return written and _OTHER_USE.match(text, match.end()) is None


_MONTHS = {"mo": 1, "q": 3, "y": 12}
_DAYS = {"d": 1, "w": 7, "f": 14}
_MINUTES = {"m": Fraction(1), "h": Fraction(60), "s": Fraction(1, 60)}
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
_WORDS: dict[str, int] = {
    **NUMBERS,
    **{word: 13 + index for index, word in enumerate(_TEENS)},
    **{word: 30 + 10 * index for index, word in enumerate(("thirty", "forty", "fifty", "sixty"))},
    "ninety": 90,
    "a": 1,
    "an": 1,
    "another": 1,
    "couple": 2,
    "pair": 2,
    "few": 3,
}
_FRACTION = re.compile(r"half|three quarters|quarter")
_FRACTIONS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "three quarters": Fraction(3, 4)}
_TENS = r"(?:twenty|thirty|forty|fifty)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?"
_NUMBER_WORD = (
    r"(?:a\s+|the\s+)?(?:half|three[\s-]quarters|quarter(?=\s+of))(?:\s+of)?(?:\s+an?)?"
    r"|(?:a\s+|another\s+)?(?:(?:couple|pair)(?:\s+of)?|few)"
    rf"|{_TENS}|{'|'.join(sorted(_WORDS.keys() - {'couple', 'pair', 'few'}, key=len, reverse=True))}"
)
_LONG_UNIT = (
    r"seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|dys?|weeks?|wks?|fortnights?|months?|mths?|mos?|quarters?"
    r"|years?|yrs?"
)
_UNIT = rf"(?:{_LONG_UNIT}|[smhdwy])(?![^\W\d_])"
_ONE = (
    rf"(?:(?:(?P<number>[13]/[24](?=\s?h)|\d{{1,5}}(?:[.,]\d{{1,3}})?)|(?P<word>{_NUMBER_WORD})(?=[\s-]))"
    r"(?P<half_before>\s+and\s+an?\s+half)?(?:\s+more)?[\s-]*"
    rf"(?P<unit>{_UNIT})(?P<half_after>\s+and\s+a\s+half)?(?:(?<=h)(?P<joined>[0-5]\d)(?!\w))?)"
)
_PART = re.compile(_ONE, re.IGNORECASE)
_BARE = re.sub(r"\?P<\w+>", "?:", _ONE)
_LENGTH = re.compile(
    r"(?<![\w$€£#@/.:+–-])(?!2day\b|half-|one\s+day\b)"
    r"(?P<in>\+\s?|(?:(?:with)?in|after)\s+(?:about\s+|around\s+|roughly\s+|exactly\s+|another\s+|the\s+next\s+|just\s+)?)?"
    rf"(?P<length>{_BARE}(?:(?:\s*,?\s*(?:and\s+|&\s*)?){_BARE}){{0,3}}"
    r"|(?:the\s+)?(?:day|week|month|year)(?=\s+(?:after|before)\b))"
    r"(?:['’]s?\s+time(?!\w))?"
    r"(?P<from>\s+(?:from\s+now|from\s+today|hence|from|after|before|later(?=\s*(?:$|[,.]))))?(?![\w%]|['’-]\w)",
    re.IGNORECASE,
)
_FROM_NOW = frozenset({"", "from now", "from today", "hence", "later"})
_AGO = re.compile(r"\s+(?:ago|back|earlier|old|long|before\s+now|late)\b", re.IGNORECASE)
_LOOSE = re.compile(r"(?:\s|[a-z]\s?)[smhdwy]\b", re.IGNORECASE)  # "1 m", "an h"
_OTHER_USE = re.compile(
    r"\s*[-–/+]|\s+(?:of|notice|trial|walk|drive|run|break|call|meeting|trip|chat|with|at|in|old|long|late|and|or|each|per"
    r"|a|an|is|are|was|were|will|on|before|after)\b",
    re.IGNORECASE,
)
