"""From a file to the people in it, with a limit to everything that a file may cost."""

import struct
import zipfile
import zlib
from io import FileIO
from pathlib import Path

from core.chat.reply import count, say
from core.chat.words import _
from core.imports import linkedin, sniffing
from core.imports.linkedin import Connections
from core.imports.tables import decode
from core.imports.wrong import MEGABYTE, WrongFile, how_to_get_it, just_connections, too_large, wrong

MAX_BYTES = 25 * MEGABYTE  # of CSV: 30,000 connections take about 5 million
MAX_ENTRIES = 5_000  # of a ZIP
_MAX_DIRECTORY = MEGABYTE  # bytes: the list of a ZIP's entries
_MAX_RATIO = 200  # unpacked to packed, of something large; a list of people packs to a fifth or so
_HEAD = 64_000


def read_connections(path: Path) -> Connections:
    """The people in the file. It blocks for up to a second or so: not for the event loop.

    Raises WrongFile for everything but LinkedIn's Connections.csv and a ZIP with one; and for one that is
    too large, damaged or empty.
    """
    text = decode(_content(path))
    connections = linkedin.read(text)
    if connections is None:
        raise sniffing.text(text)
    if not connections.found and not connections.unread:
        raise wrong(say(_("That is LinkedIn's Connections.csv, but nobody is in it.")), how_to_get_it())
    return connections


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head.strip(b"\0 \t\r\n"):
            raise wrong(say(_("That file is empty.")))
        if head.startswith((b"PK\3\4", b"PK\5\6")):
            return _from_zip(path)
        if binary := sniffing.binary(head):
            raise binary
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(size, MAX_BYTES)
        return head + file.read(MAX_BYTES)


def _from_zip(path: Path) -> bytes:
    """Connections.csv out of a ZIP: this one entry, into memory; the names of entries are only compared."""
    try:
        with _CarefulFile(path) as file, zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise _too_many_entries()
            wanted = [each for each in entries if sniffing.base_name(each.filename) == "connections.csv"]
            if not wanted:
                raise sniffing.archive([each.filename for each in entries])
            entry = min(wanted, key=lambda each: each.filename.count("/"))
            _refuse(entry)
            with archive.open(entry) as content:
                return content.read(MAX_BYTES)
    # What zipfile lets through of its parts when a ZIP is damaged, found by damaging some at random.
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as e:
        raise wrong(
            say(_("That ZIP is damaged, or it breaks off in the middle.")),
            say(_("Please send it again; or unpack it, and send me just Connections.csv.")),
        ) from e


def _refuse(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 1:
        raise wrong(say(_("That ZIP is locked with a password.")), just_connections())
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # The other ways to pack inflate what they read all at once, however much that is.
        raise wrong(say(_("That ZIP is packed in a way that I cannot read.")), just_connections())
    if entry.file_size > _MAX_DIRECTORY and entry.file_size > _MAX_RATIO * entry.compress_size:
        raise wrong(say(_("Connections.csv in that ZIP swells to far more than it should, so I left it packed.")))
    if entry.file_size > MAX_BYTES:
        raise too_large(entry.file_size, MAX_BYTES)


def _too_many_entries() -> WrongFile:
    matter = count(
        "There is more than {n} file in that ZIP.",
        "There are more than {n} files in that ZIP.",
        MAX_ENTRIES,
    )
    return wrong(matter, just_connections())


class _CarefulFile(FileIO):
    """A ZIP as zipfile reads it: its whole list of entries at once, before anybody could count them."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _MAX_DIRECTORY:
            raise _too_many_entries()
        return super().read(_MAX_DIRECTORY if size is None or size < 0 else size)
