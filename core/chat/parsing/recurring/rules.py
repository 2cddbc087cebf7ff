"""What a phrase that says how often means: a Recurrence that begins today, or several that may be meant."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from core.facts.recurrence import Frequency, Recurrence, Weekday

WORKDAYS = (0, 1, 2, 3, 4)
ELAPSED = (Frequency.MINUTELY, Frequency.HOURLY)


@dataclass(slots=True)
class Phrase:
    """What a connected phrase names; whoever gets it makes sense of it."""

    start: int = -1
    end: int = -1
    again: bool = False  # it says that something comes again: "every", "weekly", "Tuesdays"
    units: list[tuple[str, int]] = field(default_factory=list)  # "every 2 weeks": ("week", 2)
    weekdays: list[Weekday] = field(default_factory=list)
    is_range: bool = False  # "Mon-Fri"
    weeks: int = 1  # "every other Friday": 2
    month_days: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    counts_days: bool = False  # "the 31st day"
    position: int = 0  # "last workday": -1
    within: str = ""  # "of the month": "month"
    several: tuple[int, str] | None = None  # "twice a week": 2, "week"
    either: str = ""  # "biweekly": every two weeks, or twice a week
    is_edge: bool = False  # "the end of the month"
    is_every: bool = False  # "every" stands right before the days
    is_unclear: bool = False  # it says something more, or less, than can be told
    on: bool = False  # it begins with "on"
    parts: list[int] = field(default_factory=list)  # where it names parts of the day
    marks: list[int] = field(default_factory=list)  # where its days stand

    @property
    def has_days(self) -> bool:
        return bool(self.weekdays or self.month_days or self.months)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase may mean, the likeliest first. Not sure: it has to be asked, even where there is only one."""

    rules: tuple[Recurrence, ...] = ()
    is_sure: bool = False
    times_a_day: int = 0  # "three times a day": at which times?
    lacks_days: bool = False  # "twice a week": on which days?


UNCLEAR = Reading()


def reading_of(phrase: Phrase, today: date) -> Reading | None:
    """What a phrase means; None for one that says of nothing that it comes again."""
    if not phrase.again and not _is_nth_of_month(phrase):
        return _workdays(phrase, today) or _of_the_month(phrase, today)
    if not all(1 <= abs(day) <= _LONGEST for day in phrase.month_days):
        return UNCLEAR
    if phrase.is_unclear or len(set(phrase.units)) > 1 or (phrase.units and phrase.within not in ("", "month")):
        return UNCLEAR
    if phrase.either:
        return _either(phrase, today)
    if phrase.several:
        return _several(phrase, today)
    unit, n = phrase.units[0] if phrase.units else (_unit(phrase), 1)
    read = _READERS.get(unit)
    return read(phrase, n, today) if read else UNCLEAR


def _unit(phrase: Phrase) -> str:
    """The unit of a phrase that names none: "every Tuesday", "every 15th", "every July 4th"."""
    is_nth = any(each.nth for each in phrase.weekdays) or phrase.position
    if phrase.within:
        return phrase.within
    if phrase.months and (phrase.month_days or is_nth or not phrase.weekdays):
        return "year"
    if phrase.month_days or is_nth:
        return "month"
    return "week"


def _is_nth_of_month(phrase: Phrase) -> bool:
    """ "last Friday of the month", "first and third Tuesday"."""
    nths = {each.nth for each in phrase.weekdays}
    if not phrase.position and (not nths or 0 in nths):
        return False
    return phrase.within == "month" or (len(nths) > 1 and not phrase.months and not phrase.within)


def _workdays(phrase: Phrase, today: date) -> Reading | None:
    """ "Mon-Fri": every week, or this one?"""
    if not phrase.is_range or tuple(each.day for each in phrase.weekdays) != WORKDAYS:
        return None
    return replace(_week(phrase, 1, today), is_sure=False)


def _of_the_month(phrase: Phrase, today: date) -> Reading | None:
    """ "the 15th of the month": of this one, or of every one? "The end of the month" is that of this one."""
    if phrase.within != "month" or not phrase.month_days or phrase.is_edge or phrase.is_unclear:
        return None
    return replace(_month(phrase, 1, today), is_sure=False)


def _elapsed(phrase: Phrase, n: int, today: date) -> Reading:
    unit = phrase.units[0][0]
    if phrase.month_days or phrase.position or any(each.nth for each in phrase.weekdays):
        return UNCLEAR
    return _sure(_rule(phrase, unit, n, today))


def _day(phrase: Phrase, n: int, today: date) -> Reading:
    if phrase.month_days or phrase.position or phrase.weeks > 1 or any(each.nth for each in phrase.weekdays):
        return UNCLEAR
    if phrase.is_every and phrase.weekdays:
        return UNCLEAR  # "every day and every Sunday"
    return _sure(_rule(phrase, "week" if n == 1 and phrase.weekdays else "day", n, today))


def _week(phrase: Phrase, n: int, today: date) -> Reading:
    nths = {each.nth for each in phrase.weekdays} - {0}
    if phrase.month_days or phrase.position or phrase.months or (phrase.weeks > 1 and n > 1):
        return UNCLEAR
    if nths:
        return UNCLEAR
    return _sure(_rule(phrase, "week", n * phrase.weeks, today))


def _month(phrase: Phrase, n: int, today: date) -> Reading:
    nths = {each.nth for each in phrase.weekdays}
    if phrase.weeks > 4 and n == 1:
        return _week(replace(phrase, weekdays=[Weekday(day=each.day) for each in phrase.weekdays]), 1, today)
    if phrase.weeks > 2 and n == 1:  # "every third Friday": of the month, or every three weeks
        days = tuple(Weekday(day=each.day) for each in phrase.weekdays)
        weekly = Recurrence(freq=Frequency.WEEKLY, interval=phrase.weeks, weekdays=days, start=today)
        monthly = _rule(phrase, "month", 1, today)
        return Reading((monthly, weekly))
    if phrase.position:
        return _sure(_rule(phrase, "month", n, today)) if not phrase.month_days else UNCLEAR
    if phrase.months or phrase.weeks > 1:
        return UNCLEAR
    if phrase.weekdays and (0 in nths or phrase.month_days):
        if phrase.month_days:
            return UNCLEAR
        first = tuple(Weekday(day=each.day, nth=1) for each in phrase.weekdays)
        return Reading(
            (
                Recurrence(freq=Frequency.MONTHLY, interval=n, weekdays=first, start=today),
                Recurrence(freq=Frequency.WEEKLY, weekdays=tuple(phrase.weekdays), start=today),
            )
        )
    return _sure(_rule(phrase, "month", n, today))


def _quarter(phrase: Phrase, n: int, today: date) -> Reading:
    """Every three months; with a day, those of the calendar: "the last Friday of each quarter"."""
    edges = {*phrase.month_days, *(each.nth for each in phrase.weekdays), phrase.position} - {0}
    if not phrase.has_days:
        return _month(replace(phrase, units=[]), 3 * n, today)
    if n > 1 or phrase.months or phrase.is_every or not edges <= {1, -1} or len(edges) != 1:
        return UNCLEAR
    reading = _month(replace(phrase, is_edge=False), 1, today)
    months = (1, 4, 7, 10) if 1 in edges else (3, 6, 9, 12)
    return replace(reading, rules=tuple(replace(rule, months=months) for rule in reading.rules))


def _year(phrase: Phrase, n: int, today: date) -> Reading:
    nths = {each.nth for each in phrase.weekdays}
    if phrase.weeks > 2 and phrase.months:
        phrase = replace(phrase, weeks=1)
    if phrase.position or phrase.weeks > 1 or (phrase.weekdays and (0 in nths or phrase.month_days)):
        return UNCLEAR
    if (phrase.weekdays or phrase.month_days) and not phrase.months:
        if phrase.weekdays or not phrase.counts_days or min(phrase.month_days) < 1:
            return UNCLEAR  # "every year on the 31st"
        phrase = replace(phrase, months=[1])  # "the 31st day of every year"
    if len(set(phrase.months)) > 1 and len(set(phrase.month_days)) > 1:
        return UNCLEAR  # each of these days in each of these months?
    rule = _rule(phrase, "year", n, today)
    if phrase.months and not (phrase.month_days or phrase.weekdays):
        rule = replace(rule, month_days=(1,))
    return _sure(rule)


def _either(phrase: Phrase, today: date) -> Reading:
    """ "biweekly": every two weeks, or twice a week; with one day named the first, with two nobody knows."""
    unit = phrase.either
    two = replace(phrase, either="", units=[(unit, 2)])
    every_second = reading_of(two, today)
    if every_second is None or not every_second.is_sure:
        return UNCLEAR
    if unit == "week" and len(phrase.weekdays) == 1:
        return every_second
    rule = every_second.rules[0]
    if unit == "week":
        days = tuple(phrase.weekdays) or (Weekday(day=0), Weekday(day=3))
        twice = Recurrence(freq=Frequency.WEEKLY, weekdays=days, start=today)
    elif unit == "month":
        twice = Recurrence(freq=Frequency.MONTHLY, month_days=(1, 15), start=today)
    else:
        twice = Recurrence(freq=Frequency.MONTHLY, interval=6, start=today)
    return Reading((rule, twice))


def _several(phrase: Phrase, today: date) -> Reading:
    """ "twice a week": on which days? "three times a day": when? Unless it is said as well."""
    assert phrase.several is not None
    n, unit = phrase.several
    named = replace(phrase, several=None, units=[(unit, 1)])
    if unit == "day" and not phrase.has_days:
        return Reading((Recurrence(freq=Frequency.DAILY, start=today),), times_a_day=n)
    if unit == "week" and len(phrase.weekdays) == n:
        return reading_of(named, today) or UNCLEAR
    if unit == "month" and len(phrase.month_days or phrase.weekdays) == n:
        return reading_of(named, today) or UNCLEAR
    if unit == "year" and 12 % n == 0 and not phrase.has_days and n <= 12:
        return Reading((Recurrence(freq=Frequency.MONTHLY, interval=12 // n, start=today),), lacks_days=True)
    return Reading(lacks_days=True)


def _rule(phrase: Phrase, unit: str, n: int, today: date) -> Recurrence:
    return Recurrence(
        freq=_FREQUENCIES[unit],
        interval=n,
        weekdays=tuple(dict.fromkeys(phrase.weekdays)),
        month_days=tuple(dict.fromkeys(phrase.month_days)),
        months=tuple(sorted(set(phrase.months))),
        position=phrase.position,
        start=today,
    )


def _sure(rule: Recurrence) -> Reading:
    return Reading((rule,), is_sure=1 <= rule.interval <= _MAX[rule.freq])


def without(rule: Recurrence, weekdays: Iterable[int], months: Iterable[int]) -> Recurrence | None:
    """The same without these weekdays and months; None where it then is something else, or nothing at all."""
    left_out, left_out_months = set(weekdays), set(months)
    if left_out:
        if any(each.nth for each in rule.weekdays) or rule.freq not in (
            *ELAPSED,
            Frequency.DAILY,
            Frequency.WEEKLY,
        ):
            return None
        named = {each.day for each in rule.weekdays} or set(range(7))
        if rule.freq is Frequency.WEEKLY and not rule.weekdays:
            return None
        days = tuple(Weekday(day=day) for day in sorted(named - left_out))
        if not days:
            return None
        daily = rule.freq is Frequency.DAILY and rule.interval == 1
        rule = replace(rule, weekdays=days, freq=Frequency.WEEKLY if daily else rule.freq)
    if left_out_months:
        months_left = tuple(sorted(set(rule.months or range(1, 13)) - left_out_months))
        if not months_left or rule.freq is Frequency.YEARLY:
            return None
        rule = replace(rule, months=months_left)
    return rule


_LONGEST = 31  # days of a month
_READERS = {
    "minute": _elapsed,
    "hour": _elapsed,
    "day": _day,
    "week": _week,
    "month": _month,
    "quarter": _quarter,
    "year": _year,
}
_MAX = {
    Frequency.MINUTELY: 100_000,
    Frequency.HOURLY: 10_000,
    Frequency.DAILY: 3_700,
    Frequency.WEEKLY: 520,
    Frequency.MONTHLY: 600,
    Frequency.YEARLY: 50,
}
_FREQUENCIES = {
    "minute": Frequency.MINUTELY,
    "hour": Frequency.HOURLY,
    "day": Frequency.DAILY,
    "week": Frequency.WEEKLY,
    "month": Frequency.MONTHLY,
    "quarter": Frequency.MONTHLY,
    "year": Frequency.YEARLY,
}
