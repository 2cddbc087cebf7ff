"""Two people who know nothing of each other."""

import pytest

from core.facts.account import Account
from core.store import Store
from tests.storage.made import signed_up


@pytest.fixture
async def ada(store: Store) -> Account:
    return await signed_up(store, timezone="Europe/Paris")


@pytest.fixture
async def bob(store: Store) -> Account:
    return await signed_up(store)
