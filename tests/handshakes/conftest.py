"""Ada on Telegram and Ben on Discord, who have just met."""

import pytest

from core.store import Store
from tests.conftest import Clock
from tests.linking.chats import Chat, World


@pytest.fixture
def world(store: Store, clock: Clock) -> World:
    return World(store, clock)


@pytest.fixture
async def ada(world: World) -> Chat:
    chat = world.chat("Ada", "telegram")
    await chat.says("/start")
    await chat.says("/card title Job coach")
    await chat.says("/card add ada@example.com")
    return chat


@pytest.fixture
async def ben(world: World) -> Chat:
    chat = world.chat("Ben", "discord")
    await chat.says("/start")
    await chat.says("/card company Shopify")
    await chat.says("/card add +1 416 555 0199")
    return chat
