"""X's archive (Twitter's, before 2023): with whom the owner exchanged direct messages, and who follows whom.

It knows people by number only. Their names are in the owner's own posts, where these mention or answer somebody;
the numbers stay the same in every archive, names there do not. Groups' messages are no exchange.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from core.chat.parsing.line import clean
from core.chat.parsing.people.links import profile_address
from core.chat.words import _
from core.facts.imports import Exchange, Found, Side, Undecided
from core.facts.people import Handle
from core.imports.reading import json_pieces
from core.imports.reading.days import gone_by
from core.imports.reading.owners import NAMES_PLEASE
from core.imports.reading.source import Piece, Reading, Source, pieces_of

UNDATED = _("I can't read the day of a message there.")
HOW_MET = "X"
_MAX_NAME = 200  # characters

# The scripts of an archive, by what they assign to; since 2022 there are several of the large ones.
_SCRIPT = re.compile(rb"\s*window\.(?:YTD\.(\w+?)\.part\d+|(__THAR_CONFIG))\s*=")
_OLDEST = re.compile(rb"\s*(?:Grailbird\.data\.tweets_[\d_]+|var (?:user|payload)_details|var tweet_index)\s*=")
_PARTS = {
    "direct_messages": "messages",
    "direct_message": "messages",  # until 2019
    "follower": "followers",
    "following": "following",
    "block": "blocked",
    "tweets": "posts",
    "tweet": "posts",  # until 2022
    "account": "account",
    "__THAR_CONFIG": "contents",
}
_ASIDE = "aside"  # likes, advertisers, devices, group messages…: nobody in it


@dataclass(frozen=True, slots=True)
class _Name:
    """What somebody was called in the latest of the owner's posts about them."""

    post: int
    screen_name: str
    shown: str


@dataclass(slots=True)
class _Archive:
    """What all files say together."""

    own: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    followers: set[str] = field(default_factory=set)
    following: set[str] = field(default_factory=set)
    last: dict[tuple[str, str], date] = field(default_factory=dict)  # by sender and recipient
    names: dict[str, _Name] = field(default_factory=dict)


def _part(piece: Piece) -> str:
    if found := _SCRIPT.match(piece.head.removeprefix(b"\xef\xbb\xbf")):
        return _PARTS.get((found[1] or found[2]).decode(), _ASIDE)
    if _OLDEST.match(piece.head):
        return "posts" if b"Grailbird.data.tweets" in piece.head[:100] else _ASIDE
    return ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    archive = _Archive()
    _read_contents(parts, archive, reading)
    for part, key, ids in (
        ("followers", "follower", archive.followers),
        ("following", "following", archive.following),
        ("blocked", "blocking", archive.blocked),
    ):
        for piece in pieces_of(parts, part):
            ids.update(filter(None, (_id(each, "accountId") for each in _entries(piece, key))))
    where = ""
    for piece in pieces_of(parts, "messages"):
        where = where or piece.path
        _read_messages(piece, archive, reading)
    for piece in pieces_of(parts, "posts"):
        _read_names(piece, archive, reading)
    where = where or next((each.path for each in pieces_of(parts, "followers", "following", "posts")), "")
    _tell(archive, where, reading)
    if not any(parts.get(part) for part in ("messages", "account", "contents", "posts")) and not (
        parts.get("followers") and parts.get("following")
    ):
        reading.remark(
            _(
                "Of your X archive I need the messages, or followers and following both, and tweets.js for the "
                "names. Please send the whole ZIP."
            )
        )


SOURCE = Source(name="x", title="X", part=_part, read=_read)


def _read_contents(parts: Mapping[str, Sequence[Piece]], archive: _Archive, reading: Reading) -> None:
    """Whose archive it is; and whether it is all of it."""
    for piece in pieces_of(parts, "account"):
        archive.own.update(filter(None, (_id(each, "accountId") for each in _entries(piece, "account"))))
    for piece in pieces_of(parts, "contents"):
        contents = json_pieces.whole(piece)
        archive.own.update(filter(None, [_id(_inside(contents, "userInfo"), "accountId")]))
        if _inside(contents, "archiveInfo").get("isPartialArchive") is True:
            reading.remark(_("X has split your archive: please send me its other ZIPs, too."))


def _read_messages(piece: Piece, archive: _Archive, reading: Reading) -> None:
    """The last day of everybody's messages to everybody. A message has both ids: no conversation is kept."""
    undated = 0
    for each in json_pieces.items(piece, "item.dmConversation.messages.item"):
        message = _inside(each, "messageCreate")
        who = _id(message, "senderId"), _id(message, "recipientId")
        if not all(who):
            continue  # somebody has joined a group, or written to one
        on = gone_by(_day(message.get("createdAt"), reading), reading.today)
        if on is None:
            undated += 1
        elif (before := archive.last.get(who)) is None or on > before:
            archive.last[who] = on
    if undated:
        reading.skip(piece.path, 0, UNDATED)


def _read_names(piece: Piece, archive: _Archive, reading: Reading) -> None:
    """Screen names and names for the numbers, out of the owner's posts; what they say is not looked at."""
    for entry in json_pieces.items(piece, "item"):
        post = _inside(entry, "tweet") or (entry if isinstance(entry, dict) else {})
        number = int(text) if (text := _id(post, "id_str")) else 0
        answered = _id(post, "in_reply_to_user_id_str") or _id(post, "in_reply_to_user_id")
        _note(archive, number, answered, post.get("in_reply_to_screen_name"), "")
        mentions = _inside(post, "entities").get("user_mentions")
        for mention in mentions if isinstance(mentions, list) else ():
            if isinstance(mention, dict):
                id_ = _id(mention, "id_str") or _id(mention, "id")
                _note(archive, number, id_, mention.get("screen_name"), mention.get("name"))


def _note(archive: _Archive, post: int, id_: str, screen_name: object, shown: object) -> None:
    """The latest name counts: whoever gives one up leaves it to others."""
    if not id_ or not isinstance(screen_name, str) or not screen_name:
        return
    newer = _Name(post, screen_name, _text(shown))
    if older := archive.names.get(id_):
        if older.post > post:
            newer, older = older, newer
        if not newer.shown and newer.screen_name.casefold() == older.screen_name.casefold():
            newer = replace(newer, shown=older.shown)
    archive.names[id_] = newer


def _tell(archive: _Archive, where: str, reading: Reading) -> None:
    own = _own(archive)
    reading.owner.extend(f"x:{id_}" for id_ in sorted(own))
    exchanges: dict[str, Exchange] = {}
    if own:
        partners = {each for pair in archive.last if not own.isdisjoint(pair) for each in pair} - own
        for id_ in sorted(partners - archive.blocked):
            exchanges[id_] = _exchange(archive, own, id_)
    else:
        _leave_open(archive, where, reading)
    mutual = {id_ for id_, exchange in exchanges.items() if exchange.mutual}
    friends = (archive.followers & archive.following) - archive.blocked - own
    nameless = 0
    for id_ in (*exchanges, *sorted(friends - exchanges.keys())):
        name = archive.names.get(id_)
        if name is None:
            nameless += id_ in mutual or id_ in friends
            if id_ not in exchanges:
                continue
        reading.found(_found(id_, name, exchanges.get(id_), id_ in mutual or id_ in friends, where))
    if not archive.last:  # the messages may come later
        names = {id_: name for id_, name in archive.names.items() if id_ not in friends}
        reading.waiting.extend(_found(id_, name, None, False, where) for id_, name in names.items())
    if nameless and not archive.names:
        reading.remark(NAMES_PLEASE)
    elif nameless:
        reading.remark(
            "X gives only a number for {n} person, whom you never mentioned in a post: they are left out.",
            "X gives only numbers for {n} people, whom you never mentioned in a post: they are left out.",
            nameless,
        )


def _leave_open(archive: _Archive, where: str, reading: Reading) -> None:
    """Every conversation, as it is where the one or the other is the owner."""
    if archive.last and not archive.names:
        reading.remark(NAMES_PLEASE)
    for one, other in sorted({(min(pair), max(pair)) for pair in archive.last}):
        if one != other and archive.blocked.isdisjoint((one, other)):
            sides = tuple(
                Side(keys=(f"x:{mine}",), other=_partner(archive, mine, theirs, where))
                for mine, theirs in ((one, other), (other, one))
            )
            reading.undecided.append(Undecided(source=SOURCE.name, sides=sides))


def _partner(archive: _Archive, own: str, other: str, where: str) -> Found:
    exchange = _exchange(archive, {own}, other)
    return _found(other, archive.names.get(other), exchange, exchange.mutual, where)


def _exchange(archive: _Archive, own: set[str], other: str) -> Exchange:
    sent, received = _last(archive, own, {other}), _last(archive, {other}, own)
    return Exchange(via="X", sent_on=sent, received_on=received)


def _found(id_: str, name: _Name | None, exchange: Exchange | None, sure: bool, where: str) -> Found:
    address = profile_address("x", name.screen_name) if name else None
    return Found(
        name=(name.shown or name.screen_name) if name else "",
        where=where,
        origins=(f"x:{id_}",),
        sure=sure and name is not None,
        how_met=HOW_MET if name else "",
        handles=(Handle(kind="x", value=address),) if address else (),
        exchanges=(exchange,) if exchange else (),
    )


def _own(archive: _Archive) -> set[str]:
    """The owner's number; where no file says it, the one who is in every exchange, and follows nobody alike."""
    if archive.own or not archive.last:
        return archive.own
    pairs = {frozenset(pair) for pair in archive.last}
    counted = Counter(id_ for pair in pairs for id_ in pair)
    others = archive.following | archive.followers | archive.blocked
    everywhere = {id_ for id_, n in counted.items() if n == len(pairs)} - others
    return everywhere if len(everywhere) == 1 else set()


def _last(archive: _Archive, senders: set[str], recipients: set[str]) -> date | None:
    days = (archive.last.get((sender, recipient)) for sender in senders for recipient in recipients)
    return max(filter(None, days), default=None)


def _entries(piece: Piece, key: str) -> Iterator[Mapping[str, Any]]:
    """ "following" of [{"following": {…}}, …]."""
    for each in json_pieces.items(piece, "item"):
        yield _inside(each, key)


def _inside(value: object, key: str) -> Mapping[str, Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _id(entry: Mapping[str, Any], key: str) -> str:
    """A number as text: they are larger than what JavaScript can count."""
    value = entry.get(key)
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdigit() and len(text) <= 20 and text.strip("0") else ""


def _day(value: object, reading: Reading) -> date | None:
    if isinstance(value, str):
        with suppress(ValueError, OverflowError):
            instant = datetime.fromisoformat(value)
            return reading.day_of(instant) if instant.tzinfo else None
    return None


def _text(value: object) -> str:
    """X escapes its texts for web pages: "Tom &amp; Ann"."""
    return clean(html.unescape(value))[:_MAX_NAME].rstrip() if isinstance(value, str) else ""
