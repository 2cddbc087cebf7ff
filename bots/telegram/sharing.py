"""Inline mode: what somebody may share into any chat of theirs, offered while they type our name there."""

import logging
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from bots.shown import label
from bots.telegram.calls import once
from bots.telegram.inbound import actor_of, clean
from bots.telegram.messages import NO_PREVIEW, post_of
from core.chat.failures import trace
from core.chat.reply import say
from core.chat.words import Reader, _, plain
from core.delivery.sending import DeliveryError
from core.store import Unavailable

if TYPE_CHECKING:
    from core.app import App
    from core.gatherings.sharing import Shareable

MAX_RESULTS = 50
OPENED = "share"  # the payload of "/start" with which somebody comes who had nothing to share
_CACHED = 2  # seconds: the counts on a card are those of now
_MAX_TITLE = 128
_MAX_DESCRIPTION = 256

log = logging.getLogger(__name__)


async def offer(app: "App", bot: Bot, query: InlineQuery) -> None:
    """Answer what somebody types behind our name. It is not insisted on: with the next letter they ask again."""
    actor = actor_of(query.from_user)
    found: Sequence[Shareable] = ()
    try:
        found = await app.shareable(actor, clean(query.query))
    except Unavailable as error:
        log.warning("The database cannot say what somebody may share.", extra={"reason": str(error)})
    except Exception as error:  # whatever it was: a search that hangs says less than one without results
        log.error("What somebody may share could not be found:\n%s", trace(error))
    way_in = InlineQueryResultsButton(plain(say(_("Open Reachwell")), Reader(actor.locale)), start_parameter=OPENED)
    results = [_result(bot, each) for each in found[:MAX_RESULTS]]
    call = partial(
        bot.answer_inline_query,
        query.id,
        results,
        cache_time=_CACHED,
        is_personal=True,
        button=None if results else way_in,
    )
    try:
        await once(call)
    except DeliveryError as error:
        log.info("An inline query could not be answered.", extra={"error": type(error).__name__})


def _result(bot: Bot, shareable: "Shareable") -> InlineQueryResultArticle:
    post = post_of(bot, shareable.reply, shareable.reader)
    return InlineQueryResultArticle(
        id=shareable.id,
        title=label(shareable.title, _MAX_TITLE),
        description=label(plain(shareable.description, shareable.reader), _MAX_DESCRIPTION),
        input_message_content=InputTextMessageContent(
            post.text, entities=post.entities or None, link_preview_options=NO_PREVIEW
        ),
        reply_markup=post.keyboard,
    )
