"""What seems to say when it was, and does not. Today is Monday, 23 November 2026."""

from datetime import date

import pytest

from core.chat.parsing.days.days import find_past_day, unclear_day
from core.chat.parsing.line import Line

TODAY = date(2026, 11, 23)


def left_over(text):
    """What is left of a line after the day that was understood, as unclear_day is given it."""
    line = Line(text)
    if found := find_past_day(text, TODAY):
        line.cut(*found[1:])
    return line.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lunch in 2019", "in 2019"),
        ("Jane lunch back in 2019", "back in 2019"),
        ("Jane in 2019 lunch", "in 2019"),
        ("Jane coffee last summer", "last summer"),
        ("in the summer, coffee", "in the summer"),
        ("coffee at Christmas", "at Christmas"),
        ("Jane coffee Christmas", "Christmas"),
        ("coffee over Easter 2024", "over Easter 2024"),
        ("lunch 1999", "1999"),
        ("1999", "1999"),
        ("coffee October", "October"),
        ("coffee the other day", "the other day"),
        ("Jane coffee a while ago", "a while ago"),
        ("coffee several weeks ago", "several weeks ago"),
        ("coffee recently", "recently"),
        ("coffee 23.11", "23.11"),
        ("coffee yesterday, 14 March", "14 March"),
        ("coffee 14 March 15 March", "15 March"),
        ("coffee Monday or Tuesday", "Tuesday"),
    ],
)
def test_a_day_that_is_not_clear(text, said):
    assert unclear_day(left_over(text), TODAY) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "coffee",
        "coffee yesterday",
        "coffee on 14 March, talked about Raj",
        "talked about 2019",
        "talked about Christmas",
        "she joined IBM in 2019",
        "discussed her plans for 2027",
        "she moved to Berlin last summer",
        "he has been there since 1999",
        "sent a Christmas card",
        "a book for Easter",
        "introduced me to April",
        "met May and June at the fair",
        "helped with the 2019 report",
        "room 2019",
        "the budget of 2025",
        "coffee yesterday, she quit last year",
        "coffee yesterday, we talk again on Friday",
        "the summer party was fun",
        "fall protection for the roof",
        "a spring in her step",
        "advice on moving to Canada in 2027, which she plans",
        "ran 10 km in 50 minutes",
        "call about version 2.5",
        "sent the slides, all 20",
        "she was born in 1980",
        "recommended a film of 1999",
        "lent a hand with the half marathon, time 1:59",
        "gave 2000 dollars",
        "support 24/7",
        "rated 9/10",
        "film 7.5",
        "on 05.06.1980",
    ],
)
def test_ordinary_sentences(text):
    assert unclear_day(left_over(text), TODAY) is None
