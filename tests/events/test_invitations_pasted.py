"""Invitations as they are pasted from where people get them; it is Monday, 23 November 2026, nine in Toronto."""

from datetime import UTC, datetime

import pytest

from core.events.understanding import Understood, understood
from core.facts.account import Account
from core.facts.ids import AccountId

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
ADA = Account(id=AccountId("ada"), created_at=NOW, timezone="America/Toronto")

PASTED = {
    "luma, the place in two lines": (
        "You are invited to AI Founders Mixer\n\nFriday, December 4\n6:00 PM - 9:00 PM EST\n\nDMZ Toronto\n"
        "10 Dundas St E, Toronto, Ontario\n\nhttps://lu.ma/ai-founders\n\nHosted by Priya Sharma",
        "AI Founders Mixer | 12-04 18:00–21:00 | DMZ Toronto, 10 Dundas St E, Toronto, Ontario",
    ),
    "luma, the address hidden": (
        "AI Founders Mixer\nThursday, December 10\n18:00 – 21:00 GMT-5\nRegister to See Address\nToronto, Ontario\n"
        "About Event\nCome and meet 50 founders. Doors open at 5:30pm.\nhttps://lu.ma/abc123",
        "AI Founders Mixer | 12-10 18:00–21:00 | Toronto, Ontario",
    ),
    "meetup": (
        "Toronto Python Meetup\nHosted By\nJane D.\nDetails\nJoin us for talks and pizza\n"
        "Wednesday, December 9, 2026\n6:30 PM to 9:00 PM EST\nShopify Toronto\nKing Street West 620 · Toronto, ON\n"
        "https://www.meetup.com/toronto-python/events/123/",
        "Toronto Python Meetup | 12-09 18:30–21:00 | Shopify Toronto, King Street West 620 · Toronto, ON",
    ),
    "eventbrite": (
        "Your ticket for Women in Tech Toronto\nOrder #123456789\nDate and time\n"
        "Tue, Dec 8, 2026 5:30 PM - 8:30 PM EST\nLocation\nMaRS Discovery District\n"
        "101 College St, Toronto, ON M5G 1L7\nView your tickets: https://www.eventbrite.com/e/123",
        "Women in Tech Toronto | 12-08 17:30–20:30 | MaRS Discovery District, 101 College St, Toronto, ON M5G 1L7",
    ),
    "outlook": (
        "Subject: Networking lunch\nWhen: Tuesday, December 1, 2026 12:00 PM-1:00 PM (UTC-05:00) Eastern Time "
        "(US & Canada).\nWhere: Microsoft Teams Meeting\n\n"
        "Join on your computer: https://teams.microsoft.com/l/meetup-join/abc",
        "Networking lunch | 12-01 12:00–13:00 | Microsoft Teams Meeting",
    ),
    "outlook, again and again": (
        "Weekly sync\nOccurs every Tuesday effective Dec 1, 2026 from 10:00 AM to 11:00 AM (UTC-08:00) "
        "Pacific Time (US & Canada)\nRoom 5",
        "Weekly sync | 12-01 10:00–11:00 | Room 5 | America/Los_Angeles",
    ),
    "google": (
        "Invitation: Coffee chat with Priya @ Mon Nov 30, 2026 10am - 10:30am (EST) (ada@example.com)\n"
        "Coffee chat with Priya\nMonday Nov 30, 2026 ⋅ 10am – 10:30am\nEastern Time - Toronto\nJoining info\n"
        "Join with Google Meet\nhttps://meet.google.com/abc-defg-hij",
        "Coffee chat with Priya | 11-30 10:00–10:30 | Online",
    ),
    "a zone in its own line": (
        "Reunion\nFri Dec 4, 6pm\nMountain Time - Denver\nThe Brown Palace",
        "Reunion | 12-04 18:00 | The Brown Palace | America/Denver",
    ),
    "join us, and nothing above it": (
        "Hi all,\nJoin us for Startup Mixer\nFriday Dec 4 6pm\nThe Rec Room",
        "Startup Mixer | 12-04 18:00 | The Rec Room",
    ),
    "invited, in a line of its own": (
        "You're invited!\nStartup Mixer\nFriday Dec 4 6pm\nThe Rec Room",
        "Startup Mixer | 12-04 18:00 | The Rec Room",
    ),
    "german": (
        "Betreff: Stammtisch\nWann: Freitag, 4.12.2026, 19 Uhr\nWo: Ratskeller",
        "Stammtisch | 12-04 19:00 | Ratskeller",
    ),
    "french": (
        "Startup Apéro\nVendredi 4 décembre\n18h30 – 21h00\nLa Felicità, 5 Parvis Alan Turing",
        "Startup Apéro | 12-04 18:30–21:00 | La Felicità, 5 Parvis Alan Turing",
    ),
}


@pytest.mark.parametrize("source", sorted(PASTED))
def test_pasted(source):
    text, expected = PASTED[source]
    found = understood(text, NOW, ADA)
    assert isinstance(found, Understood), found
    until = f"–{found.until_at:%H:%M}" if found.until_at else ""
    zone = "" if found.timezone == ADA.timezone else f" | {found.timezone}"
    assert f"{found.title} | {found.on:%m-%d} {found.at:%H:%M}{until} | {found.place}{zone}" == expected


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("Demo Dec 1, 2026 12:00 PM-1:00 PM (UTC+01:00)", "Etc/GMT-1"),
        ("Demo Dec 1 5pm GMT+1", "Etc/GMT-1"),
        ("Demo Dec 1 5pm UTC+5:30", "Asia/Kolkata"),
        ("Demo Dec 1 5pm CET", "Europe/Paris"),
        ("Demo Dec 1 5pm Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("Demo Dec 1 5pm (UTC-05:00) Eastern Time (US & Canada)", "America/Toronto"),
        ("Demo Dec 1 17:00-18:00 Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_a_zone_of_its_own(line, zone):
    found = understood(line, NOW, ADA)
    assert isinstance(found, Understood), found
    assert (found.title, found.timezone) == ("Demo", zone)
