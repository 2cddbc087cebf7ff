"""A terminal in process: a real database and a clock of its own, over the real core or a small one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.terminal.adapter import TerminalChat
from bots.terminal.clock import SandboxClock
from core.app import App
from core.store import Store
from storage.store import open_store
from tests.terminal.small_terminal import Machine, Paper, SmallApp


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    opened = await open_store(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
async def clock(store: Store, machine: Machine) -> SandboxClock:
    return await SandboxClock.open(store, machine)


@pytest.fixture
def small(clock: SandboxClock) -> SmallApp:
    return SmallApp(clock)


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def small_chat(small: SmallApp, store: Store, clock: SandboxClock, paper: Paper, tmp_path: Path) -> TerminalChat:
    """The terminal over the small core, in UTC."""
    return TerminalChat(small, store, clock, paper, timezone="UTC", folder=tmp_path)  # type: ignore[arg-type]


@pytest.fixture
def chat(store: Store, clock: SandboxClock, paper: Paper, tmp_path: Path) -> TerminalChat:
    """The terminal over the real core, in Vienna."""
    return TerminalChat(App(store, clock), store, clock, paper, timezone="Europe/Vienna", folder=tmp_path)
