"""From an upload to the files in it: archives, and archives in those, with a limit to all that they may cost.

Nothing is ever written to a path out of an archive: a ZIP in a ZIP goes to a temporary file without a name.
"""

import io
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import IO, BinaryIO, cast

from core.chat.parsing.line import clean
from core.chat.reply import lines, say
from core.chat.words import _
from core.imports.reading.source import Piece, Reading
from core.imports.reading.wrong import MEGABYTE, WrongFile, damaged, wrong

HEAD = 64 * 1024  # bytes
MAX_ENTRIES = 80_000  # of all archives in an upload; large exports of X and Facebook have tens of thousands
MAX_ARCHIVES = 100  # in an upload, itself counted
MAX_DEPTH = 3  # archives in the archive in the archive
MAX_PIECE = 2048 * MEGABYTE  # unpacked: mailboxes are that large
MAX_READ = 4096 * MEGABYTE  # unpacked, of a whole upload
MAX_NESTED = 1024 * MEGABYTE  # unpacked, of all archives in archives: they take room on the disk meanwhile
MAX_RATIO = 200  # unpacked to packed, of something large; a list of people packs to a fifth or so
_LARGE = MEGABYTE
_ENTRY = b"PK\1\2"  # how each entry begins
_SMALLEST_ENTRY = 46  # bytes, in the list of a ZIP's entries
_MAX_DIRECTORY = 24 * MEGABYTE  # that list
_IN_MEMORY = MEGABYTE  # of an archive in an archive; the rest of a larger one goes to the disk
_MAX_PATH = 300  # characters

BROKEN = _("It is damaged, or it breaks off in the middle: please download it once more.")
LOCKED = _("It is locked with a password: please unpack it, and send me what is in it.")
ODDLY_PACKED = _("It is packed in a way that I cannot read: please unpack it, and make a plain ZIP of it.")
SPLIT = _("It is one part of a ZIP that was cut into several: please put them together first.")
SWOLLEN = _("It swells to far more than it should, so I left it packed.")
TOO_DEEP = _("It is a ZIP in a ZIP in a ZIP, and so on: please unpack it, and send me what is in it.")
TOO_LARGE = _("It is too large for me: please send me only the files with people in them.")
TOO_MANY = _("More than 80,000 files are in it: please send me only those with people in them.")
TOO_MANY_ARCHIVES = _("More than 100 ZIPs are in it: please send me only those with people in them.")

# Nothing with these names is a list of people. They are not opened: an archive may have tens of thousands of them.
_MEDIA = (
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp", ".tiff", ".svg", ".ico", ".pdf"),
    *(".mp4", ".mov", ".m4v", ".webm", ".avi", ".3gp", ".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav"),
    *(".css", ".ttf", ".woff", ".woff2"),
)
# What zipfile lets through of its parts when a ZIP is damaged, found by damaging some at random.
_FOREIGN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)

_Open = Callable[[], AbstractContextManager[BinaryIO]]


@contextmanager
def pieces(path: Path, name: str, reading: Reading) -> Iterator[list[Piece]]:
    """The files in what somebody sent under `name`: itself alone, or all that is in the archive that it is.

    They are in the order of their paths, and can be opened until the context ends. Their bytes count as
    `reading.done`, and reading them raises Stopped when `reading` is stopped. What of an archive cannot be read is
    said as skipped. Raises WrongFile where nothing can be: empty, damaged, locked, too much.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\0 \t\r\n"):
        raise wrong(say(_("That file is empty.")))
    size = path.stat().st_size
    counter = _Counter(reading)
    if not is_zip(head):
        yield [Piece(path=_shown(name), size=size, head=head, open=partial(counter.open, lambda: path.open("rb")))]
        return
    with ExitStack() as stack:
        upload = _Upload(reading, counter, stack, _shown(name))
        try:
            upload.look_into(stack.enter_context(path.open("rb")), size)
        except _Unreadable as e:
            raise wrong(say(_("I cannot open that ZIP.")), say(e.why)) from e
        yield upload.pieces()


def is_zip(head: bytes) -> bool:
    """Whether these are the first bytes of a ZIP, or of the first part of one that was cut."""
    return head.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08PK", b"PK00PK"))


class _Unreadable(Exception):
    """An archive that cannot be read, and why (a message of the catalogue)."""

    def __init__(self, why: str) -> None:
        super().__init__("unreadable")
        self.why = why


class _Upload:
    """The archives of one upload, and what is in them."""

    def __init__(self, reading: Reading, counter: "_Counter", stack: ExitStack, name: str) -> None:
        self._name = name
        self._reading = reading
        self._counter = counter
        self._stack = stack
        self._pieces: list[Piece] = []
        self._left: list[tuple[str, str]] = []  # paths, and why they are left out
        self._archives = 0
        self._entries = 0
        self._nested = 0  # bytes
        self._head = lru_cache(maxsize=16)(self._read_head)

    def pieces(self) -> list[Piece]:
        """All that can be read. Raises WrongFile where nothing can."""
        if not self._pieces and self._left:
            reasons = dict.fromkeys(why for _path, why in self._left)
            raise wrong(say(_("I cannot read what is in that ZIP.")), lines(*map(say, reasons)))
        if not self._pieces:
            raise wrong(
                say(_("There are only pictures and the like in that ZIP."))
                if self._entries
                else say(_("That ZIP is empty."))
            )
        for path, why in self._left:
            self._reading.skip(path, 0, why)
        return sorted(self._pieces, key=lambda piece: piece.path)

    def look_into(self, file: BinaryIO, size: int, within: str = "", depth: int = 0) -> None:
        """Take what is in this archive, and in those in it. `size` in bytes. Raises _Unreadable."""
        self._archives += 1
        if self._archives > MAX_ARCHIVES:
            raise _Unreadable(TOO_MANY_ARCHIVES)
        try:
            careful = cast(IO[bytes], _CarefulFile(file, MAX_ENTRIES - self._entries))
            archive = self._stack.enter_context(zipfile.ZipFile(careful))
        except NotImplementedError as e:
            raise _Unreadable(ODDLY_PACKED) from e
        except _FOREIGN as e:
            # There is no other way to know: zipfile tells the first parts of a split archive by its words alone.
            raise _Unreadable(SPLIT if "multiple disks" in str(e) else BROKEN) from e
        entries = archive.infolist()
        self._entries += len(entries)
        if sum(entry.compress_size for entry in entries) > size:
            raise _Unreadable(BROKEN)  # entries over one another: how a small file holds 281 TB
        for entry in entries:
            self._reading.check()
            self._take(archive, entry, within, depth)

    def _take(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, within: str, depth: int) -> None:
        path = within + _shown(_name(entry))
        if _is_nothing(entry, path):
            return
        opened = partial(self._counter.open, partial(archive.open, entry))
        try:
            _refuse(entry)
            if path.lower().endswith(".zip"):
                self._take_archive(opened, entry.file_size, path, depth)
                return
        except _Unreadable as e:
            self._left.append((path, e.why))
        else:
            self._pieces.append(
                _Entry(path=path, size=entry.file_size, head=self._head, open=opened, within=self._name)
            )

    def _take_archive(self, opened: _Open, size: int, path: str, depth: int) -> None:
        if depth == MAX_DEPTH:
            raise _Unreadable(TOO_DEEP)
        if self._nested + size > MAX_NESTED:
            raise _Unreadable(TOO_LARGE)
        self._nested += size
        copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # the stack closes it
        self._stack.enter_context(copy)
        try:
            with opened() as content:
                while chunk := content.read(MEGABYTE):
                    copy.write(chunk)
        except WrongFile as e:
            raise _Unreadable(BROKEN) from e
        self.look_into(cast(BinaryIO, copy), size, f"{path}/", depth + 1)

    def _read_head(self, opened: _Open) -> bytes:
        done = self._reading.done
        with opened() as file:
            head = file.read(HEAD)
        self._reading.done = done  # what is only looked at is not progress
        return head


class _Entry(Piece):
    """A piece whose head is read when somebody wants it: an archive may have tens of thousands of them."""

    __slots__ = ("_start",)
    _start: bytes | Callable[[_Open], bytes]

    def __init__(
        self, *, path: str, size: int, head: bytes | Callable[[_Open], bytes], open: _Open, within: str = ""
    ) -> None:
        values = {"path": path, "size": size, "_start": head, "open": open, "within": within}
        for field, value in values.items():
            object.__setattr__(self, field, value)  # it is frozen

    @property
    def head(self) -> bytes:
        return self._start if isinstance(self._start, bytes) else self._start(self.open)


class _Counter:
    """Counts what is read of an upload, and ends it when it is too much or nobody wants it any more."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._until = reading.done + MAX_READ

    @contextmanager
    def open(self, opener: Callable[[], IO[bytes]]) -> Iterator[BinaryIO]:
        try:
            raw = opener()
        except _FOREIGN as e:
            raise damaged() from e
        with raw, io.BufferedReader(_Counted(raw, self), HEAD) as file:
            yield file

    def count(self, size: int) -> None:
        """Raises Stopped, or WrongFile when all that is read becomes too much."""
        self._reading.check()
        self._reading.done += size
        if self._reading.done > self._until:
            raise wrong(say(_("That is more than I can read.")), say(TOO_LARGE))


class _Counted(io.RawIOBase):
    """A file whose bytes are counted, and whose damages are told in our own words."""

    def __init__(self, raw: IO[bytes], counter: _Counter) -> None:
        self._raw = raw
        self._counter = counter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as BufferedReader calls it
        try:
            got = self._raw.read(len(buffer))
        except _FOREIGN as e:
            raise damaged() from e
        self._counter.count(len(got))
        buffer[: len(got)] = got
        return len(got)


class _CarefulFile(io.RawIOBase):
    """A ZIP as zipfile reads it: its whole list of entries at once, before anybody could count them."""

    def __init__(self, file: BinaryIO, entries: int) -> None:
        self._file = file
        self._entries = entries

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int | None = -1, /) -> bytes:
        """Raises _Unreadable where it is the list of more entries than there may be."""
        if size is not None and size > _MAX_DIRECTORY:
            raise _Unreadable(TOO_MANY)
        content = self._file.read(_MAX_DIRECTORY if size is None or size < 0 else size)
        if len(content) > _SMALLEST_ENTRY * self._entries and content.count(_ENTRY) > self._entries:
            raise _Unreadable(TOO_MANY)
        return content


def _refuse(entry: zipfile.ZipInfo) -> None:
    """Raises _Unreadable for what is better left packed."""
    if entry.flag_bits & 1:
        raise _Unreadable(LOCKED)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # The other ways to pack inflate what they read all at once, however much that is.
        raise _Unreadable(ODDLY_PACKED)
    if entry.file_size > _LARGE and entry.file_size > MAX_RATIO * entry.compress_size:
        raise _Unreadable(SWOLLEN)
    if entry.file_size > MAX_PIECE:
        raise _Unreadable(TOO_LARGE)


def _is_nothing(entry: zipfile.ZipInfo, path: str) -> bool:
    """Folders, links, the notes of macOS, pictures: nothing worth a word."""
    if entry.is_dir() or not entry.file_size or stat.S_ISLNK(entry.external_attr >> 16):
        return True
    name = path.rpartition("/")[2]
    return path.startswith("__MACOSX/") or name.startswith("._") or name == ".DS_Store" or _is_media(name)


def _is_media(name: str) -> bool:
    return name.lower().endswith(_MEDIA)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: many packers write UTF-8 without saying so, and zipfile takes it for DOS's letters."""
    name = entry.filename
    if entry.flag_bits & 0x800 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _shown(path: str) -> str:
    """A path as it can be shown, with nothing in it that leads elsewhere.

    >>> _shown("..\\\\..//C:/a b/./x.csv")
    'C:/a b/x.csv'
    """
    parts = (clean(part) for part in path.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part not in ("", ".", ".."))[-_MAX_PATH:]
