"""Somebody in Toronto who talks to Reachwell, and calendars on loopback that it may read."""

from collections.abc import AsyncIterator

import pytest

from bots.web_fetching import WebFetcher
from core.store import Store
from tests.calendars.serving_feeds import FeedServer
from tests.conftest import Clock
from tests.linking.chats import Chat, World


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        yield server


@pytest.fixture
async def fetcher() -> AsyncIterator[WebFetcher]:
    async with WebFetcher(own_network=True, overall=5) as fetcher:
        yield fetcher


@pytest.fixture
async def ada(store: Store, clock: Clock) -> Chat:
    chat = World(store, clock).chat("Ada", "telegram")
    await chat.says("/start")
    await chat.says("/settings zone Toronto")
    return chat
