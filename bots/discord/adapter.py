"""The Discord bot: connects, stays connected, registers the commands, and offers the core's sender."""

import asyncio
import logging
import random
from collections.abc import Collection
from contextlib import suppress
from typing import TYPE_CHECKING

import discord
from discord.http import Route

from bots.discord.answering import Answering
from bots.discord.client import Client, NotLaunched, within
from bots.discord.sender import DiscordSender
from bots.discord.slash import Declared, Notes, register
from bots.discord.trouble import FOREIGN
from bots.tokens import WrongToken
from core.chat.failures import trace

if TYPE_CHECKING:
    from core.app import App

DISCORD = Route.BASE
_LONGEST_PAUSE = 60.0  # seconds between tries to connect
_LONG_PAUSE = 15 * 60.0  # seconds until we come again after Discord has refused us: each time counts (client.py)
# All of stop() takes two seconds more (client.py), and less than bots/__main__.py gives to it and the clockwork.
_STOPS_WITHIN = 4.0  # seconds for what is being answered
_BREAKS_OFF_WITHIN = 0.5
# What discord.py logs with somebody's words or the tokens of interactions in it, or warns of although it is meant:
# that we ask for no servers, that there is no voice.
_UNQUOTED = ("discord.client", "discord.http", "discord.shard", "discord.state", "discord.ui")

# Why Discord does not take us, by the code with which it closes; nothing of it passes by itself.
_REFUSED = {
    4004: "Discord does not know this token. Please check DISCORD_TOKEN (and DISCORD_GATEWAY_URL).",
    4010: "Discord does not know these shards. Please check DISCORD_SHARD_IDS and DISCORD_SHARD_COUNT.",
    4011: "This bot is in too many servers for so few shards. Please raise DISCORD_SHARD_COUNT, or leave it out.",
    4012: "Discord does not speak with this version of Reachwell any more. Please update it.",
    4013: "Discord does not know what this version of Reachwell asks for. Please update it.",
    4014: "Discord does not let this bot listen to direct messages. Please check it in the developer portal.",
}

log = logging.getLogger(__name__)


class DiscordBot:
    """Serves an App in Discord.

    `api_url` is where the API is served: Discord's own, or `http://127.0.0.1:9000/api/v10`; `gateway_url` is where
    the gateway is, whatever the API says. `shard_ids` of `shard_count` are served here; none: all there are.
    """

    def __init__(
        self,
        app: "App",
        token: str,
        notes: Notes,
        *,
        api_url: str | None = None,
        gateway_url: str | None = None,
        shard_ids: Collection[int] | None = None,
        shard_count: int | None = None,
    ) -> None:
        logging.getLogger("discord").setLevel(logging.WARNING)  # below, it logs every message and every name
        for name in _UNQUOTED:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._token = token
        self._notes = notes
        self._api_url = api_url or DISCORD
        self._gateway_url = gateway_url
        self._shard_ids = shard_ids
        self._shard_count = shard_count
        self._declared = Declared(app.commands)
        self._client: Client | None = None
        self._connected = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None
        self.sender = DiscordSender(lambda: self._client)
        self._answering = Answering(app, self._declared, self.sender)

    async def start(self) -> None:
        """Begin to answer. Waits for Discord as long as it cannot be reached. Raises WrongToken."""
        Route.BASE = self._api_url  # discord.py knows one Discord for the whole process
        self._serving = asyncio.create_task(self._serve())
        connected = asyncio.create_task(self._connected.wait())
        try:
            await asyncio.wait({self._serving, connected}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            connected.cancel()
        if self._serving.done():
            self._serving.result()
        else:
            log.info("Discord is served.")

    async def stop(self) -> None:
        """Hear no more, finish what is being answered within some seconds, and close. Twice is as good as once."""
        if self._serving is None:
            return
        if self._client is not None:
            await self._client.hang_up()
        self._answering.take_no_more()
        if not await within(_STOPS_WITHIN, self.idle()):
            self._answering.give_up()
            await within(_BREAKS_OFF_WITHIN, self.idle())
        self._serving.cancel()
        with suppress(asyncio.CancelledError, WrongToken):
            await self._serving
        self._serving = None

    async def idle(self) -> None:
        """Wait until everything that was heard has been answered."""
        await self._answering.idle()

    async def _serve(self) -> None:
        """Connect, again and again, until told to stop. Before the first connection, raises WrongToken for what
        only the host can change."""
        attempt = -1
        while True:
            began = asyncio.get_running_loop().time()
            least = 0.0  # seconds to pause
            try:
                await self._serve_once()
            except discord.LoginFailure:
                if not self._connected.is_set():
                    raise WrongToken(
                        "Discord does not know this token. Please check DISCORD_TOKEN (and DISCORD_API_URL)."
                    ) from None
                log.error("Discord does not know our token any more, and is asked again.")
            except (*FOREIGN, discord.DiscordException, NotLaunched) as error:
                why, name = _refused(error), type(error).__name__
                if why is None:
                    log.warning("Discord cannot be reached, and is tried again.", extra={"error": name})
                elif self._connected.is_set():
                    log.error("Discord refuses us, and is asked again in a quarter of an hour.", extra={"why": why})
                    least = _LONG_PAUSE
                else:
                    raise WrongToken(why) from None
            except Exception as error:  # discord.py stumbled over something: it begins anew
                log.error("The connection to Discord ended:\n%s", trace(error))
            lasted = asyncio.get_running_loop().time() - began > _LONGEST_PAUSE
            attempt = 0 if lasted else min(attempt + 1, 10)
            pause = min(_LONGEST_PAUSE, 2.0**attempt) * random.uniform(0.5, 1)  # noqa: S311
            await asyncio.sleep(max(least, pause))

    async def _serve_once(self) -> None:
        """One client, from its login until its connection ends for good."""
        client = Client(
            self._answering,
            shard_ids=self._shard_ids,
            shard_count=self._shard_count,
            gateway_url=self._gateway_url,
            connected=self._connected,
        )
        try:
            await client.login(self._token)
            self._client = client
            await register(client, self._declared, self._notes)
            if pause := await client.starts_after():
                log.warning("Discord takes no more connections today, and is waited for.", extra={"seconds": pause})
                await asyncio.sleep(pause)
            await client.connect()
        finally:
            self._client = None
            await client.close()


def _refused(error: Exception) -> str | None:
    """What the host has to change before Discord takes us; None for all that passes."""
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return _REFUSED[4014]
    return _REFUSED.get(error.code) if isinstance(error, discord.ConnectionClosed) else None
