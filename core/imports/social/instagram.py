"""Instagram's export (JSON): whom the owner follows, and who follows them back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.chat.parsing.people.links import profile_address
from core.chat.words import _
from core.facts.imports import Found
from core.facts.keys import handle_key
from core.facts.people import Handle
from core.imports.reading import json_pieces
from core.imports.reading.source import Piece, Reading, Source, pieces_of

HOW_MET = "Instagram"


def _part(piece: Piece) -> str:
    name = piece.name
    if name.startswith(("followers", "following")) and b"string_list_data" in piece.head:
        return "followers" if name.startswith("followers") else "following"
    if json_pieces.starts_with_keys(piece, "relationships_following"):
        return "following"
    if json_pieces.starts_with_keys(piece, "relationships_followers"):
        return "followers"
    is_page = name.endswith(".html") and b"instagram.com/" in piece.head
    return "pages" if is_page and name.startswith(("followers", "following")) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    following = {each: piece for piece in pieces_of(parts, "following") for each in _profiles(piece)}
    followers = {each for piece in pieces_of(parts, "followers") for each in _profiles(piece)}
    for profile, piece in following.items():
        if profile in followers:
            reading.found(
                Found(
                    name=profile.value.rpartition("/")[2],
                    where=piece.path,
                    origins=(handle_key(profile),),
                    how_met=HOW_MET,
                    handles=(profile,),
                )
            )
    if parts.get("pages") and not following and not followers:
        reading.remark(
            _("That is Instagram's export as web pages. Please ask for it once more, with JSON as the format.")
        )
    elif not following or not followers:
        reading.remark(
            _("From Instagram I take those who follow you and whom you follow: please send both lists, or the ZIP.")
        )


SOURCE = Source(name="instagram", title="Instagram", part=_part, read=_read)


def _profiles(piece: Piece) -> Iterator[Handle]:
    """Everybody in a list: of 2021 to 2024 their name is a `value`, since then it is the entry's title."""
    content = json_pieces.whole(piece)
    if isinstance(content, dict):
        content = next((each for key, each in content.items() if key.startswith("relationships_")), [])
    for entry in content if isinstance(content, list) else ():
        if isinstance(entry, dict) and (name := _name(entry)) and (address := profile_address("instagram", name)):
            yield Handle(kind="instagram", value=address)


def _name(entry: Mapping[str, Any]) -> str:
    data = entry.get("string_list_data")
    first = data[0] if isinstance(data, list) and data and isinstance(data[0], dict) else {}
    name = first.get("value") or entry.get("title")
    return name if isinstance(name, str) else ""
