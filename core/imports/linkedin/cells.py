"""What stands in the cells of LinkedIn's tables: rows, names, works and profiles, each in its one form."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from core.chat.errors import Refusal
from core.chat.parsing.line import clean
from core.chat.parsing.people.handles import MAX_LENGTH, read_handle
from core.chat.words import _
from core.facts.keys import fold
from core.facts.people import Handle
from core.imports.reading.days import day_reader, gone_by, moment
from core.imports.reading.source import Piece, Reading
from core.imports.reading.tables import Row, rows_of

DAMAGED = _("The line is damaged: a quotation mark that does not close, or far too long.")
HIDDEN = _("LinkedIn gives no name there: members may hide theirs.")
UNDATED = _("I can't read the day there.")
NAMESAKES = _("Several people in your LinkedIn have that name, so I can't tell whose it is.")
MAX_TEXT = 200  # characters of a name, a company, a title
_LONGEST_DAY = 60  # characters

folded = lru_cache(maxsize=65_536)(fold)  # every name is compared some ten times


def rows(piece: Piece, reading: Reading, *wanted: str) -> Iterator[Row]:
    """The rows below the header that has these columns; damaged ones are said."""
    for row in rows_of(piece, *wanted):
        if isinstance(row, int):
            reading.skip(piece.path, row, DAMAGED)
        else:
            yield row


def days_of(piece: Piece, reading: Reading, column: str, *wanted: str) -> Callable[[str], date | None]:
    """Reads the days in a column of the table with these columns: the owner's, where a cell says its zone.

    None for what is no day, or has not come. Whether the month comes first, the whole column says; it is looked
    through when a cell needs it.
    """
    walls: list[Callable[[str], date | None]] = []

    def day(cell: str) -> date | None:
        return cached(cell) if len(cell) <= _LONGEST_DAY else None

    @lru_cache(maxsize=4_096)
    def cached(cell: str) -> date | None:
        if instant := moment(cell):
            return gone_by(reading.day_of(instant), reading.today)
        if not walls:
            table = rows_of(piece, column, *wanted)
            walls.append(day_reader(row.cells[column] for row in table if not isinstance(row, int)))
        return gone_by(walls[0](cell), reading.today)

    return day


def first_of(cells: Mapping[str, str], *names: str) -> str:
    """The first of these columns with something in it: Excel's users and LinkedIn's years call them differently."""
    for name in names:
        if cell := cells.get(name):
            return cell
    return ""


def text(cell: str) -> str:
    """One line of visible text, not endless."""
    if not cell:
        return ""
    if not cell.isascii() or not cell.isprintable() or "  " in cell:
        cell = clean(cell)
    return cell.strip()[:MAX_TEXT].rstrip()


def full_name(first: str, last: str) -> str:
    """First and last name as they stand there, with all that people write into them ("Doe, Ph.D.").

    >>> full_name("Jane ", "Doe, Ph.D."), full_name("Ann", ".")
    ('Jane Doe, Ph.D.', 'Ann')
    """
    parts = (text(first), text(last))
    return " ".join(part for part in parts if part[:1].isalnum() or fold(part))[:MAX_TEXT].rstrip()


def profile(cell: str) -> Handle | None:
    """A profile's address; None for an empty cell, a company's page and the like."""
    return _profile(cell) if 0 < len(cell) <= MAX_LENGTH else None


def handle(kind: str, cell: str) -> Handle | None:
    """A cell of this kind in its one form; None when it is empty or something else."""
    if not (cell := cell.strip()):
        return None
    try:
        found = read_handle(cell)
    except Refusal:
        return None
    return found if found.kind == kind else None


@lru_cache(maxsize=65_536)  # every message of a conversation has the same
def _profile(cell: str) -> Handle | None:
    return handle("linkedin", cell)
