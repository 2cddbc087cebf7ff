"""Times of day anywhere in a sentence, and numbers that are none."""

from datetime import time

import pytest

from core.chat.parsing.coming.clock_times import find_times


def said(text):
    return [(each.at.isoformat("minutes"), text[each.start : each.end]) for each in find_times(text)]


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("9am", "09:00", "9am"),
        ("call at 9 am sharp", "09:00", "at 9 am"),
        ("at 9", "09:00", "at 9"),
        ("@9", "09:00", "@9"),
        ("at 9:30 call", "09:30", "at 9:30"),
        ("meet 18:00", "18:00", "18:00"),
        ("18h", "18:00", "18h"),
        ("at 18h30", "18:30", "at 18h30"),
        ("6.30pm", "18:30", "6.30pm"),
        ("at 6.30", "18:30", "at 6.30"),
        ("12a", "00:00", "12a"),
        ("lunch at 12p", "12:00", "at 12p"),
        ("at 12", "12:00", "at 12"),
        ("12:00:00 A.M.", "00:00", "12:00:00 A.M."),
        ("(11 a.m.)", "11:00", "11 a.m."),
        ("noon", "12:00", "noon"),
        ("at midnight", "00:00", "at midnight"),
        ("half past 8", "08:30", "half past 8"),
        ("half past five", "17:30", "half past five"),
        ("quarter to nine", "08:45", "quarter to nine"),
        ("a quarter past six", "18:15", "a quarter past six"),
        ("at ten to six pm", "17:50", "at ten to six pm"),
        ("quarter to one", "12:45", "quarter to one"),
        ("quarter past noon", "12:15", "quarter past noon"),
        ("at nine", "09:00", "at nine"),
        ("at nine thirty", "09:30", "at nine thirty"),
        ("nine o'clock", "09:00", "nine o'clock"),
        ("0830 hours", "08:30", "0830 hours"),
        ("at 1830", "18:30", "at 1830"),
        ("2300", "23:00", "2300"),
        ("5ish", "17:00", "5ish"),
        ("around 5 on Friday", "17:00", "around 5"),
        ("by 5", "17:00", "by 5"),
        ("no later than 5pm", "17:00", "no later than 5pm"),
        ("tomorrow 8", "08:00", "8"),
        ("tonight 8", "20:00", "tonight 8"),
        ("in the morning", "09:00", "in the morning"),
        ("tomorrow morning", "09:00", "morning"),
        ("Friday night", "20:00", "night"),
        ("in the afternoon", "15:00", "in the afternoon"),
        ("this evening", "18:00", "this evening"),
        ("tonight", "20:00", "tonight"),
        ("2nite", "20:00", "2nite"),
        ("late at night", "22:00", "late at night"),
        ("early morning", "07:00", "early morning"),
        ("evening of the 25th", "18:00", "evening of"),
        ("first thing Monday", "09:00", "first thing"),
        ("first thing in the morning", "09:00", "first thing in the morning"),
        ("at 8 in the evening", "20:00", "at 8 in the evening"),
        ("morning at 8", "08:00", "morning at 8"),
        ("this evening at 8", "20:00", "this evening at 8"),
        ("at 12 at night", "00:00", "at 12 at night"),
        ("3 in the morning", "03:00", "3 in the morning"),
        ("at 3 in the morning", "03:00", "at 3 in the morning"),
        ("at 4:30 in the afternoon", "16:30", "at 4:30 in the afternoon"),
        ("8pm tonight", "20:00", "8pm tonight"),
        ("lunchtime", "12:00", "lunchtime"),
        ("after lunch", "13:00", "after lunch"),
        ("after work", "18:00", "after work"),
        ("by EOD", "17:00", "by EOD"),
        ("end of day", "17:00", "end of day"),
        ("close of business Friday", "17:00", "close of business"),
        ("3-5pm", "15:00", "3-5pm"),
        ("11-1pm", "11:00", "11-1pm"),
        ("9:00-17:00", "09:00", "9:00-17:00"),
        ("from 9 to 5", "09:00", "from 9 to 5"),
        ("between 6- 8 AM", "06:00", "between 6- 8 AM"),
    ],
)
def test_a_time(text, at, words):
    if at is None:
        assert said(text) == [("09:00", "in the morning")]
    else:
        assert said(text) == [(at, words)]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("at 9 and 17:00", ["09:00", "17:00"]),
        ("at 9am and 5pm", ["09:00", "17:00"]),
        ("at 8 and 9pm", ["20:00", "21:00"]),
        ("at 9 and 5", ["09:00", "17:00"]),
        ("at 8, 12 and 18:00", ["08:00", "12:00", "18:00"]),
        ("mornings at 9 and evenings at 6", ["09:00", "18:00"]),
        ("tuesdays at 7pm, thursdays at 8pm", ["19:00", "20:00"]),
        ("every morning and at 17:00", ["09:00", "17:00"]),
        ("at 8 every evening", ["20:00", "20:00"]),
    ],
)
def test_several_times(text, times):
    assert [at for at, _words in said(text)] == times


@pytest.mark.parametrize(
    "text",
    [
        *("room 12", "3 people", "version 1.2", "24/7", "$5", "€9", "at 5 people", "at 10 Downing Street"),
        *(
            "in 2h",
            "2h",
            "in 18h",
            "for 20h",
            "at 50%",
            "at 3 startups",
            "at one point",
            "at one of them",
            "in 2027",
        ),
        *("won 5 to 9", "chapter 9", "555-1234", "+1 416 555 0199", "9:99", "28pm", "0am", "13:5", "99:00", "2.0"),
        *(
            "good morning Jane",
            "good night",
            "morning coffee",
            "evening class",
            "Midnight Oil concert",
            "night shift",
        ),
        *(
            "lunch with Bob",
            "the first thing Jane said",
            "score 3:2",
            "ratio 16:10",
            "reduced by 5 people",
            "costs 5p of it",
        ),
        *("at 2 different companies", "at 9 months", "2026-12-05", "5.12.", "12/5", "at home", "by"),
    ],
)
def test_what_is_no_time(text):
    assert said(text) == []


def test_what_custom_decided_has_another_half():
    assert [each.other for each in find_times("at 8")] == [time(20)]
    assert [each.other for each in find_times("at 4:30")] == [time(4, 30)]
    assert [each.other for each in find_times("08:00, 8am, 18:00, 8h30, at 8 in the morning, noon")] == [None] * 6


def test_what_people_disagree_about_is_not_sure():
    assert [each.sure for each in find_times("at half eight")] == [False]
    assert [each.sure for each in find_times("half past eight")] == [True]
