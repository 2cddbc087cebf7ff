"""When something is to come: "tomorrow 9am", "in 2 hours", "Friday at noon", "by Dec 5", from now on only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from core.chat.errors import Refusal
from core.chat.parsing.coming.around import said_before
from core.chat.parsing.coming.bare_hours import is_hour
from core.chat.parsing.coming.clock_times import ClockTime, find_times
from core.chat.parsing.coming.day_words import TONIGHT
from core.chat.parsing.coming.future_days import SaidDay, find_days, numbers_alone
from core.chat.parsing.coming.lengths import Length, find_lengths
from core.chat.parsing.days.misspelled import well_spelled
from core.chat.parsing.found import Found, Unclear
from core.chat.reply import say
from core.chat.words import _
from core.facts.recurrence import Moment

Span = tuple[int, int]
_FARTHEST = 100  # years


def find_moment(text: str, now: datetime, locale: str) -> Found[Moment] | Unclear | None:
    """The moment that a text says, as wall time; None where it says none. `now` is aware, in the person's zone.

    Always later than the minute of `now`; a day without an hour may be today. "Friday" is the next one and never
    today, "9am" the next such time; hours ("in 2 hours") really go by. Unclear is what people mean in two ways
    ("next Friday" on a Tuesday), what is said twice ("Monday or Tuesday"), what is no day ("in spring") and what
    cannot be ("tomorrow at 28:00"). Raises Refusal for what is over ("5 Jan 2020") and for a day that no month has.

    >>> from zoneinfo import ZoneInfo
    >>> find_moment("call Jane tomorrow at 9", datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("America/Toronto")), "en")
    Found(value=Moment(on=datetime.date(2026, 11, 24), at=datetime.time(9, 0)), spans=((10, 18), (19, 23)))
    """
    spelled, origin = well_spelled(text)
    found = _Reading(spelled, now, locale).moment()
    if found is None:
        return None
    spans = tuple((origin[start], origin[end]) for start, end in sorted(found.spans))
    if isinstance(found, Found):
        return Found(found.value, spans)
    words = " ".join(text[start:end] for start, end in spans)
    return replace(found, words=words, question=say(_("When is “{words}”?"), words=words), spans=spans)


class _Reading:
    """One text as it is read at one moment."""

    def __init__(self, text: str, now: datetime, locale: str) -> None:
        self.text = text
        self.now = now.replace(second=0, microsecond=0)
        self.today = now.date()
        self.locale = locale

    def moment(self) -> Found[Moment] | Unclear | None:
        if iso := _ISO.search(self.text):
            return self._instant(iso)
        said = find_times(self.text)
        times = [each for each in said if not self._is_told_of(each)]
        days = find_days(self.text, self.today, self.locale)
        lengths = [each for each in find_lengths(self.text) if not any(_is_in(each, day) for day in days)]
        times += [
            ClockTime(at=self.now.time(), start=same.start(), end=same.end()) for same in _SAME.finditer(self.text)
        ]
        days = [each for each in days if not each.topic or self._is_of(each, [*times, *lengths])]
        times = [each for each in times if self._has_its_day(each, days)]
        if not days and (alone := numbers_alone(self._without(times), self.today, self.locale)):
            days = [alone]
        anchored = [each for each in lengths if each.anchor is None or self._anchor(each, [*days, *times])]
        spans = _spans([*days, *times, *lengths])
        if anchored:
            return self._after(anchored[0], days, times)
        if lengths and spans[0] == (lengths[0].start, lengths[0].end) and len(spans) > 1:
            return _unclear(spans)  # "2 days before the fair on Friday"
        if not days and not times:
            return None
        if any(
            not any(each.start < no.end() and no.start() < each.end for each in said)
            for no in _NO_HOUR.finditer(self.text)
        ):
            return _unclear(spans)
        found = self._on(days, times)
        if isinstance(found, Found) and any(_ZONE.match(self.text, each.end) for each in times):
            return _unclear(spans, (found.value,))  # "9am EST": of the person's zone, or another?
        return found

    def _on(self, days: list[SaidDay], times: list[ClockTime]) -> Found[Moment] | Unclear:
        """What days and hours say together; there is one of them at least."""
        spans = _spans([*days, *times])
        possible = list(dict.fromkeys(day for said in days for day in said.days))
        hours = list({each.at: each for each in times}.values())
        clear = len(possible) <= 1 and len(hours) <= 1
        if not (clear and all(each.days for each in days) and all(each.sure for each in hours)):
            return _unclear(spans, self._combined(possible, hours) if possible or not days else ())
        if not possible:
            return self._next(hours[0], spans)
        if possible[0] < self.today:
            raise _over(possible[0])
        _must_be_near(possible[0], self.today)
        if any(_STARTING.match(self.text, each.start) for each in days):
            return _unclear(spans, self._combined(possible, hours))  # and how often?
        return self._at(possible[0], hours[0], spans) if hours else Found(Moment(on=possible[0]), spans)

    def _at(self, on: date, said: ClockTime, spans: tuple[Span, ...]) -> Found[Moment] | Unclear:
        """A day with an hour: an hour of today only where it is still to come."""
        words = self.text[said.start : said.end].casefold()
        following = on + timedelta(days=1)
        if "midnight" in words:  # of Friday: its beginning, or its end?
            end = Moment(on=following, at=said.at)
            return Found(end, spans) if on == self.today else _unclear(spans, (end, Moment(on=on, at=said.at)))
        if _NIGHT.search(words) and said.at < time(5):
            on = following  # "tonight at 1"
        for at in (said.at, said.other):
            if at is not None and (moment := self._ahead(Moment(on=on, at=at))):
                return Found(moment, spans)
        if re.fullmatch(TONIGHT, words):
            return Found(Moment(on=on), spans)
        return _unclear(spans, (Moment(on=following, at=said.at),))

    def _next(self, said: ClockTime, spans: tuple[Span, ...]) -> Found[Moment] | Unclear:
        """An hour alone: the next such; unclear where its other half comes first, and in the evening."""
        moment = self._coming(said.at)
        other = self._coming(said.other) if said.other and said.other >= time(19) else moment
        return _unclear(spans, (other, moment)) if other.on < moment.on else Found(moment, spans)

    def _after(self, length: Length, days: list[SaidDay], times: list[ClockTime]) -> Found[Moment] | Unclear:
        """ "in 2 hours", "in 3 days at 9", "in 2 weeks on Friday", "2 weeks from Friday"."""
        if length.anchor is not None:
            return self._from(length, days, times)
        if length.minutes:
            return Found(_moment(length.elapsed(self.now)), _spans([length]))
        said = SaidDay(days=(length.after(self.today),), start=length.start, end=length.end)
        weekday = next((each for each in days if each.weekday is not None), None)
        if weekday is None or length.months or length.days % 7:
            return self._on([said], times)
        on = said.days[0] + timedelta(days=(weekday.weekday or 0) - self.today.weekday())
        return self._on([replace(each, days=(on,)) for each in (said, weekday)], times)

    def _from(self, length: Length, days: list[SaidDay], times: list[ClockTime]) -> Found[Moment] | Unclear:
        """A length that counts from a day or an hour: "2 weeks from Friday", "2 hours before noon"."""
        anchors = [each for each in days if each.end > length.end]
        base = self._on(anchors, [each for each in times if each.end > length.end])
        spans = _spans([length, *anchors, *times])
        if isinstance(base, Unclear):
            return _unclear(spans)
        on, at = base.value.on, base.value.at or next((each.at for each in times), None)
        if not length.minutes:
            moment = Moment(on=length.after(on), at=at)
        elif base.value.at is None:
            return _unclear(spans)
        else:
            moment = _moment(length.elapsed(datetime.combine(on, base.value.at, self.now.tzinfo)))
        if self._ahead(moment) is None:
            raise _over(moment.on)
        return Found(moment, spans)

    def _instant(self, iso: re.Match[str]) -> Found[Moment]:
        """ "2026-12-05T14:00", with the zone of the person, or with one of its own: "2026-12-05T14:00Z"."""
        try:
            then = datetime.fromisoformat(iso.group())
        except ValueError as e:
            raise Refusal(
                say(_("There is no day {day}. For example “14 March” or “2026-03-14”."), day=iso.group())
            ) from e
        _must_be_near(then.date(), self.today)
        if then.date() < self.today - timedelta(days=1):  # over in every zone
            raise _over(then.date())
        said = _moment(then.astimezone(self.now.tzinfo) if then.tzinfo else then)
        if (moment := self._ahead(said)) is None:
            raise _over(said.on)
        return Found(moment, (iso.span(),))

    def _combined(self, days: list[date], hours: list[ClockTime]) -> Iterator[Moment]:
        """What days and hours, each of which may be meant, can give from now on."""
        if not days:
            moments = [self._coming(said.at) for said in hours]
        elif not hours:
            moments = [Moment(on=day) for day in days]
        else:
            moments = [Moment(on=day, at=said.at) for day in days for said in hours]
        return (ahead for moment in moments if (ahead := self._ahead(moment)))

    def _coming(self, at: time) -> Moment:
        today = Moment(on=self.today, at=at)
        return self._ahead(today) or Moment(on=self.today + timedelta(days=1), at=at)

    def _ahead(self, moment: Moment) -> Moment | None:
        """The moment if it is still to come; of an hour that comes twice the second, when the first is over."""
        if moment.at is None:
            return moment if moment.on >= self.today else None
        naive = datetime.combine(moment.on, moment.at)
        if abs(moment.on - self.today) > timedelta(days=1):  # so far from now no zone changes the order
            return moment if naive > self.now.replace(tzinfo=None) else None
        for fold in (moment.at.fold, 1):
            if naive.replace(tzinfo=self.now.tzinfo, fold=fold).astimezone(UTC) > self.now.astimezone(UTC):
                return replace(moment, at=moment.at.replace(fold=fold))
        return None

    def _anchor(self, length: Length, said: Iterable[SaidDay | ClockTime]) -> bool:
        """Whether one of these stands right behind the length, perhaps with its "before"."""
        return any(
            length.start < each.start and each.end > length.end and not self.text[length.end : each.start].strip()
            for each in said
        )

    def _is_told_of(self, said: ClockTime) -> bool:
        """Whether an hour is only told of: "the 3pm meeting"."""
        return said_before(_OWNED, self.text, said.start) is not None and _LEAD.match(self.text, said.start) is None

    def _has_its_day(self, said: ClockTime, days: list[SaidDay]) -> bool:
        """Whether an hour that is one only because of the day before it has that: not in "last Fri 9 came"."""
        if is_hour(self.text, said.start, said.end) is None or not self.text[said.start : said.end].isdecimal():
            return True
        return any(not self.text[each.end : said.start].strip(" ,") for each in days if each.end <= said.start)

    def _is_of(self, day: SaidDay, said: Iterable[ClockTime | Length]) -> bool:
        """Whether a day is that of the hour or the length before it: "evening of the 5th"."""
        return any(each.end <= day.start and not self.text[each.end : day.start].strip() for each in said)

    def _without(self, times: list[ClockTime]) -> str:
        text = self.text
        for each in times:
            text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
        return text


def _spans(said: Iterable[SaidDay | ClockTime | Length]) -> tuple[Span, ...]:
    """Where they stand, in order; those that overlap ("this evening" is a day and an hour) as one."""
    spans: list[Span] = []
    for start, end in sorted((each.start, each.end) for each in said):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _is_in(length: Length, day: SaidDay) -> bool:
    """Whether a length is only a part of the words for a day: "day after tomorrow", "a week from Monday"."""
    return day.start <= length.start and length.end <= day.end


def _unclear(spans: tuple[Span, ...], choices: Iterable[Moment] = ()) -> Unclear:
    return Unclear(words="", question="", choices=tuple(choices), spans=spans)  # find_moment knows the words


def _moment(then: datetime) -> Moment:
    return Moment(on=then.date(), at=then.time().replace(second=0, microsecond=0))


def _over(day: date) -> Refusal:
    return Refusal(
        say(_("It has to be later than now, and {day} is not. For example “tomorrow 9am” or “5 January”."), day=day)
    )


def _must_be_near(day: date, today: date) -> None:
    if day.year - today.year > _FARTHEST:
        raise Refusal(
            say(_("That is too far ahead for me: {n} years at most. For example “5 January”."), n=_FARTHEST)
        )


_ISO = re.compile(
    r"(?<![\w-])\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\s\d\d:\d\d(?::\d\d)?(?:\s?Z|[+-]\d\d:\d\d))(?![\w:-])"
)
_SAME = re.compile(r"\b(?:at\s+)?(?:this|(?:the\s+)?same)\s+time(?=\s+(?:tomorrow|on|next|in)\b)", re.IGNORECASE)
_NO_HOUR = re.compile(r"(?<![\w.:/$€£-])\d{1,2}(?::\d\d(?!\d)|\s?[ap]\.?m\b)", re.IGNORECASE)
_ZONE = re.compile(
    r"\s*(?:(?:[ecmp][sd]t|gmt|utc|bst|cest|cet|eest|eet|jst|aest|aedt)\b|(?-i:[ECMP]T)\b"
    r"|(?:eastern|central|mountain|pacific)\b|(?-i:[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s+time\b)",
    re.IGNORECASE,
)
_NIGHT = re.compile(rf"night|{TONIGHT}")
_OWNED = re.compile(r"\b(?:the|an?|her|his|their|our|my|your|about|of|['’]s)\s+$", re.IGNORECASE)
_STARTING = re.compile(r"starting\b", re.IGNORECASE)
_LEAD = re.compile(r"(?:at|by|@|around)\b", re.IGNORECASE)
