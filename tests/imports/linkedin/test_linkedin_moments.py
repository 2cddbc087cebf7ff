"""Instants, spans of time, and days that have not come."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports.reading.days import Wall, day_reader, gone_by, moment, span

NOON = datetime(2022, 6, 20, 12, 5, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2022-06-20 12:05:02 UTC",
            "2022/06/20 12:05:02 UTC",
            " 2022-06-20 12:05:02 UTC\n",
            "2022-06-20T12:05:02Z",
        ),
        *("2022-06-20T14:05:02+02:00", "2022-06-20 12:05:02.000000+00:00"),
    ],
)
def test_an_instant_says_its_zone(text):
    assert moment(text) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "",
        "UTC",
        "soon",
        "2022-06-20",
        "2022-06-20 12:05:02",
        "11/4/18, 9:30 AM",
        "2022-13-45 99:99:99 UTC",
        "9" * 99,
        "0001-01-01 00:00:00 UTC",
        "9999-12-31 23:59:59 UTC",
    ],
)
def test_what_says_none_is_no_instant(text):
    assert moment(text) is None


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        (
            "Mar 02, 2026 06:00 PM - Mar 03, 2026 12:00 AM",
            Wall(date(2026, 3, 2), time(18)),
            Wall(date(2026, 3, 3), time(0)),
        ),
        (
            "Mar 02, 2026 12:30 PM – Mar 02, 2026",
            Wall(date(2026, 3, 2), time(12, 30)),
            Wall(date(2026, 3, 2), None),
        ),
        ("Mar 02, 2026 06:00 PM - Mar 02, 2026 06:00 PM", Wall(date(2026, 3, 2), time(18)), None),
        ("Mar 02, 2026 06:00 PM - later", Wall(date(2026, 3, 2), time(18)), None),
        ("2026-03-02 18:00:00", Wall(date(2026, 3, 2), time(18)), None),
        ("3/2/26, 6:00 p.m.", Wall(date(2026, 3, 2), time(18)), None),
    ],
)
def test_a_span_has_a_beginning_and_perhaps_an_end(text, begin, end):
    assert span(text) == (begin, end)


@pytest.mark.parametrize("text", ["", " - ", "soon - Mar 02, 2026", "Mar 02, 2026 25:61", "x" * 100_000])
def test_without_a_beginning_there_is_no_span(text):
    assert span(text) is None


@given(st.text(max_size=80))
def test_whatever_stands_there_nothing_breaks(text):
    day_reader([text])(text)
    moment(text)
    span(text)


def test_tomorrow_has_begun_elsewhere_and_counts_as_today():
    assert gone_by(TODAY - timedelta(days=1), TODAY) == TODAY - timedelta(days=1)
    assert gone_by(TODAY + timedelta(days=1), TODAY) == TODAY
    assert gone_by(TODAY + timedelta(days=2), TODAY) is None
    assert gone_by(None, TODAY) is None
