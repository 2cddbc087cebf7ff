"""What comes again, in words; days with their weekday; what a reminder is about."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.telling import tell_day, tell_instant, tell_recurrence, tell_thing
from core.chat.words import Reader, plain
from core.facts.people import Contact
from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.reminders.said import read_text
from tests.reminders.made import ADA, CREATED, TORONTO, local, reminder

START = date(2026, 12, 5)  # a Saturday
TODAY = date(2026, 11, 23)
_D, _W, _M, _Y = Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.YEARLY


def _on(*days: int, nth: int = 0) -> tuple[Weekday, ...]:
    return tuple(Weekday(day=day, nth=nth) for day in days)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"freq": _D}, "every day"),
        ({"freq": _D, "interval": 3, "times": (time(9),)}, "every 3 days at 9:00 AM"),
        ({"freq": _W}, "every Saturday"),
        ({"freq": _W, "interval": 2}, "every 2 weeks on Saturday"),
        ({"freq": _W, "weekdays": _on(1), "times": (time(18),)}, "every Tuesday at 6:00 PM"),
        (
            {"freq": _W, "weekdays": _on(2, 0), "times": (time(9), time(17))},
            "every Monday and Wednesday at 9:00 AM and 5:00 PM",
        ),
        ({"freq": _W, "weekdays": _on(0, 1, 2, 3, 4)}, "every working day"),
        ({"freq": _D, "weekdays": _on(0, 1, 2, 3, 4)}, "every working day"),
        ({"freq": _W, "weekdays": _on(0, 1, 2, 3, 4, 5, 6)}, "every day"),
        ({"freq": _M}, "every month on the 5th"),
        ({"freq": _M, "month_days": (1, 15)}, "every month on the 1st and the 15th"),
        ({"freq": _M, "month_days": (-1,)}, "every month on the last day"),
        ({"freq": _M, "weekdays": _on(4, nth=-1)}, "every month on the last Friday"),
        ({"freq": _M, "interval": 3, "weekdays": _on(0, nth=1)}, "every 3 months on the first Monday"),
        ({"freq": _M, "weekdays": _on(4), "month_days": (13,)}, "every month on the 13th that is a Friday"),
        ({"freq": _M, "weekdays": _on(0, 1, 2, 3, 4), "position": -1}, "every month on the last working day"),
        ({"freq": _M, "months": (1, 7), "month_days": (1,)}, "every month on the 1st in January and July"),
        ({"freq": _Y}, "every year on 5 December"),
        ({"freq": _Y, "months": (2,), "month_days": (29,)}, "every year on 29 February"),
        ({"freq": _Y, "months": (5,), "weekdays": _on(6, nth=2)}, "every year on the second Sunday in May"),
        ({"freq": Frequency.HOURLY, "interval": 2, "times": (time(9),)}, "every 2 hours from 9:00 AM"),
        ({"freq": Frequency.MINUTELY, "interval": 30}, "every 30 minutes"),
        ({"freq": _D, "until": date(2026, 12, 24)}, "every day until Thu, Dec 24"),
        ({"freq": _D, "count": 10}, "every day, 10 times in all"),
        ({"freq": _D, "count": 1}, "every day, 1 time in all"),
    ],
)
def test_a_recurrence_in_words(fields, words):
    told = tell_recurrence(Recurrence(start=START, **fields))
    assert plain(told, Reader("en", TORONTO, TODAY)).replace("\u202f", " ") == words


_WEEKDAYS = st.lists(st.builds(Weekday, day=st.integers(0, 6), nth=st.integers(-5, 53)), max_size=3).map(tuple)
_ANY = st.builds(
    Recurrence,
    freq=st.sampled_from(Frequency),
    interval=st.integers(1, 400),
    weekdays=_WEEKDAYS,
    month_days=st.lists(st.integers(-31, 31).filter(bool), max_size=3).map(tuple),
    months=st.lists(st.integers(1, 12), max_size=3).map(tuple),
    position=st.integers(-40, 40),
    times=st.lists(st.times(), max_size=3).map(tuple),
    start=st.dates(),
    until=st.none() | st.dates(),
    count=st.none() | st.integers(1, 50),
)


@given(_ANY)
def test_every_recurrence_has_words(recurrence):
    assert "{" not in plain(tell_recurrence(recurrence))


def test_days_have_their_weekday_however_far_they_are():
    assert plain(tell_day(date(2026, 11, 24), TODAY), Reader(today=TODAY)) == "Tue, Nov 24"
    assert plain(tell_day(date(2028, 2, 29), TODAY), Reader(today=TODAY)) == "Tuesday, Feb 29, 2028"


def test_an_instant_has_weekday_date_time_and_place():
    told = plain(tell_instant(local(24, 9), TORONTO, TODAY), Reader("en", "Asia/Tokyo", TODAY))
    assert told.replace("\u202f", " ") == "Tue, Nov 24, 9:00 AM Toronto"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("send the article", "Jane Doe: send the article"),
        ("call jane back", "call jane back"),
        ("", "Jane Doe"),
    ],
)
def test_what_it_is_about(text, told):
    jane = Contact(
        id="j", owner=ADA.id, name="Jane Doe", created_at=CREATED, cadence_since=TODAY, quiet_since=TODAY
    )
    assert plain(tell_thing(reminder(text=text), jane)) == told


@pytest.mark.parametrize(
    ("line", "text", "nag"),
    [
        ("call back", "call back", False),
        ("me to call the bank", "call the bank", False),
        ("to call Jane", "call Jane", False),
        ("about taxes", "taxes", False),
        ("that the rent is due", "the rent is due", False),
        ("to-do list", "to-do list", False),
        ("pay the rent until done", "pay the rent", True),
        ("pay the rent, until it's done", "pay the rent", True),
        ("nag me: pay the rent", "pay the rent", True),
        ("pay the rent and nag me until I have done it", "pay the rent", True),
        ("nag me", "", True),
        ("nagging feeling about the loan", "nagging feeling about the loan", False),
        ("stay until done with it", "stay until done with it", False),
        ("me", "me", False),
    ],
)
def test_what_belongs_to_the_asking_is_taken_off(line, text, nag):
    assert read_text(line) == (text, nag)
