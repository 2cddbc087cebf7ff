"""Who is one person among what several files say: whatever the order, and nobody swallowed."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.imports import Exchange, Found, FoundEntry, Passed
from core.facts.people import Anniversary, Handle, PartialDate
from core.imports.joining import contradict, join, link_keys
from core.imports.numbered import for_good

JANE = Handle(kind="linkedin", value="https://www.linkedin.com/in/jane")
OTHER_JANE = Handle(kind="linkedin", value="https://www.linkedin.com/in/jane-2")
MAIL = Handle(kind="email", value="jane@example.org")
INFO = Handle(kind="email", value="info@example.org")
PHONE = Handle(kind="phone", value="+14165550199")


def test_parts_that_share_a_key_are_one_person_with_all_that_is_said_of_them():
    row = Found(name="Jane Doe", where="Connections.csv", line=5, handles=(JANE,), company="Acme", title="CTO")
    talk = Found(
        name="Jane Doe",
        where="messages.csv",
        handles=(JANE,),
        exchanges=(Exchange(via="LinkedIn", sent_on=date(2024, 1, 1), received_on=date(2024, 1, 2)),),
        sure=True,
    )
    praise = Found(
        name="Jane",
        handles=(Handle(kind="linkedin", value=JANE.value.upper().replace("HTTPS", "https")),),
        sure=False,
        entries=(FoundEntry(passed=Passed.GOT, on=date(2020, 1, 1), what="endorsement: Python"),),
    )
    [jane] = join([row, talk, praise]).people
    assert (jane.name, jane.where, jane.line, jane.company, jane.title) == (
        "Jane Doe",
        "Connections.csv",
        5,
        "Acme",
        "CTO",
    )
    assert jane.sure
    assert jane.aliases == ("Jane",)
    assert jane.exchanges == talk.exchanges
    assert jane.entries == praise.entries


def test_a_chain_of_keys_joins_across_sources():
    parts = [
        Found(name="Jane Doe", handles=(JANE, MAIL)),
        Found(name="Jane D.", handles=(PHONE,), origins=("telegram:1",)),
        Found(name="Jane", handles=(MAIL, PHONE), dates=(Anniversary(label="birthday", on=PartialDate(day=1)),)),
        Found(name="", origins=("telegram:1",), sure=False),
    ]
    joined = join(parts)
    assert len(joined.people) == 1
    assert joined.places == (0, 0, 0, 0)
    assert joined.people[0].handles == (JANE, MAIL, PHONE)


@pytest.mark.parametrize(
    "parts",
    [
        [Found(name="Jane Doe", handles=(JANE, MAIL)), Found(name="Jane Doe", handles=(OTHER_JANE, MAIL))],
        [Found(name="Jane Doe", handles=(INFO,)), Found(name="Raj Patel", handles=(INFO,))],
        [Found(name="Ana Kovac", handles=(PHONE,)), Found(name="Ivo Kovac", handles=(PHONE,))],
        [Found(name="Jane Doe"), Found(name="Jane Doe", company="Acme")],
        [
            Found(name="Jane", handles=(Handle(kind="website", value="https://acme.example"),)),
            Found(name="Jane", handles=(Handle(kind="website", value="https://acme.example"),), company="Acme"),
        ],
    ],
    ids=["two profiles", "a shared mailbox", "a family's phone", "a mere name", "a company's website"],
)
def test_rather_two_cards_than_two_people_in_one(parts):
    assert len(join(parts).people) == 2


def test_several_short_forms_of_one_name_are_one_person_but_a_family_is_not():
    def sharing(*names: str) -> int:
        return len(join([Found(name=name, handles=(MAIL,), where=name) for name in names]).people)

    assert sharing("Jane", "J. Doe", "Jane Doe") == 1
    assert sharing("Kovac", "Ana Kovac", "Ivo Kovac") == 3


def test_a_shared_key_joins_nobody_not_even_those_who_would_fit():
    parts = [
        Found(name="Jane Doe", handles=(JANE, INFO)),
        Found(name="Jane Doe", handles=(OTHER_JANE, INFO)),
        Found(name="Jane Doe", handles=(INFO,), company="Acme"),
    ]
    assert len(join(parts).people) == 3


@pytest.mark.parametrize(
    ("one", "other", "region", "people"),
    [
        ("+14165550199", "4165550199", "", 1),
        ("+14165550199", "4165550199", "CA", 1),
        ("+49301234567", "0301234567", "", 1),
        ("+49301234567", "+1301234567", "", 2),
        ("4165550199", "4165550199", "", 1),
        ("555", "555", "CA", 1),
    ],
)
def test_numbers_meet_with_and_without_their_country(one, other, region, people):
    parts = [Found(name="Jane", handles=(Handle(kind="phone", value=each),), where=each) for each in (one, other)]
    joined = join(parts, region).people
    assert len(joined) == people
    if people == 1 and one.startswith("+"):
        assert [each.value for each in joined[0].handles] == [one]


def test_a_number_is_found_as_whatsapps_too():
    keys = link_keys(Handle(kind="phone", value="+14165550199"))
    assert {"phone:+14165550199", "whatsapp:+14165550199", "phone:4165550199"} <= {*keys}
    assert not link_keys(Handle(kind="website", value="https://acme.example"))


def test_two_forms_of_one_profile_do_not_contradict():
    pub = Handle(kind="linkedin", value="https://www.linkedin.com/pub/jane/1/2/3")
    assert not contradict([JANE], [pub])
    assert contradict([JANE], [OTHER_JANE])
    assert not contradict([Handle(kind="telegram", value="@jane")], [Handle(kind="telegram", value="+14165550199")])


def test_whoever_is_numbered_for_good_is_the_same_under_a_new_handle_and_another_under_the_old():
    before, after = (Handle(kind="x", value=f"https://x.com/{name}") for name in ("bo_old", "bo_new"))
    parts = [
        Found(name="Bo Li", origins=("x:222",), handles=(before,)),
        Found(name="Bo Li", origins=("x:222",), handles=(after,)),
        Found(name="Raj Patel", origins=("x:333",), handles=(before,)),
    ]
    assert join(parts).places == (0, 0, 1)


def test_two_cards_with_one_uid_are_one_persons_only_if_the_given_name_is_the_same():
    def named(*names: str) -> int:
        return len(join([Found(name=name, where=name, origins=("vcard:abcdefgh-1",)) for name in names]).people)

    assert named("Ann Lee", "Bob Ray") == 2
    assert named("Jane Doe", "Jane Roe") == 1
    assert named("Jane Doe", "") == 1


def test_rows_that_repeat_somebody_are_counted():
    rows = [Found(name="Jane Doe", where="a.csv", line=line, handles=(MAIL,)) for line in (2, 3, 4)]
    assert join(rows).doubles == 2
    assert join([rows[0], rows[0]]).doubles == 0  # the same file once more
    assert join([rows[0], Found(name="Jane Doe", where="b.csv", line=3, handles=(MAIL,))]).doubles == 0


def test_last_messages_are_the_latest_of_each_place_and_direction():
    parts = [
        Found(name="Jane", origins=("a:1",), exchanges=(Exchange(via="X", sent_on=date(2024, 1, 1)),)),
        Found(
            name="Jane",
            origins=("a:1",),
            exchanges=(
                Exchange(via="X", sent_on=date(2023, 1, 1), received_on=date(2023, 2, 1)),
                Exchange(via="WhatsApp", received_on=date(2022, 4, 3), received_or=date(2022, 3, 4)),
            ),
        ),
    ]
    [jane] = join(parts).people
    assert jane.exchanges == (
        Exchange(via="X", sent_on=date(2024, 1, 1), received_on=date(2023, 2, 1)),
        Exchange(via="WhatsApp", received_on=date(2022, 4, 3), received_or=date(2022, 3, 4)),
    )


_NAMES = st.sampled_from(["", "Jane Doe", "Jane", "Raj Patel", "Ana Kovac", "Ivo Kovac", "J. Doe"])
_HANDLES = st.sampled_from(
    [
        JANE,
        OTHER_JANE,
        MAIL,
        INFO,
        PHONE,
        Handle(kind="phone", value="4165550199"),
        Handle(kind="phone", value="+494165550199"),
        Handle(kind="whatsapp", value="+14165550199"),
        Handle(kind="x", value="https://x.com/jane"),
        Handle(kind="x", value="https://x.com/raj"),
        Handle(kind="website", value="https://acme.example"),
    ]
)
_PARTS = st.lists(
    st.builds(
        Found,
        name=_NAMES,
        company=st.sampled_from(["", "Acme", "Contoso"]),
        handles=st.lists(_HANDLES, max_size=3, unique_by=lambda each: each.kind).map(tuple),
        origins=st.lists(st.sampled_from(["x:1", "x:2", "linkedin:jane"]), max_size=2, unique=True).map(tuple),
        sure=st.booleans(),
        tags=st.lists(st.sampled_from(["club", "Club", "école"]), max_size=2).map(tuple),
    ),
    max_size=8,
)


@given(_PARTS, st.randoms(use_true_random=False))
def test_who_is_one_with_whom_does_not_depend_on_the_order(parts, random):
    order = list(range(len(parts)))
    random.shuffle(order)
    one, other = join(parts, "CA"), join([parts[at] for at in order], "CA")
    groups = {frozenset(at for at in range(len(parts)) if one.places[at] == each) for each in set(one.places)}
    shuffled = {
        frozenset(order[at] for at in range(len(parts)) if other.places[at] == each) for each in set(other.places)
    }
    assert groups == shuffled


@given(_PARTS)
def test_nothing_that_was_said_is_lost_and_nobody_has_two_profiles_who_had_one(parts):
    joined = join(parts)
    assert len(joined.places) == len(parts)
    assert sorted(set(joined.places)) == list(range(len(joined.people)))
    for part, place in zip(parts, joined.places, strict=True):
        person = joined.people[place]
        assert set(part.origins) <= set(person.origins)
        kept = {each.value for each in person.handles}
        assert all(
            each.value in kept or f"+1{each.value}" in kept or f"+49{each.value}" in kept for each in part.handles
        )
        assert not part.name or part.name in (person.name, *person.aliases) or " " in person.name
        assert person.sure or not part.sure
    for one, other in combinations(range(len(parts)), 2):
        place = joined.places[one]
        if place == joined.places[other] and not for_good(joined.people[place].origins):
            assert not contradict(parts[one].handles, parts[other].handles)


@given(_PARTS)
def test_joining_what_is_joined_changes_nothing(parts):
    once = join(parts).people
    again = join(once)
    assert len(again.people) <= len(once)
    assert join(again.people).people == again.people or len(join(again.people).people) < len(again.people)
