"""A piece as readers are given it, without a file."""

import io

from core.imports.reading.source import Piece


def piece(content: str | bytes, path: str = "sent") -> Piece:
    raw = content.encode() if isinstance(content, str) else content
    return Piece(path=path, size=len(raw), head=raw[:65_536], open=lambda: io.BytesIO(raw))
