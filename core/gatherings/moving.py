"""When an event is to be instead, out of an organiser's words: what they do not say anew stays as it is.

Days of the week are those of the event's own week, "an hour later" is later than the event is; "tomorrow" and
"in two hours" are counted from now, as everywhere.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.chat.errors import Refusal
from core.chat.parsing.coming.future_days import find_days
from core.chat.parsing.found import Unclear
from core.chat.parsing.line import Line, clean
from core.chat.reply import say
from core.chat.words import _
from core.events.moments import begins
from core.events.whens import SaidWhen, end_of, read_when
from core.facts.events import Event
from core.ical.expanding import lasting

_WEEKDAY = re.compile(
    r"\b(?P<next>(?:(?:the\s+)?next|following)\s+)?(?:this\s+)?(?P<day>mon|tue|wed|thu|fri|sat|sun)[a-z]*\b",
    re.IGNORECASE,
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBER = r"(?P<n>\d{1,3}|an?|one|two|three|four|half an)"
_UNIT = r"(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|weeks?)"
_BY = re.compile(
    rf"(?:\bby\s+)?\b{_NUMBER}\s*{_UNIT}\s+(?P<way>later|earlier|sooner|after|before|forwards?|backwards?|back)\b"
    rf"|\b(?P<way2>later|earlier|sooner)\s+by\s+{_NUMBER.replace('<n>', '<n2>')}"
    rf"\s*{_UNIT.replace('<unit>', '<unit2>')}\b",
    re.IGNORECASE,
)
_WEEKS = re.compile(
    r"\b(?:the\s+)?(?:(?P<on>next|following)\s+week|week\s+(?P<after>after)|week\s+before|previous\s+week"
    r"|(?P<day>next|following)\s+day|day\s+(?P<day_after>after)|(?P<day_before>day\s+before|previous\s+day))\b",
    re.IGNORECASE,
)
_NTH = re.compile(r"(?:\bon\s+)?(?:\bthe\s+)?\b(?P<n>\d{1,2})(?:st|nd|rd|th)\b(?!\s+of\b)", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|(?<![:\d])\d{1,4}(?:[./-]\d{1,2}[./-]\d{1,4}|/\d{1,2})\b",
    re.IGNORECASE,
)
_FROM_NOW = re.compile(
    r"\b(?:today|tonight|tomorrow|in\s+(?:\d+|an?|two|three|half)\b|now|right away)", re.IGNORECASE
)
_PAST = re.compile(
    r"\b(?:yesterday|ago|last\s+(?:night|week|month|mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b", re.IGNORECASE
)
_UNTIL = re.compile(
    r"^(?:until|till|to\s+end\s+at|ends?(?:\s+at)?|ending\s+at)\s+(?P<at>\S.*)$",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"\b(?:please|instead|to|at|on|from|for|the|same|time|hours?|move|moved?|shift|postpone|it|this|that|event|then|now"
    r"|let'?s|make|be|is|and|but|than|planned)\b|[^\w]+",
    re.IGNORECASE,
)
_WORDS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "half an": 0.5}
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_BACK = frozenset({"earlier", "sooner", "before", "back", "backward", "backwards"})
_DAY = timedelta(days=1)
_FAR = 10 * 366  # days


def moved(line: str, event: Event, now: datetime, locale: str) -> Event:
    """The event at the time that the words say. Raises Refusal for words that say none, or more than one, and for
    what is over."""
    if _PAST.search(line):
        raise _over()
    if until := _UNTIL.match(line.strip()):
        after = _ending(until["at"], event, now, locale)
    else:
        after = _shifted(line, event, now, locale) or _said(line, event, now, locale)
    if begins(after) <= now or not -_FAR < (after.on - event.on).days < _FAR:
        raise _over()
    return after


def _shifted(line: str, event: Event, now: datetime, locale: str) -> Event | None:
    """An hour later, a day earlier, the next week: with another hour, where that is said, too."""
    if by := _BY.search(line):
        number, unit = by["n"] or by["n2"], (by["unit"] or by["unit2"])[0].casefold()
        way = -1 if (by["way"] or by["way2"]).casefold() in _BACK else 1
        n = _WORDS.get(number.casefold()) or float(number)
        span = n * _UNITS[unit] * way
    elif by := _WEEKS.search(line):
        back = by["day_before"] or not (by["on"] or by["after"] or by["day"] or by["day_after"])
        days = 1 if by["day"] or by["day_after"] or by["day_before"] else 7
        span = timedelta(days=-days if back else days)
        unit = "d"
    else:
        return None
    rest = f"{line[: by.start()]} {line[by.end() :]}"
    if unit in "mh":
        if event.at is None:
            raise Refusal(say(_("It lasts all day. Say when it begins instead: Wednesday 8:00")))
        begin = datetime.combine(event.on, event.at) + span
        _nothing_left(rest)
        return _lasting_as(event, begin.date(), begin.time())
    after = _lasting_as(event, event.on + span, event.at)
    return after if _is_filling(rest) else _said(rest, after, now, locale)


def _said(line: str, event: Event, now: datetime, locale: str) -> Event:
    """What day, what hour, from when until when: read as it stands, and as seen from the event's own week."""
    zone = ZoneInfo(event.timezone)
    on: date | None = None
    weekday, nth = _WEEKDAY.search(line), _NTH.search(line)
    if weekday and not _MONTH.search(line) and not re.search(r"\bevery\b|\beach\b|\bor\b", line, re.IGNORECASE):
        on = _in_week(event, weekday, now)
        words, line = line, f"{line[: weekday.start()]} {line[weekday.end() :]}"
        if find_days(line, now.astimezone(zone).date(), locale):  # "Wednesday the 27th": it is said twice
            on, line = None, words
    elif nth and not _MONTH.search(line) and not re.search(r"\bevery\b", line, re.IGNORECASE):
        on = _in_month(event, int(nth["n"]), now)
        line = f"{line[: nth.start()]} {line[nth.end() :]}"
    if on is not None and _is_filling(line):
        return _lasting_as(event, on, event.at)
    dated = on is None and _says_day(line, now.astimezone(zone).date(), locale)
    if not dated:  # an hour alone: it is of that day, not the next such hour from now on
        now = datetime.combine((on or event.on) - _DAY, time(23, 59), tzinfo=zone).astimezone(UTC)
    found = _read(line, event, now, zone, locale, beside=on is not None)
    _nothing_left(found.rest)
    if on is None:
        on = found.on if dated else event.on
    at = event.at if found.at is None else found.at
    if found.until_on is None and found.until_at is None:
        return replace(_lasting_as(event, on, at), timezone=found.timezone)
    until_on = None if found.until_on is None else on + (found.until_on - found.on)
    until_at = found.until_at or (event.until_at if at is not None else None)
    return replace(event, on=on, at=at, until_on=until_on, until_at=until_at, timezone=found.timezone)


def _read(line: str, event: Event, now: datetime, zone: ZoneInfo, locale: str, *, beside: bool = False) -> SaidWhen:
    """`beside`: a day has been read besides. Raises Refusal for anything but one time."""
    found = read_when(line, now, zone, locale)
    if _MONTH.search(line) and not _FROM_NOW.search(line):
        # "Jan 5" said of an event in two years is that year's.
        there = datetime.combine(event.on - timedelta(days=90), time(12), tzinfo=zone).astimezone(UTC)
        other = read_when(line, there, zone, locale) if there > now else None
        if isinstance(found, SaidWhen) and isinstance(other, SaidWhen):
            found = min(found, other, key=lambda each: abs(each.on - event.on))
    if isinstance(found, Unclear):
        raise Refusal(say(_("That may be several times. Say one of them: Wednesday 8:00, Dec 3 18:00-20:00")))
    if found is None and beside:
        _nothing_left(line)
    if found is None:
        raise Refusal(say(_("I read no time in that. For example: Wednesday 8:00, Dec 3 6-8pm, an hour later")))
    if found.recurrence is not None:
        raise Refusal(say(_("Say a single time: the others move along. For example: Wednesday 8:00")))
    return found


def _ending(words: str, event: Event, now: datetime, locale: str) -> Event:
    """ "until 15:00": its beginning stays."""
    found = _read(words, event, now, ZoneInfo(event.timezone), locale)
    _nothing_left(found.rest)
    if found.at is None or event.at is None:
        raise Refusal(say(_("Say from when until when it is. For example: 18:00-20:00")))
    until_on = event.on + _DAY if found.at < event.at else None
    return replace(event, until_on=until_on, until_at=found.at)


def _lasting_as(event: Event, on: date, at: time | None) -> Event:
    lasts = lasting(event.on, event.at, event.until_on, event.until_at)
    until_on, until_at = end_of(on, at, lasts if (at is None) == (event.at is None) else None)
    return replace(event, on=on, at=at, until_on=until_on, until_at=until_at)


def _in_week(event: Event, said: re.Match[str], now: datetime) -> date:
    """That day of the event's own week (or of the next one); the first to come, where that is over."""
    monday = event.on - timedelta(days=event.on.weekday())
    on = monday + timedelta(days=_DAYS.index(said["day"].casefold()) + (7 if said["next"] else 0))
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    while on < today:
        on += timedelta(days=7)
    return on


def _in_month(event: Event, day: int, now: datetime) -> date:
    """That day of the event's own month; of the next one, where that is over. Raises Refusal for a day that no
    month has."""
    first, today = event.on.replace(day=1), now.astimezone(ZoneInfo(event.timezone)).date()
    for _month in range(3):
        if 1 <= day <= 31 and (on := first + timedelta(days=day - 1)).month == first.month and on >= today:
            return on
        first = (first + timedelta(days=32)).replace(day=1)
    raise Refusal(say(_("There is no such day. For example: Dec 3 18:00")))


def _says_day(line: str, today: date, locale: str) -> bool:
    return bool(find_days(line, today, locale)) or any(each.search(line) for each in (_FROM_NOW, _MONTH))


def _nothing_left(rest: str) -> None:
    """Raises Refusal for words beside the time: something else was meant by them."""
    if not _is_filling(rest):
        words = clean(Line(rest).rest())[:60]
        raise Refusal(
            say(_("Here I take only a time, and can't place “{words}”. For example: Wednesday 8:00"), words=words)
        )


def _is_filling(text: str) -> bool:
    return not _FILLING.sub("", text.replace("\x00", " "))


def _over() -> Refusal:
    return Refusal(say(_("That is over already. When shall it be? For example: Wednesday 8:00, an hour later")))
