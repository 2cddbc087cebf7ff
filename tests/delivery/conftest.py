"""A Telegram that enforces its limits, a sender that keeps them, and somebody who is owed something."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bots.telegram.limiter import Limiter, Limits
from bots.telegram.polling import Lines, PollingBot
from bots.telegram.sender import TelegramSender
from core.delivery.outbox import Outbox
from core.store import Store
from tests.conftest import Clock
from tests.delivery.owed import TOLD, sign_up
from tests.delivery.post import Chats, Post
from tests.fakes.telegram import FakeTelegram

Sending = Callable[..., AbstractAsyncContextManager[TelegramSender]]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake
    assert fake.violations == []


@asynccontextmanager
async def sending_to(fake: FakeTelegram, limits: Limits | None = None) -> AsyncIterator[TelegramSender]:
    """The real python-telegram-bot, with our limiter."""
    limiter = Limiter(limits)
    bot = PollingBot(fake.token, fake.url, Lines(1), limiter)
    await bot.request.initialize()
    yield TelegramSender(bot, limiter)
    await bot.request.shutdown()


@pytest.fixture
def chats() -> Chats:
    return Chats()


@pytest.fixture
async def post(store: Store, clock: Clock, chats: Chats) -> Post:
    (ada,) = await sign_up(store, ["ada"], clock(), timezone="America/Toronto")
    return Post(store, clock, chats, Outbox(store, clock, TOLD), ada)
