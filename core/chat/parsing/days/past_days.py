"""When something was: "yesterday", "last Friday", "two weeks ago", "14 March"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from core.chat.errors import Refusal
from core.chat.parsing.days.dates import MONTH_NAME, Written, latest, month_number, written_dates
from core.chat.parsing.days.misspelled import well_spelled
from core.chat.parsing.days.spans import AFTER, BEFORE, COUNTED, NUMBER_WORD, UNIT, read_counted, read_span
from core.chat.parsing.days.weekdays import (
    PLAIN,
    SHAKY,
    in_week,
    is_shaky,
    last_weekday,
    next_weekday,
    weekday_number,
)
from core.chat.parsing.line import is_alone
from core.facts.cadence import Cadence, Unit, add_months, days_in_month


class _Clarity(IntEnum):
    """How a phrase tells a day; of several in a text the lowest counts, and of those the first."""

    EXACT = 0
    COARSE = 1  # "last year", "in May"
    AHEAD = 2  # "tomorrow": never right here, but then the caller can say so


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way to say a day. `certain`: it is the day of what is being told, whatever else the sentence says."""

    pattern: re.Pattern[str]
    day: Callable[[re.Match[str], date], date | None]
    clarity: _Clarity = _Clarity.EXACT
    certain: bool = False


def find_past_day(text: str, today: date, locale: str = "en") -> tuple[date, int, int] | None:
    """The day on which something happened, and where the text says so; None when it does not.

    "Friday" is the last one before today, also on a Friday (today is called "today"); "in May" is the first
    of the latest May; "14 March" the latest one. A day ahead is returned as well, so that it can be refused,
    unless the sentence speaks of another day than its own ("will meet again on Friday", "her birthday is 14
    March"). Raises Refusal for a day that does not exist ("31 February").

    >>> find_past_day("coffee last Friday", date(2026, 11, 23))
    (datetime.date(2026, 11, 20), 7, 18)
    """
    spelled, origin = well_spelled(text)
    best = min(_candidates(spelled, today, locale), default=None)
    return (best[3], origin[best[1]], origin[-best[2]]) if best else None


def _candidates(text: str, today: date, locale: str) -> Iterator[tuple[_Clarity, int, int, date]]:
    """(clarity, start, -end, day): the smallest is the best."""
    for phrase in _PHRASES:
        for match in phrase.pattern.finditer(text):
            day = phrase.day(match, today)
            if day is None:
                continue
            clarity = _Clarity.AHEAD if day > today else phrase.clarity
            if phrase.certain or _tells_its_day(text, match.start(), clarity):
                yield clarity, match.start(), -match.end(), day
    for written in written_dates(text, today, locale):
        day = latest(written, today)
        clarity = _Clarity.AHEAD if day > today else _Clarity.EXACT if written.day else _Clarity.COARSE
        is_topic = _OF.search(text, max(0, written.start - _NEAR), written.start)
        if not is_topic and _tells_its_day(text, written.start, clarity):
            yield clarity, written.start, -written.end, day


def _tells_its_day(text: str, start: int, clarity: _Clarity) -> bool:
    """Whether the words before a phrase leave it to say when that happened of which they tell."""
    clause = _CLAUSE_ENDS.split(text[max(0, start - _CLAUSE) : start])[-1]
    if clarity is _Clarity.AHEAD and len(clause.split()) > _FEW_WORDS:
        return False
    return not _OF_ANOTHER_DAY.search(clause)


def _ago(match: re.Match[str], today: date) -> date | None:
    try:
        span = read_counted(match)
    except Refusal:  # "castles of 800 years ago"
        return None
    return _earlier(span, today)


def _weekday_ago(match: re.Match[str], today: date) -> date | None:
    """ "3 weeks ago on Monday": the Monday of that week."""
    day = _ago(match, today)
    return in_week(weekday_number(match["weekday"]), day, 0) if day else None


def _earlier(span: Cadence, today: date) -> date:
    if span.unit in (Unit.DAY, Unit.WEEK):
        return today - timedelta(days=span.days)
    return add_months(today, -span.count * (12 if span.unit is Unit.YEAR else 1))


def _ahead(match: re.Match[str], today: date) -> date | None:
    try:
        return read_span(match["in_number"], match["in_unit"]).after(today)
    except Refusal:
        return None


def _of_week(match: re.Match[str], today: date) -> date:
    weeks = -1 if (match["week"] or match["week_after"]).casefold() == "last" else 1
    return in_week(weekday_number(match["weekday"] or match["weekday_before"]), today, weeks)


def _last_weekday(match: re.Match[str], today: date) -> date | None:
    if is_shaky(match["weekday"]) and not _PLACE_OR_TIME.match(match.string, match.end()):
        return None
    return last_weekday(weekday_number(match["weekday"]), today)


def _weekday(match: re.Match[str], today: date) -> date | None:
    """ "Friday", "on fri", "this Friday", "next Friday"; never the "sun" of an ordinary sentence."""
    weekday, which = weekday_number(match["weekday"]), (match["which"] or "").casefold()
    if not which and not match["on"]:
        if _is_owned(match):
            return None
        if is_shaky(match["weekday"]) and not (match["part"] or is_alone(match.string, *match.span())):
            return None
    elif is_shaky(match["weekday"]) and not _PLACE_OR_TIME.match(match.string, match.end()):
        return None
    if which == "next":
        return in_week(weekday, today, 1)
    if which == "this":
        return in_week(weekday, today, 0)
    return next_weekday(weekday, today) if which else last_weekday(weekday, today)


def _nth(match: re.Match[str], today: date) -> date | None:
    """ "on the 5th": the latest one; not the fifth floor."""
    day = int(match["nth"])
    if not 1 <= day <= 31 or not _PLACE_OR_TIME.match(match.string, match.end()):
        return None
    month = today.replace(day=1)
    while days_in_month(month.year, month.month) < day or month.replace(day=day) > today:
        month = add_months(month, -1)
    return month.replace(day=day)


def _last_unit(match: re.Match[str], today: date) -> date | None:
    if _is_owned(match):
        return None
    return _earlier(read_span("", match["unit"]), today)


def _in_month(match: re.Match[str], today: date) -> date:
    return latest(Written(year=None, month=month_number(match["month"]), day=None, start=0, end=0), today)


def _next_unit(match: re.Match[str], today: date) -> date:
    return read_span("", match["unit"]).after(today)


def _is_owned(match: re.Match[str]) -> bool:
    return _OWNED.search(match.string, max(0, match.start() - _NEAR), match.start()) is not None


def _days(days: int) -> Callable[[re.Match[str], date], date]:
    return lambda _match, today: today + timedelta(days=days)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{BEFORE}(?:{pattern}){AFTER}", re.IGNORECASE)


_PART = r"(?P<part>\s+(?:morning|afternoon|evening|night|noon|lunchtime))?"
_WEEKDAY = rf"(?P<weekday>{PLAIN}|{SHAKY})"
_NO_NAME = r"(?!\.\w|\s+(?:times|school|post|mail|roast|blues)\b)"  # "the Sunday Times", "monday.com"
_PHRASES = (
    _Phrase(_compiled(r"(?:the\s+)?day\s+before\s+yesterday"), _days(-2), certain=True),
    _Phrase(_compiled(rf"yesterday{_PART}|last\s+(?:night|evening)"), _days(-1), certain=True),
    _Phrase(
        _compiled(
            r"(?:earlier\s+)?today|just\s+now|tonight|(?:earlier\s+)?this\s+(?:morning|afternoon|evening)"
            rf"|(?:\d+|{NUMBER_WORD})\s+(?:hours?|hrs?|minutes?|mins?)\s+ago"
        ),
        _days(0),
        certain=True,
    ),
    _Phrase(
        _compiled(rf"(?:(?:about|around|roughly|almost|over|nearly)\s+)?{COUNTED}\s+(?:ago|back)"),
        _ago,
        certain=True,
    ),
    _Phrase(_compiled(rf"{COUNTED}\s+(?:ago|back),?\s+(?:on\s+)?(?:a\s+)?{_WEEKDAY}"), _weekday_ago, certain=True),
    _Phrase(_compiled(rf"(?:on\s+)?(?:a\s+)?{_WEEKDAY},?\s+{COUNTED}\s+(?:ago|back)"), _weekday_ago, certain=True),
    _Phrase(_compiled(rf"(?:on\s+)?(?:this\s+)?(?:last|past)\s+{_WEEKDAY}{_PART}"), _last_weekday, certain=True),
    _Phrase(
        _compiled(
            rf"(?:on\s+)?(?:(?P<week>last|next)\s+week(?:\s+on)?\s+{_WEEKDAY}"
            rf"|(?P<weekday_before>{PLAIN}|{SHAKY})\s+(?:of\s+)?(?P<week_after>last|next)\s+week){_PART}"
        ),
        _of_week,
    ),
    _Phrase(
        _compiled(rf"(?P<on>on\s+)?(?:(?P<which>this|next|(?:this\s+)?coming)\s+)?{_WEEKDAY}{_PART}{_NO_NAME}"),
        _weekday,
    ),
    _Phrase(_compiled(r"on\s+the\s+(?P<nth>\d{1,2})(?:st|nd|rd|th)"), _nth),
    _Phrase(
        _compiled(r"(?:(?:on|over|at)\s+the|last|past)\s+weekend"),
        lambda _match, today: last_weekday(5, today),
        _Clarity.COARSE,
    ),
    _Phrase(_compiled(r"last\s+(?P<unit>week|month|year)(?!\s+of\b)"), _last_unit, _Clarity.COARSE),
    _Phrase(
        _compiled(rf"(?:last\s+|(?:back\s+)?in\s+(?:(?:early|late|mid)[\s-]+)?)(?P<month>{MONTH_NAME})(?!,?\s+\d)"),
        _in_month,
        _Clarity.COARSE,
    ),
    _Phrase(_compiled(r"tomorrow"), _days(1), _Clarity.AHEAD),
    _Phrase(_compiled(r"(?:the\s+)?day\s+after\s+tomorrow"), _days(2), _Clarity.AHEAD),
    _Phrase(_compiled(r"next\s+(?P<unit>week|month|year)"), _next_unit, _Clarity.AHEAD),
    _Phrase(
        _compiled(rf"in\s+(?P<in_number>{NUMBER_WORD}|\d+)\s+(?P<in_unit>{UNIT})(?:['’]?\s+time)?"),
        _ahead,
        _Clarity.AHEAD,
    ),
)
_OF = re.compile(r"\b(?:about|of|since|until|till|before|after|by|for|from|than|regarding|re)\s+$", re.IGNORECASE)
_OWNED = re.compile(
    r"\b(?:the|an?|her|his|our|my|your|their|its|every|each|any|black|good|casual|super|cyber|fat|ash|palm"
    r"|about|of|since|until|till|before|after|by|for|from|than|regarding|re|is|are)\s+$",
    re.IGNORECASE,
)
_PLACE_OR_TIME = re.compile(
    r"\s*(?:$|[,;.!?:)\n\x00]"
    r"|(?:at|with|for|in|over|about|we|i|he|she|they|after|before|during|via|by|and)\b)",
    re.IGNORECASE,
)
_OF_ANOTHER_DAY = re.compile(
    r"\b(?:will|won['’]?t|shall|going\s+to|gonna|let['’]?s|plans?\s+to|planning|planned|scheduled"
    r"|(?:meet(?:ing)?|talk|speak|call|catch\s+up)\s+again|see\s+(?:you|her|him|them)|next\s+(?:call|meeting|chat|time)"
    r"|follow[\s-]?up|birthday|bday|born|anniversary|deadline|due|starts?|starting|started|joins|joined|begins?"
    r"|leaves|leaving|moves|moving|wedding|expires?)\b|['’]ll\b",
    re.IGNORECASE,
)
_NEAR = 20  # characters: the word before
_CLAUSE_ENDS = re.compile(r"[.;!?\n\x00]")
_CLAUSE = 160  # characters: if it were looked at whole, a text of nothing but dates would take a second
_FEW_WORDS = 5  # before a day ahead; after more of them it is rather something that the note tells
