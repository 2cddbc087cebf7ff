"""Conversations on every platform; and people who speak to the core alone, from several chats."""

import pytest

from core.store import Store
from tests.conftest import Clock
from tests.conversations.conftest import ada, database, platform, world
from tests.linking.chats import World

__all__ = ["ada", "database", "platform", "world"]


@pytest.fixture
def town(store: Store, clock: Clock) -> World:
    return World(store, clock)
