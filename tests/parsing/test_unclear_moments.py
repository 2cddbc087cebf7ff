"""Moments that may be meant in several ways, which is asked, and those that never come."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.chat.errors import Refusal
from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Unclear
from core.chat.words import plain
from tests.parsing.tuesday import TUESDAY, moment


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


def test_on_sunday_nobody_knows_when_the_week_begins():
    sunday = datetime(2026, 11, 29, 9, tzinfo=ZoneInfo("America/Toronto"))
    found = find_moment("next Friday", sunday, "en_US")
    assert isinstance(found, Unclear)
    assert [moment(choice) for choice in found.choices] == ["2026-12-11", "2026-12-04"]
