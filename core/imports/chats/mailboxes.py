"""Mailboxes (mbox), from Gmail's Takeout or any mail program: who wrote to whom and when, from the headers alone.

Whoever sends what is labelled as sent is the owner; without labels, the address that most messages are from or to.
So are the other addresses to which that mail was delivered, or that write under the same name.
Newsletters, lists, machines, spam, drafts and mail to a crowd say nothing of two people.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache

from core.chat.errors import Refusal
from core.chat.parsing.line import clean
from core.chat.parsing.people.handles import read_handle
from core.chat.words import _
from core.facts.imports import Exchange, Found
from core.facts.keys import fold
from core.imports.chats.mail_folders import SENT, UNWANTED, decoded, folders_of, labels_of
from core.imports.chats.mbox import headers_of, is_mbox
from core.imports.reading.source import Piece, Reading, Source, pieces_of

WHO_IS_WHO = _("I cannot tell which address in there is yours. Please send the mailbox with what you sent, too.")
TOO_MANY = _("There are more addresses in that mail than I can keep apart, so I left some out.")
MAX_NAME = 200  # characters

_HEADERS = (
    *("from", "to", "cc", "date", "delivered-to", "x-gmail-labels"),
    *("list-id", "list-unsubscribe", "precedence", "auto-submitted"),
)
_CROWD = 20  # people to whom one message goes: more say nothing of anybody
_MAX_ADDRESSES = 200_000  # that are remembered, and of pairs of them: some 150 MB at the very most
_LONGEST = 4_000  # characters of a header: more are a crowd, too
_LONGEST_ADDRESS = 254
_MAX_BRACKETS = 50  # email.utils goes down into each
# Nearly every header is as simple as this, and email.utils takes 50 µs for each.
_SIMPLE = re.compile(
    r'(?:"(?P<quoted>[^"\\]*)" ?|(?P<name>[^"<>@,;:()\\]*))<(?P<address>[^<>@,;:()"\s\\]+@[\w.-]+\.\w+)>'
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# So are dates: parsed like this in a fifth of the time.
_DATE = re.compile(r"(?:\w{3}, ?)?(\d{1,2}) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-]\d{4})")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_EPOCH = date(1970, 1, 1).toordinal()
_MACHINE = re.compile(
    r"(?:.*[._+-])?(?:no|do-?not|ne-?pas|nao|keine?|nicht)[._-]?(?:reply|repondre|respond\w*|antwort\w*)(?:[._+-].*)?"
    r"|(?:mailer-daemon|postmaster|bounces?|newsletters?|notifications?|notify|alerts?|unsubscribe|reply)(?:[._+-].*)?"
)
_BULK = re.compile(r"bulk|list|junk", re.IGNORECASE)


@dataclass(slots=True)
class _Mail:
    """All mailboxes together. Instants are seconds; an address is known by its names."""

    names: dict[str, tuple[bool, str]] = field(default_factory=dict)  # whether it is what they call themselves
    sent_by: Counter[str] = field(default_factory=Counter)  # what is labelled as sent
    seen: Counter[str] = field(default_factory=Counter)  # from, to or delivered to
    delivered: set[str] = field(default_factory=set)  # where it was put into the box
    last: dict[tuple[str, str], float] = field(default_factory=dict)  # by sender and recipient; "" for anybody
    undated: int = 0


def _part(piece: Piece) -> str:
    return "mailbox" if is_mbox(piece.head) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    mail = _Mail()
    until = datetime.combine(reading.today + timedelta(days=1), time(), reading.zone).timestamp()
    pieces = [piece for piece in pieces_of(parts, "mailbox") if not folders_of(piece.path) & UNWANTED]
    for piece in pieces:
        is_sent = bool(folders_of(piece.path) & SENT)
        for headers in headers_of(piece, *_HEADERS):
            _note(headers, is_sent, until, mail)
    if own := frozenset(mail.sent_by) or _most_seen(mail.seen):
        _tell(mail, own | _further(own, mail), pieces[0].path, reading)
    elif mail.last:
        reading.remark(WHO_IS_WHO)
    if mail.undated:
        reading.remark(
            "{n} message has no date that can be right, so I left it out.",
            "{n} messages have no date that can be right, so I left them out.",
            mail.undated,
        )
    if len(mail.names) >= _MAX_ADDRESSES or len(mail.last) >= _MAX_ADDRESSES:
        reading.remark(TOO_MANY)


SOURCE = Source(name="mail", title=_("Mailbox"), part=_part, read=_read)


def _note(headers: Mapping[str, str], is_sent: bool, until: float, mail: _Mail) -> None:
    """One message. It counts when somebody wrote it to one other, or to a few."""
    labels = labels_of(headers.get("x-gmail-labels", ""))
    if labels & UNWANTED or _is_automatic(headers):
        return
    senders = _addresses(headers.get("from", ""))
    to = _addresses(f"{headers.get('to', '')}, {headers.get('cc', '')}")
    if len(senders) != 1 or not 0 < len(to) <= _CROWD:
        return
    ((sender, name),) = senders
    when = _instant(headers.get("date", ""))
    if not 0 < when < until:
        mail.undated += 1
        return
    if not _remember(mail, sender, name, themselves=True):
        return
    if is_sent or labels & SENT:
        mail.sent_by[sender] += 1
    known = [address for address, name in to if _remember(mail, address, name, themselves=False)]
    delivered = [address for address, _name in _addresses(headers.get("delivered-to", "")) if address in mail.names]
    mail.seen.update((sender, *known, *delivered))
    mail.delivered.update(delivered)
    is_others = labels and mail.sent_by and sender not in mail.sent_by  # to whom they write does not matter
    for recipient in ("",) if is_others else ("", *known):
        pair = sender, recipient
        if pair in mail.last or len(mail.last) < _MAX_ADDRESSES:
            mail.last[pair] = max(when, mail.last.get(pair, 0))


def _is_automatic(headers: Mapping[str, str]) -> bool:
    if "list-id" in headers or "list-unsubscribe" in headers:
        return True
    automatic = headers.get("auto-submitted", "").lower().startswith("auto")
    return automatic or _BULK.match(headers.get("precedence", "")) is not None


def _remember(mail: _Mail, address: str, name: str, *, themselves: bool) -> bool:
    """Takes an address and its name down; False when there are too many, or when it is a machine's."""
    if (before := mail.names.get(address)) is None:
        if len(mail.names) >= _MAX_ADDRESSES or _MACHINE.fullmatch(address.partition("@")[0]):
            return False
        before = False, ""
    if name and (themselves or not before[0]):
        mail.names[address] = themselves, name
    elif not before[1]:
        mail.names[address] = before
    return True


def _most_seen(seen: Counter[str]) -> frozenset[str]:
    """The one address that most messages have in common."""
    (best, times), (_next, next_times) = [*seen.most_common(2), ("", 0), ("", 0)][:2]
    return frozenset((best,)) if times > next_times else frozenset()


def _further(own: Collection[str], mail: _Mail) -> set[str]:
    """The owner's other addresses."""
    names = {name for address in own if (name := _signature(address, mail))}
    return mail.delivered | {address for address in mail.names if _signature(address, mail) in names}


def _signature(address: str, mail: _Mail) -> str:
    """What somebody calls themselves there. One word is many people's name: theirs before the same "@" only."""
    themselves, name = mail.names.get(address, (False, ""))
    if not themselves or not name:
        return ""
    return fold(name) if " " in name else f"{fold(name)} {address.partition('@')[0]}@"


def _tell(mail: _Mail, own: frozenset[str], where: str, reading: Reading) -> None:
    sent: dict[str, float] = {}
    received: dict[str, float] = {}
    for (sender, recipient), when in mail.last.items():
        if sender not in own and not recipient:
            received[sender] = when
        elif sender in own and recipient and recipient not in own:
            sent[recipient] = max(when, sent.get(recipient, 0))
    for address in dict.fromkeys((*sent, *received)):
        try:
            handle = read_handle(f"email {address}")
        except Refusal:
            continue
        name = mail.names[address][1]
        exchange = Exchange(
            via=_("e-mail"),
            sent_on=_day(sent.get(address), reading),
            received_on=_day(received.get(address), reading),
        )
        sure = exchange.mutual and bool(name)
        reading.found(Found(name=name, where=where, sure=sure, handles=(handle,), exchanges=(exchange,)))


def _addresses(text: str) -> Collection[tuple[str, str]]:
    """The addresses of a header, in lower case, each with its name; none of one that is too long."""
    if len(text) > _LONGEST or text.count("(") > _MAX_BRACKETS:
        return ()
    return _cached_addresses(text) if len(text) <= 300 else _all_addresses(text)


def _all_addresses(text: str) -> Collection[tuple[str, str]]:
    text = text.strip(", ")
    if (simple := _SIMPLE.fullmatch(text)) and len(simple["address"]) <= _LONGEST_ADDRESS:
        return ((simple["address"].lower(), _name(simple["quoted"] or simple["name"] or "")),)
    found: dict[str, str] = {}
    for name, address in getaddresses([text]):
        if len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address):
            found.setdefault(address.lower(), _name(name))
    return tuple(found.items())


_cached_addresses = lru_cache(maxsize=8192)(_all_addresses)


def _name(text: str) -> str:
    """A name as it was meant; "" for an address in its place."""
    name = clean(decoded(text)).strip("'\" ")[:MAX_NAME]
    return "" if "@" in name else name


def _instant(text: str) -> float:
    """When it was, in seconds; 0 where that cannot be read."""
    try:
        if usual := _DATE.match(text):
            day, month, year, hour, minute, second, zone = usual.groups()
            days = date(int(year), _MONTHS.index(month) // 4 + 1, int(day)).toordinal() - _EPOCH
            minutes = int(hour) * 60 + int(minute) - int(zone[:3]) * 60 - int(zone[0] + zone[3:])
            return days * 86_400 + minutes * 60 + int(second)
        when = parsedate_to_datetime(text[:100])
        return when.replace(tzinfo=when.tzinfo or UTC).timestamp()
    except (ValueError, TypeError, OverflowError):
        return 0


def _day(instant: float | None, reading: Reading) -> date | None:
    return reading.day_of(datetime.fromtimestamp(instant, UTC)) if instant else None
