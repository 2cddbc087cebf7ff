"""Tables as exports and Excel write them: where their header is, and their records with their line numbers."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from core.chat.reply import say
from core.chat.words import _
from core.facts.keys import fold
from core.imports.reading.source import Piece
from core.imports.reading.texts import MAX_LINE, blocks_of, decode, head_of
from core.imports.reading.wrong import MEGABYTE, too_large, wrong

DELIMITERS = (",", ";", "\t")
_HEADER_WITHIN = 500  # lines of the head: notes may stand above it
_MAX_HEADER = 10_000  # characters
_MAX_SPAN = 500  # lines that one record may go over: a quote that never closes must not swallow the rest
_FEW = 50  # lines for the first csv.reader after one that stumbled


@dataclass(slots=True)
class Row:
    """One record: its line, and its cells by the names of their columns ("firstname"); "" where it is short.

    Of columns that are called the same, the first one counts.
    """

    line: int
    cells: Mapping[str, str]


def columns_of(piece: Piece) -> Sequence[frozenset[str]]:
    """What may be the header row: the names in every row of the head, as each delimiter takes it apart."""
    return [frozenset(filter(None, map(column_name, header.cells))) for header in _headers(piece.head)]


def has_columns(piece: Piece, *names: str) -> bool:
    """Whether one row of the head has all these columns."""
    return _header_with(piece.head, names) is not None


def rows_of(piece: Piece, *wanted: str) -> Iterator[Row | int]:
    """The rows below the one that has all the `wanted` columns; an int is the line of a damaged record.

    Above it may stand anything. Encodings, delimiters, NULs, endless quotes and lines are dealt with here. Nothing
    comes out where there is no such header. Raises WrongFile and Stopped as the piece does.
    """
    header = _header_with(piece.head, wanted)
    if header is None:
        return
    names = [column_name(cell) for cell in header.cells]
    width = len(names)
    doubled = len(set(names)) < width
    for line, cells in _records(piece, header):
        if cells is None:
            yield line
            continue
        if len(cells) < width:
            cells += [""] * (width - len(cells))
        if doubled:  # backwards, so that the first one stays
            yield Row(line, dict(zip(reversed(names), reversed(cells[:width]), strict=True)))
        else:
            yield Row(line, dict(zip(names, cells, strict=False)))


def grid_of(piece: Piece) -> tuple[tuple[str, ...], Iterator[tuple[int, list[str] | None]]]:
    """The header as it stands, and the records below it with their lines; None is a damaged one.

    For tables of somebody's own making, whose columns have no known names, and for doubled headers. The header is
    the first row that is as wide as most are. Raises WrongFile where there is no table of two columns or more.
    """
    header = _widest(_headers(piece.head))
    if header is None:
        raise wrong(say(_("That is a text, and no table.")))
    return tuple(cell.strip() for cell in header.cells), _records(piece, header)


def text_of(piece: Piece, limit: int = 25 * MEGABYTE) -> str:
    """The whole of a small text. Raises WrongFile where there are more than `limit` bytes."""
    with piece.open() as file:
        raw = file.read(limit + 1)
    if len(raw) > limit:
        raise too_large(max(piece.size, len(raw)), limit)
    return decode(raw)


def lines_of(piece: Piece) -> Iterator[str]:
    """The lines of a text without their ends; what is longer than MAX_LINE characters is cut there."""
    for block in blocks_of(piece):
        for line in block:
            yield line.rstrip("\r\n")[:MAX_LINE]


def column_name(cell: str) -> str:
    """A header, so that it can be compared: Excel's users make FirstName of it, and exports E-mail and Email.

    >>> column_name(" E-mail 1 - Value"), column_name("Prénom"), column_name("First_Name")
    ('email1value', 'prenom', 'firstname')
    """
    return "".join(filter(str.isalnum, fold(cell)))


class _Header(NamedTuple):
    line: int  # from 1
    delimiter: str
    cells: list[str]


def _header_with(head: bytes, wanted: Sequence[str]) -> _Header | None:
    """The first row that has all these columns: taken apart only where their names stand in the line at all."""
    for number, line, squeezed in _lines(head):
        if all(name in squeezed for name in wanted):
            for header in _taken_apart(number, line):
                if {*map(column_name, header.cells)}.issuperset(wanted):
                    return header
    return None


@lru_cache(maxsize=4)
def _headers(head: bytes) -> tuple[_Header, ...]:
    """Every row of the head that has two cells or more, as each delimiter takes it apart."""
    return tuple(header for number, line, _s in _lines(head) for header in _taken_apart(number, line))


@lru_cache(maxsize=4)  # every source asks for the columns of every piece
def _lines(head: bytes) -> tuple[tuple[int, str, str], ...]:
    """The lines of the head that can be a header: with their numbers from 1, and squeezed as columns' names are."""
    text = head_of(head).replace("\0", "")
    if text.lstrip()[:1] in ("{", "[", "<"):
        return ()  # data or a page: full of commas, and no table
    lines = enumerate(islice(io.StringIO(text, newline=""), _HEADER_WITHIN), start=1)
    return tuple(
        (number, line, column_name(line))
        for number, line in lines
        if len(line) <= _MAX_HEADER and not line.startswith("sep=")
    )


def _taken_apart(number: int, line: str) -> Iterator[_Header]:
    for delimiter in DELIMITERS:
        if delimiter in line:
            cells = next(csv.reader((line,), delimiter=delimiter))
            if len(cells) > 1:
                yield _Header(number, delimiter, cells)


def _widest(headers: Sequence[_Header]) -> _Header | None:
    """The first row of the most common shape; of those, the shape with more columns."""
    shapes: dict[tuple[str, int], list[_Header]] = {}
    for each in headers:
        shapes.setdefault((each.delimiter, len(each.cells)), []).append(each)
    if not shapes:
        return None
    return max(shapes.items(), key=lambda shape: (len(shape[1]) * (shape[0][1] - 1), shape[0][1]))[1][0]


def _records(piece: Piece, header: _Header) -> Iterator[tuple[int, list[str] | None]]:
    """The records below the header, each with the line that it begins on; blank lines are left out.

    One csv.reader goes through many lines at a time. Where it stumbles, the record is looked at again with care,
    and a new csv.reader begins behind it: with few lines at first, since a quote that never closes makes it read
    them all for nothing.
    """
    delimiter, width = header.delimiter, len(header.cells)
    lines: list[str] = []
    at, first = 0, 1  # the next line in `lines`, and the number of the first
    few, end = _FEW, 0
    for block in chain(blocks_of(piece), (None,)):
        lines, first, at, end = lines[at:], first + at, 0, 0
        if block is not None:
            lines += block
        if first <= header.line:
            at = min(header.line - first + 1, len(lines))
        until = len(lines) - (0 if block is None else _MAX_SPAN)  # a record there may go on in the next block
        while at < until:
            start = at
            reader = csv.reader(lines[at : at + few], delimiter=delimiter, strict=True)
            few = min(2 * few, 10_000)
            while at < until:
                cells: list[str] | None = None
                try:
                    cells = next(reader)
                except StopIteration:
                    break
                except csv.Error:
                    stumbled, taken = True, 1
                else:
                    taken = start + reader.line_num - at
                    stumbled = taken > 1 and not _is_one(lines, at, taken, delimiter, width, cells)
                line = lines[at]
                if stumbled := stumbled or len(line) > MAX_LINE:
                    end = _next_record(lines, at, max(at + 1, end), delimiter, width)
                    cells, taken = _record(lines, at, end, delimiter, width)
                    few = max(_FEW, 10 * taken) if cells else 1
                if cells is None or len(cells) > 1 or (cells and not line.isspace()):
                    yield first + at, cells
                at += taken
                if stumbled:
                    break


def _next_record(lines: Sequence[str], at: int, start: int, delimiter: str, width: int) -> int:
    """The first line from `start` on that looks like a record of its own; as far from `at` as one may go on."""
    while start < min(at + _MAX_SPAN, len(lines)) and lines[start].count(delimiter) < width - 1:
        start += 1
    return start


def _record(lines: Sequence[str], at: int, end: int, delimiter: str, width: int) -> tuple[list[str] | None, int]:
    """The record that begins at this line, and how many it takes, up to the line `end`; None is a damaged one.

    A quote that is never closed costs its own line, never those below it.
    """
    line = lines[at]
    if len(line) > MAX_LINE:
        return None, 1
    reader = csv.reader(lines[at : end + 1], delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error:
        cells = []
    taken = reader.line_num
    if cells and (taken == 1 or _is_one(lines, at, taken, delimiter, width, cells)):
        return cells, taken
    if line.count('"') % 2:
        return None, 1
    return next(csv.reader((line,), delimiter=delimiter)), 1  # 6" pipes: quotes that quote nothing


def _is_one(lines: Sequence[str], at: int, taken: int, delimiter: str, width: int, cells: Sequence[str]) -> bool:
    """Whether what goes over several lines is one record: as wide as the header, and none inside looks like one."""
    inside = lines[at + 1 : at + taken - 1]
    return (
        len(cells) == width
        and taken <= _MAX_SPAN
        and not any(each.count(delimiter) >= width - 1 for each in inside)
    )
