"""Moments that people type, read on a Tuesday morning in Toronto and on other days elsewhere."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.chat.errors import Refusal
from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Found, Unclear
from core.chat.parsing.line import Line
from core.chat.words import plain

TUESDAY = datetime(2026, 11, 24, 10, 30, 40, tzinfo=ZoneInfo("America/Toronto"))


def moment(found):
    at = found.at.isoformat("minutes") if found.at else ""
    return f"{found.on} {at}".strip()


def read(text, now=TUESDAY, locale="en_US"):
    found = find_moment(text, now, locale)
    assert isinstance(found, Found), found
    return moment(found.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-11-24"),
        ("later today", "2026-11-24"),
        ("tonight", "2026-11-24 20:00"),
        ("this evening", "2026-11-24 18:00"),
        ("tomorrow", "2026-11-25"),
        ("tmrw", "2026-11-25"),
        ("2moro", "2026-11-25"),
        ("tommorow 9am", "2026-11-25 09:00"),
        ("day after tomorrow", "2026-11-26"),
        ("tomorrow morning", "2026-11-25 09:00"),
        ("tomorrow evening at 8", "2026-11-25 20:00"),
        ("first thing tomorrow", "2026-11-25 09:00"),
        ("Friday", "2026-11-27"),
        ("on fri", "2026-11-27"),
        ("this Friday", "2026-11-27"),
        ("coming Friday", "2026-11-27"),
        ("Tuesday", "2026-12-01"),
        ("next Tuesday", "2026-12-01"),
        ("next Monday", "2026-11-30"),
        ("wendesday", "2026-11-25"),
        ("Sat 5pm", "2026-11-28 17:00"),
        ("jane mon 9am", "2026-11-30 09:00"),
        ("9am mon", "2026-11-30 09:00"),
        ("by Friday", "2026-11-27"),
        ("before Friday", "2026-11-27"),
        ("first thing Monday", "2026-11-30 09:00"),
        ("Friday at noon", "2026-11-27 12:00"),
        ("noon on Friday", "2026-11-27 12:00"),
        ("Friday night", "2026-11-27 20:00"),
        ("by EOD Friday", "2026-11-27 17:00"),
        ("a week on Monday", "2026-12-07"),
        ("Monday week", "2026-12-07"),
        ("a week today", "2026-12-01"),
        ("tomorrow week", "2026-12-02"),
        ("Friday after next", "2026-12-04"),
        ("next week Tuesday", "2026-12-01"),
        ("Thursday next week", "2026-12-03"),
        ("Thursday this week", "2026-11-26"),
        ("Tuesday 8th", "2026-12-08"),
        ("Fri, the 27th", "2026-11-27"),
        ("this weekend", "2026-11-28"),
        ("at the weekend", "2026-11-28"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-01"),
        ("next year", "2027-01-01"),
        ("next quarter", "2027-01-01"),
        ("the week after next", "2026-12-07"),
        ("end of month", "2026-11-30"),
        ("EOM", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("end of the week", "2026-11-27"),
        ("EOW", "2026-11-27"),
        ("end of the year", "2026-12-31"),
        ("middle of next month", "2026-12-15"),
        ("beginning of next year", "2027-01-01"),
        ("in May", "2027-05-01"),
        ("end of March", "2027-03-31"),
        ("mid-December", "2026-12-15"),
        ("next June", "2027-06-01"),
        ("by December", "2026-12-01"),
        ("in 2028", "2028-01-01"),
        ("on the 15th", "2026-12-15"),
        ("the 31st", "2026-12-31"),
        ("by the 24th", "2026-11-24"),
        ("the 5th of next month", "2026-12-05"),
        ("2nd Friday in February", "2027-02-12"),
        ("last Friday of next month", "2026-12-25"),
        ("second to last Monday of May", "2027-05-24"),
        ("Dec 5", "2026-12-05"),
        ("5 December 2027", "2027-12-05"),
        ("5th of December at 18:00", "2026-12-05 18:00"),
        ("Saturday, Dec 5", "2026-12-05"),
        ("5.12.", "2026-12-05"),
        ("12/5", "2026-12-05"),
        ("5 Dec 27 at 9am", "2027-12-05 09:00"),
        ("dec 5 27", "2027-12-05"),
        ("by 10/10", "2027-10-10"),
        ("10/10 9am", "2027-10-10 09:00"),
        ("25.8", "2027-08-25"),
        ("2026-12-05", "2026-12-05"),
        ("2026-12-05 14:00", "2026-12-05 14:00"),
        ("2026-12-05T14:00", "2026-12-05 14:00"),
        ("2026-12-05T14:00:30.5Z", "2026-12-05 09:00"),
        ("2026-12-05 14:00+01:00", "2026-12-05 08:00"),
        ("24 Nov", "2026-11-24"),
        ("24 Nov at 18:00", "2026-11-24 18:00"),
        ("Christmas", "2026-12-25"),
        ("by Christmas Eve", "2026-12-24"),
        ("New Year's Eve at 11pm", "2026-12-31 23:00"),
        ("new year", "2027-01-01"),
        ("Valentine's Day", "2027-02-14"),
        ("tomorrow (Wednesday)", "2026-11-25"),
        ("9am", "2026-11-25 09:00"),
        ("11am", "2026-11-24 11:00"),
        ("10:30am", "2026-11-25 10:30"),
        ("10:31", "2026-11-24 10:31"),
        ("noon", "2026-11-24 12:00"),
        ("midnight", "2026-11-25 00:00"),
        ("tonight at midnight", "2026-11-25 00:00"),
        ("tonight at 1", "2026-11-25 01:00"),
        ("at 6", "2026-11-24 18:00"),
        ("today at 9", "2026-11-24 21:00"),
        ("lunchtime", "2026-11-24 12:00"),
        ("EOD", "2026-11-24 17:00"),
        ("the first of March", "2027-03-01"),
        ("march third 2028 at noon", "2028-03-03 12:00"),
        ("on the first", "2026-12-01"),
        ("by the twenty-fifth", "2026-11-25"),
        ("27th at 3pm", "2026-11-27 15:00"),
        ("last day of the month", "2026-11-30"),
        ("last day in October 2027", "2027-10-31"),
        ("end of Q1", "2027-03-31"),
        ("next qtr", "2027-01-01"),
        ("late next week", "2026-12-04"),
        ("3 oclock am", "2026-11-25 03:00"),
        ("at 3 15", "2026-11-24 15:15"),
        ("nine fifty nine pm", "2026-11-24 21:59"),
        ("15 to noon", "2026-11-24 11:45"),
        ("8 this evening", "2026-11-24 20:00"),
        ("7 tonight", "2026-11-24 19:00"),
        ("9 tomorrow", "2026-11-25 09:00"),
        ("tomorrow lunch", "2026-11-25 12:00"),
        ("Monday early in the morning", "2026-11-30 07:00"),
        ("evening of the 25th", "2026-11-25 18:00"),
        ("same time tomorrow", "2026-11-25 10:30"),
        ("Wed, Dec2", "2026-12-02"),
        ("Tuesday 3 to 4pm", "2026-12-01 15:00"),
    ],
)
def test_a_moment(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2 hours", "2026-11-24 12:30"),
        ("in an hour", "2026-11-24 11:30"),
        ("in half an hour", "2026-11-24 11:00"),
        ("in an hour and a half", "2026-11-24 12:00"),
        ("in 1h30", "2026-11-24 12:00"),
        ("in 90 secs", "2026-11-24 10:32"),
        ("in 5 minutes' time", "2026-11-24 10:35"),
        ("in twenty-five minutes", "2026-11-24 10:55"),
        ("2 hours from now", "2026-11-24 12:30"),
        ("30m stretch", "2026-11-24 11:00"),
        ("an hour", "2026-11-24 11:30"),
        ("in a day", "2026-11-25"),
        ("in a couple of days", "2026-11-26"),
        ("in a few days", "2026-11-27"),
        ("in 2.5 days", "2026-11-26 22:30"),
        ("in 3 weeks", "2026-12-15"),
        ("in a fortnight", "2026-12-08"),
        ("in 3 days at 9", "2026-11-27 09:00"),
        ("in 2 weeks on Friday", "2026-12-11"),
        ("in a month", "2026-12-24"),
        ("in half a year", "2027-05-24"),
        ("3 years, 2 weeks and 5 days", "2029-12-13"),
        ("3y 5h 50m", "2029-11-24 16:20"),
        ("2 weeks from Friday", "2026-12-11"),
        ("10 days after Christmas", "2027-01-04"),
        ("3 days before Dec 5 at 9am", "2026-12-02 09:00"),
        ("2 hours before 5pm", "2026-11-24 15:00"),
        ("an hour after noon tomorrow", "2026-11-25 13:00"),
        ("4pm + 3 days", "2026-11-27 16:00"),
        ("in three-quarters of an hour", "2026-11-24 11:15"),
        ("in 1/4 hour", "2026-11-24 10:45"),
        ("in 2 and a half hours", "2026-11-24 13:00"),
        ("in 3 days to call the dentist at 555-1234", "2026-11-27"),
        ("in 2 more minutes", "2026-11-24 10:32"),
        ("the day after Christmas", "2026-12-26"),
        ("a day after Christmas", "2026-12-26"),
    ],
)
def test_a_length_of_time(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon 9 call Jane", "2026-11-30 09:00"),
        ("Monday 9 to call Dad", "2026-11-30 09:00"),
        ("tue 18 club", "2026-12-01 18:00"),
        ("fri 930 standup", "2026-11-27 09:30"),
        ("tmrw 8 gym", "2026-11-25 08:00"),
        ("tmrw 930", "2026-11-25 09:30"),
        ("today 5 call", "2026-11-24 17:00"),
        ("today 9 call", "2026-11-24 21:00"),
        ("fri 5 pay rent", "2026-11-27 17:00"),
        ("sat 10 brunch", "2026-11-28 10:00"),
        ("wed 1830 dinner", "2026-11-25 18:30"),
        ("Jane mon 9 coffee", "2026-11-30 09:00"),
        ("next mon 9 call", "2026-11-30 09:00"),
    ],
)
def test_an_hour_between_a_day_and_what_is_to_be_done(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("mon 9 chairs to set up", ["2026-11-30 09:00"]),
        ("fri 7 drinks with Bob", ["2026-11-27 07:00"]),
        ("mon 1 call with Ann", ["2026-11-30 13:00"]),
        ("fri 2 big boxes", ["2026-11-27 14:00"]),
        ("fri 2030 budget", ["2026-11-27 20:30"]),
        ("mon 14 call", []),  # 14 December is a Monday, too
        ("next Friday", ["2026-12-04", "2026-11-27"]),
        ("next Friday at 9", ["2026-12-04 09:00", "2026-11-27 09:00"]),
        ("next weekend", ["2026-12-05", "2026-11-28"]),
        ("this Tuesday", ["2026-11-24", "2026-12-01"]),
        ("in November", ["2026-11-30", "2027-11-01"]),
        ("at 8", ["2026-11-24 20:00", "2026-11-25 08:00"]),
        ("Friday midnight", ["2026-11-28 00:00", "2026-11-27 00:00"]),
        ("at 9am or 5pm", ["2026-11-25 09:00", "2026-11-24 17:00"]),
        ("Monday or Wednesday", ["2026-11-30", "2026-11-25"]),
        ("Monday 27 Nov", ["2026-11-27", "2026-11-30"]),
        ("8.5", ["2027-05-08", "2027-08-05"]),
        ("this morning", ["2026-11-25 09:00"]),
        ("today at 9am", ["2026-11-25 09:00"]),
        ("starting Friday", ["2026-11-27"]),
        ("Friday 8", []),
        ("in spring", []),
        ("later this week", []),
        ("Thanksgiving", []),
        ("tomorrow at 28pm", []),
        ("Friday at 10:99", []),
        ("the 2nd and 4th of August", []),
        ("an hour from Thursday", []),
        ("9am EST tomorrow", ["2026-11-25 09:00"]),
        ("tomorrow 9am Toronto time", ["2026-11-25 09:00"]),
        ("out of office from Dec 24 to Jan 2", ["2026-12-24"]),
        ("workshop on 7 and 8 December", []),
        ("half nine tomorrow", ["2026-11-25 09:30"]),
        ("Tue 3-4", []),
        ("Wed, Dec 3", ["2026-12-03", "2026-11-25"]),
        ("Fri, Dec 3", ["2026-12-03", "2027-12-03"]),
    ],
)
def test_what_is_asked(text, choices):
    found = find_moment(text, TUESDAY, "en_US")
    assert isinstance(found, Unclear)
    assert [moment(choice) for choice in found.choices] == choices
    assert found.words in plain(found.question)
    assert [text[start:end] for start, end in found.spans]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("5 Jan 2020", "later than now"),
        ("2026-11-23", "later than now"),
        ("2026-11-24T10:30", "later than now"),
        ("3 weeks before Friday", "later than now"),
        ("31 February", "has only 29 days"),
        ("29 Feb 2027", "has only 28 days"),
        ("2027-13-01", "no day"),
        ("2027-02-30T09:00", "no day"),
        ("0001-01-01T00:00+10:00", "later than now"),
        ("31.12.9999 23:59", "100 years at most"),
        ("9999-12-31T23:59", "100 years at most"),
        ("2 days after 31.12.9999", "100 years at most"),
    ],
)
def test_what_is_refused(text, says):
    with pytest.raises(Refusal) as refused:
        find_moment(text, TUESDAY, "en_US")
    assert says in plain(refused.value.text)


@pytest.mark.parametrize(
    ("text", "words", "rest"),
    [
        ("Jane tomorrow 9am send the article", ["tomorrow", "9am"], "Jane send the article"),
        ("tomorrow call Jane at 9", ["tomorrow", "at 9"], "call Jane"),
        ("call Jane by Friday", ["by Friday"], "call Jane"),
        (
            "send slides on Friday, the 27th at noon to Raj",
            ["on Friday, the 27th", "at noon"],
            "send slides to Raj",
        ),
        ("in 2 hours call back", ["in 2 hours"], "call back"),
        ("this evening at 8 water the plants", ["this evening at 8"], "water the plants"),
        ("wendesday 9am gym", ["wendesday", "9am"], "gym"),
        ("tomorrow about the 3pm meeting", ["tomorrow"], "about the 3pm meeting"),
        ("tomorrow send notes from Friday", ["tomorrow"], "send notes from Friday"),
        ("call Tom tomorrow", ["tomorrow"], "call Tom"),
        ("Christmas party on Dec 12", ["on Dec 12"], "Christmas party"),
        ("lunch with Bob at noon", ["at noon"], "lunch with Bob"),
        ("mon 9 call Jane", ["mon", "9"], "call Jane"),
        ("call Jane fri 930", ["fri", "930"], "call Jane"),
        ("tomorrow 3 calls to make", ["tomorrow"], "3 calls to make"),
        ("mon 3 people to call", ["mon"], "3 people to call"),
        ("fri 2 kg flour", ["fri"], "2 kg flour"),
        ("tue 10 Downing Street visit", ["tue"], "10 Downing Street visit"),
        ("tomorrow 737 flight to Ann", ["tomorrow"], "737 flight to Ann"),
        ("tue 1 Dec club", ["tue 1 Dec"], "club"),
        ("fri 27 club", ["fri 27"], "club"),  # the 27th is a Friday
        ("fri 28 club", ["fri"], "28 club"),
    ],
)
def test_what_is_left(text, words, rest):
    found = find_moment(text, TUESDAY, "en_US")
    assert isinstance(found, Found)
    assert [text[start:end] for start, end in found.spans] == words
    line = Line(text)
    for span in found.spans:
        line.cut(*span)
    assert line.rest() == rest


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "call the plumber back",
            "follow up on the second opinion",
            "I may march on Washington",
            "she sat down",
        ),
        *(
            "gave it 10/10",
            "24/7",
            "open 24/7 again",
            "buy sun cream",
            "Sun Microsystems",
            "send $5 to Jane",
            "room 12",
        ),
        *("version 1.2", "read chapter 3 of the book", "Jane is 40 years old", "3 people came", "she wed Bob"),
        *("Bob sat 10 minutes", "last fri 9 people came", "last fri 9 came to the club", "notes of mon 9 call"),
        *("look at 3 flats", "for 20 minutes", "call in sick", "the first time", "half of it", "the week was long"),
        *(
            "a quarter of the budget",
            "fall in love",
            "spring cleaning",
            "April called",
            "June and May",
            "tell August",
        ),
        *("12 monkeys", "1984", "apply to 5 jobs", "5k run", "iPhone 15", "Python 3.11", "at work", "in the end"),
        *("mon ami", "the sun is out", "call Tom", "Merry Christmas", "buy Christmas cards", "happy new year"),
        *("good morning", "night shift", "in 2 words", "every day", "every Friday", "last Friday", "yesterday"),
        *(
            "since Friday",
            "weekly",
            "call 555-1234",
            "call +1 416 555 0199",
            "50% off",
            "1/2 cup",
            "9-5 job",
            "in 2019",
        ),
        *(
            "Friday's report",
            "about Friday",
            "the Friday meeting",
            "the 3pm meeting",
            "next steps",
            "half-day",
            "year end",
        ),
        *(
            "10 minutes walk",
            "2 weeks notice",
            "the 5th floor",
            "Black Friday sale",
            "good Friday feeling",
            "any day",
        ),
        *(
            "not tomorrow",
            "two weeks ago",
            "an hour of yoga",
            "The Sunday Times",
            "monday.com",
            "plan the weekend trip",
        ),
    ],
)
def test_ordinary_words_say_no_moment(text):
    assert find_moment(text, TUESDAY, "en_US") is None


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en_US", "2026-12-05"), ("en_GB", "2027-05-12"), ("fr", "2027-05-12")],
)
def test_the_locale_decides_which_is_the_month(locale, expected):
    assert read("12/5", locale=locale) == expected


@pytest.mark.parametrize(
    ("zone", "now", "text", "expected"),
    [
        # The ends of months and years, leap years.
        ("Asia/Tokyo", "2027-01-31T09:00", "in a month", "2027-02-28"),
        ("Asia/Tokyo", "2028-01-31T09:00", "in a month", "2028-02-29"),
        ("Asia/Tokyo", "2027-01-31T09:00", "on the 30th", "2027-03-30"),
        ("Asia/Tokyo", "2027-02-01T09:00", "29 February", "2028-02-29"),
        ("Asia/Tokyo", "2026-12-31T09:00", "tomorrow", "2027-01-01"),
        ("Asia/Tokyo", "2026-12-31T09:00", "end of the month", "2026-12-31"),
        ("Asia/Tokyo", "2026-12-31T09:00", "next month", "2027-01-01"),
        ("Asia/Tokyo", "2026-12-31T23:30", "in 45 minutes", "2027-01-01 00:15"),
        ("Asia/Tokyo", "2026-12-31T09:00", "31 December", "2026-12-31"),
        ("Asia/Tokyo", "2026-12-31T09:00", "30 December", "2027-12-30"),
        ("Asia/Tokyo", "2026-12-25T09:00", "Christmas", "2026-12-25"),
        ("Asia/Tokyo", "2026-12-26T09:00", "Christmas", "2027-12-25"),
        # Friday to Monday: where the week ends.
        ("Europe/Berlin", "2026-11-27T09:00", "Friday", "2026-12-04"),
        ("Europe/Berlin", "2026-11-27T09:00", "next Friday", "2026-12-04"),
        ("Europe/Berlin", "2026-11-27T09:00", "end of the week", "2026-11-27"),
        ("Europe/Berlin", "2026-11-28T09:00", "end of the week", "2026-11-29"),
        ("Europe/Berlin", "2026-11-28T09:00", "this weekend", "2026-11-28"),
        ("Europe/Berlin", "2026-11-29T09:00", "this weekend", "2026-11-29"),
        ("Europe/Berlin", "2026-11-29T09:00", "next weekend", "2026-12-05"),
        ("Europe/Berlin", "2026-11-28T09:00", "next Monday", "2026-11-30"),
        ("Europe/Berlin", "2026-11-29T09:00", "next week", "2026-11-30"),
        ("Europe/Berlin", "2026-11-30T09:00", "next week", "2026-12-07"),
        ("Europe/Berlin", "2026-11-29T09:00", "Monday", "2026-11-30"),
        ("Europe/Berlin", "2026-11-30T09:00", "Sunday", "2026-12-06"),
        # Hours that really go by while the clocks change; days keep the hour.
        ("Europe/Berlin", "2026-10-25T01:30", "in 2 hours", "2026-10-25 02:30"),
        ("Europe/Berlin", "2026-10-25T01:30", "in 3 hours", "2026-10-25 03:30"),
        ("Europe/Berlin", "2027-03-28T01:30", "in an hour", "2027-03-28 03:30"),
        ("America/New_York", "2026-10-31T20:00", "in 24 hours", "2026-11-01 19:00"),
        ("America/New_York", "2026-10-31T20:00", "in a day", "2026-11-01"),
        ("Australia/Lord_Howe", "2026-10-04T01:45", "in 30 minutes", "2026-10-04 02:45"),
        # Late at night and early in the morning.
        ("Pacific/Kiritimati", "2026-11-24T23:59", "tomorrow", "2026-11-25"),
        ("Pacific/Kiritimati", "2026-11-24T23:59", "in a minute", "2026-11-25 00:00"),
        ("Pacific/Kiritimati", "2026-11-24T21:00", "tonight", "2026-11-24"),
        ("Pacific/Kiritimati", "2026-11-24T00:00", "at 4", "2026-11-24 16:00"),
        ("Pacific/Kiritimati", "2026-11-24T07:00", "at 8", "2026-11-24 08:00"),
        ("Pacific/Kiritimati", "2026-11-24T22:00", "at 8", "2026-11-25 08:00"),
    ],
)
def test_elsewhere(zone, now, text, expected):
    assert read(text, now=datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone))) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-11-01T05:45Z", "in 30 minutes", "2026-11-01T06:15Z"),
        ("2026-11-01T05:45Z", "at 1:50am", "2026-11-01T05:50Z"),
        ("2026-11-01T05:45Z", "2026-11-01T06:30Z", "2026-11-01T06:30Z"),
        ("2026-11-01T06:15Z", "in 30 minutes", "2026-11-01T06:45Z"),
        ("2026-11-01T06:15Z", "at 1:50am", "2026-11-01T06:50Z"),
        ("2026-11-01T06:15Z", "1:10am", "2026-11-02T06:10Z"),
    ],
)
def test_in_the_hour_that_comes_twice_it_is_always_ahead(now, text, expected):
    zone = ZoneInfo("America/Toronto")
    found = find_moment(text, datetime.fromisoformat(now).astimezone(zone), "en_US")
    assert isinstance(found, Found)
    said = datetime.combine(found.value.on, found.value.at, zone)
    assert said.astimezone(UTC) == datetime.fromisoformat(expected)


def test_on_sunday_nobody_knows_when_the_week_begins():
    sunday = datetime(2026, 11, 29, 9, tzinfo=ZoneInfo("America/Toronto"))
    found = find_moment("next Friday", sunday, "en_US")
    assert isinstance(found, Unclear)
    assert [moment(choice) for choice in found.choices] == ["2026-12-11", "2026-12-04"]
