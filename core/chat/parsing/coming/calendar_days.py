"""Days by their place in a month or a year: "the 15th", "end of next month", "2nd Friday in May", "Christmas"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from core.chat.parsing.coming.around import is_followed, is_whole, said_before
from core.chat.parsing.coming.day_phrases import AFTER, BEFORE, FRIDAY, WHICH, YEAR, Days, Phrase, compiled, is_next
from core.chat.parsing.coming.day_words import HOUR_BESIDE, WEEKDAY
from core.chat.parsing.days.dates import MONTH, month_number
from core.chat.parsing.days.named_days import HOLIDAY, holiday
from core.chat.parsing.days.weekdays import in_week, weekday_number
from core.facts.cadence import add_months, days_in_month


def _nth(match: re.Match[str], today: date) -> Days | None:
    """ "on the 5th", "by the 31st", "the 5th of next month"; no fifth floor."""
    day, month = int(match["nth"]), today.replace(day=1)
    text, start, end = match.string, *match.span()
    said = match["lead"] or match["of"] or said_before(_PART_OF, text, start) or HOUR_BESIDE.match(text, end)
    if not 1 <= day <= 31 or not (said or (match["the"] and is_followed(text, end))):
        return None
    if match["of"] and "next" in match["of"].casefold():
        month = add_months(month, 1)
        return (month.replace(day=min(day, days_in_month(month.year, month.month))),)
    return _nth_of_month(day, today)


def _nth_of_month(day: int, today: date) -> Days:
    """The next month's day of this number, today included, in a month that has it."""
    month = today.replace(day=1)
    while days_in_month(month.year, month.month) < day or month.replace(day=day) < today:
        month = add_months(month, 1)
    return (month.replace(day=day),)


def _unit(match: re.Match[str], today: date) -> Days | None:
    """ "next month", "end of the week", "middle of next month", "beginning of next year", "month after next"."""
    unit, edge, which = _UNIT_OF[match["unit"][0].casefold()], (match["edge"] or "").casefold(), match["which"]
    ahead = 2 if match["after_next"] else int(is_next(which))
    if not edge and not ahead:
        vague = unit == "week" and which and not match["lead"] and is_followed(match.string, match.end())
        return () if vague else None  # "this week"
    first = _first(unit, today, ahead)
    if edge in _ENDS:
        return (_last(unit, today, ahead),)
    if edge.startswith("mid"):
        first += timedelta(
            days=2 if unit == "week" else 14 if unit == "month" else 45 if unit == "quarter" else 181
        )
    if first < today or (first == today and not edge):
        first = _first(unit, today, ahead + 1) + (first - _first(unit, today, ahead))
    return (first,)


def _of_quarter(match: re.Match[str], today: date) -> Days:
    """ "end of Q1", "start of Q3 2027"."""
    first = date(int(match["year"] or today.year), 3 * int(match["quarter"]) - 2, 1)
    day = _last("quarter", first, 0) if match["edge"].casefold() == "end" else first
    return (day if match["year"] or day >= today else add_months(day, 12),)


def _end_of(match: re.Match[str], today: date) -> Days:
    """ "EOW", "EOM", "EOQ", "EOY"."""
    return (_last(_UNIT_OF[match["unit"].casefold()], today, 0),)


def _first(unit: str, today: date, ahead: int) -> date:
    """The first day of this week, month, quarter or year (0), or of one ahead."""
    if unit == "week":
        return in_week(0, today, ahead)
    if unit == "month":
        return add_months(today.replace(day=1), ahead)
    if unit == "quarter":
        return add_months(today.replace(month=today.month - (today.month - 1) % 3, day=1), 3 * ahead)
    return date(today.year + ahead, 1, 1)


def _last(unit: str, today: date, ahead: int) -> date:
    """The last day of it; a week ends on Friday, as who says so thinks of work, but on a weekend on Sunday."""
    if unit == "week" and (ahead or today.weekday() <= FRIDAY):
        return in_week(FRIDAY, today, ahead)
    return _first(unit, today, ahead + 1) - timedelta(days=1)


def _weekend(match: re.Match[str], today: date) -> Days | None:
    """ "this weekend", "next weekend", "at the weekend": its Saturday, or today within it."""
    which, saturday = match["which"], max(today, in_week(5, today, 0))
    if is_next(which):
        following = in_week(5, today, 1)
        return (following,) if today.weekday() >= 5 else (following, saturday)
    said = which or match["lead"] or (match["the"] and is_followed(match.string, match.end()))
    return (saturday,) if said else None


def _month(match: re.Match[str], today: date) -> Days | None:
    """ "in May", "end of March", "mid-December", "next June", "Dec 2027"; a name alone may be somebody's."""
    edge, which = (match["edge"] or "").casefold(), match["which"]
    if not (match["in"] or edge or which or match["lead"] or is_whole(match.string, *match.span())):
        return None
    number, year = month_number(match["month"]), int(match["year"] or today.year)
    if (
        match["month"].islower()
        and match["month"] in ("may", "march", "mar")
        and not (match["in"] or edge or which)
    ):
        return None
    this = _in_month(date(year, number, 1), edge)
    if match["year"] or this >= today:
        return (this,)
    following = _in_month(date(year + 1, number, 1), edge)
    return (_last("month", today, 0), following) if number == today.month and not edge else (following,)


def _in_month(first: date, edge: str) -> date:
    if edge in _ENDS:
        return first.replace(day=days_in_month(first.year, first.month))
    return first.replace(day=15) if edge.startswith("mid") else first


def _nth_weekday(match: re.Match[str], today: date) -> Days | None:
    """ "2nd Friday in February", "last Monday of next month", "the second to last Friday of May 2027"."""
    if said_before(_SEVERAL, match.string, match.start()):
        return None
    weekday, rank = weekday_number(match["weekday"]), match["rank"].casefold()
    nth = -1 if rank == "last" else _RANKS.get(rank) or int(rank[:-2])
    for first in _months(match, today):
        days = [first.replace(day=day) for day in range(1, days_in_month(first.year, first.month) + 1)]
        days = [day for day in days if day.weekday() == weekday]
        index = -nth if match["to_last"] else nth - (nth > 0)
        if -len(days) <= index < len(days) and (days[index] >= today or match["year"]):
            return (days[index],)
    return None


def _months(match: re.Match[str], today: date) -> Iterator[date]:
    """The months of which "in February" or "of next month" may speak, the nearest first."""
    if match["month"]:
        year = int(match["year"] or today.year)
        yield from (
            date(year + ahead, month_number(match["month"]), 1) for ahead in range(1 if match["year"] else 9)
        )
    else:
        ahead = 1 if "next" in match["of"].casefold() else 0
        yield from (add_months(today.replace(day=1), each) for each in range(ahead, 12))


def _worded(match: re.Match[str], today: date) -> Days | None:
    """ "the first of March", "March third 2027", "on the twentieth"."""
    day = 1 + _DAY_NAMES.index("-".join(match["day"].casefold().replace("-", " ").split()))
    if not match["month"]:
        return _nth_of_month(day, today) if is_followed(match.string, match.end()) else None
    month = month_number(match["month"])
    if match["year"]:
        return (date(int(match["year"]), month, day),)
    years = (date(today.year + ahead, month, 1) for ahead in range(9))
    days = (first.replace(day=day) for first in years if day <= days_in_month(first.year, first.month))
    return next(((each,) for each in days if each >= today), None)


def _day_of_year(match: re.Match[str], today: date) -> Days | None:
    """ "40th day of 2027", "100th day of the year"."""
    first = date(int(match["year"] or today.year), 1, 1)
    day = first + timedelta(days=int(match["number"]) - 1)
    if day < today and not match["year"]:
        day = first.replace(year=first.year + 1) + timedelta(days=int(match["number"]) - 1)
    clear = match["year"] or match["of"] or is_whole(match.string, *match.span())
    return (day,) if clear and 0 < int(match["number"]) <= 366 else None


def _year(match: re.Match[str], today: date) -> Days | None:
    return (date(int(match["year"]), 1, 1),) if int(match["year"]) > today.year else None


def _holiday(match: re.Match[str], today: date) -> Days | None:
    text, end = match.string, match.end()
    said = match["lead"] or match["which"] or is_followed(text, end) or HOUR_BESIDE.match(text, end)
    said = said and not said_before(_WISH, match.string, match.start())
    return holiday(match["holiday"], int(match["year"]) if match["year"] else None, today) if said else None


_UNITS = r"week|month|quarter|qtr|year|yr"
_UNIT_OF = {"w": "week", "m": "month", "q": "quarter", "y": "year"}
_ENDS = ("end", "late", "last day")
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_DAY_NAMES = (
    *_ONES,
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth", *(f"twenty-{one}" for one in _ONES), "thirtieth", "thirty-first"),
)
_DAY_NAME = "|".join(name.replace("-", r"[\s-]") for name in reversed(_DAY_NAMES))
CALENDAR_DAYS = (
    Phrase(
        compiled(
            r"(?P<the>the\s+)?(?P<nth>\d{1,2})(?:st|nd|rd|th)(?P<of>\s+of\s+(?:the|this|next)\s+month)?"
            rf"(?!\s*(?:of\s+)?{MONTH}\b)"
        ),
        _nth,
    ),
    Phrase(
        compiled(
            r"(?:(?:the\s+)?(?P<edge>end|start|beginning|begin|first\s+day|last\s+day|early|late|middle|mid)(?:\s+of)?(?:\s+|-))?"
            rf"(?:(?P<which>this|(?:the\s+)?(?:next|following))\s+|the\s+)?(?P<unit>{_UNITS})(?P<after_next>\s+after\s+next)?"
        ),
        _unit,
    ),
    Phrase(compiled(r"eo(?P<unit>[wmqy])"), _end_of),
    Phrase(
        compiled(rf"(?:the\s+)?(?P<edge>end|start|beginning)\s+of\s+q(?P<quarter>[1-4])(?:,?\s+{YEAR})?"),
        _of_quarter,
    ),
    Phrase(compiled(rf"(?:the\s+)?(?P<day>{_DAY_NAME})\s+of\s+(?P<month>{MONTH})(?:,?\s+{YEAR})?"), _worded),
    Phrase(compiled(rf"(?P<month>{MONTH})\s+(?:the\s+)?(?P<day>{_DAY_NAME})(?:,?\s+{YEAR})?"), _worded),
    Phrase(compiled(rf"(?<=(?:on|by)\s)the\s+(?P<day>{_DAY_NAME})(?P<month>\b)"), _worded),
    Phrase(compiled(rf"(?P<the>the\s+)?(?:(?P<which>{WHICH})\s+)?week-?end"), _weekend),
    Phrase(
        compiled(
            r"(?P<in>(?:in|during)\s+)?(?:(?:the\s+)?(?P<edge>end|start|beginning|first\s+day|last\s+day|middle|mid|early|late)(?:\s+(?:of|in))?(?:\s+|-))?"
            rf"(?:(?P<which>next|this)\s+)?(?P<month>{MONTH})(?!\s*(?:the\s+)?\d{{1,2}}(?:\D|$))(?:,?\s+(?:of\s+)?{YEAR})?"
        ),
        _month,
    ),
    Phrase(
        compiled(
            r"(?:the\s+)?(?P<rank>first|second|third|fourth|fifth|last|[1-5](?:st|nd|rd|th))"
            rf"(?P<to_last>[\s-]+to[\s-]+(?:the[\s-]+)?last)?\s+(?P<weekday>{WEEKDAY})\s+"
            rf"(?:(?:in|of)\s+(?P<month>{MONTH})(?:,?\s+{YEAR})?|of\s+(?P<of>(?:the|this|next)\s+month))"
        ),
        _nth_weekday,
    ),
    Phrase(
        compiled(
            rf"(?:the\s+)?(?P<number>\d{{1,3}})(?:st|nd|rd|th)\s+day(?P<of>\s+(?:of|in)\s+(?:the\s+year|{YEAR}))?"
        ),
        _day_of_year,
    ),
    Phrase(
        re.compile(rf"{BEFORE}(?P<lead>(?:in|by|before|until|till)\s+){YEAR}(?![\w/.:-])", re.IGNORECASE), _year
    ),
    Phrase(compiled(rf"(?:the\s+)?(?:(?P<which>this|next)\s+)?(?P<holiday>{HOLIDAY})(?:,?\s+{YEAR})?"), _holiday),
    Phrase(  # some time that is no day
        re.compile(
            rf"{BEFORE}(?:(?P<lead>(?:(?:in|by|over|during|before|this|next|late|early)\s+)+)(?:the\s+)?"
            rf"(?:summer|winter|spring|autumn|fall)|(?:later|some\s?time|some\s+day)\s+(?:this|next)\s+(?:{_UNITS})){AFTER}",
            re.IGNORECASE,
        ),
        lambda _match, _today: (),
    ),
)
_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_PART_OF = re.compile(r"\b(?:morning|afternoon|evening|night)\s+of\s+$", re.IGNORECASE)
_WISH = re.compile(r"\b(?:merry|happy)\s+$", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:every|each|and|or)\s+(?:the\s+)?$", re.IGNORECASE)
