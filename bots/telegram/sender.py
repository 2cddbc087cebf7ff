"""Sending to Telegram what nobody has just asked for: deliveries to people and groups, and edits of posts."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

from telegram import Bot

from bots.telegram.calls import once, says
from bots.telegram.limiter import Limiter
from bots.telegram.messages import NO_PREVIEW, post_of, send, unpin
from bots.telegram.places import place_at
from core.chat.reply import Reply
from core.chat.words import Reader
from core.delivery.sending import Appointment, DeliveryError, Gone, Rejected, TryAgain, Uncertain, Wait
from core.facts.account import Identity
from core.facts.posts import Post, PostKind

_EDITS_WITHIN = timedelta(seconds=5)  # a post whose turn is farther away is put off


class TelegramSender:
    """Writes to people and groups that have not just spoken. Waiting and trying again is left to who keeps the
    deliveries."""

    takes_nonce = False  # what is sent twice is seen twice

    def __init__(self, bot: Bot, limiter: Limiter | None = None) -> None:
        """`limiter`: the bot's own, if it has one."""
        self._bot = bot
        self._limiter = limiter
        self._in_doubt = False  # whether the last message went, and so whether Telegram is there
        self._asking = asyncio.Lock()
        self._not_before = 0.0

    async def turn(self, identity: Identity) -> None:
        """See core.delivery.sending.Sender."""
        with self._waits_for_everybody():
            await self._is_there()
            if self._limiter is not None:
                await once(partial(self._limiter.turn, place_at(identity.address).chat_id))

    async def send(self, identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        """See core.delivery.sending.Sender. What was for a topic that is no more, or closed, goes to its group."""
        await self._is_there()  # what goes wrong may have begun since its turn
        place = place_at(identity.address)
        try:
            with self._waits_for_everybody():
                try:
                    message_id = await send(self._bot, place, reply, reader, once)
                except Gone:
                    if place.topic is None:
                        raise
                    message_id = await send(self._bot, replace(place, topic=None), reply, reader, once)
        except (Uncertain, TryAgain, asyncio.CancelledError):
            self._in_doubt = True
            raise
        self._in_doubt = False
        return str(message_id)

    async def edit(self, post: Post, reply: Reply, reader: Reader) -> None:
        """See core.delivery.sending.Sender. Raises Wait, too, where its turn would not come soon."""
        chat_id = place_at(post.address).chat_id if post.address else None
        inline = post.message_id if post.kind is PostKind.INLINE else None
        part = post_of(self._bot, reply, reader)
        with self._waits_for_everybody():
            await self._has_turn(chat_id or post.message_id)
            try:
                await once(
                    partial(
                        self._bot.edit_message_text,
                        part.text,
                        chat_id=None if inline else chat_id,
                        message_id=None if inline else int(post.message_id),
                        inline_message_id=inline,
                        entities=part.entities or None,
                        reply_markup=part.keyboard,
                        link_preview_options=NO_PREVIEW,
                    )
                )
            except Rejected as error:
                if not says(error, "not modified"):
                    raise
        if reply.unpinned and chat_id is not None:
            await unpin(self._bot, chat_id, int(post.message_id))

    async def appoint(self, identity: Identity, appointment: Appointment, existing: str) -> str:
        """See core.delivery.sending.Sender. Telegram has no events of its own."""
        return ""

    async def _has_turn(self, chat: int | str) -> None:
        """Wait for an edit's turn, behind everything that people wait for."""
        if self._limiter is None:
            return
        try:
            async with asyncio.timeout(_EDITS_WITHIN.total_seconds()):
                await once(partial(self._limiter.turn, chat, behind=True))
        except TimeoutError:
            raise Wait(_EDITS_WITHIN) from None

    async def _is_there(self) -> None:
        """After trouble, first a question that costs nothing: what is tried in vain while Telegram is down may have
        arrived, and a digest of which nobody knows that is not sent again. Raises TryAgain."""
        async with self._asking:
            loop = asyncio.get_running_loop()
            if not self._in_doubt:
                return
            if loop.time() < self._not_before:  # others have just asked
                raise TryAgain
            try:
                await once(partial(self._bot.get_me, read_timeout=3, connect_timeout=3, pool_timeout=1))
            except DeliveryError as error:
                self._not_before = loop.time() + 1
                raise TryAgain from error
            self._in_doubt = False

    @contextmanager
    def _waits_for_everybody(self) -> Iterator[None]:
        """Whose wait it is, only the limiter has seen."""
        try:
            yield
        except Wait as error:
            if self._limiter is None or not self._limiter.everybody_waits:
                raise
            raise Wait(error.retry_after, everybody=True) from error
