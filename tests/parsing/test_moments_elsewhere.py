"""Moments that people type in other places and on other days: ends of months and years, clocks that change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Found
from tests.parsing.tuesday import read


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en_US", "2026-12-05"), ("en_GB", "2027-05-12"), ("fr", "2027-05-12")],
)
def test_the_locale_decides_which_is_the_month(locale, expected):
    assert read("12/5", locale=locale) == expected


@pytest.mark.parametrize(
    ("zone", "now", "text", "expected"),
    [
        # The ends of months and years, leap years.
        ("Asia/Tokyo", "2027-01-31T09:00", "in a month", "2027-02-28"),
        ("Asia/Tokyo", "2028-01-31T09:00", "in a month", "2028-02-29"),
        ("Asia/Tokyo", "2027-01-31T09:00", "on the 30th", "2027-03-30"),
        ("Asia/Tokyo", "2027-02-01T09:00", "29 February", "2028-02-29"),
        ("Asia/Tokyo", "2026-12-31T09:00", "tomorrow", "2027-01-01"),
        ("Asia/Tokyo", "2026-12-31T09:00", "end of the month", "2026-12-31"),
        ("Asia/Tokyo", "2026-12-31T09:00", "next month", "2027-01-01"),
        ("Asia/Tokyo", "2026-12-31T23:30", "in 45 minutes", "2027-01-01 00:15"),
        ("Asia/Tokyo", "2026-12-31T09:00", "31 December", "2026-12-31"),
        ("Asia/Tokyo", "2026-12-31T09:00", "30 December", "2027-12-30"),
        ("Asia/Tokyo", "2026-12-25T09:00", "Christmas", "2026-12-25"),
        ("Asia/Tokyo", "2026-12-26T09:00", "Christmas", "2027-12-25"),
        # Friday to Monday: where the week ends.
        ("Europe/Berlin", "2026-11-27T09:00", "Friday", "2026-12-04"),
        ("Europe/Berlin", "2026-11-27T09:00", "next Friday", "2026-12-04"),
        ("Europe/Berlin", "2026-11-27T09:00", "end of the week", "2026-11-27"),
        ("Europe/Berlin", "2026-11-28T09:00", "end of the week", "2026-11-29"),
        ("Europe/Berlin", "2026-11-28T09:00", "this weekend", "2026-11-28"),
        ("Europe/Berlin", "2026-11-29T09:00", "this weekend", "2026-11-29"),
        ("Europe/Berlin", "2026-11-29T09:00", "next weekend", "2026-12-05"),
        ("Europe/Berlin", "2026-11-28T09:00", "next Monday", "2026-11-30"),
        ("Europe/Berlin", "2026-11-29T09:00", "next week", "2026-11-30"),
        ("Europe/Berlin", "2026-11-30T09:00", "next week", "2026-12-07"),
        ("Europe/Berlin", "2026-11-29T09:00", "Monday", "2026-11-30"),
        ("Europe/Berlin", "2026-11-30T09:00", "Sunday", "2026-12-06"),
        # Hours that really go by while the clocks change; days keep the hour.
        ("Europe/Berlin", "2026-10-25T01:30", "in 2 hours", "2026-10-25 02:30"),
        ("Europe/Berlin", "2026-10-25T01:30", "in 3 hours", "2026-10-25 03:30"),
        ("Europe/Berlin", "2027-03-28T01:30", "in an hour", "2027-03-28 03:30"),
        ("America/New_York", "2026-10-31T20:00", "in 24 hours", "2026-11-01 19:00"),
        ("America/New_York", "2026-10-31T20:00", "in a day", "2026-11-01"),
        ("Australia/Lord_Howe", "2026-10-04T01:45", "in 30 minutes", "2026-10-04 02:45"),
        # Late at night and early in the morning.
        ("Pacific/Kiritimati", "2026-11-24T23:59", "tomorrow", "2026-11-25"),
        ("Pacific/Kiritimati", "2026-11-24T23:59", "in a minute", "2026-11-25 00:00"),
        ("Pacific/Kiritimati", "2026-11-24T21:00", "tonight", "2026-11-24"),
        ("Pacific/Kiritimati", "2026-11-24T00:00", "at 4", "2026-11-24 16:00"),
        ("Pacific/Kiritimati", "2026-11-24T07:00", "at 8", "2026-11-24 08:00"),
        ("Pacific/Kiritimati", "2026-11-24T22:00", "at 8", "2026-11-25 08:00"),
    ],
)
def test_elsewhere(zone, now, text, expected):
    assert read(text, now=datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone))) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-11-01T05:45Z", "in 30 minutes", "2026-11-01T06:15Z"),
        ("2026-11-01T05:45Z", "at 1:50am", "2026-11-01T05:50Z"),
        ("2026-11-01T05:45Z", "2026-11-01T06:30Z", "2026-11-01T06:30Z"),
        ("2026-11-01T06:15Z", "in 30 minutes", "2026-11-01T06:45Z"),
        ("2026-11-01T06:15Z", "at 1:50am", "2026-11-01T06:50Z"),
        ("2026-11-01T06:15Z", "1:10am", "2026-11-02T06:10Z"),
    ],
)
def test_in_the_hour_that_comes_twice_it_is_always_ahead(now, text, expected):
    zone = ZoneInfo("America/Toronto")
    found = find_moment(text, datetime.fromisoformat(now).astimezone(zone), "en_US")
    assert isinstance(found, Found)
    said = datetime.combine(found.value.on, found.value.at, zone)
    assert said.astimezone(UTC) == datetime.fromisoformat(expected)
