"""How long to wait: "2 weeks", "until Friday", "next month"; always a day after today."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.chat.errors import Refusal
from core.chat.parsing.days.dates import MONTH_NAME, Written, month_number, upcoming, written_dates
from core.chat.parsing.days.misspelled import well_spelled
from core.chat.parsing.days.past_days import find_past_day
from core.chat.parsing.days.spans import AFTER, BEFORE, COUNTED, UNIT, read_counted, read_span
from core.chat.parsing.days.weekdays import PLAIN, SHAKY, in_week, is_shaky, next_weekday, weekday_number
from core.chat.parsing.line import is_alone
from core.chat.reply import say
from core.chat.words import _
from core.facts.cadence import add_months, days_in_month


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way to say how long; `day` is given the match, today, and whether "until" or "on" stands before it."""

    pattern: re.Pattern[str]
    day: Callable[[re.Match[str], date, bool], date | None]


def find_until(text: str, today: date, locale: str = "en") -> tuple[date, int, int] | None:
    """The first day of being back, and where the text says it; None when it does not.

    "next week" is next Monday, "until March" and "until 2028" their first day, "Friday" the first one after
    today, "next Friday" the one of next calendar week, "the end of the month" the first of the next.
    Raises Refusal for a day that is not ahead, for one that does not exist and for more years than anybody waits.

    >>> find_until("Jane until Friday", date(2026, 11, 23))
    (datetime.date(2026, 11, 27), 5, 17)
    """
    spelled, origin = well_spelled(text)
    best = min(_candidates(spelled, today, locale), default=None)
    if best is None:
        return None
    _unsaid, start, end, day = best
    if day <= today:
        raise _past(day)
    return day, origin[start], origin[-end]


def read_until(text: str, today: date, locale: str = "en") -> date:
    """A whole value: what find_until finds, and also "March" or "the 5th" alone. Raises Refusal."""
    value = _LEADING_UNTIL.sub("", " ".join(text.split()).strip(" .,!"))
    said = f"until {value}"
    if (found := find_until(said, today, locale)) and found[1:] == (0, len(said)):
        return found[0]
    if (past := find_past_day(value, today, locale)) and is_alone(value, *past[1:]) and past[0] <= today:
        raise _past(past[0])
    raise Refusal(say(_("Until when? For example “2 weeks”, “next month” or “until 5 January”.")))


def _candidates(text: str, today: date, locale: str) -> Iterator[tuple[bool, int, int, date]]:
    """(whether "until" is missing, start, -end, day): the smallest is the best."""
    for phrase in _PHRASES:
        for match in phrase.pattern.finditer(text):
            until = match["until"] is not None
            day = phrase.day(match, today, until)
            if day is not None:
                yield not until, match.start(), -match.end(), day
    for written in written_dates(text, today, locale, expected=True):
        until_ = _UNTIL.search(text, max(0, written.start - _NEAR), written.start)
        start = until_.start() if until_ else written.start
        yield until_ is None, start, -written.end, upcoming(written, today)


def _counted(match: re.Match[str], today: date, until: bool) -> date:
    return read_counted(match).after(today)


def _another(match: re.Match[str], today: date, until: bool) -> date:
    return read_span("", match["unit"]).after(today)


def _day_after(days: int) -> Callable[[re.Match[str], date, bool], date]:
    return lambda _match, today, _until: today + timedelta(days=days)


def _next_unit(match: re.Match[str], today: date, until: bool) -> date:
    """The first day of next week, month or year; and so the end of this one."""
    unit = match["unit"].casefold()
    if unit == "week":
        return in_week(0, today, 1)
    return add_months(today.replace(day=1), 1) if unit == "month" else date(today.year + 1, 1, 1)


def _weekend(match: re.Match[str], today: date, until: bool) -> date:
    return in_week(5, today, 1) if (match["which"] or "").casefold() == "next" else next_weekday(5, today)


def _weekday(match: re.Match[str], today: date, until: bool) -> date | None:
    name = match["weekday"] or match["weekday_after"]
    if not until and _NOT_AHEAD.search(match.string, max(0, match.start() - _NEAR), match.start()):
        return None
    if is_shaky(name) and not (until or match["which"] or is_alone(match.string, *match.span())):
        return None
    next_one = match["week"] or match["week_after"] or (match["which"] or "").casefold() == "next"
    return in_week(weekday_number(name), today, 1) if next_one else next_weekday(weekday_number(name), today)


def _month(match: re.Match[str], today: date, until: bool) -> date | None:
    if not (until or match["which"]):
        return None  # "April" and "June" are names
    return upcoming(Written(year=None, month=month_number(match["month"]), day=None, start=0, end=0), today)


def _nth(match: re.Match[str], today: date, until: bool) -> date | None:
    day = int(match["nth"])
    if not (until and 1 <= day <= 31):
        return None
    month = today.replace(day=1)
    while days_in_month(month.year, month.month) < day or month.replace(day=day) <= today:
        month = add_months(month, 1)
    return month.replace(day=day)


def _year(match: re.Match[str], today: date, until: bool) -> date | None:
    return date(int(match["year"]), 1, 1) if until else None


def _today(match: re.Match[str], today: date, until: bool) -> date | None:
    if not until:
        return None
    return today - timedelta(days=1) if match["past"].casefold() == "yesterday" else today


def _past(day: date) -> Refusal:
    return Refusal(
        say(
            _("It has to be later than today, and {day} is not. For example “2 weeks” or “until 5 January”."),
            day=day,
        )
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(
        f"{BEFORE}(?P<until>(?:until|till?|['’]til|up\\s+to|on|by)\\s+)?(?:{pattern}){AFTER}", re.IGNORECASE
    )


_WEEKDAY = rf"(?P<weekday>{PLAIN}|{SHAKY})"
_PHRASES = (
    _Phrase(
        _compiled(rf"(?:(?:for|in)\s+)?(?:(?:the\s+)?(?:next|another)\s+)?{COUNTED}(?!\s+(?:ago|back)\b)"), _counted
    ),
    _Phrase(_compiled(rf"(?:for\s+)?another\s+(?P<unit>{UNIT})"), _another),
    _Phrase(_compiled(r"tomorrow"), _day_after(1)),
    _Phrase(_compiled(r"(?:the\s+)?day\s+after\s+tomorrow"), _day_after(2)),
    _Phrase(
        _compiled(r"(?:next|(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?)\s*(?P<unit>week|month|year)"), _next_unit
    ),
    _Phrase(_compiled(r"(?:the\s+)?(?:(?P<which>next|this)\s+)?weekend"), _weekend),
    _Phrase(
        _compiled(
            rf"(?P<week>next\s+week)(?:\s+on)?\s+(?P<weekday_after>{PLAIN}|{SHAKY})"
            rf"|(?:(?P<which>next|this|(?:this\s+)?coming)\s+)?{_WEEKDAY}(?P<week_after>\s+(?:of\s+)?next\s+week)?"
            r"(?:\s+(?:morning|afternoon|evening|night))?"
        ),
        _weekday,
    ),
    _Phrase(
        _compiled(rf"(?:(?P<which>next)\s+)?(?:(?:early|mid)[\s-]+)?(?P<month>{MONTH_NAME})(?!,?\s+\d)"), _month
    ),
    _Phrase(_compiled(r"the\s+(?P<nth>\d{1,2})(?:st|nd|rd|th)"), _nth),
    _Phrase(_compiled(r"(?P<year>(?:19|2[01])\d\d)(?![/.:]\d)"), _year),
    _Phrase(_compiled(r"(?P<past>today|tonight|now|yesterday)"), _today),
)
_UNTIL = re.compile(r"\b(?:until|till?|['’]til|up\s+to|by)\s+$", re.IGNORECASE)
_LEADING_UNTIL = re.compile(r"^(?:until|till?|['’]til|up\s+to|by|on)\s+", re.IGNORECASE)
_NOT_AHEAD = re.compile(r"\b(?:last|past|since|every|each)\s+$", re.IGNORECASE)
_NEAR = 12  # characters: the word before
