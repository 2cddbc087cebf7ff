"""Telegram Desktop's export, of a whole account or of one chat (result.json).

What it looks like is known from Telegram Desktop's own source: a chat between two has the other's id as its own; a
message has its sender's id ("user123", a bare number before 2021) and, since 2022, an instant, which is a text.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.chat.parsing.line import clean
from core.chat.words import _
from core.facts.imports import Exchange, Found
from core.imports.reading import json_pieces
from core.imports.reading.source import Piece, Reading, Source, pieces_of

DELETED = _("Telegram has no name for them any more: the account was deleted.")
NAMELESS = _("Telegram has neither a name nor a number there.")
WEB_PAGE = _(
    "That is Telegram's export as web pages. Please export once more, and choose “Machine-readable JSON” as the "
    "format: it is at the bottom of Telegram Desktop's Settings → Advanced → Export Telegram data."
)
MAX_NAME = 200  # characters
_MAX_ID = 40
_EARLIEST = 946_684_800  # seconds: the year 2000

_SECTIONS = ("personal_information", "contacts", "frequent_contacts", "chats", "left_chats")  # of an account
_MAX_WRITERS = 100  # in a conversation between two, whatever a damaged file says
_BETWEEN_TWO = "personal_chat"
_CONTACT = ("user_id", "first_name", "last_name", "phone_number")
_MESSAGE = ("type", "action", "date", "date_unixtime", "from", "from_id", "actor", "actor_id")


@dataclass(slots=True)
class _Chat:
    """One conversation: the last instant (in seconds) of everybody who wrote in it, by id and name."""

    name: str = ""
    kind: str = ""
    id: str = ""
    last: dict[tuple[str, str], float] = field(default_factory=dict)


@dataclass(slots=True)
class _Export:
    """What one file says, but for what was written."""

    own_id: str = ""
    contacts: list[dict[str, Any]] = field(default_factory=list)
    chats: list[_Chat] = field(default_factory=list)
    undated: int = 0


def _part(piece: Piece) -> str:
    if b"<title>Exported Data</title>" in piece.head:
        return "pages"
    if json_pieces.starts_with_keys(piece, "type", "id", "messages"):
        return "chat"
    is_account = any(json_pieces.starts_with_keys(piece, "about", section) for section in _SECTIONS)
    return "account" if is_account else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    if parts.get("pages"):
        reading.remark(WEB_PAGE)
    groups = 0
    for part, at in (("account", "chats.list.item"), ("chat", "")):
        for piece in pieces_of(parts, part):
            export = _export(piece, at, reading)
            _tell_contacts(export, piece.path, reading)
            _tell_chats(export, piece.path, reading)
            groups += part == "chat" and not export.chats
    if groups:
        reading.remark(
            "{n} chat in there is none between two people: I look only at those.",
            "{n} chats in there are none between two people: I look only at those.",
            groups,
        )


SOURCE = Source(name="telegram", title="Telegram", part=_part, read=_read)


def _export(piece: Piece, at: str, reading: Reading) -> _Export:
    """Everything of one file; its chats are at the prefix `at`."""
    export = _Export()
    until = datetime.combine(reading.today + timedelta(days=1), time(), reading.zone).timestamp()
    inside = f"{at}." if at else ""
    owner: dict[str, Any] = {}
    contact: dict[str, Any] = {}
    about: dict[str, Any] = {}
    message: dict[str, Any] = {}
    chat = _Chat()

    def end_message() -> None:
        # Joining, pinning and themes are no words to anybody; a call is, even one that was missed.
        counts = message.get("type") == "message" or message.get("action") == "phone_call"
        if counts and about.get("type") in (None, _BETWEEN_TWO):
            if _EARLIEST < (when := _instant(message, reading)) < until:
                id_ = _id(message.get("from_id") or message.get("actor_id"))
                who = id_, str(message.get("from") or message.get("actor") or "")
                if who in chat.last or len(chat.last) < _MAX_WRITERS:
                    chat.last[who] = max(when, chat.last.get(who, 0))
            else:
                export.undated += 1
        message.clear()

    def end_chat() -> None:
        nonlocal chat
        if about.get("type") == _BETWEEN_TWO:
            chat.name, chat.id = str(about.get("name") or ""), _id(about.get("id"))
            export.chats.append(chat)
        chat = _Chat()
        about.clear()

    def end_contact() -> None:
        export.contacts.append(dict(contact))
        contact.clear()

    fields = {
        "personal_information.user_id": (owner, "id"),
        **{f"contacts.list.item.{key}": (contact, key) for key in _CONTACT},
        **{f"{inside}{key}": (about, key) for key in ("name", "type", "id")},
        **{f"{inside}messages.item.{key}": (message, key) for key in _MESSAGE},
    }
    ends: dict[str, Callable[[], None]] = {
        "contacts.list.item": end_contact,
        at: end_chat,
        f"{inside}messages.item": end_message,
    }
    for prefix, event, value in json_pieces.events(piece):
        if (place := fields.get(prefix)) is not None:
            place[0][place[1]] = value
        elif event == "end_map" and (end := ends.get(prefix)) is not None:
            end()
    export.own_id = _id(owner.get("id"))
    return export


def _tell_contacts(export: _Export, where: str, reading: Reading) -> None:
    for each in export.contacts:
        name = clean(" ".join(str(each.get(key) or "") for key in ("first_name", "last_name")))[:MAX_NAME]
        phone = reading.phone(str(each.get("phone_number") or ""))
        if not name and not phone:
            reading.skip(where, 0, NAMELESS)
            continue
        id_ = _id(each.get("user_id"))
        origins = (f"telegram:{id_}",) if id_ not in ("", "0") else ()
        handles = (phone,) if phone else ()
        reading.found(Found(name=name, where=where, origins=origins, sure=bool(name), handles=handles))


def _tell_chats(export: _Export, where: str, reading: Reading) -> None:
    for chat in export.chats:
        name = clean(chat.name)[:MAX_NAME]
        if not name:
            reading.skip(where, 0, DELETED)
            continue
        last = {True: 0.0, False: 0.0}
        for (id_, sender), when in chat.last.items():
            is_own = id_ == export.own_id if export.own_id and id_ else id_ != chat.id and sender != chat.name
            last[is_own] = max(when, last[is_own])
        exchange = Exchange(
            via="Telegram", sent_on=_day(last[True], reading), received_on=_day(last[False], reading)
        )
        if any(last.values()):
            origins = (f"telegram:{chat.id}",) if chat.id else ()
            sure = exchange.mutual
            reading.found(Found(name=name, where=where, origins=origins, sure=sure, exchanges=(exchange,)))
    if export.undated:
        reading.remark(
            "{n} message in {file} has no date that can be right, so I left it out.",
            "{n} messages in {file} have no date that can be right, so I left them out.",
            export.undated,
            file=where,
        )


def _id(value: Any) -> str:
    """An id in its one form: chats have it as a number, senders as "user123"."""
    return "" if value is None else str(value).removeprefix("user")[:_MAX_ID]


def _instant(message: Mapping[str, Any], reading: Reading) -> float:
    """When it was, in seconds; 0 where that cannot be read. A wall time is the owner's."""
    with suppress(ValueError, TypeError, OverflowError):
        if unix := message.get("date_unixtime"):
            return float(unix)
        wall = datetime.fromisoformat(str(message.get("date")))
        return wall.replace(tzinfo=wall.tzinfo or reading.zone).timestamp()
    return 0


def _day(instant: float, reading: Reading) -> date | None:
    return reading.day_of(datetime.fromtimestamp(instant, UTC)) if instant else None
