"""A bare bot of discord.py, with nothing of Reachwell in it, to try the fake with."""

import asyncio
from typing import Any

import discord
from aiohttp import ClientSession
from discord import app_commands

from tests.fakes.discord import FakeDiscord

CONTACTS = ("Jane", "Jack", "Raj")


class Page(discord.ui.View):
    """What a reply can have under it."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Done", custom_id="done")
    async def done(self, interaction: discord.Interaction, _button: object) -> None:
        await interaction.response.edit_message(content="Done!", view=None)

    @discord.ui.button(label="Why?", custom_id="why")
    async def why(self, interaction: discord.Interaction, _button: object) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="Because.")
        await interaction.followup.send("And more", ephemeral=True)

    @discord.ui.button(label="Note", custom_id="note")
    async def note(self, interaction: discord.Interaction, _button: object) -> None:
        await interaction.response.send_modal(Note())

    @discord.ui.select(
        custom_id="who", options=[discord.SelectOption(label=name, value=name.lower()) for name in CONTACTS]
    )
    async def who(self, interaction: discord.Interaction, select: discord.ui.Select[Any]) -> None:
        await interaction.response.send_message(f"You chose {select.values}", ephemeral=True)


class Note(discord.ui.Modal, title="A note"):
    words: Any = discord.ui.Label(text="What", component=discord.ui.TextInput(max_length=20, default="hm"))
    mood: Any = discord.ui.Label(
        text="Mood",
        component=discord.ui.Select(options=[discord.SelectOption(label=mood) for mood in ("good", "bad")]),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        words, mood = self.words.component.value, self.mood.component.values
        await interaction.response.send_message(f"Noted {words}, {mood}")


class BareBot(discord.AutoShardedClient):
    """A few commands, and nothing of Reachwell."""

    def __init__(self, **options: Any) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(
            intents=intents, allowed_mentions=discord.AllowedMentions.none(), guild_ready_timeout=0.05, **options
        )
        self.tree = app_commands.CommandTree(
            self,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self.heard: list[str] = []
        self.wait = 0.0
        self._declare()

    async def setup_hook(self) -> None:
        self.add_view(Page())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        pass  # discord.py's own waits five seconds

    async def on_message(self, message: discord.Message) -> None:
        if message.author == self.user:
            return
        self.heard.append(message.content)
        for attachment in message.attachments:
            await message.channel.send(f"I read {await attachment.read()!r}")

    def _declare(self) -> None:
        @self.tree.command(description="Say it again")
        async def echo(interaction: discord.Interaction, text: str) -> None:
            await asyncio.sleep(self.wait)
            await interaction.response.send_message(text)

        @self.tree.command(description="Log a meeting")
        @app_commands.choices(how=[app_commands.Choice(name="Call", value="c")])
        async def met(interaction: discord.Interaction, contact: str, how: str = "") -> None:
            await interaction.response.send_message(f"Met {contact} {how}", view=Page(), ephemeral=True)

        @met.autocomplete("contact")
        async def contacts(_interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=name, value=name.lower()) for name in CONTACTS if typed in name]

        @self.tree.command(description="Take your time")
        async def slow(interaction: discord.Interaction, private: bool) -> None:
            await interaction.response.defer(ephemeral=private)
            await interaction.followup.send("At last")

        @self.tree.command(description="Look")
        async def layout(interaction: discord.Interaction) -> None:
            view = discord.ui.LayoutView()
            button: discord.ui.Button[Any] = discord.ui.Button(label="Press", custom_id="why")
            view.add_item(discord.ui.Container(discord.ui.Section("# Hello", "**you**", accessory=button)))
            await interaction.response.send_message(view=view)

        @self.tree.context_menu(name="Add to my network")
        async def add(interaction: discord.Interaction, who: discord.User) -> None:
            await interaction.response.send_message(f"Added {who.display_name}", ephemeral=True)

        @self.tree.context_menu(name="Remind me")
        async def remind(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"Of {message.content}", ephemeral=True)


async def started(fake: FakeDiscord, **options: Any) -> tuple[BareBot, asyncio.Task[None]]:
    bot = BareBot(**options)
    running = asyncio.create_task(bot.start(fake.token))
    while not bot.is_ready():
        await asyncio.sleep(0.005)
    return bot, running


async def stopped(bot: BareBot, running: asyncio.Task[None]) -> None:
    await bot.close()
    await running


async def call(fake: FakeDiscord, route: str, payload: Any = None, **names: Any) -> tuple[int, Any]:
    """Status and answer of a call that no library has tidied."""
    method, path = route.format(**names).split(" ", 1)
    async with (
        ClientSession(headers={"Authorization": f"Bot {fake.token}"}) as session,
        session.request(method, fake.url + path, json=payload) as response,
    ):
        return response.status, await response.json() if response.status != 204 else None
