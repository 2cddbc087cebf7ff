"""Ada, on a platform where commands have options; she lives in Toronto, and knows a few people."""

import pytest

from core.app import App
from core.store import Store
from tests.chat.members import Member
from tests.conftest import Clock


@pytest.fixture
def app(store: Store, clock: Clock) -> App:
    return App(store, clock)


@pytest.fixture
async def ada(app: App) -> Member:
    ada = Member(app, "Ada")
    for line in ("/add Jane Doe @ IBM", "/add Raj Patel #mentor", "/add Zoë Brandt @ Google #mentor #paris"):
        await ada.says(line)
    return ada
