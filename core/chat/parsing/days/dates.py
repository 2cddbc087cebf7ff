"""Dates as people write them: "14 March 2025", "March 14th", 3/14, 14.3., 2026-11-20; read, not yet resolved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from core.chat.errors import Refusal
from core.chat.parsing.letters import plain_letters
from core.chat.parsing.line import ends_part, is_alone
from core.chat.phrases import partial
from core.chat.reply import count, say
from core.chat.words import _
from core.facts.cadence import days_in_month
from core.facts.people import PartialDate

MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH_NAME = "|".join(MONTH_NAMES)
MONTH = rf"(?:{MONTH_NAME}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ORDINAL = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|2[01])\d\d"
_BEFORE = r"(?<![\w$€£#@/.:+,-])"  # no price, no version, no part of a longer number
_AFTER = r"(?![\w%°]|[/:.,'’-]\w)"
_NOT_A_COUNT = r"(?!\s*(?:k?m|(?:day|week|month|year|hour|minute|time)s?|people|of\s+(?:us|them))\b)"

_DATE = re.compile(
    rf"{_BEFORE}(?:"
    rf"(?P<iso_year>\d{{4}})(?P<iso>[-/.])(?P<iso_month>\d{{1,2}})(?P=iso)(?P<iso_day>\d{{1,2}})"
    rf"|(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d{{2}})"
    rf"|(?P<dm_day>{_DAY}){_ORDINAL}\.?[\s/-]*(?:of\s+)?(?P<dm_month>{MONTH})"
    rf"(?:[\s/-]*,?\s*(?P<dm_year>{_YEAR}|['’]\d\d)|[\s-]+(?P<short_year>\d\d)(?!\s*o['’]clock){_NOT_A_COUNT})?"
    rf"|(?P<md_month>{MONTH})[\s/]*(?:the\s+)?(?P<md_day>{_DAY}){_ORDINAL}(?:,?\s+(?P<md_year>{_YEAR}|['’]\d\d))?"
    rf"{_NOT_A_COUNT}(?!\s+{MONTH}\b)"
    rf"|(?P<my_month>{MONTH}),?\s+(?:of\s+)?(?P<my_year>{_YEAR})"
    rf"|(?P<short_first>\d{{1,2}})/(?P<short_second>\d{{1,2}})"
    rf"|(?P<dot_day>\d{{1,2}})\.(?P<dot_month>\d{{1,2}})\."
    rf"|--(?P<card_month>\d\d)-?(?P<card_day>\d\d)"
    rf"){_AFTER}",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:\bon\s+)?(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?(?:(?:\bon\s+)?\bthe\s+)?$",
    re.IGNORECASE,
)
_LEAD_OF_MONTH = re.compile(r"(?:\b(?:back\s+)?in\s+)?(?:\b(?:early|late|mid)[\s-]+)?$", re.IGNORECASE)
_ON = re.compile(r"\bon\s+$", re.IGNORECASE)
_VERSION = re.compile(
    r"\b(?:versions?|v|release|build|python|ios|android|macos|windows|chapter|section|no)\.?\s+$", re.IGNORECASE
)
_NAME_BEFORE = re.compile(r"^\s*(?:[^\W\d_a-z]\S*\s+){0,3}$")  # "Jane 23.11. lunch"
_WE = re.compile(r"\b(?:i|we|you|they|he|she|it|who|that|this|there|to)\s+$", re.IGNORECASE)
_VERB = re.compile(r"\s+(?:be|have|not|also|still|only|join|come|need|want|get|go|help|know|work|take)\b")
_NEAR = 30  # characters before a date that may belong to it
_LONG_AGO, _RECENTLY = 183, 60  # days
_NO_DATES = frozenset({(24, 7), (9, 11), (7, 11)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A date as it was written: what it says, and where; leading words ("on Friday, the") belong to it."""

    year: int | None
    month: int
    day: int | None
    start: int
    end: int
    either_order: bool = False  # 3/4 without a year: the locale says which is the month, and may be wrong

    @property
    def partial(self) -> PartialDate:
        return PartialDate(year=self.year, month=self.month, day=self.day)


def written_dates(text: str, today: date, locale: str, *, expected: bool = False) -> Iterator[Written]:
    """Every clear date in a text, in order. The locale decides whether 3/4 is in March or in April.

    Numbers alone are read with care: "1.2", "$3/14", "24/7" and "10/10" are no dates, "on 10/10" is one; where
    a date is `expected`, "10/10" is one, too. Raises Refusal at a day that does not exist ("31 February").
    """
    for match in _DATE.finditer(text):
        parts = _parts(match, today, locale, expected)
        if parts is None:
            continue
        year, month, day = parts
        if not 1 <= month <= 12 or year == 0:
            raise Refusal(
                say(_("There is no day {day}. For example “14 March” or “2026-03-14”."), day=match.group())
            )
        if day is not None:
            _check(year, month, day)
        lead = (_LEAD if day else _LEAD_OF_MONTH).search(text, *_just_before(match))
        yield Written(
            year=year,
            month=month,
            day=day,
            start=lead.start() if lead else match.start(),
            end=match.end() if year or not match["short_year"] else match.end("dm_month"),
            either_order=match["short_first"] is not None and day is not None and day <= 12,
        )


def latest(written: Written, today: date) -> date:
    """The day that was written; without a year the latest such day that is not ahead, without a day the first.

    Where the order is the locale's, but that day is more than half a year ago and the other order gives one of
    the last two months, the other one is meant: "12/11" in November is the 12th of November.

    >>> latest(Written(year=None, month=12, day=11, start=0, end=5, either_order=True), date(2026, 11, 24))
    datetime.date(2026, 11, 12)
    """
    if written.year:
        return date(written.year, written.month, written.day or 1)
    year = today.year
    while not _is_in(year, written) or date(year, written.month, written.day or 1) > today:
        year -= 1
    day = date(year, written.month, written.day or 1)
    if written.either_order and (today - day).days > _LONG_AGO:
        other = latest(replace(written, month=day.day, day=day.month, either_order=False), today)
        return other if (today - other).days <= _RECENTLY else day
    return day


def upcoming(written: Written, today: date) -> date:
    """The day that was written; without a year the next such day after today, without a day the first."""
    if written.year:
        return date(written.year, written.month, written.day or 1)
    year = today.year
    while not _is_in(year, written) or date(year, written.month, written.day or 1) <= today:
        year += 1
    return date(year, written.month, written.day or 1)


@lru_cache(maxsize=64)
def is_month_first(locale: str) -> bool:
    """Whether 3/4 is the fourth of March: CLDR's pattern for a day and a month decides.

    >>> is_month_first("en_US"), is_month_first("en-GB"), is_month_first("fr")
    (True, False, False)
    """
    try:
        pattern = Locale.parse(locale.replace("-", "_")).datetime_skeletons["Md"].pattern
    except (ValueError, KeyError, UnknownLocaleError):
        return True
    return str(pattern).find("M") < str(pattern).find("d")


def month_number(name: str) -> int:
    """ "Sept." → 9."""
    short = plain_letters(name[:3]).casefold()
    return 1 + next(i for i, month in enumerate(MONTH_NAMES) if month.startswith(short))


def _parts(
    match: re.Match[str], today: date, locale: str, expected: bool
) -> tuple[int | None, int, int | None] | None:
    """(year, month, day) as written; None where the text only looks like a date."""
    if match["iso"]:
        return int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])
    if match["dm_month"]:
        if match["dm_month"] == "may" and _VERB.match(match.string, match.end("dm_month")):
            return None
        return _year(match, today), month_number(match["dm_month"]), int(match["dm_day"])
    if match["md_month"]:
        if match["md_month"] in ("may", "march", "mar", "dec") and _WE.search(match.string, *_just_before(match)):
            return None
        return _year(match, today), month_number(match["md_month"]), int(match["md_day"])
    if match["my_month"]:
        return int(match["my_year"]), month_number(match["my_month"]), None
    if match["card_month"]:
        return None, int(match["card_month"]), int(match["card_day"])
    if _VERSION.search(match.string, *_just_before(match)):
        return None
    return _numeric(match, today, locale) if match["mark"] else _short(match, locale, expected)


def _numeric(match: re.Match[str], today: date, locale: str) -> tuple[int | None, int, int | None] | None:
    month, day = _ordered(int(match["first"]), int(match["second"]), match["mark"], locale)
    if len(match["year"]) == 4:
        return int(match["year"]), month, day
    if match["mark"] == "-" or not _exists(month, day):
        return None  # 10-11-12 may be anything
    return _century(int(match["year"]), today), month, day


def _short(match: re.Match[str], locale: str, expected: bool) -> tuple[int | None, int, int | None] | None:
    """Two numbers without a year: a date only where it is clear that they are not a score, a part or a version."""
    said = expected or _ON.search(match.string, *_just_before(match)) is not None
    alone = said or is_alone(match.string, *match.span())
    if match["dot_day"]:
        month, day = _ordered(int(match["dot_day"]), int(match["dot_month"]), ".", locale)
        clear = alone or _NAME_BEFORE.search(match.string[: match.start()]) is not None
    else:
        first, second = int(match["short_first"]), int(match["short_second"])
        month, day = _ordered(first, second, "/", locale)
        if (first, second) in _NO_DATES:
            clear = said
        elif first == second or second in (5, 10):
            clear = alone  # "10/10", "9/10": marks
        elif first < second <= 4:
            clear = alone or ends_part(match.string, match.end())  # "3/4 of it"
        else:
            clear = True
    if clear and (_exists(month, day) or (alone and 1 <= month <= 12 and 1 <= day <= 31)):
        return None, month, day
    return None


def _just_before(match: re.Match[str]) -> tuple[int, int]:
    return max(0, match.start() - _NEAR), match.start()


def _ordered(first: int, second: int, mark: str, locale: str) -> tuple[int, int]:
    """(month, day); the other way round where only that is possible. With dots the day is always first."""
    month, day = (first, second) if mark != "." and is_month_first(locale) else (second, first)
    return (day, month) if month > 12 >= day else (month, day)


def _exists(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= days_in_month(2024, month)


def _is_in(year: int, written: Written) -> bool:
    return (written.day or 1) <= days_in_month(year, written.month)


def _century(year: int, today: date) -> int:
    """The latest year of these two digits that is at most ten years ahead."""
    full = today.year - today.year % 100 + year
    return full - 100 if full > today.year + 10 else full + 100 if full <= today.year - 90 else full


def _check(year: int | None, month: int, day: int) -> None:
    days = days_in_month(year or 2024, month)  # 2024: a year with a 29 February
    if not 1 <= day <= days:
        of = partial(PartialDate(year=year, month=month))
        raise Refusal(
            count(
                _("There is no such day: {month} has only {n} day. Say it again with another day."),
                _("There is no such day: {month} has only {n} days. Say it again with another day."),
                days,
                month=of,
            )
        )


def _year(match: re.Match[str], today: date) -> int | None:
    """ "2026", "'80"; "20 Nov 26" only of this year or the last, or where nothing follows that is counted."""
    if written := match["dm_year"] or match["md_year"]:
        return int(written) if len(written) == 4 else _century(int(written[1:]), today)
    if match["short_year"] is None:
        return None
    year = _century(int(match["short_year"]), today)
    return year if today.year - year in (0, 1) or ends_part(match.string, match.end()) else None
