"""Cancel under a file that is being read is heard at once, where chats are served one message after the other."""

import asyncio

import pytest

from bots.telegram.adapter import TelegramBot
from core.app import App
from core.imports import staging
from storage.store import open_store
from tests.discord.serving import serving
from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import FakeTelegram
from tests.imports.talking import Person, connections
from tests.imports.test_long_readings import reading, slowly


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """Says how far it is twenty times as often."""
    monkeypatch.setattr(staging, "_TICK", 0.05)


@pytest.fixture
async def busy(sqlite_url, clock, tmp_path):
    """An App whose places for reading are taken by others, until the test is over."""
    store = await open_store(sqlite_url)
    app = App(store, clock)
    others = []
    for name in ("Bob", "Eve"):
        (tmp_path / name).mkdir()
        others.append(Person(app, store, clock, tmp_path / name, name))
        await others[-1].says("/start")
    bob, eve = others
    async with slowly(bob.folder) as one, slowly(eve.folder) as other:
        tasks = [await reading(bob, one), await reading(eve, other)]
        yield app, store
    await asyncio.gather(*tasks)
    await store.close()


async def test_in_telegram(busy):
    app, _store = busy
    async with FakeTelegram() as fake:
        bot = TelegramBot(app, token=fake.token, api_url=fake.url, limits=None)
        await bot.start()
        try:
            ada = fake.user("Ada")
            await ada.sends("/start")
            await bot.idle()
            sending = asyncio.create_task(ada.sends_file("Connections.csv", connections([1, 2]).encode()))
            while not any("Reading" in each.text for each in ada.messages):
                await asyncio.sleep(0.02)
            shown = next(each for each in ada.messages if "Reading" in each.text)
            await asyncio.wait_for(ada.presses("Cancel", under=shown), 5)
            async with asyncio.timeout(5):
                await sending
                await bot.idle()
            assert "nothing is imported" in ada.messages[-1].text
            assert ada.messages[-1].id == shown.id
        finally:
            await bot.stop()
    assert fake.violations == []


async def test_in_discord(busy):
    app, store = busy
    async with FakeDiscord() as fake, serving(app, fake, store) as bot:
        ada = fake.user("Ada")
        await ada.says("/start")
        await ada.hears()
        await ada.says("", attachments=(("Connections.csv", connections([1, 2]).encode()),))
        while not any("Reading" in each.plain for each in ada.messages):
            await asyncio.sleep(0.02)
        shown = next(each for each in ada.messages if "Reading" in each.plain)
        await asyncio.wait_for(ada.presses("Cancel", under=shown), 5)
        await asyncio.wait_for(bot.idle(), 5)
        assert "nothing is imported" in ada.messages[-1].plain
        assert ada.messages[-1].id == shown.id
    assert fake.violations == []
    assert fake.unanswered == []
