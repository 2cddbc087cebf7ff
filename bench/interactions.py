"""Discord's commands answered per second over loopback: /met Jane coffee, on disk, against a bare echo."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.discord_server import FIRST_ID, PEOPLE, Served, served
from bench.report import least, spread, table
from core.app import App
from core.chat.request import Actor, Message, Request
from storage.store import open_store

TIMES = 800
RUNS = 5
UNDER_WAY = (1, 8, 32)
GOAL = 0.5
MET = ("met", {"who": "Jane", "what": "coffee"})
ECHO = ("echo", {"text": "hello"})
BIN = Path(sys.executable).parent

Rates = dict[int, list[float]]


def run(quick: bool = False) -> None:
    times, runs = (100, 1) if quick else (TIMES, RUNS)
    words: Rates = {people: [] for people in UNDER_WAY}
    cards: Rates = {people: [] for people in UNDER_WAY}
    ours: Rates = {people: [] for people in UNDER_WAY}
    for _ in range(runs):
        _measure(words, times, ECHO, echo("words"))
        with tempfile.TemporaryDirectory() as folder:
            database = f"sqlite:///{folder}/bench.db"
            asyncio.run(fill(database))
            _measure(ours, times, MET, reachwell(database))
        _measure(cards, times, ECHO, echo("card"))
    rows: list[tuple[str, ...]] = [
        ("under way", "echo", "echo with embed and buttons", "Reachwell, /met", "against it", "against the echo")
    ]
    for people in UNDER_WAY:
        ratio, against_card = (
            median(mine / theirs for mine, theirs in zip(ours[people], baseline[people], strict=True))
            for baseline in (words, cards)
        )
        shown = [spread(each[people]) for each in (words, cards, ours)]
        rows.append((str(people), *shown, f"{against_card:.2f}", least(ratio, GOAL)))
    table(
        f"Commands answered per second in Discord ({times} of {PEOPLE} people, {runs} runs: median, least to most)",
        rows,
    )


def echo(look: str) -> Sequence[str]:
    return [sys.executable, "-m", "bench.discord_echo", look]


def reachwell(database: str) -> Sequence[str]:
    return [str(BIN / "reachwell"), "--database", database, "--only", "discord"]


@contextmanager
def discord_for(bot: Sequence[str], entered: tuple[str, Mapping[str, str]], *arguments: str) -> Iterator[Served]:
    """A Discord in which this is entered, and the bot that the command starts, each in a process of its own."""
    name, options = entered
    with served("--command", name, "--options", json.dumps(options), *arguments) as server:
        env = {**os.environ, **server.environment, "LOG_LEVEL": "WARNING"}
        process = subprocess.Popen(bot, env=env, stdout=subprocess.DEVNULL)
        try:
            yield server
        finally:
            process.terminate()
            process.wait()


async def fill(database: str) -> None:
    """An account with a small network for everybody who will enter commands."""
    store = await open_store(database)
    app = App(store, lambda: datetime.now(UTC))
    for person in range(PEOPLE):
        for line in ("/start", "/add Jane Doe @ IBM every 6 weeks", "/add Raj Patel", "/add Zoë"):
            await say(app, person, line)
    await store.close()


async def say(app: App, person: int, line: str) -> None:
    user = str(FIRST_ID + person)
    actor = Actor(platform="discord", external_id=user, address=user, name="Ada")
    request = Request(key=f"fill:{user}:{line}", actor=actor, body=Message(text=line))
    async for _answer in app.answer(request):
        pass


def _measure(rates: Rates, times: int, entered: tuple[str, Mapping[str, str]], bot: Sequence[str]) -> None:
    numbers = [str(people) for people in rates]
    with discord_for(bot, entered, "--times", str(times), "--under-way", *numbers) as server:
        for each in rates.values():
            each.append(times / float(server.says.readline()))
