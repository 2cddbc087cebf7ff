"""Three thousand digests at one moment, against a server that takes what Telegram takes and refuses the rest.

All of them are due already, so that nothing but the limits holds them up. It takes a hundred seconds.
"""

import asyncio
import time
from datetime import datetime, timedelta

from bench.crowd import MORNING, PLATFORM, Crowd, fill
from bench.databases import fresh
from bench.loop import watched
from bench.report import least, most, percentile, table
from bench.telegram_server import OVERALL, Served, served
from bots.clockwork import Clockwork
from bots.telegram.adapter import TelegramBot
from core.app import App
from storage.store import open_store


def run(quick: bool = False) -> None:
    people = 150 if quick else 3000
    with fresh("SQLite") as url, served("--limited") as server:
        fill(url, Crowd(people=people, contacts=1, overdue=True, digest_at=MORNING))
        late = asyncio.run(_flood(url, server, people))
        counted = server.counted()
    rate = (people - 1) / counted["seconds"]
    table(
        f"A flood of {people:,} digests, where {OVERALL} a second are allowed, and one a second to a chat",
        [
            ("messages that arrived", f"{counted['messages']:,}"),
            ("seconds from the first to the last", f"{counted['seconds']:.1f}"),
            ("messages/s", f"{rate:.2f}"),
            ("share of what is allowed", least(rate / OVERALL, 0.95, 3)),
            ("refused for coming too soon (429)", most(counted["refused"], 0, 0)),
            ("how late a sleep of 1 ms was meanwhile, p99, ms", f"{percentile(late, 0.99):.1f}"),
        ],
    )


async def _flood(url: str, server: Served, people: int) -> list[float]:
    """Plan and send them all, as the bot does it; by how much the loop was late."""
    began = time.monotonic()
    opens = MORNING + timedelta(minutes=5)

    def now() -> datetime:
        return opens + timedelta(seconds=time.monotonic() - began)

    store = await open_store(url)
    app = App(store, now)
    while await app.plan():
        pass
    bot = TelegramBot(app, "1:bench", server.url)
    clockwork = Clockwork(app, {PLATFORM: bot.sender})
    await bot.start()
    clockwork.start()
    async with watched() as lag:
        while (await asyncio.to_thread(server.counted))["messages"] < people:
            await asyncio.sleep(0.5)
    await clockwork.stop()
    await bot.stop()
    await store.close()
    return lag.late
