"""Ada, who has said where she is, with events in her agenda; at the core, without a platform."""

from datetime import date, time

import pytest

from core.facts.account import Account
from core.facts.events import Event
from core.store import Store
from tests.conftest import Clock
from tests.linking.chats import Chat, World
from tests.storage import made

TODAY = date(2026, 11, 23)  # a Monday; the clock begins at ten in the morning in Paris


@pytest.fixture
def world(store: Store, clock: Clock) -> World:
    return World(store, clock)


@pytest.fixture
async def ada(world: World) -> Chat:
    chat = world.chat("Ada", "telegram")
    await chat.says("/start")
    return chat


async def account_of(chat: Chat) -> Account:
    async with chat.world.store.read() as tx:
        found = await tx.accounts.of(chat.actor.platform, chat.actor.external_id)
    assert found is not None
    return found[1]


async def noted(chat: Chat, **fields: object) -> Event:
    """An event of this chat's owner: a breakfast from half past nine to eleven today, unless said otherwise."""
    event = made.event(
        await account_of(chat),
        **{"title": "Kiwanis breakfast", "on": TODAY, "at": time(9, 30), "until_at": time(11), **fields},
    )
    async with chat.world.store.write() as tx:
        await tx.events.add([event])
    return event
