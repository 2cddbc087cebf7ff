"""Sending to Telegram: a reply's messages one by one, and every refusal sorted into what may be done about it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from telegram import Bot, InputFile, LinkPreviewOptions, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bots.telegram.limiter import Limiter
from bots.telegram.render import MAX_CAPTION, Part, keyboard, render, written
from bots.telegram.request import NotConnected
from core.chat.reply import File, Reply
from core.chat.words import Reader
from core.delivery.sending import DeliveryError, Moved, Rejected, TryAgain, Uncertain, Unreachable, Wait
from core.facts.account import Identity

T = TypeVar("T")
Trying = Callable[[Callable[[], Awaitable[Message]]], Awaitable[Message]]  # once, or insistently

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_PATIENCE = timedelta(seconds=30)
_PAUSES = (0.2, 0.8, 3.2)  # seconds between tries that never connected
_GONE = ("chat not found", "user not found", "peer_id_invalid", "chat_write_forbidden", "not enough rights to send")


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, and the topic in it where a group has topics."""

    chat_id: int
    topic: int | None = None


class TelegramSender:
    """Writes to people who have not just spoken. Waiting and trying again is left to who keeps the deliveries."""

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
                await once(partial(self._limiter.turn, int(identity.address)))

    async def send(self, identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        """See core.delivery.sending.Sender."""
        await self._is_there()  # what goes wrong may have begun since its turn
        try:
            with self._waits_for_everybody():
                message_id = await send(self._bot, Place(int(identity.address)), reply, reader, once)
        except (Uncertain, TryAgain, asyncio.CancelledError):
            self._in_doubt = True
            raise
        self._in_doubt = False
        return str(message_id)

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


async def once(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call to Telegram; its errors become DeliveryErrors."""
    with sorted_errors():
        return await call()


async def insistently(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call for somebody who is waiting: again after what passes, up to half a minute.

    What may have arrived is repeated once, unless only its answer was late: a line seen twice is better than
    silence, after which people do the same thing twice.
    """
    pauses = iter(_PAUSES)
    patience, repeated = _PATIENCE, False
    while True:
        try:
            return await once(call)
        except Wait as error:
            patience -= error.retry_after
            if patience < timedelta(0):
                raise
            await asyncio.sleep(error.retry_after.total_seconds())
        except TryAgain:
            pause = next(pauses, None)
            if pause is None:
                raise
            await asyncio.sleep(pause)
        except Uncertain as error:
            if repeated or isinstance(error.__cause__, TimedOut):
                raise
            repeated = True


async def send(bot: Bot, place: Place, reply: Reply, reader: Reader, trying: Trying) -> int:
    """Send a reply as one or more messages, each tried with `trying`; the id of the last, which has the buttons."""
    if reply.file is not None:
        return await _send_file(bot, place, reply, reply.file, reader, trying)
    return await send_parts(bot, place, render(reply.text, reply.unfolded, reader), trying)


async def send_parts(bot: Bot, place: Place, parts: list[Part], trying: Trying) -> int:
    """Send these messages in order; the id of the last."""
    message_id = 0
    for index, part in enumerate(parts):
        message = await _following(index, trying, partial(_send_part, bot, place, part))
        message_id = message.message_id
    return message_id


async def edit(bot: Bot, place: Place, message_id: int, reply: Reply, reader: Reader) -> int:
    """Put a reply in the place of a message; where that cannot be any more, send it. The id of the last message."""
    if reply.file is not None:  # a text cannot become a file
        return await send(bot, place, reply, reader, insistently)
    first, *rest = render(reply.text, reply.unfolded, reader)
    try:
        await insistently(partial(_edit_part, bot, place, message_id, first))
    except Rejected as error:
        if not _says(error, "not modified"):
            return await send_parts(bot, place, [first, *rest], insistently)
    return await send_parts(bot, place, rest, insistently) if rest else message_id


@contextmanager
def sorted_errors() -> Iterator[None]:
    """Errors of Telegram's become DeliveryErrors."""
    try:
        yield
    except TelegramError as error:
        raise _sorted(error) from error


async def _send_file(bot: Bot, place: Place, reply: Reply, file: File, reader: Reader, trying: Trying) -> int:
    """The text goes as the file's caption; before it, when it is too long for that."""
    before = written(reply.text, reply.unfolded, reader)
    captions = written(reply.text, reply.unfolded, reader, MAX_CAPTION)
    caption = Part("")
    if len(captions) == 1:
        caption, before = captions[0], []
    await send_parts(bot, place, before, trying)
    send_it = partial(
        bot.send_document,
        place.chat_id,
        InputFile(file.content, filename=file.name),
        caption=caption.text or None,
        caption_entities=caption.entities or None,
        reply_markup=keyboard(reply.unfolded, reader),
        message_thread_id=place.topic,
    )
    message = await _following(len(before), trying, send_it)
    return message.message_id


async def _following(index: int, trying: Trying, call: Callable[[], Awaitable[Message]]) -> Message:
    """The call for the message at `index`. Once one has gone, the whole reply can never be "not arrived" again."""
    if index == 0:
        return await trying(call)
    try:
        return await insistently(call)
    except (Wait, TryAgain) as error:
        raise Uncertain from error


async def _send_part(bot: Bot, place: Place, part: Part) -> Message:
    return await bot.send_message(
        place.chat_id,
        part.text,
        entities=part.entities or None,
        reply_markup=part.keyboard,
        link_preview_options=_NO_PREVIEW,
        message_thread_id=place.topic,
    )


async def _edit_part(bot: Bot, place: Place, message_id: int, part: Part) -> object:
    return await bot.edit_message_text(
        part.text,
        chat_id=place.chat_id,
        message_id=message_id,
        entities=part.entities or None,
        reply_markup=part.keyboard,
        link_preview_options=_NO_PREVIEW,
    )


def _sorted(error: TelegramError) -> DeliveryError:
    """BadRequest and TimedOut are NetworkErrors, too: the order matters. Whatever is not named may have arrived."""
    match error:
        case RetryAfter():
            after = error.retry_after
            return Wait(after if isinstance(after, timedelta) else timedelta(seconds=after))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Unreachable()
        case BadRequest() if any(gone in error.message.casefold() for gone in _GONE):
            return Unreachable()
        case BadRequest():
            return Rejected(_unquoted(error.message))
        case NotConnected() | InvalidToken() | Conflict():
            return TryAgain()
        case _:
            return Uncertain()


def _unquoted(description: str) -> str:
    """Telegram's words, without what it quotes of ours: that may be somebody's name or address."""
    return re.sub(r"(?<!\w)['\"“](?:.*['\"”]|.*)", "…", description, flags=re.DOTALL)


def _says(error: DeliveryError, words: str) -> bool:
    return isinstance(error.__cause__, TelegramError) and words in error.__cause__.message.casefold()
