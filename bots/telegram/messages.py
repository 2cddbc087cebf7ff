"""A reply as messages in a chat: sent, put in the place of one that is there, and pinned."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.error import TelegramError

from bots.telegram.calls import insistently, says
from bots.telegram.places import Place
from bots.telegram.render import MAX_CAPTION, Part, keyboard, one, render, written
from core.chat.reply import File, Reply, Row, ShareButton
from core.chat.words import Reader
from core.delivery.sending import Gone, Rejected, TryAgain, Uncertain, Wait

Trying = Callable[[Callable[[], Awaitable[Message]]], Awaitable[Message]]  # once, or insistently

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_PINS_WITHIN = 5  # seconds

log = logging.getLogger(__name__)


async def send(bot: Bot, place: Place, reply: Reply, reader: Reader, trying: Trying) -> int:
    """Send a reply as one or more messages, each tried with `trying`; the id of the last, which has the buttons."""
    if reply.picture is not None or reply.file is not None:
        message_id = await _send_with_files(bot, place, reply, reader, trying)
    else:
        parts = render(reply.text, rows_of(bot, reply), reader, many=place.many)
        message_id = await _send_parts(bot, place, parts, trying)
    if reply.pinned and place.many:
        await _pin(bot, place, message_id)
    return message_id


async def edit(bot: Bot, place: Place, message_id: int, reply: Reply, reader: Reader) -> int:
    """Put a reply in the place of a message; where that cannot be any more, send it. The id of the last message."""
    if reply.picture is not None or reply.file is not None:  # a text cannot become a file
        return await send(bot, place, reply, reader, insistently)
    first, *rest = render(reply.text, rows_of(bot, reply), reader, many=place.many)
    try:
        await insistently(partial(_edit_part, bot, place, message_id, first))
    except Gone:
        return await _send_parts(bot, place, [first, *rest], insistently)
    except Rejected as error:
        if not says(error, "not modified"):
            return await _send_parts(bot, place, [first, *rest], insistently)
    return await _send_parts(bot, place, rest, insistently) if rest else message_id


async def unpin(bot: Bot, chat_id: int, message_id: int) -> None:
    """Keep a message in sight no longer, if it was, and if we may."""
    try:
        async with asyncio.timeout(_PINS_WITHIN):
            await bot.unpin_chat_message(chat_id, message_id=message_id)
    except (TelegramError, TimeoutError) as error:
        log.info("A message could not be unpinned.", extra={"error": type(error).__name__})


def post_of(bot: Bot, reply: Reply, reader: Reader) -> Part:
    """A reply as the one message that a post is, for many to read: a text that is too long for it is cut."""
    return one(reply.text, rows_of(bot, reply), reader, many=True)


def rows_of(bot: Bot, reply: Reply) -> tuple[Row, ...]:
    """Its buttons. Those that share are left out where the bot has no inline mode: Telegram would refuse them."""
    rows = reply.unfolded
    if not any(isinstance(each, ShareButton) for row in rows for each in row) or bot.supports_inline_queries:
        return rows
    return tuple(tuple(each for each in row if not isinstance(each, ShareButton)) for row in rows)


async def _send_with_files(bot: Bot, place: Place, reply: Reply, reader: Reader, trying: Trying) -> int:
    """The text goes as the first file's caption; before it, when it is too long for that."""
    rows = rows_of(bot, reply)
    before = written(reply.text, rows, reader, many=place.many)
    captions = written(reply.text, rows, reader, MAX_CAPTION, many=place.many)
    caption = Part("")
    if len(captions) <= 1:
        caption, before = captions[0] if captions else caption, []
    calls = [partial(_send_part, bot, place, part) for part in before]
    if reply.picture is not None:
        markup = keyboard(rows, reader) if reply.file is None else None
        calls.append(partial(_send_picture, bot, place, reply.picture, caption, markup))
        caption = Part("")
    if reply.file is not None:
        calls.append(partial(_send_document, bot, place, reply.file, caption, keyboard(rows, reader)))
    return await _send_in_order(calls, trying)


async def _send_parts(bot: Bot, place: Place, parts: list[Part], trying: Trying) -> int:
    return await _send_in_order([partial(_send_part, bot, place, part) for part in parts], trying)


async def _send_in_order(calls: Sequence[Callable[[], Awaitable[Message]]], trying: Trying) -> int:
    """Make these calls one after the other; the id of the last message. Once one has gone, the whole reply can
    never be "not arrived" again."""
    message = await trying(calls[0])
    for call in calls[1:]:
        try:
            message = await insistently(call)
        except (Wait, TryAgain) as error:
            raise Uncertain from error
    return message.message_id


async def _send_part(bot: Bot, place: Place, part: Part) -> Message:
    return await bot.send_message(
        place.chat_id,
        part.text,
        entities=part.entities or None,
        reply_markup=part.keyboard,
        link_preview_options=NO_PREVIEW,
        message_thread_id=place.topic,
    )


async def _send_picture(
    bot: Bot, place: Place, picture: File, caption: Part, markup: InlineKeyboardMarkup | None
) -> Message:
    return await bot.send_photo(
        place.chat_id,
        InputFile(picture.content, filename=picture.name),
        caption=caption.text or None,
        caption_entities=caption.entities or None,
        reply_markup=markup,
        message_thread_id=place.topic,
    )


async def _send_document(
    bot: Bot, place: Place, file: File, caption: Part, markup: InlineKeyboardMarkup | None
) -> Message:
    return await bot.send_document(
        place.chat_id,
        InputFile(file.content, filename=file.name),
        caption=caption.text or None,
        caption_entities=caption.entities or None,
        reply_markup=markup,
        message_thread_id=place.topic,
    )


async def _edit_part(bot: Bot, place: Place, message_id: int, part: Part) -> object:
    return await bot.edit_message_text(
        part.text,
        chat_id=place.chat_id,
        message_id=message_id,
        entities=part.entities or None,
        reply_markup=part.keyboard,
        link_preview_options=NO_PREVIEW,
    )


async def _pin(bot: Bot, place: Place, message_id: int) -> None:
    """Keep a message in sight, once, without a sound. Where we may not, it simply is not: it has arrived."""
    try:
        async with asyncio.timeout(_PINS_WITHIN):
            await bot.pin_chat_message(place.chat_id, message_id, disable_notification=True)
    except (TelegramError, TimeoutError) as error:
        log.info("A message could not be pinned.", extra={"error": type(error).__name__})
