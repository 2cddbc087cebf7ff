"""When a reminder comes next: what a firing, an answer, a snooze and a move make of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.recurrence import Frequency, Moment, Recurrence
from core.reminders.coming import (
    MOST_UNANSWERED,
    done,
    fired,
    first_of,
    instant_of,
    is_too_often,
    moved_to,
    nagging,
    set_for,
    settled,
    shown_in_digest,
    snoozed,
    this_evening,
    with_hour,
)
from core.reminders.marks import coming_mark, digest_mark, means_coming, sent_mark
from tests.reminders.made import ADA, TORONTO, daily, local, reminder, weekly

NINE = time(9)
TUESDAYS = reminder(recurrence=weekly(1, time(18)), at=time(18))  # 24 November is a Tuesday


def test_a_wall_time_in_its_own_zone():
    assert reminder().next_at == local(24, 9) == datetime(2026, 11, 24, 14, tzinfo=UTC)


def test_a_time_that_spring_leaves_out_comes_an_hour_later():
    gap = reminder(timezone="Europe/Berlin", on=date(2026, 3, 29), at=time(2, 30))
    assert gap.next_at.astimezone(ZoneInfo("Europe/Berlin")).time() == time(3, 30)


def test_a_time_that_comes_twice_in_autumn_is_the_first():
    twice = reminder(on=date(2026, 11, 1), at=time(1, 30))
    assert twice.next_at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_without_an_hour_it_is_not_sent_alone():
    assert reminder(at=None).next_at is None


def test_a_one_off_comes_once():
    firing = fired(reminder(), local(24, 9))
    assert firing.after.on is None
    assert firing.after.next_at is None
    assert firing.after.unanswered == 1
    assert firing.delivery.due_at == local(24, 9)
    assert firing.delivery.not_after == local(25, 9)
    assert firing.delivery.key == "reminder:r1:2026-11-24T09:00:00-05:00"


def test_what_comes_again_moves_on_strictly_after_now():
    firing = fired(TUESDAYS, local(24, 18))
    assert (firing.after.on, firing.after.at) == (date(2026, 12, 1), time(18))
    assert firing.delivery.stands_for == 1


def test_several_missed_occurrences_become_one_and_say_since_when():
    every_day = reminder(recurrence=daily(NINE), on=date(2026, 11, 24))
    firing = fired(every_day, local(27, 12))
    assert firing.delivery.stands_for == 4
    assert firing.delivery.due_at == local(27, 9)
    assert first_of(firing.delivery) == local(24, 9)
    assert firing.delivery.not_after == local(28, 9)
    assert firing.after.on == date(2026, 11, 28)


def test_it_is_worth_sending_until_it_comes_again():
    hourly = reminder(recurrence=daily(NINE, time(10)), on=date(2026, 11, 24))
    assert fired(hourly, local(24, 9, 1)).delivery.not_after == local(24, 10)


@pytest.mark.parametrize(
    ("fields", "not_after"),
    [
        ({"on": date(2026, 11, 20)}, local(21, 9)),  # a Friday: told in one line on Monday
        ({"on": date(2026, 11, 20), "nag": True}, local(30, 12)),
        ({"on": date(2026, 11, 20), "nag": True, "recurrence": weekly(4, NINE)}, local(27, 9)),
        ({"on": date(2026, 11, 23), "nag": True, "recurrence": daily(NINE)}, local(24, 9)),
    ],
)
def test_what_asks_until_it_is_done_is_worth_sending_however_late(fields, not_after):
    assert fired(reminder(**fields), local(23, 12)).delivery.not_after == not_after


def test_a_snoozed_one_comes_besides_what_recurs():
    put_off = replace(TUESDAYS, snoozed_until=local(24, 12))
    put_off = replace(put_off, next_at=local(24, 12))
    firing = fired(put_off, local(24, 12))
    assert firing.after.snoozed_until is None
    assert firing.after.on == date(2026, 11, 24)
    assert firing.after.next_at == local(24, 18)
    assert fired(firing.after, local(24, 18)).delivery.key != firing.delivery.key


@pytest.mark.parametrize(
    ("until", "stands_for", "due"),
    [
        (local(24, 12), 2, local(24, 18)),
        (local(24, 20), 2, local(24, 20)),
        (local(24, 18), 1, local(24, 18)),  # the same instant is one
        (local(26, 9), 1, local(24, 18)),  # still to come
    ],
)
def test_one_that_was_put_off_and_what_recurs_were_both_missed(until, stands_for, due):
    firing = fired(settled(replace(TUESDAYS, snoozed_until=until)), local(25, 9))
    assert (firing.delivery.stands_for, firing.delivery.due_at) == (stands_for, due)


@pytest.mark.parametrize(
    "rule",
    [
        daily(NINE),
        weekly(4, NINE, time(17, 30)),
        Recurrence(freq=Frequency.HOURLY, interval=2, times=(NINE,), start=date(2026, 10, 1)),
    ],
    ids=["daily", "weekly", "hourly"],
)
@given(late=st.integers(0, 40 * 24 * 60))
def test_planning_goes_strictly_forward(rule, late):
    start = set_for(reminder(on=None), rule, ADA, local(1, 0, month=10))
    now = start.next_at + timedelta(minutes=late)
    firing = fired(start, now)
    assert firing.after.next_at > now
    assert firing.delivery.due_at <= now
    assert firing.delivery.not_after <= firing.after.next_at
    assert fired(start, now).delivery.key == firing.delivery.key


def test_a_rule_that_has_ended_comes_no_more():
    last = reminder(recurrence=daily(NINE, until=date(2026, 11, 24)))
    assert fired(last, local(24, 9)).after.next_at is None


@pytest.mark.parametrize(
    ("now", "on", "at"),
    [
        (local(23, 8), date(2026, 11, 23), None),  # before the digest at 8:30
        (local(23, 9), date(2026, 11, 23), time(18)),
        (local(23, 17, 20), date(2026, 11, 23), time(18, 20)),
        (local(23, 23, 40), date(2026, 11, 24), time(0, 40)),
    ],
)
def test_today_without_an_hour(now, on, at):
    kept = set_for(reminder(on=None), Moment(on=date(2026, 11, 23)), ADA, now)
    assert (kept.on, kept.at) == (on, at)


def test_this_evening_never_lies_behind():
    assert this_evening(local(23, 17).astimezone(ZoneInfo(TORONTO))) == Moment(on=date(2026, 11, 23), at=time(18))


def test_what_never_comes_is_not_set():
    assert set_for(reminder(), daily(NINE, until=date(2026, 11, 20)), ADA, local(23, 8)) is None


@pytest.mark.parametrize(
    ("rule", "too_often"),
    [
        (Recurrence(freq=Frequency.MINUTELY, interval=14, start=date(2026, 1, 1)), True),
        (Recurrence(freq=Frequency.MINUTELY, interval=15, start=date(2026, 1, 1)), False),
        (Recurrence(freq=Frequency.HOURLY, start=date(2026, 1, 1)), False),
        (daily(NINE, time(9, 10)), True),
        (daily(time(23, 55), time(0, 5)), True),
        (daily(NINE), False),
        (daily(), False),
    ],
)
def test_no_more_often_than_every_quarter_of_an_hour(rule, too_often):
    assert is_too_often(rule) is too_often


def test_done_ends_a_one_off_and_passes_over_one_occurrence():
    now = local(23, 9)
    over = done(reminder(), now, coming=True)
    assert over.done_at == now
    assert over.next_at is None
    assert done(over, now, coming=True) is None
    assert done(TUESDAYS, now, coming=True).on == date(2026, 12, 1)


def test_done_with_what_has_come_leaves_what_is_to_come():
    came = fired(TUESDAYS, local(24, 18)).after
    answered = done(came, local(24, 19), coming=False)
    assert answered.on == date(2026, 12, 1)
    assert answered.unanswered == 0
    assert done(answered, local(24, 20), coming=False) is None


def test_a_button_means_what_it_meant_when_it_was_shown():
    shown = coming_mark(TUESDAYS)
    assert means_coming(TUESDAYS, shown, local(23)) is True
    after = done(TUESDAYS, local(23), coming=True)
    assert means_coming(after, shown, local(23)) is None  # pressed twice: the next one is not passed over, too
    first = fired(TUESDAYS, local(24, 18))
    sent = sent_mark(first.delivery.due_at)
    assert means_coming(first.after, sent, local(24, 20)) is False
    second = fired(first.after, local(1, 18, month=12))
    assert means_coming(second.after, sent, local(1, 19, month=12)) is None
    assert means_coming(reminder(), "x", local(23)) is None


def test_a_snooze_takes_the_place_of_what_it_puts_off():
    came = fired(TUESDAYS, local(24, 18)).after
    later = snoozed(came, Moment(on=date(2026, 11, 25)), ADA, coming=False)
    assert later.snoozed_until == local(25, 8, 30)
    assert later.next_at == local(25, 8, 30)
    assert later.on == date(2026, 12, 1)
    put_off = snoozed(reminder(), Moment(on=date(2026, 11, 30), at=time(7)), ADA, coming=True)
    assert put_off.on is None
    assert put_off.next_at == local(30, 7)


def test_without_an_hour_a_snooze_by_days_stays_with_the_digest():
    waiting = reminder(at=None)
    assert snoozed(waiting, Moment(on=date(2026, 11, 27)), ADA, coming=True).on == date(2026, 11, 27)
    assert snoozed(waiting, local(24, 12), ADA, coming=True).next_at == local(24, 12)


def test_nagging_goes_on_until_five_and_sleeps_in_quiet_hours():
    ada = replace(ADA, quiet_from=time(22), quiet_until=time(7))
    asking, now = reminder(nag=True), local(24, 9)
    for number in range(1, MOST_UNANSWERED):
        asking = nagging(fired(asking, now).after, ada, now)
        assert asking.unanswered == number
        assert asking.next_at == now + timedelta(hours=1)
        now = asking.next_at
    last = fired(asking, now).after
    assert nagging(last, ada, now).next_at is None
    assert last.unanswered == MOST_UNANSWERED
    late = fired(reminder(nag=True, at=time(21, 30)), local(24, 21, 30)).after
    assert nagging(late, ada, local(24, 21, 30)).next_at == local(25, 7)


def test_a_digest_moves_on_what_it_has_shown():
    today = date(2026, 11, 24)
    assert shown_in_digest(reminder(at=None), today).on is None
    assert shown_in_digest(reminder(at=None, recurrence=weekly(1)), today).on == date(2026, 12, 1)
    assert shown_in_digest(reminder(at=None, on=date(2026, 11, 22)), today).on is None
    nagging_one = shown_in_digest(reminder(at=None, nag=True), today)
    assert nagging_one.on == date(2026, 11, 25)
    for ahead in range(1, MOST_UNANSWERED):
        nagging_one = shown_in_digest(nagging_one, today + timedelta(days=ahead))
    assert nagging_one.on is None


def test_a_nagging_one_that_is_done_stands_only_where_it_belongs():
    shown = shown_in_digest(reminder(at=None, nag=True, recurrence=weekly(1)), date(2026, 11, 24))
    assert shown.on == date(2026, 11, 25)
    answered = done(shown, local(24, 12), coming=False)
    assert answered.on == date(2026, 12, 1)
    assert means_coming(shown, digest_mark(date(2026, 11, 24)), local(24, 12)) is False


def test_moving_keeps_the_wall_time():
    moved = moved_to(reminder(), "Asia/Tokyo", local(23, 9))
    assert moved.next_at == datetime(2026, 11, 24, 0, tzinfo=UTC)
    assert moved_to(reminder(on=date(2026, 11, 23), at=time(12)), "Asia/Tokyo", local(23, 11)) is None
    weekly_one = moved_to(replace(TUESDAYS, on=date(2026, 11, 24)), "Asia/Tokyo", local(24, 12))
    assert weekly_one.on == date(2026, 12, 1)


def test_another_hour_keeps_the_days():
    later = with_hour(TUESDAYS, time(20), local(23))
    assert (later.on, later.at, later.recurrence.weekdays) == (
        date(2026, 11, 24),
        time(20),
        TUESDAYS.recurrence.weekdays,
    )


def test_without_an_hour_a_morning_is_where_the_owner_is():
    in_tokyo = replace(ADA, timezone="Asia/Tokyo")
    assert instant_of(reminder(at=None), Moment(on=date(2026, 11, 24)), in_tokyo) == local(
        24, 8, 30, zone="Asia/Tokyo"
    )
