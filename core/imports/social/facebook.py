"""Facebook's archive (JSON) of every layout since 2018: friends, the phone's address book, events, conversations.

Folders have had five names since 2018, and an archive comes in several ZIPs: files are known by their own names and
keys alone. Nobody has an id or a link in it, only a name; letters beyond ASCII come mangled.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.chat.errors import Refusal
from core.chat.parsing.line import clean
from core.chat.parsing.people.handles import read_handle
from core.chat.words import Reader, _, plain
from core.facts.events import FoundEvent, Rsvp
from core.facts.imports import Exchange, Found
from core.facts.keys import fold
from core.facts.people import Handle
from core.imports.reading import json_pieces
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.wrong import WrongFile
from core.imports.social.facebook_threads import Conversation, conversations_of, is_thread, thread_of

DAMAGED = _("That file is damaged, or it breaks off in the middle.")
NAMELESS = _("Facebook has no name there.")
UNREACHABLE = _("Facebook has a name there, but neither a number nor an e-mail address.")
NAMESAKES = _("Two people there have that name, and Facebook does not say which of them it was.")
WEB_PAGES = _(
    "That is Facebook's archive as web pages. Please ask for it once more, and choose JSON as the format: Accounts "
    "Centre → Your information and permissions → Export your information."
)
ENCRYPTED = _(
    "The newest message in there is from {day}. Messenger keeps chats that are end-to-end encrypted apart: in its "
    "Settings → Privacy & safety → End-to-end encrypted chats → Message storage, choose “Download secure storage "
    "data”, and send me that ZIP, too."
)
MAX_NAME = 200  # characters
_LATELY = 90  # days: people who write at all have written since
_NEAR, _FAR = 946_684_800, 4_102_444_800  # seconds: the years 2000 and 2100

_FRIENDS = ("friends_v2", "friends")
_BOOKS = ("address_book_v2", "address_book")
_REPLIES = {  # the surest last
    "events_invited": Rsvp.INVITED,
    "events_declined": Rsvp.NO,
    "events_interested": Rsvp.MAYBE,
    "events_joined": Rsvp.GOING,
    "your_events": Rsvp.GOING,
}
_EVENTS = ("events_invited", "event_responses", "your_events")
_PAGE = re.compile(r"(?:your)?friends\.html|message\d+\.html")


def _part(piece: Piece) -> str:
    if "instagram" in piece.path.lower():  # has conversations of the same form
        return ""
    if _PAGE.fullmatch(piece.name):
        return "pages"
    if not piece.name.endswith(".json"):
        return ""
    if piece.name.startswith(("friends", "yourfriends")) and _has_one(piece, _FRIENDS):
        return "friends"
    if "contactsuploaded" in piece.name or _has_one(piece, _BOOKS):
        return "book"
    if _has_one(piece, [f"{key}{version}" for key in _EVENTS for version in ("_v2", "")]):
        return "events"
    return "thread" if is_thread(piece) else ""


def _has_one(piece: Piece, keys: Sequence[str]) -> bool:
    return any(json_pieces.starts_with_keys(piece, key) for key in keys)


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    if parts.get("pages"):
        reading.remark(WEB_PAGES)
    friends = _tell_friends(parts, reading)
    _tell_book(parts, friends, reading)
    _tell_conversations(parts, friends, reading)
    _tell_events(parts, reading)


SOURCE = Source(name="facebook", title="Facebook", part=_part, read=_read)


@contextmanager
def _forgiving(piece: Piece, reading: Reading) -> Iterator[None]:
    """A damaged file costs itself, and none of the other thousands."""
    before = reading.mark()
    try:
        yield
    except WrongFile:
        reading.back_to(before)
        reading.skip(piece.path, 0, DAMAGED)


def _tell_friends(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> Counter[str]:
    """Says who they are; returns how many have a name (folded)."""
    friends: list[tuple[str, float, Found]] = []
    for piece in pieces_of(parts, "friends"):
        with _forgiving(piece, reading):
            for entry in _entries(json_pieces.whole(piece), *_FRIENDS):
                name, since = _name(entry), _instant(entry.get("timestamp"))
                if not fold(name):
                    reading.skip(piece.path, 0, NAMELESS)
                    continue
                met_on, handle = _day(since, reading), _handle(entry.get("contact_info"), reading)
                met_on = met_on if met_on and met_on <= reading.today else None
                handles = (handle,) if handle else ()
                friends.append(
                    (fold(name), since, Found(name=name, where=piece.path, met_on=met_on, handles=handles))
                )
    names = Counter(name for name, _since in {(name, since) for name, since, _found in friends})
    for name, since, found in friends:
        # Of two with one name, only the second at which they became friends tells which is which.
        by_day = f"facebook:friend:{name}|{since:.0f}"
        reading.found(replace(found, origins=(_origin(name), by_day) if names[name] == 1 else (by_day,)))
    return names


def _tell_book(parts: Mapping[str, Sequence[Piece]], friends: Counter[str], reading: Reading) -> None:
    """The numbers and addresses that Facebook's app took from the phone: the only ones there are."""
    people: list[Found] = []
    for piece in pieces_of(parts, "book"):
        with _forgiving(piece, reading):
            for entry in _people(json_pieces.whole(piece)):
                points = [detail.get("contact_point") for detail in _dicts(entry["details"])]
                handles = [handle for point in points if (handle := _handle(point, reading))]
                if handles:
                    name = _name(entry)
                    people.append(Found(name=name, where=piece.path, sure=bool(name), handles=tuple(handles)))
                else:
                    reading.skip(piece.path, 0, UNREACHABLE)
    names = Counter(fold(found.name) for found in people)
    for found in people:
        name = fold(found.name)
        is_friend = names[name] == friends[name] == 1
        reading.found(replace(found, origins=(_origin(name),)) if is_friend else found)


def _tell_conversations(parts: Mapping[str, Sequence[Piece]], friends: Counter[str], reading: Reading) -> None:
    until = datetime.combine(reading.today + timedelta(days=1), time(), reading.zone).timestamp()
    threads = []
    for piece in pieces_of(parts, "thread"):
        with _forgiving(piece, reading):
            if thread := thread_of(piece, until):
                threads.append(thread)
    with_one: dict[str, list[Conversation]] = {}
    for conversation in conversations_of(threads):
        with_one.setdefault(fold(conversation.name), []).append(conversation)
    for name, conversations in with_one.items():
        first = conversations[0]
        if not name or "facebook" in name:  # "Facebook user", in any language, is nobody any more
            reading.skip(first.where, 0, NAMELESS)
        elif friends[name] > 1 or len({each.folder for each in conversations} - {""}) > 1:
            reading.skip(first.where, 0, NAMESAKES)
        else:
            exchange = Exchange(
                via="Facebook",
                sent_on=_day(max(each.sent for each in conversations), reading),
                received_on=_day(max(each.received for each in conversations), reading),
            )
            if exchange.sent_on or exchange.received_on:
                sure = exchange.mutual
                origins = (_origin(name),)
                reading.found(
                    Found(name=first.name, where=first.where, origins=origins, sure=sure, exchanges=(exchange,))
                )
    newest = _day(max((when for thread in threads for when in thread.last.values()), default=0), reading)
    if newest and (reading.today - newest).days > _LATELY and not any(thread.is_encrypted for thread in threads):
        reading.remark(ENCRYPTED, day=plain(newest, Reader(locale=reading.locale)))


def _tell_events(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    events: dict[str, FoundEvent] = {}
    contents = []
    for piece in pieces_of(parts, "events"):
        with _forgiving(piece, reading):
            contents.append(json_pieces.whole(piece))
    for key, rsvp in _REPLIES.items():
        for content in contents:
            for entry in _entries(content, f"{key}_v2", key):
                if event := _event(entry, rsvp, reading):
                    events[event.origin] = event
    reading.events.extend(events.values())


def _event(entry: Mapping[str, Any], rsvp: Rsvp, reading: Reading) -> FoundEvent | None:
    title, start = _name(entry), _instant(entry.get("start_timestamp"))
    if not title or not start:
        return None
    begins = _wall(start, reading)
    ends = _wall(end, reading) if (end := _instant(entry.get("end_timestamp"))) > start else None
    place = entry.get("place")
    return FoundEvent(
        origin=f"facebook:event:{fold(title)[:100]}|{start:.0f}",
        title=title,
        on=begins.date(),
        timezone=reading.zone.key,
        at=begins.time(),
        until_on=ends.date() if ends else None,
        until_at=ends.time() if ends else None,
        place=_name(place) if isinstance(place, dict) else "",
        rsvp=rsvp,
    )


def _entries(content: Any, *keys: str) -> Iterator[Mapping[str, Any]]:
    """The objects in the lists under one of these keys, however deep."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _dicts(value) if key in keys and isinstance(value, list) else _entries(value, *keys)


def _people(content: Any) -> Iterator[Mapping[str, Any]]:
    """Everybody in an address book, wherever they are: its layout has been turned inside out."""
    if isinstance(content, dict) and isinstance(content.get("details"), list):
        yield content
    else:
        for value in (
            content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
        ):
            yield from _people(value)


def _dicts(values: Any) -> list[Mapping[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _name(entry: Mapping[str, Any]) -> str:
    name = entry.get("name")
    return clean(json_pieces.unmangled(name))[:MAX_NAME] if isinstance(name, str) else ""


def _origin(name: str) -> str:
    """Of a folded name that only one person there has."""
    return f"facebook:name:{name}"


def _handle(point: Any, reading: Reading) -> Handle | None:
    if not isinstance(point, str):
        return None
    if "@" not in point:
        return reading.phone(point)
    try:
        return read_handle(f"email {point.strip()}")
    except Refusal:
        return None


def _instant(value: Any) -> float:
    """Seconds, as far as a calendar goes; 0 for none."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and _NEAR < value < _FAR else 0


def _day(instant: float, reading: Reading) -> date | None:
    return reading.day_of(datetime.fromtimestamp(instant, UTC)) if instant else None


def _wall(instant: float, reading: Reading) -> datetime:
    return datetime.fromtimestamp(instant, reading.zone)
