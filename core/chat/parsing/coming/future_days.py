"""Days ahead as people say them: "tomorrow", "next Friday", "the 15th", "Dec 5", "end of month", "Christmas"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.chat.parsing.coming.around import said_before
from core.chat.parsing.coming.calendar_days import CALENDAR_DAYS
from core.chat.parsing.coming.day_phrases import LEAD_WORD, Days
from core.chat.parsing.coming.day_words import HOUR_BESIDE, WEEKDAY
from core.chat.parsing.coming.near_days import NEAR_DAYS
from core.chat.parsing.days.dates import Written, is_month_first, upcoming, written_dates
from core.chat.parsing.days.weekdays import next_weekday, weekday_number
from core.chat.parsing.letters import plain_letters
from core.facts.cadence import days_in_month


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDay:
    """A day that is said in a text, and where; a leading "on", "by" or "before" belongs to it.

    Several days: any of them may be meant, the likeliest first. None: some time is meant, but no day. `topic`:
    the words before it make it rather what the text is about ("notes of Friday").
    """

    days: Days
    start: int
    end: int
    topic: bool = False
    weekday: int | None = None  # a weekday alone, which may stand beside a date


def find_days(text: str, today: date, locale: str) -> list[SaidDay]:
    """Every day in a text that is today or ahead, in order, none over another.

    A date with a year is given as it is, also one that is past. Raises Refusal for a day that does not exist.

    >>> [(each.days[0].isoformat(), each.start) for each in find_days("tea on the 5th", date(2026, 11, 23), "en")]
    [('2026-12-05', 4)]
    """
    text = plain_letters(text)
    found: list[SaidDay] = []
    candidates = [*_phrases(text, today), *_dates(text, today, locale)]
    for said in sorted(candidates, key=lambda each: (each.start - each.end, each.start)):
        if not any(said.start < other.end and other.start < said.end for other in found):
            found.append(said)
    return _without_doubled_weekdays(text, sorted(found, key=lambda each: each.start))


def numbers_alone(text: str, today: date, locale: str) -> SaidDay | None:
    """Two numbers that are all that is said: "25.8", "13-1"; both ways round where each may be the month.

    >>> numbers_alone("8.5", date(2026, 11, 23), "en").days
    (datetime.date(2027, 5, 8), datetime.date(2027, 8, 5))
    """
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    numbers = int(match["first"]), int(match["second"])
    if not is_month_first(locale) and match["mark"] == "." and numbers[0] < 24 and 10 <= numbers[1] < 60:
        return SaidDay(days=(), start=match.start("first"), end=match.end("second"))  # "8.30" is an hour to many
    if is_month_first(locale) and match["mark"] == "-":
        numbers = numbers[::-1]
    orders = dict.fromkeys((numbers, numbers[::-1]))
    days = tuple(
        upcoming(Written(year=None, month=month, day=day, start=0, end=0), today - timedelta(days=1))
        for day, month in orders
        if 1 <= month <= 12 and 1 <= day <= days_in_month(2024, month)
    )
    return SaidDay(days=days, start=match.start("first"), end=match.end("second")) if days else None


def _phrases(text: str, today: date) -> Iterator[SaidDay]:
    if not _MAY_BE.search(text):
        return
    for phrase in (*NEAR_DAYS, *CALENDAR_DAYS):
        for match in phrase.pattern.finditer(text):
            if said_before(_NOT_AHEAD, text, match.start()):
                continue
            try:
                days = phrase.days(match, today)
            except (ValueError, OverflowError):  # a day that this month does not have, a year that no calendar has
                continue
            if days is not None:
                yield SaidDay(
                    days=() if _is_one_of_several(text, *match.span()) else days,
                    start=match.start(),
                    end=match.end(),
                    topic=not match["lead"] and _is_topic(text, *match.span()),
                    weekday=days[0].weekday() if phrase.is_weekday and days and not match["which"] else None,
                )


def _dates(text: str, today: date, locale: str) -> Iterator[SaidDay]:
    """Dates as they are written; two numbers are one also where a word beside them says so: "by 10/10"."""
    clear = {(written.start, written.end) for written in written_dates(text, today, locale)}
    for written in written_dates(text, today, locale, expected=_NUMERIC.search(text) is not None):
        lead = said_before(_LEADING, text, written.start)
        beside = lead or HOUR_BESIDE.match(text, written.end) or _WEEKDAY_BESIDE.match(text, written.end)
        named = _NAMED_WEEKDAY.search(text, written.start, written.end)
        if not (beside or named or (written.start, written.end) in clear):
            continue
        start, end = lead.start() if lead else written.start, written.end
        if written.year is None and written.day and (short := _SHORT_YEAR.match(text, end)):
            written = replace(written, year=today.year - today.year % 100 + int(short["year"]))
            end = short.end()
        topic = not lead and _is_topic(text, start, end)
        days = () if _is_one_of_several(text, start, end) else _written(text, written, today)
        yield SaidDay(days=days, start=start, end=end, topic=topic)


def _is_topic(text: str, start: int, end: int) -> bool:
    """Whether a day is what is spoken of: "notes from Friday"; not the first of "from Dec 24 to Jan 2"."""
    before = said_before(_TOPIC, text, start)
    return before is not None and not (before.group().casefold().startswith("from") and _TO.match(text, end))


def _is_one_of_several(text: str, start: int, end: int) -> bool:
    """Whether another day is said with it by its number alone: "the 2nd and 4th of August"."""
    return (said_before(_ALSO_BEFORE, text, start) or _ALSO_AFTER.match(text, end)) is not None


def _written(text: str, written: Written, today: date) -> Days:
    """The day, today included; and that weekday, too, where another one is said before a date of no year."""
    day = upcoming(written, today - timedelta(days=1))
    named = _NAMED_WEEKDAY.search(text, written.start, written.end)
    if named is None or weekday_number(named["weekday"]) == day.weekday() or written.day is None:
        return (day,)
    weekday = weekday_number(named["weekday"])
    following = upcoming(written, day)
    return day, following if following.weekday() == weekday else next_weekday(weekday, today)


def _without_doubled_weekdays(text: str, found: list[SaidDay]) -> list[SaidDay]:
    """ "8.5. Tuesday", "tomorrow (Tuesday)": a weekday beside its date belongs to it; another makes it unclear."""
    result: list[SaidDay] = []
    for said in found:
        before = result[-1] if result else None
        if (
            before
            and (before.weekday is None) != (said.weekday is None)
            and not text[before.end : said.start].strip(" ,(")
        ):
            day, weekday = (said, before) if said.weekday is None else (before, said)
            end = said.end + (text[said.end : said.end + 1] == ")" and "(" in text[before.end : said.start])
            other = () if weekday.weekday in {each.weekday() for each in day.days} else weekday.days
            days = tuple(each for each in day.days if other or each.weekday() == weekday.weekday) + other
            result[-1] = replace(day, days=days, start=before.start, end=end)
        else:
            result.append(said)
    return result


_LEADING = re.compile(rf"\b(?:{LEAD_WORD})\s+$", re.IGNORECASE)
_MAY_BE = re.compile(
    r"\d|day|mon\b|tue|weds?\b|thu|fri|sat\b|sun\b|week|month|quarter|qtr|\bq\d|year|yr|tom|tmr|2m|night|nite|morning|evening|afternoon"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mas\b|nye|eid|valentine|hallow|ramadan|diwali|hanukkah|passover"
    r"|pentecost|whitsun|(?:on|by)\s+the|easter|thanksgiving|eo[wmqy]\b|summer|winter|spring|autumn|fall",
    re.IGNORECASE,
)
_NOT_AHEAD = re.compile(
    r"\b(?:last|past|previous|every|each|alternate|any|other|since|first|second|third|fourth|except(?:\s+for)?|not"
    r"|\d(?:st|nd|rd|th))\s+$",
    re.IGNORECASE,
)
_ALSO_BEFORE = re.compile(
    r"\d(?:(?:st|nd|rd|th)\s*(?:,|and|or|&|to|[–-])|\s*(?:and|or|&|to|[–-]))\s*(?:the\s+)?$", re.IGNORECASE
)
_ALSO_AFTER = re.compile(r"\s*(?:,|and|or|&)\s*(?:the\s+)?\d{1,2}(?:st|nd|rd|th)(?!\w)", re.IGNORECASE)
_TOPIC = re.compile(
    r"\b(?:about|of|since|re|regarding|concerning|from|than|after|the|her|his|their|our|my|your)[\s:]+$|['’]s\s+$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"[\s\"'(]*(?P<first>\d{1,2})(?P<mark>[.-])(?P<second>\d{1,2})[\s.!?,\"')]*")
_TO = re.compile(r"\s*(?:to|until|till|through|thru|[–-])(?!\w)", re.IGNORECASE)
_NAMED_WEEKDAY = re.compile(rf"\b(?P<weekday>{WEEKDAY})(?!\w)", re.IGNORECASE)
_WEEKDAY_BESIDE = re.compile(rf",?\s+{WEEKDAY}(?!\w)", re.IGNORECASE)
_NUMERIC = re.compile(r"\d{1,2}[/.]\d")
_SHORT_YEAR = re.compile(r",?\s+['’]?(?P<year>[2-9]\d)(?=\s*(?:$|[,;!?\n]|at\b|@|\.(?!\d)))", re.IGNORECASE)
