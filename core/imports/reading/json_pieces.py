"""JSON of unknown size and intent: small ones as a whole, large ones as a stream, never nested without end."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import ijson

from core.chat.reply import say
from core.chat.words import _
from core.imports.reading.source import Piece
from core.imports.reading.tables import text_of
from core.imports.reading.texts import chunks_of, head_of
from core.imports.reading.wrong import MEGABYTE, WrongFile, damaged, send_again, wrong

MAX_DEPTH = 100  # of lists in lists: no export has more than ten or so
_FIRST = 2_000  # characters
# X writes scripts: window.YTD.following.part0 = [
_ASSIGNMENT = re.compile(r"\s*[A-Za-z_$][\w.$]*\s*=(?!=)")
_NOT_STRUCTURE = bytes(set(range(256)) - set(b'"{}[]'))
_OPENS, _CLOSES = b"[", b"]"
_AS_LISTS = bytes.maketrans(b"{}", _OPENS + _CLOSES)


def whole(piece: Piece, limit: int = 25 * MEGABYTE) -> Any:
    """A small JSON; a script that assigns one, too. Raises WrongFile for what is none, or is nested too deeply."""
    text = _without_assignment(text_of(piece, limit))
    _Depth().watch(text.encode("utf-8", "replace"))
    try:
        return json.loads(text)
    except ValueError as e:  # also a number of more digits than Python takes
        raise damaged() from e


def items(piece: Piece, prefix: str) -> Iterator[Any]:
    """Every value at `prefix` ("chats.list.item.messages.item"), one after the other; numbers are floats or ints.

    A script's assignment before it is left out. Raises WrongFile for what is no JSON, or is nested too deeply.
    """
    return _guarded(ijson.items(Stream(piece), prefix, use_float=True))


def events(piece: Piece) -> Iterator[tuple[str, str, Any]]:
    """Prefix, event and value of everything in it, as ijson.parse has them. Raises WrongFile as `items` does."""
    return _guarded(ijson.parse(Stream(piece), use_float=True))


def starts_with_keys(piece: Piece, *keys: str) -> bool:
    """Whether its head begins an object, or a list of objects, in which all these keys appear.

    Keys of objects within them do not count, nor do those that come after the first 64 KB.
    """
    text = head_of(piece.head)
    if not all(f'"{key}"' in text for key in keys):
        return False
    # Mostly they come first; the rest of 64 KB takes a millisecond, and an archive has thousands of pieces.
    return _keys(text[:_FIRST]).issuperset(keys) or _keys(text).issuperset(keys)


def unmangled(text: str) -> str:
    """What Meta has written as bytes in the place of letters, put right; anything else as it stands.

    >>> unmangled("JosÃ©"), unmangled("José")
    ('José', 'José')
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _guarded(parsed: Iterator[Any]) -> Iterator[Any]:
    """What a parser says, in our own words where it gives up."""
    while True:
        try:
            each = next(parsed)
        except StopIteration:
            return
        except (ijson.JSONError, ValueError) as e:  # also a number of more digits than Python takes
            raise damaged() from e
        yield each


class Stream:
    """A piece as a parser reads it: in UTF-8, without a script's assignment, and watched for its depth."""

    def __init__(self, piece: Piece) -> None:
        self._chunks = filter(None, _without_assignment_before(chunks_of(piece)))
        self._depth = _Depth()

    def read(self, size: int = -1) -> bytes:
        """The next chunk, of any size; b"" at the end."""
        if size == 0:
            return b""
        raw = next(self._chunks, "").encode("utf-8", "replace")
        self._depth.watch(raw)
        return raw


@lru_cache(maxsize=8)
def _keys(text: str) -> frozenset[str]:
    """The keys of the object, or of the objects in the list, that this begins."""
    text = _without_assignment(text).lstrip()
    wanted = {"{": "", "[": "item"}.get(text[:1])
    if wanted is None:
        return frozenset()
    said: Any = ijson.sendable_list()
    machine = ijson.parse_coro(said)
    raw = text.encode("utf-8", "replace")
    try:
        _Depth().watch(raw)
        machine.send(raw)
    except (ijson.JSONError, ValueError, WrongFile):
        pass  # what came before stands
    return frozenset(value for prefix, event, value in said if event == "map_key" and prefix == wanted)


def _without_assignment_before(chunks: Iterator[str]) -> Iterator[str]:
    yield _without_assignment(next(chunks, ""))
    yield from chunks


def _without_assignment(text: str) -> str:
    found = _ASSIGNMENT.match(text[:1000])
    return text[found.end() :] if found else text


class _Depth:
    """How deep lists and objects are nested, so that it is known before a parser's memory and time grow with it."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_text = False
        self._left = b""  # a backslash that the last chunk ended with

    def watch(self, raw: bytes) -> None:
        """Raises WrongFile beyond MAX_DEPTH. Works on whole chunks at a time: it must cost next to nothing."""
        raw, self._left = self._left + raw, b""
        if b"\\" in raw:
            raw = raw.replace(b"\\\\", b"")
            if raw.endswith(b"\\"):
                raw, self._left = raw[:-1], b"\\"
            raw = raw.replace(b'\\"', b"")
        parts = raw.translate(_AS_LISTS, _NOT_STRUCTURE).split(b'"')
        structure = b"".join(parts[self._in_text :: 2])
        self._in_text ^= len(parts) % 2 == 0
        for _round in range(MAX_DEPTH + 1):
            smaller = structure.replace(b"[]", b"")
            if len(smaller) == len(structure):
                break
            structure = smaller
        else:
            raise _too_deep()
        self._depth += structure.count(_OPENS) - structure.count(_CLOSES)
        if self._depth > MAX_DEPTH:
            raise _too_deep()


def _too_deep() -> WrongFile:
    return wrong(say(_("That is data in data in data, without end: no export that I know.")), send_again())
