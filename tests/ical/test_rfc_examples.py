"""The examples of RFC 5545: our expansion gives the printed dates, and so do others who read what we write."""

from datetime import UTC, date, datetime, time

import icalendar
import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr

from core.facts.events import Series
from core.facts.ids import AccountId, SeriesId
from core.ical.expanding import occurrences
from core.ical.rules import read_rule
from core.ical.writing import calendar
from tests.ical.examples import EXAMPLES, Example

EACH = pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.rule)


def series(example: Example) -> Series:
    return Series(
        id=SeriesId("s"),
        account_id=AccountId("a"),
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
        origin="event:s",
        title="An example",
        on=example.start,
        at=time(9),
        timezone="America/New_York",
        rule=example.rule,
        excepted=example.excepted,
        lasts=60,
    )


def test_they_are_all_there():
    assert len(EXAMPLES) == 42


@EACH
def test_its_days_are_the_printed_ones(example):
    last = date(2010, 1, 1) if example.ends else example.walls[-1].date()
    found = occurrences(series(example), example.start, last, 1000)
    assert [datetime.combine(each.on, each.at) for each in found] == example.walls
    assert [each.key for each in found] == [f"{wall:%Y%m%dT%H%M%S}" for wall in example.walls]


@EACH
def test_any_window_of_it_is_a_part_of_the_whole(example):
    for wall in example.walls[:: max(1, len(example.walls) // 7)]:
        found = occurrences(series(example), wall.date(), wall.date(), 1000)
        assert [each.at for each in found] == [each.time() for each in example.walls if each.date() == wall.date()]


@EACH
def test_it_says_the_same_after_it_was_read(example):
    rule = str(read_rule(example.rule))
    assert str(read_rule(rule)) == rule
    start = datetime.combine(example.start, time(9))
    until = rule.replace("Z", "")  # dateutil would have an aware start
    assert list(rrulestr(until, dtstart=start).xafter(start, 50)) == list(
        rrulestr(example.rule.replace("Z", ""), dtstart=start).xafter(start, 50)
    )


@EACH
def test_others_who_read_what_we_write_come_to_the_same(example):
    written = calendar([], [series(example)], datetime(2026, 11, 23, tzinfo=UTC))
    read = icalendar.Calendar.from_ical(written)
    days = recurring_ical_events.of(read).between(example.start, example.walls[-1].replace(hour=23))
    assert sorted(each["DTSTART"].dt.replace(tzinfo=None) for each in days) == example.walls
