"""The hour that comes twice when the clocks go back: in Berlin on 25 October 2026, at 00:30 and 01:30 UTC."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Found
from core.chat.words import Reader, plain
from core.facts.recurrence import Moment, When
from core.reminders.coming import fired, set_for, settled
from core.reminders.wording import told
from tests.reminders.made import ADA, daily, reminder

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 10, 25)
FIRST = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
SECOND = FIRST + timedelta(hours=1)
EVENING_BEFORE = datetime(2026, 10, 24, 20, tzinfo=BERLIN)
IN_BERLIN = replace(ADA, timezone="Europe/Berlin")


def set_at(when: When, now: datetime = EVENING_BEFORE):
    return set_for(reminder(timezone="Europe/Berlin", on=None), when, IN_BERLIN, now.astimezone(UTC))


def echo(of) -> str:
    return plain(
        told(of, None, IN_BERLIN, date(2026, 10, 24)), Reader("en_GB", "Europe/Berlin", date(2026, 10, 24))
    )


def test_it_is_the_first_of_the_two_and_says_so():
    found = find_moment("25 Oct 2026 2:30am", EVENING_BEFORE, "en_GB")
    assert isinstance(found, Found)
    saved = set_at(found.value)
    assert saved.next_at == FIRST
    assert "02:30 comes twice: this is the first" in echo(saved)


@pytest.mark.parametrize(
    "when", [Moment(on=DAY, at=time(2, 30)), daily(time(2, 30), start=date(2026, 10, 1))], ids=["once", "daily"]
)
def test_it_comes_once(when):
    saved = set_at(when)
    assert saved.next_at == FIRST
    after = fired(saved, FIRST).after
    assert after.next_at is None or after.next_at == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    late = fired(saved, SECOND + timedelta(minutes=5))
    assert (late.after.next_at, late.delivery.stands_for) == (after.next_at, 1)


def test_within_the_night_the_second_is_meant_when_the_first_is_over_and_it_comes_once():
    between = FIRST.astimezone(BERLIN) + timedelta(minutes=10)
    found = find_moment("in 50 minutes", between, "en_GB")
    assert isinstance(found, Found)
    saved = set_at(found.value, between)
    assert saved.next_at == SECOND
    assert "02:30 comes twice: this is the second" in echo(saved)
    kept = replace(saved, at=time(2, 30))  # as it is stored: its instant tells which of the two it is
    firing = fired(kept, SECOND)
    assert (firing.after.next_at, firing.delivery.due_at, firing.delivery.stands_for) == (None, SECOND, 1)


def test_nothing_is_said_of_an_hour_that_comes_once():
    for at in (time(1, 59), time(3)):
        assert "twice" not in echo(set_at(Moment(on=DAY, at=at)))
    assert "twice" not in echo(set_at(Moment(on=date(2027, 3, 28), at=time(2, 30))))
    assert "twice" not in echo(settled(replace(set_at(Moment(on=DAY, at=time(2, 30))), snoozed_until=FIRST)))
