"""Days of which a part is unknown, as address books and people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports.addressbooks.partial_days import is_month_first_in, read_day
from tests.imports.addressbooks.books import TODAY


def parts(text: str, *, month_first: bool = True) -> tuple[int | None, int | None, int | None] | None:
    on = read_day(text, TODAY, month_first=month_first)
    return on and (on.year, on.month, on.day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1984-05-14", (1984, 5, 14)),
        ("1984/5/14", (1984, 5, 14)),
        (" --03-07", (None, 3, 7)),
        ("---14", (None, None, 14)),
        ("3/14/1985", (1985, 3, 14)),
        ("3/14/85", (1985, 3, 14)),
        ("3/14/26", (2026, 3, 14)),
        ("3/14/27", (1927, 3, 14)),
        ("14/3/1985", (1985, 3, 14)),
        ("14.03.1985", (1985, 3, 14)),
        ("3.4.1985", (1985, 4, 3)),
        ("14.3.", (None, 3, 14)),
        ("3/14", (None, 3, 14)),
        ("March 14", (None, 3, 14)),
        ("14 mars 1985", (1985, 3, 14)),
        ("14. März 1985", (1985, 3, 14)),
        ("14 de marzo de 1985", (1985, 3, 14)),
        ("Mar 14, 1985", (1985, 3, 14)),
        ("14 maart", (None, 3, 14)),
        ("29.2.", (None, 2, 29)),
        ("1604-02-29", (None, 2, 29)),
        ("1/1/1900", (None, 1, 1)),
        ("1985-03-14 00:00:00", (1985, 3, 14)),
    ],
)
def test_read(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "0/0/00", "0000-00-00", "31.2.1985", "29.2.1985", "13/13/1985", "12", "soon", "1985 1986", "x" * 100],
)
def test_not_read(text):
    assert parts(text) is None


def test_the_day_first():
    assert parts("3/4/1985", month_first=False) == (1985, 4, 3)
    assert is_month_first_in(["", "3/4/1985", "0/0/00"], "") is True
    assert is_month_first_in(["3/4/1985", "13/4/1985"], "US") is False
    assert is_month_first_in(["3/4/1985", "4/13/1985"], "DE") is True
    assert is_month_first_in(["14.3.1985"], "US") is True


@given(st.dates(date(1901, 1, 1), TODAY))
def test_every_day_in_every_form(day):
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day:%d.%m.%Y}", f"{day:%m/%d/%Y}", f"{day:%d %B %Y}"):
        assert parts(text) == (day.year, day.month, day.day)


@given(st.text(max_size=30) | st.from_regex(r"[-0-9/. :T]{0,20}"))
def test_nothing_raises(text):
    parts(text)
