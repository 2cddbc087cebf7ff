"""From when until when an event is, and in which zone, out of the words that say it."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.chat.parsing.coming.around import said_before
from core.chat.parsing.coming.clock_times import find_times
from core.chat.parsing.coming.day_words import WEEKDAY
from core.chat.parsing.coming.future_days import find_days
from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.days.dates import written_dates
from core.chat.parsing.found import Found, Unclear
from core.chat.parsing.line import Line
from core.chat.parsing.recurring.whens import find_when
from core.chat.reply import Said, Span, say
from core.chat.words import _
from core.events.reworded import Place, Reworded
from core.events.said_hours import take_end, take_length
from core.events.said_zones import take_zone
from core.events.tongues import foreign_day, put_in_english
from core.facts.recurrence import Moment, Recurrence, When
from core.facts.recurring_days import days_from

Spans = tuple[Place, ...]
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAYS_OF_MONTH = (
    re.compile(
        rf"\b{_MONTH}\s+(?P<first>\d{{1,2}})(?P<more>\s?(?:-|–|—)\s?(?P<last>\d{{1,2}}))\b(?!\s*[:ap])", re.I
    ),
    re.compile(rf"(?<![\d:])(?P<first>\d{{1,2}})(?P<more>\s?(?:-|–|—)\s?(?P<last>\d{{1,2}}))(?=\s+{_MONTH})", re.I),
)
_OVER = re.compile(
    r"\b(?:(?:the\s+)?day\s+before\s+yesterday|yesterday|last\s+(?:night|evening|week|month|year|weekend)"
    rf"|(?:last|past|previous)\s+{WEEKDAY}|(?:a|an|one|two|three|four|\d+)\s+(?:days?|weeks?|months?|years?)\s+ago)"
    r"(?!\s+(?:of|in)\b)(?!\w)",
    re.IGNORECASE,
)
_HOUR_OR_DAY = re.compile(rf"\b{WEEKDAY}\s+(?P<number>[12]\d|3[01]|[1-9])(?![\w:.])", re.IGNORECASE)
_TO_ANOTHER = re.compile(rf"\s+(?:-|–|—|to|until)\s+|(?<=\w)(?:-|–|—)(?={WEEKDAY})", re.IGNORECASE)
_OF_WEEK = re.compile(rf"\b{WEEKDAY}(?!\w)", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:every|each|the)\s+$", re.IGNORECASE)
_RECENTLY = timedelta(days=100)
_BULLETS = re.compile(r"\s*[·•|⋅]\s*")
_SHORT = 200  # characters: of a longer text it would take long to try every dash
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidWhen:
    """When an event is, as wall time in `timezone`; and `rest`, the words that do not say it (a Line's text)."""

    on: date
    at: time | None
    until_on: date | None
    until_at: time | None
    timezone: str
    recurrence: Recurrence | None
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What is said of an event's end and zone, whichever moment it begins at."""

    until: time | None
    lasts: timedelta | None
    last_day: int  # of the month; 0 where none is said
    named: str  # the zone; "" where none is said
    zone: ZoneInfo  # the reader's

    def settled(self, said: SaidWhen) -> SaidWhen:
        if said.at is not None and self.until is not None:
            later = said.on + _DAY if self.until < said.at else None
            said = replace(said, until_at=self.until, until_on=later)
        elif said.at is not None and self.lasts is not None:
            end = datetime.combine(said.on, said.at) + self.lasts
            said = replace(said, until_at=end.time(), until_on=end.date() if end.date() != said.on else None)
        elif said.recurrence is None and said.on.day < self.last_day <= monthrange(said.on.year, said.on.month)[1]:
            said = replace(said, until_on=said.on.replace(day=self.last_day))
        return _in_zone(said, self.named, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclearWhen(Unclear):
    """A phrase that means some time, but not which; `rest` are the other words (a Line's text)."""

    rest: str
    beside: _Beside

    def chosen(self, when: When) -> SaidWhen:
        """One of the choices, or what was said instead; with the end and the zone that were said."""
        return self.beside.settled(_as_said(when, self.rest))


def chosen_when(when: When, zone: ZoneInfo) -> SaidWhen:
    """A moment that was chosen, with nothing else said."""
    return replace(_as_said(when, ""), timezone=zone.key)


def read_when(text: str, now: datetime, zone: ZoneInfo, locale: str) -> SaidWhen | UnclearWhen | None:
    """When the words say that an event is; None where they do not. `zone` is the reader's, unless they say another.

    Raises Refusal for what is over, and for a day that does not exist.
    """
    told = Reworded(_BULLETS.sub(", ", text))
    named = take_zone(told)
    put_in_english(told)
    whole = _from_day_to_day(told, now.astimezone(zone), locale) if len(text) <= _SHORT else None
    if whole is not None:
        return _in_zone(whole, named, zone)
    last_day = _take_last_day(told)
    until = take_end(told)
    lasts = take_length(told) if until is None else None
    beside = _Beside(until=until, lasts=lasts, last_day=last_day, named=named, zone=zone)
    local = now.astimezone(ZoneInfo(named) if named else zone)
    found = find_when(told.text, local, locale)
    if isinstance(found, Unclear) and not found.choices:
        found = _on_its_first(told.text, local, locale) or replace(
            found, choices=_as_hour_or_day(told.text, local, locale)
        )
    if asked := _asked(told, found, local.date(), locale):
        words, question, spans, choices = asked
        return UnclearWhen(
            words=words, question=question, choices=choices, spans=spans, rest=told.rest(spans), beside=beside
        )
    if found is None or isinstance(found, Unclear):
        return None
    when, spans = found.value, found.spans
    if isinstance(when, Recurrence):
        said, more = _from_its_first(when, told.text, spans, local, locale)
        return beside.settled(replace(said, rest=told.rest([*spans, *more])))
    return beside.settled(_as_said(when, told.rest(spans)))


def end_of(on: date, at: time | None, lasts: int | None) -> tuple[date | None, time | None]:
    """When what begins so and lasts so long is over, as Event.until_on and Event.until_at.

    >>> end_of(date(2026, 12, 1), time(22), 180)
    (datetime.date(2026, 12, 2), datetime.time(1, 0))
    """
    if lasts is None:
        return None, None
    if at is None:
        return (on + timedelta(days=lasts - 1), None) if lasts > 1 else (None, None)
    end = datetime.combine(on, at) + timedelta(minutes=lasts)
    return (end.date() if end.date() != on else None), end.time()


def _as_said(when: When, rest: str) -> SaidWhen:
    """From then on; the zone and the end are to be settled yet."""
    if isinstance(when, Recurrence):
        rule, moment = when, Moment(on=when.start, at=min(when.times, default=None))
    else:
        rule, moment = None, when
    return SaidWhen(
        on=moment.on, at=moment.at, until_on=None, until_at=None, timezone="", recurrence=rule, rest=rest
    )


_Asked = tuple[str, Span, Spans, tuple[When, ...]]


def _asked(told: Reworded, found: Found[When] | Unclear | None, today: date, locale: str) -> _Asked | None:
    """What is to be asked first: the words, the question, where they stand, the choices."""
    if over := _over_words(told.text, today, locale):
        hours = [(each.start, each.end) for each in find_times(told.text)]
        words, spans = told.words([over]), (over, *(each for each in hours if not _overlap(each, over)))
        return words, say(_("“{words}” is over. When is it? For example: Friday 18:00"), words=words), spans, ()
    if isinstance(found, Unclear):
        words = told.words(found.spans) if found.spans else found.words
        question = found.question
        if found.choices and _is_just_over(told.text, found.choices, today, locale):
            question = say(_("“{words}” is over. When is it? For example: Friday 18:00"), words=words)
            return words, question, found.spans, found.choices
        if isinstance(question, Said) and "words" in question.values:
            question = replace(question, values={**question.values, "words": words})
            if not found.choices:
                question = say(_("When is “{words}”? For example: Friday 18:00, Dec 3 6-8pm"), words=words)
        return words, question, found.spans, found.choices
    if found is None or isinstance(found.value, Recurrence):
        return None
    words = told.words(found.spans)
    if _was_lately(told.text, found.value.on, today, locale):
        question = say(_("“{words}” is over. Do you mean {year}?"), words=words, year=str(found.value.on.year))
        return words, question, found.spans, (found.value,)
    if not find_days(told.text, today, locale) and (foreign := foreign_day(told.text)):
        words = told.words([foreign])
        question = say(_("Which day is “{words}”? Say it in English, or as a date: Dec 4 19:30"), words=words)
        return words, question, (*found.spans, foreign), ()
    return None


def _on_its_first(text: str, now: datetime, locale: str) -> Found[When] | None:
    """ "Dec 1 9am, every Tuesday": what comes again from a day on that is one of its days; else None."""
    for date_ in find_days(text, now.date(), locale):
        start, end = date_.start, date_.end
        if len(date_.days) != 1 or not re.search(r"\d", text[start:end]):
            continue
        [day] = date_.days
        found = find_when(text[:start] + " " * (end - start) + text[end:], now, locale)
        if not isinstance(found, Found) or not isinstance(found.value, Recurrence) or day < now.date():
            continue
        rule = replace(found.value, start=day)
        if next(days_from(rule, day), None) == day:
            return Found(rule, tuple(sorted([*found.spans, (start, end)])))
    return None


def _as_hour_or_day(text: str, now: datetime, locale: str) -> tuple[When, ...]:
    """ "Thu 6", as six in the evening and as the sixth, where that is a Thursday."""
    match = _HOUR_OR_DAY.search(text)
    if match is None:
        return ()
    number, (start, end) = int(match["number"]), match.span("number")
    hours = [number] if 6 < number < 24 else []
    hours += [number + 12] if number < 12 else []
    choices: list[When] = []
    for words in (*(f"{hour:02}:00" for hour in hours), f"the {number}th"):
        found = find_when(f"{text[:start]}{words}{text[end:]}", now, locale)
        choices += found.choices if isinstance(found, Unclear) else [found.value] if found else []
    near = now.date() + timedelta(days=31)
    return tuple(each for each in dict.fromkeys(choices) if isinstance(each, Moment) and each.on <= near)


def _over_words(text: str, today: date, locale: str) -> Place | None:
    """Where a day is said that is over ("yesterday", "last Friday"), and no other."""
    said = (each.span() for each in _OVER.finditer(text) if not said_before(_EVERY, text, each.start()))
    over = next(said, None)
    return over if over is not None and not find_days(text, today, locale) else None


def _is_just_over(text: str, choices: tuple[When, ...], today: date, locale: str) -> bool:
    """Whether what is offered is later than what was said: "today 8am" at nine, "Thu, Nov 12" on the 23rd."""
    ahead = [each.on for each in choices if isinstance(each, Moment)]
    if any(_was_lately(text, on, today, locale) for on in ahead):
        return True
    days = {day for each in find_days(text, today, locale) for day in each.days}
    return days == {today} and all(on > today for on in ahead) and "midnight" not in text.casefold()


def _was_lately(text: str, on: date, today: date, locale: str) -> bool:
    """Whether that day is next year only because this year's, which was said without a year, is just over."""
    if (on.month, on.day) == (2, 29) or not today - _RECENTLY <= on.replace(year=on.year - 1) < today:
        return False
    dates = written_dates(text, today, locale)
    return any((each.year, each.month, each.day) == (None, on.month, on.day) for each in dates)


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _from_its_first(
    rule: Recurrence, text: str, spans: Spans, now: datetime, locale: str
) -> tuple[SaidWhen, Spans]:
    """What comes again, from the day on that is said besides ("Tue Dec 8, every week"), and where that stands."""
    line = Line(text)
    for span in spans:
        line.cut(*span)
    at = min(rule.times, default=None)
    first = _next_of(rule, now)
    besides = find_moment(line.text, now, locale)
    if isinstance(besides, Found):
        at = at or besides.value.at
        on = besides.value.on
        fits = not rule.weekdays or any(each.day == on.weekday() for each in rule.weekdays)
        if besides.value.at is None or at == besides.value.at:
            first = max(on, rule.start) if fits else first
    rule = replace(rule, start=first, times=() if at is None else (at,))
    return _as_said(rule, ""), besides.spans if isinstance(besides, Found) else ()


def _next_of(rule: Recurrence, now: datetime) -> date:
    """The first day on which it comes from now on."""
    at = min(rule.times, default=None)
    for day in days_from(rule, max(rule.start, now.date())):
        if day > now.date() or at is None or at > now.time():
            return day
    return rule.start


def _in_zone(said: SaidWhen, named: str, zone: ZoneInfo) -> SaidWhen:
    """In the zone that is named; in the reader's own where the clocks show the same there and then."""
    if not named or said.at is None:
        return replace(said, timezone=zone.key)
    wall = datetime.combine(said.on, said.at)
    same = wall.replace(tzinfo=ZoneInfo(named)).utcoffset() == wall.replace(tzinfo=zone).utcoffset()
    return replace(said, timezone=zone.key if same else named)


def _take_last_day(told: Reworded) -> int:
    """ "Dec 4-6" becomes "Dec 4", and 6; 0 where there is no such thing."""
    for pattern in _DAYS_OF_MONTH:
        match = pattern.search(told.text)
        if match and int(match["first"]) < int(match["last"]) <= 31:
            told.take(*match.span("more"))
            return int(match["last"])
    return 0


def _from_day_to_day(told: Reworded, now: datetime, locale: str) -> SaidWhen | None:
    """ "Dec 3, 2026 6pm – Dec 4, 2026 1am": two moments, the second of another day, and nothing else of a time."""
    text = told.text
    for match in _TO_ANOTHER.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        of_week = _OF_WEEK.search(left) is not None and _OF_WEEK.search(right) is not None
        if not (of_week or (_says_day(left) and _says_day(right))) or re.search(r"\b(?:every|each)\b", text):
            continue
        first, last = find_moment(left, now, locale), find_moment(right, now, locale)
        if not (isinstance(first, Found) and isinstance(last, Found)):
            continue
        begin, end = first.value, last.value
        if of_week and end.on < begin.on:
            end = replace(end, on=end.on + timedelta(weeks=1))
        if (begin.at is None) != (end.at is None) or end.on < begin.on:
            continue
        return SaidWhen(
            on=begin.on,
            at=begin.at,
            until_on=end.on if end.on != begin.on else None,
            until_at=end.at,
            timezone="",
            recurrence=None,
            rest=told.rest([match.span(), *_spans(first, 0, last, match.end())]),
        )
    return None


def _spans(first: Found[Moment], before: int, last: Found[Moment], behind: int) -> Iterator[tuple[int, int]]:
    for found, offset in ((first, before), (last, behind)):
        for start, end in found.spans:
            yield start + offset, end + offset


def _says_day(text: str) -> bool:
    """Whether a day is named, not just an hour."""
    return (
        re.search(rf"\b{_MONTH}\b|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}\b", text, re.IGNORECASE)
        is not None
    )
