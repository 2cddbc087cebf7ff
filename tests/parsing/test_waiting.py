"""How long to wait. Today is Monday, 23 November 2026."""

from datetime import date

import pytest

from core.chat.errors import Refusal
from core.chat.parsing.days.days import find_until, read_until
from core.chat.words import plain

TODAY = date(2026, 11, 23)

PHRASES = [
    ("2 weeks", "2026-12-07"),
    ("for 2 weeks", "2026-12-07"),
    ("for the next two weeks", "2026-12-07"),
    ("another week", "2026-11-30"),
    ("in 3 days", "2026-11-26"),
    ("3d", "2026-11-26"),
    ("2w", "2026-12-07"),
    ("6 months", "2027-05-23"),
    ("a month", "2026-12-23"),
    ("a couple of days", "2026-11-25"),
    ("half a year", "2027-05-23"),
    ("tomorrow", "2026-11-24"),
    ("until tomorrow", "2026-11-24"),
    ("the day after tomorrow", "2026-11-25"),
    ("next week", "2026-11-30"),
    ("next month", "2026-12-01"),
    ("next year", "2027-01-01"),
    ("the weekend", "2026-11-28"),
    ("next weekend", "2026-12-05"),
    ("until the end of the month", "2026-12-01"),
    ("end of the year", "2027-01-01"),
    ("Friday", "2026-11-27"),
    ("until Friday", "2026-11-27"),
    ("Monday", "2026-11-30"),
    ("next Friday", "2026-12-04"),
    ("Friday next week", "2026-12-04"),
    ("until sun", "2026-11-29"),
    ("until 5 Jan", "2027-01-05"),
    ("till Jan 5", "2027-01-05"),
    ("until 1/5", "2027-01-05"),
    ("until 23 November", "2027-11-23"),
    ("until the 5th", "2026-12-05"),
    ("until the 23rd", "2026-12-23"),
    ("until March", "2027-03-01"),
    ("next March", "2027-03-01"),
    ("until May 2027", "2027-05-01"),
    ("till 2027-01-05", "2027-01-05"),
    ("2027-01-05", "2027-01-05"),
    ("until 2028", "2028-01-01"),
    ("until firday", "2026-11-27"),
    ("until 5 Jan 2027", "2027-01-05"),
    ("tommorrow", "2026-11-24"),
]


@pytest.mark.parametrize(("phrase", "iso"), PHRASES)
def test_a_phrase_is_found_in_a_line_and_read_as_a_value(phrase, iso):
    day = date.fromisoformat(iso)
    assert find_until(f"Jane {phrase}", TODAY) == (day, 5, 5 + len(phrase))
    assert read_until(f" {phrase}. ", TODAY) == day


@pytest.mark.parametrize(
    ("value", "iso"), [("March", "2027-03-01"), ("the 5th", "2026-12-05"), ("sun", "2026-11-29")]
)
def test_more_is_understood_where_a_day_is_asked_for(value, iso):
    assert read_until(value, TODAY) == date.fromisoformat(iso)
    assert find_until(f"Jane {value}", TODAY) is None


@pytest.mark.parametrize(
    "text",
    ["", "Jane", "Jane April", "April", "June March", "2 weeks ago", "since Monday", "last Friday", "every Monday"],
)
def test_what_says_nothing_of_the_future(text):
    assert find_until(text, TODAY) is None


def test_until_beats_what_stands_before_it():
    assert find_until("April 2 weeks", TODAY) == (date(2026, 12, 7), 6, 13)
    assert find_until("Jane from Monday until Friday", TODAY) == (date(2026, 11, 27), 17, 29)


@pytest.mark.parametrize(
    "value",
    ["today", "yesterday", "until today", "2 weeks ago", "last Friday", "2020-01-01", "1 May 2020", "2026-11-23"],
)
def test_a_day_that_is_not_ahead_is_refused(value):
    with pytest.raises(Refusal) as refused:
        read_until(value, TODAY)
    assert "later than today" in plain(refused.value.text)


@pytest.mark.parametrize("text", ["until yesterday", "until today", "until 2020-01-01", "2020-01-01", "until 2020"])
def test_a_day_that_is_not_ahead_is_refused_in_a_line_too(text):
    with pytest.raises(Refusal):
        find_until(f"Jane {text}", TODAY)


@pytest.mark.parametrize("value", ["", "forever", "soon", "2", "Jane 2 weeks", "2 weeks maybe", "hour"])
def test_what_is_no_time_is_refused_with_examples(value):
    with pytest.raises(Refusal) as refused:
        read_until(value, TODAY)
    assert "2 weeks" in plain(refused.value.text)


@pytest.mark.parametrize("value", ["31 February", "0 days", "1000 years", "9999999999 weeks"])
def test_what_does_not_exist_is_refused(value):
    with pytest.raises(Refusal):
        read_until(value, TODAY)


def test_always_later_than_today_whatever_today_is():
    for today in (date(2026, 12, 31), date(2027, 1, 31), date(2028, 2, 29), date(2026, 11, 29)):
        for phrase, _iso in PHRASES:
            if "20" not in phrase:
                assert read_until(phrase, today) > today, (phrase, today)
