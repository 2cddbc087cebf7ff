"""Another time for an event, and another closing, in an organiser's words; on a Monday two months before it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from core.chat.errors import Refusal
from core.facts.events import Event
from core.facts.ids import AccountId, EventId
from core.gatherings.deadlines import closing
from core.gatherings.moving import moved

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)  # ten o'clock in Toronto
LUNCH = Event(
    id=EventId("e"),
    account_id=AccountId("a"),
    created_at=NOW,
    origin="event:e",
    title="Lunch",
    on=date(2027, 1, 26),  # a Tuesday
    at=time(12),
    until_at=time(14),
    timezone="America/Toronto",
)
FRIDAY = replace(LUNCH, on=date(2026, 11, 27), at=time(18), until_at=None)


@pytest.mark.parametrize(
    ("words", "begin", "end"),
    [
        ("13:00", "2027-01-26 13:00", "15:00"),
        ("at 10:00", "2027-01-26 10:00", "12:00"),
        ("1pm to 3pm", "2027-01-26 13:00", "15:00"),
        ("13:00-15:30", "2027-01-26 13:00", "15:30"),
        ("until 15:00", "2027-01-26 12:00", "15:00"),
        ("an hour later", "2027-01-26 13:00", "15:00"),
        ("half an hour earlier", "2027-01-26 11:30", "13:30"),
        ("earlier by 2 hours", "2027-01-26 10:00", "12:00"),
        ("a day later", "2027-01-27 12:00", "14:00"),
        ("a day later at 13:00", "2027-01-27 13:00", "15:00"),
        ("the day before", "2027-01-25 12:00", "14:00"),
        ("a week earlier", "2027-01-19 12:00", "14:00"),
        ("next week", "2027-02-02 12:00", "14:00"),
        ("next week Thursday 10:00", "2027-02-04 10:00", "12:00"),
        ("Wednesday", "2027-01-27 12:00", "14:00"),
        ("Monday", "2027-01-25 12:00", "14:00"),
        ("next Wednesday", "2027-02-03 12:00", "14:00"),
        ("Thursday 13:00", "2027-01-28 13:00", "15:00"),
        ("Thursday 13:00-14:00", "2027-01-28 13:00", "14:00"),
        ("same time Thursday", "2027-01-28 12:00", "14:00"),
        ("move it to Sunday 15:00 please", "2027-01-31 15:00", "17:00"),
        ("Wednesday the 27th", "2027-01-27 12:00", "14:00"),
        ("the 28th", "2027-01-28 12:00", "14:00"),
        ("the 20th at 10:00", "2027-01-20 10:00", "12:00"),
        ("Jan 28", "2027-01-28 12:00", "14:00"),
        ("28 January 18:00-20:00", "2027-01-28 18:00", "20:00"),
        ("Dec 3 18:00", "2026-12-03 18:00", "20:00"),
        ("2027-02-03 10:00", "2027-02-03 10:00", "12:00"),
        ("tomorrow", "2026-11-24 12:00", "14:00"),
        ("today 18:00", "2026-11-23 18:00", "20:00"),
    ],
)
def test_what_is_not_said_anew_stays(words, begin, end):
    after = moved(words, LUNCH, NOW, "en")
    assert f"{after.on} {after.at:%H:%M}" == begin
    assert f"{after.until_at:%H:%M}" == end
    assert after.until_on is None


@pytest.mark.parametrize(
    "words",
    [
        "yesterday 10:00",
        "last Monday",
        "2 days ago",
        "Jan 26 2020",
        "cancel it",
        "20 seats",
        "Wednesday at City Hall",
        "every Thursday",
        "Wednesday or Thursday",
        "Feb 30",
        "the 32nd",
    ],
)
def test_anything_else_is_refused(words):
    with pytest.raises(Refusal):
        moved(words, LUNCH, NOW, "en")


def test_a_day_of_a_week_that_is_over_is_the_next_one():
    event = replace(LUNCH, on=date(2026, 11, 28))
    assert moved("Monday 18:00", event, NOW, "en").on == date(2026, 11, 23)
    assert moved("Monday 18:00", event, NOW.replace(day=25), "en").on == date(2026, 11, 30)


def test_what_lasts_all_day_is_moved_by_days():
    event = replace(LUNCH, at=None, until_at=None, until_on=date(2027, 1, 27))
    after = moved("Thursday", event, NOW, "en")
    assert (after.on, after.until_on, after.at) == (date(2027, 1, 28), date(2027, 1, 29), None)
    with pytest.raises(Refusal):
        moved("an hour later", event, NOW, "en")


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("Thursday noon", 30),
        ("Thursday", 18),
        ("noon", 6),
        ("Friday noon", 6),
        ("20:00", 22),
        ("tomorrow", 66),
        ("Nov 26 18:00", 24),
    ],
)
def test_a_closing_is_the_last_such_time_before_it(words, hours):
    assert closing(words, FRIDAY, NOW, "en") == hours * 60


def test_far_ahead_a_weekday_is_still_of_the_event_s_week():
    assert closing("Monday noon", LUNCH, NOW, "en") == 24 * 60
    assert closing("Dec 15", LUNCH, NOW, "en") == (41 * 24 + 12) * 60


@pytest.mark.parametrize("words", ["some day", "Nov 28 10:00", "Dec 24"])
def test_a_closing_is_before_it(words):
    with pytest.raises(Refusal):
        closing(words, FRIDAY, NOW, "en")
