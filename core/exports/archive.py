"""What is handed over: one file, or a ZIP of several, written beside the event loop and with little memory."""

import asyncio
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Protocol

from core.chat.reply import File
from core.chat.words import Reader, plain
from core.exports import calendar, network_file, vcards
from core.exports.calendar import CalendarSheet
from core.exports.network_file import NetworkSheet
from core.exports.tables import table_sheets
from core.exports.vcards import CardSheet
from core.exports.wording import read_me
from core.facts.exports import Chapter, Network
from core.facts.ids import AccountId
from core.store import Transaction

EVERYTHING = "everything"
TABLES = tuple(each.name for each in table_sheets())
# What can be asked for, and which files that is.
PARTS: Mapping[str, Sequence[str]] = {
    EVERYTHING: (network_file.NAME, vcards.NAME, *TABLES, calendar.NAME),
    "json": (network_file.NAME,),
    "vcard": (vcards.NAME,),
    "csv": TABLES,
    "ics": (calendar.NAME,),
}


class TooLarge(Exception):
    """The file is larger than the chat takes; both in bytes."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size)
        self.size = size
        self.limit = limit


class Sheet(Protocol):
    """Writes one file, chapter by chapter."""

    @property
    def name(self) -> str: ...

    def begin(self) -> bytes: ...

    def chapter(self, chapter: Chapter) -> Iterable[bytes]: ...

    def end(self, network: Network) -> Iterable[bytes]: ...


async def packed(
    tx: Transaction, owner: AccountId, part: str, reader: Reader, now: datetime, limit: int | None
) -> File:
    """One of PARTS as a file: as it is; as a ZIP where it is several, or too large. Raises TooLarge."""
    network = await tx.exports.network(owner)
    assert network is not None
    wanted = PARTS[part]
    all_: Sequence[Sheet] = (NetworkSheet(now), CardSheet(reader), *table_sheets(), CalendarSheet(now))
    sheets = [each for each in all_ if each.name in wanted]
    called = f"reachwell-{now.date()}" + ("" if part == EVERYTHING else f"-{part}")
    # On the disk: as texts they take ten times the room that they take in the ZIP.
    with TemporaryDirectory(prefix="reachwell-", ignore_cleanup_errors=True) as name, ExitStack() as opened:
        folder = Path(name)
        files = await asyncio.to_thread(
            lambda: [opened.enter_context((folder / s.name).open("wb")) for s in sheets]
        )
        written = [*zip(sheets, files, strict=True)]
        await asyncio.to_thread(_begin, written)
        async for chapter in tx.exports.chapters(owner):
            await asyncio.to_thread(_go_on, written, chapter)
        await asyncio.to_thread(_end, written, network)
        if part == EVERYTHING:
            said = plain(read_me(await tx.exports.holdings(owner), now), reader)
            await asyncio.to_thread((folder / "README.txt").write_text, said, encoding="utf-8")
        return await asyncio.to_thread(_file, folder, called, limit)


def _begin(written: Sequence[tuple[Sheet, BinaryIO]]) -> None:
    for sheet, file in written:
        file.write(sheet.begin())


def _go_on(written: Sequence[tuple[Sheet, BinaryIO]], chapter: Chapter) -> None:
    for sheet, file in written:
        file.writelines(sheet.chapter(chapter))


def _end(written: Sequence[tuple[Sheet, BinaryIO]], network: Network) -> None:
    for sheet, file in written:
        file.writelines(sheet.end(network))
        file.flush()


def _file(folder: Path, called: str, limit: int | None) -> File:
    """What was written there, within the limit."""
    paths = sorted(folder.iterdir())
    if len(paths) == 1 and (limit is None or paths[0].stat().st_size <= limit):
        return File(name=called + paths[0].suffix, content=paths[0].read_bytes())
    archive = folder / f"{called}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packing:
        for path in paths:
            packing.write(path, path.name)
    size = archive.stat().st_size
    if limit is not None and size > limit:
        raise TooLarge(size, limit)
    return File(name=archive.name, content=archive.read_bytes())
