"""Tables as exports and Excel write them: from bytes to text, and from text to records with their line numbers."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from core.chat.reply import count, say
from core.chat.words import _
from core.imports.wrong import wrong

DELIMITERS = (",", ";", "\t")
MAX_LINES = 100_000  # LinkedIn lets nobody have more than 30,000 connections
MAX_LINE = 100_000  # characters; csv gives up at 131,072 in one field
_NOT_LETTERS = re.compile(r"[^a-z]+")
_ASCII = re.compile(r"[\x00-\x7f]+")
_MAX_SPAN = 50  # lines that one record may go over: a quote that never closes must not swallow the rest


def decode(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 (also without its mark) or, failing that, Windows' Western code page.

    >>> decode("Zoë".encode("utf-16-le")), decode("Zoë".encode("cp1252")), decode("Zoë".encode("utf-8-sig"))
    ('Zoë', 'Zoë', 'Zoë')
    """
    if encoding := _utf_16(raw):
        return raw.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # One broken character among good ones must not turn every accent of a UTF-8 file into two letters.
    patched = raw.decode("utf-8-sig", "replace")
    if len(_ASCII.sub("", patched)) > 2 * patched.count("\ufffd"):
        return patched
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def lines_of(text: str) -> list[str]:
    """The physical lines, as an editor numbers them, each with its end. Raises WrongFile beyond MAX_LINES.

    Not str.splitlines, which also splits at characters that stand inside names and job titles (U+2028, U+0085).
    """
    if text.count("\n") + text.count("\r") > 2 * MAX_LINES:
        raise _too_many()
    found = list(io.StringIO(text, newline=""))
    if len(found) > MAX_LINES:
        raise _too_many()
    return found


def records(
    lines: Sequence[str], delimiter: str, width: int, start: int = 0
) -> Iterator[tuple[int, list[str] | None]]:
    """The records from line `start` (from 0) on, each with the line that it begins on (from 1).

    None is a damaged line. A quote that is never closed costs its own line, never those below it. `width` is
    the number of columns: a record over several lines must have it. Blank lines are left out.
    """
    at = start
    while at < len(lines):
        line = lines[at]
        if line.isspace():
            at += 1
            continue
        cells, taken = _record(lines, at, delimiter, width)
        yield at + 1, cells
        at += taken


def column_names(cells: Sequence[str]) -> list[str]:
    """Headers, so that they can be compared: letters only, in lower case."""
    return [_NOT_LETTERS.sub("", cell.lower()) for cell in cells]


def _record(lines: Sequence[str], at: int, delimiter: str, width: int) -> tuple[list[str] | None, int]:
    line = lines[at]
    if len(line) > MAX_LINE:
        return None, 1
    if '"' not in line:
        return next(csv.reader((line,), delimiter=delimiter)), 1
    span = (lines[i] for i in range(at, min(at + _MAX_SPAN, len(lines))))
    reader = csv.reader(span, delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error:
        cells = []
    taken = reader.line_num
    if cells and taken == 1:
        return cells, 1
    # Over several lines, it is one record only when nothing inside looks like a record of its own.
    inside = lines[at + 1 : at + taken - 1]
    if len(cells) == width and not any(each.count(delimiter) >= width - 1 for each in inside):
        return cells, taken
    if line.count('"') % 2:
        return None, 1
    return next(csv.reader((line,), delimiter=delimiter)), 1  # 6" pipes: quotes that quote nothing


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


def _too_many() -> Exception:
    return wrong(
        count("That file has more than {n} line.", "That file has more than {n} lines.", MAX_LINES),
        say(_("Nobody has that many connections: please send Connections.csv as LinkedIn made it.")),
    )
