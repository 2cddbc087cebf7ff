"""LinkedIn's Connections.csv, from the first exports of 2018 on: its rows → people."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from core.chat.reply import count
from core.chat.words import _
from core.facts.imports import Found
from core.facts.keys import handle_key
from core.facts.people import Handle
from core.imports.linkedin.cells import HIDDEN, days_of, first_of, folded, full_name, handle, profile, rows, text
from core.imports.linkedin.circle import Member, name_origin
from core.imports.reading.source import Piece, Reading
from core.imports.reading.tables import Row
from core.imports.reading.wrong import how_to_get_it, wrong

DOUBLE = _("Somebody who stands further up already.")
HOW_MET = "LinkedIn"
MAX_ROWS = 100_000  # LinkedIn lets nobody have more than 30,000 connections
_SHOWN = 5  # line numbers


def read(piece: Piece, reading: Reading) -> list[Found]:
    """The people in it. Rows without a name, damaged ones and doubles are said, and days that nobody can read.

    No two of them share a profile address or an e-mail address. Above the header may stand anything: since 2021 a
    note of several lines, in Excel's files `sep=;`. Raises WrongFile when there are more rows than anybody can have
    connections.
    """
    table = _Table(piece, reading, days_of(piece, reading, "connectedon", "firstname"))
    number = 0
    for number, row in enumerate(rows(piece, reading, "firstname", "connectedon"), start=1):
        if number > MAX_ROWS:
            matter = count("That file has more than {n} line.", "That file has more than {n} lines.", MAX_ROWS)
            raise wrong(matter, how_to_get_it())
        table.take(row)
    if not number:
        reading.remark(_("That is LinkedIn's Connections.csv, but nobody is in it."))
    return table.people()


def member_of(found: Found) -> Member:
    """Somebody as the other files are to find them."""
    address = next((each for each in found.handles if each.kind == "linkedin"), None)
    keys = (handle_key(address), *found.origins) if address else found.origins
    return Member(name=found.name, profile=address, company=found.company, keys=keys)


class _Draft(NamedTuple):
    """Somebody, before it is known who else is called so."""

    line: int
    name: str
    company: str
    title: str
    met_on: date | None
    profile: Handle | None
    email: Handle | None


@dataclass(slots=True)
class _Table:
    """Goes through the rows once and sorts them."""

    piece: Piece
    reading: Reading
    day: Callable[[str], date | None]
    drafts: list[_Draft] = field(default_factory=list)
    undated: list[int] = field(default_factory=list)
    seen: set[object] = field(default_factory=set)

    def take(self, row: Row) -> None:
        name = full_name(row.cells["firstname"], row.cells.get("lastname", ""))
        if name:
            self._keep(row, name)
        elif any(map(text, row.cells.values())):
            self.reading.skip(self.piece.path, row.line, HIDDEN)

    def people(self) -> list[Found]:
        """All of them, with what they are known by in the next export."""
        if self.undated:
            self.reading.remark(
                "{n} day of connecting is unreadable: that person comes without it (line {lines}).",
                "{n} days of connecting are unreadable: those people come without (lines {lines}).",
                len(self.undated),
                lines=", ".join(map(str, self.undated[:_SHOWN])) + "…" * (len(self.undated) > _SHOWN),
            )
        names = [folded(each.name) for each in self.drafts]
        meetings = [*zip(names, (each.met_on for each in self.drafts), strict=True)]
        called, met = Counter(names), Counter(meetings)
        return [
            Found(
                name=each.name,
                where=self.piece.path,
                line=each.line,
                origins=_origins(each, meeting[0], called[meeting[0]] == 1, met[meeting] == 1),
                company=each.company,
                title=each.title,
                how_met=HOW_MET,
                met_on=each.met_on,
                handles=tuple(handle for handle in (each.profile, each.email) if handle),
            )
            for each, meeting in zip(self.drafts, meetings, strict=True)
        ]

    def _keep(self, row: Row, name: str) -> None:
        company = text(first_of(row.cells, "company", "organization"))
        title = text(first_of(row.cells, "position", "title", "jobtitle"))
        connected = row.cells["connectedon"]
        address = profile(first_of(row.cells, "url", "profileurl"))
        email = handle("email", first_of(row.cells, "emailaddress", "email"))
        keys = [handle_key(each) for each in (address, email) if each]
        who = keys[0] if keys else (folded(name), folded(company), folded(title), connected)
        if who in self.seen:
            self.reading.skip(self.piece.path, row.line, DOUBLE)
            return
        # Two profiles are two people. An address that they share (info@…) says who neither of them is.
        if email and keys[-1] in self.seen:
            email = None
        self.seen.update([who, *keys])
        met_on = self.day(connected)
        if met_on is None and connected.strip():
            self.undated.append(row.line)
        self.drafts.append(_Draft(row.line, name, company, title, met_on, address, email))


def _origins(draft: _Draft, name: str, only_name: bool, only_meeting: bool) -> tuple[str, ...]:
    """Name and day, which an export from before 2023, without profiles, has as well; the profile is a handle.

    Where that is not one person's, or there is no day, the work stands beside it. The name alone is said of nobody
    but whom a profile tells apart from a namesake of another year.
    """
    met = f"linkedin:{name}|{draft.met_on or ''}"
    if draft.met_on is None or not only_meeting:
        met += f"|{folded(draft.company)}|{folded(draft.title)}"
    if draft.profile and only_name and " " in draft.name:
        return met, name_origin(draft.name)
    return (met,)
