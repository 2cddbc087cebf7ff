"""A bare number between a day and what is to be done then: "mon 9 call Jane", "fri 930 standup", "tmrw 8 gym"."""

import re

from core.chat.parsing.coming.around import is_followed, said_before
from core.chat.parsing.coming.day_words import DAY_WORD, TODAY, TOMORROW, TONIGHT, WEEKDAY
from core.chat.parsing.days.dates import MONTH
from core.chat.parsing.days.spans import NUMBERS
from core.chat.parsing.days.weekdays import is_shaky
from core.chat.parsing.line import begins_part

# "5 people", "10 Downing Street", "50 %", "2 kg": whatever stands before these, the number is no hour.
COUNTED = (
    r"(?:%|percent|per\b|[$€£°]|k\b|km\b|\+|[×x*/]\s?\d|-\s?[a-z]|people\b|of\b|point\b|times?\b|stage\b|different\b|more\b"
    r"|(?:[a-z]+\s+)?(?:days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|seconds?|secs?|miles?|dollars?|euros?)\b"
    r"|(?-i:[A-Z])[\w'’]*\s+(?:st|street|road|rd|ave|avenue|lane|ln|drive|dr|way|blvd|square|place|plaza|court)\b)"
)
PLURAL = (  # "startups", but not "focus", "class" or "tennis"
    rf"(?!{DAY_WORD}\b|this\b|always\b|mornings\b|evenings\b|nights\b|afternoons\b)"
    r"(?-i:[a-z][a-z-]{2,}(?<![usi])s\b(?!['’]))"
)


def is_hour(text: str, start: int, end: int) -> bool | None:
    """Whether the digits there are an hour (9, 18, 930, 1830): a day stands right before them, and what is to
    be done right behind.

    False: perhaps, and it is to be asked about ("mon 9 chairs to set up"); None: it is none ("tomorrow 3 calls").
    """
    digits = text[start:end]
    if not _is_behind_day(text, start) or _NEVER.match(text, end):
        return None
    if len(digits) > 2:
        if digits[-2:] not in _QUARTERS:
            return None
        return (is_followed(text, end) or goes_on(text, end)) and digits[:2] != "20"  # "fri 2030 budget"
    words = _WORDS.match(text, end)
    if words is None or not 1 <= int(digits) <= _LATEST:
        return None
    if not goes_on(text, end):
        return False if int(digits) > _FEW else None
    if int(digits) > _FEW or words["first"].casefold() in _VERBS:
        return int(digits) > 1  # "mon 1 call with Ann"
    return not (int(digits) == 1 or _PLURAL.match(text, words.end()))  # "fri 2 big boxes"


def has_hour(text: str, day_end: int) -> bool:
    """Whether such an hour, sure or not, stands right behind the day that ends there."""
    digits = _DIGITS.match(text, day_end)
    return digits is not None and is_hour(text, *digits.span("digits")) is not None


def goes_on(text: str, end: int) -> bool:
    """Whether words follow, and not those of which a number would say how many."""
    return _WORDS.match(text, end) is not None and not (_NEVER.match(text, end) or _PLURAL.match(text, end))


def _is_behind_day(text: str, start: int) -> bool:
    """Whether a day stands right before; "sat" and "wed" in small letters begin the line, or have a word before."""
    day = said_before(_DAY, text, start)
    if day is None:
        return False
    name = day["day"]
    shaky = is_shaky(name) and name.islower() and not name.startswith(("m", "weds"))
    return not shaky or day["lead"] is not None or begins_part(text, day.start("day"))


_LATEST = 23
_FEW = 6  # people count up to here more often than they mean so early an hour, or so late
_QUARTERS = ("00", "15", "30", "45")
_DIGITS = re.compile(r",?\s+(?P<digits>\d{1,4})(?!\w)")
_DAY = re.compile(
    r"\b(?P<lead>(?:every|each|other|next|this|coming|on|by)\s+)?"
    rf"(?P<day>{TODAY}|{TONIGHT}|{TOMORROW}|{WEEKDAY}|{DAY_WORD}),?\s+$",
    re.IGNORECASE,
)
_NEVER = re.compile(
    rf"\s*(?:{COUNTED}|(?:kg|g|lbs?|oz|ml|l|cm|mm|gb|mb|usd|eur|gbp|chf|euro?|dollar|dozen|hundred|thousand|million"
    r"|children|men|women|person|course|page|way|star|step|item|part)\b)",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"\s+(?!(?:and|or|until|till?|through|thru|than|{MONTH})\b|to\s+(?:\d|noon|midday|midnight|{'|'.join(NUMBERS)}))"
    r"(?P<first>[^\W\d_][\w'’-]+)",
    re.IGNORECASE,
)
_PLURAL = re.compile(rf"\s+{PLURAL}", re.IGNORECASE)
_VERBS = frozenset(
    {"call", "phone", "ring", "email", "mail", "text", "message", "ping", "write", "meet", "see", "visit", "ask"}
    | {
        "to",
        "tell",
        "thank",
        "remind",
        "send",
        "buy",
        "pay",
        "get",
        "pick",
        "take",
        "bring",
        "book",
        "check",
        "go",
        "do",
    }
)
