"""How often: every way of saying it that people were seen to use."""

import pytest

from core.chat.errors import Refusal
from core.chat.parsing.days.cadence import NEVER, find_cadence, find_rhythm, read_cadence
from core.chat.words import plain
from core.facts.cadence import Cadence, Unit


def days(count):
    return Cadence(count=count, unit=Unit.DAY)


def weeks(count):
    return Cadence(count=count, unit=Unit.WEEK)


def months(count):
    return Cadence(count=count, unit=Unit.MONTH)


def years(count):
    return Cadence(count=count, unit=Unit.YEAR)


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("every 6 weeks", weeks(6)),
        ("every six weeks", weeks(6)),
        ("Every 6 Weeks", weeks(6)),
        ("every 6w", weeks(6)),
        ("every month", months(1)),
        ("every other week", weeks(2)),
        ("every second month", months(2)),
        ("every 3rd month", months(3)),
        ("every couple of months", months(2)),
        ("every few weeks", weeks(3)),
        ("every day", days(1)),
        ("every single day", days(1)),
        ("every 10 days", days(10)),
        ("every half year", months(6)),
        ("every 1.5 years", months(18)),
        ("every 2,5 years", months(30)),
        ("every half a month", weeks(2)),
        ("every fortnight", weeks(2)),
        ("every two quarters", months(6)),
        ("each quarter", months(3)),
        ("about every 6 weeks or so", weeks(6)),
        ("at least every 2 months", months(2)),
        ("once every 3 months", months(3)),
        ("once a month", months(1)),
        ("twice a year", months(6)),
        ("three times a year", months(4)),
        ("4x a year", months(3)),
        ("5 times a year", weeks(10)),
        ("twice a month", weeks(2)),
        ("twice a quarter", weeks(6)),
        ("twice a week", days(3)),
        ("four times a month", weeks(1)),
        ("once per year", years(1)),
        ("daily", days(1)),
        ("weekly", weeks(1)),
        ("biweekly", weeks(2)),
        ("fortnightly", weeks(2)),
        ("monthly", months(1)),
        ("quarterly", months(3)),
        ("yearly", years(1)),
        ("annually", years(1)),
        ("never", NEVER),
    ],
)
def test_a_phrase_is_found_in_a_line_and_read_as_a_value(text, cadence):
    assert find_cadence(text) == (cadence, 0, len(text))
    assert find_cadence(f"Jane Doe {text}, recruiter") == (cadence, 9, 9 + len(text))
    assert read_cadence(f" {text}. ") == cadence


@pytest.mark.parametrize(
    ("value", "cadence"),
    [
        ("6 weeks", weeks(6)),
        ("6w", weeks(6)),
        ("3 months", months(3)),
        ("2mo", months(2)),
        ("month", months(1)),
        ("a month", months(1)),
        ("half a year", months(6)),
        ("6 weeks or so", weeks(6)),
        ("Monthly.", months(1)),
        ("MONTHLY", months(1)),
        ("off", NEVER),
        ("none", NEVER),
    ],
)
def test_more_is_understood_where_a_cadence_is_asked_for(value, cadence):
    assert read_cadence(value) == cadence


@pytest.mark.parametrize(
    "text",
    [
        "every Tuesday",
        "every weekday",
        "every day's work",
        "every day-off",
        "every 6-8 weeks",
        "weekly sync about the budget",
        "Jane Doe, Financial Weekly",
        "Jane Doe, Monthly Review",
        "never say never again",
        "she will never leave",
        "6 weeks",
        "a year ago",
        "once upon a time",
        "everyone came",
        "the quarterly numbers",
        "",
    ],
)
def test_what_says_no_cadence(text):
    assert find_cadence(text) is None


def test_the_first_of_two_counts():
    assert find_cadence("every week, every month") == (weeks(1), 0, 10)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("every 0 weeks", "a day at least"),
        ("every 10000 years", "50 years at most"),
        ("every 99999999999999999999 weeks", "50 years at most"),
        ("every 1.5 months", "6 weeks"),
        ("0 times a year", "never"),
        ("twice a day", "daily"),
        ("every 5 minutes", "daily"),
        ("every hour", "daily"),
        ("every half hour", "daily"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(text, hint):
    for read in (read_cadence, find_cadence):
        with pytest.raises(Refusal) as refused:
            read(text)
        assert hint in plain(refused.value.text)


@pytest.mark.parametrize("value", ["", "garbage", "every", "often", "6", "every 6-8 weeks", "weeks 6", "-1 weeks"])
def test_what_is_no_cadence_is_refused_with_examples(value):
    with pytest.raises(Refusal) as refused:
        read_cadence(value)
    assert "every 6 weeks" in plain(refused.value.text)


@pytest.mark.parametrize(
    ("text", "cadence", "said"),
    [
        ("Jane every 6 weeks", weeks(6), "every 6 weeks"),
        ("Jane 6 weeks", weeks(6), "6 weeks"),
        ("Jane 6w", weeks(6), "6w"),
        ("Jane to 6 weeks", weeks(6), "to 6 weeks"),
        ("6 weeks, Jane", weeks(6), "6 weeks"),
        ("Jane a month", months(1), "a month"),
        ("Jane half a year #vip", months(6), "half a year"),
        ("#vip 2mo", months(2), "2mo"),
        ("Jane monthly", months(1), "monthly"),
        ("Jane twice a year", months(6), "twice a year"),
        ("month", months(1), "month"),
        ("Jane never", NEVER, "never"),
        ("Jane off", NEVER, "off"),
    ],
)
def test_where_a_span_can_mean_nothing_else_it_needs_no_every(text, cadence, said):
    found = find_rhythm(text)
    assert found is not None
    assert (found[0], text[found[1] : found[2]]) == (cadence, said)


@pytest.mark.parametrize("text", ["", "Jane", "Doris Day", "Jane 6", "6 weeks old Jane", "Jane Week Smith"])
def test_no_rhythm_in_a_line(text):
    assert find_rhythm(text) is None


@pytest.mark.parametrize("text", ["Jane daıly", "every fıve weeks", "Jane sıx weeks"])
def test_letters_that_only_look_like_others_break_nothing(text):
    assert find_rhythm(text)
