"""Calendars: events with their wall times and zones, and guests who are nobody's contacts by that alone."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exports.calendar import CalendarSheet
from core.facts.events import Event, FoundEvent, Rsvp
from core.facts.ids import AccountId, EventId
from core.ical.reading import UNDATED, UNTITLED
from core.imports.agendas.calendars import SOURCE
from tests.imports.linkedin.sent import piece, read, sample

BEGIN = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"


def calendar(*events: str) -> str:
    return BEGIN + "".join(f"BEGIN:VEVENT\r\n{each}\r\nEND:VEVENT\r\n" for each in events) + "END:VCALENDAR\r\n"


def one(*lines: str) -> FoundEvent:
    (event,) = read(SOURCE, {"a.ics": calendar("\r\n".join(("UID:1", "SUMMARY:Lunch", *lines)))}).events
    return event


def times(event: FoundEvent) -> tuple[object, ...]:
    return event.on, event.at, event.until_on, event.until_at, event.timezone


def test_calendars_of_four_services():
    haul = read(SOURCE, sample("ics"))
    assert [(each.title, each.on, each.at, each.timezone, each.url) for each in haul.events] == [
        ("Weekly sync", date(2024, 3, 4), time(10), "Europe/Lisbon", ""),
        ("Salon #106", date(2026, 7, 6), time(23), "Europe/Lisbon", "https://lu.ma/event/evt-fictional106"),
        (
            *("Potluck", date(2026, 8, 8), time(18, 30), "America/Chicago"),
            "https://www.meetup.com/fictional/events/315879117/",
        ),
        ("Coffee with Jürgen", date(2026, 10, 26), time(9), "Europe/Berlin", ""),
    ]
    assert [each.rule for each in haul.events] == ["FREQ=WEEKLY;UNTIL=20240624T090000;BYDAY=MO", "", "", ""]
    assert haul.remarks == ()


def test_guests_add_to_whom_one_knows_and_are_nobody_else():
    haul = read(SOURCE, sample("ics"))
    assert {(each.name, each.handles[0].value, each.sure) for each in haul.found} == {
        ("Nina Okafor", "nina@example.org", False),
        ("Reyes, Tomás", "tomas@example.org", False),
        ("Zoe", "zoe@example.org", False),
    }


@pytest.mark.parametrize("name", ["google_guests.ics", "luma.ics", "meetup.ics", "outlook_windows_tz.ics"])
def test_it_is_a_calendar_and_no_table(name):
    assert SOURCE.part(piece(name, sample("ics")[name])) == "calendar"


def test_whole_days():
    assert times(one("DTSTART;VALUE=DATE:20260704", "DTEND;VALUE=DATE:20260705")) == (
        *(date(2026, 7, 4), None, None, None),
        "Europe/Lisbon",
    )
    assert one("DTSTART;VALUE=DATE:20260704", "DTEND;VALUE=DATE:20260707").until_on == date(2026, 7, 6)


def test_a_time_without_a_zone_or_with_one_that_nobody_knows_is_the_owners():
    for start in ("DTSTART:20260704T183000", "DTSTART;TZID=Customized Time Zone:20260704T183000"):
        assert times(one(start)) == (date(2026, 7, 4), time(18, 30), None, None, "Europe/Lisbon")


def test_an_end_in_another_zone_and_one_before_the_beginning():
    flight = one("DTSTART;TZID=Europe/Lisbon:20260704T100000", "DTEND;TZID=Europe/Berlin:20260704T140000")
    assert (flight.until_on, flight.until_at) == (date(2026, 7, 4), time(13))
    assert one("DTSTART:20260704T100000Z", "DTEND:20260704T090000Z").until_at is None


def test_what_was_called_off_or_is_not_certain():
    said = {"CONFIRMED": Rsvp.GOING, "TENTATIVE": Rsvp.MAYBE, "CANCELLED": Rsvp.GOING, "X": Rsvp.GOING}
    for status, rsvp in said.items():
        event = one("DTSTART:20260704T100000Z", f"STATUS:{status}")
        assert (event.rsvp, event.cancelled) == (rsvp, status == "CANCELLED")


def test_one_day_of_a_series_that_was_moved_stands_beside_it():
    series = "UID:1\r\nSUMMARY:Sync\r\nDTSTART:20260704T100000Z\r\nRRULE:FREQ=DAILY"
    moved = "UID:1\r\nSUMMARY:Moved\r\nDTSTART:20260709T100000Z\r\nRECURRENCE-ID:20260708T100000Z"
    haul = read(SOURCE, {"a.ics": calendar(moved, series)})
    assert [(each.title, each.origin, each.occurrence) for each in haul.events] == [
        ("Sync", "calendar:1", ""),
        ("Moved", "calendar:1#20260708T100000", "20260708T100000"),
    ]


def test_what_cannot_be_read_costs_itself():
    haul = read(
        SOURCE,
        {
            "a.ics": calendar(
                "SUMMARY:A\r\nDTSTART:20269999", "DTSTART:20260704T100000Z", "SUMMARY:B\r\nDTSTART:20260704"
            )
        },
    )
    assert [each.title for each in haul.events] == ["B"]
    assert [(each.line, each.why) for each in haul.skipped] == [(3, UNDATED), (7, UNTITLED)]


def test_a_calendar_without_events_says_so():
    haul = read(SOURCE, {"a.ics": calendar()})
    assert len(haul.remarks) == 1


def test_our_own_calendar_comes_back_as_it_was():
    event = Event(
        id=EventId("1"),
        account_id=AccountId("2"),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        origin="linkedin:event:salon|2026-07-06",
        title="Salon, and more; really",
        on=date(2026, 7, 6),
        timezone="America/Chicago",
        at=time(18, 30),
        until_on=date(2026, 7, 6),
        until_at=time(20),
        place="12 Main St, Chicago",
        url="https://lu.ma/evt",
        rsvp=Rsvp.NO,
    )

    class Everything:
        events = (event,)
        series = ()

    content = b"".join(CalendarSheet(now=event.created_at).end(Everything()))
    (found,) = read(SOURCE, {"events.ics": content}).events
    assert found == FoundEvent(
        **{
            name: getattr(event, name) for name in FoundEvent.__dataclass_fields__ if hasattr(event, name)
        }  # id, account and import are ours
    )


@given(st.text(max_size=300))
def test_nothing_in_it_breaks_anything(text):
    read(SOURCE, {"a.ics": BEGIN + "BEGIN:VEVENT\r\n" + text + "\r\nEND:VEVENT\r\n"})


@given(st.sampled_from(("DTSTART", "DTEND", "RRULE", "ATTENDEE", "STATUS", "URL")), st.text(max_size=60))
def test_no_value_breaks_anything(name, value):
    read(SOURCE, {"a.ics": calendar(f"SUMMARY:A\r\nDTSTART:20260704T100000Z\r\n{name}:{value}")})
