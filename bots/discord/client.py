"""discord.py's client, told what it is to listen to: little, and nothing of what people say in servers."""

import asyncio
import logging
import sys
from collections.abc import Collection, Coroutine, Iterable
from typing import Any

import discord
from yarl import URL

from bots.discord.answering import Answering, Interaction
from bots.discord.pressing import Chosen, Pressed
from core.chat.failures import trace

LONGEST_WAIT = 5.0  # seconds for which discord.py waits out a rate limit; what takes longer is our business

_HANGS_UP_WITHIN = 1.0  # seconds, and as many for closing
_ANSWERS_WITHIN = 5.0  # seconds for what is being answered when a connection ends by itself

log = logging.getLogger(__name__)


class NotLaunched(Exception):
    """A shard could not be connected at the first try."""


class Client(discord.AutoShardedClient):
    """One connection for each shard. It keeps no members and no messages in memory; of servers, what they are
    called, and what we may do there."""

    def __init__(
        self,
        answering: Answering,
        *,
        shard_ids: Collection[int] | None = None,
        shard_count: int | None = None,
        gateway_url: str | None = None,
        connected: asyncio.Event,
    ) -> None:
        """`gateway_url` wins over every address that the API names; `connected` is set when Discord is ready."""
        options: dict[str, Any] = {"shard_ids": sorted(shard_ids)} if shard_ids is not None else {}
        super().__init__(
            # What is said in servers we do not want to know: only which there are, and that we came or had to go.
            intents=discord.Intents(dm_messages=True, guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=0,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=shard_count,
            **options,
        )
        self._answering = answering
        self._connected = connected
        self._launched: set[int] = set()
        self._patience = _ANSWERS_WITHIN
        self.http.max_ratelimit_timeout = LONGEST_WAIT  # given as an option it would be no less than thirty
        if gateway_url is not None:
            self._always_connect_to(URL(gateway_url))

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Pressed, Chosen)

    async def launch_shard(self, gateway: URL, shard_id: int, *, initial: bool = False) -> None:
        """discord.py tries a shard again by calling this from within, deeper each time, until Python stops it.

        Raises NotLaunched instead: whoever started us begins anew (see adapter.py).
        """
        if shard_id in self._launched:
            raise NotLaunched
        self._launched.add(shard_id)
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def starts_after(self) -> float:
        """Seconds until Discord lets us connect all our shards; 0: it does now.

        It allows a thousand connections a day; with one more, the token is none any more.
        """
        recommended, _url, limits = await self.http.get_bot_gateway()
        shards = len(self.shard_ids) if self.shard_ids else self.shard_count or recommended
        return limits["reset_after"] / 1000 if limits["remaining"] < shards else 0.0

    async def hang_up(self) -> None:
        """Hear nothing more; what is being answered can still be answered, and whoever hangs up waits for it."""
        self._patience = 0.0
        await self._disconnect()

    async def close(self) -> None:
        """Hang up, and end. discord.py calls it, too, when one connection has ended for good: the answers that are
        under way are waited for, since they go by what is closed here."""
        patience, self._patience = self._patience, 0.0
        if patience:
            await self._disconnect()
            await within(patience, self._answering.idle())
        if not self.is_closed():  # it may have been broken off, and must not be waited for then
            await within(_HANGS_UP_WITHIN, super().close())
        await self.http.close()

    async def _disconnect(self) -> None:
        await within(_HANGS_UP_WITHIN, _all(shard.disconnect() for shard in self.shards.values()))

    async def on_connect(self) -> None:
        self._connected.set()

    async def on_interaction(self, interaction: Interaction) -> None:
        match interaction.type:
            case discord.InteractionType.application_command:
                await self._answering.take_command(interaction)
            case discord.InteractionType.autocomplete:
                await self._answering.suggest(interaction)
            case discord.InteractionType.modal_submit:
                await self._answering.take_form(interaction)
            case _:
                pass  # a component: comes by pressing.py

    async def on_reachwell_press(self, interaction: Interaction, action: str) -> None:
        await self._answering.take_press(interaction, action)

    async def on_message(self, message: discord.Message) -> None:
        await self._answering.take_message(message)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._answering.greet(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._answering.leave(guild.id)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """discord.py's own would log the exception's words, which may be somebody's."""
        error = sys.exc_info()[1]
        assert error is not None
        log.error("Something that happened could not be taken:\n%s", trace(error), extra={"event": event_method})

    def _always_connect_to(self, address: URL) -> None:
        """All connections are made here; also resumed ones, for which Discord names another address."""
        connect = self.http.ws_connect

        async def to_ours(url: str, *, compress: int = 0) -> Any:
            return await connect(str(address.with_query(URL(url).query)), compress=compress)

        self.http.ws_connect = to_ours  # type: ignore[method-assign]


async def within(seconds: float, work: Coroutine[Any, Any, None]) -> bool:
    """Whether it ended in time."""
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        return False
    return True


async def _all(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """All at once; that one connection breaks while we leave it makes no difference to the others."""
    await asyncio.gather(*works, return_exceptions=True)
