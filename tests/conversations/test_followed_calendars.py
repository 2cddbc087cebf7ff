"""Calendars that are followed and one's own, talked about on every platform."""

from collections.abc import AsyncIterator

import pytest

from bots.web_fetching import WebFetcher
from tests.calendars.serving_feeds import FeedServer, calendar, vevent
from tests.conversations.friends import Friend, TerminalWorld, World


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        server.body = calendar(vevent("a", "20261201T073000", "Breakfast"), vevent("b", "20261205", "Fair"))
        yield server


async def read(world: World) -> None:
    """What is due is fetched, and what there is to say is said."""
    app = world.chat.app if isinstance(world, TerminalWorld) else world.app  # type: ignore[attr-defined]
    async with WebFetcher(own_network=True) as fetcher:
        while await app.fetch(fetcher):
            pass
    await world.settle()


async def test_a_calendar_from_its_address_to_its_end(world: World, ada: Friend, server: FeedServer) -> None:
    assert "In a moment" in await ada.says(f"/calendar add {server.url}")
    await read(world)
    assert "Breakfast" in ada.hears("I follow Kiwanis now: 2 events to come.")
    assert "Fair" in await ada.presses("My events")
    assert "Kiwanis: 2 events to come" in await ada.says("/calendar")
    assert "2 events that are still to come" in await ada.presses("Remove Kiwanis")
    assert "off your agenda" in await ada.presses("Remove them")
    assert "You follow no calendars yet" in await ada.says("/calendar")


async def test_a_page_is_explained(world: World, ada: Friend, server: FeedServer) -> None:
    server.body = b"<html><body>Look at our events!</body></html>"
    await ada.says(f"/calendar add {server.url}")
    await read(world)
    assert "That is a page to look at" in ada.hears("I can't read this calendar")


async def test_one_s_own_calendar_as_a_file(ada: Friend) -> None:
    await ada.says("/calendar address")
    assert ada.hears("as a file", "PUBLIC_URL")
