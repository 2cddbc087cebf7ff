"""Updates answered per second over loopback HTTP: /met Jane coffee, on disk, against a bare echo."""

import asyncio
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.report import spread, table
from bench.telegram_server import USERS, served
from core.app import App
from core.chat.request import Actor, Message, Request
from storage.store import open_store

UPDATES = 1500
RUNS = 5
BIN = Path(sys.executable).parent


def run(quick: bool = False) -> None:
    echo = [sys.executable, "-m", "bench.echo_bot"]
    rates: dict[str, list[float]] = {"httpx": [], "httpx, 8 at once": [], "aiohttp, 8 at once": [], "reachwell": []}
    updates, runs = (100, 1) if quick else (UPDATES, RUNS)
    for _ in range(runs):
        rates["httpx"].append(_rate(updates, "hello", [*echo, "httpx", "1"]))
        rates["httpx, 8 at once"].append(_rate(updates, "hello", [*echo, "httpx", "8"]))
        rates["aiohttp, 8 at once"].append(_rate(updates, "hello", [*echo, "aiohttp", "8"]))
        with tempfile.TemporaryDirectory() as folder:
            database = f"sqlite:///{folder}/bench.db"
            reachwell = [str(BIN / "reachwell"), "--database", database]
            asyncio.run(_fill(database))
            rates["reachwell"].append(_rate(updates, "/met Jane coffee", reachwell))
    ours = rates.pop("reachwell")
    table(
        f"Updates answered per second ({updates} updates of {USERS} people, {runs} runs: median, least to most)",
        [("", "updates/s", "Reachwell against it")]
        + [(f"PTB echo, {name}", spread(r), f"{median(ours) / median(r):.2f}") for name, r in rates.items()]
        + [("Reachwell, /met Jane coffee, committed", spread(ours), "")],
    )


def _rate(updates: int, text: str, command: list[str]) -> float:
    """Updates per second of the bot that the command starts; it finds the server in its environment."""
    with served("--updates", str(updates), "--text", text) as server:
        env = {**os.environ, "TELEGRAM_TOKEN": "1:bench", "TELEGRAM_API_URL": server.url, "LOG_LEVEL": "WARNING"}
        bot = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        try:
            return updates / float(server.says.readline())
        finally:
            bot.terminate()
            bot.wait()


async def _fill(database: str) -> None:
    """An account with a small network for everybody who will write."""
    store = await open_store(database)
    app = App(store, lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    for user in range(1000, 1000 + USERS):
        actor = Actor(platform="telegram", external_id=str(user), address=str(user), name="Ada")
        for number, line in enumerate(
            ("/start", "/add Jane Doe @ IBM every 6 weeks", "/add Raj Patel", "/add Zoë")
        ):
            request = Request(key=f"fill:{user}:{number}", actor=actor, body=Message(text=line))
            async for _answer in app.answer(request):
                pass
    await store.close()
