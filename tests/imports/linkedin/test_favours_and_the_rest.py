"""Invitations, recommendations, endorsements, events, notes and address books out of LinkedIn."""

from datetime import date, time

import pytest

from core.facts.events import Rsvp
from core.facts.imports import FoundEntry, Passed
from core.facts.people import Handle
from core.imports.linkedin.cells import HIDDEN, NAMESAKES, UNDATED
from core.imports.linkedin.events import UNTITLED
from core.imports.linkedin.source import SOURCE
from tests.imports.linkedin.sent import called, read

CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Tomás,Reyes,https://www.linkedin.com/in/tomasreyes,,Contoso,Lead,04 Nov 2018\n"
    "Ana,Ko,https://www.linkedin.com/in/ana-1,,Acme,,05 Nov 2018\n"
    "Ana,Ko,https://www.linkedin.com/in/ana-2,,Contoso,,06 Nov 2018\n"
)
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
TOM = "https://www.linkedin.com/in/tomasreyes"
NINA = "https://www.linkedin.com/in/nina-okafor-9b1"
RECOMMENDATIONS = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"


def how_met(invitations: str, connections: str = CONNECTIONS) -> str:
    haul = read(SOURCE, {"Connections.csv": connections, "Invitations.csv": INVITATIONS + invitations})
    assert len(haul.found) == connections.count("\n") - 1  # an invitation makes nobody
    return called(haul, "Tomás Reyes")[0].how_met


def test_who_asked_whom_is_how_they_met():
    outgoing = f'Nina Okafor,Tomás Reyes,"1/29/18, 2:37 PM",,OUTGOING,{NINA},{TOM}\n'
    incoming = f'Tomás Reyes,Nina Okafor,"11/3/18, 9:00 AM",please,INCOMING,{TOM},{NINA}\n'
    assert how_met(outgoing) == "LinkedIn, you invited them"
    assert how_met(incoming) == "LinkedIn, they invited you"
    assert how_met(outgoing + incoming) == how_met(incoming + outgoing) == "LinkedIn, they invited you"
    assert how_met("") == "LinkedIn"


def test_before_profiles_the_name_says_who_was_asked():
    row = 'Nina Okafor,Tomás Reyes,"1/29/18, 2:37 PM",,OUTGOING\n'
    assert how_met(row.replace("\n", ",,\n")) == "LinkedIn, you invited them"
    twice = CONNECTIONS + "Tomás,Reyes,https://www.linkedin.com/in/tom-2,,,,07 Nov 2018\n"
    assert how_met(row.replace("\n", ",,\n"), twice) == "LinkedIn"


def test_invitations_alone_only_add_to_people_who_are_known():
    row = f'Tomás Reyes,Nina Okafor,"11/3/18, 9:00 AM",please,INCOMING,{TOM},{NINA}\n'
    (tomas,) = read(SOURCE, {"Invitations.csv": INVITATIONS + row}).found
    assert (tomas.sure, tomas.how_met) == (False, "LinkedIn, they invited you")
    assert tomas.handles == (Handle(kind="linkedin", value=TOM),)


@pytest.mark.parametrize(
    ("name", "passed"),
    [
        ("Recommendations_Given.csv", Passed.GAVE),
        ("Recommendations Received.csv", Passed.GOT),
        ("export/recommendations_received_123.csv", Passed.GOT),
    ],
)
def test_a_recommendation_is_a_favour(name, passed):
    row = 'Tomás,Reyes,Contoso,Director,Great colleague,"03/14/24, 09:12 AM",VISIBLE\n'
    haul = read(SOURCE, {"Connections.csv": CONNECTIONS, name: RECOMMENDATIONS + row})
    entry = FoundEntry(passed=passed, on=date(2024, 3, 14), what="recommendation on LinkedIn")
    favour = called(haul, "Tomás Reyes")[1]
    assert favour.entries == (entry,)
    assert favour.origins == called(haul, "Tomás Reyes")[0].origins


def test_a_recommendation_by_somebody_who_is_no_connection_any_more_makes_them_a_contact():
    row = 'Jane,"Doe, Ph.D.",Tailspin,Researcher,Great,"03/14/24, 09:12 AM",VISIBLE\n'
    (jane,) = read(SOURCE, {"Recommendations_Received.csv": RECOMMENDATIONS + row}).found
    assert (jane.sure, jane.origins) == (True, ("linkedin:name:jane doe ph d",))
    assert (jane.company, jane.title) == ("Tailspin", "Researcher")


def test_of_namesakes_the_company_tells_who_it_was_or_nobody_does():
    rows = (
        'Ana,Ko,CONTOSO,,Great,"03/14/24, 09:12 AM",VISIBLE\n'
        'Ana,Ko,Fabrikam,,Great,"03/15/24, 09:12 AM",VISIBLE\n'
        'Ana,Ko,Acme,,Great,"soon",VISIBLE\n'
        'Ana,Ko,Acme,,Great,"03/15/24, 09:12 AM",WITHDRAWN\n'
    )
    haul = read(SOURCE, {"Connections.csv": CONNECTIONS, "Recommendations_Received.csv": RECOMMENDATIONS + rows})
    (ana,) = (each for each in haul.found if each.entries)
    assert ana.handles == (Handle(kind="linkedin", value="https://www.linkedin.com/in/ana-2"),)
    assert sorted((each.line, each.why) for each in haul.skipped) == [(3, NAMESAKES), (4, UNDATED)]


def test_without_its_name_nobody_knows_who_recommended_whom():
    row = 'Tomás,Reyes,Contoso,Director,Great colleague,"03/14/24, 09:12 AM",VISIBLE\n'
    haul = read(SOURCE, {"Recommendations.csv": RECOMMENDATIONS + row})
    assert haul.found == ()
    assert len(haul.remarks) == 1


def test_endorsements_of_a_day_are_one_favour_always_in_the_same_words():
    whom = "Endorsee First Name,Endorsee Last Name,Endorsee Public Url"
    header = f"Endorsement Date,Skill Name,{whom},Endorsement Status\n"
    rows = [
        f"2022/06/20 13:05:02 UTC,{skill},Tomás,Reyes,www.linkedin.com/in/tomasreyes,{status}\n"
        for skill, status in (("SQL", "ACCEPTED"), ("python", "ACCEPTED"), ("Go", "REJECTED"), ("SQL", ""))
    ]
    rows.append("2022/06/21 23:05:02 UTC,SQL,Tomás,Reyes,www.linkedin.com/in/tomasreyes,ACCEPTED\n")
    for order in (rows, rows[::-1]):
        haul = read(SOURCE, {"Endorsement_Given_Info.csv": header + "".join(order)}, zone="Asia/Tokyo")
        assert {each.entries[0] for each in haul.found} == {
            FoundEntry(passed=Passed.GAVE, on=date(2022, 6, 20), what="endorsement: python, SQL"),
            FoundEntry(passed=Passed.GAVE, on=date(2022, 6, 22), what="endorsement: SQL"),
        }
        assert all(each.handles == (Handle(kind="linkedin", value=TOM),) for each in haul.found)
        assert not any(each.sure for each in haul.found)  # a press of a button makes nobody a contact


def test_endorsements_before_2023_come_without_profiles():
    header = "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status\n"
    row = "2022/06/20 13:05:02 UTC,Facilitation,Tomás,Reyes,ACCEPTED\n"
    haul = read(
        SOURCE,
        {"Connections.csv": CONNECTIONS, "Endorsement_Received_Info.csv": header + row + "soon,x,Tomás,Reyes,\n"},
    )
    (favour,) = (each for each in haul.found if each.entries)
    assert favour.handles == (Handle(kind="linkedin", value=TOM),)
    assert favour.entries[0].passed is Passed.GOT
    assert [(each.line, each.why) for each in haul.skipped] == [(3, UNDATED)]


@pytest.mark.parametrize(
    ("when", "status", "at", "until", "rsvp"),
    [
        ("Mar 02, 2026 06:00 PM - Mar 02, 2026 08:00 PM", "APPROVED", time(18), time(20), Rsvp.GOING),
        ("Mar 02, 2030 12:05 AM - Mar 03, 2030 12:00 PM", "", time(0, 5), time(12), Rsvp.GOING),
        ("Mar 02, 2026 06:00 PM - Mar 02, 2026 05:00 PM", "DECLINED", time(18), None, Rsvp.NO),
        ("Mar 02, 2026 06:00 PM", "INVITED", time(18), None, Rsvp.INVITED),
        ("Mar 02, 2026", "INTERESTED", None, None, Rsvp.MAYBE),
    ],
)
def test_an_event_has_a_wall_time_and_an_answer(when, status, at, until, rsvp):
    header = "Event Name,Event Time,Status,External Url\n"
    (event,) = read(SOURCE, {"Events.csv": f'{header}Lisbon Civic Tech,"{when}",{status},javascript:x\n'}).events
    assert (event.at, event.until_at, event.rsvp, event.url) == (at, until, rsvp, "")
    assert event.timezone == "Europe/Lisbon"


def test_events_without_a_name_or_a_day_are_said():
    rows = 'Event Name,Event Time,Status,External Url\nTalk,soon,,\n,"Mar 02, 2026 06:00 PM",,\n,,,\n'
    haul = read(SOURCE, {"Events.csv": rows})
    assert haul.events == ()
    assert [(each.line, each.why) for each in haul.skipped] == [(2, UNDATED), (3, UNTITLED)]


def test_notes_are_the_owners_words_in_their_lines():
    header = "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,Edited On\n"
    rows = (
        f'Tomás,Reyes,{TOM},"met at  design week\n\nlikes \x07tea",2026-01-14 18:20:00 UTC,\n'
        ",,,who?,,\n"
        "Ana,Ko,,x,,\n"
    )
    haul = read(SOURCE, {"Connections.csv": CONNECTIONS, "Notes.csv": header + rows})
    assert [each.notes for each in haul.found if each.notes] == ["met at design week\nlikes tea"]
    assert [(each.line, each.why) for each in haul.skipped] == [(5, HIDDEN), (6, NAMESAKES)]


OLD_BOOK = (
    "First Name,Last Name,Companies,Title,Email Address,Phone Numbers,Created At,Instant Message Handles,Addresses,"
    "Sites,Full Name,Birthday,Location,Bookmarked At,Profiles\n"
    "Jo,Imported,,,jo@example.net,+351 912 000 111,,,,,Jo Imported,,,,\n"
)
NEW_BOOK = (
    "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,InstantMessageHandles,"
    "FullName,Birthday,Location,BookmarkedAt,Profiles\n"
    'Phone,,,Acme,,"jo@example.net, JO@example.org","+351 912 000 111;212345678",,,,,Jo Imported,,,,\n'
    "Phone,Nobody,,,,,,,,,,,,,,\n"
    "Gmail,,,,,list@example.net,,,,,,,,,,\n"
)


def test_an_address_book_that_linkedin_has_copied_only_adds_to_people_who_are_known():
    haul = read(SOURCE, {"Connections.csv": CONNECTIONS, "ImportedContacts.csv": NEW_BOOK})
    jo, mailing_list = haul.found[3:]
    assert not jo.sure
    assert not mailing_list.sure
    assert [each.value for each in jo.handles] == [
        *("jo@example.net", "JO@example.org"),
        *("+351912000111", "+351212345678"),
    ]
    assert [each.n for each in haul.remarks] == [2]
    assert haul.skipped == ()


@pytest.mark.parametrize("book", [OLD_BOOK, NEW_BOOK])
def test_an_address_book_by_itself_is_no_other(book):
    haul = read(SOURCE, {"Contacts.csv": book})
    assert [(each.name, each.sure) for each in haul.found if each.name] == [("Jo Imported", False)]
    assert [each.n for each in haul.remarks] == [len(haul.found)]
