"""Rules: what people type comes on the same days as an RRULE, and is told in their words again."""

from dataclasses import replace
from datetime import date, time
from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.facts.recurring_days import days_from
from core.ical.rules import read_rule, recurrence_of, rule_of
from tests.ical.making import series, walls
from tests.parsing.test_recurrences import PHRASES, read

MONDAY = date(2026, 11, 23)
DAYS = st.integers(1, 31)
WEEKDAYS = st.builds(Weekday, day=st.integers(0, 6))
COUNTED = st.builds(Weekday, day=st.integers(0, 6), nth=st.sampled_from((-2, -1, 1, 2, 3, 4)))
MONTHS = st.lists(st.integers(1, 12), max_size=3, unique=True).map(tuple)


def some(of, least=1, most=3):
    return st.lists(of, min_size=least, max_size=most, unique=True).map(tuple)


BY_DAY = st.fixed_dictionaries({"freq": st.just(Frequency.DAILY), "weekdays": some(WEEKDAYS, least=0)})
BY_WEEK = st.fixed_dictionaries({"freq": st.just(Frequency.WEEKLY), "weekdays": some(WEEKDAYS, least=0)})
BY_MONTH = st.fixed_dictionaries(
    {"freq": st.just(Frequency.MONTHLY), "month_days": some(DAYS, least=0, most=4), "months": MONTHS}
)
FROM_THE_END = st.fixed_dictionaries(
    {"freq": st.just(Frequency.MONTHLY), "month_days": some(st.sampled_from((-3, -2, -1, 1, 15, 31)))}
)
BY_COUNTED_DAYS = st.fixed_dictionaries(
    {
        "freq": st.sampled_from((Frequency.MONTHLY, Frequency.YEARLY)),
        "weekdays": some(COUNTED),
        "months": some(st.integers(1, 12)),
    }
)
BY_PLACE = st.fixed_dictionaries(
    {
        "freq": st.just(Frequency.MONTHLY),
        "weekdays": some(WEEKDAYS, most=5),
        "position": st.sampled_from((-2, -1, 1, 3)),
    }
)
BY_YEAR = st.fixed_dictionaries(
    {
        "freq": st.just(Frequency.YEARLY),
        "month_days": some(DAYS, least=0, most=1),
        "months": some(st.integers(1, 12), most=1),
    }
)
BIRTHDAYS = st.fixed_dictionaries({"freq": st.just(Frequency.YEARLY)})
START = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@settings(max_examples=200)
@given(
    st.one_of(BY_DAY, BY_WEEK, BY_MONTH, FROM_THE_END, BY_COUNTED_DAYS, BY_PLACE, BY_YEAR, BIRTHDAYS),
    st.integers(1, 4),
    START,
    st.sampled_from((None, 3, 8)),
)
def test_it_comes_on_the_same_days(parts, interval, start, count):
    typed = Recurrence(**parts, interval=interval, start=start, times=(time(9),), count=count)
    days = list(islice(days_from(typed, start), count or 12))
    assume(days)
    rule = rule_of(typed)
    found = walls(series(rule, on=days[0], at=time(9)), days[0], days[-1])
    assert found == [f"{day:%Y%m%d}T090000" for day in days], rule
    again = recurrence_of(rule, days[0], time(9))
    assert again is not None, rule
    assert list(islice(days_from(again, days[0]), count or 12)) == days


@pytest.mark.parametrize(("phrase", "meaning"), PHRASES)
def test_what_people_say_comes_on_the_same_days(phrase, meaning):
    typed = read(phrase).value
    if typed.freq in (Frequency.HOURLY, Frequency.MINUTELY):
        return  # elapsed time: no event comes so
    days = list(islice(days_from(typed, typed.start), typed.count or 12))
    at = typed.times[0] if typed.times else None
    rule = rule_of(typed)
    found = walls(series(rule, on=days[0], at=at), days[0], days[-1])
    if len({each.minute for each in typed.times}) < 2:
        hours = [f"T{each:%H%M%S}" for each in sorted(typed.times)] or [""]
        assert found == [f"{day:%Y%m%d}{hour}" for day in days for hour in hours]
        again = recurrence_of(rule, days[0], at)
        assert again is not None
        assert (list(islice(days_from(again, days[0]), len(days))), again.times) == (
            days,
            tuple(sorted(typed.times)),
        )


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        ((28,), "BYMONTHDAY=28"),
        ((29,), "BYMONTHDAY=28,29;BYSETPOS=-1"),
        ((30,), "BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        ((31,), "BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ((15, 31), "BYMONTHDAY=15,28,29,30,31;BYSETPOS=-1,1"),
        ((29, 30), "BYMONTHDAY=28,29,30;BYSETPOS=-1,2"),
        ((-1,), "BYMONTHDAY=-1"),
    ],
)
def test_days_that_not_every_month_has(days, rule):
    typed = Recurrence(freq=Frequency.MONTHLY, month_days=days, start=date(2026, 1, 1))
    assert rule_of(typed) == f"FREQ=MONTHLY;{rule}"
    assert recurrence_of(rule_of(typed), date(2026, 1, 29), None).month_days == days


def test_a_birthday_of_29_february():
    typed = Recurrence(freq=Frequency.YEARLY, start=date(2028, 2, 29))
    assert rule_of(typed) == "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"
    assert walls(series(rule_of(typed), on=typed.start, at=None), typed.start, date(2032, 12, 31)) == [
        *("20280229", "20290228", "20300228", "20310228", "20320229"),
    ]


def test_several_hours_and_the_last_weekday():
    typed = Recurrence(
        freq=Frequency.MONTHLY,
        weekdays=tuple(Weekday(day=day) for day in range(5)),
        position=-1,
        times=(time(9), time(17)),
        start=date(2026, 11, 30),
    )
    found = walls(series(rule_of(typed), on=typed.start, at=time(9)), typed.start, date(2027, 1, 31))
    assert found == [
        *("20261130T090000", "20261130T170000", "20261231T090000", "20261231T170000"),
        *("20270129T090000", "20270129T170000"),
    ]


@pytest.mark.parametrize(
    ("rule", "on"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 1, 31)),  # leaves out every month without one
        ("FREQ=YEARLY", date(2028, 2, 29)),
        ("FREQ=YEARLY;BYWEEKNO=20", MONDAY),
        ("FREQ=YEARLY;BYYEARDAY=100", date(2026, 4, 10)),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,3", MONDAY),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU", date(2026, 11, 24)),
        ("FREQ=SECONDLY", MONDAY),
        ("FREQ=DAILY;BYHOUR=9", MONDAY),  # not the hour of its beginning
        ("nonsense", MONDAY),
    ],
)
def test_what_nobody_would_say_so_is_not_told_in_words(rule, on):
    assert recurrence_of(rule, on, time(7, 30)) is None


def test_rules_of_others_are_told_in_words():
    told = recurrence_of("FREQ=WEEKLY;WKST=SU;BYDAY=TU;UNTIL=20261231T045959", date(2026, 11, 24), time(7, 30))
    plain = recurrence_of("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231T045959", date(2026, 11, 24), time(7, 30))
    assert told == plain
    assert plain == Recurrence(
        freq=Frequency.WEEKLY,
        weekdays=(Weekday(day=1),),
        times=(time(7, 30),),
        start=date(2026, 11, 24),
        until=date(2026, 12, 30),
    )
    assert replace(plain, until=None) == recurrence_of("FREQ=WEEKLY", date(2026, 11, 24), time(7, 30))


@pytest.mark.parametrize(
    "text",
    [
        "", "FREQ", "FREQ=", "FREQ=FORTNIGHTLY", "BYDAY=MO", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=x", "FREQ=WEEKLY;BYDAY=XX,9MO9", "FREQ=DAILY;UNTIL=20269999",
        "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY;BYHOUR=25", "FREQ=MONTHLY;BYMONTHDAY=0,32",
        "FREQ=YEARLY;RSCALE=HEBREW",
    ],
)  # fmt: skip
def test_what_is_no_rule(text):
    assert read_rule(text) is None


@given(st.text(alphabet="FREQ=DAILYWKUNTVMOBSP;,:+-0123456789 \n", max_size=80) | st.text(max_size=80))
def test_no_text_breaks_it(text):
    rule = read_rule(text)
    assert rule is None or read_rule(str(rule)) == rule
