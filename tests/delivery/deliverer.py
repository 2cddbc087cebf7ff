"""A process that only delivers, to be killed at any moment: with the real outbox, store and Telegram library.

Started once as `python -m tests.delivery.deliverer URL API TOKEN SECOND LEASE`, it has everything loaded already.
For each line that it reads it forks such a process, and writes its number.
"""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, timedelta

from bots.telegram.limiter import Limiter, Limits
from bots.telegram.polling import Lines, PollingBot
from bots.telegram.sender import TelegramSender
from core.delivery.outbox import Outbox
from storage.store import InUse, Store, open_store
from tests.delivery.owed import TOLD


async def deliver(url: str, api: str, token: str, second: float, lease: float) -> None:
    """For ever."""
    store = await _opened(url)
    limiter = Limiter(Limits(second=second))
    bot = PollingBot(token, api, Lines(1), limiter)
    await bot.request.initialize()
    outbox = Outbox(store, lambda: datetime.now(UTC), TOLD, lease=timedelta(seconds=lease))
    while True:
        await outbox.deliver({"telegram": TelegramSender(bot, limiter)})
        await asyncio.sleep(0.02)


async def _opened(url: str) -> Store:
    """The one before has been killed: its lock goes with it, in a moment."""
    for _try in range(200):
        try:
            return await open_store(url)
        except InUse:
            await asyncio.sleep(0.01)
    raise InUse


def main() -> None:
    url, api, token, second, lease = sys.argv[1:]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever was killed is gone at once
    for _line in sys.stdin:
        number = os.fork()
        if number == 0:
            asyncio.run(deliver(url, api, token, float(second), float(lease)))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
