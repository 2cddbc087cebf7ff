"""Times between their types and the text that a question keeps of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.values import dump_when, load_when
from core.facts.recurrence import Frequency, Moment, Recurrence, Weekday

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))  # what people may mean
MOMENTS = st.builds(Moment, on=DAYS, at=st.none() | st.times())
RECURRENCES = st.builds(
    Recurrence,
    freq=st.sampled_from(Frequency),
    interval=st.integers(1, 99),
    weekdays=st.lists(st.builds(Weekday, day=st.integers(0, 6), nth=st.integers(-5, 5)), max_size=3).map(tuple),
    month_days=st.lists(st.integers(-31, 31), max_size=3).map(tuple),
    months=st.lists(st.integers(1, 12), max_size=3).map(tuple),
    position=st.integers(-5, 5),
    times=st.lists(st.times(), max_size=3).map(tuple),
    start=DAYS,
    until=st.none() | DAYS,
    count=st.none() | st.integers(1, 50),
)


@given(MOMENTS | RECURRENCES)
def test_kept_and_read_again(when):
    assert load_when(dump_when(when)) == when


@pytest.mark.parametrize(
    "words", ["In an hour", "Tomorrow morning", "", "{", "{}", '{"freq":"sometimes","start":"2026-11-23"}', "T"]
)
def test_words_are_none(words):
    assert load_when(words) is None
