"""The limits of what comes again: "starting 5 Dec", "until June", "for 10 weeks", "8 times", "except in May"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.chat.parsing.coming.future_days import find_days
from core.chat.parsing.days.dates import MONTH, month_number
from core.chat.parsing.days.spans import NUMBERS
from core.chat.parsing.days.weekdays import PLAIN, SHAKY, WEEKDAYS
from core.chat.parsing.recurring.words import Word, words_of
from core.facts.cadence import add_months
from core.facts.recurrence import Frequency, Recurrence

MAX_COUNT = 1000
_MAX_LENGTH = 600
_SOON = timedelta(days=320)  # a day further ahead was rather some weeks ago


@dataclass(slots=True)
class Bounds:
    """What a text says of the limits of something that comes again, and where."""

    start: date | None = None
    until: date | None = None
    length: tuple[int, str] | None = None  # "for 10 weeks": 10, "week"
    minutes: int = 0  # "for 2 hours"
    length_span: tuple[int, int] | None = None  # where a length stands, which may be that of the thing itself
    is_next: bool = False  # "for the next 10 weeks": from today
    count: int | None = None
    weekdays: set[int] = field(default_factory=set)  # left out
    months: set[int] = field(default_factory=set)  # left out
    is_unclear: bool = False
    leaves_out_days: bool = False  # "except tomorrow": single days
    spans: list[tuple[int, int]] = field(default_factory=list)

    def settle(self, rule: Recurrence) -> None:
        """Take a length for a limit, but not one that is over before the next time: "Mondays walk for 2 hours"."""
        if self.length_span is None:
            return
        unit_days = {"day": 1, "week": 7, "month": 30, "year": 365}
        days = self.length[0] * unit_days[self.length[1]] if self.length else self.minutes / 1440
        if days >= rule.interval * _DAYS_BETWEEN[rule.freq]:
            self.spans.append(self.length_span)
        else:
            self.length, self.minutes = None, 0

    def last(self, first: date, today: date) -> date | None:
        """The last day on which it may come, if its first is this one."""
        if self.length is None:
            return self.until
        n, unit = self.length
        begin = today if self.is_next else first
        if unit in ("day", "week"):
            end = begin + timedelta(days=n * (7 if unit == "week" else 1) - 1)
        else:
            end = add_months(begin, n * (12 if unit == "year" else 1))
        return min(end, self.until or end)


def bounds_of(text: str, today: date, locale: str) -> Bounds:
    """Every limit that a text names, which says how often. Raises Refusal for a day that does not exist."""
    bounds = Bounds()
    for match in _EXCEPT.finditer(text):
        _read_except(bounds, text, match, today, locale)
    for match in _KEYWORD.finditer(text):
        if _is_taken(bounds, match.start()):
            continue
        said = (match["until"] or match["dash"] or "").casefold()
        if said in _RANGED and bounds.start is None:
            continue
        if not said and _RANGE_OF_WEEKDAYS.match(text, match.end()):
            continue  # "from Monday to Friday"
        before = text[max(0, match.start() - 12) : match.start()]
        if (
            said
            and said[:5] != "until"
            and _WEEKDAY_BEFORE.search(before)
            and _WEEKDAY_AFTER.match(text, match.end())
        ):
            continue  # "Mon through Wed"
        day = _day_at(text, match.end(), today, locale, through=said.startswith("thr"))
        if day is not None:
            is_of_year = _OF_YEAR.search(text, match.end(), day[1]) is not None
            _note(bounds, day[0], today, until=bool(said), is_of_year=is_of_year)
            bounds.spans.append((match.start(), day[1]))
        elif said and said not in _RANGED:
            bounds.is_unclear |= _NO_DAY.match(text, match.end()) is not None  # "every hour until 6pm"
    _turn_of_the_year(bounds, text)
    for match in _FOR.finditer(text):
        if _is_taken(bounds, match.start()):
            continue
        if match["unit"]:
            name = match["unit"].casefold()
            factor, unit = _UNITS["min" if name.startswith("min") else name[0]]
            n = _n(match["number"] or "a") * factor
            bounds.length_span = match.span()
            if unit == "minute":
                bounds.minutes = n
                continue
            bounds.is_unclear |= bounds.length is not None or not 1 <= n <= _MAX_LENGTH
            bounds.length, bounds.is_next = (min(n, _MAX_LENGTH), unit), match["next"] is not None
        elif match["sure"] or _ends_with_a_time(text[: match.start()], locale):
            n = _n(match["count"] or match["twice"])
            bounds.is_unclear |= bounds.count is not None or not 1 <= n <= MAX_COUNT
            bounds.count = n
            bounds.spans.append(match.span())
    return bounds


def _note(bounds: Bounds, days: tuple[date, ...], today: date, *, until: bool, is_of_year: bool) -> None:
    """Note a first or a last day. "Starting 1 Nov" in the middle of November: of next year?"""
    far = not until and len(days) == 1 and days[0] > today + _SOON and not is_of_year
    if far or len(days) != 1 or (bounds.until if until else bounds.start) is not None:
        bounds.is_unclear = True
    elif until:
        bounds.until = days[0]
    else:
        bounds.start = days[0]


def _turn_of_the_year(bounds: Bounds, text: str) -> None:
    """From November until June: of the year after."""
    if bounds.start and bounds.until and bounds.until < bounds.start:
        if any(re.search(r"\d{4}", text[start:end]) for start, end in bounds.spans):
            return
        bounds.until = add_months(bounds.until, 12)


def _day_at(
    text: str, at: int, today: date, locale: str, *, through: bool = False
) -> tuple[tuple[date, ...], int] | None:
    """The days that may be meant by what stands right here, and where it ends."""
    end = _NEXT_PART.search(text, at + 1)
    part = text[at : end.start() if end else len(text)]
    if month := _MONTH_ALONE.match(part):
        first = _first_of(month, today)
        last = add_months(first, 1) - timedelta(days=1)
        return (last if through else first,), at + month.end()
    said = next(iter(find_days(part, today, locale)), None)
    if said is None or part[: said.start].casefold().strip() not in _BEFORE_DAY:
        return None
    return said.days, at + said.end


def _first_of(match: re.Match[str], today: date) -> date:
    """The first of a month: of the next such, or of that year."""
    month = month_number(match["month"])
    if match["year"]:
        return date(int(match["year"]), month, 1)
    first = today.replace(month=month, day=1)
    return first if first >= today else first.replace(year=today.year + 1)


def _read_except(bounds: Bounds, text: str, match: re.Match[str], today: date, locale: str) -> None:
    """ "except weekends", "except in July and August"; single days are more than can be told."""
    end = match.end()
    found = False
    plain = True
    for token in words_of(text[match.end() :], locale):
        if token.word is Word.WEEKDAY or token.word is Word.GROUP:
            bounds.weekdays |= set(token.values)
            found = True
        elif token.word is Word.MONTH:
            bounds.months |= set(token.values)
            found = True
        elif token.word in (Word.NUMBER, Word.ORDINAL, Word.DATE, Word.UNIT, Word.ADVERB, Word.EDGE):
            plain, found = False, True
        elif token.word not in (Word.AND, Word.OR, Word.IN, Word.ON, Word.THE, Word.EVERY, Word.PART):
            break
        if found and token.word not in (Word.AND, Word.OR, Word.IN, Word.ON, Word.THE):
            end = match.end() + token.end
    if found and plain:
        rest = _YEAR.match(text, end)
        bounds.leaves_out_days |= rest is not None
    elif not match["sure"]:
        return  # "without fail"
    else:
        bounds.leaves_out_days = True
        day = _day_at(text, match.end(), today, locale)
        end = max(end, day[1]) if day else end
    bounds.spans.append((match.start(), end))


def _n(words: str) -> int:
    said = " ".join(words.casefold().split())
    return _WORDS[said] if said in _WORDS else int(said)


def _ends_with_a_time(text: str, locale: str) -> bool:
    """Whether a text ends with a day or an hour: "Fridays twice"; not "call twice"."""
    last = next(reversed(words_of(text[-_NEAR:], locale)), None)
    return last is not None and (
        last.word is not Word.ELSE or _CLOCK.fullmatch(text[-_NEAR:][last.start :].strip()) is not None
    )


def _is_taken(bounds: Bounds, at: int) -> bool:
    return any(start <= at < end for start, end in bounds.spans)


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with blanks in place of these parts."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


_NEAR = 30  # characters
_CLOCK = re.compile(r"[\d:.h]+(?:[ap]m?)?|[ap]\.?m\.?", re.IGNORECASE)
_DAYS_BETWEEN = {
    Frequency.MINUTELY: 1 / 1440,
    Frequency.HOURLY: 1 / 24,
    Frequency.DAILY: 1,
    Frequency.WEEKLY: 7,
    Frequency.MONTHLY: 28,
    Frequency.YEARLY: 365,
}
_NUMBER = rf"\d{{1,4}}|{'|'.join(NUMBERS)}"
_UNITS = {
    "min": (1, "minute"),
    "h": (60, "minute"),
    "d": (1, "day"),
    "w": (1, "week"),
    "f": (2, "week"),
    "m": (1, "month"),
    "q": (3, "month"),
    "y": (1, "year"),
}
_WORDS = {**NUMBERS, "a": 1, "an": 1, "few": 3, "couple": 2, "couple of": 2, "twice": 2, "thrice": 3}
_PER = r"(?:an?|per|each|every|daily|weekly|monthly|yearly|annually)\b"
_EXCEPT = re.compile(
    r"(?:,\s*)?\b(?:(?P<sure>except|excepting|excluding)(?:\s+(?:for|on|in))?"
    r"|(?:skipping|without|apart\s+from|other\s+than|(?:but\s+)?not\s+(?:on|in)))\b",
    re.IGNORECASE,
)
_KEYWORD = re.compile(
    r"(?:,\s*)?\b(?:"
    r"(?:(?:and\s+)?(?:starting|beginning|commencing|effective|starts?|begins?)(?:\s+(?:from|as\s+of))?|from|as\s+of)"
    r"|(?:and\s+)?(?P<until>untill?|till?|til|ending|through|thru|to))\b"
    r"|(?<=\w)\s*(?P<dash>[-–])",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\bfor\s+(?:up\s+to\s+|about\s+)?(?:the\s+)?(?P<next>next\s+|coming\s+)?"
    rf"(?:(?P<number>{_NUMBER}|an?|few|couple(?:\s+of)?)\s+)?"
    r"(?P<unit>min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|wks?|fortnights?|months?|quarters?|years?|yrs?)(?!\w)"
    rf"|(?P<sure>\bfor\s+(?:up\s+to\s+)?|\bup\s+to\s+)?(?<![\w.,])(?P<count>{_NUMBER})\s*"
    rf"(?:x|times|occurrences?|repetitions?|repeats?)(?!\w)(?!\s+{_PER})"
    rf"|\b(?P<twice>twice|thrice)(?!\w)(?!\s+{_PER})",
    re.IGNORECASE,
)
_NO_DAY = re.compile(r"\s+(?:\d|noon|midnight|midday|yesterday|last\b)", re.IGNORECASE)
_OF_YEAR = re.compile(r"\d{4}|year", re.IGNORECASE)
_YEAR = re.compile(r"\s+(?:of\s+)?\d{4}(?!\d)")
_MONTH_ALONE = re.compile(
    rf"\s+(?:in\s+)?(?:the\s+(?:start|beginning)\s+of\s+)?(?P<month>{MONTH})"
    r"(?:,?\s+(?:of\s+)?(?P<year>20\d\d))?(?!\w|\s*(?:the\s+)?\d)",
    re.IGNORECASE,
)
# Two days are not read together, nor with days of a month: "from 5 Nov until 1 June", "next Tuesday the 4th of".
_NEXT_PART = re.compile(
    rf"{_KEYWORD.pattern}|\b(?:on\s+)?(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)\s+of\s+(?:each|every|the)\b",
    re.IGNORECASE,
)
_WEEKDAY = rf"(?:(?:{'|'.join(WEEKDAYS)})s?|{PLAIN}|{SHAKY})"
_WEEKDAY_BEFORE = re.compile(rf"\b{_WEEKDAY}\s*$", re.IGNORECASE)
_RANGE_OF_WEEKDAYS = re.compile(
    rf"\s+{_WEEKDAY}\s*(?:[-–]|to|through|thru|till?|until)\s*{_WEEKDAY}(?!\w)", re.IGNORECASE
)
_WEEKDAY_AFTER = re.compile(rf"\s*{_WEEKDAY}(?!\w)", re.IGNORECASE)
_RANGED = ("to", "-", "–")
_BEFORE_DAY = frozenset({"", "the", "on", "on the", "in", "at", "at the"})
