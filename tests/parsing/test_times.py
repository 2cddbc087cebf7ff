"""Times of day, weekdays and quiet hours, as they are typed into the settings."""

from datetime import time

import pytest

from core.chat.errors import Refusal
from core.chat.parsing.coming.times import read_hours, read_time, read_weekdays
from core.chat.words import plain


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("8:30", 8, 30),
        ("8.30", 8, 30),
        ("08:30", 8, 30),
        ("08:30:00", 8, 30),
        ("830", 8, 30),
        ("0830", 8, 30),
        ("1815", 18, 15),
        ("8", 8, 0),
        ("20", 20, 0),
        ("8am", 8, 0),
        ("8 pm", 20, 0),
        ("8 P.M.", 20, 0),
        ("8:30pm", 20, 30),
        ("12am", 0, 0),
        ("12pm", 12, 0),
        ("at 7:15", 7, 15),
        ("18h", 18, 0),
        ("18h30", 18, 30),
        ("8 o'clock", 8, 0),
        ("8 in the morning", 8, 0),
        ("8 in the evening", 20, 0),
        ("noon", 12, 0),
        ("at midnight", 0, 0),
        ("24:00", 0, 0),
        ("half past eight", 8, 30),
        ("quarter to nine", 8, 45),
        ("ten past 6 pm", 18, 10),
        ("quarter to midnight?", None, None),
        ("25:00", None, None),
        ("8:60", None, None),
        ("13pm", None, None),
        ("0am", None, None),
        ("half past 25", None, None),
        ("soon", None, None),
        ("", None, None),
        ("99999", None, None),
        ("²", None, None),
        ("-3", None, None),
    ],
)
def test_a_time_of_day(text, hour, minute):
    if hour is None:
        with pytest.raises(Refusal) as refused:
            read_time(text)
        assert "8:30" in plain(refused.value.text)
    else:
        assert read_time(text) == time(hour, minute)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", "01234"),
        ("mon – fri", "01234"),
        ("Mo-Fr", "01234"),
        ("M-F", "01234"),
        ("Monday to Thursday", "0123"),
        ("mon wed fri", "024"),
        ("tue, thu.", "13"),
        ("Mondays and Wednesdays", "02"),
        ("on Mondays", "0"),
        ("every Monday", "0"),
        ("weekdays", "01234"),
        ("working days", "01234"),
        ("weekends", "56"),
        ("weekdays and sat", "012345"),
        ("every day", "0123456"),
        ("daily", "0123456"),
        ("all", "0123456"),
        ("Fri-Mon", "0456"),
        ("every day except Sunday", "012345"),
        ("weekdays but not Friday", "0123"),
    ],
)
def test_weekdays(text, days):
    assert read_weekdays(text) == {int(each) for each in days}


@pytest.mark.parametrize("text", ["", "-", "none", "foo", "t", "mon-fri-sun", "all except all", "1-5", "m" * 9999])
def test_what_are_no_weekdays(text):
    with pytest.raises(Refusal) as refused:
        read_weekdays(text)
    assert "Mon-Fri" in plain(refused.value.text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00-7:00", (22, 7)),
        ("22-7", (22, 7)),
        ("22h – 7h", (22, 7)),
        ("10pm to 7am", (22, 7)),
        ("from 10 pm until 7 am", (22, 7)),
        ("between 22:00 and 7:00", (22, 7)),
        ("13-14", (13, 14)),
    ],
)
def test_quiet_hours(text, hours):
    assert read_hours(text) == (time(hours[0]), time(hours[1]))


@pytest.mark.parametrize("text", ["off", "none", "No", " never "])
def test_no_quiet_hours(text):
    assert read_hours(text) is None


@pytest.mark.parametrize("text", ["", "22", "22:00-22:00", "x-y", "22-7-8", "sometimes"])
def test_what_are_no_hours(text):
    with pytest.raises(Refusal):
        read_hours(text)
