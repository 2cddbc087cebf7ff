"""Conversations on Facebook (message_1.json) and of Messenger's own archive: who wrote in them, and when last.

A conversation is in files of 10,000 messages each; its title is the name of whom the owner writes with. Messenger's
archive, where chats are since they are encrypted end to end, has other names for the same things.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from core.chat.parsing.line import clean
from core.imports.reading import json_pieces
from core.imports.reading.source import Piece
from core.imports.reading.wrong import MEGABYTE

MAX_NAME = 200  # characters
_STRANGERS = re.compile(r"(?:.*/)?(?:message_requests|filtered_threads)/.*")
_IN_MEMORY = 16 * MEGABYTE  # of one file; three times as fast as a stream
_NEAR, _FAR = 946_684_800_000, 4_102_444_800_000  # milliseconds: the years 2000 and 2100
# Facebook says this in the name of a new friend.
_GREETINGS = ("You are now connected on Messenger", "You can now message and call each other")


@dataclass(slots=True)
class Thread:
    """What one file says of a conversation. Names are as they were meant; instants are seconds."""

    where: str
    folder: str  # tells two people of one name apart; "" where nothing does
    is_encrypted: bool = False
    title: str = ""
    participants: list[str] = field(default_factory=list)
    last: dict[str, float] = field(default_factory=dict)  # by sender


@dataclass(slots=True)
class Conversation:
    """With whom the owner wrote, and when last in each direction: 0 for never."""

    name: str
    where: str
    folder: str
    sent: float
    received: float


def is_thread(piece: Piece) -> bool:
    """Whether it is a part of a conversation, and not of one that strangers have asked for."""
    if _STRANGERS.fullmatch(piece.path) or not (b"sender_name" in piece.head or b"senderName" in piece.head):
        return False
    return json_pieces.starts_with_keys(piece, "participants", "messages")


def thread_of(piece: Piece, until: float) -> Thread | None:
    """Everything but what was written, as far as it was before `until` (seconds); None for strangers' requests."""
    content = json_pieces.whole(piece) if piece.size <= _IN_MEMORY else _streamed(piece)
    if not isinstance(content, dict):
        return None
    place, people, messages = (content.get(key) for key in ("thread_path", "participants", "messages"))
    if isinstance(place, str) and _STRANGERS.fullmatch(place):
        return None
    folder = piece.path.rpartition("/")[0] or str(place or "")
    thread = Thread(
        where=piece.path,
        folder=folder.rpartition("/")[2],
        title=_name(content.get("title", content.get("threadName"))),
        is_encrypted="threadName" in content,
    )
    if isinstance(people, list):
        thread.participants = [_name(each.get("name") if isinstance(each, dict) else each) for each in people]
    last: dict[str, float] = {}
    for message in messages if isinstance(messages, list | Iterator) else ():
        when = _instant(message)
        if 0 < when < until:
            sender = str(message.get("sender_name") or message.get("senderName"))
            last[sender] = max(when, last.get(sender, 0))
    thread.last = {_name(sender): when for sender, when in last.items()}
    return thread


def _streamed(piece: Piece) -> dict[str, Any]:
    """The same of a large file, in bounded memory: its messages can be gone through once."""
    content: dict[str, Any] = {
        key: value for key in ("title", "threadName", "thread_path") for value in json_pieces.items(piece, key)
    }
    content["participants"] = list(json_pieces.items(piece, "participants.item"))
    return content | {"messages": json_pieces.items(piece, "messages.item")}


def conversations_of(threads: Iterable[Thread]) -> list[Conversation]:
    """Those between the owner and one other, file by file."""
    of_two = [thread for thread in threads if len(set(thread.participants)) == 2 and not _is_about(thread)]
    # The title names the other one, so whoever is left most often is the owner.
    left = Counter(name for thread in of_two for name in thread.participants if name != _titled(thread))
    found = []
    for thread in of_two:
        one, other = sorted(set(thread.participants), key=lambda name: left[name])
        partner = _titled(thread) or (one if left[one] < left[other] else "")
        if partner:
            found.append(
                Conversation(
                    name=partner,
                    where=thread.where,
                    folder="" if thread.is_encrypted else thread.folder,
                    sent=max((when for name, when in thread.last.items() if name != partner), default=0),
                    received=thread.last.get(partner, 0),
                )
            )
    return found


def _is_about(thread: Thread) -> bool:
    """Whether it is a group of two, or about something to buy ("Ana · Sofa"): its title is nobody's name."""
    return bool(thread.title) and not thread.is_encrypted and not _titled(thread)


def _titled(thread: Thread) -> str:
    """The one of both who is in the title ("Ana Kovač", "Ana Kovač_1")."""
    title = re.sub(r"_\d+$", "", thread.title) if thread.is_encrypted else thread.title
    return title if title in thread.participants else ""


def _instant(message: Any) -> float:
    """When it was written; 0 for what was taken back, and for what nobody has written."""
    if not isinstance(message, dict) or message.get("is_unsent", message.get("isUnsent")) is True:
        return 0
    if message.get("type") in ("Subscribe", "Unsubscribe"):  # somebody joins or leaves
        return 0
    ms, content = message.get("timestamp_ms", message.get("timestamp")), message.get("content")
    if isinstance(content, str) and content.startswith(_GREETINGS):
        return 0
    return ms / 1000 if isinstance(ms, int | float) and _NEAR < ms < _FAR else 0


def _name(text: Any) -> str:
    return clean(json_pieces.unmangled(text))[:MAX_NAME] if isinstance(text, str) else ""
