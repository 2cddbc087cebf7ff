"""Files in the terminal: which file a line means, and where one that is handed over is written."""

import os
import re
import shlex
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LONGEST = 4096  # of a path, on Linux
_MOST_TRIES = 1000


def read_path(line: str) -> Path | None:
    """The file that a line means, whether it exists or not; None for a line that means none.

    "/import path" always means one. A bare line does when it looks like a path: typed, quoted, dragged into
    the window with escaped spaces, as a file:// address, or with ~. A name without a slash or a dot never
    does: it may be a person's, and a file of that name may happen to lie here.
    """
    line = line.strip()
    word, _space, rest = line.partition(" ")
    if word.casefold() == "/import":
        return _resolved(rest) if rest.strip() else None
    if "\n" in line or len(line) > _LONGEST:
        return None
    path = _resolved(line)
    if path is None:
        return None
    if _is_file(path):
        return path if re.search(r"[/.]", line) else None
    # A missing file is worth a word where nothing else can be meant: "/who" is a command, "/home/ada" is not.
    quoted = line[:1] in "'\"" and "/" in line
    looks = quoted or line.startswith(("~/", "./", "../", "file://")) or re.match(r"/[^/\s]+/", line)
    return path if looks else None


def readable_size(path: Path) -> int:
    """How many bytes a file has. Raises OSError when it is not there, no file, or not ours to read."""
    if path.is_dir():
        raise IsADirectoryError(path)
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size


def write_beside(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into `folder` under a name like `name` that nothing has yet, for its owner's eyes only.

    Raises OSError when that is not possible.
    """
    wanted = Path(_safe(name))
    for number in range(1, _MOST_TRIES):
        path = folder / (wanted.name if number == 1 else f"{wanted.stem} ({number}){wanted.suffix}")
        try:
            # O_EXCL: never over an existing file, and never through somebody's symlink.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with open(handle, "wb") as file:
            file.write(content)
        return path
    raise FileExistsError(f"there are {_MOST_TRIES} files of that name")


def _resolved(text: str) -> Path | None:
    text = text.strip()
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    elif not _is_file(_at_home(text)) and re.search(r"^['\"]|\\", text):
        # Only when there is no such file: quotes and backslashes may well be in a name.
        try:
            parts = shlex.split(text)
        except ValueError:  # a quote that is never closed: an apostrophe
            return None
        if len(parts) != 1:
            return None
        text = parts[0]
    return _at_home(text) if text and "\0" not in text else None


def _at_home(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # "~nobody/x"
        return Path(text)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long a name, a NUL
        return False


def _safe(name: str) -> str:
    """A file name from a suggested one: no folders, nothing hidden, nothing unprintable."""
    last = re.split(r"[/\\]", name)[-1]
    clean = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip().lstrip(".")
    stem, dot, suffix = clean.rpartition(".")
    return (f"{stem[:100]}{dot}{suffix[:20]}" if stem else clean[:100]) or "reachwell"
