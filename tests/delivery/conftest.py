"""A Telegram that enforces its limits, and a sender that keeps them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bots.telegram.limiter import Limiter, Limits
from bots.telegram.polling import Lines, PollingBot
from bots.telegram.sender import TelegramSender
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
