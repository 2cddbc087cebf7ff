"""Seats, guests and closing, as people write them; and no numbers that mean something else."""

from dataclasses import replace

import pytest

from core.chat.errors import Refusal
from core.gatherings.terms import ReadTerms, read_terms

_AT = "Drinks Fri 18:00"


@pytest.mark.parametrize(
    ("line", "rest", "said"),
    [
        ("Breakfast Tue 7:30 at Brampton Hall, every 2nd Tuesday, 20 seats, guests 1, closes 2h before",
         "Breakfast Tue 7:30 at Brampton Hall, every 2nd Tuesday", {"capacity": 20, "guests": 1, "closes": 120}),
        (_AT, _AT, {}),
        # seats
        ("Breakfast Friday 7:30 seats 20", "Breakfast Friday 7:30", {"capacity": 20}),
        ("Board meeting every 31st 18:00 seats 3", "Board meeting every 31st 18:00", {"capacity": 3}),
        ("20 seats 7:30 Friday Drinks", "7:30 Friday Drinks", {"capacity": 20}),
        ("Drinks Fri 7pm seats 20", "Drinks Fri 7pm", {"capacity": 20}),
        ("Drinks Fri at 7 seats 20", "Drinks Fri at 7", {"capacity": 20}),
        ("Drinks Fri 18:00-20:00 20 seats", "Drinks Fri 18:00-20:00", {"capacity": 20}),
        (f"{_AT}, seats: 12, guests: 2", _AT, {"capacity": 12, "guests": 2}),
        (f"{_AT}, max 12", _AT, {"capacity": 12}),
        (f"{_AT} max. 20 people", _AT, {"capacity": 20}),
        (f"{_AT}, 20 max", _AT, {"capacity": 20}),
        (f"{_AT}, limit 20", _AT, {"capacity": 20}),
        (f"{_AT}, room for 20", _AT, {"capacity": 20}),
        (f"{_AT} for 20 people", _AT, {"capacity": 20}),
        ("Drinks for 20 people Fri 18:00", "Drinks Fri 18:00", {"capacity": 20}),
        (f"{_AT}, 20 people", _AT, {"capacity": 20}),
        (f"{_AT} (20 seats)", _AT, {"capacity": 20}),
        (f"{_AT}, up to 12 people, no guests", _AT, {"capacity": 12, "guests": 0}),
        (f"{_AT}, 12 spots only", _AT, {"capacity": 12}),
        (f"12 places; {_AT}", _AT, {"capacity": 12}),
        (f"{_AT}, no limit", _AT, {"unlimited": True}),
        # guests
        (f"{_AT}, +1", _AT, {"guests": 1}),
        (f"{_AT} +1", _AT, {"guests": 1}),
        (f"{_AT}, +1, 20 seats", _AT, {"guests": 1, "capacity": 20}),
        (f"{_AT}, plus one", _AT, {"guests": 1}),
        (f"{_AT}, bring a guest", _AT, {"guests": 1}),
        (f"{_AT}, 2 guests each", _AT, {"guests": 2}),
        (f"{_AT}, up to 2 guests", _AT, {"guests": 2}),
        (f"{_AT}, max 2 guests each, 20 seats max", _AT, {"guests": 2, "capacity": 20}),
        (f"{_AT}, guests welcome", _AT, {"guests": 1}),
        # closing
        (f"{_AT}, closes 1 day before", _AT, {"closes": 1440}),
        (f"{_AT}, closes the day before", _AT, {"closes": 1440}),
        (f"{_AT}, answers close an hour before", _AT, {"closes": 60}),
        (f"{_AT}, cutoff 2h", _AT, {"closes": 120}),
        (f"{_AT}, cut-off: 30 minutes before", _AT, {"closes": 30}),
        (f"{_AT}, closes Thursday noon", _AT, {"deadline": "Thursday noon"}),
        (f"{_AT} closes Thursday noon, 20 seats", _AT, {"deadline": "Thursday noon", "capacity": 20}),
        (f"{_AT}, RSVP by Thursday", _AT, {"deadline": "Thursday"}),
        (f"{_AT}, RSVP by Thursday noon at The Hall", f"{_AT}, at The Hall", {"deadline": "Thursday noon"}),
        (f"{_AT}, no deadline", _AT, {"open_ended": True}),
    ],
)  # fmt: skip
def test_terms_are_read_and_taken_out(line, rest, said):
    assert read_terms(line) == replace(ReadTerms(rest=rest), **said)


@pytest.mark.parametrize(
    "line",
    [
        "Talk with our guest Jane, Fri 18:00",
        "Guest speaker Jane, Fri 18:00",
        "Breakfast with 2 guests of honour Fri 18:00",
        "The 20 best seats of Paris",
        "Dinner with 20 people from Shopify Fri 18:00",
        "Drinks Fri 18:00 at 5 Place Ville Marie",
        "Drinks Fri 18:00, Call +1 905 555 0100",
        "Drinks Fri 18:00, call +1 (905) 555-0100",
        "Standup Fri 18:00 UTC +1",
        "Walk, max 2h, Fri 18:00",
        "RSVP: Kiwanis breakfast Tue 7:30",
        "RSVP by email, Drinks Fri 18:00",
        "Mission 300 Fri 18:00",
    ],
)
def test_other_numbers_are_left_alone(line):
    assert read_terms(line) == ReadTerms(rest=line)


@pytest.mark.parametrize(
    "said", ["0 seats", "-3 seats", "seats 0", "100000000 seats", "guests 99", "+10", "closes 900 days before"]
)
def test_what_cannot_be_meant_is_refused(said):
    with pytest.raises(Refusal):
        read_terms(f"{_AT}, {said}")
