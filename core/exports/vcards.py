"""contacts.vcf: people as cards of vCard 4.0 (RFC 6350), for address books."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.chat.reply import say
from core.chat.words import Reader, _, plain
from core.exports.network_file import OWN, OwnIds
from core.facts.exports import Chapter, Network
from core.facts.people import Anniversary, Contact, Handle, PartialDate

NAME = "contacts.vcf"
PRODUCT = "-//Reachwell//Export//EN"
_OCTETS = 75  # of a line, without its end
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Words of letters that are written with capitals; the particles before the last are the family's ("van", "de").
_WORD = r"[^\W\d_a-zß-öø-ÿ\u0590-\uffff][^\W\d_\u0590-\u1dff\u2e80-\uffff]*(?:['’-][^\W\d_]+)*"
_TWO_PARTS = re.compile(
    rf"(?P<given>{_WORD}\.?(?: {_WORD}\.?)*) (?P<family>(?:[a-zß-öø-ÿ’']{{1,5}} )*{_WORD}(?<=\w\w))"
)
_NO_FAMILY = frozenset(
    {
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
        "phd",
        "md",
        "mba",
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "ag",
        "sa",
        "bv",
        "team",
        "office",
    }
)
_CALLED = {"aboutme": "about.me", "googleplus": "Google+", "x": "twitter"}  # as address books know them
_PARAMETER = re.compile(r"[^A-Za-z0-9.+-]+")  # what may not stand in one, or would end it
_CHATS = frozenset({"telegram", "discord", "whatsapp", "mastodon"})  # a name there rather than an address


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Writes a card for everybody; `reader` is its owner."""

    reader: Reader
    name: str = NAME
    _own: OwnIds = field(default_factory=OwnIds)

    def begin(self) -> bytes:
        return b""

    def chapter(self, chapter: Chapter) -> Iterator[bytes]:
        for contact in chapter.contacts:
            yield card(contact, self.reader, self._own.of(contact))

    def end(self, network: Network) -> Iterator[bytes]:
        yield from ()


def card(contact: Contact, reader: Reader, own: str = "") -> bytes:
    """One card, in UTF-8 with CRLF; `own` is what the contact is called in every export, if not by its id.

    Address books sort by N, and some show it rather than FN.
    """
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:urn:uuid:{card_id(own or contact.id)}",
        f"PRODID:{PRODUCT}",
        f"FN:{_text(contact.name)}",
        f"N:{';'.join(map(_text, family_and_given(contact.name)))};;;",
    ]
    if contact.aliases:
        lines.append("NICKNAME:" + ",".join(map(_text, contact.aliases)))
    if contact.company:
        lines.append(f"ORG:{_text(contact.company)}")
    if contact.title:
        lines.append(f"TITLE:{_text(contact.title)}")
    lines += [_handle(each) for each in contact.handles]
    lines += _dates(contact.dates)
    if contact.tags:
        lines.append("CATEGORIES:" + ",".join(map(_text, contact.tags)))
    if note := _note(contact, reader):
        lines.append(f"NOTE:{_text(note)}")
    lines.append("END:VCARD")
    return b"".join(map(_folded, lines))


def family_and_given(name: str) -> tuple[str, str]:
    """The two parts of a name, as far as it looks like one of two: else all of it is the given name.

    >>> family_and_given("Aïcha Bauer"), family_and_given("Ludwig van Beethoven"), family_and_given("Jane D.")
    (('Bauer', 'Aïcha'), ('van Beethoven', 'Ludwig'), ('', 'Jane D.'))
    """
    found = _TWO_PARTS.fullmatch(name)
    if found is None or found["family"].casefold() in _NO_FAMILY:
        return "", name
    return found["family"], found["given"]


def card_id(own: str) -> uuid.UUID:
    """What a card is called, the same in every export: address books know it again by that."""
    return uuid.uuid5(uuid.NAMESPACE_URL, OWN + own)


def partial_date(on: PartialDate) -> str:
    """A date of which parts may be unknown, as in RFC 6350, 4.3.1; "" where it cannot be written.

    >>> partial_date(PartialDate(month=3, day=14)), partial_date(PartialDate(year=1985, month=3))
    ('--0314', '1985-03')
    """
    match on:
        case PartialDate(year=int(year), month=int(month), day=int(day)):
            return f"{year:04}{month:02}{day:02}"
        case PartialDate(year=int(year), month=int(month)):
            return f"{year:04}-{month:02}"
        case PartialDate(year=int(year)):
            return f"{year:04}"
        case PartialDate(month=int(month), day=int(day)):
            return f"--{month:02}{day:02}"
        case PartialDate(month=int(month)):
            return f"--{month:02}"
        case PartialDate(day=int(day)):
            return f"---{day:02}"
        case _:
            return ""


def _handle(handle: Handle) -> str:
    kind = _PARAMETER.sub("-", _CALLED.get(handle.kind, handle.kind))
    match handle.kind:
        case "email":
            return f"EMAIL:{_text(handle.value)}"
        case "phone":
            return f"TEL:{_text(handle.value)}"
        case "website":
            return f"URL:{_uri(handle.value)}"
        case each if each in _CHATS:
            return f"IMPP;X-SERVICE-TYPE={kind}:{_uri(f'{each}:{handle.value}')}"
        case _:
            return f'X-SOCIALPROFILE;TYPE="{kind}":{_uri(handle.value)}'


def _dates(dates: tuple[Anniversary, ...]) -> Iterator[str]:
    """The birthday, the wedding day, and whatever else with its label, as Apple's address books have it."""
    plain_ones: set[str] = set()
    for number, each in enumerate(dates, 1):
        if not (on := partial_date(each.on)):
            continue
        called = {"birthday": "BDAY", "anniversary": "ANNIVERSARY"}.get(each.label.casefold(), "")
        if called and called not in plain_ones:  # there may be one of each
            plain_ones.add(called)
            yield f"{called}:{on}"
        else:
            yield f"item{number}.X-ABDATE:{on}"
            yield f"item{number}.X-ABLabel:{_text(each.label)}"


def _note(contact: Contact, reader: Reader) -> str:
    met = plain(say(_("How we met: {how}"), how=contact.how_met), reader) if contact.how_met else ""
    return "\n".join(filter(None, (contact.notes, met)))


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return _CONTROL.sub("", re.sub(r"\r\n?|\n", r"\\n", escaped))


def _uri(value: str) -> str:
    """An address stands as it is: what is no part of one was never let in, but for what might end the line."""
    return re.sub(r"[\x00-\x20\x7f]", "", value)


def _folded(line: str) -> bytes:
    """Its octets, no more than 75 in a line, and never within a character."""
    whole = line.encode()
    if len(whole) <= _OCTETS:
        return whole + b"\r\n"
    out, room = bytearray(), _OCTETS
    for octets in (character.encode() for character in line):
        if len(octets) > room:
            out += b"\r\n "
            room = _OCTETS - 1
        out += octets
        room -= len(octets)
    return bytes(out) + b"\r\n"
