"""WhatsApp's exported chats ("WhatsApp Chat with Ana.txt", "_chat.txt"), as every phone and language writes them.

A message begins with its day and its time; Android puts " - " after them, an iPhone brackets around them. What the
phone says itself has no sender on Android; on an iPhone it has, and an invisible mark (U+200E) before it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.chat.parsing.line import clean
from core.chat.words import _
from core.facts.imports import Exchange, Found, Side, Undecided
from core.facts.keys import fold
from core.imports.chats.day_orders import Order, orders_of
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import lines_of
from core.imports.reading.texts import head_of

NOBODY = _("There is only one person in {file}, and I can't tell whether that is you.")
MAX_NAME = 200  # characters

_MAX_DAYS = 100_000
_MAX_NAMES = 100  # some have spoken in the phone's name only
_MARK = "\u200e"
_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_HEADER = re.compile(
    rf"[{_MARKS}]*(?P<bracket>\[)?"
    rf"(?P<day>\d{{1,4}}(?P<sign>[{_MARKS}]?[./-] ?)\d{{1,2}}(?P=sign)\d{{1,4}})"
    r"[^\d\[\]]{1,20}"  # ", ", " klo ", " à ", " 오후 "
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"[^\d\[\]:-]{0,12}?"  # " PM", " p. m."
    r"(?(bracket)\]|\s[-–])\s(?P<rest>.*)"
)
_INVISIBLE = re.compile(f"[{_MARKS}]")
_NUMBER = re.compile(r"\+?[\d\s().\u2010\u2011-]{7,}")
_ENDING = re.compile(r"\.(?:txt|zip)$", re.IGNORECASE)
_COPY = re.compile(r"\s*\(\d+\)$")  # a download of the same name
_NAMED = re.compile(
    r".*whatsapp.*?\s(?:with|mit|con|com|avec|met|med|cu|dengan|z|с контактом|с|-|–)\s+(?P<name>.+)", re.IGNORECASE
)
_GROUP = re.compile(r"\b(?:gr(?:ou?p|upp?|oep)|ryhm|групп)", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(slots=True)
class _Chat:
    """One file: the days on which everybody in it wrote, as they stand there."""

    where: str
    days: list[str] = field(default_factory=list)  # each when it begins
    writers: dict[str, dict[str, None]] = field(default_factory=dict)  # by name: days, in their order
    archive: str = ""  # the name of the ZIP that it is in: an iPhone's has the other one's name, and not the chat's
    chat: str = ""  # its own name, under which an iPhone speaks itself
    group: bool = False


def _part(piece: Piece) -> str:
    if not piece.name.endswith(".txt"):
        return ""
    lines = [line for line in head_of(piece.head)[:4000].splitlines() if line.strip()]
    return "chat" if any(_HEADER.match(line) for line in lines[:3]) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    chats = [chat for chat in map(_chat, pieces_of(parts, "chat")) if chat.writers or chat.group]
    two = [chat for chat in chats if not _is_group(chat)]
    if len(two) < len(chats):
        reading.remark(
            "{n} group chat is left out: I look only at those between two people.",
            "{n} group chats are left out: I look only at those between two people.",
            len(chats) - len(two),
        )
    owner = _owner(two)
    if owner:
        reading.owner.append(_key(owner))
    for chat in two:
        partner = _partner(chat) or _other(chat.writers, owner)
        if partner in chat.writers or (partner and len(chat.writers) < 2):
            _tell(chat, partner, reading)
        elif len(chat.writers) == 2:
            _leave_open(chat, reading)
        else:
            reading.remark(NOBODY, file=chat.where)


SOURCE = Source(name="whatsapp", title="WhatsApp", part=_part, read=_read)


def _chat(piece: Piece) -> _Chat:
    chat = _Chat(where=piece.path, archive=piece.within)
    names: dict[str, str] = {}
    for line in lines_of(piece):
        if (header := _HEADER.match(line)) is None:
            continue  # a message goes on
        day, rest = header["day"], header["rest"]
        if not chat.days or day != chat.days[-1]:
            chat.days.append(day)
        sender, colon, text = rest.partition(": ")
        if not colon or len(sender) > MAX_NAME:
            chat.group = chat.group or bool(_GROUP.search(rest))
            continue
        if (name := names.get(sender)) is None:
            name = names[sender] = clean(_INVISIBLE.sub("", sender))
        if _is_notice(text):
            chat.chat = chat.chat or ("" if chat.writers else name)  # later, the owner may have deleted something
            chat.group = chat.group or bool(_GROUP.search(text))
        else:
            chat.writers.setdefault(name, {})[day] = None
        if chat.group or len(chat.writers) > 2 or len(names) > _MAX_NAMES or len(chat.days) > _MAX_DAYS:
            break  # nothing of a group is taken; and what has that many days or names is something else
    return chat


def _is_notice(text: str) -> bool:
    """Whether the phone says this in somebody's name: "Messages are encrypted." A call ("2 Min.") is theirs."""
    text = text.rstrip()
    return (
        text.startswith(_MARK) and text.endswith((".", "。", "।")) and not text.rpartition(_MARK)[2][:1].isdecimal()
    )


def _is_group(chat: _Chat) -> bool:
    if chat.group or len(chat.writers) > 2:
        return True
    return len(chat.writers) == 2 and bool(chat.chat) and chat.chat not in chat.writers


def _owner(chats: Iterable[_Chat]) -> str:
    """The one whom all chats have in common; "" where they do not tell."""
    told: Counter[str] = Counter()
    common: Counter[str] = Counter()
    for chat in chats:
        common.update(list(chat.writers))
        if partner := _partner(chat):
            told.update(name for name in chat.writers if name != partner)
    (best, times), (_next, next_times) = [*(told or common).most_common(2), ("", 0), ("", 0)][:2]
    return best if times > next_times and (told or times > 1) else ""


def _partner(chat: _Chat) -> str:
    """With whom the owner writes there, as its file's name or the chat itself says; "" where neither does."""
    titles = [_COPY.sub("", _ENDING.sub("", part)) for part in reversed((chat.archive, *chat.where.split("/")))]
    named = [name for title in titles if (name := _named(title, chat.writers))]
    for name in (*named, chat.chat):
        if name in chat.writers:
            return name
    strangers = [name for name in chat.writers if name.startswith("~") or _NUMBER.fullmatch(name)]
    if len(strangers) == 1:  # nobody is one to themselves
        return strangers[0]
    return chat.chat or (named[0] if named else "")


def _named(title: str, writers: Iterable[str]) -> str:
    """Whom the name of a file or a folder names: "Chat de WhatsApp con Ana", "Ana"; "" for nobody."""
    found = _NAMED.fullmatch(title)
    bare = _bare(found["name"] if found else title)
    is_open = found is None and "whatsapp" in bare  # in another language
    named = [name for name in writers if _bare(name) == bare or (is_open and _stands_in(_bare(name), bare))]
    if named:
        return max(named, key=len)
    return clean(found["name"])[:MAX_NAME] if found else ""


def _stands_in(name: str, title: str) -> bool:
    """Whether a title begins or ends with a name; or has it anywhere, in a language without spaces."""
    if not name:
        return False
    return (
        f" {title}".endswith(f" {name}")
        or f"{title} ".startswith(f"{name} ")
        or (not name.isascii() and name in title)
    )


def _bare(text: str) -> str:
    """Letters, digits and spaces only: a file's name may lack some signs of somebody's."""
    return _NO_LETTERS.sub(" ", fold(text)).strip()


def _other(writers: Iterable[str], owner: str) -> str:
    others = [name for name in writers if name != owner]
    return others[0] if owner and len(others) == 1 else ""


def _tell(chat: _Chat, partner: str, reading: Reading) -> None:
    found = _found(chat, partner, reading)
    if found.exchanges[0].sent_on or found.exchanges[0].received_on:
        reading.found(found)
    order = orders_of(chat.days, reading.today)[0]
    if wrong := sum(order.read(day, reading.today) is None for day in chat.days):
        reading.remark(
            "{n} day in {file} cannot be right, so I left it out.",
            "{n} days in {file} cannot be right, so I left them out.",
            wrong,
            file=chat.where,
        )


def _leave_open(chat: _Chat, reading: Reading) -> None:
    """The chat as it is where the one or the other is the owner."""
    sides = ((mine, theirs) for mine in chat.writers for theirs in chat.writers if mine != theirs)
    reading.undecided.append(
        Undecided(
            source=SOURCE.name,
            sides=tuple(Side(keys=(_key(mine),), other=_found(chat, theirs, reading)) for mine, theirs in sides),
        )
    )


def _found(chat: _Chat, partner: str, reading: Reading) -> Found:
    orders = orders_of(chat.days, reading.today)
    owner = [name for name in chat.writers if name != partner]
    sent, received = (
        [_last(chat, names, order, reading.today) for order in orders] for names in (owner, [partner])
    )
    is_open = sent[0] != sent[-1] or received[0] != received[-1]
    exchange = Exchange(
        via="WhatsApp",
        sent_on=sent[0],
        received_on=received[0],
        sent_or=sent[-1] if is_open else None,
        received_or=received[-1] if is_open else None,
    )
    phone = reading.phone(partner.replace("\u2011", "-")) if _NUMBER.fullmatch(partner) else None
    name = "" if phone else partner.lstrip("~ ")
    origin = f"whatsapp:{phone.value}" if phone else _key(name)
    if not phone and (" " not in name or partner.startswith("~")):
        origin += f"|{chat.days[0]}"  # many are called Ana: the day on which a chat begins stays the same
    return Found(
        name=name,
        where=chat.where,
        origins=(origin,),
        sure=exchange.mutual and bool(name),
        handles=(phone,) if phone else (),
        exchanges=(exchange,),
    )


def _key(name: str) -> str:
    return f"whatsapp:{fold(name)}"


def _last(chat: _Chat, names: Iterable[str], order: Order, today: date) -> date | None:
    days = (order.read(day, today) for name in names for day in chat.writers.get(name, ()))
    return max((day for day in days if day), default=None)
