"""When recurrences come, over five years, against dateutil's rrule on the wall and two libraries' zones."""

from bisect import bisect_right
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from dateutil.tz import gettz, resolve_imaginary
from hypothesis import given, settings
from hypothesis import strategies as st

from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.reminders.occurrences import Occurrence, next_occurrence, occurrences_between

YEARS = 5
MORNING = time(8, 30)
HOUR = timedelta(hours=1)
ZONES = (
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati"),
    *("Pacific/Apia", "America/Sao_Paulo", "America/Nuuk", "UTC"),
)
RULES = {
    Frequency.DAILY: rrule.DAILY,
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY: rrule.MONTHLY,
    Frequency.YEARLY: rrule.YEARLY,
}
STEPS = {Frequency.HOURLY: timedelta(hours=1), Frequency.MINUTELY: timedelta(minutes=1)}

TIMES = st.lists(
    st.sampled_from([time(h, m) for h, m in ((0, 0), (0, 30), (1, 30), (2, 0), (2, 15), (2, 30), (3, 0), (9, 0))]),
    max_size=3,
    unique=True,
).map(tuple)
# The five years from there hold Apia's missing day and São Paulo's missing midnights.
STARTS = st.dates(date(2008, 1, 1), date(2022, 12, 31))
PLAIN = st.lists(st.builds(Weekday, day=st.integers(0, 6)), max_size=3, unique=True).map(tuple)
NTH = st.lists(
    st.builds(Weekday, day=st.integers(0, 6), nth=st.sampled_from([1, 2, 4, 5, -1, -2])), max_size=2, unique=True
).map(tuple)
MONTHS = st.one_of(st.just(()), st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True).map(tuple))
# Days that every month has; those that are clipped are further down.
MONTH_DAYS = st.lists(st.sampled_from([1, 4, 13, 28, -1, -2, -28]), max_size=2, unique=True).map(tuple)


@st.composite
def wall_recurrences(draw):
    freq = draw(st.sampled_from(list(RULES)))
    start = draw(STARTS)
    monthly = freq in (Frequency.MONTHLY, Frequency.YEARLY)
    nth = monthly and draw(st.booleans())
    weekdays = draw(NTH if nth else PLAIN)
    return Recurrence(
        freq=freq,
        interval=draw(st.integers(1, 4)),
        weekdays=weekdays,
        month_days=() if nth or freq is Frequency.WEEKLY else draw(MONTH_DAYS),
        months=draw(MONTHS),
        position=draw(st.sampled_from([0, 1, -1, 2, -2])) if monthly and weekdays and not nth else 0,
        times=draw(TIMES),
        start=start.replace(day=min(start.day, 28)) if monthly else start,
        until=draw(st.one_of(st.none(), st.integers(0, 1500).map(lambda days: start + timedelta(days=days)))),
        count=draw(st.one_of(st.none(), st.integers(1, 40))),
    )


def by_dateutil(recurrence, zone):
    """The days by rrule, times put to each; of what a month lacks, it knows nothing."""
    freq, monthly = recurrence.freq, recurrence.freq in (Frequency.MONTHLY, Frequency.YEARLY)
    weekdays = [rrule.weekday(each.day, each.nth or None) for each in recurrence.weekdays]
    rule = rrule.rrule(
        RULES[freq],
        dtstart=datetime.combine(recurrence.start, time()),
        interval=recurrence.interval,
        byweekday=weekdays if weekdays and freq is not Frequency.DAILY else None,
        bymonthday=recurrence.month_days if recurrence.month_days and monthly else None,
        bymonth=recurrence.months if recurrence.months and freq is Frequency.YEARLY else None,
        bysetpos=recurrence.position or None,
        until=datetime.combine(last_day(recurrence), time()),
    )
    # What only leaves days out is done by hand: where it leaves none, dateutil looks for them until the year 9999.
    days = [day.date() for day in rule if not recurrence.months or day.month in recurrence.months]
    if freq is Frequency.DAILY:
        named = {each.day for each in recurrence.weekdays}
        days = [day for day in days if not named or day.weekday() in named]
        days = [day for day in days if not recurrence.month_days or in_month(day) & set(recurrence.month_days)]
    return on_days(recurrence, days, zone)


def on_days(recurrence, days, zone):
    times = sorted(recurrence.times) or [MORNING]
    found = {}
    for wall in [datetime.combine(day, at) for day in days for at in times][: recurrence.count]:
        found[instant(wall, zone)] = wall
    return [Occurrence(found[at], at) for at in sorted(found)]


@cache
def instant(wall, zone):
    """By zoneinfo; and dateutil, which moves a time out of a gap in another way, agrees."""
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    assert resolve_imaginary(wall.replace(tzinfo=gettz(zone.key))).astimezone(UTC) == at
    return at


def in_month(day):
    """The number of a day in its month, from either end."""
    return {day.day, day.day - monthrange(day.year, day.month)[1] - 1}


def last_day(recurrence):
    end = recurrence.start + timedelta(days=YEARS * 366)
    return min(end, recurrence.until or end)


def is_as_listed(recurrence, zone, listing, afters):
    """From each instant the next ones are those of the listing; and so is what lies between two of them."""
    end = datetime.combine(last_day(recurrence), time.max)
    instants = [each.at for each in listing]
    for after in afters:
        index = bisect_right(instants, after)
        for expected in [*listing[index : index + 8], None][:8]:
            found = next_occurrence(recurrence, after, zone, MORNING)
            if expected is None:
                assert found is None or found.wall > end
                break
            assert found == expected
            after = found.at
    for after, until in zip(afters, sorted(afters), strict=True):
        between = listing[bisect_right(instants, after) : bisect_right(instants, until)]
        expected = (between[-1], len(between)) if between else (None, 0)
        assert occurrences_between(recurrence, after, until, zone, MORNING) == expected


def some_instants(draw, recurrence, listing):
    """Before the start, here and there within the five years, and close to occurrences."""
    first = datetime.combine(recurrence.start, time(), UTC)
    minutes = draw(st.lists(st.integers(0, YEARS * 365 * 1440), min_size=6, max_size=6))
    afters = [first - 2 * timedelta(days=1), *(first + timedelta(minutes=each) for each in minutes)]
    if listing:
        near = st.sampled_from([timedelta(0), -timedelta(microseconds=1), -HOUR, HOUR])
        afters += [draw(st.sampled_from(listing)).at + draw(near) for _ in range(3)]
    last = datetime.combine(last_day(recurrence), time(), UTC)
    return [min(each, last) for each in afters]


@settings(max_examples=120, deadline=None)
@given(st.data(), wall_recurrences(), st.sampled_from(ZONES).map(ZoneInfo))
def test_days_weeks_months_and_years_come_when_dateutil_says(data, recurrence, zone):
    listing = by_dateutil(recurrence, zone)
    is_as_listed(recurrence, zone, listing, some_instants(data.draw, recurrence, listing))


@settings(max_examples=80, deadline=None)
@given(
    st.data(),
    st.sampled_from([Frequency.MONTHLY, Frequency.YEARLY]),
    st.integers(1, 3),
    st.integers(29, 31),
    st.booleans(),
    STARTS,
    TIMES,
    st.sampled_from(ZONES).map(ZoneInfo),
)
def test_what_a_month_lacks_is_its_last_day(data, freq, interval, day, said, start, times, zone):
    # RFC 5545 leaves such a month out: its way to say ours is the last one of the days from the 28th on.
    months = (2, 4) if freq is Frequency.YEARLY and said else ()
    start = start.replace(day=1) if said else start.replace(month=1, day=day)
    recurrence = Recurrence(
        freq=freq, interval=interval, month_days=(day,) if said else (), months=months, times=times, start=start
    )
    rule = rrule.rrule(
        RULES[freq],
        dtstart=datetime.combine(start, time()),
        interval=interval,
        bymonth=months or (range(1, 13) if freq is Frequency.MONTHLY else start.month),
        bymonthday=range(28, day + 1),
        until=datetime.combine(last_day(recurrence), time()),
    )
    latest = {(each.year, each.month): each.date() for each in rule}
    if freq is Frequency.YEARLY and said is False:
        assert all(each.day == day for each in latest.values())
    listing = on_days(recurrence, list(latest.values()), zone)
    is_as_listed(recurrence, zone, listing, some_instants(data.draw, recurrence, listing))


@settings(max_examples=60, deadline=None)
@given(
    st.data(),
    st.sampled_from(list(STEPS)),
    st.sampled_from([1, 2, 7, 36, 90]),
    PLAIN,
    MONTHS,
    TIMES,
    STARTS,
    st.one_of(st.none(), st.integers(0, 40)),
    st.one_of(st.none(), st.integers(1, 500)),
    st.sampled_from(ZONES).map(ZoneInfo),
)
def test_hours_and_minutes_are_elapsed_time(
    data, freq, interval, weekdays, months, times, start, days, count, zone
):
    until = start + timedelta(days=days) if days is not None else None
    recurrence = Recurrence(
        freq=freq,
        interval=interval,
        weekdays=weekdays,
        months=months,
        times=times,
        start=start,
        until=until,
        count=count,
    )
    at = instant(datetime.combine(start, min(times, default=MORNING)), zone)
    first, end = at, at + timedelta(days=15 if freq is Frequency.MINUTELY else 45)
    listing, step = [], interval * STEPS[freq]
    while at <= end and len(listing) != count:
        wall = at.astimezone(zone).replace(tzinfo=None)
        if (
            (not weekdays or wall.weekday() in {each.day for each in weekdays})
            and (not months or wall.month in months)
            and (until is None or wall.date() <= until)
        ):
            listing.append(Occurrence(wall, at))
        at += step
    minutes = data.draw(st.lists(st.integers(-1440, 14 * 1440), min_size=8, max_size=8))
    afters = [first + timedelta(minutes=each) for each in minutes]
    instants = [each.at for each in listing]
    for after in afters:
        index = bisect_right(instants, after)
        expected = listing[index] if index < len(listing) else None
        found = next_occurrence(recurrence, after, zone, MORNING)
        assert found == expected or (expected is None and found is not None and found.at > end)
    for after, upto in zip(afters, sorted(afters), strict=True):
        between = listing[bisect_right(instants, after) : bisect_right(instants, upto)]
        expected = (between[-1] if between else None, min(len(between), 10_000))
        assert occurrences_between(recurrence, after, upto, zone, MORNING) == expected


WHOLE = {
    "every night at three times": Recurrence(
        freq=Frequency.DAILY, times=(time(0), time(2, 30), time(3)), start=date(2009, 1, 1)
    ),
    "every third Sunday": Recurrence(
        freq=Frequency.WEEKLY, interval=3, weekdays=(Weekday(day=6),), times=(time(2),), start=date(2009, 1, 1)
    ),
    "the last Sunday of the month": Recurrence(
        freq=Frequency.MONTHLY, weekdays=(Weekday(day=6, nth=-1),), times=(time(0),), start=date(2009, 1, 1)
    ),
    "every year": Recurrence(freq=Frequency.YEARLY, times=(time(2, 30),), start=date(2009, 3, 29)),
}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("phrase", WHOLE)
def test_five_years_one_from_the_other(phrase, zone):
    recurrence, zone = WHOLE[phrase], ZoneInfo(zone)
    found, after = [], datetime(2008, 12, 1, tzinfo=UTC)
    while (each := next_occurrence(recurrence, after, zone, MORNING)) and each.wall.date() <= last_day(recurrence):
        found.append(each)
        after = each.at
    assert found == by_dateutil(recurrence, zone)


@settings(max_examples=25, deadline=None)
@given(st.data(), wall_recurrences(), st.sampled_from(ZONES).map(ZoneInfo))
def test_a_clock_that_jumps_an_hour_neither_doubles_nor_skips(data, recurrence, zone):
    # Somebody who asks again and again, with a clock that jumps, and tells what is due since the last time.
    listing = by_dateutil(recurrence, zone)[:30]
    if not listing:
        return
    told, after = [], listing[0].at - timedelta(days=1)
    due = next_occurrence(recurrence, after, zone, MORNING)
    now = after
    for jump in data.draw(st.lists(st.sampled_from([-HOUR, HOUR, timedelta(0)]), min_size=10, max_size=40)):
        now = max(now, due.at - HOUR) + jump + HOUR / 2
        if due.at <= now:
            told.append(due)
            due = next_occurrence(recurrence, due.at, zone, MORNING)
        if due is None or len(told) == len(listing):
            break
    assert told == listing[: len(told)]
