"""The way in: settings → store → App → every platform that has a token, the terminal, or what a host asks for."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bots.logs import log_to_stderr
from bots.settings import Mistakes, Settings, load

if TYPE_CHECKING:  # everything else is loaded when it is known to be needed: --help should be instant
    from core.app import App
    from core.delivery.sending import Sender
    from core.store import Store

PLATFORMS = ("telegram", "discord")
SENT_SINCE = (
    "What was sent since the backup was taken is sent again, a digest on its day and a reminder for a day; what is "
    "older is skipped, and told in one line of the next digest."
)
GRACE = 9.0  # seconds in which what is under way may end after a signal; ten is what is promised

log = logging.getLogger("reachwell")


class Exit(IntEnum):
    """What the exit status means to whoever started us."""

    FINE = 0
    BROKEN = 1  # a mistake of ours; of `check`: something is to be put right
    MISTAKE = 2  # of the host's: settings, a token, the database, a file
    RUNNING = 3  # another Reachwell has this database


class CannotRun(Exception):
    """Something that only the host can put right, in words."""

    def __init__(self, sentence: str, status: Exit = Exit.MISTAKE) -> None:
        super().__init__(sentence)
        self.status = status


def main() -> int:
    """The console script `reachwell`. Returns the exit status."""
    asked = _arguments().parse_args()
    try:
        settings = load(database_url=asked.database)
    except Mistakes as mistakes:
        print("Reachwell cannot start:", *(f"  {each}" for each in mistakes.sentences), sep="\n", file=sys.stderr)
        return Exit.MISTAKE
    if asked.command in HOST:
        log_to_stderr(logging.WARNING, settings.secrets)
        return _run(HOST[asked.command](settings, asked))
    platforms = [each for each in settings.platforms if asked.only in (None, each)]
    if asked.only is not None and not platforms:
        print(f"{asked.only.upper()}_TOKEN is not set, and --only {asked.only} needs it.", file=sys.stderr)
        return Exit.MISTAKE
    in_terminal = asked.command == "terminal" or not platforms
    level = logging.getLevelNamesMapping()[settings.log_level]
    # In the terminal the log must not come between the lines of the conversation.
    log_to_stderr(max(level, logging.WARNING) if in_terminal else level, settings.secrets)
    if in_terminal and asked.command is None and not sys.stdin.isatty():
        # A service without its settings would otherwise greet nobody and end.
        neither = "Neither TELEGRAM_TOKEN nor DISCORD_TOKEN is set"
        print(f"{neither}, so this is `reachwell terminal`, reading lines.", file=sys.stderr)
    return _run(_start(settings, [] if in_terminal else platforms, sample=asked.sample))


def _run(work: Coroutine[Any, Any, int]) -> int:
    """The exit status."""
    try:
        return asyncio.run(work)
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return reason.status
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
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
    parser.add_argument("--only", choices=PLATFORMS, help="serve this platform alone, whatever tokens there are")
    parser.set_defaults(sample=False)
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=summary, description=summary)
        # Suppressed: without it the default here would overwrite what stood before the command.
        command.add_argument("--database", metavar="URL", help=help_database, default=argparse.SUPPRESS)
        return command

    terminal = add("terminal", "talk here, in this terminal, whatever tokens there are")
    terminal.add_argument("--sample", action="store_true", help="fill a new database with a small made-up network")
    add("check", "look whether all is well: settings, database, platforms, clock; also while Reachwell runs")
    add("deliveries", "count what was sent, what waits, and what went wrong; also while Reachwell runs")
    backup = add("backup", "write everything into one file; also while Reachwell runs")
    backup.add_argument("file", metavar="FILE", type=Path)
    backup.add_argument("--force", action="store_true", help="replace the file when it is there already")
    restore = add("restore", "fill a new database, SQLite or PostgreSQL, from a backup of either")
    restore.epilog = SENT_SINCE
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.add_argument("--force", action="store_true", help="also one with people in it, in place of all of them")
    return parser


async def _start(settings: Settings, platforms: Sequence[str], *, sample: bool) -> int:
    """Open the database and talk on these platforms, in the terminal if there are none; the exit status."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    from storage.store import open_store

    with _in_words():
        store = await open_store(settings.database_url.get_secret_value())
        try:
            if platforms:
                await _serve(store, settings, stop, platforms)
            else:
                await _talk(store, settings, stop, sample)
        finally:
            await store.close()
    return Exit.FINE


async def _check(settings: Settings, _asked: argparse.Namespace) -> int:
    from functools import partial

    from bots.host.checking import Level, look, show_findings
    from storage.address import read_address
    from storage.store import open_store

    url = settings.database_url.get_secret_value()
    with _in_words():
        where = read_address(url)
    file = where if isinstance(where, Path) else None
    findings = await look(settings, file, partial(open_store, url, read_only=True), _now)
    show_findings(findings, sys.stdout)
    return Exit.BROKEN if any(each.level is Level.PROBLEM for each in findings) else Exit.FINE


async def _deliveries(settings: Settings, _asked: argparse.Namespace) -> int:
    from bots.host.deliveries import tell_deliveries
    from storage.store import open_store

    with _in_words():
        store = await open_store(settings.database_url.get_secret_value(), read_only=True)
        try:
            await tell_deliveries(store, _now(), sys.stdout)
        finally:
            await store.close()
    return Exit.FINE


async def _backup(settings: Settings, asked: argparse.Namespace) -> int:
    from storage.backup import backup

    try:
        with _in_words():
            kept = await backup(settings.database_url.get_secret_value(), asked.file, force=asked.force)
    except FileExistsError:
        raise CannotRun(f"{asked.file} is there already. Choose another name, or add --force.") from None
    print(f"{asked.file} has everything now: accounts: {kept.accounts}, people: {kept.contacts}.")
    return Exit.FINE


async def _restore(settings: Settings, asked: argparse.Namespace) -> int:
    from storage.backup import NotABackup, NotEmpty, restore

    try:
        with _in_words():
            kept = await restore(settings.database_url.get_secret_value(), asked.file, force=asked.force)
    except FileNotFoundError:
        raise CannotRun(f"There is no file {asked.file}.") from None
    except NotABackup as why:
        raise CannotRun(f"{asked.file} cannot be restored: {why}.") from None
    except NotEmpty:
        raise CannotRun(
            "There are people in this database already. Choose a new one; or add --force, and the backup takes "
            "the place of everybody in it."
        ) from None
    print(f"Restored from {asked.file}: accounts: {kept.accounts}, people: {kept.contacts}.\n{SENT_SINCE}")
    return Exit.FINE


HOST: dict[str, Callable[[Settings, argparse.Namespace], Coroutine[Any, Any, int]]] = {
    "check": _check,
    "deliveries": _deliveries,
    "backup": _backup,
    "restore": _restore,
}


@contextmanager
def _in_words() -> Iterator[None]:
    """Raises CannotRun for what is wrong with the database; none of its sentences has the address."""
    from core.store import Newer, Unavailable
    from storage.address import WrongAddress
    from storage.store import InUse

    try:
        yield
    except InUse:
        raise CannotRun(
            "Another Reachwell is running on this database. Stop that one first.", Exit.RUNNING
        ) from None
    except Newer:
        raise CannotRun(
            "This database was written by a newer version of Reachwell. Update this one, or choose another."
        ) from None
    except (Unavailable, WrongAddress) as error:
        raise CannotRun(f"The database cannot be used: {error}.") from None


async def _talk(store: "Store", settings: Settings, stop: asyncio.Event, sample: bool) -> None:
    """The terminal, until its lines end."""
    from bots.terminal.clock import SandboxClock
    from bots.terminal.console import Console
    from bots.web_fetching import WebFetcher
    from core.app import App

    clock = await SandboxClock.open(store, _now)
    async with WebFetcher() as fetcher:
        console = Console(App(store, clock, settings.defaults), store, clock, fetcher)
        await _until(stop, console.run(sample=sample), console.stop)


class Bot(Protocol):
    """One platform, served."""

    @property
    def sender(self) -> "Sender": ...

    async def start(self) -> None:
        """Waits as long as the platform cannot be reached."""

    async def stop(self) -> None: ...


async def _serve(store: "Store", settings: Settings, stop: asyncio.Event, platforms: Sequence[str]) -> None:
    """These platforms, until a signal. None of them waits for another."""
    from bots.clockwork import Clockwork
    from bots.terminal.clock import offset_of
    from bots.terminal.sandbox import USED_BY
    from bots.tokens import WrongToken
    from bots.web import CannotListen, WebServer
    from bots.web_fetching import WebFetcher
    from core.app import App
    from core.chat.parsing.zones import zones

    if await offset_of(store):
        raise CannotRun(
            "The clock of this database was moved in the terminal, so real people would get their reminders at "
            "wrong times. Choose another database for them, or `reachwell terminal` to go on here."
        )
    app = App(store, _now, settings.defaults)
    bots = _bots(app, store, settings, platforms)
    fetcher = WebFetcher()
    clockwork = Clockwork(app, {platform: bot.sender for platform, bot in bots.items()}, fetcher)
    web = None
    if settings.public_url is not None:
        app.doors.public_url = settings.public_url
        web = WebServer(app, settings.web_host, settings.web_port, clockwork.silent_for)

    async def begin(platform: str) -> None:
        await bots[platform].start()
        log.info("Reachwell is running.", extra={"platform": platform})
        await store.set_note(USED_BY, platform)
        # What is loaded by now stays: looking it through again stopped everything for 50 ms at a time.
        gc.collect()
        gc.freeze()
        clockwork.start()

    try:
        # The first who names their city would make everybody else wait for it.
        await asyncio.to_thread(zones.load)
        if web is not None:
            await web.start()
        if await _until(stop, _all(begin(platform) for platform in bots)):
            await stop.wait()
    except (WrongToken, CannotListen) as wrong:
        raise CannotRun(str(wrong)) from None
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await clockwork.stop(within=GRACE / 5)  # first: what it is sending goes through the bots
                await _all([*(bot.stop() for bot in bots.values()), *([web.stop()] if web is not None else [])])
                await fetcher.close()
    log.info("Reachwell has stopped.")


def _bots(app: "App", store: "Store", settings: Settings, platforms: Sequence[str]) -> Mapping[str, Bot]:
    bots: dict[str, Bot] = {}
    if "telegram" in platforms and settings.telegram_token is not None:
        from bots.telegram.adapter import TELEGRAM, TelegramBot

        token = settings.telegram_token.get_secret_value()
        bots["telegram"] = TelegramBot(app, token, settings.telegram_api_url or TELEGRAM)
    if "discord" in platforms and settings.discord_token is not None:
        from bots.discord.adapter import DiscordBot

        bots["discord"] = DiscordBot(
            app,
            settings.discord_token.get_secret_value(),
            store,
            api_url=settings.discord_api_url,
            gateway_url=settings.discord_gateway_url,
            shard_ids=settings.discord_shard_ids,
            shard_count=settings.discord_shard_count,
        )
    return bots


async def _all(works: Iterable[Coroutine[Any, Any, None]]) -> None:
    """All at once. What goes wrong with one ends the others, and is raised as it was."""
    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None


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


if __name__ == "__main__":
    sys.exit(main())
