"""Reading: what calendars of others say, however they say it; and nothing that they say breaks anything."""

from datetime import date, time
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.events import Rsvp
from core.ical.reading import TOO_OFTEN, UNDATED, UNTITLED, CalendarReader, found_events
from tests.ical.making import LISBON, calendar_of, read, walls

SAMPLES = Path(__file__).parent.parent / "imports/samples/ics"
SYNC = "UID:1\nSUMMARY:Sync\nDTSTART;TZID=America/Toronto:20261124T073000\n"


def one(*lines: str, head: str = ""):
    (found,) = read(calendar_of("\n".join(("UID:1", "SUMMARY:Lunch", *lines)), head=head))
    return found


def name_of(calendar: str) -> str:
    reader = CalendarReader(LISBON)
    assert [*reader.read(calendar.splitlines())] == []
    return reader.name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("google_guests.ics", ("Weekly sync", date(2024, 3, 4), time(10), "Europe/Lisbon")),
        ("luma.ics", ("Salon #106", date(2026, 7, 6), time(23), "Europe/Lisbon")),
        ("meetup.ics", ("Potluck", date(2026, 8, 8), time(18, 30), "America/Chicago")),
        ("outlook_windows_tz.ics", ("Coffee with Jürgen", date(2026, 10, 26), time(9), "Europe/Berlin")),
    ],
)
def test_calendars_of_four_services(name, expected):
    (found,) = read((SAMPLES / name).read_bytes())
    assert (found.title, found.on, found.at, found.timezone) == expected
    assert found.origin.startswith("calendar:")


def test_a_series_with_its_days():
    found = one(
        "DTSTART;TZID=America/Toronto:20261124T073000",
        "DTEND;TZID=America/Toronto:20261124T090000",
        "RRULE:FREQ=WEEKLY;UNTIL=20261223T045959Z",
        "EXDATE;TZID=America/Toronto:20261201T073000",
        "EXDATE:20261208T123000Z",
        "RDATE;VALUE=PERIOD:20261203T123000Z/PT1H",
    )
    assert found.rule == "FREQ=WEEKLY;UNTIL=20261222T235959"
    assert (found.excepted, found.also) == (("20261201T073000", "20261208T073000"), ("20261203T073000",))
    assert walls(found, found.on, date(2027, 1, 1)) == [
        *("20261124T073000", "20261203T073000", "20261215T073000", "20261222T073000"),
    ]


def test_a_series_in_utc_comes_by_the_clock_of_utc():
    found = one("DTSTART:20261124T233000Z", "RRULE:FREQ=WEEKLY;BYDAY=TU")
    assert (found.timezone, found.on, found.at) == ("UTC", date(2026, 11, 24), time(23, 30))
    once = one("DTSTART:20270624T233000Z")
    assert (once.timezone, once.on, once.at) == ("Europe/Lisbon", date(2027, 6, 25), time(0, 30))


@pytest.mark.parametrize(
    ("which", "key"),
    [
        ("RECURRENCE-ID;TZID=America/Toronto:20261201T073000", "20261201T073000"),
        ("RECURRENCE-ID:20261201T123000Z", "20261201T073000"),
        ("RECURRENCE-ID;VALUE=DATE:20261201", "20261201T073000"),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T123000Z", "20261201T073000"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_day_that_was_moved_or_called_off(which, key, first):
    series = SYNC + "RRULE:FREQ=WEEKLY"
    moved = f"UID:1\nSUMMARY:Sync\n{which}\nDTSTART;TZID=Europe/Lisbon:20261202T140000\nSTATUS:CANCELLED"
    found = read(calendar_of(*((moved, series) if first else (series, moved))))
    assert [(each.origin, each.occurrence, each.cancelled) for each in found] == [
        ("calendar:1", "", False),
        (f"calendar:1#{key}", key, True),
    ]
    assert (found[1].on, found[1].at, found[1].timezone) == (date(2026, 12, 2), time(14), "Europe/Lisbon")


def test_a_day_of_a_series_that_is_not_there():
    (found,) = read(calendar_of(SYNC + "RECURRENCE-ID:20261201T123000Z"))
    assert (found.origin, found.rule) == ("calendar:1#20261201T073000", "")


def test_days_of_a_series_of_whole_days():
    series = "UID:1\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261126\nRRULE:FREQ=YEARLY"
    series += "\nEXDATE;VALUE=DATE:20271124"
    moved = "UID:1\nSUMMARY:Fair\nRECURRENCE-ID;VALUE=DATE:20281124\nDTSTART;VALUE=DATE:20281201"
    fair, later = read(calendar_of(series, moved))
    assert (fair.until_on, fair.excepted) == (date(2026, 11, 25), ("20271124",))
    assert (later.occurrence, later.on) == ("20281124", date(2028, 12, 1))


def test_days_without_a_rule_are_a_series():
    found = one("DTSTART:20261124T073000", "RDATE:20261126T073000,20261201T080000")
    assert walls(found, date(2026, 11, 1), date(2027, 1, 1)) == [
        *("20261124T073000", "20261126T073000", "20261201T080000"),
    ]


@pytest.mark.parametrize("rule", ["FREQ=SOMETIMES", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;INTERVAL=0", "\\,;="])
def test_a_rule_that_nobody_understands_leaves_the_day(rule):
    assert one("DTSTART:20261124T073000", f"RRULE:{rule}").rule == ""


def test_of_two_rules_the_first():
    assert one("DTSTART:20261124T073000", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY").rule == "FREQ=WEEKLY"


@pytest.mark.parametrize(
    ("zone", "key"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/mozilla.org/20070129_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ('"/citadel.org/20211002_1/Europe/Berlin"', "Europe/Berlin"),
        ("Customized Time Zone", "Europe/Lisbon"),
    ],
)
def test_zones_by_other_names(zone, key):
    assert one(f"DTSTART;TZID={zone}:20261124T073000").timezone == key


def explained(*offsets: str, name: str = "Customized Time Zone", more: str = "") -> str:
    parts = "".join(
        f"BEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:+0000\nTZOFFSETTO:{each}\nEND:STANDARD\n"
        for each in offsets
    )
    return f"BEGIN:VTIMEZONE\nTZID:{name}\n{more}{parts}END:VTIMEZONE\n"


@pytest.mark.parametrize(
    ("zone", "key"),
    [
        (explained("+0100", "+0200"), "Europe/Berlin"),
        (explained("+0000", "+0100"), "Europe/Lisbon"),  # the owner's, before London
        (explained("-0500", "-0400", more="X-LIC-LOCATION:America/Toronto\n"), "America/Toronto"),
        (explained("-0500", "-0400", more="X-LIC-LOCATION:Nowhere\n"), "America/New_York"),
        (explained("+0530"), "Asia/Kolkata"),
        (explained("+0123"), "Europe/Lisbon"),
        (explained("+0100", "+0200", name="Another"), "Europe/Lisbon"),
    ],
)
def test_a_zone_of_somebody_s_own_making_is_the_one_with_its_hours(zone, key):
    found = one("DTSTART;TZID=Customized Time Zone:20261124T073000", head=zone)
    assert (found.timezone, found.at) == (key, time(7, 30))


def test_times_without_a_zone_are_the_calendar_s():
    head = "X-WR-CALNAME:Job \\, Seekers\nX-WR-TIMEZONE:Asia/Tokyo\n"
    assert one("DTSTART:20261124T073000", head=head).timezone == "Asia/Tokyo"
    assert one("DTSTART:20261124T073000", head="X-WR-TIMEZONE:Nowhere\n").timezone == "Europe/Lisbon"
    assert name_of(calendar_of(head=head)) == "Job , Seekers"
    assert name_of(calendar_of(head="NAME;LANGUAGE=en:A very\n  long name\n")) == "A very long name"
    assert name_of("nothing") == ""


def test_how_long_it_lasts():
    assert one("DTSTART:20261124T073000", "DURATION:PT1H30M").until_at == time(9)
    assert one("DTSTART;VALUE=DATE:20261124", "DURATION:P3D").until_on == date(2026, 11, 26)
    assert one("DTSTART:20261124T073000", "DURATION:-PT1H").until_at is None
    assert one("DTSTART:20261124T073000", "DURATION:P99999D").until_at is None


def test_what_it_says_besides():
    found = one(
        "DTSTART:20261124T073000", "SEQUENCE:4", "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",
        "LOCATION:Brampton Hall\\, upstairs", "DESCRIPTION:<p>Bring <b>cards</b>&amp; a&nbsp;friend</p><br>See you",
        "STATUS:TENTATIVE",
    )  # fmt: skip
    assert found.notes == "Bring cards& a friend\n\nSee you"
    assert (found.place, found.url) == ("Brampton Hall, upstairs", "https://meet.google.com/abc-defg-hij")
    assert (found.sequence, found.rsvp, found.cancelled) == (4, Rsvp.MAYBE, False)
    plain = one("DTSTART:20261124T073000", "DESCRIPTION:Two\\nlines, 3 < 4", "SEQUENCE:-7")
    assert (plain.notes, plain.sequence) == ("Two\nlines, 3 < 4", 0)


def test_a_calendar_that_calls_everything_off():
    assert one("DTSTART:20261124T073000", head="METHOD:CANCEL\n").cancelled


def test_what_cannot_be_taken_says_why():
    calendar = calendar_of(
        "SUMMARY:A", "DTSTART:20261124T073000", SYNC + "RRULE:FREQ=MINUTELY", "SUMMARY:B\nDTSTART:2026"
    )
    found = list(found_events(calendar.splitlines(), LISBON))
    assert [each for _line, each in found] == [UNDATED, UNTITLED, TOO_OFTEN, UNDATED]
    assert [line for line, _each in found] == [3, 6, 9, 15]


def test_it_is_one_event_however_it_comes():
    same = {one("DTSTART:20261124T073000", f"SEQUENCE:{n}").origin for n in range(3)}
    assert same == {"calendar:1"}
    (nameless,) = read(calendar_of("SUMMARY:Lunch\nDTSTART:20261124T073000"))
    assert nameless.origin == "calendar:lunch|2026-11-24"


HOSTILE = (
    "RRULE:FREQ=SECONDLY;COUNT=1000000000", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "DTSTART:99991231T235959Z",
    "EXDATE:" + ",".join(["20261124T073000Z"] * 20_000), "RDATE:" + ",".join(["20261124T073000Z"] * 20_000),
    "DESCRIPTION:" + "<" * 100_000, "DESCRIPTION:" + "<br" * 50_000, "SUMMARY:" + "x" * 1_000_000,
    "TZID" * 100_000,
    "DTSTART;TZID=/" + "/" * 100_000 + ":20261124T073000", "X:" + "\\n" * 100_000,
    "RRULE:" + "FREQ=DAILY;" * 50_000, "X-A" + ";TZID=/" * 15_000, "X-A;TZID=/" + "/Aa/" * 25_000,
    "X-A;TZID=/" + "/A/" * 25_000, "DESCRIPTION:" + "<p " * 30_000,
    "DTSTART;TZID=" + "A/" * 5_000 + ":20261124T073000",
    "\n".join(["EXDATE:" + ",".join(["20261124T073000Z"] * 1_100)] * 300),
)  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: line[:30])
def test_nothing_takes_long(line):
    begun = process_time()
    list(found_events(calendar_of(SYNC + line, line + "\n" + SYNC).splitlines(), LISBON))
    assert process_time() - begun < 3


@pytest.mark.parametrize(
    "head", ["BEGIN:VTIMEZONE\n", "X-WR-CALNAME:" + "x" * 5_000 + "\n", " x\n", "TZID:x\n", "\n"]
)
def test_no_beginning_takes_long(head):
    begun = process_time()
    list(found_events(calendar_of(SYNC, head=head * 5_000).splitlines(), LISBON))
    assert process_time() - begun < 3


@given(st.text(max_size=300))
def test_nothing_in_it_breaks_anything(text):
    list(found_events(calendar_of(SYNC + text, head=text).splitlines(), LISBON))
    list(found_events(text.splitlines(), ZoneInfo("America/St_Johns")))


NAMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "STATUS", "URL")
VALUES = st.text(max_size=60) | st.text(alphabet="0123456789TZ:;,=/PDHMS-+", max_size=60)


@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=4))
def test_no_value_breaks_anything(lines):
    said = "".join(f"{name}:{value}\n" for name, value in lines)
    for _line, found in found_events(calendar_of(SYNC + said).splitlines(), LISBON):
        if not isinstance(found, str):
            walls(found, date(2026, 11, 1), date(2026, 12, 1), 10)
