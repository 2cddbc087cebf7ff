"""python-telegram-bot's HTTP requests over aiohttp: a quarter to a tenth of the work of its own over httpx."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

_CHUNK = 256 * 1024
_JSON = {"Content-Type": "application/json"}


class NotConnected(NetworkError):
    """The request was never sent, so sending it again is safe. Any other NetworkError may have got through."""


class TooLarge(Exception):
    """A download grew beyond what was allowed, whatever had been said about its size."""


class AiohttpRequest(BaseRequest):
    """What a Bot sends its calls through. All timeouts are in seconds, None for no limit.

    Errors are raised without their cause: aiohttp's texts hold the address, and the address holds the token.
    """

    def __init__(
        self,
        connections: int = 256,
        read_timeout: float | None = 15,
        write_timeout: float | None = 10,
        connect_timeout: float | None = 5,
        pool_timeout: float | None = 5,
        media_write_timeout: float | None = 60,
    ) -> None:
        self._connections = connections
        self._read = read_timeout
        self._write = write_timeout
        self._connect = connect_timeout
        self._pool = pool_timeout
        self._media_write = media_write_timeout
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read

    async def initialize(self) -> None:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=self._connections),
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        files = request_data.multipart_data if request_data and request_data.contains_files else {}
        body: bytes | FormData | None = None
        if request_data and files:
            body = _form(request_data.json_parameters, files)
        elif request_data:
            body = json.dumps(request_data.parameters).encode()
        timeout = _timeout(
            read=_seconds(read_timeout, self._read),
            write=_seconds(write_timeout, self._media_write if files else self._write),
            connect=_seconds(connect_timeout, self._connect),
            pool=_seconds(pool_timeout, self._pool),
        )
        if self._session is None:
            raise NotConnected("not started, or stopped already")
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=_JSON if isinstance(body, bytes) else None,
                timeout=timeout,
                allow_redirects=False,  # the address holds the token: nobody else is to see it
            ) as response:
                return response.status, await response.read()
        except (TimeoutError, ClientError, OSError) as error:
            raise _translated(error) from None

    async def download(self, url: str, path: Path, limit: int) -> int:
        """Fetch a file into `path`, piece by piece; its size. Raises TooLarge above `limit`, or a TelegramError."""
        if self._session is None:
            raise NotConnected("not started, or stopped already")
        timeout = ClientTimeout(total=None, connect=self._connect, sock_read=self._read)
        file = await asyncio.to_thread(path.open, "wb")
        try:
            async with self._session.get(url, timeout=timeout, allow_redirects=False) as response:
                if response.status != 200:
                    raise NetworkError(f"status {response.status}")
                return await _copy(response.content.iter_chunked(_CHUNK), file, limit)
        except (TimeoutError, ClientError, OSError) as error:
            raise _translated(error) from None
        finally:
            await asyncio.to_thread(file.close)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. PTB's own would write what it cannot read into the log."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


async def _copy(chunks: Any, file: BinaryIO, limit: int) -> int:
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge
        await asyncio.to_thread(file.write, chunk)
    return size


def _form(fields: Mapping[str, str], files: Mapping[str, Any]) -> FormData:
    form = FormData()
    for name, value in fields.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in files.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form


def _seconds(given: object, default: float | None) -> float | None:
    """What PTB passes is a number, None for no limit, or a mark of its own for "as you like"."""
    if given is None or isinstance(given, int | float):
        return given
    return default


def _timeout(
    *, read: float | None, write: float | None, connect: float | None, pool: float | None
) -> ClientTimeout:
    """aiohttp counts the wait for a free connection into `connect`, and has no timeout for writing alone."""
    waiting = None if connect is None or pool is None else connect + pool
    total = None if waiting is None or read is None or write is None else waiting + write + read
    return ClientTimeout(total=total, connect=waiting, sock_connect=connect, sock_read=read)


def _translated(error: Exception) -> NetworkError:
    kind = type(error).__name__
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return NotConnected(kind)
    if isinstance(error, TimeoutError):
        return TimedOut(kind)
    return NetworkError(kind)
