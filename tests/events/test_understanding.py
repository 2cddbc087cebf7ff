"""What is understood of lines and of pasted invitations; it is Monday, 23 November 2026, nine in Toronto."""

from datetime import UTC, date, datetime

import pytest

from core.chat.errors import Refusal
from core.events.invitations import is_invitation
from core.events.understanding import Missing, Understood, understood
from core.facts.account import Account
from core.facts.ids import AccountId

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
ADA = Account(id=AccountId("ada"), created_at=NOW, timezone="America/Toronto")


def read(text: str, when: str = "") -> Understood:
    found = understood(text, NOW, ADA, when)
    assert isinstance(found, Understood), found
    return found


def brief(found: Understood) -> str:
    until = "".join(f" {each}" for each in (found.until_on, found.until_at) if each)
    at = f" {found.at:%H:%M}" if found.at else ""
    return f"{found.title} | {found.on}{at}{' –' + until if until else ''} | {found.place} | {found.url}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Kiwanis breakfast Tue 7:30 at Brampton Hall", "Kiwanis breakfast | 2026-11-24 07:30 | Brampton Hall | "),
        ("Coffee with Jane Fri 10-11am @ Balzac's", "Coffee with Jane | 2026-11-27 10:00 – 11:00:00 | Balzac's | "),
        ("Drinks Dec 3 6-9pm", "Drinks | 2026-12-03 18:00 – 21:00:00 |  | "),
        ("Lunch tomorrow noon for 90 min", "Lunch | 2026-11-24 12:00 – 13:30:00 |  | "),
        ("Party Sat 10pm-2am", "Party | 2026-11-28 22:00 – 2026-11-29 02:00:00 |  | "),
        ("Conference Dec 4-6", "Conference | 2026-12-04 – 2026-12-06 |  | "),
        ("Fair 5 Dec", "Fair | 2026-12-05 |  | "),
        (
            "Meetup Thursday 18:00 on Zoom https://zoom.us/j/123",
            "Meetup | 2026-11-26 18:00 | Zoom | https://zoom.us/j/123",
        ),
        ("Talk Thu 18:00 lu.ma/talk", "Talk | 2026-11-26 18:00 |  | https://lu.ma/talk"),
        ("Breakfast 7:30 Tuesday Brampton Hall", "Breakfast | 2026-11-24 07:30 | Brampton Hall | "),
        (
            "Mixer: Fri, Dec 4th, 5:30 PM to 8:00 PM, The Rec Room",
            "Mixer | 2026-12-04 17:30 – 20:00:00 | The Rec Room | ",
        ),
        ("Job fair at Metro Hall on Dec 5 from 10 to 4", "Job fair | 2026-12-05 10:00 – 16:00:00 | Metro Hall | "),
        ("Dinner Friday 7pm with Raj", "Dinner with Raj | 2026-11-27 19:00 |  | "),
        ("Movie E.T. tomorrow 8pm", "Movie E.T. | 2026-11-24 20:00 |  | "),
    ],
)
def test_a_line(line, expected):
    assert brief(read(line)) == expected


@pytest.mark.parametrize(
    ("line", "start", "interval"),
    [
        ("Kiwanis breakfast Tue 7:30 at Brampton Hall, every 2nd Tuesday", date(2026, 11, 24), 2),
        ("Dec 8 7:30 breakfast every 2 weeks", date(2026, 12, 8), 2),
        ("Walk every Sunday 9:00-10:30 starting Dec 6", date(2026, 12, 6), 1),
        ("Breakfast every Monday 8:00", date(2026, 11, 30), 1),  # eight is over today
    ],
)
def test_what_comes_again(line, start, interval):
    found = read(line)
    assert found.recurrence is not None
    assert (found.on, found.recurrence.start, found.recurrence.interval) == (start, start, interval)


INVITATIONS = {
    "luma": (
        "You're invited to Product Drinks\nThursday, December 3\n6:30 PM - 9:00 PM EST\nBrampton Hall\n"
        "8 Nelson St W, Brampton, ON\nhttps://lu.ma/abc",
        "Product Drinks | 2026-12-03 18:30 – 21:00:00 | Brampton Hall, 8 Nelson St W, Brampton, ON | "
        "https://lu.ma/abc",
    ),
    "meetup": (
        "You're invited to: Job Seekers' Evening\nDate: Tuesday, December 1, 2026\nTime: 6:00 PM - 8:00 PM\n"
        "Where: Toronto Reference Library, 789 Yonge St\nBring your CV.\nhttps://www.meetup.com/job/events/1/",
        "Job Seekers' Evening | 2026-12-01 18:00 – 20:00:00 | Toronto Reference Library, 789 Yonge St | "
        "https://www.meetup.com/job/events/1/",
    ),
    "google": (
        "Invitation: Coffee chat @ Tue Dec 1, 2026 6pm - 7pm (EST) (ada@example.com)\nCoffee chat\nWhen\n"
        "Tuesday Dec 1, 2026 ⋅ 6pm – 7pm (Eastern Time - Toronto)\nWhere\nBalzac's, 43 Hanna Ave",
        "Coffee chat | 2026-12-01 18:00 – 19:00:00 | Balzac's, 43 Hanna Ave | ",
    ),
    "zoom": (
        "Jane Doe is inviting you to a scheduled Zoom meeting.\n\nTopic: Resume workshop\n"
        "Time: Dec 3, 2026 06:00 PM Eastern Time (US and Canada)\nJoin Zoom Meeting\nhttps://us02web.zoom.us/j/8",
        "Resume workshop | 2026-12-03 18:00 | Zoom | https://us02web.zoom.us/j/8",
    ),
    "eventbrite": (
        "Tech Careers Fair\nSat, 5 Dec, 10:00 – 16:00\nMetro Toronto Convention Centre\n"
        "Tickets: https://www.eventbrite.ca/e/tech-123",
        "Tech Careers Fair | 2026-12-05 10:00 – 16:00:00 | Metro Toronto Convention Centre | "
        "https://www.eventbrite.ca/e/tech-123",
    ),
    "outlook": (
        "Microsoft Teams meeting\nWhen: Wednesday, December 2, 2026 1:00 PM-2:00 PM.\n"
        "Where: Microsoft Teams Meeting\nSubject: Intro call\nJoin: https://teams.microsoft.com/l/meetup-join/19",
        "Intro call | 2026-12-02 13:00 – 14:00:00 | Microsoft Teams Meeting | "
        "https://teams.microsoft.com/l/meetup-join/19",
    ),
    "a friend": (
        "Holiday party! 🎄\nFri Dec 18 7pm\nmy place",
        "Holiday party! 🎄 | 2026-12-18 19:00 | my place | ",
    ),
}


@pytest.mark.parametrize("source", sorted(INVITATIONS))
def test_an_invitation(source):
    text, expected = INVITATIONS[source]
    assert brief(read(text)) == expected
    assert is_invitation(text, NOW.date(), "en")


def test_what_else_it_says_is_kept():
    found = read(INVITATIONS["meetup"][0])
    assert found.notes == "Bring your CV."


def test_another_zone_is_kept_where_the_clocks_differ():
    assert read("Webinar Dec 3 5pm PST").timezone == "America/Los_Angeles"
    assert read("Webinar Dec 3 5pm EST").timezone == "America/Toronto"
    assert read("Webinar Dec 3 17:00 Europe/Berlin").timezone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "asking"), [("Kiwanis breakfast", "when"), ("Tue 7:30", "what"), ("Talk next Friday", "when")]
)
def test_what_is_missing_is_asked_for(text, asking):
    found = understood(text, NOW, ADA)
    assert isinstance(found, Missing)
    assert found.asking == asking


def test_the_answer_says_when():
    assert brief(read("Kiwanis breakfast", "Tue 7:30")) == "Kiwanis breakfast | 2026-11-24 07:30 |  | "
    assert brief(read("Talk next Friday", "2026-12-04")) == "Talk | 2026-12-04 |  | "
    assert read("Old fair 5 January 2020", "tomorrow").title == "Old fair"
    assert read("Fair 31 February", "tomorrow").on == date(2026, 11, 24)


def test_the_past_is_refused():
    assert isinstance(understood("Old fair 5 January 2020 10:00", NOW, ADA), Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "Saw Jane on Friday",
        "met Jane\ncoffee",
        "Jane Doe\nIBM\njane@example.com",
        "https://lu.ma/abc",
        "Jane Doe\nfree on Feb 31 at 6pm",  # no such day, and nobody has asked
        "lunch was fun, talked about Friday",
    ],
)
def test_what_is_no_invitation(text):
    assert not is_invitation(text, NOW.date(), "en")


@pytest.mark.parametrize(
    "text", ["x" * 8000, "at " * 3000, "1 - " * 2000, "\n".join(["Dec 3 6pm"] * 500), "@" * 5000]
)
def test_long_nonsense_is_read_quickly(text):
    understood(text, NOW, ADA)
    is_invitation(text, NOW.date(), "en")
