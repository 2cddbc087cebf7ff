"""A Bot API server that only counts: it hands out updates and takes messages, in a process of its own.

Prints its port; when every update has been answered, the seconds that it took. `--limited` it refuses what is more
than Telegram takes: thirty messages within any second, one within any second to a chat. GET /counted says as JSON
how many messages came, how many it refused, and the seconds from the first to the last.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from aiohttp import web

USERS = 50
BATCH = 100  # as many as one getUpdates gives


OVERALL = 30  # messages a second


class Server:
    def __init__(self, updates: int, text: str, *, limited: bool) -> None:
        self.waiting = [_update(number, text) for number in range(1, updates + 1)]
        self.answered = 0
        self.updates = updates
        self.started = 0.0
        self.done = asyncio.Event()
        self.limited = limited
        self.refused = 0
        self.first = self.last = 0.0
        self._taken: deque[float] = deque()  # when, within the last second
        self._by_chat: dict[int, float] = {}  # when each was last written to

    async def serve(self, request: web.Request) -> web.Response:
        method = request.path.rsplit("/", 1)[-1]
        is_json = request.content_type == "application/json"
        call: dict[str, Any] = await request.json() if is_json else dict(await request.post())
        if method == "getUpdates":
            return _ok(await self._next(int(call.get("offset", 0))))
        if method == "getMe":
            return _ok({"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"})
        if method == "sendMessage":
            now, to = time.perf_counter(), int(call["chat_id"])
            if self.limited and not self._takes(now, to):
                self.refused += 1
                return _wait()
            self.first, self.last = self.first or now, now
            self.answered += 1
            if self.answered == self.updates:
                self.done.set()
            chat = {"id": to, "type": "private"}
            return _ok({"message_id": self.answered, "date": 1, "chat": chat, "text": "x"})
        return _ok(True)

    async def counted(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {"messages": self.answered, "refused": self.refused, "seconds": self.last - self.first}
        )

    def _takes(self, now: float, chat: int) -> bool:
        """Whether the limits allow one more message; it counts, then."""
        while self._taken and self._taken[0] <= now - 1:
            self._taken.popleft()
        if len(self._taken) >= OVERALL or self._by_chat.get(chat, 0) > now - 1:
            return False
        self._taken.append(now)
        self._by_chat[chat] = now
        return True

    async def _next(self, offset: int) -> list[dict[str, Any]]:
        """Like Telegram's: whatever waits, up to a hundred, however much is under way."""
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        if not self.waiting:
            await asyncio.sleep(0.2)
            return []
        self.started = self.started or time.perf_counter()
        return self.waiting[:BATCH]


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _wait() -> web.Response:
    words = "Too Many Requests: retry after 1"
    answer = {"ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": 1}}
    return web.json_response(answer, status=429)


def _update(number: int, text: str) -> dict[str, Any]:
    user = 1000 + number % USERS
    person = {"id": user, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    message: dict[str, object] = {
        "message_id": number,
        "date": 1,
        "chat": {"id": user, "type": "private", "first_name": "Ada"},
        "from": person,
        "text": text,
    }
    if text.startswith("/"):
        command = len(text.split()[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": command}]
    return {"update_id": number, "message": message}


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--updates", type=int, default=0)
    parser.add_argument("--text", default="")
    parser.add_argument("--limited", action="store_true")
    asked = parser.parse_args()
    server = Server(asked.updates, asked.text, limited=asked.limited)
    app = web.Application()
    app.router.add_get("/counted", server.counted)
    app.router.add_route("*", "/{rest:.*}", server.serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    print(site._server.sockets[0].getsockname()[1], flush=True)  # type: ignore[attr-defined]
    await server.done.wait()
    print(time.perf_counter() - server.started, flush=True)
    await asyncio.sleep(3600)


@contextmanager
def served(*arguments: str) -> Iterator["Served"]:
    """Such a server, until the end of the block."""
    command = [sys.executable, "-m", "bench.telegram_server", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Served(process.stdout, f"http://127.0.0.1:{int(process.stdout.readline())}")
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True, slots=True)
class Served:
    """A server in its process."""

    says: IO[str]
    url: str

    def counted(self) -> dict[str, float]:
        with urllib.request.urlopen(f"{self.url}/counted") as answer:
            counted: dict[str, float] = json.load(answer)
        return counted


if __name__ == "__main__":
    asyncio.run(main())
