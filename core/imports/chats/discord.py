"""Discord's data package: friends, notes about people, and to whom somebody wrote. What others wrote is not in it.

Folders have had small and capital letters and other languages ("Account", "Konto"), channels are "c123…" or "123…",
messages JSON since 2024 and CSV before; their times are UTC. Ids are larger than a float is exact: they stay texts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from core.chat.parsing.line import clean
from core.chat.words import _
from core.facts.imports import Exchange, Found
from core.facts.people import Handle
from core.imports.reading import json_pieces
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import has_columns, rows_of
from core.imports.reading.wrong import WrongFile

DAMAGED = _("That file is damaged, or it breaks off in the middle.")
DELETED = _("Discord has no name for them any more: the account was deleted.")
WHO_IS_WHO = _("I cannot tell who of them is you, without user.json. Please send Discord's whole package.")
ALONE = _(
    "That is {file} of a single channel on Discord. With whom it was, only the rest tells: please send Discord's "
    "whole package, the ZIP as you got it."
)
MAX_NAME = 200  # characters
MAX_NOTES = 4_000

_CHANNEL = re.compile(r"(?:.*/)?(?P<folder>c?\d{15,21})/(?P<file>channel\.json|messages\.json|messages\.csv)", re.I)
_ID = re.compile(r"\d{15,21}")
_DELETED = re.compile(r"deleted[ _]user", re.IGNORECASE)
_WITH = "Direct Message with "
_DIRECT = ("1", "DM")  # and not a group's, nor a server's
_FRIEND = ("1", "FRIEND")  # and not blocked, nor a request


def _part(piece: Piece) -> str:
    if found := _CHANNEL.fullmatch(piece.path):
        return found["file"].lower().partition(".")[0]
    if _is_out_of_its_folder(piece):
        return "alone"
    if piece.name == "user.json" and json_pieces.starts_with_keys(piece, "id", "username", "discriminator"):
        return "account"
    return "index" if piece.name == "index.json" and _WITH.encode() in piece.head else ""


def _is_out_of_its_folder(piece: Piece) -> bool:
    """Whether it is a file of a channel: which one, only the folder says that it was in."""
    if piece.name == "channel.json":
        return json_pieces.starts_with_keys(piece, "id", "type")
    if piece.name == "messages.json":
        return json_pieces.starts_with_keys(piece, "ID", "Timestamp", "Contents")
    return has_columns(piece, "id", "timestamp", "contents", "attachments")


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    own_id = ""
    friends: set[str] = set()
    names: dict[str, str] = {}  # by channel
    partners: dict[str, tuple[str, str]] = {}  # by folder: both who are in it
    for piece in pieces_of(parts, "account"):
        with _forgiving(piece, reading):
            own_id = next((str(value) for value in json_pieces.items(piece, "id")), "")
            friends |= _tell_friends(piece, reading)
    for piece in pieces_of(parts, "index"):
        with _forgiving(piece, reading):
            names.update(_names(piece))
    for piece in pieces_of(parts, "channel"):
        with _forgiving(piece, reading):
            if both := _both(piece):
                partners[_folder(piece)] = both
    for piece in pieces_of(parts, "alone"):
        reading.remark(ALONE, file=piece.path.rpartition("/")[2])
    own_id = own_id or _own_id(partners.values())
    if partners and not own_id:
        reading.remark(WHO_IS_WHO)
        return
    for piece in pieces_of(parts, "messages"):
        others = [id_ for id_ in partners.get(_folder(piece), ()) if id_ != own_id]
        if len(others) == 1:
            with _forgiving(piece, reading):
                name = "" if others[0] in friends else names.get(_channel(piece), "")
                _tell_messages(piece, others[0], name, reading)


SOURCE = Source(name="discord", title="Discord", part=_part, read=_read)


@contextmanager
def _forgiving(piece: Piece, reading: Reading) -> Iterator[None]:
    """A damaged file costs itself, and none of the other thousands."""
    before = reading.mark()
    try:
        yield
    except WrongFile:
        reading.back_to(before)
        reading.skip(piece.path, 0, DAMAGED)


def _tell_friends(piece: Piece, reading: Reading) -> set[str]:
    """Says who they are and what is noted about anybody; returns the ids of friends."""
    notes = {
        id_: _note(note)
        for all_notes in json_pieces.items(piece, "notes")
        if isinstance(all_notes, dict)
        for id_, note in all_notes.items()
        if _ID.fullmatch(id_) and isinstance(note, str)
    }
    friends = set()
    for each in json_pieces.items(piece, "relationships.item"):
        user = each.get("user") if isinstance(each, dict) else None
        if not isinstance(user, dict) or str(each.get("type")) not in _FRIEND:
            continue
        id_ = str(each.get("id") or user.get("id"))
        named = (each.get("nickname"), user.get("global_name"), user.get("username"))
        name, *others = [clean(str(name))[:MAX_NAME] for name in named if name] or [""]
        if not name or _DELETED.match(name):
            reading.skip(piece.path, 0, DELETED)
        elif _ID.fullmatch(id_):
            friends.add(id_)
            aliases = tuple(dict.fromkeys(other for other in others if other and other != name))
            reading.found(_found(id_, piece, name=name, aliases=aliases, notes=notes.pop(id_, "")))
    reading.found(*(_found(id_, piece, sure=False, notes=note) for id_, note in notes.items() if note))
    return friends


def _names(piece: Piece) -> Iterator[tuple[str, str]]:
    """The user names of those written with, by channel."""
    titles = json_pieces.whole(piece)
    for channel, title in titles.items() if isinstance(titles, dict) else ():
        if isinstance(title, str) and title.startswith(_WITH):
            name = clean(title.removeprefix(_WITH).rpartition("#")[0])[:MAX_NAME]
            yield channel, "" if _DELETED.match(name) else name


def _both(piece: Piece) -> tuple[str, str] | None:
    """Who is in a channel, if there are two and nobody else can be."""
    channel = json_pieces.whole(piece)
    if not isinstance(channel, dict) or str(channel.get("type")) not in _DIRECT:
        return None
    ids = channel.get("recipients")
    if not isinstance(ids, list) or len(ids) != 2 or not all(_ID.fullmatch(str(id_)) for id_ in ids):
        return None
    return str(ids[0]), str(ids[1])


def _own_id(conversations: Iterable[tuple[str, str]]) -> str:
    """The one who is in all of them; "" where they do not tell."""
    common = Counter(id_ for both in conversations for id_ in both).most_common(2)
    return common[0][0] if len(common) == 2 and common[0][1] > max(common[1][1], 1) else ""


def _tell_messages(piece: Piece, partner: str, name: str, reading: Reading) -> None:
    newest, last = "", None
    for text in _times(piece):
        if text > newest and (day := _day(text, reading)):
            newest, last = text, day
    if last:
        exchange = Exchange(via="Discord", sent_on=last)
        reading.found(_found(partner, piece, name=name, sure=False, exchanges=(exchange,)))


def _times(piece: Piece) -> Iterator[str]:
    if piece.name.endswith(".csv"):
        for row in rows_of(piece, "id", "timestamp"):
            if not isinstance(row, int):
                yield row.cells["timestamp"]
    else:
        yield from map(str, json_pieces.items(piece, "item.Timestamp"))


def _day(text: str, reading: Reading) -> date | None:
    try:
        instant = datetime.fromisoformat(text)
        day = reading.day_of(instant.replace(tzinfo=instant.tzinfo or UTC))
    except ValueError:
        return None
    return day if day and day <= reading.today else None


def _found(id_: str, piece: Piece, *, name: str = "", **what: Any) -> Found:
    handle = Handle(kind="discord", value=f"https://discord.com/users/{id_}")
    return Found(name=name, where=piece.path, origins=(f"discord:{id_}",), handles=(handle,), **what)


def _note(text: str) -> str:
    return "\n".join(map(clean, text.splitlines())).strip()[:MAX_NOTES]


def _folder(piece: Piece) -> str:
    return piece.path.rpartition("/")[0]


def _channel(piece: Piece) -> str:
    return _folder(piece).rpartition("/")[2].lower().removeprefix("c")
