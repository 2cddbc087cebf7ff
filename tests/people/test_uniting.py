"""How two cards become one, and two again."""

from dataclasses import replace
from datetime import date

import pytest

from core.facts.cadence import Cadence, Unit
from core.facts.ids import AccountId, ContactId, ImportId
from core.facts.people import Anniversary, Contact, Handle, Keep, Origin, PartialDate, Status
from core.people.uniting import part, unite
from tests.storage.made import NOW, TODAY


def contact(name: str, **fields: object) -> Contact:
    made = {"id": ContactId(name), "owner": AccountId("ada"), "name": name, "created_at": NOW}
    return Contact(**{**made, "cadence_since": TODAY, "quiet_since": TODAY, **fields})  # type: ignore[arg-type]


SIX_WEEKS = Cadence(count=6, unit=Unit.WEEK)
MINE = contact("Jane Doe", company="IBM", tags=("Mentor",), notes="likes tea", aliases=("JD",))
THEIRS = contact(
    "Jane D.",
    company="Google",
    title="CTO",
    how_met="a fair",
    tags=("mentor", "paris"),
    notes="tall",
    handles=(Handle(kind="email", value="j@x"),),
    dates=(Anniversary(label="birthday", on=PartialDate(year=1980, month=3, day=1)),),
    keep=Keep.OWN,
    cadence=SIX_WEEKS,
    cadence_since=date(2026, 1, 1),
    snoozed_until=date(2027, 1, 1),
)


def test_mine_with_what_it_lacks():
    one = unite(MINE, THEIRS, "en")
    assert (one.id, one.name, one.company, one.title, one.how_met) == (MINE.id, "Jane Doe", "IBM", "", "a fair")
    assert one.aliases == ("JD", "Jane D.")
    assert one.tags == ("Mentor", "paris")
    assert one.notes == "likes tea\ntall\nFrom the other card: Google, CTO"
    assert (one.handles, one.dates) == (THEIRS.handles, THEIRS.dates)
    assert (one.keep, one.cadence, one.cadence_since) == (Keep.OWN, SIX_WEEKS, date(2026, 1, 1))
    assert one.snoozed_until == date(2027, 1, 1)


def test_what_does_not_count_stands_in_the_notes():
    mine = replace(MINE, how_met="school", keep=Keep.OWN, cadence=Cadence(count=1, unit=Unit.WEEK))
    one = unite(mine, THEIRS, "en")
    assert (one.company, one.how_met, one.cadence) == ("IBM", "school", mine.cadence)
    assert one.notes.endswith("From the other card: Google, CTO, a fair, every 6 weeks")
    never = unite(mine, replace(THEIRS, keep=Keep.NEVER, cadence=None, company="", title="", how_met=""), "en")
    assert never.notes.endswith("From the other card: never")
    assert part(one, mine, one) == mine


@pytest.mark.parametrize("status", [Status.DECEASED, Status.DO_NOT_CONTACT])
def test_whoever_is_not_to_be_written_to_is_not(status):
    assert unite(MINE, replace(THEIRS, status=status), "en").status is status
    assert unite(replace(MINE, status=status), THEIRS, "en").status is status


def test_a_day_known_in_part_is_completed():
    mine = replace(MINE, dates=(Anniversary(label="birthday", on=PartialDate(month=3, day=1)),))
    assert unite(mine, THEIRS, "en").dates == THEIRS.dates


def test_parted_again_it_is_as_it_was():
    one = unite(MINE, THEIRS, "en")
    assert part(one, MINE, one) == MINE


def test_parted_again_what_was_edited_stays():
    one = unite(MINE, THEIRS, "en")
    edited = replace(one, company="Acme", tags=(*one.tags, "new"), notes=f"{one.notes}\nmoved house")
    left = part(edited, MINE, one)
    assert (left.company, left.tags, left.notes) == ("Acme", ("Mentor", "new"), "likes tea\nmoved house")
    assert left.how_met == ""
    assert left.handles == ()


def test_what_was_said_of_both_is_said_of_one():
    mine = replace(MINE, origins=(Origin(keys=("x:1",), said=("a",)),))
    theirs = replace(
        THEIRS, origins=(Origin(keys=("x:1", "x:jane"), said=("a", "b")), Origin(keys=("google:1",), said=("c",)))
    )
    one = unite(mine, theirs, "en")
    assert one.origins == (Origin(keys=("x:1", "x:jane"), said=("a", "b")), theirs.origins[1])
    later = replace(one, origins=(*one.origins[:1], Origin(keys=("google:1",), said=("c", "d"))))
    assert part(later, mine, one) == mine


def test_parted_again_an_edited_day_stays_and_a_completed_one_is_as_it_was():
    partly = Anniversary(label="birthday", on=PartialDate(month=3, day=1))
    mine = replace(MINE, dates=(partly,))
    one = unite(mine, THEIRS, "en")
    wedding = Anniversary(label="wedding", on=PartialDate(year=2020, month=5, day=3))
    assert part(replace(one, dates=(*one.dates, wedding)), mine, one).dates == (partly, wedding)
    moved = Anniversary(label="Birthday", on=PartialDate(year=1981, month=3, day=1))
    assert part(replace(one, dates=(moved,)), mine, one).dates == (moved,)
    assert part(replace(one, dates=()), mine, one).dates == ()


def test_only_what_one_import_brought_goes_with_it():
    mine, theirs = replace(MINE, import_id=ImportId("1")), replace(THEIRS, import_id=ImportId("1"))
    assert unite(mine, theirs, "en").import_id == "1"
    assert unite(mine, replace(theirs, import_id=ImportId("2")), "en").import_id is None
    assert unite(mine, THEIRS, "en").import_id is None


@pytest.mark.parametrize(
    ("field", "edited"), [("title", "Lead Engineer"), ("company", "Acme Robotics"), ("how_met", "a fair in Acme")]
)
def test_parted_again_words_that_begin_like_theirs_stay_as_they_were_written(field, edited):
    mine = replace(MINE, company="", title="", how_met="")
    one = unite(mine, replace(THEIRS, company="Acme", title="Lead", how_met="a fair"), "en")
    assert getattr(part(replace(one, **{field: edited}), mine, one), field) == edited


@pytest.mark.parametrize(
    ("notes", "left"),
    [
        ("likes tea\ntall\nmoved house", "likes tea\nmoved house"),
        ("moved house\nlikes tea\ntall", "moved house\nlikes tea"),
        ("likes tea, a lot\ntall", "likes tea, a lot"),
        ("likes tea\ntall as a tree", "likes tea\ntall as a tree"),
        ("likes green tea", "likes green tea"),
        ("", ""),
    ],
)
def test_parted_again_only_whole_lines_leave_the_notes(notes, left):
    theirs = contact("Jane D.", notes="tall")
    one = unite(MINE, theirs, "en")
    assert one.notes == "likes tea\ntall"
    assert part(replace(one, notes=notes), MINE, one).notes == left


def test_parted_again_a_rhythm_that_was_edited_stays_whole():
    one = unite(MINE, THEIRS, "en")
    monthly = Cadence(count=1, unit=Unit.MONTH)
    left = part(replace(one, cadence=monthly, cadence_since=TODAY), MINE, one)
    assert (left.keep, left.cadence, left.cadence_since) == (Keep.OWN, monthly, TODAY)
    paused = replace(one, status=Status.PAUSED, paused_until=TODAY)
    assert (part(paused, MINE, one).status, part(paused, MINE, one).paused_until) == (Status.PAUSED, TODAY)
