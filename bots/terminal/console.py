"""The way into the terminal: a script of lines from a pipe, or a prompt for somebody who sits in front of it."""

import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from bots.terminal.adapter import TerminalChat
from bots.terminal.clock import SandboxClock
from bots.terminal.lines import piped_lines, prompted_lines, until
from bots.terminal.sample import fill
from bots.terminal.screen import PlainScreen, Screen
from core.app import App
from core.calendars.fetching import Fetcher
from core.chat.reply import say
from core.chat.words import _
from core.store import Store

if TYPE_CHECKING:
    from prompt_toolkit.history import History


class Console:
    """One run of the terminal."""

    def __init__(self, app: App, store: Store, clock: SandboxClock, fetcher: Fetcher | None = None) -> None:
        """`clock` must be the one that `app` has. Without a `fetcher` no calendars are read."""
        self._app, self._store, self._clock, self._fetcher = app, store, clock, fetcher
        self._on_tty = sys.stdin.isatty() and sys.stdout.isatty()
        self._screen = _styled_screen() if self._on_tty else _plain_screen()
        self._locale, self._timezone = locale_of(os.environ), machine_zone()
        self.chat = TerminalChat(
            app,
            store,
            clock,
            self._screen,
            locale=self._locale,
            timezone=self._timezone,
            folder=Path.cwd(),
            fetcher=fetcher,
        )

    async def run(self, *, sample: bool = False) -> None:
        """Talk until the lines end or `stop` is called; what is being answered is finished."""
        if self._on_tty:
            await self._at_prompt(sample)
        else:
            await self._begin(sample)
            await converse(self.chat, piped_lines(sys.stdin.fileno()), self._screen, settle=True)

    def stop(self) -> None:
        """Take no more lines."""
        self.chat.stopping.set()

    async def _begin(self, sample: bool) -> None:
        if sample:
            filled = await fill(self._app, self._store, self._clock, locale=self._locale, timezone=self._timezone)
            if filled:
                self.chat.tell(say(_("Here is a small network of made-up people. Try /today, or /who Jane.")))
                return
            self.chat.tell(say(_("Somebody has used this database already, so the sample stays out of it.")))
        await self.chat.greet(warmly=self._on_tty)

    async def _at_prompt(self, sample: bool) -> None:
        # Loaded only here: together they take a third of a second, which a script need not wait for.
        from prompt_toolkit import PromptSession
        from prompt_toolkit.patch_stdout import patch_stdout

        from bots.clockwork import Clockwork
        from bots.terminal.completion import LineCompleter

        session: PromptSession[str] = PromptSession(history=_history(), completer=LineCompleter(self.chat))
        clockwork = Clockwork(self.chat.app, self.chat.sandbox.senders, self._fetcher)
        # Raw: what we print above the prompt has its colours already.
        with patch_stdout(raw=True):
            await self._begin(sample)
            clockwork.start()
            try:
                lines = prompted_lines(session, lambda: self.chat.prompt)
                await converse(self.chat, lines, self._screen, settle=False)
            finally:
                await clockwork.stop(within=0.5)  # what it delivers here is only printed


async def converse(chat: TerminalChat, lines: AsyncIterator[str], screen: Screen, *, settle: bool) -> None:
    """Say line after line. With `settle`, what is due is planned and delivered after each: no clockwork runs."""
    async for line in until(chat.stopping, lines):
        if not line.strip():
            continue
        screen.echo(chat.prompt + line)
        await chat.say(line)
        if settle:
            await chat.settle()


def locale_of(environment: Mapping[str, str]) -> str:
    """The language of this environment, as gettext and Babel both take it; "en" when it is unknown.

    >>> locale_of({"LC_ALL": "", "LANG": "fr_CA.UTF-8"})
    'fr_CA'
    """
    chosen = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    match = re.match(r"[a-z]{2,3}(_[A-Z]{2})?(?=$|[.@])", chosen, re.ASCII)
    if match is None:
        return "en"
    try:
        return str(Locale.parse(match[0]))
    except (ValueError, UnknownLocaleError):
        return "en"


def machine_zone() -> str | None:
    """The IANA name of this machine's zone; None when it does not say."""
    from tzlocal import get_localzone_name

    # A machine may be set to anything: a zone that zoneinfo does not know is as good as none.
    with suppress(LookupError, ValueError, OSError):
        name = get_localzone_name()
        return ZoneInfo(name).key if name else None
    return None


def _plain_screen() -> Screen:
    # A name may hold letters that the encoding of a pipe does not have.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    return PlainScreen(sys.stdout)


def _styled_screen() -> Screen:
    from rich.console import Console as Rich

    from bots.terminal.screen import StyledScreen

    # Without a file of its own it follows sys.stdout, which prompt-toolkit exchanges while it prompts.
    return StyledScreen(Rich(highlight=False))


def _history() -> "History":
    """What was typed before, in the user's state directory, for their eyes only; in memory where that fails."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "reachwell"
        state.mkdir(parents=True, exist_ok=True)
        file = state / "history"
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except (OSError, RuntimeError):  # read-only, or nobody's home
        return InMemoryHistory()
    return FileHistory(str(file))
