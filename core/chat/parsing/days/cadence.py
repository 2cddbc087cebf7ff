"""How often: "every 6 weeks", "twice a year", "monthly", "never"."""

import re
from typing import Final, final

from core.chat.errors import Refusal
from core.chat.parsing.days.spans import (
    AFTER,
    BEFORE,
    NUMBER,
    NUMBER_WORD,
    SHORT_UNIT,
    UNIT,
    read_counted,
    read_span,
)
from core.chat.parsing.letters import plain_letters
from core.chat.parsing.line import begins_part, ends_part
from core.chat.reply import say
from core.chat.words import _
from core.facts.cadence import Cadence, Unit


@final
class Never:
    """No reminders for somebody, on purpose. There is one value of it: NEVER."""

    def __repr__(self) -> str:
        return "NEVER"


NEVER: Final = Never()

_ORDINALS = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "sixth": 6, "6th": 6}
_ADVERBS = {
    "daily": Cadence(count=1, unit=Unit.DAY),
    "weekly": Cadence(count=1, unit=Unit.WEEK),
    "biweekly": Cadence(count=2, unit=Unit.WEEK),
    "bi-weekly": Cadence(count=2, unit=Unit.WEEK),
    "fortnightly": Cadence(count=2, unit=Unit.WEEK),
    "monthly": Cadence(count=1, unit=Unit.MONTH),
    "bimonthly": Cadence(count=2, unit=Unit.MONTH),
    "bi-monthly": Cadence(count=2, unit=Unit.MONTH),
    "quarterly": Cadence(count=3, unit=Unit.MONTH),
    "half-yearly": Cadence(count=6, unit=Unit.MONTH),
    "semiannually": Cadence(count=6, unit=Unit.MONTH),
    "biannually": Cadence(count=6, unit=Unit.MONTH),
    "yearly": Cadence(count=1, unit=Unit.YEAR),
    "annually": Cadence(count=1, unit=Unit.YEAR),
}
_TIMES = {"once": 1, "twice": 2, "thrice": 3, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_LENGTHS = {
    "w": (1, Unit.WEEK),
    "m": (1, Unit.MONTH),
    "q": (3, Unit.MONTH),
    "y": (1, Unit.YEAR),
    "d": (1, Unit.DAY),
}
_NEVER_WORDS = frozenset({"never", "no", "none", "off", "stop", "not at all", "no reminders"})

_EVERY = (
    rf"{BEFORE}(?:(?:about|roughly|around|approximately|at\s+least)\s+)?(?:once\s+)?(?:every|each)\s+(?:single\s+)?"
    rf"(?:(?P<ordinal>{'|'.join(_ORDINALS)})\s+(?P<ordinal_unit>{UNIT})"
    rf"|(?P<number>{NUMBER})[\s-]*(?P<short_unit>{SHORT_UNIT})"
    rf"|(?:(?P<word>{NUMBER_WORD})[\s-]+)?(?P<unit>{UNIT}))"
    rf"(?:\s+or\s+so)?{AFTER}"
)
_TIMES_A = (
    rf"{BEFORE}(?:(?P<times>once|twice|thrice)|(?P<n>\d{{1,3}}|two|three|four|five|six)\s*(?:x|times))"
    rf"\s+(?:a|an|per|each|every)\s+(?P<per>day|week|month|quarter|year){AFTER}"
)
_ADVERB = rf"{BEFORE}(?P<adverb>{'|'.join(_ADVERBS)}){AFTER}"
_TOO_OFTEN = (
    rf"{BEFORE}(?:every|each)\s+(?:{NUMBER}\s*|(?:{NUMBER_WORD})[\s-]+)?"
    rf"(?P<too_often>seconds?|secs?|minutes?|mins?|hours?|hrs?){AFTER}"
)
_CADENCE = re.compile(f"{_EVERY}|{_TIMES_A}|{_ADVERB}|{_TOO_OFTEN}|{BEFORE}(?P<never>never){AFTER}", re.IGNORECASE)
_VALUE = re.compile(
    rf"(?:(?P<number>{NUMBER})[\s-]*(?P<short_unit>{SHORT_UNIT})|(?:(?P<word>{NUMBER_WORD})[\s-]+)?(?P<unit>{UNIT}))"
    r"(?:\s+or\s+so)?",
    re.IGNORECASE,
)
_RHYTHM = re.compile(
    rf"{BEFORE}(?:(?:to|at)\s+)?(?:{_VALUE.pattern}|(?P<none>off|none|no\s+reminders)){AFTER}", re.IGNORECASE
)
_FOLLOWS_ADVERB = re.compile(r"\s*(?:$|[,;.)\n\x00#@]|(?:we\s+)?met\b|with\b|from\b|starting\b)")


def find_cadence(text: str) -> tuple[Cadence | Never, int, int] | None:
    """The first phrase that says how often, and where; None when there is none.

    "every Tuesday" says when, not how often. "weekly" counts only in lower case and where no word follows, so
    that a "Weekly" in a company's name and a "weekly call" stay words; "never" only where it stands last.
    Raises Refusal for one that makes no sense ("every 0 weeks", "every 5 minutes").
    """
    text = plain_letters(text)
    for match in _CADENCE.finditer(text):
        if match["adverb"] and not _is_said_of_the_cadence(match):
            continue
        if (
            match["never"]
            and not ends_part(text, match.end())
            and text[match.end() :].lstrip()[:1] not in ("#", "@")
        ):
            continue
        return _meaning(match), match.start(), match.end()
    return None


def find_rhythm(text: str) -> tuple[Cadence | Never, int, int] | None:
    """What find_cadence finds, else a span that ends a part of the line: "Jane 6 weeks", "Jane a month".

    For a line in which a span can mean nothing but how often. Raises Refusal like find_cadence.

    >>> find_rhythm("Jane 6 weeks")
    (Cadence(count=6, unit=<Unit.WEEK: 'week'>), 5, 12)
    """
    text = plain_letters(text)
    if found := find_cadence(text):
        return found
    for match in _RHYTHM.finditer(text):
        # A unit alone may be a surname: "Doris Day".
        alone = match["unit"] and not match["word"] and not begins_part(text, match.start())
        after = text[match.end() :].lstrip()[:1]
        if not alone and (ends_part(text, match.end()) or after in ("#", "@")):
            return (NEVER if match["none"] else read_counted(match)), match.start(), match.end()
    return None


def read_cadence(text: str) -> Cadence | Never:
    """A whole value: what find_cadence finds, and also "6 weeks", "2mo", "month". Raises Refusal.

    >>> read_cadence("2mo"), read_cadence("never")
    (Cadence(count=2, unit=<Unit.MONTH: 'month'>), NEVER)
    """
    value = " ".join(plain_letters(text).split()).rstrip(".!")
    if value.casefold() in _NEVER_WORDS:
        return NEVER
    if match := _CADENCE.fullmatch(value):
        return _meaning(match)
    if match := _VALUE.fullmatch(value):
        return read_counted(match)
    found = find_cadence(value)
    if found and begins_part(value, found[1]) and ends_part(value, found[2]):
        return found[0]
    raise Refusal(say(_("How often? For example “every 6 weeks”, “monthly”, “twice a year”, or “never”.")))


def _meaning(match: re.Match[str]) -> Cadence | Never:
    if match["never"]:
        return NEVER
    if match["too_often"]:
        raise _too_often()
    if match["adverb"]:
        return _ADVERBS[match["adverb"].casefold()]
    if match["per"]:
        word = (match["times"] or match["n"]).casefold()
        return _times_a(_TIMES.get(word) or int(word), match["per"].casefold())
    if match["ordinal"]:
        return read_span(str(_ORDINALS[match["ordinal"].casefold()]), match["ordinal_unit"])
    return read_counted(match)


def _is_said_of_the_cadence(match: re.Match[str]) -> bool:
    lower_or_alone = match["adverb"].islower() or begins_part(match.string, match.start())
    return lower_or_alone and _FOLLOWS_ADVERB.match(match.string, match.end()) is not None


def _times_a(times: int, per: str) -> Cadence:
    """ "three times a year": the longest even span, in months, else weeks, else days, at least one day."""
    count, unit = _LENGTHS[per[0]]
    if times == 1:
        return Cadence(count=count, unit=unit)
    if times == 0:
        raise Refusal(say(_("If you want no reminders, say “never”.")))
    if unit is Unit.YEAR and 12 % times == 0:
        return Cadence(count=12 // times, unit=Unit.MONTH)
    days = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}[unit] * count // times
    if days < 1:
        raise _too_often()
    weeks = days >= 14 or days == 7
    return Cadence(count=days // 7, unit=Unit.WEEK) if weeks else Cadence(count=days, unit=Unit.DAY)


def _too_often() -> Refusal:
    return Refusal(say(_("Once a day is as often as I can remind you: “daily”.")))
