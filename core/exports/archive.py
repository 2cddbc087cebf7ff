"""What is handed over: one file, or a ZIP of several, written beside the event loop and with little memory."""

import asyncio
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol

from core.chat.errors import Refusal
from core.chat.reply import File, say
from core.chat.words import Reader, _, plain
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
_UNDER_WAY = asyncio.Semaphore(2)  # exports at once: SQLite has four connections to read with, and a file is large
_CALLED = {"vcard": ("contacts",), "csv": ("tables",), "ics": ("events",)}  # in the names of files


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
    """One of PARTS as a file: as it is; as a ZIP where it is several, or too large. Raises TooLarge; Refusal while
    others' are packed."""
    if _UNDER_WAY.locked():  # not waited for: that would keep a connection which others could read with
        raise Refusal(say(_("I am packing for others just now. Please ask again in a minute.")))
    async with _UNDER_WAY:
        network = await tx.exports.network(owner)
        assert network is not None
        wanted = PARTS[part]
        all_: Sequence[Sheet] = (NetworkSheet(now), CardSheet(reader), *table_sheets(), CalendarSheet(now))
        sheets = [each for each in all_ if each.name in wanted]
        # On the disk: as texts they take ten times the room that they take in the ZIP. Without names there:
        # whatever becomes of this process, nobody's network is left behind.
        with ExitStack() as opened:
            files = await asyncio.to_thread(lambda: [opened.enter_context(TemporaryFile()) for _each in sheets])
            written = [*zip(sheets, files, strict=True)]
            await asyncio.to_thread(_begin, written)
            async for chapter in tx.exports.chapters(owner):
                await asyncio.to_thread(_go_on, written, chapter)
            await asyncio.to_thread(_end, written, network)
            told = ""
            if part == EVERYTHING:
                told = plain(read_me(await tx.exports.holdings(owner), now), reader)
            called = "-".join(["reachwell", *_CALLED.get(part, ()), str(now.date())])
            return await asyncio.to_thread(_file, written, told, called, now, limit)


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


def _file(
    written: Sequence[tuple[Sheet, BinaryIO]], told: str, called: str, now: datetime, limit: int | None
) -> File:
    """What was written and is not empty, with the README that tells of it, within the limit."""
    sizes = {sheet.name: file.tell() for sheet, file in written if file.tell()}
    files = {sheet.name: file for sheet, file in written if sheet.name in sizes}
    for file in files.values():
        file.seek(0)
    if len(files) == 1 and not told and (limit is None or sum(sizes.values()) <= limit):
        [(name, file)] = files.items()
        return File(name=called + PurePath(name).suffix, content=file.read())
    with TemporaryFile() as archive:
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packing:
            for name, file in sorted(files.items()):
                entry = zipfile.ZipInfo(name, now.timetuple()[:6])
                entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, sizes[name]
                with packing.open(entry, "w") as taken:
                    shutil.copyfileobj(file, taken)
            if told:
                packing.writestr("README.txt", told)
        if limit is not None and archive.tell() > limit:
            raise TooLarge(archive.tell(), limit)
        archive.seek(0)
        return File(name=f"{called}.zip", content=archive.read())
