"""The same conversations on every platform: in the terminal and in Discord on SQLite, in Telegram on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from bots.telegram.adapter import TelegramBot
from bots.terminal.adapter import TerminalChat
from bots.terminal.clock import SandboxClock
from bots.terminal.screen import PlainScreen
from core.app import App
from storage.store import open_store
from tests.conversations.discord_friends import DiscordWorld
from tests.conversations.friends import _FRIENDS, Friend, TerminalWorld, World
from tests.conversations.telegram_friends import TelegramWorld
from tests.discord.serving import serving
from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import FakeTelegram


@pytest.fixture(params=["terminal-sqlite", "telegram-postgres", "discord-sqlite"])
def platform(request) -> str:
    return request.param


@pytest.fixture
def database(platform, request) -> str:
    return str(request.getfixturevalue(f"{platform.split('-')[1]}_url"))


@pytest.fixture
async def world(platform, database, clock, tmp_path) -> AsyncIterator[World]:
    store = await open_store(database)
    if platform.startswith("terminal"):
        ticking = await SandboxClock.open(store, clock)
        app = App(store, ticking)
        with (tmp_path / "screen.txt").open("w") as out:
            chat = TerminalChat(app, store, ticking, PlainScreen(out), timezone=None, folder=tmp_path)
            _FRIENDS.clear()
            yield TerminalWorld(chat, tmp_path)
    elif platform.startswith("discord"):
        app = App(store, clock)
        async with FakeDiscord() as fake, serving(app, fake, store) as bot:
            yield DiscordWorld(fake, app, bot, clock)
        assert fake.violations == []
        assert fake.unanswered == []
    else:
        app = App(store, clock)
        async with FakeTelegram() as fake:
            bot = TelegramBot(app, token=fake.token, api_url=fake.url, limits=None)
            fake.answered = bot.idle
            await bot.start()
            try:
                yield TelegramWorld(fake, app, bot, clock)
            finally:
                await bot.stop()
        assert fake.violations == []
    await store.close()


@pytest.fixture
async def ada(world) -> Friend:
    """Somebody who has said hello, and where she is."""
    ada = world.friend("Ada")
    await ada.says("/start")
    await ada.says("/settings zone Toronto")
    return ada
