"""A Bot API server that only counts: it hands out updates and takes the answers, in a process of its own.

Prints its port; when every update has been answered, the seconds that it took.
"""

import asyncio
import sys
import time

from aiohttp import web

USERS = 50
BATCH = 100  # as many as one getUpdates gives


class Server:
    def __init__(self, updates: int, text: str) -> None:
        self.waiting = [_update(number, text) for number in range(1, updates + 1)]
        self.answered = 0
        self.updates = updates
        self.started = 0.0
        self.done = asyncio.Event()

    async def serve(self, request: web.Request) -> web.Response:
        method = request.path.rsplit("/", 1)[-1]
        call = await request.json() if request.content_type == "application/json" else dict(await request.post())
        if method == "getUpdates":
            return _ok(await self._next(int(call.get("offset", 0))))
        if method == "getMe":
            return _ok({"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"})
        if method == "sendMessage":
            self.answered += 1
            if self.answered >= self.updates:
                self.done.set()
            chat = {"id": int(call["chat_id"]), "type": "private"}
            return _ok({"message_id": self.answered, "date": 1, "chat": chat, "text": "x"})
        return _ok(True)

    async def _next(self, offset: int) -> list[dict[str, object]]:
        """Like Telegram's: whatever waits, up to a hundred, however much is under way."""
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        if not self.waiting:
            await asyncio.sleep(0.2)
            return []
        self.started = self.started or time.perf_counter()
        return self.waiting[:BATCH]


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _update(number: int, text: str) -> dict[str, object]:
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
    server = Server(int(sys.argv[1]), sys.argv[2])
    app = web.Application()
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


if __name__ == "__main__":
    asyncio.run(main())
