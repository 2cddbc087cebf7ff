"""Who stands in both networks, by a table; and how two cards become one, and two again."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.cadence import Cadence, Unit
from core.facts.ids import AccountId, ContactId
from core.facts.linking import Traits
from core.facts.people import Anniversary, Contact, Handle, Keep, PartialDate, Status
from core.linking.same_people import in_both
from core.linking.uniting import part, unite
from tests.storage.made import NOW, TODAY

NOBODY = (None, None, None)


def traits(
    name: str,
    *links: str,
    born: tuple[int | None, int | None, int | None] = NOBODY,
    work: tuple[str, str] = ("", ""),
) -> Traits:
    return Traits(id=ContactId(f"{name}{links}{born}{work}"), name=name, links=links, birthday=born, work=work)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (traits("jane doe"), traits("jane doe"), True),
        (traits("jane"), traits("jane"), False),  # one word is too little
        (traits("jane doe"), traits("jane dow"), False),
        (traits("jane doe", "email:j@x"), traits("jd", "email:j@x"), True),
        (traits("jane doe", "phone:+1"), traits("mum", "phone:+1"), True),
        (traits("jane doe", "linkedin:jd"), traits("jane doe", "linkedin:other"), False),
        (traits("jane doe", "email:j@x"), traits("jane doe", "email:j@y"), False),
        (traits("jane doe", "email:j@x"), traits("jane doe", "phone:+1"), True),
        (traits("a b", "email:j@x", "linkedin:a"), traits("c d", "email:j@x", "linkedin:c"), False),
        (traits("a b", "email:j@x", "email:k@x"), traits("c d", "email:j@x"), True),
        (traits("a b", "website:ibm.com"), traits("c d", "website:ibm.com"), False),
        (traits("jane doe", born=(1980, 3, 1)), traits("jane doe", born=(None, 3, 1)), True),
        (traits("jane doe", born=(1980, 3, 1)), traits("jane doe", born=(None, 4, 1)), False),
        (traits("raj patel", work=("acme", "cto")), traits("raj patel", work=("dentists", "dentist")), False),
        (traits("raj patel", work=("acme", "cto")), traits("raj patel", work=("dentists", "")), True),
        (traits("raj patel", work=("acme", "cto")), traits("raj patel", work=("ibm", "cto")), True),
        (traits("a b", "email:j@x", work=("acme", "cto")), traits("c d", "email:j@x", work=("ibm", "cfo")), True),
    ],
)
def test_the_same(one, other, same):
    assert bool(in_both([one], [other])) is same


def test_where_it_could_be_several_it_is_none():
    jane = traits("jane doe")
    assert in_both([jane, traits("jane doe", "email:j@x")], [traits("jane doe", "phone:+1")]) == {}
    assert in_both([jane], [traits("jane doe", "a:1"), traits("jane doe", "a:2")]) == {}


@given(
    st.lists(st.sampled_from(("a b", "c d", "e")), max_size=6),
    st.lists(st.sampled_from(("a b", "c d")), max_size=6),
)
def test_nobody_is_paired_twice(mine, theirs):
    pairs = in_both(
        [traits(name, f"email:{i}") for i, name in enumerate(mine)],
        [traits(name, f"phone:{i}", f"email:{i + 1}") for i, name in enumerate(theirs)],
    )
    assert len(set(pairs.values())) == len(pairs)


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
    assert one.notes == "likes tea\ntall\nFrom the other chat: Google, CTO"
    assert (one.handles, one.dates) == (THEIRS.handles, THEIRS.dates)
    assert (one.keep, one.cadence, one.cadence_since) == (Keep.OWN, SIX_WEEKS, date(2026, 1, 1))
    assert one.snoozed_until == date(2027, 1, 1)


def test_what_does_not_count_stands_in_the_notes():
    mine = replace(MINE, how_met="school", keep=Keep.OWN, cadence=Cadence(count=1, unit=Unit.WEEK))
    one = unite(mine, THEIRS, "en")
    assert (one.company, one.how_met, one.cadence) == ("IBM", "school", mine.cadence)
    assert one.notes.endswith("From the other chat: Google, CTO, a fair, every 6 weeks")
    never = unite(mine, replace(THEIRS, keep=Keep.NEVER, cadence=None, company="", title="", how_met=""), "en")
    assert never.notes.endswith("From the other chat: never")
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
