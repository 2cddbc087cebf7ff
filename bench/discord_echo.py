"""The baseline: a bare discord.py that echoes, as words alone or looking like our answers, and completes a word."""

import os
import sys
from typing import Any

import discord
from discord import app_commands
from discord.http import Route

NAMES = ("Jane", "Jack", "Raj")


class EchoBot(discord.AutoShardedClient):
    def __init__(self, look: str) -> None:
        super().__init__(
            intents=discord.Intents(dm_messages=True),
            max_messages=None,
            guild_ready_timeout=0,
            chunk_guilds_at_startup=False,
        )
        self.tree = app_commands.CommandTree(self)

        @self.tree.command(description="Say it again")
        async def echo(interaction: discord.Interaction, text: str) -> None:
            given: dict[str, Any] = {"content": text} if look == "words" else _card(text)
            await interaction.response.send_message(**given)

        @echo.autocomplete("text")
        async def names(_interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=name, value=name) for name in NAMES if typed in name]


def _card(text: str) -> dict[str, Any]:
    """As many things to see and press as there are in our answer to /met."""
    view = discord.ui.View(timeout=None)
    for number in range(3):
        view.add_item(discord.ui.Button(label=f"Button {number}", custom_id=f"button:{number}"))
    view.stop()
    return {"embed": discord.Embed(description=text), "view": view}


def main() -> None:
    Route.BASE = os.environ["DISCORD_API_URL"]
    EchoBot(sys.argv[1]).run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
