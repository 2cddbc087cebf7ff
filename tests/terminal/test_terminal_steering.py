"""The lines that begin with a colon: what they mean, and what is said when they mean nothing."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bots.terminal.steering import Quit, SetTime, ShowHelp, ShowTime, Skip, SpeakAs, after, read_order, to_instant
from core.chat.errors import Refusal
from core.chat.words import plain
from core.facts.cadence import Cadence, Unit

VIENNA = ZoneInfo("Europe/Vienna")
wall = datetime.fromisoformat  # a wall time, without a zone


@pytest.mark.parametrize(
    ("line", "order"),
    [
        (":skip 3 days", Skip(Cadence(count=3, unit=Unit.DAY))),
        (":SKIP 1 Day", Skip(Cadence(count=1, unit=Unit.DAY))),
        (": skip a week", Skip(Cadence(count=1, unit=Unit.WEEK))),
        (":skip 2w", Skip(Cadence(count=2, unit=Unit.WEEK))),
        (":skip 6 months", Skip(Cadence(count=6, unit=Unit.MONTH))),
        (":skip 5 years", Skip(Cadence(count=5, unit=Unit.YEAR))),
        (":skip an hour", Skip(timedelta(hours=1))),
        (":skip 90 minutes", Skip(timedelta(minutes=90))),
        (":skip 5 min", Skip(timedelta(minutes=5))),
        (":now", ShowTime()),
        (":now 2026-11-24 08:00", SetTime(wall("2026-11-24 08:00"))),
        (":now 2026-11-24T08:00", SetTime(wall("2026-11-24 08:00"))),
        (":now  2026-11-24   8:05 ", SetTime(wall("2026-11-24 08:05"))),
        (":now 2026-11-24", SetTime(wall("2026-11-24 00:00"))),
        (":as bob", SpeakAs("bob")),
        (":as Zoë-Ann", SpeakAs("Zoë-Ann")),
        (":quit", Quit()),
        (":help", ShowHelp()),
        (":", ShowHelp()),
    ],
)
def test_a_line_is_understood(line: str, order: object) -> None:
    assert read_order(line) == order


@pytest.mark.parametrize(
    ("line", "right"),
    [
        (":skip", ":skip 3 days"),
        (":skip tomorrow", ":skip 3 days"),
        (":skip 3 m", "minutes"),
        (":skip -3 days", ":skip 3 days"),
        (":skip 0 days", "forward"),
        (":skip 6 years", "5 years"),
        (":skip 9999999 weeks", "5 years"),
        (":skip 9999999 hours", "5 years"),
        (":skip 99999999999999999999 hours", ":skip 3 days"),
        (":now 31 February", ":now 2026-11-24 08:00"),
        (":now 2026-02-31 08:00", ":now 2026-11-24 08:00"),
        (":now 0001-01-01 00:00", "5 years"),
        (":now 9999-12-31 23:59", "5 years"),
        (":as", ":as bob"),
        (":as two words", ":as bob"),
        (":as \x1b[2J", ":as bob"),
        (":as " + "b" * 41, ":as bob"),
        (":dance", ":help"),
    ],
)
def test_a_line_that_means_nothing_is_told_what_would_be_right(line: str, right: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_order(line)
    assert right in plain(refused.value.text)


def test_days_keep_the_wall_time_and_hours_do_not() -> None:
    evening = datetime(2026, 10, 24, 18, tzinfo=UTC)  # 20:00 in Vienna, the day before the clocks go back
    assert after(evening, Cadence(count=1, unit=Unit.DAY), VIENNA) == datetime(2026, 10, 25, 19, tzinfo=UTC)
    assert after(evening, timedelta(hours=24), VIENNA) == datetime(2026, 10, 25, 18, tzinfo=UTC)


def test_a_month_ends_where_the_month_ends() -> None:
    assert after(datetime(2027, 1, 31, 12, tzinfo=UTC), Cadence(count=1, unit=Unit.MONTH), VIENNA) == datetime(
        2027, 2, 28, 12, tzinfo=UTC
    )


def test_a_wall_time_that_spring_skips_is_moved_forward() -> None:
    assert to_instant(wall("2027-03-28 02:30"), VIENNA) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_of_a_wall_time_that_autumn_repeats_the_first_counts() -> None:
    assert to_instant(wall("2026-10-25 02:30"), VIENNA) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
