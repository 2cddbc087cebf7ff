"""LinkedIn's Connections.csv, from the first exports of 2018 on: its text → people."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.chat.errors import Refusal
from core.chat.parsing.line import clean
from core.chat.parsing.people.handles import read_handle
from core.chat.words import _
from core.facts.imports import Found, Unread
from core.facts.keys import fold, handle_key
from core.facts.people import Handle
from core.imports.days import day_reader
from core.imports.tables import DELIMITERS, column_names, lines_of, records

HIDDEN = _("LinkedIn gives no name there: members may hide theirs.")
DAMAGED = _("The line is damaged: a quotation mark that does not close, or far too long.")
MAX_NAME = 200  # characters; of a company and a title, too

# By what is in the header without case, spaces and marks: Excel users rename "First Name" to "FirstName".
_COLUMNS = {
    "firstname": "first",
    "lastname": "last",
    "url": "url",
    "profileurl": "url",
    "emailaddress": "email",
    "email": "email",
    "company": "company",
    "organization": "company",
    "position": "title",
    "title": "title",
    "jobtitle": "title",
    "connectedon": "connected",
}
_MAX_HEADER = 10_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """What one file holds. Every row of it is in `found`, in `unread` or in `doubles`.

    No two of `found` share a profile address or an e-mail address.
    """

    found: tuple[Found, ...]
    unread: tuple[Unread, ...]
    doubles: tuple[int, ...] = ()  # lines with somebody who stands further up already
    undated: tuple[int, ...] = ()  # lines of people whose day of connecting could not be read


class _Header(NamedTuple):
    line: int  # from 0
    delimiter: str
    width: int
    columns: dict[str, int]


def read(text: str) -> Connections | None:
    """The people in it; None when there is no header row of a Connections.csv in this text.

    Above the header may stand anything: since 2021 a note of several lines, in Excel's files `sep=;`.
    Raises WrongFile when there are more lines than anybody can have connections.
    """
    lines = lines_of(text.replace("\0", ""))
    header = _header(lines)
    if header is None:
        return None
    rows = list(records(lines, header.delimiter, header.width, header.line + 1))
    reading = _Reading(header, rows)
    for line, cells in rows:
        reading.take(line, cells)
    return Connections(
        found=tuple(reading.found),
        unread=tuple(reading.unread),
        doubles=tuple(reading.doubles),
        undated=tuple(reading.undated),
    )


class _Reading:
    """Goes through the rows once and sorts them."""

    def __init__(self, header: _Header, rows: Sequence[tuple[int, list[str] | None]]) -> None:
        self.found: list[Found] = []
        self.unread: list[Unread] = []
        self.doubles: list[int] = []
        self.undated: list[int] = []
        self._columns = header.columns
        self._seen: set[object] = set()
        connected = header.columns["connected"]
        self._day = day_reader(cells[connected] for _line, cells in rows if cells and len(cells) > connected)

    def take(self, line: int, cells: list[str] | None) -> None:
        if cells is None:
            self.unread.append(Unread(line=line, why=DAMAGED))
            return
        row = {name: cells[at] for name, at in self._columns.items() if at < len(cells)}
        name = _name(row)
        if name:
            self._keep(line, name, row)
        elif any(map(_clean, cells)):
            self.unread.append(Unread(line=line, why=HIDDEN))

    def _keep(self, line: int, name: str, row: dict[str, str]) -> None:
        company, title = _clean(row.get("company", "")), _clean(row.get("title", ""))
        connected = row.get("connected", "")
        met_on = self._day(connected)
        profile = _handle("linkedin", row.get("url", ""))
        email = _handle("email", row.get("email", ""))
        shared = email is not None and handle_key(email) in self._seen
        strongest = profile or email
        who = handle_key(strongest) if strongest else (name, company, title, connected)
        if who in self._seen:
            self.doubles.append(line)
            return
        # Two profiles are two people. An address that they share (info@…) says who neither of them is.
        handles = [each for each in (profile, None if shared else email) if each]
        self._seen.update([who, *map(handle_key, handles)])
        if met_on is None and connected.strip():
            self.undated.append(line)
        self.found.append(
            Found(name=name, line=line, company=company, title=title, handles=tuple(handles), met_on=met_on)
        )


def _header(lines: Sequence[str]) -> _Header | None:
    for at, line in enumerate(lines):
        if len(line) > _MAX_HEADER or "connected" not in line.lower():
            continue
        for delimiter in DELIMITERS:
            cells = column_names(next(csv.reader((line,), delimiter=delimiter)))
            columns: dict[str, int] = {}
            for index, cell in enumerate(cells):
                if cell in _COLUMNS:
                    columns.setdefault(_COLUMNS[cell], index)
            if "first" in columns and "connected" in columns:
                return _Header(at, delimiter, len(cells), columns)
    return None


def _name(row: dict[str, str]) -> str:
    """First and last name as they stand there, with all that people write into them ("Doe, Ph.D.")."""
    parts = (_clean(row.get(part, "")) for part in ("first", "last"))
    return " ".join(part for part in parts if part[:1].isalnum() or fold(part))[:MAX_NAME].rstrip()


def _clean(cell: str) -> str:
    """One line of visible text, not endless."""
    if not cell.isascii() or not cell.isprintable() or "  " in cell:
        cell = clean(cell)
    return cell.strip()[:MAX_NAME].rstrip()


def _handle(kind: str, cell: str) -> Handle | None:
    """A cell of this kind in its one form; None when it is empty or something else."""
    if not cell.strip():
        return None
    try:
        handle = read_handle(cell.strip())
    except Refusal:
        return None
    return handle if handle.kind == kind else None
