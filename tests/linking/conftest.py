"""Ada, in Telegram and in Discord; Reachwell does not know yet that she is one."""

import pytest

from core.store import Store
from tests.conftest import Clock
from tests.linking.chats import Chat, World


@pytest.fixture
def world(store: Store, clock: Clock) -> World:
    return World(store, clock)


@pytest.fixture
async def telegram(world: World) -> Chat:
    chat = world.chat("Ada", "telegram")
    await chat.says("/start")
    return chat


@pytest.fixture
async def discord(world: World) -> Chat:
    chat = world.chat("ada_l", "discord")
    await chat.says("/start")
    return chat
