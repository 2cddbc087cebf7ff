"""Google+ circles out of Google's Takeout: a file for each circle. (Circles of cards are read as cards.)"""

from collections.abc import Mapping, Sequence

from core.imports.addressbooks.drafts import DAMAGED, NOBODY, Draft, full_name
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import has_columns, rows_of

_COLUMNS = ("firstname", "lastname", "displayname", "profileurl")


def _part(piece: Piece) -> str:
    return "circle" if has_columns(piece, *_COLUMNS) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    for piece in pieces_of(parts, "circle"):
        circle = piece.path.rpartition("/")[2].rpartition(".")[0]
        for row in rows_of(piece, *_COLUMNS):
            if isinstance(row, int):
                reading.skip(piece.path, row, DAMAGED)
                continue
            draft = Draft(reading.phone)
            draft.name = row.cells["displayname"]
            draft.spelled = full_name(row.cells["firstname"], "", row.cells["lastname"])
            draft.alias(row.cells.get("nickname", ""))
            draft.tag(circle)
            draft.link(row.cells["profileurl"])  # dead since 2019: it becomes an origin
            if found := draft.found(piece.path, row.line):
                reading.found(found)
            elif any(map(str.strip, row.cells.values())):
                reading.skip(piece.path, row.line, NOBODY)


SOURCE = Source(name="googleplus", title="Google+", part=_part, read=_read)
