"""The Discord bot: connects, stays connected, registers the commands, and offers the core's sender."""

import asyncio
import logging
import random
from collections.abc import Collection, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord
from discord.http import Route

from bots.discord.answering import Answering
from bots.discord.client import Client, NotLaunched
from bots.discord.sender import DiscordSender
from bots.discord.slash import Declared, Notes, register
from bots.discord.trouble import FOREIGN
from bots.tokens import WrongToken
from core.chat.failures import trace

if TYPE_CHECKING:
    from core.app import App

DISCORD = Route.BASE
_LONGEST_PAUSE = 60.0  # seconds between tries to connect
_HANGS_UP_WITHIN = 1.5
_STOPS_WITHIN = 5.0  # seconds for what is being answered; somebody waits for us, and kills at ten
# What discord.py logs with somebody's words or the tokens of interactions in it, or warns of although it is meant:
# that we ask for no servers, that there is no voice.
_UNQUOTED = ("discord.client", "discord.http", "discord.shard", "discord.state", "discord.ui")

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
            await _within(_HANGS_UP_WITHIN, self._client.hang_up())
        if not await _within(_STOPS_WITHIN, self.idle()):
            self._answering.give_up()
            await _within(0.5, self.idle())
        self._serving.cancel()
        with suppress(asyncio.CancelledError, WrongToken):
            await self._serving
        self._serving = None

    async def idle(self) -> None:
        """Wait until everything that was heard has been answered."""
        await self._answering.idle()

    async def _serve(self) -> None:
        """Connect, again and again, until told to stop. Raises WrongToken before the first connection."""
        attempt = -1
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._serve_once()
            except discord.LoginFailure:
                if not self._connected.is_set():
                    raise WrongToken(
                        "Discord does not know this token. Please check DISCORD_TOKEN (and DISCORD_API_URL)."
                    ) from None
                log.error("Discord does not know our token any more, and is asked again.")
            except (*FOREIGN, discord.DiscordException, NotLaunched) as error:
                log.warning("Discord cannot be reached, and is tried again.", extra={"error": type(error).__name__})
            except Exception as error:  # discord.py stumbled over something: it begins anew
                log.error("The connection to Discord ended:\n%s", trace(error))
            lasted = asyncio.get_running_loop().time() - began > _LONGEST_PAUSE
            attempt = 0 if lasted else min(attempt + 1, 10)
            await asyncio.sleep(min(_LONGEST_PAUSE, 2.0**attempt) * random.uniform(0.5, 1))  # noqa: S311

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
            await client.connect()
        finally:
            self._client = None
            await _within(_HANGS_UP_WITHIN, client.close())


async def _within(seconds: float, work: Coroutine[Any, Any, None]) -> bool:
    """Whether it ended in time."""
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        return False
    return True
