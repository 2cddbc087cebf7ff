"""What becomes of a calendar's bytes: the months ahead, each day by itself, whatever is in it."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calendars.fetching import CannotFetch, Trouble
from core.calendars.reading import AHEAD, MOST_EVENTS, Read, read_calendar
from tests.calendars.serving_feeds import calendar, vevent

TORONTO = ZoneInfo("America/Toronto")
TODAY = date(2026, 11, 23)


def read(*events: str) -> Read:
    return read_calendar(calendar(*events), TORONTO, TODAY)


def test_single_events_of_the_months_ahead() -> None:
    found = read(
        vevent("past", "20261101T073000"),
        vevent("day", "20261124", "Fair"),
        vevent("long", "20261120", "Retreat", "DTEND;VALUE=DATE:20261126"),
        vevent("a", "20261201T073000", "Breakfast", "LOCATION:Brampton Hall"),
        vevent("far", "20280101T073000"),
    )
    assert found.title == "Kiwanis"
    assert [each.title for each in found.events] == ["Retreat", "Fair", "Breakfast"]
    assert found.events[2].origin == "calendar:a"
    assert (found.events[2].place, found.events[2].timezone) == ("Brampton Hall", "America/Toronto")
    assert (found.first, found.until) == (TODAY, TODAY + AHEAD)


def test_what_comes_again_is_its_days() -> None:
    found = read(
        vevent(
            "a", "20261103T073000", "Breakfast", "DTEND;TZID=America/Toronto:20261103T090000", "RRULE:FREQ=WEEKLY"
        ),
        vevent("a", "20261202T080000", "Late", "RECURRENCE-ID;TZID=America/Toronto:20261201T073000"),
        vevent("a", "20261208T073000", "Off", "RECURRENCE-ID:20261208T123000Z", "STATUS:CANCELLED"),
    )
    assert [(each.on, each.at, each.title) for each in found.events][:4] == [
        (date(2026, 11, 24), time(7, 30), "Breakfast"),
        (date(2026, 12, 2), time(8), "Late"),
        (date(2026, 12, 8), time(7, 30), "Off"),
        (date(2026, 12, 15), time(7, 30), "Breakfast"),
    ]
    assert [each.origin for each in found.events][:2] == [
        "calendar:a#20261124T073000",
        "calendar:a#20261201T073000",
    ]
    assert found.events[2].cancelled
    assert len(found.events) == 26
    assert all(each.until_on == each.on for each in found.events[3:])


def test_too_many_events_are_cut_where_a_day_ends() -> None:
    found = read(*(vevent(str(n), f"202611{24 + n % 7}T070000") for n in range(MOST_EVENTS + 50)))
    assert len(found.events) == MOST_EVENTS
    assert found.until is not None
    assert found.until == found.events[-1].on - timedelta(days=1)


def test_a_hundred_thousand_events_are_read_in_time_and_nothing_is_concluded_from_them() -> None:
    event = "BEGIN:VEVENT\nUID:{}\nDTSTART:20261201T07{:02}00Z\nSUMMARY:x\nEND:VEVENT\n"
    found = read(*(event.format(n, n % 60) for n in range(100_000)))
    assert len(found.events) == MOST_EVENTS
    assert found.until is None


def test_a_decade_that_is_over_costs_nothing() -> None:
    old = [vevent(str(n), f"20{n % 20:02}0101T070000") for n in range(20_000)]
    assert [each.origin for each in read(*old, vevent("new")).events] == ["calendar:new"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;BYSECOND=0,1,2,3,4,5,6,7,8,9",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=366;BYDAY=MO",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=HOURLY;INTERVAL=1;BYWEEKNO=53;BYDAY=SU",
        "FREQ=NEVER",
        "X" * 90_000,
    ],
)
def test_hostile_rules_end_soon(rule: str) -> None:
    found = read(vevent("a", "19700101T000000", "Old", f"RRULE:{rule}"), vevent("b"))
    assert "calendar:b" in {each.origin for each in found.events}
    assert len(found.events) <= MOST_EVENTS


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", Trouble.PAGE),
        (b"\n\n <html>BEGIN:VCALENDAR</html>", Trouble.PAGE),
        (b"", Trouble.NO_CALENDAR),
        (b"\x89PNG\r\n\x1a\n\0\0\0", Trouble.NO_CALENDAR),
        (b"BEGIN:VCARD\nEND:VCARD", Trouble.NO_CALENDAR),
    ],
)
def test_what_is_no_calendar(content: bytes, trouble: Trouble) -> None:
    with pytest.raises(CannotFetch) as cannot:
        read_calendar(content, TORONTO, TODAY)
    assert cannot.value.trouble is trouble


@pytest.mark.parametrize(
    "broken",
    [
        "BEGIN:VEVENT\nUID:a\n",
        "BEGIN:VEVENT\nDTSTART:not a day\nSUMMARY:x\nEND:VEVENT\n",
        "BEGIN:VEVENT\nDTSTART:20261399T250000\nSUMMARY:x\nEND:VEVENT\n",
        "BEGIN:VEVENT\n" * 3000,
        "BEGIN:VEVENT\n" + " x" * 200_000 + "\nEND:VEVENT\n",
        "\x00\x01\ufffe\n",
        "X:" + "y" * 2_000_000 + "\n",
    ],
)
def test_what_is_broken_costs_itself(broken: str) -> None:
    assert [each.origin for each in read(broken, vevent("good")).events] in ([], ["calendar:good"])
    assert [each.origin for each in read(vevent("good"), broken).events] == ["calendar:good"]
