"""What each rule looks for, by table; and what must hold for all of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digests.ranking import rank, reasons_for
from core.digests.rules.anniversaries import employer, next_anniversary
from core.digests.rules.book import RULES, rules_of
from core.digests.rules.favours import is_referral
from core.digests.rules.horizon import horizon
from core.facts.account import Account, Tuning
from core.facts.cadence import Cadence, Unit
from core.facts.digests import Because
from core.facts.ids import ContactId, EntryId, ImportId
from core.facts.people import Anniversary, Contact, PartialDate, Status
from core.people.tuning import days_of
from tests.digests.made import ADA, TODAY, balance, candidate, contact, days_ago, prospect, yearly

WEEKLY = Cadence(count=1, unit=Unit.WEEK)
DAY = timedelta(days=1)


def tuned(**rules: Tuning) -> Account:
    return replace(ADA, rules={name.replace("_", "-"): each for name, each in rules.items()})


def because(of: Contact, standing=None, account: Account = ADA, today: date = TODAY, **more) -> list[Because]:
    found = reasons_for(candidate(of, standing, account, **more), rules_of(account), today)
    return [reason.because for reason in found]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"met_on": days_ago(1)}, False),
        ({"met_on": days_ago(2)}, True),
        ({"met_on": days_ago(16)}, True),
        ({"met_on": days_ago(17)}, False),
        ({"met_on": days_ago(2), "last_touch_on": days_ago(2)}, True),  # the meeting itself
        ({"met_on": days_ago(2), "last_touch_on": days_ago(1)}, False),
        ({"met_on": days_ago(2), "import_id": ImportId("i")}, True),  # connected on LinkedIn
        ({"created_at": days_ago(2), "how_met": "Kiwanis breakfast"}, True),
        ({"created_at": days_ago(2), "how_met": "Kiwanis", "last_touch_on": days_ago(2)}, False),
        ({"created_at": days_ago(2), "how_met": "Kiwanis", "import_id": ImportId("i")}, False),
        ({"created_at": days_ago(2)}, False),  # an old friend, written down
    ],
)
def test_follow_up_48_hours_after_meeting_somebody(fields, found):
    if "created_at" in fields:
        fields = {**fields, "created_at": ADA.created_at.replace(year=2026, month=11, day=fields["created_at"].day)}
    assert (Because.FOLLOW_UP in because(contact(**{"last_touch_on": None, **fields}))) is found


@pytest.mark.parametrize("met", [days_ago(ago) for ago in range(7)])
@pytest.mark.parametrize("days", [1, 2, 5, 30])
def test_follow_up_is_in_two_digests_of_a_week_at_least_wherever_its_days_fall(met, days):
    account = replace(ADA, rules={Because.FOLLOW_UP.value: Tuning(days=days)})
    who = contact(met_on=met)
    said = [
        ahead
        for ahead in range(90)
        if (met + timedelta(days=ahead)).weekday() == 0
        and Because.FOLLOW_UP in because(who, account=account, today=met + timedelta(days=ahead))
    ]
    assert len(said) >= 2
    assert days <= said[0] < days + 7
    assert said[-1] <= days + 14


@pytest.mark.parametrize(
    ("days", "tuning", "found"),
    [(0, None, False), (1, None, True), (365, None, True), (366, None, False), (3, 5, False), (4, 5, True)],
)
def test_thank_within_two_days(days, tuning, found):
    account = tuned(thanks=Tuning(days=tuning))
    who = contact(last_touch_on=days_ago(days))
    assert (Because.THANKS in because(who, balance(got=[days]), account)) is found


def test_thanks_and_report_leave_to_an_ask_what_an_ask_was_about():
    who, standing = contact(last_touch_on=days_ago(30)), balance(got=[30], what="referral at IBM")
    assert because(who, standing) == [Because.THANKS, Because.REPORT, Because.OWED]
    assert because(who, standing, followed={EntryId("got-30")}) == [Because.OWED]


@pytest.mark.parametrize(
    ("days", "touched", "thanked", "what", "found"),
    [
        (20, 19, 19, "referral at IBM", False),
        (21, 19, 19, "referral at IBM", True),  # the thank-you was no report
        (21, 21, None, "intro to Raj", True),
        (21, 10, 20, "intro to Raj", False),  # they have spoken since the thanks: surely also of that
        (21, 19, 19, "advice on my CV", False),
        (111, 110, 110, "introduced me to Raj", True),
        (112, 110, 110, "introduced me to Raj", False),
    ],
)
def test_report_back_after_three_weeks(days, touched, thanked, what, found):
    who = contact(last_touch_on=days_ago(touched))
    standing = balance(got=[days], gave=[days], thanked=thanked, what=what)
    assert (Because.REPORT in because(who, standing)) is found


@pytest.mark.parametrize(
    "what",
    [
        "referral at IBM",
        "a referal",
        "referred me",
        "intro to Raj",
        "introduction",
        "introduced me to Raj",
        "recommended me to her boss",
        "vouched for me",
        "put me in touch with Raj",
        "mise en relation",
        "recomendación",
    ],
)
def test_what_is_a_referral(what):
    assert is_referral(what)


@pytest.mark.parametrize(
    ("got", "gave", "touched", "expected"),
    [
        ([40], [], 40, [Because.OWED]),  # they are ahead, and a month has passed
        ([29], [], 29, []),
        ([40], [], 10, []),
        ([40], [50], 40, []),  # even
        ([10, 20, 30], [], 1, [Because.IN_A_ROW]),
        ([10, 20, 30], [25], 1, []),
        ([10, 20, 30], [35, 36, 37, 38], 1, [Because.IN_A_ROW]),  # even though the owner is ahead
        ([6, 20, 30], [], 1, []),  # the latest is still fresh
    ],
)
def test_give_first(got, gave, touched, expected):
    standing = balance(got=got, gave=gave, thanked=0)
    assert because(contact(last_touch_on=days_ago(touched)), standing) == expected


@pytest.mark.parametrize(
    ("ahead", "lead", "found"),
    [(0, None, True), (7, None, True), (8, None, False), (14, 14, True), (0, 0, True), (1, 0, False)],
)
def test_birthdays_ahead_and_on_the_day(ahead, lead, found):
    who = contact(last_touch_on=days_ago(1), dates=yearly("birthday", TODAY + ahead * DAY))
    assert (because(who, account=tuned(birthday=Tuning(days=lead))) == [Because.BIRTHDAY]) is found


@pytest.mark.parametrize(
    ("label", "company", "employer_"),
    [
        ("started at ibm", "IBM", "IBM"),
        ("started at ibm", "IBM Canada", "IBM Canada"),
        ("started at ibm", "", "ibm"),
        ("started at ibm", "Google", None),  # they have left
        ("started as cto at ibm", "IBM", "IBM"),
        ("joined ibm", "IBM", "IBM"),
        ("joined", "IBM", "IBM"),
        ("started", "IBM", "IBM"),
        ("work anniversary", "IBM", "IBM"),
        ("job anniversary", "", ""),
        ("new job", "IBM", "IBM"),
        ("birthday", "IBM", None),
        ("wedding", "IBM", None),
        ("started running", "IBM", None),
        ("first date", "IBM", None),
    ],
)
def test_whose_work_began_on_a_day(label, company, employer_):
    anniversary = Anniversary(label=label, on=PartialDate(year=2023, month=3, day=14))
    assert employer(anniversary, prospect(contact(company=company))) == employer_


@pytest.mark.parametrize(
    ("ahead", "year", "years"),
    [(0, 2023, 3), (3, 2023, 3), (4, 2023, None), (0, 2026, None), (0, None, 0), (2, 2025, 1)],
)
def test_job_anniversaries(ahead, year, years):
    who = contact(
        company="IBM", last_touch_on=days_ago(1), dates=yearly("started at ibm", TODAY + ahead * DAY, year)
    )
    found = reasons_for(candidate(who), rules_of(ADA), TODAY)
    assert [(each.because, each.count, each.what) for each in found] == (
        [] if years is None else [(Because.JOB, years, "IBM")]
    )


def test_29_february_is_the_28th_in_a_common_year():
    assert next_anniversary(2, 29, date(2027, 1, 1)) == date(2027, 2, 28)
    assert next_anniversary(2, 29, date(2028, 1, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(("days", "found"), [(None, False), (364, True), (366, False)])
def test_how_long_a_silence_is_dormant_can_be_tuned(days, found):
    assert (because(contact(last_touch_on=days_ago(365)), account=tuned(dormant=Tuning(days=days))) != []) is found


def test_days_stay_within_what_makes_sense():
    assert days_of(tuned(thanks=Tuning(days=0)), Because.THANKS) == 1
    assert days_of(tuned(birthday=Tuning(days=999)), Because.BIRTHDAY) == 60


def test_off_for_all_for_one_and_for_a_tag():
    who = contact(last_touch_on=days_ago(3000), tags=("Family",))
    assert because(who) == [Because.DORMANT]
    for tuning in (
        Tuning(on=False),
        Tuning(not_for=frozenset({ContactId("jane")})),
        Tuning(not_for_tags=frozenset({"family"})),
    ):
        assert because(who, account=tuned(dormant=tuning)) == []
    assert because(who, account=tuned(birthday=Tuning(on=False))) == [Because.DORMANT]


days = st.dates(min_value=date(2022, 1, 1), max_value=date(2028, 1, 1))
maybe_days = st.none() | days
labels = st.sampled_from(["birthday", "started at ibm", "wedding"])
anniversaries = st.builds(
    lambda label, on: Anniversary(label=label, on=PartialDate(year=on.year - 5, month=on.month, day=on.day)),
    labels,
    days,
)
contacts = st.builds(
    contact,
    name=st.uuids().map(str),
    cadence=st.none() | st.builds(Cadence, count=st.integers(1, 60), unit=st.sampled_from(Unit)),
    last_touch_on=maybe_days,
    snoozed_until=maybe_days,
    hidden_until=maybe_days,
    suggested_on=maybe_days,
    met_on=maybe_days,
    how_met=st.sampled_from(["", "Kiwanis"]),
    tags=st.sampled_from([(), ("family",), ("Vip", "FAMILY")]),
    dates=st.lists(anniversaries, max_size=2).map(tuple),
    status=st.sampled_from(Status),
    paused_until=maybe_days,
)
standings = st.none() | st.builds(
    balance,
    got=st.lists(st.integers(0, 400), max_size=4),
    gave=st.lists(st.integers(0, 400), max_size=3),
    thanked=st.none() | st.integers(0, 400),
    what=st.sampled_from(["advice", "referral"]),
)
tunings = st.dictionaries(
    st.sampled_from([rule.because.value for rule in RULES]),
    st.builds(
        Tuning,
        on=st.booleans(),
        days=st.none() | st.integers(0, 100),
        not_for_tags=st.sampled_from([frozenset(), frozenset({"family"})]),
    ),
)
_SAME_RULE = {Because.WAITING: Because.OVERDUE, Because.IN_A_ROW: Because.OWED}


@given(contacts, standings, tunings, days)
def test_no_rule_speaks_of_somebody_at_rest_nor_where_it_is_off(who, standing, rules, today):
    account = replace(ADA, rules=rules)
    found = because(who, standing, account, today)
    if who.status in (Status.ARCHIVED, Status.DO_NOT_CONTACT, Status.DECEASED):
        assert found == []
    family = any(tag.casefold() == "family" for tag in who.tags)
    for each in found:
        tuning = rules.get(_SAME_RULE.get(each, each).value, Tuning())
        assert tuning.on
        assert not (family and tuning.not_for_tags)


@given(st.lists(st.tuples(contacts, standings), max_size=8), tunings, days, st.integers(1, 7), st.randoms())
def test_the_same_facts_give_the_same_order(people, rules, today, size, chance):
    account = replace(ADA, rules=rules)
    candidates = [candidate(who, standing, account) for who, standing in people]
    picks = rank(candidates, rules_of(account), today, size)
    chance.shuffle(candidates)
    assert rank(candidates, rules_of(account), today, size) == picks


@given(contacts, tunings, days)
def test_whom_a_rule_speaks_of_by_a_day_is_within_the_horizon(who, rules, today):
    account = replace(ADA, rules=rules)
    around = horizon(account, today)
    for reason in reasons_for(candidate(who, None, account), rules_of(account), today):
        if reason.because in (Because.BIRTHDAY, Because.JOB):
            keys = {f"{each.on.month:02}-{each.on.day:02}" for each in who.dates}
            assert keys & around.anniversaries
        if reason.because is Because.FOLLOW_UP:
            assert around.met_since <= reason.on <= around.met_until
        if reason.because is Because.DORMANT:
            assert who.quiet_since < around.dormant_before
