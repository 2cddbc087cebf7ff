"""One update, answered: the request it makes, what the core says to it, and where each answer goes."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from telegram import Bot, CallbackQuery, Message, Update, User

from bots.telegram.administrators import Administrators
from bots.telegram.calls import insistently
from bots.telegram.documents import fetched
from bots.telegram.inbound import masked, place_of, request_of, spoken
from bots.telegram.joining import Joining
from bots.telegram.messages import edit, send
from bots.telegram.places import Place
from bots.telegram.render import toast
from bots.telegram.sharing import offer
from core.chat import request as chat
from core.chat.failures import apology
from core.chat.reply import Answer, Elsewhere, LinkButton, Notice, Reply, Span, say
from core.chat.request import Press, Request, Upload
from core.chat.words import Reader, _
from core.delivery.sending import DeliveryError, Rejected, Unreachable

if TYPE_CHECKING:
    from core.app import App

_REMEMBERED = 2000  # updates; Telegram repeats one, if ever, at once
_GLANCE = 80  # characters that can be read before a toast goes by itself; more of them stay until they are closed
_SPINS = 3  # seconds for which a button shows that it is waiting while its answer goes elsewhere
_OPENED = "hello"  # the payload of links into the private chat: without one Telegram refuses them under a press

log = logging.getLogger(__name__)


class Answering:
    """Takes updates to the core, and its answers back to Telegram."""

    def __init__(self, app: "App", bot: Bot, let_next: Callable[[Update], Awaitable[None]]) -> None:
        """`let_next` is told of each update once it has had its first answer."""
        self._app = app
        self._bot = bot
        self._let_next = let_next
        self._commands = frozenset(command.name for command in app.commands)
        self._in_groups = frozenset(command.name for command in app.commands if command.in_groups)
        self._administrators = Administrators(bot)
        self._joining = Joining(app, bot, self._administrators)
        self._taken: dict[int, None] = {}  # a set that remembers the order

    async def take(self, update: Update) -> None:
        """Answer an update, once. A press is acknowledged whatever happens."""
        user = update.effective_user
        if user is None or self._has_taken(update.update_id):
            return
        if update.inline_query is not None:
            await offer(self._app, self._bot, update.inline_query)
            return
        if await self._joining.take(update):
            return
        request = request_of(update, self._bot.username, self._commands)
        speaking = _Speaking(self._bot, update, user)
        try:
            if request is not None:
                await self._converse(request, update, speaking)
            elif update.message and masked(update.message, self._bot.username, self._in_groups):
                text = say(
                    _(
                        "I can't see who you are while you remain anonymous here. "
                        "Switch that off in your rights as an administrator, and say it again."
                    )
                )
                await speaking.say(Reply(text=text, private=False), speaking.reader)
            elif _is_unreadable(update.message):
                text = say(_("I read text, files, and people from your address book. /help shows what I can do."))
                await speaking.say(Reply(text=text), speaking.reader)
        finally:
            await speaking.acknowledge()

    async def _converse(self, request: Request, update: Update, speaking: "_Speaking") -> None:
        try:
            async with (
                _complete(self._bot, await self._told_who_manages(request), update) as complete,
                _closing(self._app.answer(complete)) as answers,
            ):
                async for answer, reader in answers:
                    await speaking.say(answer, reader)
                    await self._let_next(update)
        except Exception as error:  # whatever it was, the person hears of it and the next update is answered
            await speaking.say(apology(error), speaking.reader)

    async def _told_who_manages(self, request: Request) -> Request:
        """The request, knowing whether they manage the group. Telegram is asked for a command that a group may see;
        hundreds may press at once, and for a press what is remembered has to do."""
        if (group := request.group) is None:
            return request
        chat_id, user_id = int(group.external_id), int(request.actor.external_id)
        match request.body:
            case chat.Message(text=text) if text.split()[0].removeprefix("/").casefold() in self._in_groups:
                manages = await self._administrators.manages(chat_id, user_id)
            case Press():
                manages = self._administrators.managed(chat_id, user_id)
            case _:
                return request
        return replace(request, group=replace(group, manages=manages))

    def _has_taken(self, update_id: int) -> bool:
        if update_id in self._taken:
            return True
        self._taken[update_id] = None
        if len(self._taken) > _REMEMBERED:
            del self._taken[next(iter(self._taken))]
        return False


class _Speaking:
    """Where the answers to one update go, which message they may replace, and whether its press is acknowledged."""

    def __init__(self, bot: Bot, update: Update, user: User) -> None:
        self._bot = bot
        self._query = update.callback_query
        self._pressed = self._query is not None
        self._private = Place(user.id)
        self._apart = place_of(update) != self._private  # a group, or a chat that we are not in
        self._here = place_of(update) or self._private
        self._previous = _previous(self._query, self._here)
        self.reader = Reader(locale=user.language_code or "en")

    async def say(self, answer: Answer, reader: Reader) -> None:
        """Give an answer where it may be seen. What Telegram refuses is logged: the next one is still given."""
        match answer:
            case Reply() if self._query is None:
                await self._deliver(answer, reader)
            case Reply() if self._apart and self._place_for(answer) == self._private:
                await self._answer_apart(answer, reader)
            case Reply():
                async with asyncio.TaskGroup() as both:
                    both.create_task(self.acknowledge())
                    both.create_task(self._deliver(answer, reader))
            case Notice(text) if self._query is None:
                await self._deliver(Reply(text=text, private=self._pressed), reader)
            case Notice(text):
                words = toast(text, reader)
                await self.acknowledge(text=words, stays=len(words) > _GLANCE)
            case Elsewhere(text, payload):
                await self._point_to_private(text, payload, reader)

    async def acknowledge(self, text: str = "", url: str = "", *, stays: bool = False) -> None:
        """Answer the press, the first time this is called: until then its button shows that it is waiting. A text
        that `stays` is there until it is closed."""
        if self._query is None:
            return
        query_id, self._query = self._query.id, None
        call = partial(
            self._bot.answer_callback_query, query_id, text=text or None, url=url or None, show_alert=stays or None
        )
        try:
            await insistently(call)
        except DeliveryError as error:  # it took too long, and the button waits no more
            log.info("A press could not be acknowledged.", extra={"error": type(error).__name__})

    async def _answer_apart(self, reply: Reply, reader: Reader) -> None:
        """Answer a press in private. Whether that arrives decides what its button says: that, or the way there."""
        async with asyncio.TaskGroup() as both:
            delivering = both.create_task(self._deliver(reply, reader))
            await asyncio.wait({delivering}, timeout=_SPINS)
            await self.acknowledge(text=toast(say(_("I've answered you in our private chat.")), reader))

    def _place_for(self, reply: Reply) -> Place:
        """A group never sees what is private: that goes to the person's own chat, or a way there into the group."""
        return self._private if reply.private and self._here.chat_id != self._private.chat_id else self._here

    async def _deliver(self, reply: Reply, reader: Reader) -> None:
        place = self._place_for(reply)
        try:
            self._previous = place, await self._put(place, reply, reader)
        except Unreachable:
            if not self._apart or place != self._private:
                log.info("An answer found nobody there any more.")
            else:
                text = say(
                    _(
                        "My answer to that is for you alone, and I can't write to you yet: "
                        "open our chat and press Start."
                    )
                )
                await self._point_to_private(text, "", reader)
        except Rejected as error:
            await self._apologise(place, error)
        except DeliveryError as error:
            log.warning("An answer did not arrive.", extra={"error": type(error).__name__})

    async def _put(self, place: Place, reply: Reply, reader: Reader) -> int:
        if reply.replaces and self._previous is not None and self._previous[0] == place:
            return await edit(self._bot, place, self._previous[1], reply, reader)
        return await send(self._bot, place, reply, reader, insistently)

    async def _point_to_private(self, text: Span, payload: str, reader: Reader) -> None:
        url = f"https://t.me/{self._bot.username}?start={payload or _OPENED}"
        if self._pressed:  # Telegram opens the link for who has pressed, and nobody else sees a thing
            await self.acknowledge(url=url)
            return
        button = LinkButton(say(_("Open our chat")), url)
        await self._deliver(Reply(text=text, rows=((button,),), private=False), reader)

    async def _apologise(self, place: Place, error: Rejected) -> None:
        try:
            await send(self._bot, place, apology(error), self.reader, insistently)
        except DeliveryError as another:
            log.error("An apology did not arrive.", extra={"error": type(another).__name__})


def _previous(query: CallbackQuery | None, here: Place) -> tuple[Place, int] | None:
    return (here, query.message.message_id) if query and query.message else None


def _is_unreadable(message: Message | None) -> bool:
    """A photo, a voice message, a sticker: worth a word in a private chat. An album would be worth ten."""
    return (
        message is not None
        and message.chat.type == message.chat.PRIVATE
        and spoken(message)
        and message.effective_attachment is not None
        and message.media_group_id is None
    )


@asynccontextmanager
async def _complete(bot: Bot, request: Request, update: Update) -> AsyncIterator[Request]:
    """The request with its document at hand, for as long as the block lasts."""
    document = update.message.document if update.message else None
    if isinstance(request.body, Upload) and document is not None:
        async with fetched(bot, document.file_id, request.body) as upload:
            yield replace(request, body=upload)
    else:
        yield request


@asynccontextmanager
async def _closing(
    answers: AsyncIterator[tuple[Answer, Reader]],
) -> AsyncIterator[AsyncIterator[tuple[Answer, Reader]]]:
    """Whoever stops listening, stops the work: its transaction is rolled back now, not when memory is tidied."""
    try:
        yield answers
    finally:
        if isinstance(answers, AsyncGenerator):
            await answers.aclose()
