"""What a newer file may change on a card: never what its owner has written, nor what they have taken away."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.facts.cadence import Cadence, Unit
from core.facts.ids import AccountId, ContactId
from core.facts.imports import Found
from core.facts.people import Anniversary, Contact, Handle, Keep, Origin, PartialDate
from core.imports.origins import names_of, origin_of, updated

MONTHLY = Cadence(count=1, unit=Unit.MONTH)
MAIL = Handle(kind="email", value="jane@example.org")
NEW_MAIL = Handle(kind="email", value="jane@new.example")
BORN = Anniversary(label="birthday", on=PartialDate(month=3, day=14))
FOUND = Found(
    name="Jane Doe",
    origins=("linkedin:jane",),
    company="Acme",
    title="Lead",
    how_met="LinkedIn",
    met_on=date(2018, 11, 4),
    notes="plays chess",
    tags=("club",),
    handles=(MAIL,),
    dates=(BORN,),
)


def card(**fields: object) -> Contact:
    today = date(2026, 11, 23)
    values = {"name": "Jane Doe", "cadence_since": today, "quiet_since": today, **fields}
    return Contact(id=ContactId("c"), owner=AccountId("a"), created_at=datetime(2026, 11, 23, tzinfo=UTC), **values)


def imported(found: Found = FOUND) -> Contact:
    return card(
        name=found.name,
        company=found.company,
        title=found.title,
        how_met=found.how_met,
        met_on=found.met_on,
        notes=found.notes,
        tags=found.tags,
        handles=found.handles,
        dates=found.dates,
        keep=Keep.TAGS,
        origins=(origin_of(found),),
    )


def test_what_is_empty_is_filled():
    after = updated(card(), FOUND)
    assert replace(after, origins=()) == replace(imported(), origins=(), keep=Keep.USUAL)
    assert after.origins == (origin_of(FOUND),)


def test_what_the_owner_wrote_stays_and_the_other_name_finds_them_too():
    mine = card(name="Janey", company="Mine", how_met="at a breakfast", notes="my own words")
    after = updated(mine, FOUND)
    assert (after.name, after.company, after.title, after.how_met, after.met_on) == (
        "Janey",
        "Mine",
        "",  # "Lead at Mine" would be wrong
        "at a breakfast",
        None,
    )
    assert after.aliases == ("Jane Doe",)
    assert after.notes == "my own words\nplays chess"


def test_the_same_once_more_changes_nothing():
    once = updated(card(name="Janey"), FOUND)
    assert updated(once, FOUND) == once
    assert updated(imported(), FOUND) == imported()


def test_a_newer_export_changes_what_nobody_has_edited():
    newer = replace(
        FOUND, name="Jane Roe", company="Contoso", title="CTO", notes="plays go", handles=(MAIL, NEW_MAIL)
    )
    after = updated(imported(), newer)
    assert (after.name, after.aliases) == ("Jane Roe", ("Jane Doe",))
    assert (after.company, after.title, after.notes) == ("Contoso", "CTO", "plays go")
    assert after.handles == (MAIL, NEW_MAIL)


def test_a_newer_export_leaves_what_was_edited():
    edited = replace(imported(), company="My own", name="Jane D.", notes="mine")
    after = updated(edited, replace(FOUND, company="Contoso", title="CTO", notes="plays go", name="Jane Roe"))
    assert (after.company, after.title, after.name) == ("My own", "Lead", "Jane D.")
    assert after.notes == "mine\nplays go"


def test_what_was_taken_away_does_not_come_back():
    bare = replace(
        imported(), company="", title="", notes="", tags=(), handles=(), dates=(), how_met="", met_on=None
    )
    after = updated(bare, FOUND)
    assert replace(after, origins=()) == replace(bare, origins=())


def test_one_source_does_not_overrule_another():
    google = replace(FOUND, origins=("google:1",), company="Acme Inc.", title="", handles=(NEW_MAIL,))
    after = updated(imported(), google)
    assert after.company == "Acme"
    assert after.handles == (MAIL, NEW_MAIL)
    newer = updated(after, replace(FOUND, company="Contoso"))
    assert newer.company == "Contoso"
    assert {key for origin in newer.origins for key in origin.keys} == {"linkedin:jane", "google:1"}


def test_a_new_name_of_a_profile_takes_the_old_ones_place_unless_the_owner_wrote_it():
    old, new = (Handle(kind="x", value=f"https://x.com/{name}") for name in ("bo_old", "bo_new"))
    mail = Handle(kind="email", value="bo@example.org")
    before = Found(name="Bo Li", origins=("x:222",), handles=(old, mail))
    after = replace(before, handles=(new,))
    renamed = updated(imported(before), after)
    assert renamed.handles == (mail, new)
    assert updated(renamed, before).handles == (mail, new)  # an older archive
    mine = card(name="Bo Li", handles=(old,), origins=(origin_of(replace(before, handles=())),))
    assert updated(mine, after).handles == (old, new)


def test_a_birthday_is_completed():
    full = Anniversary(label="Birthday", on=PartialDate(year=1980, month=3, day=14))
    other = Anniversary(label="birthday", on=PartialDate(year=1981, month=3, day=14))
    assert updated(card(dates=(BORN,)), replace(FOUND, dates=(full,))).dates == (replace(full, label="birthday"),)
    assert updated(card(dates=(full,)), replace(FOUND, dates=(other,))).dates == (full,)


def test_a_rhythm_chosen_elsewhere_counts_until_the_owner_chooses():
    wanted = replace(FOUND, cadence=MONTHLY)
    assert (updated(imported(), wanted).keep, updated(imported(), wanted).cadence) == (Keep.OWN, MONTHLY)
    assert updated(card(keep=Keep.NEVER), wanted).keep is Keep.NEVER
    taken_off = replace(updated(imported(), wanted), keep=Keep.TAGS, cadence=None)
    assert updated(taken_off, wanted).cadence is None


_BY_HAND = st.sampled_from(["", "by hand"])
_TEXT = st.sampled_from(["", "Acme", "Contoso", "Lead", "Mine"])
_FOUND = st.builds(
    Found,
    name=st.sampled_from(["Jane Doe", "Jane Roe", "Jane"]),
    origins=st.sampled_from([(), ("linkedin:jane",), ("google:1",), ("google:1", "linkedin:jane")]),
    aliases=st.sampled_from([(), ("JD",)]),
    company=_TEXT,
    title=_TEXT,
    how_met=_TEXT,
    met_on=st.sampled_from([None, date(2018, 11, 4), date(2020, 1, 1)]),
    notes=_TEXT,
    tags=st.lists(st.sampled_from(["club", "Club", "x"]), max_size=2, unique=True).map(tuple),
    handles=st.lists(st.sampled_from([MAIL, NEW_MAIL]), max_size=2, unique=True).map(tuple),
    dates=st.sampled_from([(), (BORN,), (Anniversary(label="birthday", on=PartialDate(year=1980, month=3)),)]),
    cadence=st.sampled_from([None, MONTHLY]),
)
_CARDS = st.builds(
    card,
    name=st.sampled_from(["Janey", "Jane by hand"]),
    company=_BY_HAND,
    title=_BY_HAND,
    notes=_BY_HAND,
    how_met=_BY_HAND,
    tags=st.sampled_from([(), ("club",)]),
    handles=st.sampled_from([(), (MAIL,)]),
    dates=st.sampled_from([(), (BORN,)]),
    origins=st.sampled_from([(), (Origin(keys=("linkedin:jane",)),)]),
)


@given(_CARDS, _FOUND)
def test_once_is_as_good_as_twice(contact, found):
    once = updated(contact, found)
    assert updated(once, found) == once
    assert set(names_of(found)) <= {key for origin in once.origins for key in origin.keys}


@given(_CARDS, st.lists(_FOUND, max_size=3))
def test_what_its_owner_wrote_by_hand_is_never_lost(contact, founds):
    after = contact
    for found in founds:
        after = updated(after, found)
    for name in ("name", "company", "title", "how_met"):
        assert getattr(after, name) == getattr(contact, name) or not getattr(contact, name)
    assert contact.notes in after.notes
    assert set(contact.tags) <= set(after.tags)
    assert set(contact.handles) <= set(after.handles)
    assert (after.id, after.owner, after.status) == (contact.id, contact.owner, contact.status)


@given(_CARDS, _FOUND)
def test_what_was_taken_away_after_an_import_stays_away(contact, found):
    after = updated(contact, found)
    taken = replace(after, company="", title="", notes="", tags=(), handles=(), dates=(), how_met="", met_on=None)
    assert replace(updated(taken, found), origins=()) == replace(taken, origins=())


def test_only_the_same_source_changes_what_a_source_has_said():
    google = Found(name="Jane Doe", company="Acme", title="Lead", notes="chess", sources=("google",))
    outlook = replace(google, company="Contoso", title="Boss", notes="golf", sources=("outlook",))
    after = updated(imported(google), outlook)
    assert (after.company, after.title, after.notes) == ("Acme", "Lead", "chess\ngolf")
    both = replace(outlook, sources=("outlook", "google"))
    assert (updated(imported(google), both).company, updated(after, both).company) == ("Acme", "Acme")
    after = updated(after, replace(google, company="Contoso", title="Boss"))
    assert (after.company, after.title) == ("Contoso", "Boss")
    assert updated(after, outlook) == after


def test_company_and_title_come_together_or_not_at_all():
    newer = replace(FOUND, company="NewCo", title="VP")
    for edited, after in (
        ({}, ("NewCo", "VP")),
        ({"title": "Big Boss"}, ("Acme", "Big Boss")),
        ({"company": "Mine"}, ("Mine", "Lead")),
        ({"title": ""}, ("NewCo", "VP")),
        ({"company": "", "title": "Big Boss"}, ("", "Big Boss")),
    ):
        found = updated(replace(imported(), **edited), newer)
        assert (found.company, found.title) == after, edited
    without_title = updated(imported(), replace(FOUND, company="NewCo", title=""))
    assert (without_title.company, without_title.title) == ("NewCo", "")
