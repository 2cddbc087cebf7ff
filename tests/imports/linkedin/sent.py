"""What somebody has sent, as pieces, and what a source reads out of it."""

import io
from contextlib import closing
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from core.facts.imports import Found, Haul
from core.imports.reading.source import Piece, Reading, Source

SAMPLES = Path(__file__).parent.parent / "samples"
TODAY = date(2026, 11, 23)


def piece(path: str, content: str | bytes) -> Piece:
    raw = content.encode() if isinstance(content, str) else content
    return Piece(path=path, size=len(raw), head=raw[:65536], open=lambda: closing(io.BytesIO(raw)))


def reading(zone: str = "Europe/Lisbon") -> Reading:
    return Reading(zone=ZoneInfo(zone), today=TODAY, region="PT")


def read(source: Source, files: dict[str, str | bytes], zone: str = "Europe/Lisbon") -> Haul:
    """All that a source finds in these files, whatever their order."""
    told = reading(zone)
    parts: dict[str, list[Piece]] = {}
    for each in (piece(path, content) for path, content in files.items()):
        if part := source.part(each):
            parts.setdefault(part, []).append(each)
    for pieces in parts.values():
        pieces.sort(key=lambda each: each.path)
    source.read(parts, told)
    return told.haul()


def sample(*folders: str) -> dict[str, str | bytes]:
    """The files of a sample, by their paths within it."""
    folder = SAMPLES.joinpath(*folders)
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def called(haul: Haul, name: str) -> list[Found]:
    """All that is said of somebody."""
    return [each for each in haul.found if each.name == name]
