"""Two cards of one person that contradict each other: what counts, and what is kept in the notes."""

from dataclasses import replace
from datetime import date

import pytest

from core.duplicates.merging import fuller_first
from core.facts.people import Anniversary, Contact, PartialDate, Status
from core.people.uniting import part, unite
from tests.people.test_uniting import contact

JANE = contact("Jane Doe")
UNTIL_MAY = {"status": Status.PAUSED, "paused_until": date(2027, 5, 1)}
UNTIL_JUNE = {"status": Status.PAUSED, "paused_until": date(2027, 6, 1)}
FOR_GOOD = {"status": Status.PAUSED, "paused_until": None}
ARCHIVED = {"status": Status.ARCHIVED}
ACTIVE = {"status": Status.ACTIVE}
DEAD = {"status": Status.DECEASED}


def born(year: int | None, month: int, day: int) -> tuple[Anniversary, ...]:
    return (Anniversary(label="birthday", on=PartialDate(year=year, month=month, day=day)),)


@pytest.mark.parametrize(
    ("mine", "theirs", "becomes", "noted"),
    [
        (ACTIVE, UNTIL_MAY, UNTIL_MAY, ""),
        (UNTIL_MAY, ACTIVE, UNTIL_MAY, ""),
        (UNTIL_MAY, UNTIL_JUNE, UNTIL_JUNE, ""),
        (UNTIL_JUNE, UNTIL_MAY, UNTIL_JUNE, "paused until May 1, 2027"),
        (UNTIL_JUNE, FOR_GOOD, FOR_GOOD, ""),
        (FOR_GOOD, UNTIL_JUNE, FOR_GOOD, "paused until Jun 1, 2027"),
        (ACTIVE, ARCHIVED, ACTIVE, "archived"),
        (ARCHIVED, ACTIVE, ACTIVE, ""),
        (ARCHIVED, UNTIL_MAY, UNTIL_MAY, ""),
        (UNTIL_MAY, ARCHIVED, UNTIL_MAY, "archived"),
        (ARCHIVED, ARCHIVED, ARCHIVED, ""),
        (DEAD, UNTIL_MAY, DEAD, "paused until May 1, 2027"),
        (UNTIL_MAY, DEAD, DEAD, ""),
        (DEAD, {"status": Status.DO_NOT_CONTACT}, DEAD, "not to be contacted"),
    ],
)
def test_whoever_wants_to_be_left_alone_is(mine, theirs, becomes, noted):
    one = unite(replace(JANE, **mine), replace(contact("Jane D."), **theirs), "en")
    assert (one.status, one.paused_until) == (becomes["status"], becomes.get("paused_until"))
    assert one.notes == (f"From the other card: {noted}" if noted else "")
    assert part(one, replace(JANE, **mine), one) == replace(JANE, **mine)


@pytest.mark.parametrize(
    ("mine", "theirs", "noted"),
    [
        ({"met_on": date(2020, 1, 1)}, {"met_on": date(2015, 3, 1)}, "met on Mar 1, 2015"),
        ({"met_on": date(2020, 1, 1)}, {"met_on": date(2020, 1, 1)}, ""),
        ({"dates": born(None, 3, 3)}, {"dates": born(1980, 4, 3)}, "Birthday: 3 April 1980"),
        ({"dates": born(None, 3, 3)}, {"dates": born(1980, 3, 3)}, ""),
        ({"dates": born(1980, 3, 3)}, {"dates": born(None, 3, 3)}, ""),
    ],
)
def test_another_day_stands_in_the_notes(mine, theirs, noted):
    one = unite(replace(JANE, **mine), replace(contact("Jane D."), **theirs), "en")
    assert one.notes == (f"From the other card: {noted}" if noted else "")


def test_a_pause_ended_since_stays_ended():
    one = unite(JANE, replace(contact("Jane D."), **UNTIL_MAY), "en")
    left = part(replace(one, status=Status.ARCHIVED), JANE, one)
    assert (left.status, left.paused_until) == (Status.ARCHIVED, one.paused_until)
    left = part(replace(one, paused_until=date(2028, 1, 1)), JANE, one)
    assert (left.status, left.paused_until) == (Status.PAUSED, date(2028, 1, 1))


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_whole_names_the_card_in_use_stays(turned: bool):
    archived = contact("Jane Doe", status=Status.ARCHIVED, company="IBM", notes="likes tea")
    active = contact("Jane D. Doe")
    pair: tuple[Contact, Contact] = (active, archived) if turned else (archived, active)
    assert fuller_first(*pair) == (active, archived)
