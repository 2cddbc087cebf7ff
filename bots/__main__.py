"""The way in: settings → store → App → every platform that has a token, or the terminal."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from bots.logs import log_to_stderr
from bots.settings import Mistakes, Settings, load

if TYPE_CHECKING:  # everything else is loaded when it is known to be needed: --help should be instant
    from core.store import Store

GRACE = 9.0  # seconds in which what is under way may end after a signal; ten is what is promised

log = logging.getLogger("reachwell")


class Exit(IntEnum):
    """What the exit status means to whoever started us."""

    FINE = 0
    BROKEN = 1  # a mistake of ours
    MISTAKE = 2  # of the host's: settings, a token, the database
    RUNNING = 3  # another Reachwell has this SQLite file


class CannotRun(Exception):
    """Something that only the host can put right, in words."""


def main() -> int:
    """The console script `reachwell`. Returns the exit status."""
    asked = _arguments().parse_args()
    try:
        settings = load(database_url=asked.database)
    except Mistakes as mistakes:
        print("Reachwell cannot start:", *(f"  {each}" for each in mistakes.sentences), sep="\n", file=sys.stderr)
        return Exit.MISTAKE
    in_terminal = asked.where == "terminal" or settings.telegram_token is None
    level = logging.getLevelNamesMapping()[settings.log_level]
    # In the terminal the log must not come between the lines of the conversation.
    log_to_stderr(max(level, logging.WARNING) if in_terminal else level, settings.secrets)
    if in_terminal and asked.where is None and not sys.stdin.isatty():
        # A service without its settings would otherwise greet nobody and end.
        print("TELEGRAM_TOKEN is not set, so this is `reachwell terminal`, reading lines.", file=sys.stderr)
    try:
        return asyncio.run(_start(settings, in_terminal, sample=asked.sample))
    except BrokenPipeError:
        # Whoever read our answers has gone (`| head`); Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINE
    except Exception as error:
        from core.chat.failures import trace

        log.error("Reachwell stopped because of a mistake of its own:\n%s", trace(error))
        return Exit.BROKEN


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reachwell",
        description="The networking companion that lives in your chats. Alone it serves every platform that has "
        "a token, and opens the terminal when none has. Settings come from the environment and .env.",
    )
    help_database = "where everything is kept, instead of DATABASE_URL: sqlite:///file.db or postgresql://…"
    parser.add_argument("--database", metavar="URL", help=help_database)
    parser.set_defaults(sample=False)
    where = parser.add_subparsers(dest="where", title="where to talk")
    terminal = where.add_parser("terminal", help="talk here, in this terminal, whatever tokens there are")
    terminal.add_argument("--sample", action="store_true", help="fill a new database with a small made-up network")
    # Suppressed: without it the default here would overwrite what stood before `terminal`.
    terminal.add_argument("--database", metavar="URL", help=help_database, default=argparse.SUPPRESS)
    return parser


async def _start(settings: Settings, in_terminal: bool, *, sample: bool) -> int:
    """Open the database and talk; the exit status."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    from core.store import Newer, Unavailable
    from storage.store import InUse, open_store

    try:
        store = await open_store(settings.database_url.get_secret_value())
    except InUse:
        return _say_and(Exit.RUNNING, "Another Reachwell is running on this database. Stop that one first.")
    except Newer:
        return _say_and(
            Exit.MISTAKE,
            "This database was written by a newer version of Reachwell. Update this one, or choose another.",
        )
    except (Unavailable, ValueError) as error:  # both in words, and without the address
        return _say_and(Exit.MISTAKE, f"The database cannot be used: {error}.")
    try:
        await (_talk(store, settings, stop, sample) if in_terminal else _serve(store, settings, stop))
    except CannotRun as reason:
        return _say_and(Exit.MISTAKE, str(reason))
    except Unavailable as error:
        return _say_and(Exit.MISTAKE, f"The database cannot be used: {error}.")
    finally:
        await store.close()
    return Exit.FINE


async def _talk(store: "Store", settings: Settings, stop: asyncio.Event, sample: bool) -> None:
    """The terminal, until its lines end."""
    from bots.terminal.clock import SandboxClock
    from bots.terminal.console import Console
    from core.app import App

    clock = await SandboxClock.open(store, _now)
    console = Console(App(store, clock, settings.defaults), store, clock)
    await _until(stop, console.run(sample=sample), console.stop)


async def _serve(store: "Store", settings: Settings, stop: asyncio.Event) -> None:
    """Every platform that has a token, until a signal."""
    from bots.clockwork import Clockwork
    from bots.telegram.adapter import TELEGRAM, TelegramBot, WrongToken
    from bots.terminal.clock import offset_of
    from bots.terminal.sandbox import USED_BY
    from core.app import App

    if await offset_of(store):
        raise CannotRun(
            "The clock of this database was moved in the terminal, so real people would get their reminders at "
            "wrong times. Choose another database for Telegram, or `reachwell terminal` to go on here."
        )
    assert settings.telegram_token is not None
    app = App(store, _now, settings.defaults)
    bot = TelegramBot(app, settings.telegram_token.get_secret_value(), settings.telegram_api_url or TELEGRAM)
    clockwork = Clockwork(app, {"telegram": bot.sender})
    try:
        if await _until(stop, bot.start()):
            await store.set_note(USED_BY, "telegram")
            clockwork.start()
            log.info("Reachwell is running.", extra={"platform": "telegram"})
            await stop.wait()
    except WrongToken as wrong:
        raise CannotRun(str(wrong)) from None
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await clockwork.stop(within=GRACE / 5)  # first: what it is sending goes through the bot
                await bot.stop()
    log.info("Reachwell has stopped.")


async def _until(
    stop: asyncio.Event, work: Coroutine[Any, Any, None], ask_to_end: Callable[[], None] | None = None
) -> bool:
    """Run `work` until it ends or `stop` is set; whether it ended by itself.

    When it can be asked to end it gets GRACE seconds for it; otherwise it is cancelled at once.
    """
    working, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done() and ask_to_end is not None:
            ask_to_end()
            await asyncio.wait({working}, timeout=GRACE)
    finally:
        stopped.cancel()
        finished = working.done()
        working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    return finished


def _now() -> datetime:
    """The one place where the time is asked for; everybody else is given a clock."""
    return datetime.now(UTC)


def _say_and(status: Exit, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
