"""Fetching calendars from the web: politely, within limits, and from nowhere inside the host's own network.

Whoever adds a calendar chooses an address that this machine then opens. So every address is looked at just before
it is connected to, and nothing else is: a name is resolved once, and what that gave is what is used (a second look
could give another answer), after each redirect anew.
"""

import asyncio
import re
import socket
import threading
import zlib
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDictProxy
from yarl import URL

from core.calendars.fetching import CannotFetch, Fetched, NotNow, Trouble
from core.ical.open_internet import is_public

PORTS = frozenset({80, 443, 8080, 8443})
MOST_BYTES = 10_000_000  # as sent, and unpacked
MOST_REDIRECTS = 5
OVERALL = 20.0  # seconds for all of it, redirects too: what drips is cut off as well
CONNECTING = 8.0
RESOLVING = 6.0  # seconds for a name
MOST_NAMES = 64  # that are being looked up; one that is given up goes on for as long as the system likes
SILENCE = 10.0  # seconds without a byte
_ASKS = {
    "User-Agent": "Reachwell (a calendar's follower)",
    "Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
    "Accept-Encoding": "gzip",
}
_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 47}  # how zlib is told
_NONE = frozenset({"", "identity"})
_PIECE = 64 * 1024
_AddressInfo = tuple[Any, ...]  # as socket.getaddrinfo gives it: family, type, protocol, canonical name, address


class _Inside(OSError):
    """A name that leads nowhere but into the host's own network."""


class _TooMany(OSError):
    """So many names are being looked up that there is no thread for another."""


class _PublicOnly(AbstractResolver):
    """Resolves names to addresses of the open internet, and to no others.

    Each in a thread of its own, which nobody waits for: who asks for names that take long must not keep everybody
    else's from being found, nor the process from ending.
    """

    def __init__(self) -> None:
        self._under_way = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        async with asyncio.timeout(RESOLVING):
            found = await self._ask(host, port, family)
        public: list[ResolveResult] = [
            {
                "hostname": host,
                "host": str(where[0]),
                "port": int(where[1]),
                "family": kind,
                "proto": proto,
                "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            }
            for kind, _type, proto, _name, where in found
            if is_public(str(where[0]))
        ]
        if not public:
            raise _Inside("no address of the open internet")
        return public

    async def close(self) -> None:
        """Nothing is held."""

    def _ask(self, host: str, port: int, family: socket.AddressFamily) -> "asyncio.Future[list[_AddressInfo]]":
        if self._under_way >= MOST_NAMES:
            raise _TooMany("too many names at once")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[_AddressInfo]] = loop.create_future()

        def answered(found: "list[_AddressInfo] | OSError | ValueError") -> None:
            self._under_way -= 1
            if answer.done():  # given up
                return
            if isinstance(found, list):
                answer.set_result(found)
            else:
                answer.set_exception(found)

        def ask() -> None:
            found: list[_AddressInfo] | OSError | ValueError
            try:
                found = [*socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)]
            except (OSError, ValueError) as error:  # also for a name that is none
                found = error
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(answered, found)

        threading.Thread(target=ask, name="name", daemon=True).start()
        self._under_way += 1
        return answer


class WebFetcher:
    """See core.calendars.fetching.Fetcher. `async with` it: it holds what it opened."""

    def __init__(self, *, own_network: bool = False, overall: float = OVERALL) -> None:
        """`own_network`: whether addresses of the host's own network, and any port, will do (for tests)."""
        self._own_network = own_network
        self._overall = overall
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def fetch(self, url: str, etag: str, modified: str) -> Fetched:
        asks = dict(_ASKS)
        if etag:
            asks["If-None-Match"] = etag
        if modified:
            asks["If-Modified-Since"] = modified
        try:
            async with asyncio.timeout(self._overall):
                return await self._follow(_read(url), asks)
        except TimeoutError:  # aiohttp's own are of this kind, too
            raise CannotFetch(Trouble.SLOW) from None
        except aiohttp.ClientConnectorError as error:
            match error.os_error:
                case _TooMany():
                    raise NotNow from None
                case _Inside():
                    raise CannotFetch(Trouble.INSIDE) from None
                case TimeoutError():
                    raise CannotFetch(Trouble.SLOW) from None
            raise CannotFetch(Trouble.AWAY) from None
        except (aiohttp.ClientError, OSError, ValueError):  # `from None`: their texts hold the address
            raise CannotFetch(Trouble.AWAY) from None

    async def close(self) -> None:
        """Let go of everything. It opens again by itself."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def _follow(self, url: URL, asks: dict[str, str]) -> Fetched:
        """From address to address, each of which is looked at."""
        for _hop in range(MOST_REDIRECTS + 1):
            self._look_at(url)
            async with self._opened().get(url, headers=asks, allow_redirects=False) as response:
                if response.status in (301, 302, 303, 307, 308) and "Location" in response.headers:
                    url = url.join(_read(response.headers["Location"]))
                    continue
                return await _answered(response)
        raise CannotFetch(Trouble.CIRCLES)

    def _look_at(self, url: URL) -> None:
        """Raises CannotFetch for what is not to be opened. A name is looked at when it is resolved."""
        if (
            url.scheme not in ("http", "https")
            or not url.raw_host
            or url.user is not None
            or url.password is not None
        ):
            raise CannotFetch(Trouble.INSIDE)
        if self._own_network:
            return
        if url.port not in PORTS:
            raise CannotFetch(Trouble.INSIDE)
        host = url.raw_host.strip("[]")
        # aiohttp resolves no numbers. What it takes for one it would connect to without asking.
        if (":" in host or re.fullmatch(r"[\d.]+", host)) and not is_public(host):
            raise CannotFetch(Trouble.INSIDE)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Not kept alive, nor remembered: each connection is to an address that was looked at for it.
            connector = aiohttp.TCPConnector(
                resolver=None if self._own_network else _PublicOnly(), use_dns_cache=False, force_close=True
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECTING, sock_read=SILENCE),
                auto_decompress=False,  # unpacked here, within limits
                trust_env=False,  # a proxy would look names up by itself
            )
        return self._session


def _read(url: str) -> URL:
    try:
        return URL(url.strip())
    except (ValueError, TypeError):
        raise CannotFetch(Trouble.AWAY) from None


async def _answered(response: aiohttp.ClientResponse) -> Fetched:
    headers = response.headers
    kept = {"etag": headers.get("ETag", "")[:500], "modified": headers.get("Last-Modified", "")[:100]}
    if response.status == 304:
        return Fetched(content=None, lasts=_lasts(headers), **kept)
    if response.status != 200:
        raise CannotFetch(_trouble(response.status), _seconds(headers.get("Retry-After", "")))
    if (response.content_length or 0) > MOST_BYTES:
        raise CannotFetch(Trouble.LARGE)
    if response.content_type.startswith(("image/", "audio/", "video/", "application/pdf")):
        raise CannotFetch(Trouble.NO_CALENDAR)
    content = b"".join([piece async for piece in _unpacked(response)])
    return Fetched(content=content, lasts=_lasts(headers), **kept)


async def _unpacked(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    """The content in pieces, never more than MOST_BYTES in all: neither as it comes nor unpacked."""
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in _PACKED and packing not in _NONE:
        raise CannotFetch(Trouble.NO_CALENDAR)
    unpacker = zlib.decompressobj(_PACKED[packing]) if packing in _PACKED else None
    came = unpacked = 0
    async for piece in response.content.iter_any():
        came += len(piece)
        for part in _parts(unpacker, piece) if unpacker else (piece,):
            unpacked += len(part)
            if max(came, unpacked) > MOST_BYTES:
                raise CannotFetch(Trouble.LARGE)
            yield part


def _parts(unpacker: "zlib._Decompress", piece: bytes) -> "list[bytes]":
    """One piece unpacked, in parts of a limited size: a thousandth of a bomb is still a thousand times itself."""
    parts: list[bytes] = []
    while piece and not unpacker.eof and sum(map(len, parts)) <= MOST_BYTES:
        try:
            parts.append(unpacker.decompress(piece, _PIECE))
        except zlib.error:
            raise CannotFetch(Trouble.NO_CALENDAR) from None
        piece = unpacker.unconsumed_tail
    return parts


def _trouble(status: int) -> Trouble:
    if status in (401, 402, 403, 407, 451):
        return Trouble.CLOSED
    if status in (404, 410):
        return Trouble.MISSING
    return Trouble.CIRCLES if 300 <= status < 400 else Trouble.FAILING


def _lasts(headers: CIMultiDictProxy[str]) -> timedelta | None:
    found = re.search(r"max-age\s*=\s*\"?(\d{1,9})", headers.get("Cache-Control", ""), re.IGNORECASE)
    return timedelta(seconds=int(found[1])) if found else None


def _seconds(text: str) -> timedelta | None:
    """Retry-After in seconds; one that is a date is left to our own patience."""
    return timedelta(seconds=int(text)) if re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII) else None
