"""Pinterest's export and pages of about.me: there is nobody in them, and they say so."""

import re
from collections.abc import Mapping, Sequence

from core.chat.words import _
from core.imports.reading.source import Piece, Reading, Source
from core.imports.reading.texts import head_of

PINTEREST = _(
    "That is Pinterest's export: it holds your pins and boards, but no people. "
    "Somebody's profile there goes onto their card like this: “Jane pinterest.com/jane”."
)
ABOUT_ME = _(
    "That is a page of about.me: I don't read web pages. "
    "Its address goes onto somebody's card like this: “Jane about.me/jane”."
)

_PAGE = re.compile(r"\s*(?:<!doctype html|<html|<head|<body|<h1)", re.IGNORECASE)
_PINS = re.compile(r"<h1\s[^>]{0,200}?id=[^>]{0,200}>\s*(?:Pins|Boards)\s*</h1>", re.IGNORECASE)
_ABOUT_ME = re.compile(
    r"""<link[^>]{0,200}href=["']https?://(?:www\.)?about\.me/"""
    r"""|<meta[^>]{0,200}content=["']https?://(?:www\.)?about\.me/"""
    r"""|<title[^>]{0,200}>[^<]{0,200}about\.me""",
    re.IGNORECASE,
)


def _part(piece: Piece) -> str:
    text = head_of(piece.head)
    if not _PAGE.match(text):
        return ""
    if _ABOUT_ME.search(text):
        return "aboutme"
    return "pinterest" if _PINS.search(text) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    if parts.get("pinterest"):
        reading.remark(PINTEREST)
    if parts.get("aboutme"):
        reading.remark(ABOUT_ME)


SOURCE = Source(name="pinterest", title="Pinterest", part=_part, read=_read)
