"""Lengths of time as people write them: "6 weeks", "a couple of months", "2w", "half a year"."""

import re
from fractions import Fraction

from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _
from core.facts.cadence import Cadence, Unit

MAX_YEARS = 50

NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_WORDS: dict[str, int | Fraction] = {
    "a": 1,
    "an": 1,
    **NUMBERS,
    "a couple of": 2,
    "a couple": 2,
    "couple of": 2,
    "a few": 3,
    "few": 3,
    "half a": Fraction(1, 2),
    "a half": Fraction(1, 2),
    "half": Fraction(1, 2),
}
_UNITS = {
    "d": (1, Unit.DAY),
    "w": (1, Unit.WEEK),
    "m": (1, Unit.MONTH),
    "q": (3, Unit.MONTH),
    "y": (1, Unit.YEAR),
    "f": (2, Unit.WEEK),  # a fortnight
}

# Two patterns to build others of; the short units stand only after digits ("2w"), never after words ("a d").
NUMBER = r"\d+(?:[.,]\d+)?"
NUMBER_WORD = "|".join(word.replace(" ", r"\s+") for word in sorted(_WORDS, key=len, reverse=True))
UNIT = r"days?|weeks?|wks?|fortnights?|months?|mths?|mos?|quarters?|years?|yrs?"
SHORT_UNIT = UNIT + "|d|w|m|y"
BEFORE = r"(?<![\w$€£#@/.+-])"
AFTER = r"(?!\w|['’-]\w)"
COUNTED = (
    rf"(?:(?P<number>{NUMBER})[\s-]*(?P<short_unit>{SHORT_UNIT})|(?P<word>{NUMBER_WORD})[\s-]+(?P<unit>{UNIT}))"
)


def read_counted(match: re.Match[str]) -> Cadence:
    """What a match with the groups of COUNTED means. Raises Refusal like read_span."""
    return read_span(match["number"] or match["word"] or "", match["short_unit"] or match["unit"])


def read_span(number: str, unit: str) -> Cadence:
    """What `number` (digits, words, or "" for one) and `unit` mean together.

    Raises Refusal for nothing at all, for parts of a day and for more than a lifetime.

    >>> read_span("a couple of", "fortnights")
    Cadence(count=4, unit=<Unit.WEEK: 'week'>)
    >>> read_span("1.5", "years")
    Cadence(count=18, unit=<Unit.MONTH: 'month'>)
    """
    words = " ".join(number.casefold().split())
    if words and words not in _WORDS and len(words) > 9:
        raise _too_long()
    times = Fraction(_WORDS[words] if words in _WORDS else words.replace(",", ".") or 1)
    factor, of = _UNITS[unit[0].casefold()]
    return span_of(times * factor, of)


def span_of(times: Fraction, unit: Unit) -> Cadence:
    """So many units as a Cadence, in a smaller unit where only that comes out even. Raises Refusal."""
    if times.denominator != 1:
        if unit is Unit.YEAR:
            return span_of(times * 12, Unit.MONTH)
        if unit is Unit.WEEK:
            return span_of(times * 7, Unit.DAY)
        if unit is Unit.MONTH and times == Fraction(1, 2):
            return Cadence(count=2, unit=Unit.WEEK)
        raise Refusal(say(_("I count in whole days, weeks, months and years: “6 weeks”, for example.")))
    if times < 1:
        raise Refusal(say(_("It takes a day at least. For example “3 days” or “6 weeks”.")))
    span = Cadence(count=int(times), unit=unit)
    if span.days > MAX_YEARS * 366:
        raise _too_long()
    return span


def _too_long() -> Refusal:
    return Refusal(say(_("That is too long for me: {n} years at most. For example “6 weeks”."), n=MAX_YEARS))
