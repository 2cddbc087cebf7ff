"""What is to come again: "every Tuesday 18:00", "every 2 weeks starting 5 Dec", "last Friday of the month"."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from core.chat.errors import Refusal
from core.chat.parsing.coming.clock_times import ClockTime, find_times
from core.chat.parsing.coming.times import read_time
from core.chat.parsing.days.misspelled import well_spelled
from core.chat.parsing.found import Found, Unclear
from core.chat.parsing.recurring.bounds import Bounds, blanked, bounds_of
from core.chat.parsing.recurring.phrases import phrases_of
from core.chat.parsing.recurring.rules import ELAPSED, Phrase, Reading, reading_of, without
from core.chat.parsing.recurring.words import may_recur, words_of
from core.chat.reply import Span, say
from core.chat.words import _
from core.facts.cadence import days_in_month
from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.facts.recurring_days import days_from

Spans = tuple[tuple[int, int], ...]


def find_recurrence(text: str, now: datetime, locale: str) -> Found[Recurrence] | Unclear | None:
    """What a text says comes again, beginning after now; None where it says nothing of the kind.

    `now` is aware, in the person's zone. `start` is the first day of it that is still ahead; of what names no day
    ("every 2 weeks") it is today, so that it comes two weeks from now; hours and minutes begin with the first
    that is ahead. "Every other Friday" begins with the next Friday. Unclear is what may be meant in two ways
    ("biweekly"), what lacks something ("twice a week") and what can not be told ("except tomorrow"). Raises
    Refusal for seconds, for what is over before it begins, and for a day that does not exist.

    >>> from zoneinfo import ZoneInfo
    >>> now = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Tokyo"))
    >>> found = find_recurrence("club every Tuesday 18:00", now, "en")
    >>> found.spans, found.value.weekdays, found.value.start.isoformat()
    (((5, 24),), (Weekday(day=1, nth=0),), '2026-11-24')
    """
    if not may_recur(text):
        return None
    spelled, origin = well_spelled(text)
    found = _Sentence(spelled, now, locale).recurrence()
    if found is None:
        return None
    spans = tuple((origin[start], origin[end]) for start, end in found.spans)
    if isinstance(found, Found):
        return Found(found.value, spans)
    words = " ".join(text[start:end] for start, end in spans)
    return replace(found, words=words, question=_question(found.question, words), spans=spans)


class _Sentence:
    """One text as it is read at one moment."""

    def __init__(self, text: str, now: datetime, locale: str) -> None:
        self.text = text
        self.now = now.replace(second=0, microsecond=0)
        self.today = now.date()
        self.locale = locale
        self.bounds = Bounds()
        self.times: list[ClockTime] = []
        self.phrases: list[Phrase] = []

    def recurrence(self) -> Found[Recurrence] | Unclear | None:
        if not self._readings(self._phrases(self.text)):
            return None
        self.bounds = bounds_of(self.text, self.today, self.locale)
        length = self.bounds.length_span
        text = blanked(self.text, [*self.bounds.spans, *([length] if length else [])])
        said = find_times(text)
        self.times = [each for each in said if not _is_told_of(text, each)]
        text = _without_times(text, self.times)
        phrases = self._phrases(text)
        readings = self._readings(phrases)
        if not readings:
            return None
        self.phrases = [phrase for phrase, _reading in readings]
        if len(readings) > 1:
            return self._unclear(_WHEN)
        phrase = self._completed(self.phrases[0], phrases)
        reading = reading_of(phrase, self.today)
        assert reading is not None
        return self._found(reading, text)

    def _phrases(self, text: str) -> list[Phrase]:
        return phrases_of(text, self.text, words_of(text, self.locale))

    def _readings(self, phrases: list[Phrase]) -> list[tuple[Phrase, Reading]]:
        return [(phrase, reading) for phrase in phrases if (reading := reading_of(phrase, self.today)) is not None]

    def _completed(self, phrase: Phrase, phrases: list[Phrase]) -> Phrase:
        """With the days that are said elsewhere: "every 2 weeks call Jane on Friday"."""
        if phrase.has_days or not (phrase.units or phrase.several or phrase.either):
            return phrase
        for other in phrases:
            if other.on and other.has_days and not other.again:
                self.phrases.append(other)
                phrase = replace(
                    phrase,
                    weekdays=other.weekdays,
                    month_days=other.month_days,
                    months=other.months,
                    position=other.position,
                    is_unclear=phrase.is_unclear or other.is_unclear,
                )
                break
        return phrase

    def _found(self, reading: Reading, text: str) -> Found[Recurrence] | Unclear:
        bounds, main = self.bounds, self.phrases[0]
        if main.units and main.units[0][0] == "second":
            raise Refusal(say(_("Seconds are too short for me. For example “every hour” or “daily at 9”.")))
        for rule in reading.rules[:1]:
            bounds.settle(rule)
        rules = [without(rule, bounds.weekdays, bounds.months) for rule in reading.rules]
        if bounds.leaves_out_days or None in rules:
            return self._unclear(_LEFT_OUT)
        if reading.times_a_day and len(self._hours()) != reading.times_a_day:
            return self._unclear(_TIMES)
        if reading.lacks_days:
            return self._unclear(_DAYS, (self._begun(rule, self._hours()) for rule in rules if rule))
        possible = [self._timed(rule) for rule in rules if rule]
        choices = [rule for rule in possible if rule is not None]
        is_open = _GOES_ON.match(text, main.end) if main.units and not main.has_days else None
        if not choices or bounds.is_unclear or (is_open and main.units[0][0] in ("week", "month", "year")):
            return self._unclear(_WHEN)
        if any(not any(each.start <= part < each.end for each in self.times) for part in main.parts):
            return self._unclear(_TIMES)  # "every morning and evening"
        if not self.times and (hour := _BARE_HOUR.match(text, main.end)):
            at = time(int(hour["hour"]) + 12 * (int(hour["hour"]) < 7))
            self.times = [ClockTime(at=at, start=hour.start("at" if hour["at"] else "hour"), end=hour.end())]
            return self._unclear(_TIMES, (self._timed(rule) for rule in rules if rule))
        if len(choices) == 1 and (around := self._around_midnight(choices[0])):
            return self._unclear(_WHEN, around)
        if self._are_times_mixed():
            return self._unclear(_WHEN)
        if not (reading.is_sure or reading.times_a_day) or len(choices) > 1:
            return self._unclear(_WHEN, choices)
        return Found(choices[0], self._spans())

    def _hours(self) -> tuple[time, ...]:
        return tuple(sorted({each.at for each in self.times}))

    def _timed(self, rule: Recurrence) -> Recurrence | None:
        """The rule with its hours and its limits; None where that makes no sense."""
        if not all(each.sure for each in self.times):
            return None
        if rule.freq in ELAPSED:
            return self._elapsed(rule)
        return self._begun(rule, self._hours())

    def _elapsed(self, rule: Recurrence) -> Recurrence | None:
        """ "every 2 hours" from now on, "every hour from 9 to 17" at these hours, "every 2 hours starting at 9"."""
        bounds = self.bounds
        step = timedelta(minutes=rule.interval * (60 if rule.freq is Frequency.HOURLY else 1))
        if bounds.minutes:
            bounds.count, bounds.minutes = max(1, int(timedelta(minutes=bounds.minutes) / step)), 0
        if between := _BETWEEN.search(self.text):
            hours = _hours_between(between, step)
            if hours is None:
                return None
            begin, end = between.span()
            self.times = [ClockTime(at=hours[0], start=begin, end=end)]
            freq = Frequency.WEEKLY if rule.weekdays else Frequency.DAILY
            return self._begun(replace(rule, freq=freq, interval=1), hours)
        if len(self.times) > 1 or (self.times and not _FROM.search(self.text, 0, self.times[0].end)):
            return None
        if self.times or (bounds.start and bounds.start > self.today):
            return self._begun(rule, self._hours())
        first = (self.now.astimezone(UTC) + step).astimezone(self.now.tzinfo)
        rule = replace(rule, start=first.date(), times=(first.time().replace(fold=0),))
        return self._limited(rule, first.date())

    def _begun(self, rule: Recurrence, times: tuple[time, ...]) -> Recurrence | None:
        """The rule from its first day on, from which its interval counts. Raises Refusal for 31 February."""
        if rule.freq is Frequency.YEARLY and rule.month_days and rule.months:
            longest = max(days_in_month(2024, month) for month in rule.months)
            if max(rule.month_days) > longest:
                raise Refusal(
                    say(
                        _("There is no such day in that month: {day}. Say it again with another day."),
                        day=str(max(rule.month_days)),
                    )
                )
        begin = self.bounds.start or self.today
        names_days = bool(rule.weekdays or rule.month_days or rule.position)
        search = replace(rule, start=begin, times=times, interval=1 if names_days else rule.interval)
        if begin < self.today:  # the interval counts from a day in the past
            if self.bounds.count is not None:
                return None
            return self._limited(replace(rule, start=next(days_from(search, begin), begin), times=times), begin)
        ahead = (day for day in days_from(search, begin) if self._is_ahead(day, times))
        first = next(ahead, None)
        if first is None:
            return None
        if not names_days and rule.freq in (Frequency.MONTHLY, Frequency.YEARLY) and first.day != begin.day:
            yearly = rule.freq is Frequency.YEARLY  # from the 31st, whose next month is shorter
            rule = replace(rule, month_days=(begin.day,), months=(begin.month,) if yearly else rule.months)
        says_so = self.bounds.start and next(days_from(replace(rule, start=begin), begin), None) == first
        return self._limited(replace(rule, start=begin if says_so else first, times=times), first)

    def _is_ahead(self, day: date, times: tuple[time, ...]) -> bool:
        if day != self.today:
            return day > self.today
        if self.bounds.count is None:
            return not times or times[-1] > self.now.time()
        return times[0] > self.now.time() if times else self.bounds.start is not None

    def _limited(self, rule: Recurrence, first: date) -> Recurrence:
        """The rule with its end. Raises Refusal where that is before its beginning."""
        until = self.bounds.last(first, self.today)
        rule = replace(rule, until=until, count=self.bounds.count)
        tomorrow = self.today + timedelta(days=1)
        if next(days_from(rule, tomorrow if not rule.times else self.today), None) is None:
            if until is not None:
                raise Refusal(say(_("That is over before it begins: {day}. Until when shall it come?"), day=until))
            raise Refusal(say(_("That never comes. For example “every Tuesday 18:00” or “monthly on the 15th”.")))
        return rule

    def _are_times_mixed(self) -> bool:
        """Whether days and hours come by turns: "Mondays at 9 and Thursdays at 10"."""
        if len(self._hours()) < 2:
            return False
        said = [(mark, "day") for phrase in self.phrases for mark in phrase.marks]
        said += [(each.start, "hour") for each in self.times]
        kinds = [kind for _mark, kind in sorted(said)]
        return sum(one != other for one, other in pairwise(kinds)) > 1

    def _around_midnight(self, rule: Recurrence) -> list[Recurrence]:
        """ "Fridays at midnight": where Friday ends, or where it begins."""
        said = any("midnight" in self.text[each.start : each.end].casefold() for each in self.times)
        if not said or len(self.times) > 1 or rule.freq in (*ELAPSED, Frequency.DAILY) or not rule.weekdays:
            return []
        if any(each.nth for each in rule.weekdays) or rule.position:
            return [rule]
        after = tuple(Weekday(day=(each.day + 1) % 7) for each in rule.weekdays)
        end = self._begun(replace(rule, weekdays=after, start=self.today, until=None, count=None), rule.times)
        return [each for each in (end, rule) if each]

    def _unclear(self, question: str, choices: Iterable[Recurrence | None] = ()) -> Unclear:
        return Unclear(
            words="",
            question=question,
            choices=tuple(dict.fromkeys(each for each in choices if each is not None)),
            spans=self._spans(),
        )

    def _spans(self) -> Spans:
        """Where it is said, in order; what only a joining word parts is one."""
        said = [(phrase.start, phrase.end) for phrase in self.phrases]
        said += [(each.start, each.end) for each in self.times] + self.bounds.spans
        spans: list[tuple[int, int]] = []
        for start, end in sorted(said):
            if spans and _JOINED.fullmatch(self.text[spans[-1][1] : max(start, spans[-1][1])]):
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        return tuple(spans)


def _question(question: Span, words: str) -> Span:
    return say(str(question), words=words)


def _is_told_of(text: str, said: ClockTime) -> bool:
    """Whether an hour is only told of: "the 3pm meeting"."""
    return _OWNED.search(text, 0, said.start) is not None and _AT.match(text, said.start) is None


def _without_times(text: str, times: Iterable[ClockTime]) -> str:
    """Blanks in place of hours; parts of the day stay, for "every morning"."""
    for each in times:
        kept = "".join(
            part if _PART.fullmatch(part) else " " * len(part)
            for part in re.split(r"(\w+)", text[each.start : each.end])
        )
        text = text[: each.start] + kept + text[each.end :]
    return text


def _hours_between(match: re.Match[str], step: timedelta) -> tuple[time, ...] | None:
    """Every so long from one hour to the other, both included: 9, 11, 13, 15, 17."""
    try:
        begin, end = read_time(match["begin"]), read_time(match["end"])
    except Refusal:
        return None
    if end <= begin and end.hour < 12 and not re.search(r"[ap]\.?m|:", match["end"], re.IGNORECASE):
        end = end.replace(hour=end.hour + 12)
    if end <= begin or step < timedelta(minutes=5):
        return None
    base = datetime.combine(date.min, begin)
    n = (datetime.combine(date.min, end) - base) // step
    return tuple((base + i * step).time() for i in range(n + 1))


_WHEN = _("When does “{words}” come again? For example “every Tuesday 18:00” or “monthly on the 15th”.")
_DAYS = _("On which days is “{words}”? For example “Mondays and Thursdays”.")
_TIMES = _("At which hours is “{words}”? For example “daily at 9, 13 and 18:00”.")
_LEFT_OUT = _("In “{words}” I can leave out weekdays or months, but nothing else. Without what shall it come?")
_CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\b\.?)?|noon|midday|midnight)"
_BETWEEN = re.compile(
    rf"\b(?:from|between)\s+(?P<begin>{_CLOCK})\s*(?:to|until|till|and|[-–])\s*(?P<end>{_CLOCK})(?!\w)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:start(?:s|ing)?|begin(?:s|ning)?|from)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*,?\s*(?:on|in|during|at|around)\s(?!\s)\s*(?=[^\W\d_])", re.IGNORECASE)
_BARE_HOUR = re.compile(  # alone; or after "at", and before what is to be done: "every day at 8 pills"
    r"\s+(?P<at>at\s+)?(?P<hour>[01]?\d|2[0-3])(?:\s*[-–]\s*(?:[01]?\d|2[0-3]))?"
    r"(?(at)(?=\s)|(?=\s*(?:$|[,;!?.](?!\d))))",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\b(?:the|an?|her|his|their|our|my|your|about|['’]s)\s+$", re.IGNORECASE)
_AT = re.compile(r"(?:at|by|@|around|in|this)\b", re.IGNORECASE)
_PART = re.compile(r"(?:morning|afternoon|evening|night|noon|midday|midnight)s?", re.IGNORECASE)
_JOINED = re.compile(r"\s*,?\s*(?:and|at|on|from|the|starting|of)?\s*", re.IGNORECASE)
