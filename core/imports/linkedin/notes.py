"""LinkedIn's Notes.csv: what the owner has written about connections there."""

from core.chat.parsing.line import clean
from core.facts.imports import Found
from core.imports.linkedin.cells import HIDDEN, NAMESAKES, full_name, profile, rows
from core.imports.linkedin.circle import Circle
from core.imports.reading.source import Piece, Reading

_MAX_NOTE = 4_000  # characters


def tell(piece: Piece, circle: Circle, reading: Reading) -> None:
    """Every note, of the one whom it is about."""
    for row in rows(piece, reading, "connectionfirstname", "note"):
        cells = row.cells
        name = full_name(cells["connectionfirstname"], cells.get("connectionlastname", ""))
        address = profile(cells.get("connectionprofileurl", ""))
        note = "\n".join(filter(None, map(clean, cells["note"].splitlines())))[:_MAX_NOTE].rstrip()
        if not note:
            continue
        if not name and not address:
            reading.skip(piece.path, row.line, HIDDEN)
        elif member := circle.find(name, address):
            reading.found(
                Found(
                    name=name,
                    where=piece.path,
                    line=row.line,
                    origins=member.origins,
                    sure=bool(name),
                    notes=note,
                    handles=member.handles,
                )
            )
        else:
            reading.skip(piece.path, row.line, NAMESAKES)
