"""Sending to Discord: to people and into servers, with a nonce, so that what is sent twice is seen once."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from hashlib import blake2b

import discord

from bots.discord import appointing
from bots.discord.render import Part, posted, render
from bots.discord.trouble import is_asleep, is_unknown_channel, sorted_errors, sorted_in_server
from core.chat.reply import Reply
from core.chat.words import Reader
from core.delivery.sending import Appointment, DeliveryError, Gone, Rejected, TryAgain, Uncertain, Wait
from core.facts.account import Identity
from core.facts.posts import Post, PostKind

PER_SECOND = 40  # Discord allows 50 for everything; the others are for who is waiting
_LONGEST_TURN = 8.0  # seconds; the outbox waits ten
_REMEMBERED = 20_000  # people whose channel needs not be asked for again
_PINS_WITHIN = 3.0  # seconds; what is sent is sent, pinned or not


class DiscordSender:
    """Writes to people who have not just spoken. Waiting and trying again is left to who keeps the deliveries."""

    takes_nonce = True

    def __init__(self, connected: Callable[[], discord.Client | None]) -> None:
        """`connected` gives the client that Discord serves at the moment; None while it serves none."""
        self._connected = connected
        self._channels: OrderedDict[int, int] = OrderedDict()  # of direct messages, by user
        self._next_turn = 0.0

    async def turn(self, identity: Identity) -> None:
        """See core.delivery.sending.Sender. One chat's own limit is waited for by discord.py."""
        self._client()
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next_turn)
        if mine - now > _LONGEST_TURN:
            raise Wait(timedelta(seconds=mine - now))
        self._next_turn = mine + 1 / PER_SECOND
        await asyncio.sleep(mine - now)

    async def send(self, identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        """See core.delivery.sending.Sender."""
        if identity.group:
            return await self._post(int(identity.address), reply, reader, nonce)
        channel = await self._channel(int(identity.address))
        try:
            return str((await send_parts(channel, render(reply, reader), nonce)).id)
        except DeliveryError as error:
            if is_unknown_channel(error):
                self._channels.pop(int(identity.address), None)
                raise TryAgain from error
            raise

    async def edit(self, post: Post, reply: Reply, reader: Reader) -> None:
        """See core.delivery.sending.Sender. Discord takes what stands there already as well as anything else; to
        remember it here would be wrong as soon as another process has changed it."""
        if post.kind is PostKind.INLINE:  # where we are not, only who presses can change a message (speaking.py)
            raise Gone
        client, part = self._client(), posted(reply, reader)
        channel = client.get_partial_messageable(int(post.address))
        message = channel.get_partial_message(int(post.message_id))
        try:
            with sorted_in_server():
                await message.edit(**part.instead())
        except Rejected as error:
            if not is_asleep(error):
                raise
            with sorted_in_server():
                await client.http.edit_channel(channel.id, archived=False)
                await message.edit(**part.instead())
        if reply.unpinned:
            with suppress(DeliveryError, TimeoutError), sorted_errors():
                async with asyncio.timeout(_PINS_WITHIN):
                    await message.unpin()

    async def appoint(self, identity: Identity, appointment: Appointment, existing: str) -> str:
        """See core.delivery.sending.Sender."""
        return await appointing.appoint(self._client(), int(identity.external_id), appointment, existing)

    def remember(self, user_id: int, channel_id: int) -> None:
        """Where somebody's direct messages go."""
        self._channels[user_id] = channel_id
        self._channels.move_to_end(user_id)
        if len(self._channels) > _REMEMBERED:
            self._channels.popitem(last=False)

    async def _post(self, channel_id: int, reply: Reply, reader: Reader, nonce: str) -> str:
        """Into a server: one message, which can be changed as one."""
        channel = self._client().get_partial_messageable(channel_id)
        with sorted_in_server():
            message = await send_parts(channel, [posted(reply, reader)], nonce)
        if reply.pinned:
            with suppress(DeliveryError, TimeoutError), sorted_errors():
                async with asyncio.timeout(_PINS_WITHIN):
                    await message.pin()
        return str(message.id)

    async def _channel(self, user_id: int) -> discord.PartialMessageable:
        client = self._client()
        if user_id not in self._channels:
            with sorted_errors():
                try:
                    channel = await client.create_dm(discord.Object(user_id))
                except discord.DiscordServerError as error:
                    raise TryAgain from error  # no message was under way yet
            self.remember(user_id, channel.id)
        return client.get_partial_messageable(self._channels[user_id], type=discord.ChannelType.private)

    def _client(self) -> discord.Client:
        client = self._connected()
        if client is None:
            raise TryAgain
        return client


async def send_parts(channel: discord.abc.Messageable, parts: Sequence[Part], nonce: str) -> discord.Message:
    """Send these messages in order; the last. Raises a DeliveryError.

    With the same nonce again, within some minutes, only those arrive that have not arrived before.
    """
    message: discord.Message | None = None
    for index, part in enumerate(parts):
        try:
            with sorted_errors():
                message = await channel.send(nonce=nonce_of(nonce, index), **part.new())
        except (Wait, TryAgain) as error:
            if index == 0:
                raise
            raise Uncertain from error  # the whole of it can never be "not arrived" again
    assert message is not None
    return message


def nonce_of(name: str, index: int) -> str:
    """What Discord knows the message at `index` by: it takes 25 characters.

    >>> len(nonce_of("7q3k9ab27q3k", 0)), nonce_of("a", 1) == nonce_of("a", 1) != nonce_of("a", 2)
    (24, True)
    """
    return blake2b(f"{name}:{index}".encode(), digest_size=12).hexdigest()
