"""A strict Discord: REST and gateway on one port, for the real discord.py, and what it should not have been sent.

Whatever real Discord would refuse, or what breaks a rule of ours, is answered as Discord answers it and noted in
`violations`; a test fails for it when it ends. It can be told to refuse, to limit, to break, to hang and to drop.
"""

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from aiohttp import BodyPartReader, web
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.fakes.discord_events import ServerEvents
from tests.fakes.discord_gateway import GUILDS, Event, Gateway, Session
from tests.fakes.discord_interactions import Interactions
from tests.fakes.discord_messages import Files, Messages
from tests.fakes.discord_people import Person
from tests.fakes.discord_places import Channel, Guild
from tests.fakes.discord_rest import Call, Rest, Serve
from tests.fakes.discord_shown import Uploaded
from tests.fakes.discord_spec import unlike_spec
from tests.fakes.discord_trouble import (
    FILE,
    Enforced,
    Malformed,
    Refused,
    Trouble,
    answer_to,
    as_json,
    generous,
    malformed,
)

_API = "/api/v10"


class FakeDiscord:
    """Discord, for one bot of any number of connections. `answered` waits until the bot is done (see settled)."""

    def __init__(self, token: str = "MTIzNDU2Nzg5.fake.of-a-token") -> None:
        self.token = token
        self.application_id = 1_180_000_000_000_000_001  # also the id of the bot's user
        self.url = ""
        self.gateway_url = ""
        self.named_gateway = ""  # what REST and READY call the gateway's address; the true one if empty
        self.shards = 1  # as many as Discord recommends
        self.patience = 3.0  # seconds for the first answer to an interaction
        self.strict_mentions = True  # nothing may be sent without saying that it pings nobody
        self.violations: list[str] = []
        self.unanswered: list[str] = []  # interactions that nobody answered in time
        self.calls: list[Call] = []
        self.commands: dict[int | None, list[dict[str, Any]]] = {}  # by guild; None has those for everywhere
        self.down: Trouble | None = None  # while it is set, every call goes wrong like this
        self.limits: Enforced | None = None
        self.answered: Callable[[], Awaitable[None]] | None = None
        self.gateway = Gateway(token, self._ready, self.violations)
        self.files = Files(self)
        self.messages = Messages(self)
        self.interactions = Interactions(self)
        self.events = ServerEvents(self)
        self.now: Callable[[], datetime] = lambda: datetime.fromtimestamp(time.time(), UTC)  # for what is to come
        self._last_id = 0
        self._guilds: dict[int, Guild] = {}
        self._people: dict[int, Person] = {}
        self._channels: dict[int, Channel] = {}
        self._troubles: dict[str, deque[Trouble | None]] = defaultdict(deque)
        self._troubles_to: dict[int, deque[Trouble | None]] = defaultdict(deque)
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    # What a test does

    def user(self, name: str, locale: str = "en-US", *, installed: bool = True) -> Person:
        """Somebody who has installed the bot for themselves, or meets it on servers only."""
        person = Person(self, self.new_id(), name, locale, installed=installed)
        self._people[person.id] = person
        self._channels[person.dm.id] = person.dm
        return person

    def guild(
        self,
        name: str,
        *members: Person,
        has_bot: bool = True,
        locale: str = "en-US",
        shard: tuple[int, int] | None = None,
    ) -> Guild:
        """A server with these members, and one text channel. `shard` is (number, count), where that matters."""
        guild_id = self.new_id()
        while shard is not None and (guild_id >> 22) % shard[1] != shard[0]:
            guild_id += 1 << 22
        guild = Guild(guild_id, name, self.new_id(), has_bot=has_bot, locale=locale, bot_id=self.application_id)
        guild.joined(*members)
        self._guilds[guild.id] = guild
        self._channels[guild.channel.id] = guild.channel
        if has_bot:
            self.bot_joins(guild)
        return guild

    def channel_in(self, guild: Guild, name: str, *, under: Channel | None = None) -> Channel:
        """One more channel of a server; `under` one, it is a thread there."""
        channel = Channel(self.new_id(), name, guild=guild, parent=under)
        guild.channels.append(channel)
        self._channels[channel.id] = channel
        if guild.has_bot and under is None:
            self.gateway.tell("CHANNEL_CREATE", channel.as_json(), guild_id=guild.id, intent=GUILDS)
        return channel

    def delete_channel(self, channel: Channel) -> None:
        del self._channels[channel.id]

    def bot_joins(self, guild: Guild) -> None:
        """Somebody adds the bot to their server."""
        guild.has_bot = True
        joined = {key: value for key, value in guild.as_json(self.bot_json()).items() if key != "unavailable"}
        self.gateway.tell("GUILD_CREATE", joined, guild_id=guild.id, intent=GUILDS)

    def bot_leaves(self, guild: Guild) -> None:
        """Somebody removes it there."""
        guild.has_bot = False
        self.gateway.tell("GUILD_DELETE", {"id": str(guild.id)}, guild_id=guild.id, intent=GUILDS)

    def chat_between(self, one: Person, other: Person) -> Channel:
        """A direct chat of two people, where only who has installed the bot can use it."""
        channel = Channel(self.new_id(), f"{one.name} and {other.name}", people=[one, other])
        self._channels[channel.id] = channel
        return channel

    def next(self, route: str, *troubles: Trouble | None) -> None:
        """The next calls of this route go wrong, one after the other; None goes well (see discord_trouble)."""
        self._troubles[route].extend(troubles)

    def next_to(self, to: Person | Channel, *troubles: Trouble | None) -> None:
        """The next messages posted to this person or channel go wrong, one after the other; None goes well."""
        channel = to.dm if isinstance(to, Person) else to
        self._troubles_to[channel.id].extend(troubles)

    def next_429(self, route: str, retry_after: float, *, global_: bool = False) -> None:
        self.next(route, Trouble(retry_after=retry_after, global_=global_))

    def sent(self, route: str) -> list[Any]:
        """The payload of every call of a route."""
        return [call.payload for call in self.calls if call.route == route]

    async def settled(self) -> None:
        """Wait until the bot is done with what it has been told, if it can be asked (see answered)."""
        if self.answered is not None:
            await self.answered()

    async def drop(self, *, resumable: bool = True) -> None:
        """Break every connection to the gateway, without a farewell."""
        await self.gateway.drop(resumable=resumable)

    def reconnect(self) -> None:
        """Tell every connection to the gateway to come again."""
        self.gateway.reconnect()

    def refuse_connections(self) -> None:
        """New connections to the gateway get an HTTP 503, until accept_connections()."""
        self.gateway.refuses = True

    def accept_connections(self) -> None:
        self.gateway.refuses = False

    async def stops_listening(self) -> None:
        """Nobody is there: connections are refused until listens_again()."""
        assert self._runner is not None
        for site in list(self._runner.sites):
            await site.stop()

    async def listens_again(self) -> None:
        assert self._runner is not None
        await web.TCPSite(self._runner, "127.0.0.1", URL(self.url).port, reuse_address=True).start()

    # The server

    async def __aenter__(self) -> "FakeDiscord":
        server = web.Application(client_max_size=60 * 1024 * 1024)
        for route, serve in Rest(self).routes.items():
            method, template = route.split(" ", 1)
            server.router.add_route(method, _API + template, self._serving(serve))
        server.router.add_route("*", _API + "/{path:.*}", self._serving(None))
        server.router.add_get("/attachments/{file_id}/{name}", self._serve_file)
        server.router.add_get("/gw", self.gateway.serve)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}{_API}"
        self.gateway_url = f"ws://127.0.0.1:{port}/gw"
        self._pointing = pointed_at(self.url, self.gateway_url)
        self._pointing.__enter__()
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._pointing.__exit__(None, None, None)
        self._closing.set()
        self.gateway.close()
        assert self._runner is not None
        await self._runner.cleanup()
        self.unanswered += self.interactions.close()

    def _serving(self, serve: Serve | None) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            return await self._serve(request, serve)

        return answer

    async def _serve(self, request: web.Request, serve: Serve | None) -> web.StreamResponse:
        call = await _read(request)
        self.calls.append(call)
        by_token = "webhook_token" in call.names or "interaction_token" in call.names
        if not by_token and request.headers.get("Authorization") != f"Bot {self.token}":
            return as_json({"message": "401: Unauthorized", "code": 0}, 401)
        if serve is None:
            self.violations.append(f"{call.method} {call.path} is not a call that this knows")
            return as_json({"message": "404: Not Found", "code": 0}, 404)
        headers = generous(call.route)
        if self.limits is not None:
            major = call.names.get("channel_id") or call.names.get("webhook_token") or ""
            too_early, headers = self.limits.takes(call.route, major, counts_globally=not by_token)
            if too_early is not None:
                return too_early
        trouble = self._trouble(call)
        if trouble is not None and not trouble.carried_out:
            return await self._goes_wrong(trouble, request)
        try:
            if unlike := [*unlike_spec(call.method, call.route.split(" ", 1)[1], call.payload)]:
                raise Malformed(*unlike)
            answer = await serve(call)
        except Malformed as wrong:
            self.violations.append(f"{call.route}: {wrong}")
            return malformed(wrong)
        except Refused as refused:
            return malformed(refused)
        except Exception as e:
            self.violations.append(f"{call.route} is beyond this fake: {e!r}")
            raise
        if trouble is not None:
            return await self._goes_wrong(trouble, request)
        return web.Response(status=204, headers=headers) if answer is None else as_json(answer, 200, headers)

    def _trouble(self, call: Call) -> Trouble | None:
        if self.down is not None:
            return self.down
        posted_to = int(call.names["channel_id"]) if call.route.startswith("POST /channels/{channel_id}/m") else 0
        troubles = self._troubles_to.get(posted_to) or self._troubles[call.route]
        return troubles.popleft() if troubles else None

    async def _goes_wrong(self, trouble: Trouble, request: web.Request) -> web.StreamResponse:
        if trouble.hangs:
            await self._closing.wait()
        if trouble.status or trouble.code or trouble.retry_after is not None:
            return answer_to(trouble)
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        file = self.files.get(request.match_info["file_id"])
        if self._troubles[FILE] and (trouble := self._troubles[FILE].popleft()):
            return await self._goes_wrong(trouble, request)
        return web.Response(status=404) if file is None else web.Response(body=bytes(file))

    # What it is made of

    def new_id(self) -> int:
        """A snowflake: the time in milliseconds, and which one it is within that."""
        self._last_id = max(self._last_id + 1, int(time.time() * 1000) - 1_420_070_400_000 << 22)
        return self._last_id

    @property
    def mention(self) -> str:
        return f"<@{self.application_id}>"

    def bot_json(self) -> dict[str, Any]:
        bot = {
            "id": str(self.application_id),
            "username": "reachwell",
            "global_name": None,
            "discriminator": "0000",
        }
        return {**bot, "avatar": None, "bot": True, "public_flags": 0}

    def person(self, user_id: int) -> Person:
        if user_id not in self._people:
            raise Refused(10013)
        return self._people[user_id]

    def channel(self, channel_id: int) -> Channel:
        if channel_id not in self._channels:
            raise Refused(10003)
        return self._channels[channel_id]

    def find_guild(self, guild_id: int) -> Guild:
        if guild_id not in self._guilds or not self._guilds[guild_id].has_bot:
            raise Refused(50001)
        return self._guilds[guild_id]

    def _ready(self, session: Session) -> Iterator[Event]:
        guilds = [guild for guild in self._guilds.values() if guild.has_bot and session.hears_of(guild.id)]
        yield (
            "READY",
            {
                "v": 10,
                "user": {**self.bot_json(), "verified": True, "mfa_enabled": False, "email": None, "flags": 0},
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "session_type": "normal",
                "resume_gateway_url": self.named_gateway or self.gateway_url,
                "shard": list(session.shard),
                "application": {"id": str(self.application_id), "flags": 0},
            },
        )
        if session.intents & GUILDS:
            for guild in guilds:
                yield "GUILD_CREATE", guild.as_json(self.bot_json())


@contextmanager
def pointed_at(url: str, gateway_url: str) -> Iterator[None]:
    """Point discord.py, whose addresses are global, at these; and back again."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = url, URL(gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


async def _read(request: web.Request) -> Call:
    """The call, with what came as JSON, or as a form with files."""
    resource = request.match_info.route.resource
    assert resource is not None
    names = dict(request.match_info)
    template = resource.canonical.removeprefix(_API)
    if names.get("message_id") == "@original":
        template = template.replace("{message_id}", "@original")
    payload: Any = None
    files: list[Uploaded] = []
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.name == "payload_json":
                payload = json.loads(await part.text())
            else:
                files.append(Uploaded(bytes(await part.read()), part.filename or ""))
    elif request.can_read_body:
        payload = json.loads(await request.read())
    return Call(
        method=request.method,
        path=request.path.removeprefix(_API),
        route=f"{request.method} {template}",
        payload=payload,
        files=tuple(files),
        names=names,
        query=dict(request.query),
    )
