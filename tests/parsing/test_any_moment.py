"""Whatever is typed: a moment ahead, a question, a refusal in words, or nothing; and in no time."""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.errors import Refusal
from core.chat.parsing.coming.clock_times import find_times
from core.chat.parsing.coming.lengths import find_lengths
from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Found, Unclear
from core.chat.parsing.line import Line
from core.chat.words import plain

PIECES = (
    *(
        "at",
        "by",
        "on",
        "in",
        "the",
        "of",
        "next",
        "this",
        "last",
        "every",
        "from",
        "before",
        "after",
        "for",
        "starting",
    ),
    *(
        "Friday",
        "sat",
        "mon",
        "tomorrow",
        "tmrw",
        "today",
        "tonight",
        "week",
        "weeks",
        "weekend",
        "month",
        "year",
        "day",
    ),
    *(
        "may",
        "March",
        "Dec",
        "5",
        "12",
        "14",
        "15th",
        "31st",
        "2nd",
        "0",
        "99",
        "2026",
        "2028",
        "3/14",
        "14.3.",
        "10/10",
    ),
    *(
        "2026-02-30",
        "2030-12-05T14:00Z",
        "hours",
        "minutes",
        "half",
        "quarter",
        "a",
        "an",
        "couple",
        "past",
        "to",
        "and",
    ),
    *(
        "or",
        "am",
        "pm",
        "9am",
        "18h",
        "0830",
        ":",
        "30",
        "-",
        ",",
        ".",
        "'s",
        "noon",
        "midnight",
        "morning",
        "night",
        "EOD",
    ),
    *("Christmas", "end", "mid", "first", "thing", "last", "Jane", "call", "+", "ago", "\x00", "99999"),
)
TEXT = st.one_of(
    st.text(max_size=80),
    # Letters that a pattern without regard to case takes for "i", "s" and "k".
    st.lists(
        st.sampled_from(("frıday", "at nıne", "in fıve minutes", "İn 2 weeKs", "ſunday", "mornıng", "9")),
        max_size=4,
    ).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
)
ZONE = st.sampled_from(
    ["America/Toronto", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC", "Europe/Berlin"]
).map(ZoneInfo)
NOW = st.builds(
    lambda day, at, zone: datetime.combine(day, at, zone),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.times(),
    ZONE,
)
LOCALE = st.sampled_from(["en_US", "en_GB", "de", "fr", "pt-br", ""])


@given(TEXT, NOW, LOCALE)
def test_a_moment_is_ahead_and_stands_where_it_is_said_to(text, now, locale):
    found = _read(text, now, locale)
    if found is None:
        return
    end = 0
    for start, stop in found.spans:
        assert end <= start < stop <= len(text)
        end = stop
    moments = [found.value] if isinstance(found, Found) else found.choices
    for moment in moments:
        assert moment.on >= now.date()
        if moment.at is not None:
            # Wall time; in the hour that comes twice, the later one has the smaller hour.
            assert datetime.combine(moment.on, moment.at) > now.replace(tzinfo=None) - timedelta(hours=1)
    if isinstance(found, Unclear):
        assert plain(found.question)
    line = Line(text)
    for span in found.spans:
        line.cut(*span)
    line.rest()


@given(TEXT)
def test_times_stand_in_order_and_none_over_another(text):
    end = 0
    for each in find_times(text):
        assert end <= each.start < each.end <= len(text)
        end = each.end
    for length in find_lengths(text):
        assert 0 <= length.start < length.end <= len(text)
        assert (length.months, length.days, length.minutes) > (0, 0, 0)


@pytest.mark.parametrize(
    "piece", [*PIECES, "a ", " ", "1 ", "in ", "on the ", "at 9 ", "Friday ", "x ", "half past ", "\n"]
)
def test_four_thousand_characters_are_read_in_no_time(piece):
    text = f"{piece} "[: max(2, len(piece))] * (4_000 // max(2, len(piece)))
    start = time.perf_counter()
    _read(text, datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("America/Toronto")), "en_US")
    assert time.perf_counter() - start < 3  # a twentieth of it on a quiet machine; a bad pattern takes minutes


def _read(text, now, locale):
    try:
        return find_moment(text, now, locale)
    except Refusal as refused:
        said = plain(refused.text)
    assert said
    return None
