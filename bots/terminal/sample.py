"""A small network to try things out with: its last three years, said line by line."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from bots.terminal.adapter import TerminalChat
from bots.terminal.clock import SandboxClock
from bots.terminal.screen import Block
from core.app import App
from core.store import Store

_SCRIPT = Path(__file__).with_name("sample.txt")


def sample_lines(now: datetime) -> list[tuple[datetime, str]]:
    """When each line of sample.txt is said, and the line; the earliest first, none later than `now`.

    A line of the file is "days ago, a tab, what is said"; "{in 5 days}" stands for the day and month then.
    """
    said: list[tuple[datetime, str]] = []
    for line in _SCRIPT.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        days_ago, _tab, text = line.partition("\t")
        text = re.sub(r"{in (\d+) days}", lambda days: _day_and_month(now + timedelta(days=int(days[1]))), text)
        said.append((now - timedelta(days=int(days_ago)), text))
    # Two lines of one day are said one after the other; the last comes just before `now`.
    return [(day - timedelta(seconds=len(said) - i), text) for i, (day, text) in enumerate(said)]


async def fill(app: App, store: Store, clock: SandboxClock, *, locale: str, timezone: str | None) -> bool:
    """Let a new database live through the sample; False, and nothing done, when somebody has used it."""
    chat = TerminalChat(app, store, clock, _Nowhere(), locale=locale, timezone=timezone)
    if not await chat.sandbox.is_new():
        return False
    for moment, line in sample_lines(clock()):
        with clock.standing_at(moment):
            await chat.say(line)
    return True


class _Nowhere:
    """A screen that nobody looks at."""

    def show(self, block: Block) -> None:
        pass

    def echo(self, line: str) -> None:
        pass


def _day_and_month(moment: datetime) -> str:
    return f"{moment:%d %B}".lstrip("0")
