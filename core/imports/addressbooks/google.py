"""Google Contacts as a table: the old columns (to 2023) and the new ones."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from core.chat.words import _
from core.imports.addressbooks.drafts import DAMAGED, NOBODY, Draft, full_name
from core.imports.addressbooks.partial_days import read_day
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import Row, has_columns, rows_of

_OLD = ("givenname", "familyname", "groupmembership")
_NEW = ("firstname", "organizationname", "labels")
_SEVERAL = " ::: "  # between values in one cell, and their labels
_NUMBERED = re.compile(r"(email|phone|website|im|event|customfield)(\d+)value")


def _part(piece: Piece) -> str:
    return "contacts" if has_columns(piece, *_NEW) or has_columns(piece, *_OLD) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    for piece in pieces_of(parts, "contacts"):
        for row in rows_of(piece, *(_NEW if has_columns(piece, *_NEW) else _OLD)):
            if isinstance(row, int):
                reading.skip(piece.path, row, DAMAGED)
            elif found := _person(row, reading).found(piece.path, row.line):
                reading.found(found)
            elif any(map(str.strip, row.cells.values())):
                reading.skip(piece.path, row.line, NOBODY)


SOURCE = Source(name="google", title=_("Google Contacts"), part=_part, read=_read)


def _person(row: Row, reading: Reading) -> Draft:
    def cell(*names: str) -> str:
        for name in names:
            if value := row.cells.get(name, "").strip():
                return value
        return ""

    draft = Draft(reading.phone)
    draft.name = cell("name")
    first, last = cell("firstname", "givenname"), cell("lastname", "familyname")
    middle = cell("middlename", "additionalname")
    draft.spelled = full_name(first, middle, last, cell("namesuffix")) or cell("fileas")
    draft.alias(cell("nickname"))
    draft.company = cell("organizationname", "organization1name")
    draft.title = cell("organizationtitle", "organization1title")
    draft.birthday(read_day(cell("birthday"), reading.today))
    draft.note(cell("notes"))
    for group in cell("labels", "groupmembership").split(_SEVERAL):
        draft.tag(group)
    for kind, values, labels in _numbered(tuple(row.cells)):
        if row.cells[values]:
            named = [row.cells.get(each, "") for each in labels]
            for label, value in _pairs(next(filter(None, named), ""), row.cells[values]):
                _take(kind, label, value, draft, reading)
    return draft


def _take(kind: str, label: str, value: str, draft: Draft, reading: Reading) -> None:
    match kind:
        case "email":
            draft.email(value)
        case "phone" if "fax" not in label.lower():
            draft.phone(value)
        case "website":
            draft.link(value)
        case "im":
            draft.link(value, label)
        case "event":
            draft.day(label, read_day(value, reading.today))
        case "customfield":
            draft.note(f"{label}: {value}" if label else value)


@lru_cache(maxsize=4)
def _numbered(columns: tuple[str, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The kind of each column of which there are several, its name, and the names of those that may label it."""
    found = filter(None, map(_NUMBERED.fullmatch, columns))
    return [
        (each[1], each[0], tuple(f"{each[1]}{each[2]}{label}" for label in ("service", "label", "type")))
        for each in found
    ]


def _pairs(labels: str, values: str) -> Iterator[tuple[str, str]]:
    """Each value with its label; of several values the labels may be fewer. A star marks the first ("* Work")."""
    named = [label.strip().lstrip("* ") for label in labels.split(_SEVERAL)]
    for at, value in enumerate(values.split(_SEVERAL)):
        if value.strip():
            yield named[min(at, len(named) - 1)], value.strip()
