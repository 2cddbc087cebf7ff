"""One's own calendar, as other programs read it: over HTTP, by a reader that is not ours."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import vobject

from bots.web import WebServer
from core.facts.events import Rsvp
from tests.linking.chats import Chat
from tests.storage import made

TORONTO = ZoneInfo("America/Toronto")


@pytest.fixture
async def web(ada: Chat) -> AsyncIterator[WebServer]:
    server = WebServer(ada.world.app, "127.0.0.1", 0, lambda: 0.0)
    await server.start()
    ada.world.app.doors.public_url = f"http://127.0.0.1:{server.port}"
    yield server
    await server.stop()


async def asked(url: str, method: str = "GET", **headers: str) -> tuple[int, Any, bytes]:
    async with aiohttp.ClientSession() as session, session.request(method, url, headers=headers) as response:
        return response.status, response.headers, await response.read()


async def address_of(ada: Chat, said: str = "/calendar address") -> str:
    found = re.search(r"http://\S+\.ics", await ada.says(said))
    assert found is not None
    return found[0]


async def noted(ada: Chat, *events: dict[str, Any]) -> None:
    async with ada.world.store.write() as tx:
        found = await tx.accounts.of(ada.actor.platform, ada.actor.external_id)
        assert found is not None
        await tx.events.add([made.event(found[1], timezone="America/Toronto", **each) for each in events])


def read(content: bytes) -> dict[str, Any]:
    """By what it is called, as vobject understands it."""
    calendar = vobject.readOne(content.decode())
    return {each.summary.value: each for each in calendar.contents.get("vevent", [])}


async def test_what_one_goes_to_and_is_reminded_of(ada: Chat, web: WebServer) -> None:
    today = date(2026, 11, 23)
    await noted(
        ada,
        {
            "title": "Breakfast",
            "on": date(2026, 12, 1),
            "at": time(7, 30),
            "until_at": time(9),
            "place": "The Hall",
        },
        {"title": "Maybe", "on": date(2026, 12, 2), "rsvp": Rsvp.MAYBE},
        {"title": "Declined", "on": date(2026, 12, 3), "rsvp": Rsvp.NO},
        {"title": "Invited", "on": date(2026, 12, 3), "rsvp": Rsvp.INVITED},
        {"title": "Off", "on": date(2026, 12, 4), "cancelled": True, "changed_at": ada.world.clock.now},
        {
            "title": "Long off",
            "on": date(2026, 12, 4),
            "cancelled": True,
            "changed_at": datetime(2026, 9, 1, tzinfo=UTC),
        },
        {"title": "Years ago", "on": today - timedelta(days=900)},
    )
    await ada.says("/add Jane Doe")
    await ada.says("/note Jane secret of hers")
    await ada.says("/remind Jane tomorrow 9am send the article")
    await ada.says("/remind every 2 weeks on Tuesday 18:00 club")
    url = await address_of(ada)
    status, headers, content = await asked(url)
    assert status == 200
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = read(content)
    assert set(events) == {"Breakfast", "Maybe", "Off", "Jane Doe: send the article", "club"}
    breakfast = events["Breakfast"]
    assert breakfast.dtstart.value == datetime(2026, 12, 1, 7, 30, tzinfo=breakfast.dtstart.value.tzinfo)
    assert breakfast.dtstart.value.utcoffset() == timedelta(hours=-5)  # by the VTIMEZONE in it
    assert breakfast.dtend.value - breakfast.dtstart.value == timedelta(hours=1.5)
    assert breakfast.location.value == "The Hall"
    assert [events[title].status.value for title in ("Breakfast", "Maybe", "Off")] == [
        "CONFIRMED",
        "TENTATIVE",
        "CANCELLED",
    ]
    article = events["Jane Doe: send the article"]
    assert article.dtstart.value.astimezone(UTC) == datetime(2026, 11, 24, 14, tzinfo=UTC)
    club = list(events["club"].getrruleset(addRDate=True)[:3])
    assert [each.date() for each in club] == [date(2026, 11, 24), date(2026, 12, 8), date(2026, 12, 22)]
    assert b"secret" not in content
    assert b"BEGIN:VTIMEZONE" in content


async def test_uids_stay_and_sequence_grows(ada: Chat, web: WebServer) -> None:
    await noted(ada, {"title": "Breakfast", "on": date(2026, 12, 1), "at": time(7, 30)})
    url = await address_of(ada)
    before = read((await asked(url))[2])["Breakfast"]
    async with ada.world.store.write() as tx:
        found = await tx.accounts.of(ada.actor.platform, ada.actor.external_id)
        assert found is not None
        [event] = await tx.events.between(found[1].id, date(2026, 12, 1), date(2026, 12, 1))
        moved = {"on": date(2026, 12, 2), "sequence": 1, "changed_at": ada.world.clock()}
        await tx.events.change([replace(event, **moved)])
    after = read((await asked(url))[2])["Breakfast"]
    assert before.uid.value == after.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")


async def test_what_has_not_changed_is_not_sent_again(ada: Chat, web: WebServer) -> None:
    await noted(ada, {"title": "Breakfast", "on": date(2026, 12, 1), "at": time(7, 30)})
    url = await address_of(ada)
    _status, first, content = await asked(url)
    ada.world.clock.advance(minutes=10)
    status, _headers, nothing = await asked(url, **{"If-None-Match": first["ETag"]})
    assert (status, nothing) == (304, b"")
    status, headers, nothing = await asked(url, "HEAD")
    assert (status, nothing, headers["ETag"]) == (200, b"", first["ETag"])
    _status, packed, same = await asked(url, **{"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert same == content
    assert first["Cache-Control"].startswith("private")
    await noted(ada, {"title": "Another", "on": date(2026, 12, 2)})
    assert (await asked(url, **{"If-None-Match": first["ETag"]}))[0] == 200


async def test_an_address_is_renewed_and_turned_off(ada: Chat, web: WebServer) -> None:
    first = await address_of(ada)
    assert await address_of(ada) == first
    await ada.presses("New address")
    assert (await asked(first))[0] == 200  # not yet: it was only asked
    said = await ada.presses("Yes, a new one")
    second = re.search(r"http://\S+\.ics", said)
    assert second is not None
    assert second[0] != first
    assert (await asked(first))[0] == 404
    assert (await asked(second[0]))[0] == 200
    assert "Turned off" in await ada.presses("Turn off")
    assert (await asked(second[0]))[0] == 404


async def test_nobody_reads_another_s(ada: Chat, web: WebServer) -> None:
    ben = ada.world.chat("Ben", "discord")
    await ben.says("/start")
    await noted(ada, {"title": "Ada's breakfast", "on": date(2026, 12, 1)})
    url = await address_of(ben)
    assert url != await address_of(ada)
    assert b"breakfast" not in (await asked(url))[2]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/cal/.ics",
        "/cal/x.ics",
        "/cal/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics",
        "/cal/../healthz.ics",
        "/cal/%00%ff.ics",
        f"/cal/{'a' * 5000}.ics",
        "/cal/' OR 1=1.ics",
        "/admin",
    ],
)
async def test_what_is_not_there(ada: Chat, web: WebServer, path: str) -> None:
    await address_of(ada)
    status, headers, content = await asked(f"{ada.world.app.doors.public_url}{path}")
    assert (status, content) == (404, b"404 Not Found\n")
    assert "Server" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_without_a_web_server_it_is_a_file(ada: Chat) -> None:
    await noted(ada, {"title": "Breakfast", "on": date(2026, 12, 1), "at": time(7, 30)})
    assert "PUBLIC_URL" in await ada.says("/calendar address")
    [(name, content)] = ada.files
    assert name == "reachwell.ics"
    assert list(read(content)) == ["Breakfast"]


async def test_one_s_own_address_is_not_followed(ada: Chat, web: WebServer) -> None:
    ada.world.app.doors.public_url = "http://Reach.example.org"
    url = await address_of(ada)
    for host in ("Reach.example.org", "reach.example.org:443", "reach.example.org.", "reach.example.org/"):
        assert "your own calendar" in await ada.says(f"/calendar add {url.replace('Reach.example.org', host)}")
    assert "your own calendar" in await ada.says(f"/calendar add {url.replace('http:', 'https:')}")
