"""Seats, guests and closing, as people write them."""

import pytest

from core.gatherings.terms import ReadTerms, read_terms


@pytest.mark.parametrize(
    ("line", "rest", "capacity", "guests", "closes"),
    [
        ("Breakfast Tue 7:30 at Brampton Hall, every 2nd Tuesday, 20 seats, guests 1, closes 2h before",
         "Breakfast Tue 7:30 at Brampton Hall, every 2nd Tuesday", 20, 1, 120),
        ("Drinks Fri 18:00", "Drinks Fri 18:00", None, None, None),
        ("Drinks Fri 18:00, max 12", "Drinks Fri 18:00", 12, None, None),
        ("Drinks Fri 18:00, up to 12 people, no guests", "Drinks Fri 18:00", 12, 0, None),
        ("12 places; Drinks Fri 18:00", "Drinks Fri 18:00", 12, None, None),
        ("Drinks Fri 18:00, +1", "Drinks Fri 18:00", None, 1, None),
        ("Drinks Fri 18:00, 2 guests each", "Drinks Fri 18:00", None, 2, None),
        ("Drinks Fri 18:00, guests welcome", "Drinks Fri 18:00", None, 1, None),
        ("Drinks Fri 18:00, closes 1 day before", "Drinks Fri 18:00", None, None, 1440),
        ("Drinks Fri 18:00, answers close an hour before", "Drinks Fri 18:00", None, None, 60),
        ("Talk with our guest Jane, Fri 18:00", "Talk with our guest Jane, Fri 18:00", None, None, None),
        ("The 20 best seats of Paris", "The 20 best seats of Paris", None, None, None),
        ("Drinks Fri 18:00, 99999999 seats", "Drinks Fri 18:00, 99999999 seats", None, None, None),
    ],
)  # fmt: skip
def test_terms_are_read_and_taken_out(line, rest, capacity, guests, closes):
    assert read_terms(line) == ReadTerms(rest=rest, capacity=capacity, guests=guests, closes=closes)
