"""From the bytes of a piece to its text: whatever its encoding, in chunks, and in lines that end."""

import codecs
import io
import re
from collections.abc import Iterator
from functools import lru_cache

from core.imports.reading.source import Piece

MAX_LINE = 100_000  # characters; csv gives up at 131,072 in one field
_CHUNK = 64 * 1024  # bytes
_ASCII = re.compile(r"[\x00-\x7f]+")


def decode(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 (also without its mark) or, failing that, Windows' Western code page.

    >>> decode("Zoë".encode("utf-16-le")), decode("Zoë".encode("cp1252")), decode("Zoë".encode("utf-8-sig"))
    ('Zoë', 'Zoë', 'Zoë')
    """
    return _Decoder(raw).decode(raw, final=True)


@lru_cache(maxsize=8)  # every source looks at the head of every piece
def head_of(head: bytes) -> str:
    """The text of a piece's first bytes; a character that is cut in two at their end is left out."""
    return _Decoder(head).decode(head)


def chunks_of(piece: Piece) -> Iterator[str]:
    """The text of a piece, some 64,000 characters at a time."""
    with piece.open() as file:
        raw = file.read(_CHUNK)
        decoder = _Decoder(raw)
        while raw:
            yield decoder.decode(raw)
            raw = file.read(_CHUNK)
        yield decoder.decode(b"", final=True)


def blocks_of(piece: Piece) -> Iterator[list[str]]:
    """The physical lines, as an editor numbers them, each with its end, many at a time.

    One that is longer than MAX_LINE stays longer, but loses most of what is too much. NULs are left out. Not
    str.splitlines, which also splits at characters that stand inside names and job titles (U+2028, U+0085).
    """
    rest = ""
    for text in chunks_of(piece):
        lines = list(io.StringIO(rest + text.replace("\0", ""), newline=""))
        # A "\r" at the end may be the first half of "\r\n": only "\n" ends a line for certain.
        rest = lines.pop() if lines and not lines[-1].endswith("\n") else ""
        if len(rest) > MAX_LINE:
            rest = rest[: MAX_LINE + 1] + ("\r" if rest.endswith("\r") else "")
        if lines:
            yield lines
    if rest:
        yield [rest]


class _Decoder:
    """Decodes chunk after chunk; the first one says whether it is UTF-16."""

    def __init__(self, start: bytes) -> None:
        wide = _utf_16(start)
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder(wide or "utf-8-sig")(
            "replace" if wide else "strict"
        )
        self._is_utf = wide is not None  # for certain: there were letters that only it writes so

    def decode(self, raw: bytes, final: bool = False) -> str:
        if self._decoder is None:
            return _western(raw)
        try:
            text = self._decoder.decode(raw, final)
        except UnicodeDecodeError:
            return self._broken(self._decoder.getstate()[0] + raw, final)
        self._is_utf = self._is_utf or not text.isascii()
        return text

    def _broken(self, raw: bytes, final: bool) -> str:
        """One broken character among good ones must not turn every accent of a UTF-8 file into two letters."""
        patient = codecs.getincrementaldecoder("utf-8-sig")("replace")
        patched = patient.decode(raw, final)
        if self._is_utf or len(_ASCII.sub("", patched)) > 2 * patched.count("\ufffd"):
            self._decoder, self._is_utf = patient, True
            return patched
        self._decoder = None
        return _western(raw)


def _western(raw: bytes) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _utf_16(raw: bytes) -> str | None:
    """Which UTF-16 it is, by its mark or by where its zero bytes are."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = raw[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if 3 * (even + odd) < len(head) or not head:
        return None
    if odd > 4 * even:
        return "utf-16-le"
    if even > 4 * odd:
        return "utf-16-be"
    return None
