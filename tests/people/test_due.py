"""When somebody is due: by what must hold for any facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.facts.account import Account
from core.facts.cadence import Cadence, Unit
from core.facts.ids import AccountId, ContactId
from core.facts.people import Contact, Keep, Status
from core.people.due import cadence_of, due_on, settled, touched

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = date(2026, 11, 24)
MONTHLY = Cadence(count=1, unit=Unit.MONTH)
WEEKLY = Cadence(count=1, unit=Unit.WEEK)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))
cadences = st.builds(Cadence, count=st.integers(1, 500), unit=st.sampled_from(Unit))
contacts = st.builds(
    Contact,
    id=st.just(ContactId("c")),
    owner=st.just(AccountId("a")),
    name=st.just("Jane"),
    created_at=st.just(NOW),
    cadence_since=days,
    quiet_since=days,
    tags=st.sampled_from([(), ("mentor",), ("Mentor", "lead")]),
    keep=st.sampled_from([Keep.OWN, Keep.USUAL, Keep.TAGS, Keep.NEVER]),
    cadence=cadences,
    last_touch_on=st.none() | days,
    snoozed_until=st.none() | days,
    status=st.sampled_from(Status),
    paused_until=st.none() | days,
)
accounts = st.builds(
    Account,
    id=st.just(AccountId("a")),
    created_at=st.just(NOW),
    default_cadence=st.none() | cadences,
    tag_cadences=st.dictionaries(st.sampled_from(["mentor", "lead"]), cadences),
)


@given(contacts, accounts, days)
def test_a_touch_never_moves_the_due_day_back(contact, account, on):
    contact = settled(contact, account)
    before, after = contact.due_on, touched(contact, account, on).due_on
    if cadence_of(contact, account) is not None and before is not None:
        assert after is not None
        assert after >= before


@given(contacts, accounts)
def test_nobody_is_due_before_their_cadence_their_snooze_and_their_pause_are_over(contact, account):
    due = due_on(contact, account)
    if due is None:
        return
    assert contact.status in (Status.ACTIVE, Status.PAUSED)
    cadence = cadence_of(contact, account)
    if cadence is not None:
        assert due >= cadence.after(contact.cadence_since)
        assert contact.last_touch_on is None or due >= cadence.after(contact.last_touch_on)
        assert contact.snoozed_until is None or due >= contact.snoozed_until
    if contact.status is Status.PAUSED:
        assert due >= contact.paused_until


@given(contacts, accounts)
def test_settling_twice_changes_nothing(contact, account):
    once = settled(contact, account)
    assert settled(once, account) == once


def jane(**more) -> Contact:
    return replace(
        Contact(
            id=ContactId("c"),
            owner=AccountId("a"),
            name="Jane",
            created_at=NOW,
            cadence_since=DAY,
            quiet_since=DAY,
            tags=("Mentor", "lead"),
        ),
        **more,
    )


def test_own_beats_the_shortest_tag_which_beats_the_default():
    account = Account(
        id=AccountId("a"),
        created_at=NOW,
        default_cadence=Cadence(count=1, unit=Unit.YEAR),
        tag_cadences={"mentor": MONTHLY, "lead": WEEKLY},
    )
    assert cadence_of(jane(), account) == WEEKLY
    assert cadence_of(jane(keep=Keep.OWN, cadence=MONTHLY), account) == MONTHLY
    assert cadence_of(jane(tags=()), account) == Cadence(count=1, unit=Unit.YEAR)
    assert cadence_of(jane(tags=(), keep=Keep.TAGS), account) is None
    assert cadence_of(jane(keep=Keep.NEVER), account) is None


def test_a_snooze_without_a_cadence_is_a_date_of_its_own_until_they_spoke():
    account = Account(id=AccountId("a"), created_at=NOW)
    until = DAY + timedelta(days=14)
    snoozed = settled(jane(snoozed_until=until), account)
    assert snoozed.due_on == until
    assert touched(snoozed, account, DAY).due_on == until
    assert touched(snoozed, account, until).due_on is None
