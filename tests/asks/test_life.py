"""An ask's life and a promise's: by table, and by what must hold for any of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.asks import life, promises
from core.facts.account import Account, Tuning
from core.facts.asks import Ask, AskState, Promise, PromiseState
from core.facts.ids import AccountId, AskId, ContactId, EntryId, PromiseId

MONDAY = date(2026, 11, 23)
ADA = Account(id=AccountId("ada"), created_at=datetime(2026, 1, 1, tzinfo=UTC))
EAGER = replace(ADA, rules={"thanks": Tuning(days=5), "report": Tuning(days=10), "promise": Tuning(days=3)})


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def ask(**fields) -> Ask:
    made = {"id": AskId("a"), "account_id": ADA.id, "contact_id": ContactId("jane"), "what": "referral at IBM"}
    return life.begun(Ask(**{**made, "asked_on": MONDAY, "next_on": None, **fields}), ADA)


def promise(due: int | None = None, account: Account = ADA, today: date = MONDAY) -> Promise:
    made = Promise(
        id=PromiseId("p"),
        account_id=ADA.id,
        contact_id=ContactId("jane"),
        what="intro to Raj",
        promised_on=MONDAY,
        due_on=None if due is None else day(due),
        next_on=None,
    )
    return promises.begun(made, account, today)


def brought_up(next_on: date | None, after) -> list[int]:
    """On which days from Monday a digest that comes every day speaks of it."""
    days = []
    while next_on is not None:
        days.append((next_on - MONDAY).days)
        next_on = after(next_on)
    return days


def days_of_ask(of: Ask, account: Account = ADA) -> list[int]:
    return brought_up(of.next_on, lambda on: life.spoken(of, account, on).next_on)


def days_of_promise(of: Promise, account: Account = ADA) -> list[int]:
    return brought_up(of.next_on, lambda on: promises.spoken(of, account, on).next_on)


def test_a_whole_life():
    asked = ask()
    assert days_of_ask(asked) == [7, 14, 28]
    yes = life.granted(asked, ADA, day(9), EntryId("e"))
    assert (yes.state, yes.entry_id, days_of_ask(yes)) == (AskState.GRANTED, "e", [10, 16, 30])
    thanked = life.thanked(yes, ADA, day(10))
    assert (thanked.state, days_of_ask(thanked)) == (AskState.THANKED, [31, 38, 52])
    told = life.reported(thanked, day(31))
    assert (told.state, told.closed_on, told.next_on) == (AskState.CLOSED, day(31), None)


def test_a_no_is_thanked_for_once_and_gently():
    no = life.declined(ask(), ADA, day(1))
    assert days_of_ask(no) == [3]
    assert life.thanked(no, ADA, day(3)).state is AskState.CLOSED


def test_no_answer_yet_gives_them_another_week_also_after_the_last_time():
    assert life.unanswered(ask(), day(28)).next_on == day(35)
    assert life.spoken(life.unanswered(ask(), day(28)), ADA, day(35)).next_on is None


def test_the_days_are_those_of_the_rules():
    yes = life.granted(ask(), EAGER, MONDAY, EntryId("e"))
    assert days_of_ask(yes, EAGER)[0] == 4
    assert days_of_ask(life.thanked(yes, EAGER, MONDAY), EAGER)[0] == 10


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (4, [4, 11, 18, 25]),  # Friday, a day for digests
        (5, [4, 5, 12, 19, 26]),  # Saturday: on the Friday before it, and after
        (0, [0, 7, 14, 21]),
        (None, [7, 14, 28]),
    ],
)
def test_when_a_promise_is_brought_up(due, days):
    assert days_of_promise(promise(due)) == days


def test_a_promise_of_the_weekend_for_the_weekend_waits_for_its_day():
    saturday = day(5)
    assert promise(6, today=saturday).next_on == day(6)


def test_a_promise_is_brought_up_again_as_often_as_the_rule_says():
    assert days_of_promise(promise(4, EAGER), EAGER) == [4, 7, 10, 13]


def test_late_is_once():
    assert promises.spoken(promise(4), ADA, day(100)).next_on is None


def test_another_day_begins_again():
    moved = promises.moved(promise(4), ADA, day(5), day(11))
    assert (moved.due_on, moved.next_on) == (day(11), day(11))


def test_kept_and_dropped_are_over():
    assert promises.kept(promise(4), MONDAY, EntryId("e")).state is PromiseState.KEPT
    assert promises.kept(promise(4), MONDAY, EntryId("e")).next_on is None
    assert promises.dropped(promise(4), MONDAY).next_on is None


days = st.integers(0, 400)
steps = st.lists(st.sampled_from(["yes", "no", "wait", "thanked", "told", "drop"]), max_size=8)


@given(steps, st.sampled_from([ADA, EAGER]))
def test_whatever_happens_an_open_ask_is_brought_up_later_and_a_closed_one_never(taken, account):
    of, today = ask(), MONDAY
    for step in taken:
        today += timedelta(days=1)
        match step:
            case "yes" if of.state is AskState.ASKED:
                of = life.granted(of, account, today, EntryId("e"))
            case "no" if of.state is AskState.ASKED:
                of = life.declined(of, account, today)
            case "wait" if of.state is AskState.ASKED:
                of = life.unanswered(of, today)
            case "thanked" if of.state in (AskState.GRANTED, AskState.DECLINED):
                of = life.thanked(of, account, today)
            case "told" if of.state is AskState.THANKED:
                of = life.reported(of, today)
            case "drop" if life.is_open(of):
                of = life.dropped(of, today)
        assert life.is_open(of) == (of.closed_on is None)
        assert (of.next_on is not None) == life.is_open(of)
        assert of.next_on is None or of.next_on > today or of.next_on > of.asked_on


@given(st.none() | days, days, st.sets(st.integers(0, 6), min_size=1))
def test_a_promise_is_brought_up_at_most_five_times_and_never_before_it_was_made(due, passed, weekdays):
    account = replace(ADA, digest_days=frozenset(weekdays))
    days = days_of_promise(promise(due, account), account)
    assert len(days) <= 5
    assert days == sorted(set(days))
    assert all(each >= 0 for each in days)
    after = promises.spoken(promise(due, account), account, day(passed)).next_on
    assert after is None or after > day(passed)
