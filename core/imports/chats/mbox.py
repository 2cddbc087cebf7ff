"""The headers of every message in a mailbox (mbox), as a stream: bodies and attachments only go by."""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from core.imports.reading.source import Piece

_BLOCK = 1024 * 1024  # bytes read at a time
_LONGEST = 128 * 1024  # bytes of one message's headers; what comes after them is left out
# The line before a message has a time in it, and a header below: in a body, many a line begins with "From ".
_FROM = b"\nFrom "
_BEGINNING = re.compile(rb"\n?From [^\r\n]{1,300}\d\d:\d\d[^\r\n]{0,100}\r?(?=\n[!-9;-~]+:)")


def is_mbox(head: bytes) -> bool:
    """Whether a file that begins like this is a mailbox."""
    return _BEGINNING.match(head.lstrip(b"\xef\xbb\xbf\r\n\t ")) is not None


def headers_of(piece: Piece, *names: str) -> Iterator[Mapping[str, str]]:
    """These headers of one message after the other, unfolded, by their names in lower case; in bounded memory.

    A header that a message does not have is not there; of several, the first counts.
    """
    wanted = re.compile(rf"\n({'|'.join(names)}):([^\n]*(?:\n[ \t][^\n]*)*)".encode(), re.IGNORECASE)
    with piece.open() as file:
        for raw in _heads(file):
            headers: dict[str, str] = {}
            for name, value in wanted.findall(raw):
                headers.setdefault(name.decode().lower(), _text(value))
            yield headers


def _heads(file: BinaryIO) -> Iterator[bytes]:
    """What stands between the beginning of a message and its first empty line, with a line end before each line."""
    rest, is_more = b"\n", True
    while is_more:
        block = file.read(_BLOCK)
        is_more = bool(block)
        buffer, at = rest + block, 0
        while (start := buffer.find(_FROM, at)) >= 0 and (not is_more or start + 2 * _LONGEST <= len(buffer)):
            if (beginning := _BEGINNING.match(buffer, start)) is None:
                at = start + 1
                continue
            at, until = beginning.end(), beginning.end() + _LONGEST
            end = buffer.find(b"\n\r\n" if beginning[0].endswith(b"\r") else b"\n\n", at, until)
            yield buffer[at : end if end >= 0 else until]
            at = max(at, end)
        rest = buffer[start if start >= 0 else max(at, len(buffer) - len(_FROM)) :]


def _text(value: bytes) -> str:
    if b"\n" in value:
        value = b" ".join(value.split())
    try:
        return value.decode().strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()
