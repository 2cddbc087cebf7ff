"""Discord's gateway: sessions over websockets, what happened in the order it happened, and its replay after a drop.

One bot may hold several connections, each with its shard, from several processes. A session outlives its
connection: what happens in between is kept for it, and is sent when it resumes.
"""

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

DISPATCH, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 7, 9, 10, 11  # what is sent
_REQUEST_MEMBERS = 8

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
PRIVILEGED = {1 << 1: "GUILD_MEMBERS", 1 << 8: "GUILD_PRESENCES", 1 << 15: "MESSAGE_CONTENT"}

Event = tuple[str, dict[str, Any]]


@dataclass(kw_only=True)
class Session:
    """What one IDENTIFY began."""

    shard: tuple[int, int]
    intents: int
    id: str = field(default_factory=lambda: uuid4().hex)
    sequence: int = 0
    log: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=10_000))
    connection: "Connection | None" = None

    def hears_of(self, guild_id: int | None) -> bool:
        """Whether this is the shard of that guild; direct messages go to the first shard."""
        number, count = self.shard
        return number == ((guild_id >> 22) % count if guild_id else 0)

    def tell(self, name: str, data: dict[str, Any]) -> None:
        self.sequence += 1
        message = {"op": DISPATCH, "t": name, "s": self.sequence, "d": data}
        self.log.append(message)
        if self.connection is not None:
            self.connection.send(message)


class Connection:
    """One websocket, with its own stream of compression if it asked for that; what is sent keeps its order."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket = socket
        self._transport = request.transport
        self._compress = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._outgoing: asyncio.Queue[dict[str, Any] | tuple[int, str]] = asyncio.Queue()

    def send(self, message: dict[str, Any]) -> None:
        self._outgoing.put_nowait(message)

    def close(self, code: int, why: str = "") -> None:
        """Say farewell, after all that is to be sent before."""
        self._outgoing.put_nowait((code, why))

    def breaks(self) -> None:
        """As when a cable is pulled: without a farewell."""
        if self._transport is not None:
            self._transport.abort()

    async def write(self) -> None:
        """Send what there is to send, until the connection is closed."""
        while isinstance(message := await self._outgoing.get(), dict):
            text = json.dumps(message)
            if self._compress is None:
                await self._socket.send_str(text)
            else:
                data = self._compress.compress(text.encode())
                await self._socket.send_bytes(data + self._compress.flush(zlib.Z_SYNC_FLUSH))
        code, why = message
        await self._socket.close(code=code, message=why.encode())


class Gateway:
    """The websocket end of the fake; `ready` says what a new session is told first."""

    def __init__(self, token: str, ready: Callable[[Session], Iterable[Event]], violations: list[str]) -> None:
        self.heartbeat = 41.25  # seconds
        self.deaf = False  # heartbeats are not acknowledged: the connection looks alive and is not
        self.refuses = False  # new connections get an HTTP 503
        self.sessions: dict[str, Session] = {}
        self.identified: list[Session] = []  # every IDENTIFY there ever was
        self.resumed = 0
        self._token = token
        self._ready = ready
        self._violations = violations
        self._changed = asyncio.Condition()

    # What a test does

    @property
    def connected(self) -> list[Session]:
        return [session for session in self.sessions.values() if session.connection is not None]

    async def serves(self, shards: int = 1) -> None:
        """Wait until so many sessions are connected."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.connected) >= shards)

    async def drop(self, *, resumable: bool = True) -> None:
        """Break every connection, without a farewell; wait until they are gone."""
        broken = [(session, session.connection) for session in self.connected if session.connection]
        for session, connection in broken:
            connection.breaks()
            if not resumable:
                del self.sessions[session.id]
        async with self._changed:  # the bot may be back before we look: so look for these connections only
            await self._changed.wait_for(lambda: all(each.connection is not broke for each, broke in broken))

    def reconnect(self) -> None:
        """Tell every connection to come again (as Discord does every few hours)."""
        for session in self.connected:
            assert session.connection is not None
            session.connection.send({"op": RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every connection that its session is over, or only interrupted."""
        for session in self.connected:
            assert session.connection is not None
            session.connection.send({"op": INVALID_SESSION, "d": resumable})
            if not resumable:
                del self.sessions[session.id]

    def tell(self, name: str, data: dict[str, Any], *, guild_id: int | None = None, intent: int = 0) -> None:
        """Tell of an event whom it concerns: the sessions of its shard that asked for such events."""
        for session in self.sessions.values():
            if session.hears_of(guild_id) and (not intent or session.intents & intent):
                session.tell(name, data)

    def close(self) -> None:
        for session in self.connected:
            assert session.connection is not None
            session.connection.close(1001)

    # The server

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self.refuses:
            return web.Response(status=503)
        compression = request.query.get("compress")
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            self._violations.append("gateway: the query is not ?v=10&encoding=json")
        if compression not in (None, "zlib-stream"):
            self._violations.append(f"gateway: this fake does not know {compression}")
        socket = web.WebSocketResponse(max_msg_size=4096)  # Discord closes with 4002 what is larger
        await socket.prepare(request)
        connection = Connection(socket, request)
        connection.send({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat * 1000)}})
        session: Session | None = None
        writing = asyncio.create_task(connection.write())
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    break
                session = self._hear(json.loads(message.data), connection, session)
                await self._changes()
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            if session is not None and session.connection is connection:
                if socket.close_code in (1000, 1001):  # a farewell: such a session cannot be resumed
                    self.sessions.pop(session.id, None)
                session.connection = None
            await self._changes()
        return socket

    def _hear(self, said: dict[str, Any], connection: Connection, session: Session | None) -> Session | None:
        match said["op"]:
            case 1:
                if not self.deaf:
                    connection.send({"op": HEARTBEAT_ACK})
                if session is not None and (said["d"] or 0) > session.sequence:
                    self._refuse(connection, 4007, "heartbeat with a sequence number that was never sent")
            case 2:
                if session is None:
                    return self._identify(said["d"], connection)
                self._refuse(connection, 4005, "IDENTIFY twice")
            case 6:
                return self._resume(said["d"], connection)
            case 3 | 4 | 8:
                if session is None:
                    self._refuse(connection, 4003, "not authenticated")
                elif (
                    said["op"] == _REQUEST_MEMBERS and not said["d"].get("user_ids") and not said["d"].get("query")
                ):
                    self._violations.append("gateway: asks for all members, which is privileged")
            case other:
                self._refuse(connection, 4001, f"opcode {other}")
        return session

    def _identify(self, said: dict[str, Any], connection: Connection) -> Session | None:
        number, count = said.get("shard") or (0, 1)
        intents = said.get("intents")
        if said.get("token") != self._token:
            connection.close(4004, "Authentication failed.")
        elif not 0 <= number < count:
            self._refuse(connection, 4010, f"shard {number} of {count}")
        elif not isinstance(intents, int):
            self._refuse(connection, 4013, "no intents")
        elif names := [name for bit, name in PRIVILEGED.items() if intents & bit]:
            self._refuse(connection, 4014, f"privileged intents: {', '.join(names)}")
        else:
            session = Session(shard=(number, count), intents=intents, connection=connection)
            self.sessions[session.id] = session
            self.identified.append(session)
            for name, data in self._ready(session):
                session.tell(name, data)
            return session
        return None

    def _resume(self, said: dict[str, Any], connection: Connection) -> Session | None:
        session = self.sessions.get(said.get("session_id", ""))
        if said.get("token") != self._token:
            connection.close(4004, "Authentication failed.")
        elif session is None:
            connection.send({"op": INVALID_SESSION, "d": False})
        elif not 0 <= said["seq"] <= session.sequence:
            self._refuse(connection, 4007, f"resumes after {said['seq']} of {session.sequence}")
        else:
            if session.connection is not None:
                session.connection.breaks()
            session.connection = connection
            for missed in [each for each in session.log if each["s"] > said["seq"]]:
                connection.send(missed)
            session.tell("RESUMED", {"_trace": []})
            self.resumed += 1
            return session
        return None

    async def _changes(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _refuse(self, connection: Connection, code: int, why: str) -> None:
        self._violations.append(f"gateway: {why}")
        connection.close(code, why)
