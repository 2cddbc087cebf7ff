"""Files of one archive that somebody sends one by one, as a conversation: each is welcome, whatever comes first."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent / "samples"
LINKEDIN = SAMPLES / "2026-03_complete"
X = SAMPLES / "x" / "2026" / "data"


async def test_the_messages_first(ada):
    said = await ada.sends(LINKEDIN / "messages.csv")
    assert "Profile.csv, out of the same ZIP" in said
    await ada.sends(LINKEDIN / "Profile.csv")
    said = await ada.sends(LINKEDIN / "Connections.csv")
    assert "Profile.csv, out of" not in said
    await ada.presses("Import")
    assert any(kind == "Touch" for kind, _on, _what in await ada.entries("Zoë Brandt"))


async def test_the_profile_first(ada):
    assert "Good: with that I know which of them is you." in await ada.sends(LINKEDIN / "Profile.csv")
    said = await ada.sends(LINKEDIN / "messages.csv")
    assert "Good:" not in said
    assert "Import" in ada.labels


async def test_an_archive_of_x(ada):
    assert "account.js, out of the same ZIP" in await ada.sends(X / "direct-messages.js")
    assert "tweets.js" in await ada.sends(X / "account.js")
    await ada.sends(X / "tweets.js")
    await ada.presses("Import")
    assert await ada.entries("Tomás Reyes")


@pytest.mark.parametrize("name", ["google_guests.ics", "luma.ics", "meetup.ics", "outlook_windows_tz.ics"])
async def test_a_calendar(ada, name):
    said = await ada.sends(SAMPLES / "ics" / name)
    assert "Noted:" in said  # an invitation is its card; nobody is imported but by a press
    assert not await ada.contacts()
    assert "1 past event" in await ada.says("/events")


async def test_a_table_without_people_says_so_once(ada):
    said = await ada.sends("item,price\nbread,2.50\nmilk,1.20\n", "prices.csv")
    assert said.count("I see no column with names") == 1


async def test_our_own_touches(ada):
    said = await ada.sends("Date,Name,What,Thanks\n2026-01-02,Jane Doe,call,\n", "touches.csv")
    assert "reachwell.json" in said
    assert "new" not in said
