"""The Telegram bot: starts and stops python-telegram-bot, keeps the command menus, and offers the core's sender."""

import asyncio
import logging
from contextlib import suppress
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Any

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    Update,
)
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, CallbackContext, TypeHandler

from bots.telegram.answering import Answering
from bots.telegram.limiter import Limiter, Limits
from bots.telegram.polling import Lines, PollingBot
from bots.telegram.sender import TelegramSender
from bots.tokens import WrongToken
from core.chat.command import Command
from core.chat.failures import trace
from core.chat.words import plain

if TYPE_CHECKING:
    from core.app import App

TELEGRAM = "https://api.telegram.org"
TELEGRAMS_LIMITS = Limits()
_LONG_POLL = 20  # seconds
_HANGS_UP_WITHIN = 2.5
_STOPS_WITHIN = 6  # seconds for what is being answered; somebody waits for us, and kills at ten
_MAX_SUMMARY = 256

log = logging.getLogger(__name__)


class TelegramBot:
    """Serves an App in Telegram, by long polling.

    `api_url` is where the Bot API is served: Telegram's own, or `http://127.0.0.1:8081`. `at_once` people are
    answered at the same time; more of them wait. `limits` None: those who serve it have none.
    """

    def __init__(
        self,
        app: "App",
        token: str,
        api_url: str = TELEGRAM,
        at_once: int = 16,
        limits: Limits | None = TELEGRAMS_LIMITS,
    ) -> None:
        quiet = logging.getLogger("telegram")  # below WARNING, PTB logs every message and every name
        quiet.setLevel(max(quiet.level, logging.WARNING))
        self._app = app
        self._lines = Lines(at_once)
        limiter = Limiter(limits) if limits is not None else None
        self._bot = PollingBot(token, api_url.rstrip("/"), self._lines, limiter)
        self._application = (
            ApplicationBuilder().bot(self._bot).concurrent_updates(self._lines).job_queue(None).build()
        )
        self._stopped = asyncio.Event()
        self.sender = TelegramSender(self._bot, limiter)

    async def run(self) -> None:
        """Serve until stop() is called or this is cancelled. Raises WrongToken."""
        try:
            await self.start()
            await self._stopped.wait()
        finally:
            await self.stop()

    async def start(self) -> None:
        """Begin to answer. Waits for Telegram as long as it cannot be reached. Raises WrongToken."""
        await self._connect()
        self._app.doors.telegram_bot = self._bot.username
        if not self._bot.supports_inline_queries:
            log.info("Inline mode is off: @BotFather's /setinline lets people share events into any chat.")
        answering = Answering(self._app, self._bot, self._lines.let_next)
        self._application.add_handler(TypeHandler(Update, lambda update, _context: answering.take(update)))
        self._application.add_error_handler(_note)
        await self._application.initialize()
        await self._application.start()
        updater = self._application.updater
        assert updater is not None
        await updater.start_polling(
            timeout=_LONG_POLL,
            bootstrap_retries=-1,
            allowed_updates=[
                Update.MESSAGE,
                Update.CALLBACK_QUERY,
                Update.INLINE_QUERY,
                Update.MY_CHAT_MEMBER,
            ],
            error_callback=_note_polling,
        )
        await self._set_menus()
        log.info("Telegram is served.")

    async def stop(self) -> None:
        """Fetch no more, finish what is being answered within some seconds, and close. Twice is as good as once."""
        deadline = monotonic() + _STOPS_WITHIN
        application = self._application
        if application.updater and application.updater.running:
            with suppress(TimeoutError):  # PTB would first sleep out its back-off, up to half a minute
                async with asyncio.timeout(_HANGS_UP_WITHIN):
                    await application.updater.stop()
        if application.running:
            stopping = asyncio.create_task(application.stop())
            while not (await asyncio.wait({stopping}, timeout=max(0, deadline - monotonic())))[0]:
                self._lines.give_up()  # the second time: also its goodbye
                deadline = monotonic() + 0.5
            await stopping
        await application.shutdown()
        await self._bot.shutdown()  # where the application never came so far
        self._stopped.set()

    async def idle(self) -> None:
        """Wait until everything that was fetched has been answered."""
        await self._lines.idle()

    async def _connect(self) -> None:
        for attempt in count():
            try:
                await self._bot.initialize()
                return
            except InvalidToken:
                await self._bot.shutdown()
                # PTB's exception says the token
                raise WrongToken(
                    "Telegram does not know this token. Please check TELEGRAM_TOKEN (and TELEGRAM_API_URL)."
                ) from None
            except TelegramError as error:
                log.warning(
                    "Telegram cannot be reached, and is tried again.", extra={"error": type(error).__name__}
                )
            await asyncio.sleep(min(30, 2**attempt))

    async def _set_menus(self) -> None:
        listed = [command for command in self._app.commands if command.listed]
        menus: tuple[tuple[list[Command], BotCommandScope], ...] = (
            (listed, BotCommandScopeAllPrivateChats()),
            ([command for command in listed if command.in_groups], BotCommandScopeAllGroupChats()),
        )
        for commands, scope in menus:
            menu = [BotCommand(command.name, plain(command.summary)[:_MAX_SUMMARY]) for command in commands]
            try:
                await self._bot.set_my_commands(menu, scope=scope)
            except TelegramError as error:
                log.warning("A command menu could not be set.", extra={"error": type(error).__name__})


async def _note(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    if context.error is not None:
        log.error("An update could not be answered:\n%s", trace(context.error))


def _note_polling(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.error("Another process fetches the updates of this bot. Two cannot; stop one of them.")
    else:
        log.warning("Updates cannot be fetched, and are tried again.", extra={"error": type(error).__name__})
