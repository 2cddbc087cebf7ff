"""Days that come again, with what they are. Today is Monday, 23 November 2026."""

from datetime import date

import pytest

from core.chat.errors import Refusal
from core.chat.parsing.days.days import read_anniversary
from core.chat.words import plain
from core.facts.people import PartialDate

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "label", "iso"),
    [
        ("birthday 14 March", "birthday", (None, 3, 14)),
        ("14 March", "birthday", (None, 3, 14)),
        ("birthday: 3/14", "birthday", (None, 3, 14)),
        ("Jane's birthday is March 14", "birthday", (None, 3, 14)),
        ("her birthday is on the 14th of March", "birthday", (None, 3, 14)),
        ("14 March is her birthday", "birthday", (None, 3, 14)),
        ("birthday 14 Mar '80", "birthday", (1980, 3, 14)),
        ("birthday March 14, 1980", "birthday", (1980, 3, 14)),
        ("birthday 1980", "birthday", (1980, None, None)),
        ("birthday in March", "birthday", (None, 3, None)),
        ("born 14.3.1980", "birthday", (1980, 3, 14)),
        ("bday 14-3-1980", "birthday", (1980, 3, 14)),
        ("turns 40 on 5 May", "birthday", (1987, 5, 5)),
        ("turns 40 on 5 December", "birthday", (1986, 12, 5)),
        ("turns 40 on 23 November", "birthday", (1986, 11, 23)),
        ("turned 40 on 5 May", "birthday", (1986, 5, 5)),
        ("will be 40 on 5 May 2027", "birthday", (1987, 5, 5)),
        ("40th birthday 5 May", "birthday", (1987, 5, 5)),
        ("wedding 3-6-2010", "wedding", (2010, 3, 6)),
        ("wedding 25-6-2010", "wedding", (2010, 6, 25)),
        ("Wedding anniversary on 6 March 2010", "wedding anniversary", (2010, 3, 6)),
        ("started at IBM 1 June 2024", "started at ibm", (2024, 6, 1)),
        ("her son's birthday is 3 May", "son's birthday", (None, 5, 3)),
        ("name day: 6 December", "name day", (None, 12, 6)),
    ],
)
def test_a_day_and_what_it_is(text, label, iso):
    year, month, day = iso
    assert read_anniversary(text, TODAY) == (label, PartialDate(year=year, month=month, day=day))


def test_numbers_follow_the_locale():
    assert read_anniversary("wedding 3-6-2010", TODAY, "en_GB") == (
        "wedding",
        PartialDate(year=2010, month=6, day=3),
    )


@pytest.mark.parametrize("text", ["", "birthday", "birthday soon", "turns 40", "started at IBM"])
def test_no_day_at_all(text):
    assert read_anniversary(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("birthday 31 Feb", "February has only 29 days"),
        ("birthday 13/13/1980", "13/13/1980"),
        ("turns 40 on 31 April", "April has only 30 days"),
        ("birthday 14 March 2030", "still to come"),
    ],
)
def test_a_day_that_cannot_be(text, words):
    with pytest.raises(Refusal) as refused:
        read_anniversary(text, TODAY)
    assert words in plain(refused.value.text)
