"""Files that people attach: fetched to a temporary copy, within limits, and removed afterwards."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientError, ClientSession, ClientTimeout

from core.chat.request import Upload

MAX_DOWNLOAD = 20 * 1024 * 1024  # as in Telegram; somebody with a subscription may attach 500 MB
_TIMEOUT = ClientTimeout(total=120, sock_connect=10, sock_read=30)
_CHUNK = 64 * 1024

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message or a command, and where Discord keeps it."""

    name: str
    size: int
    url: str


class _TooLarge(Exception):
    """There is more of it than was said, or than is taken."""


@asynccontextmanager
async def fetched(attached: Attached) -> AsyncIterator[Upload]:
    """The file with a local copy for as long as the block lasts, and its true size, whatever was said of it.

    Without a copy where it is too large, or not to be had.
    """
    upload = Upload(name=attached.name, size=attached.size, path=None)
    if upload.size > MAX_DOWNLOAD:
        yield upload
        return
    with TemporaryDirectory(prefix="reachwell-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "document"  # never the name that was sent
        try:
            size = await _fetch(attached.url, path)
        except _TooLarge:
            yield replace(upload, size=MAX_DOWNLOAD + 1)
        except (ClientError, TimeoutError, OSError) as error:
            log.warning("A document could not be fetched.", extra={"error": type(error).__name__})
            yield upload
        else:
            yield replace(upload, size=size, path=path)


async def _fetch(url: str, path: Path) -> int:
    size = 0
    file = await asyncio.to_thread(path.open, "wb")
    try:
        async with ClientSession(timeout=_TIMEOUT) as session, session.get(url) as response:
            response.raise_for_status()
            async for chunk in response.content.iter_chunked(_CHUNK):
                size += len(chunk)
                if size > MAX_DOWNLOAD:
                    raise _TooLarge
                await asyncio.to_thread(file.write, chunk)
        return size
    finally:
        await asyncio.to_thread(file.close)
