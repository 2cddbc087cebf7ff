"""The same thing twice, from many places, or after a restart: it is done once, and everybody gets an answer."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from core.app import App
from storage.store import Store, open_store
from tests.conftest import Clock
from tests.conversations.friends import skip
from tests.discord.serving import SmallApp, serving
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_interactions import Interaction


@pytest.fixture
def engine() -> str:
    return "sqlite"


def comes_again(fake: FakeDiscord, interaction: Interaction) -> None:
    """A connection that is resumed may bring what was delivered before."""
    guild = interaction.channel.guild
    told = fake.interactions._as_json(interaction)
    fake.gateway.tell("INTERACTION_CREATE", told, guild_id=guild.id if guild else None)


async def test_an_interaction_that_comes_twice_is_done_once(fake, ada, clock: Clock, store: Store):
    async with serving(App(store, clock), fake, store) as bot:
        added = await ada.slash("add", name="Zoe Brandt")
        pressed = await ada.presses("Undo")
        for each in (added, pressed, added):
            comes_again(fake, each)
        await ada.slash("who")  # after all that, since one person's things are answered in order
        await bot.idle()
        assert [message.plain for message in ada.messages] == ["Taken back: adding Zoe Brandt", ada.last.plain]
        assert "Zoe" not in ada.last.plain


async def test_not_even_by_the_process_that_comes_after(fake, ada, club, clock: Clock, database_url: str):
    """It remembers nothing, but the database does; and Discord has had its answer."""
    store = await open_store(database_url)
    async with serving(App(store, clock), fake, store):
        added = await ada.slash("add", name="Jane Doe", where=club.channel)
    before = [message.plain for message in ada.messages]
    async with serving(App(store, clock), fake, store) as bot:
        comes_again(fake, added)
        await ada.slash("status")
        await bot.idle()
        assert [message.plain for message in ada.messages[:-1]] == before
        await ada.slash("who", text="Jane", where=club.channel)
        assert ada.last.plain.startswith("Jane Doe")
    await store.close()
    assert [wrong for wrong in fake.violations if "acknowledged twice" not in wrong] == []
    fake.violations.clear()  # that is what this is about


async def test_somebody_in_three_servers_has_one_network_and_one_morning(
    fake, ada, bob, clock: Clock, store: Store
):
    servers = [fake.guild(f"Server {n}", ada, bob) for n in range(3)]
    app = App(store, clock)
    async with serving(app, fake, store) as bot:
        await ada.slash("settings", setting="zone", value="London", where=servers[0].channel)
        await ada.slash("add", name="Jane Doe", cadence="every day", where=servers[0].channel)
        for server in servers:
            await ada.slash("met", who="Jane", what=server.name, where=server.channel)
        card = await ada.slash("who", text="Jane")
        assert all(server.name in ada.last.plain for server in servers)
        assert card.channel is ada.dm
        await skip(app, clock, {"discord": bot.sender}, days=1)
        mornings = [message for message in ada.messages if "Somebody to reach out to" in message.plain]
        assert [message.channel for message in mornings] == [ada.dm]
        await bob.slash("who", text="Jane", where=servers[2].channel)
        assert "nobody" in bob.last.plain
        assert all(message.ephemeral or message.channel is ada.dm for message in ada.messages)
        assert [message.channel for message in bob.messages] == [servers[2].channel]


async def test_while_the_database_hangs_suggestions_are_none_and_in_time(
    fake, ada, clock: Clock, store: Store, monkeypatch: pytest.MonkeyPatch
):
    """The fake notes what is not answered within three seconds, and the test fails for it."""
    read = store.read

    @asynccontextmanager
    async def slowly():
        await asyncio.sleep(5)
        async with read() as tx:
            yield tx

    async with serving(App(store, clock), fake, store):
        await ada.slash("add", name="Jane Doe")
        assert [choice.name for choice in await ada.completes("met", who="Ja")] == ["Jane Doe"]
        monkeypatch.setattr(store, "read", slowly)
        assert await ada.completes("met", who="Ja") == []


async def test_a_drop_while_it_is_being_answered(fake, ada, club):
    """The answer goes by its own way, and needs no gateway; what is said meanwhile comes when it is back."""
    app = SmallApp(gates={"/help": asyncio.Event()})
    async with serving(app, fake):
        await ada.slash("help", where=club.channel, wait=False)
        while not app.heard:
            await asyncio.sleep(0.01)
        await fake.drop()
        app.gates["/help"].set()
        await ada.hears("You said /help")
        await ada.slash("met", who="Jane", wait=False)
        await ada.hears("You said /met Jane")
    assert fake.gateway.resumed == 1
