"""Who of what was found is known, by what, and who may be: decided from keys and names alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.ids import AccountId, ContactId, ImportId
from core.facts.imports import Found
from core.facts.keys import KeyKind, keys_of
from core.facts.people import Contact, Handle, Origin
from core.imports.comparing import By, Candidates, Compared, chunks, tell_apart
from core.imports.origins import origin_of

LINKEDIN = Handle(kind="linkedin", value="https://www.linkedin.com/in/jane")
OTHER = Handle(kind="linkedin", value="https://www.linkedin.com/in/jane-2")
MAIL = Handle(kind="email", value="jane@example.org")
PHONE = Handle(kind="phone", value="+14165550199")
AT_HOME = Handle(kind="phone", value="4165550199")
WHATSAPP = Handle(kind="whatsapp", value="+14165550199")
IMPORT = ImportId("i")
JANES_CARD = Origin(keys=("vcard:abcdefgh-1",), said=())
MET = Origin(keys=("linkedin:jane doe|2018-11-04",), said=())
LATER = ("linkedin:jane doe|2020-01-01",)
ANA = Origin(keys=("whatsapp:ana|12.3.2019",), said=())


def contact(number: int = 1, **fields: object) -> Contact:
    today = date(2026, 11, 23)
    values = {"name": "Jane Doe", "cadence_since": today, "quiet_since": today, **fields}
    created_at = datetime(2026, 11, 23, tzinfo=UTC)
    return Contact(id=ContactId(str(number)), owner=AccountId("a"), created_at=created_at, **values)


def compared(
    contacts: Sequence[Contact],
    *found: Found,
    same: Mapping[int, ContactId | None] | None = None,
    import_id: ImportId | None = None,
) -> Compared:
    """What the statements of `compare` would find, without a database."""
    by: dict[KeyKind, dict[str, list[ContactId]]] = {kind: {} for kind in KeyKind}
    for each in contacts:
        for key in keys_of(each):
            by[key.kind].setdefault(key.value, []).append(each.id)
    candidates = Candidates(
        {each.id: each for each in contacts}, by[KeyKind.ORIGIN], by[KeyKind.LINK], by[KeyKind.NAME]
    )
    [rows] = chunks(found, "CA")
    return tell_apart(rows, candidates, same or {}, import_id)


@pytest.mark.parametrize(
    ("known", "found", "by"),
    [
        (contact(handles=(LINKEDIN,)), Found(name="Anybody Else", handles=(LINKEDIN,)), By.LINK),
        (contact(handles=(MAIL,)), Found(name="Jane M. Doe", handles=(MAIL,)), By.MAIL),
        (contact(handles=(PHONE,)), Found(name="Jane", handles=(AT_HOME,)), By.PHONE),
        (contact(handles=(AT_HOME,)), Found(name="Jane", handles=(PHONE,)), By.PHONE),
        (contact(handles=(PHONE,)), Found(name="Jane", handles=(WHATSAPP,)), By.PHONE),
        (contact(handles=(WHATSAPP,)), Found(name="", sure=False, handles=(PHONE,)), By.PHONE),
        (
            contact(origins=(origin_of(Found(name="J", origins=("x:1",))),)),
            Found(name="Somebody", origins=("x:1",)),
            By.SOURCE,
        ),
        (contact(origins=(origin_of(Found(name="Jane Doe")),)), Found(name="Jane Doe"), By.SOURCE),
        (contact(company="ACME"), Found(name="jane doe", company="Acme"), By.NAME),
        (contact(aliases=("Jane D",), company="Acme"), Found(name="Jane D", company="Acme"), By.NAME),
        (
            contact(import_id=IMPORT, met_on=date(2018, 11, 4)),
            Found(name="Jane Doe", met_on=date(2018, 11, 4), company="Elsewhere"),
            By.SOURCE,
        ),
    ],
)
def test_who_is_known_and_by_what(known, found, by):
    [who] = compared([known], found).known.values()
    assert (who.contact, who.by) == (known, by)


@pytest.mark.parametrize(
    ("contacts", "found", "alike"),
    [
        ([contact()], Found(name="Jane Doe"), True),
        ([contact()], Found(name="Jane Doe", company="Acme"), True),
        ([contact(handles=(MAIL,))], Found(name="Raj Patel", handles=(MAIL,)), True),
        ([contact(handles=(PHONE,))], Found(name="Ivo Doe", handles=(PHONE,)), True),
        ([contact(handles=(PHONE,))], Found(name="Jane Roe", handles=(PHONE,)), True),
        ([contact(origins=(JANES_CARD,))], Found(name="Bob Ray", origins=("vcard:abcdefgh-1",)), True),
        ([contact(handles=(LINKEDIN,), origins=(MET,))], Found(name="J", origins=MET.keys, handles=(OTHER,)), True),
        ([contact(company="Acme", origins=(MET,))], Found(name="Jane Doe", company="Acme", origins=LATER), True),
        ([contact(name="Ana", origins=(ANA,))], Found(name="Ana", origins=("whatsapp:ana|13.4.2020",)), True),
        ([contact(origins=(origin_of(Found(name="Jane Doe", where="a.csv")),))], Found(name="Jane Doe"), True),
        ([contact(name="Jane")], Found(name="Jane"), False),
        ([contact(), contact(2)], Found(name="Jane Doe"), True),
        ([contact(each) for each in range(6)], Found(name="Jane Doe"), False),  # nobody can say which
        ([contact()], Found(name="Jane Doe", sure=False), True),
        ([contact(name="Jane")], Found(name="Jane", sure=False), False),
        ([contact(handles=(LINKEDIN,))], Found(name="Jane Doe", handles=(OTHER,)), False),
        ([contact(handles=(LINKEDIN, MAIL))], Found(name="Jane Doe", handles=(OTHER, MAIL)), False),
        ([contact(company="Acme"), contact(2, company="Acme")], Found(name="Jane Doe", company="Acme"), True),
    ],
)
def test_a_name_alone_is_never_enough(contacts, found, alike):
    result = compared(contacts, found)
    assert (result.new or result.unsure) == (0,)
    assert not result.known
    assert bool(result.alike) is alike
    assert [*result.alike.values()] == ([contacts] if alike else [])


def test_a_number_for_good_counts_more_than_a_handle():
    before, after = (Handle(kind="x", value=f"https://x.com/{name}") for name in ("bo_old", "bo_new"))
    bo = contact(name="Bo Li", handles=(before,), origins=(Origin(keys=("x:222",), said=()),))
    renamed, other = (Found(name="B", origins=("x:222",), handles=(after,)), Found(name="Bo", origins=("x:3",)))
    result = compared([bo], renamed, replace(other, handles=(before,)))
    assert result.known[0].by is By.SOURCE
    assert result.new == (1,)


def test_of_several_with_one_number_it_is_the_one_of_that_name():
    office = [contact(1, name="Jane Doe", handles=(PHONE,)), contact(2, name="Jane Roe", handles=(PHONE,))]
    [who] = compared(office, Found(name="Jane Roe", handles=(PHONE,))).known.values()
    assert who.contact == office[1]
    assert compared(office, Found(name="Jane", handles=(PHONE,))).new == (0,)


def test_strangers_make_nobody_a_contact():
    result = compared([], Found(name="Jane Doe", sure=False), Found(name="", handles=(MAIL,)), Found(name="Raj"))
    assert result.unsure == (0, 1)
    assert result.new == (2,)


def test_what_the_owner_has_decided_counts():
    mine = contact()
    same = compared([mine], Found(name="Jane Doe"), same={0: mine.id})
    assert same.by() == {By.CHOICE: 1}
    apart = compared([mine], Found(name="Jane Doe"), same={0: None})
    assert (apart.new, apart.alike, apart.apart) == ((0,), {}, {0: [mine]})
    gone = compared([mine], Found(name="Jane Doe"), same={0: ContactId("gone")})
    assert (gone.new, gone.alike, gone.apart) == ((0,), {0: [mine]}, {})


def test_whom_this_import_has_added_is_known_again_but_not_for_a_namesake():
    row = Found(name="Jane Doe", company="Acme")
    added = contact(company="Acme", import_id=IMPORT, origins=(origin_of(row),))
    assert compared([added], row, import_id=IMPORT).by() == {By.SOURCE: 1}
    assert compared([added], Found(name="Jane Doe", company="Acme", title="CTO"), import_id=IMPORT).new == (0,)


_HANDLES = st.lists(
    st.sampled_from([LINKEDIN, OTHER, MAIL, PHONE, AT_HOME, WHATSAPP]), max_size=3, unique_by=lambda each: each.kind
).map(tuple)
_NAMES = st.sampled_from(["Jane Doe", "Jane Roe", "Jane", "Raj Patel"])
_COMPANIES = st.sampled_from(["", "Acme"])
_FOUND = st.builds(
    Found,
    name=_NAMES,
    company=_COMPANIES,
    handles=_HANDLES,
    origins=st.sampled_from([(), ("x:1",), ("x:2",)]),
    sure=st.booleans(),
)


@given(st.lists(_FOUND, max_size=4), st.lists(_FOUND, min_size=1, max_size=4))
def test_everybody_has_one_place_and_nobody_is_taken_for_somebody_with_another_profile(theirs, found):
    contacts = [
        contact(at, name=each.name, company=each.company, handles=each.handles, origins=(origin_of(each),))
        for at, each in enumerate(theirs)
    ]
    result = compared(contacts, *found)
    assert sorted([*result.new, *result.known, *result.unsure]) == list(range(len(found)))
    assert set(result.alike) <= {*result.new, *result.unsure}
    for place, who in result.known.items():
        mine = {each for each in found[place].handles if each.kind == "linkedin"}
        hers = {each for each in who.contact.handles if each.kind == "linkedin"}
        assert not (mine and hers) or mine & hers or found[place].origins  # who is numbered may be renamed


@given(_FOUND)
def test_whoever_was_added_is_known_by_the_same_row(found):
    added = contact(name=found.name, company=found.company, handles=found.handles, origins=(origin_of(found),))
    assert compared([added], found).known
