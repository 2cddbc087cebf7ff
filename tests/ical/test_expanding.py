"""Expanding: as dateutil does it, over clock changes, with days besides and without others, and never for long."""

from datetime import date, datetime, time, timedelta
from itertools import islice
from time import process_time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ical.expanding import occurrences
from tests.ical.making import series, walls

SEP = date(1997, 9, 2)
NUMBERS = {
    "BYMONTH": [1, 2, 6, 9, 11],
    "BYWEEKNO": [1, 20, 36, 53, -1],
    "BYYEARDAY": [1, 100, 245, 366, -1, -100],
    "BYMONTHDAY": [1, 2, 13, 29, 31, -1, -5],
    "BYHOUR": [0, 7, 9, 18],
    "BYMINUTE": [0, 15, 30],
    "BYSECOND": [0, 45],
    "BYSETPOS": [1, -1],
}
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@st.composite
def rules(draw):
    """Rules of days and longer, of which dateutil finds a first occurrence before long."""
    freq = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 3))}", f"WKST={draw(st.sampled_from(DAYS))}"]
    days = draw(st.sampled_from(("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY", "BYDAY", "")))
    if days == "BYYEARDAY" and freq != "YEARLY":
        days = ""
    if days == "BYWEEKNO":
        if freq != "YEARLY":
            days = ""
        else:
            parts += [
                "BYDAY=" + ",".join(draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True)))
            ]
    if days == "BYDAY":
        nth = freq in ("MONTHLY", "YEARLY") and draw(st.booleans())  # dateutil takes no mixture: both must hold
        of = ["1MO", "-1FR", "2TU", "-2SU"] if nth else DAYS
        parts += ["BYDAY=" + ",".join(draw(st.lists(st.sampled_from(of), min_size=1, max_size=3, unique=True)))]
    elif days:
        parts += [f"{days}={number(draw, days)}"]
    if draw(st.booleans()) and days not in ("BYWEEKNO", "BYMONTHDAY", "BYYEARDAY"):
        parts += [f"BYMONTH={number(draw, 'BYMONTH')}"]
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        if draw(st.integers(0, 3)) == 0:
            parts += [f"{name}={number(draw, name)}"]
    if freq != "WEEKLY" and draw(st.integers(0, 2)) == 0 and len(parts) > 3:  # its first week begins in the middle
        parts += [f"BYSETPOS={number(draw, 'BYSETPOS')}"]
    return ";".join(parts)


def number(draw, name):
    return ",".join(map(str, draw(st.lists(st.sampled_from(NUMBERS[name]), min_size=1, max_size=3, unique=True))))


@settings(max_examples=100)
@given(rules(), st.dates(date(1997, 1, 1), date(1999, 12, 31)), st.integers(0, 900))
def test_it_comes_when_dateutil_says(rule, start, skipped):
    begin = datetime.combine(start, time(9))
    until = begin + timedelta(days=365 * 3)
    bounded = f"{rule};UNTIL={until:%Y%m%dT%H%M%S}"
    # Where nothing comes any more, dateutil looks for it until the year 9999: it is not asked for more than it has.
    expected = [wall for wall in rrulestr(bounded, dtstart=begin) if wall > begin]
    one = series(bounded, on=start, at=time(9), timezone="Etc/GMT+5")
    found = occurrences(one, start, until.date(), 100_000)
    assert [datetime.combine(each.on, each.at) for each in found] == [begin, *expected]
    first = start + timedelta(days=skipped)
    later = occurrences(one, first, until.date(), 5)
    assert later == [each for each in found if each.on >= first][:5]
    count = min(len(found), 7)
    counted = series(f"{rule};COUNT={count}", on=start, at=time(9), timezone="Etc/GMT+5")
    assert occurrences(counted, start, until.date(), 100) == found[:count]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY;INTERVAL=7", "FREQ=HOURLY;BYDAY=SA;BYMINUTE=0,30", "FREQ=MINUTELY;INTERVAL=50;BYHOUR=9,10",
        "FREQ=MINUTELY;INTERVAL=7;BYMINUTE=0,14,21;BYSECOND=5", "FREQ=SECONDLY;INTERVAL=1800",
        "FREQ=HOURLY;BYHOUR=9",
        "FREQ=SECONDLY;INTERVAL=45;BYMINUTE=0;BYHOUR=9", "FREQ=HOURLY;INTERVAL=5;BYMONTHDAY=3,-1;BYSETPOS=1",
        "FREQ=MINUTELY;BYHOUR=23;BYMINUTE=59;BYDAY=MO", "FREQ=SECONDLY;BYSECOND=0,30;BYMINUTE=7;BYHOUR=0,13",
    ],
)  # fmt: skip
def test_hours_minutes_and_seconds_are_dateutil_s_too(rule):
    begin = datetime.combine(SEP, time(9))
    one = series(rule, on=SEP, at=time(9), timezone="Etc/GMT+5")
    expected = [begin, *(wall for wall in islice(rrulestr(rule, dtstart=begin), 60) if wall > begin)]
    found = occurrences(one, SEP, expected[-1].date(), len(expected))
    assert [datetime.combine(each.on, each.at) for each in found] == expected
    middle = expected[len(expected) // 2].date()
    days = [wall for wall in expected if wall.date() == middle]
    found = occurrences(one, middle, middle, len(days))
    assert [datetime.combine(each.on, each.at) for each in found] == days


def test_a_wall_time_that_the_clocks_leave_out_comes_as_much_later():
    daily = series("FREQ=DAILY", on=date(2027, 3, 13), at=time(2, 30))
    found = occurrences(daily, date(2027, 3, 13), date(2027, 3, 15), 9)
    assert [(each.key, each.on.day, each.at) for each in found] == [
        ("20270313T023000", 13, time(2, 30)),
        ("20270314T023000", 14, time(3, 30)),
        ("20270315T023000", 15, time(2, 30)),
    ]


def test_one_that_comes_twice_comes_once():
    daily = series("FREQ=DAILY", on=date(2026, 10, 31), at=time(1, 30))
    assert walls(daily, date(2026, 10, 31), date(2026, 11, 2)) == [
        *("20261031T013000", "20261101T013000", "20261102T013000"),
    ]


def test_two_that_fall_on_the_same_time_are_one():
    hourly = series("FREQ=HOURLY", on=date(2027, 3, 14), at=time(1))
    assert walls(hourly, date(2027, 3, 14), date(2027, 3, 14), 3) == [
        *("20270314T010000", "20270314T030000", "20270314T040000"),
    ]


def test_a_gap_around_midnight_is_not_missed():
    daily = series("FREQ=DAILY", on=date(2018, 11, 1), at=time(0, 30), timezone="America/Sao_Paulo")
    assert walls(daily, date(2018, 11, 4), date(2018, 11, 4)) == ["20181104T013000"]


def test_days_besides_and_without_others():
    one = series("FREQ=WEEKLY;COUNT=3", also=("20261126T190000", "20261128"), excepted=("20261201T073000",))
    assert walls(one, date(2026, 11, 24), date(2027, 1, 1)) == [
        *("20261124T073000", "20261126T190000", "20261128T073000", "20261208T073000"),
    ]


def test_a_day_that_is_excepted_takes_all_its_hours_and_whole_days_have_none():
    one = series("FREQ=DAILY;BYHOUR=7,19;COUNT=4", excepted=("20261124",), at=time(7))
    assert walls(one, date(2026, 11, 24), date(2027, 1, 1)) == ["20261125T070000", "20261125T190000"]
    whole = series("FREQ=WEEKLY;UNTIL=20261208T120000Z;BYHOUR=9", at=None, excepted=("20261201",))
    assert walls(whole, date(2026, 11, 24), date(2027, 1, 1)) == ["20261124", "20261208"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261208", "20261208"),
        ("20261208T073000", "20261208"),
        ("20261208T072959", "20261201"),
        ("20261208T123000Z", "20261208"),  # half past seven in Toronto
        ("20261208T122959Z", "20261201"),
        ("19990101", "20261124"),
    ],
)
def test_until_of_any_type(until, last):
    assert walls(series(f"FREQ=WEEKLY;UNTIL={until}"), date(2026, 11, 24), date(2027, 6, 1))[-1][:8] == last


def test_the_day_on_which_it_begins_is_one_of_them_and_counts():
    friday = series("FREQ=WEEKLY;BYDAY=FR;COUNT=3")  # a Tuesday
    assert walls(friday, date(2026, 11, 24), date(2027, 6, 1)) == [
        *("20261124T073000", "20261127T073000", "20261204T073000"),
    ]


HOSTILE = (
    "FREQ=SECONDLY", "FREQ=SECONDLY;COUNT=1000000000", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;INTERVAL=99999;BYHOUR=3;BYMINUTE=7;BYSECOND=11", "FREQ=MINUTELY;COUNT=999999999;BYDAY=MO",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
    "FREQ=DAILY;BYYEARDAY=366;BYMONTH=1;COUNT=9", "FREQ=DAILY;COUNT=1000000000",
    "FREQ=MONTHLY;INTERVAL=99999;COUNT=2", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;COUNT=3",
    "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=99999;BYHOUR=" + ",".join(map(str, range(24)))
    + ";BYMINUTE=" + ",".join(map(str, range(60))) + ";BYSECOND=" + ",".join(map(str, range(60))),
    "FREQ=HOURLY;BYMINUTE=" + ",".join(map(str, range(60))) + ";BYSECOND=" + ",".join(map(str, range(60))),
    "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=99XX", "FREQ=DAILY;UNTIL=" + "9" * 500,
    "FREQ=DAILY;COUNT=" + "9" * 500,
    "FREQ=MONTHLY;BYSETPOS=366;BYDAY=MO;COUNT=7", "\0", "FREQ=DAILY;" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("rule", HOSTILE, ids=lambda rule: rule[:40])
@pytest.mark.parametrize("start", [date(1, 1, 1), date(1970, 1, 1), date(2026, 11, 24), date(9999, 12, 31)])
def test_no_rule_takes_long_or_comes_to_many(rule, start):
    begun = process_time()
    for first in (start, date(2026, 11, 24)):
        for at in (time(9), None):
            assert len(occurrences(series(rule, on=start, at=at), first, date.max, 60)) <= 60
            occurrences(
                series(rule, on=start, at=at), first, min(first, date(9990, 1, 1)) + timedelta(days=182), 60
            )
    assert process_time() - begun < 3


@given(st.text(max_size=60), st.lists(st.text(max_size=16)), st.lists(st.text(max_size=16)))
def test_no_text_in_a_series_breaks_it(rule, also, excepted):
    one = series(rule, also=tuple(also), excepted=tuple(excepted))
    assert len(occurrences(one, date(2026, 11, 1), date(2027, 6, 1), 10)) >= 0
