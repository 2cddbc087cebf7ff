"""A Discord that only counts: people who enter commands and type, in a process of its own.

Far lighter than the strict one of the tests, so that it is the bot that is measured: it knows one connection, takes
whatever it is sent, and answers as Discord does, with the message that was made of it.

Prints its port. Then `--under-way 1 8 32` the seconds that so many commands took, for each number of people who
enter the next one as soon as their last is answered. Or, with lines to `--type`, as JSON the seconds that each of
them took to be completed, and those of the commands that others enter meanwhile at a steady pace.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, cycle
from typing import IO, Any

from aiohttp import WSMsgType, web

PEOPLE = 64  # who enter commands
TYPIST = PEOPLE  # and who types, beside them
FIRST_ID = 1_200_000_000_000_000_000
TOKEN = "MTIzNDU2Nzg5.bench.of-a-token"
PATH = "/api/v10"
A_SECOND = 50  # commands, while somebody types
KEYS_A_SECOND = 20
PATIENCE = 30.0  # seconds for a bot to do anything at all
_WARM = 2 * PEOPLE  # commands before anything is measured
_APPLICATION = "1180000000000000001"
_BOT = {
    "id": _APPLICATION,
    "username": "bench",
    "global_name": None,
    "discriminator": "0",
    "avatar": None,
    "bot": True,
    "public_flags": 0,
}
_COMMAND, _COMPLETION = 2, 4
_WRITTEN, _DEFERRED, _COMPLETED = 4, 5, 8


class Server:
    """One bot's Discord: its gateway, and the few calls that it makes."""

    def __init__(self) -> None:
        self.connected = asyncio.Event()
        self._port = 0
        self._numbers = count(FIRST_ID + 1_000_000)
        self._waiting: dict[str, asyncio.Future[None]] = {}  # by the token of the interaction
        self._send: Callable[[dict[str, Any]], Any] | None = None

    async def start(self) -> int:
        """The port."""
        app = web.Application()
        app.router.add_post(PATH + "/interactions/{id}/{token}/callback", self._answered)
        app.router.add_patch(PATH + "/webhooks/{id}/{token}/messages/@original", self._filled_in)
        app.router.add_get("/gw", self._gateway)
        app.router.add_route("*", PATH + "/{path:.*}", self._serve)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._port = runner.addresses[0][1]
        return self._port

    async def enter(self, person: int, name: str, options: dict[str, str]) -> float:
        """Let somebody enter a command; the seconds until it was answered."""
        given = [{"type": 3, "name": option, "value": value} for option, value in options.items()]
        return await self._interact(_COMMAND, person, {"id": "1", "name": name, "type": 1, "options": given})

    async def type(self, person: int, name: str, option: str, typed: str) -> float:
        """Let somebody type into an option; the seconds until it was completed."""
        given = [{"type": 3, "name": option, "value": typed, "focused": True}]
        return await self._interact(_COMPLETION, person, {"id": "1", "name": name, "type": 1, "options": given})

    async def _interact(self, kind: int, person: int, data: dict[str, Any]) -> float:
        number = next(self._numbers)
        token = f"token-{number}"
        answered = self._waiting[token] = asyncio.get_running_loop().create_future()
        assert self._send is not None
        begun = time.perf_counter()
        await self._send(_interaction(number, token, kind, person, data))
        async with asyncio.timeout(PATIENCE):
            await answered
        return time.perf_counter() - begun

    async def _answered(self, request: web.Request) -> web.Response:
        said, token = await request.json(), request.match_info["token"]
        kind = said["type"]
        assert kind in (_WRITTEN, _DEFERRED, _COMPLETED), f"this Discord knows no answer {kind}"
        if kind != _DEFERRED:  # else it is answered by what is filled in later
            self._waiting.pop(token).set_result(None)
        about: dict[str, Any] = {"id": request.match_info["id"], "type": _COMMAND}
        resource: dict[str, Any] = {"type": kind}
        if kind == _WRITTEN:
            resource["message"] = made = _message(str(next(self._numbers)), said["data"])
            about |= {"response_message_id": made["id"], "response_message_loading": False}
        return _json({"interaction": about, "resource": resource})

    async def _filled_in(self, request: web.Request) -> web.Response:
        said = await request.json()
        if waiting := self._waiting.pop(
            request.match_info["token"], None
        ):  # None: once more "Still working on it…"
            waiting.set_result(None)
        return _json(_message(str(next(self._numbers)), said))

    async def _serve(self, request: web.Request) -> web.Response:
        address = f"ws://127.0.0.1:{self._port}/gw"
        match request.method, request.match_info["path"]:
            case "GET", "users/@me":
                return _json({**_BOT, "verified": True, "mfa_enabled": False, "flags": 0})
            case "GET", "oauth2/applications/@me":
                return _json(_application())
            case "GET", "gateway/bot":
                limit = {"total": 1000, "remaining": 1000, "reset_after": 1, "max_concurrency": 1}
                return _json({"url": address, "shards": 1, "session_start_limit": limit})
            case "PUT", _:
                return _json([])
            case what:
                raise AssertionError(f"this Discord knows no {what}")

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        squeeze = zlib.compressobj()  # discord.py always asks for that

        async def send(message: dict[str, Any]) -> None:
            # Compressed and handed over without a pause between: the order is that of the stream.
            squeezed = squeeze.compress(json.dumps(message).encode()) + squeeze.flush(zlib.Z_SYNC_FLUSH)
            await socket.send_bytes(squeezed)

        await send({"op": 10, "d": {"heartbeat_interval": 600_000}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            said = json.loads(message.data)
            if said["op"] == 1:
                await send({"op": 11})
            elif said["op"] == 2:
                await send({"op": 0, "t": "READY", "s": 1, "d": _ready(f"ws://127.0.0.1:{self._port}/gw")})
                self._send = send
                self.connected.set()
        return socket


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--command", required=True)
    parser.add_argument("--options", type=json.loads, required=True)
    parser.add_argument("--under-way", type=int, nargs="*", default=[])
    parser.add_argument("--times", type=int, default=0)
    parser.add_argument("--type", type=json.loads, default=[])
    asked = parser.parse_args()
    server = Server()
    print(await server.start(), flush=True)
    async with asyncio.timeout(PATIENCE):
        await server.connected.wait()
    await asyncio.sleep(0.5)  # until the bot has understood that it is connected

    async def enter(person: int) -> float:
        return await server.enter(person, asked.command, asked.options)

    await _in_turns(enter, 8, _WARM)
    for people in asked.under_way:
        print(await _in_turns(enter, people, asked.times), flush=True)
    if asked.type:
        commands, keys = await _while_others_write(server, enter, asked.command, asked.type)
        print(json.dumps({"commands": commands, "keys": keys}), flush=True)
    await asyncio.sleep(3600)


async def _in_turns(enter: Callable[[int], Any], at_once: int, times: int) -> float:
    """The seconds for so many commands; nobody enters one before their last is answered."""
    left = iter(range(times))

    async def one_after_the_other(persons: Sequence[int]) -> None:
        for person, _ in zip(cycle(persons), left, strict=False):
            await enter(person)

    begun = time.perf_counter()
    await asyncio.gather(*(one_after_the_other(range(first, PEOPLE, at_once)) for first in range(at_once)))
    return time.perf_counter() - begun


async def _while_others_write(
    server: Server, enter: Callable[[int], Any], command: str, lines: Sequence[tuple[str, str]]
) -> tuple[list[float], list[float]]:
    """The seconds that commands took, and those that each line took that was typed into an option.

    Nobody waits for an answer before the next: what is slow delays what comes after it, and that is measured, too.
    """
    async with asyncio.TaskGroup() as group:

        async def at_a_pace(a_second: float, each: Iterator[Any]) -> list[asyncio.Task[float]]:
            begun, tasks = time.perf_counter(), []
            for number, work in enumerate(each):
                await asyncio.sleep(begun + number / a_second - time.perf_counter())
                tasks.append(group.create_task(work))
            return tasks

        seconds = len(lines) / KEYS_A_SECOND
        writing = group.create_task(
            at_a_pace(A_SECOND, (enter(number % PEOPLE) for number in range(int(seconds * A_SECOND))))
        )
        typing = group.create_task(
            at_a_pace(KEYS_A_SECOND, (server.type(TYPIST, command, option, typed) for option, typed in lines))
        )
    return [each.result() for each in writing.result()], [each.result() for each in typing.result()]


def _json(told: Any) -> web.Response:
    # discord.py reads no JSON whose content type says more than that.
    return web.Response(body=json.dumps(told).encode(), headers={"Content-Type": "application/json"})


def _interaction(number: int, token: str, kind: int, person: int, data: dict[str, Any]) -> dict[str, Any]:
    """Something that somebody does in their chat with the bot."""
    user = {**_BOT, "id": str(FIRST_ID + person), "username": f"ada{person}", "global_name": "Ada", "bot": False}
    channel = str(FIRST_ID + 100_000 + person)
    told = {
        "id": str(number),
        "application_id": _APPLICATION,
        "type": kind,
        "token": token,
        "version": 1,
        "data": data,
        "channel_id": channel,
        "channel": {"id": channel, "type": 1, "last_message_id": None, "flags": 0, "recipients": [user]},
        "user": user,
        "locale": "en-US",
        "entitlements": [],
        "app_permissions": "50176",
        "authorizing_integration_owners": {"1": user["id"]},
        "context": 1,
        "attachment_size_limit": 10_485_760,
    }
    return {"op": 0, "t": "INTERACTION_CREATE", "s": number - FIRST_ID, "d": told}


def _message(message_id: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": message_id,
        "channel_id": str(FIRST_ID + 100_000),
        "type": 20,
        "content": data.get("content") or "",
        "author": _BOT,
        "embeds": data.get("embeds", []),
        "components": data.get("components", []),
        "attachments": [],
        "flags": data.get("flags", 0),
        "timestamp": "2026-11-23T09:00:00+00:00",
        "edited_timestamp": None,
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "application_id": _APPLICATION,
        "webhook_id": _APPLICATION,
    }


def _ready(address: str) -> dict[str, Any]:
    return {
        "v": 10,
        "user": {**_BOT, "verified": True, "mfa_enabled": False, "flags": 0},
        "guilds": [],
        "session_id": "bench",
        "session_type": "normal",
        "resume_gateway_url": address,
        "shard": [0, 1],
        "application": {"id": _APPLICATION, "flags": 0},
    }


def _application() -> dict[str, Any]:
    owner = {"id": "1", "username": "sam", "global_name": "Sam", "discriminator": "0", "avatar": None}
    return {
        "id": _APPLICATION,
        "name": "Bench",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": owner,
        "team": None,
        "verify_key": "0" * 64,
        "flags": 0,
    }


@contextmanager
def served(*arguments: str) -> Iterator["Served"]:
    """Such a Discord, until the end of the block."""
    command = [sys.executable, "-m", "bench.discord_server", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Served(process.stdout, int(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True, slots=True)
class Served:
    """A Discord in its process."""

    says: IO[str]
    port: int

    @property
    def environment(self) -> dict[str, str]:
        """What a bot is to be told."""
        return {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": f"http://127.0.0.1:{self.port}{PATH}",
            "DISCORD_GATEWAY_URL": f"ws://127.0.0.1:{self.port}/gw",
        }


if __name__ == "__main__":
    asyncio.run(main())
