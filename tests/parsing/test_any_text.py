"""Whatever is typed is read or refused in words, in no time; and what is found stands where it is said to."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.errors import Refusal
from core.chat.parsing.coming.times import read_hours, read_time, read_weekdays
from core.chat.parsing.days.cadence import find_cadence, read_cadence
from core.chat.parsing.days.days import (
    find_partial_date,
    find_past_day,
    find_until,
    read_anniversary,
    read_partial_date,
    read_until,
    unclear_day,
)
from core.chat.words import plain

# Ordinary text finds few dates: half of the texts are made of the words that these readers know.
PIECES = (
    *("every", "until", "last", "next", "the", "of", "on", "in", "at", "for", "Friday", "sat", "may", "March"),
    *("14", "14th", "31", "2026", "3/14", "14.3.", "10/10", "2026-02-30", "half", "a", "couple", "few", "week"),
    *("weeks", "months", "year", "ago", "yesterday", "tomorrow", "today", "end", "never", "twice", "6", "0"),
    *("99999", "am", "pm", "h", ":", "-", ",", ".", "noon", "to"),
)
TEXT = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
DAY = st.dates(date(2000, 1, 1), date(2100, 1, 1))
LOCALE = st.sampled_from(["en", "en_GB", "de", "", "pt-br", "zh-hans"])


@given(TEXT, DAY, LOCALE)
def test_days(text, today, locale):
    for find in (find_past_day, find_until, find_partial_date):
        found = _or_none(find, text, today, locale)
        assert found is None or 0 <= found[1] < found[2] <= len(text)
    until = _or_none(find_until, text, today, locale)
    assert until is None or until[0] > today
    whole = _or_none(read_until, text, today, locale)
    assert whole is None or whole > today
    _or_none(read_partial_date, text, today, locale)
    _or_none(read_anniversary, text, today, locale)
    unclear = unclear_day(text, today, locale)
    assert unclear is None or unclear


@given(TEXT)
def test_the_rest(text):
    found = _or_none(find_cadence, text)
    assert found is None or 0 <= found[1] < found[2] <= len(text)
    for read in (read_cadence, read_time, read_hours):
        _or_none(read, text)
    days = _or_none(read_weekdays, text)
    assert days is None or (days and days <= set(range(7)))


@pytest.mark.parametrize(
    "piece", [*PIECES, "a ", " ", "1", "every ", "on the ", "in ", "1.", "1/", "\n", "5 jan ", "monday "]
)
def test_ten_thousand_characters_are_read_in_no_time(piece):
    text = piece * (10_000 // len(piece))
    start = time.perf_counter()
    for find in (find_past_day, find_until, find_partial_date, read_anniversary, unclear_day):
        _or_none(find, text, date(2026, 11, 23), "en")
    for read in (find_cadence, read_cadence, read_time, read_hours, read_weekdays):
        _or_none(read, text)
    assert time.perf_counter() - start < 3  # a tenth of it on a quiet machine; a bad pattern takes minutes


def _or_none(read, *arguments):
    try:
        return read(*arguments)
    except Refusal as refused:
        said = plain(refused.text)
    assert said
    return None
