"""Archives that are not what they seem, made here so that none has to be kept; and how they are read."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from core.imports.reading.opening import pieces
from core.imports.reading.source import Reading

CONNECTIONS = b"First Name,Last Name,Connected On\nAnn,Lee,04 Nov 2018\n"


def reading() -> Reading:
    return Reading(zone=ZoneInfo("America/Toronto"), today=date(2026, 11, 23), region="CA")


def zipped(entries: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as writing:
        for name, content in entries.items():
            writing.writestr(name, content)
    return out.getvalue()


def contents(path: Path, told: Reading | None = None) -> dict[str, bytes]:
    """All that can be read of an upload, by path."""
    with pieces(path, path.name, told or reading()) as found:
        all_of_it = {}
        for piece in found:
            with piece.open() as file:
                all_of_it[piece.path] = file.read()
        return all_of_it


def locked(archive: bytes) -> bytes:
    """The same with the mark of a password on every entry."""
    raw = bytearray(archive)
    for sign, flag in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = raw.find(sign)
        while at >= 0:
            raw[at + flag] |= 1
            at = raw.find(sign, at + 1)
    return bytes(raw)


def linked(name: str, target: str) -> bytes:
    """An archive with a symbolic link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as writing:
        link = zipfile.ZipInfo(name)
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        writing.writestr(link, target)
        writing.writestr("Connections.csv", CONNECTIONS)
    return out.getvalue()


def nested(levels: int, inside: Mapping[str, bytes]) -> bytes:
    """A ZIP in a ZIP in a ZIP: with no levels it is one alone."""
    raw = zipped(inside)
    for _level in range(levels):
        raw = zipped({"inner.zip": raw})
    return raw


def overlapping(copies: int, size: int) -> bytes:
    """Many entries over the same packed bytes: how David Fifield's bombs grow without being nested."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as writing:
        writing.writestr("a.csv", CONNECTIONS + b"x" * size)
        (entry,) = writing.filelist
        for number in range(copies):
            twin = zipfile.ZipInfo("a.csv")
            for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset", "flag_bits"):
                setattr(twin, field, getattr(entry, field))
            twin.orig_filename = twin.filename = f"{number:06}.csv"
            writing.filelist.append(twin)
    return out.getvalue()
