"""Files that people send: fetched to a temporary copy, within what bots may download, and removed afterwards."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram import Bot

from bots.telegram.calls import insistently
from bots.telegram.request import AiohttpRequest, TooLarge
from core.chat.request import Upload
from core.delivery.sending import DeliveryError, Rejected

MAX_DOWNLOAD = 20 * 1024 * 1024  # what Telegram lets bots fetch

log = logging.getLogger(__name__)


@asynccontextmanager
async def fetched(bot: Bot, file_id: str, upload: Upload) -> AsyncIterator[Upload]:
    """The upload with a local copy for as long as the block lasts, and its true size, whatever was said of it.

    Without a copy where it is too large, or not to be had.
    """
    if upload.size > MAX_DOWNLOAD:
        yield upload
        return
    with TemporaryDirectory(prefix="reachwell-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "document"  # never the name that was sent
        try:
            size = await _fetch(bot, file_id, path)
        except TooLarge:
            yield replace(upload, size=MAX_DOWNLOAD + 1)
        except DeliveryError as error:
            log.warning("A document could not be fetched.", extra={"error": str(error) or type(error).__name__})
            yield upload
        else:
            yield replace(upload, size=size, path=path)


async def _fetch(bot: Bot, file_id: str, path: Path) -> int:
    request = bot.request
    if not isinstance(request, AiohttpRequest):
        raise TypeError("documents are fetched over AiohttpRequest")
    file = await insistently(lambda: bot.get_file(file_id))
    address = file.file_path or ""
    if not address.startswith(bot.base_file_url):
        raise Rejected("the Bot API server keeps its files to itself; run it without --local")
    return await insistently(lambda: request.download(address, path, MAX_DOWNLOAD))
