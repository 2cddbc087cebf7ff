"""Whom a digest picks, and why: by table, and by what must hold for any network."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digests.ranking import rank as rank_by
from core.digests.ranking import reasons_for
from core.digests.rules.book import rules_of
from core.digests.rules.candidate import Candidate
from core.facts.cadence import Cadence, Unit
from core.facts.digests import Because
from core.facts.people import Balance, Contact, Direction, Status
from tests.digests.made import ADA, TODAY, candidate, contact, days_ago, favour, yearly

WEEKLY = Cadence(count=1, unit=Unit.WEEK)
MONTHLY = Cadence(count=1, unit=Unit.MONTH)
RULES = rules_of(ADA)


def rank(candidates, today, size, **how):
    return rank_by(candidates, RULES, today, size, **how)


def because(of: Candidate) -> list[Because]:
    return [reason.because for reason in reasons_for(of, RULES, TODAY)]


def birthday(day: date, **more) -> Contact:
    return contact(dates=yearly("birthday", day), last_touch_on=days_ago(1), **more)


@pytest.mark.parametrize(
    ("who", "balance", "expected"),
    [
        (contact(cadence=WEEKLY, last_touch_on=days_ago(7)), None, [Because.OVERDUE]),
        (contact(cadence=WEEKLY, last_touch_on=days_ago(6)), None, []),
        (contact(cadence=WEEKLY), None, [Because.WAITING]),
        (contact(last_touch_on=days_ago(3000)), None, [Because.DORMANT]),
        (contact(last_touch_on=days_ago(700)), None, []),
        (birthday(TODAY), None, [Because.BIRTHDAY]),
        (birthday(TODAY + timedelta(days=7)), None, [Because.BIRTHDAY]),
        (birthday(TODAY + timedelta(days=8)), None, []),
        (birthday(TODAY - timedelta(days=1)), None, []),
        (
            contact(last_touch_on=days_ago(3)),
            Balance(
                contact_id="jane", got=1, unthanked=favour(Direction.GOT, 3), latest_got=favour(Direction.GOT, 3)
            ),
            [Because.THANKS],
        ),
        (
            contact(last_touch_on=days_ago(0)),
            Balance(
                contact_id="jane", got=1, unthanked=favour(Direction.GOT, 0), latest_got=favour(Direction.GOT, 0)
            ),
            [],
        ),
        (
            contact(last_touch_on=days_ago(40)),
            Balance(contact_id="jane", got=2, gave=1, latest_got=favour(Direction.GOT, 40)),
            [Because.OWED],
        ),
        (
            contact(last_touch_on=days_ago(10)),
            Balance(contact_id="jane", got=2, gave=1, latest_got=favour(Direction.GOT, 40)),
            [],
        ),
        (contact(cadence=WEEKLY, last_touch_on=days_ago(70), status=Status.ARCHIVED), None, []),
        (birthday(TODAY, status=Status.DECEASED), None, []),
        (contact(cadence=WEEKLY, last_touch_on=days_ago(70), snoozed_until=TODAY + timedelta(days=1)), None, []),
        (contact(cadence=WEEKLY, last_touch_on=days_ago(70), snoozed_until=TODAY), None, [Because.OVERDUE]),
        (contact(cadence=WEEKLY, last_touch_on=days_ago(70), hidden_until=TODAY + timedelta(days=1)), None, []),
        (contact(cadence=WEEKLY, last_touch_on=days_ago(70), status=Status.PAUSED), None, []),
        (
            contact(cadence=WEEKLY, last_touch_on=days_ago(70), status=Status.PAUSED, paused_until=TODAY),
            None,
            [Because.OVERDUE],
        ),
    ],
)
def test_reasons(who, balance, expected):
    assert because(candidate(who, balance)) == expected


@pytest.mark.parametrize(
    ("shown", "touched", "cadence", "picked"),
    [
        (1, 31, MONTHLY, False),  # shown yesterday
        (7, 38, MONTHLY, True),  # a week has passed
        (4, 11, WEEKLY, True),  # overdue has grown by more than half a week since
        (2, 9, WEEKLY, False),
        (1, 400, WEEKLY, False),  # as overdue as it counts: it cannot grow
        (8, 400, WEEKLY, True),
    ],
)
def test_the_same_face_rests_unless_its_overdue_grows(shown, touched, cadence, picked):
    who = contact(cadence=cadence, last_touch_on=days_ago(touched), suggested_on=days_ago(shown))
    assert bool(rank([candidate(who)], TODAY, 5)) is picked


def test_the_order_is_thanks_then_overdue_then_dormant():
    thanks = Balance(contact_id="b", unthanked=favour(Direction.GOT, 2), latest_got=favour(Direction.GOT, 2))
    picks = rank(
        [
            candidate(contact("d", last_touch_on=days_ago(3000))),
            candidate(contact("c", cadence=WEEKLY, last_touch_on=days_ago(8))),
            candidate(contact("e", last_touch_on=days_ago(2000))),
            candidate(contact("b", last_touch_on=days_ago(2)), thanks),
            candidate(contact("a", cadence=WEEKLY, last_touch_on=days_ago(14))),
        ],
        TODAY,
        5,
    )
    assert [pick.contact_id for pick in picks][:3] == ["b", "a", "c"]
    assert len(picks) == 4, "one dormant tie at a time"


def test_who_asks_sees_also_those_who_rest():
    who = contact(cadence=MONTHLY, last_touch_on=days_ago(31), suggested_on=days_ago(1))
    assert rank([candidate(who)], TODAY, 5, asked=True)


def test_a_birthday_before_the_next_digest_cannot_wait():
    saturday = birthday(TODAY + timedelta(days=4), suggested_on=days_ago(1))
    assert not rank([candidate(saturday)], TODAY, 5)
    assert rank([candidate(saturday)], TODAY, 5, until=TODAY + timedelta(days=6))


def test_a_snooze_without_a_rhythm_comes_back_once():
    back = contact(snoozed_until=days_ago(2), last_touch_on=days_ago(100))
    assert rank([candidate(back)], TODAY, 5)
    shown = contact(snoozed_until=days_ago(2), last_touch_on=days_ago(100), suggested_on=days_ago(1))
    assert because(candidate(shown)) == []


days = st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1))
maybe_days = st.none() | days
contacts = st.builds(
    contact,
    name=st.uuids().map(str),
    cadence=st.none() | st.builds(Cadence, count=st.integers(1, 60), unit=st.sampled_from(Unit)),
    last_touch_on=maybe_days,
    snoozed_until=maybe_days,
    hidden_until=maybe_days,
    suggested_on=maybe_days,
    status=st.sampled_from(Status),
    paused_until=maybe_days,
)


@given(st.lists(contacts, max_size=12), days, st.integers(1, 7), st.randoms())
def test_for_any_network(people, today, size, chance):
    candidates = [candidate(each) for each in people]
    picks = rank(candidates, today, size)
    assert len(picks) <= size
    assert all(pick.reasons for pick in picks)
    assert len({pick.contact_id for pick in picks}) == len(picks)
    scores = [pick.score for pick in picks]
    assert scores == sorted(scores, reverse=True)
    by_id = {each.id: each for each in people}
    for pick in picks:
        who = by_id[pick.contact_id]
        assert who.is_active(today)
        assert who.hidden_until is None or who.hidden_until <= today
        assert who.snoozed_until is None or who.snoozed_until <= today
    only_dormant = [p for p in picks if [r.because for r in p.reasons] == [Because.DORMANT]]
    assert len(only_dormant) <= 1
    chance.shuffle(candidates)
    assert rank(candidates, today, size) == picks, "the order of the candidates does not matter"
