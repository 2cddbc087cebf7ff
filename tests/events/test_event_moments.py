"""When something about an event is due: by tables, and each moment once whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.events.moments import About, begins, ends, fired, moments, settled
from core.facts.account import Account, EventWishes
from core.facts.events import Event, Rsvp
from core.facts.ids import AccountId, EventId

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
TORONTO = ZoneInfo("America/Toronto")


def account(**fields) -> Account:
    return Account(**{"id": AccountId("ada"), "created_at": NOW, "timezone": "America/Toronto", **fields})


def event(**fields) -> Event:
    made = {"id": EventId("e"), "account_id": AccountId("ada"), "created_at": NOW, "origin": "event:e"}
    when = {"on": date(2026, 11, 24), "at": time(7, 30), "timezone": "America/Toronto"}
    return Event(**{**made, "title": "Breakfast", **when, **fields})


def told(of: Event, by: Account) -> list[str]:
    return [f"{due.about} {due.at.astimezone(TORONTO):%a %H:%M}" for due in moments(of, by)]


@pytest.mark.parametrize(
    ("wishes", "fields", "expected"),
    [
        ({}, {}, ["evening Mon 19:00", "ahead Tue 06:30", "morning Wed 08:30"]),
        (
            {"ahead": (1440, 15)},
            {},
            ["ahead Mon 07:30", "evening Mon 19:00", "ahead Tue 07:15", "morning Wed 08:30"],
        ),
        ({"evening": None, "morning": False, "after": True}, {}, ["ahead Tue 06:30", "after Tue 10:30"]),
        ({"ahead": ()}, {"at": None}, ["evening Mon 19:00", "morning Wed 08:30"]),
        ({}, {"at": None}, ["evening Mon 19:00", "morning Wed 08:30"]),  # no hour ahead of midnight
        ({}, {"at": time(22), "until_at": time(2)}, ["evening Mon 19:00", "ahead Tue 21:00", "morning Wed 08:30"]),
        # At seven in the evening in Vancouver it is the next day in Toronto.
        (
            {"morning": False},
            {"at": time(22), "timezone": "America/Vancouver"},
            ["evening Tue 19:00", "ahead Wed 00:00"],
        ),
        ({}, {"rsvp": Rsvp.MAYBE, "cancelled": True}, []),
        ({}, {"rsvp": Rsvp.NO}, []),
        ({}, {"rsvp": Rsvp.WAITING}, []),
    ],
)
def test_moments(wishes, fields, expected):
    assert told(event(**fields), account(event_wishes=EventWishes(**wishes))) == expected


def test_the_morning_s_question_comes_when_it_is_over():
    ada = account(digest_at=time(0, 30))
    assert told(event(at=time(22), until_at=time(2)), ada)[-1] == "morning Thu 00:30"
    assert told(event(at=time(20), until_at=time(23)), ada)[-1] == "morning Wed 00:30"


def test_a_club_is_asked_nothing():
    assert told(event(), account(club=True)) == ["evening Mon 19:00", "ahead Tue 06:30"]


def test_quiet_hours_end_before_the_question_of_the_morning():
    ada = account(quiet_from=time(22), quiet_until=time(9))
    assert told(event(), ada)[-1] == "morning Wed 09:00"


@pytest.mark.parametrize(
    ("fields", "wishes", "expected"),
    [
        ({"at": time(7, 30)}, {}, ["evening Mon 19:00", "ahead Tue 07:00", "morning Wed 08:30"]),
        (
            {"at": time(6)},
            {},
            ["evening Mon 19:00", "ahead Tue 05:00", "morning Wed 08:30"],
        ),  # else it came too late
        ({"at": time(20)}, {"after": True}, ["evening Mon 19:00", "ahead Tue 19:00", "morning Wed 08:30"]),
        (
            {"at": time(20)},
            {"after": True, "morning": False},
            ["evening Mon 19:00", "ahead Tue 19:00", "after Wed 07:00"],
        ),
    ],
)
def test_nobody_is_woken_for_what_can_wait(fields, wishes, expected):
    ada = account(quiet_from=time(22), quiet_until=time(7), event_wishes=EventWishes(**wishes))
    assert told(event(**fields), ada) == expected


@pytest.mark.parametrize(
    ("fields", "begin", "end"),
    [
        ({}, "2026-11-24T12:30", "2026-11-24T14:30"),
        ({"until_at": time(9)}, "2026-11-24T12:30", "2026-11-24T14:00"),
        ({"until_at": time(1)}, "2026-11-24T12:30", "2026-11-25T06:00"),
        ({"until_on": date(2026, 11, 26)}, "2026-11-24T12:30", "2026-11-27T05:00"),
        ({"at": None}, "2026-11-24T05:00", "2026-11-25T05:00"),
        ({"at": None, "until_on": date(2026, 11, 26)}, "2026-11-24T05:00", "2026-11-27T05:00"),
        # The clocks skip 2:30 on that Sunday, and show 1:30 twice on the other.
        ({"on": date(2027, 3, 14), "at": time(2, 30)}, "2027-03-14T07:30", "2027-03-14T09:30"),
        ({"on": date(2026, 11, 1), "at": time(1, 30)}, "2026-11-01T05:30", "2026-11-01T07:30"),
    ],
)
def test_from_when_until_when(fields, begin, end):
    found = event(**fields)
    assert begins(found).isoformat(timespec="minutes")[:16] == begin
    assert ends(found).isoformat(timespec="minutes")[:16] == end


def test_what_is_over_when_it_is_noted_is_not_made_up_for():
    late = settled(event(), account(), datetime(2026, 11, 24, 11, tzinfo=UTC))
    assert late.next_at == datetime(2026, 11, 24, 11, 30, tzinfo=UTC)  # the evening before is over


def test_after_an_outage_the_last_reminder_is_left():
    noted = settled(event(), account(), NOW)
    firing = fired(noted, account(), datetime(2026, 11, 24, 12, tzinfo=UTC))
    [delivery] = firing.deliveries
    assert ":ahead:" in delivery.key
    assert delivery.stands_for == 2


def test_what_begins_long_ago_is_not_reminded_of():
    noted = settled(event(), account(), NOW)
    firing = fired(noted, account(), datetime(2026, 11, 24, 15, tzinfo=UTC))
    assert firing.deliveries == ()
    assert firing.after.next_at == datetime(2026, 11, 25, 13, 30, tzinfo=UTC)


def test_a_change_while_the_planner_waits_loses_nothing():
    noted = settled(event(), account(), NOW)
    due = noted.next_at
    assert due is not None
    changed = settled(replace(noted, place="City Hall"), account(), due + timedelta(seconds=3))
    assert changed.next_at == due


zones = st.sampled_from(["America/Toronto", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Tokyo"])
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
wishes = st.builds(
    EventWishes,
    evening=st.none() | times,
    ahead=st.lists(st.integers(1, 3000), max_size=3).map(tuple),
    after=st.booleans(),
    morning=st.booleans(),
)


@given(
    on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    at=st.none() | times,
    zone=zones,
    home=zones,
    wishes=wishes,
    steps=st.lists(st.integers(1, 60 * 24), min_size=1, max_size=40),
)
def test_every_moment_is_planned_once_and_none_before_its_time(on, at, zone, home, wishes, steps):
    """Looked at every few minutes from long before: whatever the clocks do, and however long nobody looks."""
    ada = account(timezone=home, event_wishes=wishes)
    now = datetime.combine(on - timedelta(days=6), time(), UTC)
    noted = settled(event(on=on, at=at, timezone=zone), ada, now)
    expected = {each for each in moments(noted, ada) if each.at > now}
    keys: list[str] = []
    seen = 0
    while noted.next_at is not None:
        assert noted.next_at > now
        now = max(noted.next_at, now + timedelta(minutes=steps[seen % len(steps)]))
        firing = fired(noted, ada, now)
        assert all(each.due_at <= now for each in firing.deliveries)
        keys += [each.key for each in firing.deliveries]
        seen += 1
        noted = firing.after
    assert len(keys) == len(set(keys)) <= len(expected)
    assert now >= max((each.at for each in expected), default=now)


@given(on=st.dates(date(2026, 1, 1), date(2027, 12, 31)), at=times, zone=zones, home=zones)
def test_whoever_looks_in_time_misses_nothing(on, at, zone, home):
    ada = account(timezone=home, event_wishes=EventWishes(after=True))
    now = datetime.combine(on - timedelta(days=6), time(), UTC)
    noted = settled(event(on=on, at=at, timezone=zone), ada, now)
    said: list[About] = []
    while noted.next_at is not None:
        firing = fired(noted, ada, noted.next_at)
        said += [About(each.key.split(":")[2]) for each in firing.deliveries]
        noted = firing.after
    due = {(each.at, each.about.is_before) for each in moments(noted, ada) if each.at > now}
    assert len(said) == len(due)  # of two reminders at the same moment one is left
    assert About.AFTER in said
