"""Birthdays and other days of which parts may be unknown. Today is Monday, 23 November 2026."""

from datetime import date

import pytest

from core.chat.errors import Refusal
from core.chat.parsing.days.days import find_partial_date, read_partial_date
from core.chat.words import plain
from core.facts.people import PartialDate

TODAY = date(2026, 11, 23)


def on(year=None, month=None, day=None):
    return PartialDate(year=year, month=month, day=day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 March", on(None, 3, 14)),
        ("March 14th", on(None, 3, 14)),
        ("14 March 1980", on(1980, 3, 14)),
        ("March 14, 1980", on(1980, 3, 14)),
        ("March 1980", on(1980, 3)),
        ("1980", on(1980)),
        ("3/14", on(None, 3, 14)),
        ("9/10", on(None, 9, 10)),
        ("3/14/80", on(1980, 3, 14)),
        ("3/14/25", on(2025, 3, 14)),
        ("14.3.", on(None, 3, 14)),
        ("14.3.1980", on(1980, 3, 14)),
        ("1980-03-14", on(1980, 3, 14)),
        ("--03-14", on(None, 3, 14)),
        ("--0314", on(None, 3, 14)),
        ("29 February", on(None, 2, 29)),
        ("29 Feb 1980", on(1980, 2, 29)),
        ("1604-03-14", on(1604, 3, 14)),
        ("23 November 2026", on(2026, 11, 23)),
    ],
)
def test_a_date_is_found_after_its_label_and_read_as_a_value(text, expected):
    assert read_partial_date(f" {text} ", TODAY) == expected
    assert find_partial_date(f"birthday {text}", TODAY) == (expected, 9, 9 + len(text))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("March", on(None, 3)),
        ("1980-03", on(1980, 3)),
        ("3/1980", on(1980, 3)),
        ("born on 14 March 1980", on(1980, 3, 14)),
        ("in March 1980", on(1980, 3)),
    ],
)
def test_more_is_understood_where_a_date_is_asked_for(value, expected):
    assert read_partial_date(value, TODAY) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("31 February", "February has only 29 days"),
        ("29 Feb 1981", "February 1981 has only 28 days"),
        ("14 March 2030", "still to come"),
        ("24 November 2026", "still to come"),
        ("December 2026", "still to come"),
        ("2027", "still to come"),
        ("0000-01-01", "There is no day"),
        ("", "14 March"),
        ("sometime in spring", "14 March"),
        ("80", "14 March"),
        ("14 March or so", "14 March"),
    ],
)
def test_what_is_no_date_is_refused_with_what_would_be(value, words):
    with pytest.raises(Refusal) as refused:
        read_partial_date(value, TODAY)
    assert words in plain(refused.value.text)


@pytest.mark.parametrize("text", ["", "birthday", "birthday soon", "room 12", "tel 2025-1"])
def test_no_date_at_all(text):
    assert find_partial_date(text, TODAY) is None


def test_the_locale_says_what_comes_first():
    assert read_partial_date("3/4/1980", TODAY, "en_US") == on(1980, 3, 4)
    assert read_partial_date("3/4/1980", TODAY, "en_GB") == on(1980, 4, 3)
