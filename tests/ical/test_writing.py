"""Writing: what others read of it is what it was; read again by us, by icalendar and by vobject."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import given
from hypothesis import strategies as st

from core.facts.events import Rsvp
from core.ical.expanding import occurrences
from core.ical.writing import calendar, uid_of
from tests.ical.making import NOW, event, read, series

TORONTO = ZoneInfo("America/Toronto")
WEEKLY = "FREQ=WEEKLY;INTERVAL=2"
SPRING = date(2027, 3, 20)


def days_by_others(written, first, last):
    """What a calendar says, by icalendar and recurring-ical-events."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(written)).between(first, last)
    return sorted((each["DTSTART"].dt.isoformat(), str(each["SUMMARY"]), str(each["STATUS"])) for each in found)


def test_a_series_with_a_day_moved_and_a_day_called_off():
    one = series(WEEKLY)
    events = [
        event("20261124T073000"),
        event("20261208T073000", on=date(2026, 12, 9), at=time(8), until_at=time(9, 30), title="Late breakfast"),
        event("20261222T073000", cancelled=True, sequence=1),
    ]
    written = calendar(events, [one], NOW)
    assert days_by_others(written, date(2026, 11, 1), date(2027, 1, 7)) == [
        ("2026-11-24T07:30:00-05:00", "Breakfast", "CONFIRMED"),
        ("2026-12-09T08:00:00-05:00", "Late breakfast", "CONFIRMED"),
        ("2026-12-22T07:30:00-05:00", "Breakfast", "CANCELLED"),
        ("2027-01-05T07:30:00-05:00", "Breakfast", "CONFIRMED"),
    ]
    shown = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert len(shown) == 3  # what is as the series says is not said twice
    assert len({str(each["UID"]) for each in shown}) == 1
    assert [int(each["SEQUENCE"]) for each in shown] == [0, 0, 1]


def test_it_comes_back_as_it_was():
    one = series(
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;UNTIL=20271231", place="Hall, room 2; upstairs",
        url="https://example.org/a?b=c,d", notes="Bring cards.\n\nAnd a friend", rsvp=Rsvp.MAYBE,
        also=("20261126T190000",), excepted=("20261231T073000",), on=date(2026, 11, 30), sequence=3,
    )  # fmt: skip
    events = [
        event("20270131T073000", on=date(2027, 2, 1), rsvp=Rsvp.NO, cancelled=False),
        event("20270228T073000", cancelled=True, rsvp=Rsvp.MAYBE),
        event(title="Alone \\ with; commas, and a 🦊", place="Café", until_at=None),
        event(
            origin="shared:x",
            timezone="Europe/Lisbon",
            at=None,
            until_at=None,
            until_on=date(2026, 11, 26),
            id="e9",
        ),
    ]
    found = {each.origin: each for each in read(calendar(events, [one], NOW, own=True), own=True)}
    again = found.pop("event:s1")
    names = ("title", "on", "at", "timezone", "place", "url", "notes", "rsvp", "also", "excepted", "sequence")
    assert [getattr(again, name) for name in names] == [getattr(one, name) for name in names]
    assert again.rule == "FREQ=MONTHLY;UNTIL=20271231T235959;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    assert (again.until_on, again.until_at) == (date(2026, 11, 30), time(9))
    for each in events:
        read_again = found.pop(each.origin)
        for name in ("title", "on", "at", "timezone", "place", "rsvp", "cancelled", "occurrence", "until_at"):
            assert getattr(read_again, name) == getattr(each, name), (each.origin, name)
    assert not found


@pytest.mark.parametrize(
    "zone", ["America/Toronto", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"]
)
def test_another_reader_comes_to_the_same_instants(zone):
    """vobject believes what is said of zones; many programs only look at their names."""
    one = series("FREQ=WEEKLY;COUNT=60", timezone=zone, at=time(2, 30), on=date(2026, 11, 22))
    written = calendar([], [one], NOW).decode()
    (read_zone,) = vobject.readOne(written).contents.get("vtimezone", [None])
    known = ZoneInfo(zone)
    hour = datetime(2026, 10, 1)  # noqa: DTZ001
    while hour < datetime(2028, 6, 1):  # noqa: DTZ001
        expected = hour.replace(tzinfo=known).utcoffset()
        # Around a change of the clocks an hour is there twice, or not at all.
        if expected == hour.replace(tzinfo=known, fold=1).utcoffset():
            assert read_zone.tzinfo.utcoffset(hour) == expected, hour
        hour += timedelta(hours=31)
    shown = vobject.readOne(written).vevent
    walls = [each.replace(tzinfo=None) for each in shown.getrruleset(addRDate=True)]
    found = occurrences(one, one.on, date(2030, 1, 1), 100)
    assert [f"{each:%Y%m%dT%H%M%S}" for each in walls] == [each.key for each in found]


def test_the_change_of_an_hour_is_told_by_the_clock_before_it():
    """Section 3.6.5 of RFC 5545, and its own example of New York."""
    written = calendar([event(timezone="America/New_York", on=SPRING)], [], NOW).decode()
    summer = written[written.index("BEGIN:DAYLIGHT") : written.index("END:DAYLIGHT")]
    assert "DTSTART:20260308T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n" in summer
    assert "TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\n" in summer
    assert "DTSTART:20261101T020000\r\n" in written


def test_an_hour_in_utc_and_whole_days_need_no_zone():
    written = calendar([event(timezone="UTC"), event(at=None, until_at=None, origin="x")], [], NOW).decode()
    assert "VTIMEZONE" not in written
    assert "DTSTART:20261124T073000Z" in written
    assert "DTSTART;VALUE=DATE:20261124" in written


@pytest.mark.parametrize(
    ("until", "shown"),
    [
        ("20261231", "20270101T045959Z"),
        ("20261231T073000", "20261231T123000Z"),
        ("20261231T123000Z", "20261231T123000Z"),
    ],
)
def test_the_end_of_a_series_is_an_instant(until, shown):
    """As RFC 5545 wants it: a day where the series has no hour."""
    assert f"UNTIL={shown}" in calendar([], [series(f"{WEEKLY};UNTIL={until}")], NOW).decode()
    whole = series(f"{WEEKLY};UNTIL={until}", at=None, lasts=None)
    assert "UNTIL=20261231;" in calendar([], [whole], NOW).decode()


def test_it_is_the_same_bytes_tomorrow_and_says_when_it_was_changed():
    later = NOW + timedelta(days=3)
    one = event(changed_at=NOW + timedelta(hours=1), sequence=2)
    assert calendar([one], [series(WEEKLY)], NOW) == calendar([one], [series(WEEKLY)], later)
    written = calendar([one], [], later).decode()
    assert "DTSTAMP:20261123T130000Z" in written
    assert "LAST-MODIFIED:20261123T130000Z" in written
    assert "SEQUENCE:2" in written
    sent = calendar([one], [], later, name="Ada, and Bob", method="PUBLISH")
    assert b"DTSTAMP:20261126T120000Z" in sent
    assert b"METHOD:PUBLISH" in sent
    assert rb"X-WR-CALNAME:Ada\, and Bob" in sent


def test_what_was_called_off_is_not_what_was_declined():
    off, declined = event(cancelled=True), event(rsvp=Rsvp.NO, origin="x")
    written = calendar([off, declined], [], NOW, own=True)
    assert written.count(b"STATUS:CANCELLED") == 2
    assert [(each.cancelled, each.rsvp) for each in read(written, own=True)] == [
        (True, Rsvp.GOING),
        (False, Rsvp.NO),
    ]


def test_a_copy_has_the_uid_of_the_event_and_a_series_one_for_all():
    assert uid_of("shared:abc") == uid_of("event:abc") != uid_of("event:abd")


def test_an_occurrence_without_its_series_stands_alone():
    written = calendar([event("20261208T073000")], [], NOW)
    assert b"RECURRENCE-ID" not in written
    assert len(read(written)) == 1


def test_one_that_its_series_does_not_say_any_more_is_kept():
    other_day = event("20261203T073000")
    assert days_by_others(calendar([other_day], [series(WEEKLY)], NOW), date(2026, 12, 1), date(2026, 12, 9)) == [
        ("2026-12-03T07:30:00-05:00", "Breakfast", "CONFIRMED"),
        ("2026-12-08T07:30:00-05:00", "Breakfast", "CONFIRMED"),
    ]


ANY = st.text(max_size=200)


@given(ANY, ANY, ANY, st.text(max_size=50))
def test_no_text_breaks_the_calendar(title, place, notes, url):
    shown = event(title=f"T{title}" * 20, place=place, notes=notes, url=f"https://example.org/{url}")
    one = series(WEEKLY, place=place, notes=notes)
    written = calendar([shown], [replace(one, title=title)], NOW, name=title)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", written)
    read_again = icalendar.Calendar.from_ical(written)
    assert [str(each.name) for each in read_again.subcomponents] == ["VTIMEZONE", "VEVENT", "VEVENT"]
    assert not any(each.errors for each in read_again.walk("VEVENT"))
    assert len(list(vobject.readComponents(written.decode()))) == 1


@pytest.mark.parametrize("on", [date(1, 1, 1), date(1583, 1, 1), date(9999, 12, 31)])
def test_a_day_beyond_all_calendars_breaks_nothing(on):
    many = [event(on=on), event(on=on, until_at=time(1), origin="x"), event(on=on, at=None, origin="y")]
    written = calendar(many, [series(WEEKLY, on=on, at=at) for at in (time(9), None)], NOW)
    assert len(icalendar.Calendar.from_ical(written).walk("VEVENT")) == 5
    assert calendar([], [], datetime(2026, 1, 1, tzinfo=UTC)).startswith(b"BEGIN:VCALENDAR")


def test_what_others_read_has_no_ids():
    """Whoever knows an event's id could press the buttons of its card."""
    one = series("FREQ=WEEKLY", origin="event:secret1")
    written = calendar([event(origin="shared:secret2"), event("20261124T073000", title="Moved")], [one], NOW)
    assert b"secret" not in written
    assert b"X-REACHWELL" not in written


def test_who_says_to_be_ours_is_not_believed():
    written = calendar([event(origin="event:e1", rsvp=Rsvp.NO)], [], NOW, own=True)
    [found] = read(written)
    assert (found.origin, found.rsvp) == (f"calendar:{uid_of('event:e1')}", Rsvp.GOING)
