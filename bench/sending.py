"""Messages a second through python-telegram-bot, with our requests over aiohttp and with its own over httpx."""

import asyncio
import time
from collections.abc import Iterator
from statistics import median

from telegram import Bot
from telegram.ext import ApplicationBuilder

from bench.report import least, spread, table
from bench.telegram_server import served
from bots.telegram.request import AiohttpRequest

AT_ONCE = 32
TEXT = "Good morning! Reach out to Jane Doe: you last spoke in May, and wanted to every 6 weeks."


def run(quick: bool = False) -> None:
    messages, runs = (64, 2) if quick else (1280, 5)
    rates: dict[str, list[float]] = {"httpx": [], "aiohttp": []}
    with served() as server:
        for _ in range(runs):
            for name, each in rates.items():
                each.append(asyncio.run(_rate(server.url, name, messages if name == "aiohttp" else messages // 4)))
    ratio = median(rates["aiohttp"]) / median(rates["httpx"])
    table(
        f"Messages sent a second, {AT_ONCE} under way ({runs} runs: median, least to most)",
        [
            ("", "messages/s", ""),
            ("PTB as it comes (httpx)", spread(rates["httpx"]), ""),
            ("PTB with Reachwell's requests (aiohttp)", spread(rates["aiohttp"]), f"× {least(ratio, 8, 1)}"),
        ],
    )


async def _rate(url: str, request: str, messages: int) -> float:
    builder = ApplicationBuilder().token("1:bench").base_url(f"{url}/bot").job_queue(None)
    if request == "aiohttp":
        builder = builder.request(AiohttpRequest())
    bot: Bot = builder.build().bot
    async with bot:
        await _send(bot, iter(range(AT_ONCE)))  # the connections are made
        started = time.perf_counter()
        numbers = iter(range(messages))
        await asyncio.gather(*(_send(bot, numbers) for _ in range(AT_ONCE)))
        return messages / (time.perf_counter() - started)


async def _send(bot: Bot, numbers: Iterator[int]) -> None:
    """One message after the other, as long as there are numbers."""
    for number in numbers:
        await bot.send_message(1_000_000 + number, TEXT)
