"""Every era's export as a whole: what it says of whom."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.facts.events import FoundEvent, Rsvp
from core.facts.imports import Exchange, FoundEntry, Passed
from core.imports.joining import join
from core.imports.linkedin.source import SOURCE
from tests.imports.linkedin.sent import called, piece, read, sample

ERAS = (
    "2018-11_complete",
    "2021-05_basic",
    "2022-09_complete",
    "2023-10_basic",
    "2025-08_basic",
    "2026-03_complete",
)


def people(*eras: str):
    """Everybody in these exports, each once."""
    files = {f"{era}/{path}": content for era in eras for path, content in sample(era).items()}
    return {each.name: each for each in join(read(SOURCE, files).found).people}


def test_2018_both_directions_without_any_profile():
    found = people("2018-11_complete")
    assert {name for name, each in found.items() if each.sure} == {"Tomás Reyes", "Mary O'Brien"}
    tomas = found["Tomás Reyes"]
    assert tomas.exchanges == (Exchange(via="LinkedIn", sent_on=date(2018, 11, 4), received_on=date(2018, 11, 4)),)
    assert tomas.how_met == "LinkedIn, you invited them"
    assert found["Mary O'Brien"].exchanges == ()


def test_2021_names_in_connections_and_profiles_in_messages_are_one():
    found = people("2021-05_basic")
    assert set(found) == {"Tomás Reyes", "Mary O'Brien"}  # neither an unanswered invitation nor LinkedIn Member
    tomas = found["Tomás Reyes"]
    assert [each.value for each in tomas.handles] == ["https://www.linkedin.com/in/tomasreyes"]
    assert tomas.exchanges == (Exchange(via="LinkedIn", received_on=date(2021, 4, 2)),)


def test_2022_a_group_is_no_exchange_and_an_endorsement_is_a_favour():
    found = people("2022-09_complete")
    assert set(found) == {"Tomás Reyes", "Jane Doe, Ph.D."}
    assert not any(each.exchanges for each in found.values())
    entry = FoundEntry(passed=Passed.GOT, on=date(2022, 6, 20), what="endorsement: Facilitation")
    assert found["Tomás Reyes"].entries == (entry,)


def test_2023_spam_advertising_and_groups_are_left_out():
    haul = read(SOURCE, sample("2023-10_basic"))
    assert not any(each.exchanges for each in haul.found)
    assert [each.n for each in haul.remarks] == [2, 1]  # messages; a group
    jane, tomas = called(haul, "Jane Doe, Ph.D.")[0], called(haul, "Tomás Reyes")[0]
    assert jane.how_met == "LinkedIn, you invited them"
    assert tomas.how_met == "LinkedIn"
    assert not called(haul, "Ama Owusu")  # invited, and never accepted


def test_2025_a_draft_is_no_answer():
    (kofi,) = people("2025-08_basic").values()
    assert kofi.exchanges == (Exchange(via="LinkedIn", received_on=date(2025, 8, 1)),)


def test_2026_everything():
    haul = read(SOURCE, sample("2026-03_complete"))
    found = people("2026-03_complete")
    assert set(found) == {"Tomás Reyes", "Zoë Brandt"}
    zoe = found["Zoë Brandt"]
    assert zoe.exchanges == (Exchange(via="LinkedIn", sent_on=date(2026, 2, 1), received_on=date(2026, 2, 1)),)
    assert zoe.notes == "met at design week"
    recommendation = FoundEntry(passed=Passed.GAVE, on=date(2024, 3, 14), what="recommendation on LinkedIn")
    assert found["Tomás Reyes"].entries == (recommendation,)
    assert haul.events == (
        FoundEvent(
            origin="linkedin:event:lisbon civic tech|2026-03-02",
            title="Lisbon Civic Tech",
            on=date(2026, 3, 2),
            timezone="Europe/Lisbon",
            at=time(18),
            until_on=date(2026, 3, 2),
            until_at=time(20),
            url="https://example.org/e/1",
            rsvp=Rsvp.GOING,
        ),
    )


def test_the_exports_of_all_years_together_are_the_same_few_people():
    found = people(*ERAS)
    sure = {name for name, each in found.items() if each.sure}
    assert sure == {"Tomás Reyes", "Mary O'Brien", "Jane Doe, Ph.D.", "Kofi Mensah", "Zoë Brandt"}
    assert found["Tomás Reyes"].met_on == date(2018, 11, 4)
    assert found["Tomás Reyes"].exchanges == (
        Exchange(via="LinkedIn", sent_on=date(2018, 11, 4), received_on=date(2021, 4, 2)),
    )


@settings(max_examples=20)
@given(st.permutations(sorted(sample("2026-03_complete"))), st.sampled_from(ERAS[:-1]))
def test_the_order_of_the_files_says_nothing(order, era):
    for files in (sample("2026-03_complete"), sample(era)):
        shuffled = {path: files[path] for path in order if path in files} | files
        assert set(read(SOURCE, shuffled).found) == set(read(SOURCE, files).found)


@pytest.mark.parametrize("era", ERAS)
def test_the_same_export_twice_is_the_same_people(era):
    assert people(era) == people(era)
    files = sample(era)
    both = join((*read(SOURCE, files).found, *read(SOURCE, files).found)).people
    assert [each.name for each in both] == list(people(era))


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("2018-11_complete/Messages.csv", "messages"),
        ("2018-11_complete/Imported Contacts.csv", "address book"),
        ("2023-10_basic/guide_messages.csv", "aside"),
        ("2026-03_complete/LearningCoachMessages.csv", "aside"),
        ("2026-03_complete/Comments_34875879.csv", "aside"),
        ("2026-03_complete/Recommendations_Given.csv", "recommendations given"),
        ("2022-09_complete/Endorsement_Received_Info.csv", "endorsements received"),
        ("2022-09_complete/Profile.csv", "profile"),
    ],
)
def test_every_file_is_recognised_by_what_is_in_it(path, part):
    era, name = path.split("/")
    content = sample(era)[name]
    assert SOURCE.part(piece(name, content)) == part
    if part != "aside" and not part.startswith("recommendations"):  # these two only their names tell apart
        assert SOURCE.part(piece("sent (1).csv", content)) == part


def test_coaches_have_the_columns_of_messages_and_are_nobody():
    content = sample("2026-03_complete")["messages.csv"]
    for name in ("guide_messages.csv", "coach_messages.csv", "learning_role_play_messages.csv"):
        assert SOURCE.part(piece(f"Export/{name}", content)) == "aside"
    assert SOURCE.part(piece("Export/messages (1).csv", content)) == "messages"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("PhoneNumbers.csv", "Extension,Number,Type\n,+351 912 000 000,Mobile\n"),
        ("Whatsapp Phone Numbers.csv", "Number,Extension,Is_WhatsApp_Number\n912000000,351,true\n"),
        (
            "Email Addresses.csv",
            'Email Address,Confirmed,Primary,Updated On\nnina@example.org,Yes,Yes,"01/02/26, 01:00 PM"\n',
        ),
        ("Member_Follows.csv", "Date,Status,FullName\r\n2024-03-01 10:11:12,Active,Some Star\r\n"),
        ("Company Follows.csv", "Organization,Followed On\nAcme,Tue Mar 04 10:11:12 UTC 2025\n"),
        ("Positions.csv", "Company Name,Title,Description,Location,Started On,Finished On\nAcme,Lead,,,2020,\n"),
    ],
)
def test_files_with_nobody_in_them_are_ignored_and_alone_said_to_be_so(name, content):
    alone = read(SOURCE, {name: content})
    assert alone.found == ()
    assert [each.values for each in alone.remarks] == [{"name": name}]
    with_others = read(SOURCE, {name: content, "Connections.csv": sample("2025-08_basic")["Connections.csv"]})
    assert [each.name for each in with_others.found] == ["Kofi Mensah"]
    assert with_others.remarks == ()


def test_nothing_that_was_written_leaves_the_reader():
    said = "".join(repr(read(SOURCE, sample(era))) for era in ERAS)
    for words in (
        "Coffee?",
        "mockups",
        "half-written",
        "Great, ",
        "Guaranteed",
        "Great colleague",
        "at the meetup",
    ):
        assert words not in said
