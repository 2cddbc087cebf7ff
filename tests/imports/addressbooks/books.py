"""Address books as somebody sends them, and what is read out of one."""

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


def read(source: Source, files: dict[str, str | bytes], region: str = "") -> Haul:
    """What a source finds in the files that are its own, in the order of their paths."""
    reading = Reading(zone=ZoneInfo("Europe/Lisbon"), today=TODAY, region=region)
    parts: dict[str, list[Piece]] = {}
    for path in sorted(files):
        each = piece(path, files[path])
        if part := source.part(each):
            parts.setdefault(part, []).append(each)
    source.read(parts, reading)
    return reading.haul()


def sample(path: str) -> dict[str, str | bytes]:
    """One file of the samples, by its path."""
    return {path: (SAMPLES / path).read_bytes()}


def values(found: Found) -> list[str]:
    """The values of the handles, in their order."""
    return [handle.value for handle in found.handles]


def days(found: Found) -> dict[str, tuple[int | None, int | None, int | None]]:
    """Year, month and day by label."""
    return {each.label: (each.on.year, each.on.month, each.on.day) for each in found.dates}
