"""The words of which recurrences are made: "every", "other", "third", "Tuesdays", "month"; read one by one."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.chat.parsing.days.dates import MONTH, is_month_first, month_number
from core.chat.parsing.days.named_days import HOLIDAY, holiday
from core.chat.parsing.days.spans import NUMBERS
from core.chat.parsing.days.weekdays import PLAIN, SHAKY, WEEKDAYS, weekday_number
from core.facts.cadence import days_in_month


class Word(StrEnum):
    """What a word is to a recurrence."""

    EVERY = "every"
    SEVERAL = "several"  # "twice a week"; values: how often
    ADVERB = "adverb"  # "weekly"; unit and values like a unit of time, values none where it has two meanings
    OTHER = "other"
    ORDINAL = "ordinal"  # values: one; negative counts from the end, -1 is the last
    NUMBER = "number"  # values: one; none for "few", and for what is no number of days or weeks: "1.5", "99999"
    UNIT = "unit"  # values: how many of it it is, 30 for "half hour"
    GROUP = "group"  # "weekdays", "weekend"; values: the weekdays
    WEEKDAY = "weekday"  # values: one, Monday is 0
    PART = "part"  # "morning"
    DATE = "date"  # "12/24", "Christmas"; values: month and day, none where that differs from year to year
    MONTH = "month"  # values: one
    EDGE = "edge"  # "beginning", "end"; values: the day of the month
    AND = "and"
    OR = "or"
    TO = "to"
    OF = "of"
    IN = "in"
    ON = "on"
    THE = "the"
    INSTANCE = "instance"  # "the first instance of": nothing that we can say
    ELSE = "else"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, and where it stands."""

    word: Word
    start: int
    end: int
    values: tuple[int, ...] = ()
    plural: bool = False
    unit: str = ""  # of time: "minute", "hour", "day", "week", "month", "year", "second"


def may_recur(text: str) -> bool:
    """Whether there is a word without which nothing comes again; quick."""
    return _TRIGGER.search(text) is not None


def words_of(text: str, locale: str) -> list[Token]:
    """Every word and every mark of a text, in order; ELSE are those that mean nothing here.

    >>> [token.word.value for token in words_of("every 2nd Tuesday, Ann", "en")]
    ['every', 'ordinal', 'weekday', 'and', 'else']
    """
    return [_token(Word[str(match.lastgroup)], match, locale) for match in _WORDS.finditer(text)]


def _token(word: Word, match: re.Match[str], locale: str) -> Token:
    said = " ".join(match.group().casefold().split())
    values: tuple[int, ...] = ()
    unit, plural = "", False
    if word is Word.ORDINAL:
        values = (_ordinal(said),)
    elif word is Word.NUMBER:
        values = _number(said)
    elif word is Word.UNIT:
        unit, values = _unit(said)
    elif word is Word.ADVERB:
        unit, values = _adverb(said)
    elif word is Word.SEVERAL:
        values, unit = (_times(said),), _unit(said.rsplit(" ", 1)[-1])[0]
    elif word is Word.WEEKDAY:
        values, plural = (weekday_number(said),), _PLURAL.fullmatch(said) is not None
    elif word is Word.GROUP:
        values, plural = ((5, 6) if "end" in said else (0, 1, 2, 3, 4)), said.endswith("s")
    elif word is Word.PART:
        plural = said.endswith("s")
    elif word is Word.MONTH:
        values = (month_number(said.rsplit(" ", 1)[-1]),)
    elif word is Word.EDGE:
        values = (-1,) if said.startswith("end") else (1,)
    elif word is Word.DATE:
        values = _date(said, locale)
        if said[0].isdecimal() and not values:
            word = Word.ELSE
    return Token(word, match.start(), match.end(), values, plural, unit)


def _ordinal(said: str) -> int:
    """ "third" is 3, "last" is -1, "2nd to the last" is -2."""
    if said in ("penultimate", "next to last", "next to the last", "last but one"):
        return -2
    first = said.split(" ", 1)[0]
    number = -1 if first == "last" else _ORDINALS.get(first) or int(first[:-2])
    return -number if " " in said else number


def _times(said: str) -> int:
    """ "twice a week", "3 times a week", "3x a week", "3times a week"."""
    first = re.split(r"(?<=\d)(?=\D)|\s", said, maxsplit=1)[0]
    number = _TIMES.get(first) or _TIMES.get(re.sub("(?:x|times)$", "", first))
    return number or int(first)


def _number(said: str) -> tuple[int, ...]:
    if "couple" in said:
        return (2,)
    if said in NUMBERS:
        return (NUMBERS[said],)
    return (int(said),) if said.isdecimal() and len(said) < _TOO_LONG else ()


def _unit(said: str) -> tuple[str, tuple[int, ...]]:
    minutes = re.sub(r"[\s-]+|\b(?:an?|of)\b", "", said)
    if minutes in _MINUTES:
        return "minute", (_MINUTES[minutes],)
    name, n = next((name, n) for start, name, n in _UNITS if said.startswith(start))
    return name, (n,)


def _adverb(said: str) -> tuple[str, tuple[int, ...]]:
    return _ADVERBS[said.replace("-", "").replace(" ", "")]


def _date(said: str, locale: str) -> tuple[int, ...]:
    if not said[0].isdecimal():
        days = holiday(said, 2024, date(2024, 1, 1))
        return (days[0].month, days[0].day) if days else ()
    first, second = (int(each) for each in re.findall(r"\d+", said))
    month, day = (first, second) if is_month_first(locale) and "/" in said else (second, first)
    if month > 12:
        month, day = day, month
    return (month, day) if 1 <= month <= 12 and 1 <= day <= days_in_month(2024, month) else ()


_FIRST_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
)
_ORDINALS = {**{word: n for n, word in enumerate(_FIRST_ORDINALS, 1)}, "twentieth": 20, "thirtieth": 30}
_TIMES = {"once": 1, "twice": 2, "thrice": 3, **NUMBERS}
_MINUTES = {
    "halfhour": 30,
    "halfhours": 30,
    "quarterhour": 15,
    "quarterhours": 15,
    "hourandhalf": 90,
}
_UNITS = (
    ("sec", "second", 1),
    ("min", "minute", 1),
    ("h", "hour", 1),
    ("d", "day", 1),
    ("w", "week", 1),
    ("fort", "week", 2),
    ("mo", "month", 1),
    ("mth", "month", 1),
    ("q", "quarter", 1),
    ("y", "year", 1),
    ("annual", "year", 1),
)
_ADVERBS: dict[str, tuple[str, tuple[int, ...]]] = {
    "everyday": ("day", (1,)),
    "nightly": ("day", (1,)),
    "hourly": ("hour", (1,)),
    "daily": ("day", (1,)),
    "weekly": ("week", (1,)),
    "biweekly": ("week", ()),
    "semiweekly": ("week", ()),
    "triweekly": ("week", ()),
    "fortnightly": ("week", (2,)),
    "monthly": ("month", (1,)),
    "bimonthly": ("month", ()),
    "semimonthly": ("month", ()),
    "quarterly": ("quarter", (1,)),
    "halfyearly": ("month", (6,)),
    "biyearly": ("year", ()),
    "biannually": ("year", ()),
    "semiannually": ("month", (6,)),
    "biennially": ("year", (2,)),
    "yearly": ("year", (1,)),
    "annually": ("year", (1,)),
}
_PLURAL = re.compile(r"\w+days")
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_NAMES = rf"(?:{'|'.join(WEEKDAYS)})s|{PLAIN}|{SHAKY}"
_LONG = (
    r"seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|fortnights?|months?|mths?|quarters?|years?|yrs?"
)
_PER = r"day|week|month|quarter|year"
_TOO_LONG = 5  # digits: nothing comes again after so many days
_COUNT = rf"(?:\d+|{'|'.join(NUMBERS)})"
_ODD = (  # before a unit of time: "every 1.5 days", "every -1 weeks", "every 2 and a half weeks"
    r"(?:[-−–]\s?\d[\d.,]*|\d+(?:[.,/]\d+)+|\d{1,3}(?:\s\d{3})+|\d{5,}|\d*\s?[½¼¾]|half(?:\s+an?)?"
    rf"|{_COUNT}\s*(?:[-–]|\bto\b|\bor\b)\s*{_COUNT}|{_COUNT}\s+and\s+a\s+half)"
    rf"(?=\s*(?:{_LONG}|[hdwy])(?!\w))"
)
_PATTERNS = {  # the first that fits counts
    Word.SEVERAL: (
        rf"(?:(?:twice|thrice)|(?:\d{{1,3}}|{'|'.join(NUMBERS)})\s*(?:x|times))"
        rf"\s+(?:(?:a|an|per|each|every)\s+(?:{_PER}|hour)|daily|weekly|monthly|yearly|annually)"
    ),
    Word.EVERY: (
        rf"once\s+(?:every|each|an?|per)(?=\s+(?:\w+\s+)?(?:{_LONG}|{PLAIN}))"
        r"|(?:each\s+and\s+)?(?:every|each)(?:\s+single)?"
    ),
    Word.ADVERB: "|".join(re.sub(r"^(bi|semi|tri|half)", r"\1[\\s-]?", word) for word in _ADVERBS),
    Word.OTHER: r"other|alternate|alternating",
    Word.ORDINAL: (
        rf"(?:{_ORDINAL}|next)[\s-]+to[\s-]+(?:the[\s-]+)?last|penultimate|last\s+but\s+one|{_ORDINAL}|last"
    ),
    Word.DATE: rf"\d{{1,2}}/\d{{1,2}}(?![\d/]|\s?(?:{_LONG})\b)|\d{{1,2}}\.\d{{1,2}}\.(?!\d)|{HOLIDAY}",
    Word.GROUP: r"week\s?days?|week-?\s?ends?|(?:work|working|business|office)[\s-]?days?",  # before UNIT
    Word.UNIT: (
        r"half[\s-]+(?:an?[\s-]+)?hours?|quarter[\s-]+(?:of\s+an?\s+)?hours?|hour\s+and\s+a\s+half"
        rf"|(?:calendar\s+)?(?:{_LONG})|(?<=\d)\s?(?:h|d|w|y|min|mo|q)"
    ),
    Word.WEEKDAY: _NAMES,
    Word.PART: (
        r"(?:early\s+|late\s+)?(?:mornings?|afternoons?|evenings?|nights?|noon|midday|midnight|lunch(?:time)?)"
    ),
    Word.MONTH: rf"(?:the\s+)?(?:month\s+of\s+)?(?:{MONTH})",
    Word.NUMBER: (
        rf"{_ODD}|(?:a\s+)?(?:couple(?:\s+of)?|few)\b|(?:{'|'.join(NUMBERS)})\b"
        rf"|\d{{1,4}}(?:(?!\w)|(?=(?:{_LONG}|[hdwymq]|min|mo)\b))(?![.:,]\d)"
    ),
    Word.EDGE: r"(?:very\s+)?(?:beginning|begin|start|end)",
    Word.AND: r"and(?!\s+a\s+half\b)|&|,|\+|/",
    Word.OR: r"or|and\s+a\s+half",  # "every week and a half"
    Word.TO: r"-|–|to|thru|through|till?|until",
    Word.OF: r"of",
    Word.IN: r"in|during|at|for",
    Word.ON: r"on",
    Word.THE: r"the|an?|always|only|but|starting|from|beginning|;",
    Word.INSTANCE: r"instances?|occurrences?",
    Word.ELSE: r"[^\W\d_][\w'’-]*|\d[\w.,:]*|[^\w\s]|_",
}
_END = r"(?:(?<=\W)|(?!\w))(?!['’.]\w)"
_WORDS = re.compile(
    "|".join(
        rf"(?P<{word.name}>(?:{pattern}){'' if word in (Word.NUMBER, Word.ELSE) else _END})"
        for word, pattern in _PATTERNS.items()
    ),
    re.IGNORECASE,
)
_TRIGGER = re.compile(
    r"\b(?:every|everyday|each|nightly|hourly|daily|(?:bi|semi|half|tri)?[\s-]?(?:weekly|monthly|yearly|annually)"
    r"|quarterly|fortnightly|biennially|once\s+(?:an?|per)|twice|thrice|times|\d+\s?(?:x|times)"
    r"|mornings|afternoons|evenings|nights|week\s?days|week-?\s?ends|(?:work|working|business|office)[\s-]?days"
    rf"|(?:{'|'.join(WEEKDAYS)})s|(?:of|in)\s+(?:the|a|any)\s+(?:month|year|quarter)"
    rf"|(?:{PLAIN}|{SHAKY})\s?(?:[-–]|to|through|thru|till?)\s?(?:{PLAIN}|{SHAKY})"
    rf"|(?:{_ORDINAL}),?\s+(?:and|&)\s+(?:the\s+)?(?:{_ORDINAL}|last))(?!\w)",
    re.IGNORECASE,
)
