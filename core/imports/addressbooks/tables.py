"""Any other table of people: what its columns mean is guessed first, and then as its owner says."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from core.chat.words import _
from core.facts.imports import Found, FoundEntry, Passed, Skipped, Table
from core.facts.people import PartialDate
from core.imports.addressbooks.columns import NEEDED, guess, is_data
from core.imports.addressbooks.drafts import DAMAGED, MAX_NOTES, NOBODY, Draft, full_name
from core.imports.addressbooks.partial_days import in_two_ways, is_month_first_in, read_day
from core.imports.reading.phones import read_phone
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import columns_of, grid_of
from core.imports.reading.wrong import WrongFile

MAX_ROWS = 50_000
NO_DAY = _("I can make nothing of the day there.")
STILL_TO_COME = _("The day there is still to come.")
OURS = _(
    "That is {file} of my own export, which is for spreadsheets. To bring everything back, send me reachwell.json, "
    "or the whole ZIP of /export."
)
# touches.csv and favours.csv (core/exports/tables.py): what happened, and not who somebody is.
_OUR_HISTORY = (frozenset({"date", "name", "what", "thanks"}), frozenset({"date", "name", "direction", "what"}))
_MAX_COLUMNS = 100
_MAX_CELL = MAX_NOTES
_CELL = 20  # characters that a cell counts for at least
_SUFFIXES = (".csv", ".tsv", ".tab")
_DAYS = ("birthday", "met_on", "last_touch")
# As careful programs write what a spreadsheet would take for a formula, also in the middle of a cell.
_FORMULA = re.compile(r"(\A|[;,\t\r\n]\s*)'(?=\s*[=+@-])")
_BETWEEN = re.compile(r"\s*(?:[,;|\n]|:::)\s*")


def people_of(
    table: Table, region: str, today: date, month_first: bool | None = None
) -> tuple[tuple[Found, ...], tuple[Skipped, ...]]:
    """The people in a table as its columns mean now, and what of it is not taken.

    `region` (ISO 3166, "" while nobody knows) is where its numbers are from, `today` the owner's, `month_first`
    what they have said of a day that can be read in two ways. Pure: it is asked again whenever a column's meaning
    is changed. Without a column that says who somebody is there is nobody.
    """
    if NEEDED.isdisjoint(table.means):
        return (), ()
    reader = _Rows(table, region, today, month_first)
    for line, cells in table.rows:
        reader.take(line, cells)
    return tuple(reader.found), tuple(reader.skipped)


def day_in_two_ways(table: Table) -> str:
    """A day as it stands there that may be read with the month or the day first, where no other day in the table
    tells; "" where there is none."""
    return "" if NEEDED.isdisjoint(table.means) else in_two_ways(_days_of(table))


def _days_of(table: Table) -> Iterator[str]:
    columns = [at for at, role in enumerate(table.means) if role in _DAYS]
    return (cells[at] for _line, cells in table.rows for at in columns)


def _part(piece: Piece) -> str:
    if any(columns in _OUR_HISTORY for columns in columns_of(piece)):
        return "history"
    head = replace(piece, size=len(piece.head), open=lambda: io.BytesIO(piece.head))
    try:
        header, rows = _grid(head)
    except WrongFile:
        return ""
    means = guess(header, [cells for _line, cells in rows if cells])
    return "table" if NEEDED.intersection(means) or piece.path.lower().endswith(_SUFFIXES) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    for piece in pieces_of(parts, "history"):
        reading.remark(OURS, file=piece.path.rpartition("/")[2])
    tables = [table for piece in pieces_of(parts, "table") if (table := _table(piece, reading))]
    if not tables:
        return
    table = max(tables, key=lambda each: (bool(NEEDED.intersection(each.means)), len(each.rows)))
    reading.table = table
    if len(tables) > 1:
        reading.remark(
            _("I take one table at a time, and took {name}. Please send me the others on their own."),
            name=table.where,
        )


SOURCE = Source(name="table", title=_("Table (CSV)"), part=_part, read=_read)


def _table(piece: Piece, reading: Reading) -> Table | None:
    header, records = _grid(piece)
    rows: list[tuple[int, tuple[str, ...]]] = []
    for line, cells in records:
        if cells is None:
            reading.skip(piece.path, line, DAMAGED)
        elif any(cells):
            reading.hold(sum(len(cell) + _CELL for cell in cells if cell))
            rows.append((line, cells))
            if len(rows) == MAX_ROWS:
                reading.remark(
                    "I took the first {n} row of that table.", "I took the first {n} rows of that table.", MAX_ROWS
                )
                break
    if not rows:
        return None
    means = guess(header, [cells for _line, cells in rows])
    return Table(where=piece.path, header=header, rows=tuple(rows), means=means)


def _grid(piece: Piece) -> tuple[tuple[str, ...], Iterator[tuple[int, tuple[str, ...] | None]]]:
    """The header, and the rows as wide as it is. Where the first row is somebody already, the header is empty."""
    header, records = grid_of(piece)
    header = header[:_MAX_COLUMNS]
    width = len(header)

    def rows() -> Iterator[tuple[int, tuple[str, ...] | None]]:
        if is_data(header):
            yield 1, header
        for line, cells in records:
            if cells is None:
                yield line, None
            else:
                row = [_FORMULA.sub(r"\1", cell.strip())[:_MAX_CELL] for cell in cells[:width]]
                yield line, (*row, *[""] * (width - len(row)))

    return ("",) * width if is_data(header) else header, rows()


class _Rows:
    """Goes through the rows of one table."""

    def __init__(self, table: Table, region: str, today: date, month_first: bool | None) -> None:
        self.found: list[Found] = []
        self.skipped: list[Skipped] = []
        self._table = table
        self._phone = partial(read_phone, region=region)
        self._today = today
        self._month_first = is_month_first_in(_days_of(table), region) if month_first is None else month_first

    def take(self, line: int, cells: Sequence[str]) -> None:
        draft = Draft(self._phone)
        name = {
            role: cell for role, cell in zip(self._table.means, cells, strict=True) if role in ("first", "last")
        }
        draft.spelled = full_name(name.get("first", ""), "", name.get("last", ""))
        for role, header, cell in zip(self._table.means, self._table.header, cells, strict=True):
            if role and cell:
                self._put(role, header, cell, draft, line)
        if found := draft.found(self._table.where, line):
            self.found.append(replace(found, sources=(SOURCE.name,)))
        else:
            self._skip(line, NOBODY)

    def _put(self, role: str, header: str, cell: str, draft: Draft, line: int) -> None:
        match role:
            case "name" | "company" | "title" | "how_met":
                setattr(draft, role, cell)
            case "nickname":
                for name in cell.split(";"):
                    draft.alias(name)
            case "email":
                draft.email(cell)
            case "phone":
                for number in _BETWEEN.split(cell):
                    draft.phone(number)
            case "link":
                for link in _BETWEEN.split(cell):
                    draft.link(link, header)
            case "notes":
                draft.note(cell)
            case "tags":
                for tag in _BETWEEN.split(cell):
                    draft.tag(tag)
            case "birthday":
                draft.birthday(self._partial(cell, line))
            case "met_on":
                draft.met_on = self._day(cell, line)
            case "last_touch":
                if on := self._day(cell, line):
                    draft.entries.append(FoundEntry(passed=Passed.TOUCH, on=on, what="last contact"))

    def _partial(self, cell: str, line: int) -> PartialDate | None:
        on = read_day(cell, self._today, month_first=self._month_first)
        if on is None:
            self._skip(line, NO_DAY)
        return on

    def _day(self, cell: str, line: int) -> date | None:
        """A whole day that has been."""
        on = self._partial(cell, line)
        if on is None:
            return None
        if not (on.year and on.month and on.day):
            self._skip(line, NO_DAY)
            return None
        day = date(on.year, on.month, on.day)
        if day > self._today:
            self._skip(line, STILL_TO_COME)
            return None
        return day

    def _skip(self, line: int, why: str) -> None:
        self.skipped.append(Skipped(where=self._table.where, line=line, why=why))
