"""A card as a picture to scan, and as a file for address books."""

import re
from datetime import UTC, datetime
from io import BytesIO

import segno

from core.chat.parsing.people.handles import kind_title, open_url
from core.chat.reply import File
from core.chat.words import Reader
from core.exports.vcards import card as vcard
from core.exports.vcards import family_and_given
from core.facts.handshakes import OwnCard
from core.facts.ids import ContactId
from core.facts.people import Contact, Handle

LARGEST = 380  # bytes of a card in a QR code: 77 modules a side, which a phone still reads off another's screen
_SCALE, _QUIET = 8, 4  # pixels of a module; modules of white around it (ISO/IEC 18004)


def qr(text: str, name: str) -> File:
    """A text as a QR code: a PNG, black on white in dark mode, too."""
    out = BytesIO()
    # UTF-8 without an ECI that says so, which many readers do not know: they all try UTF-8 by themselves.
    segno.make(text, encoding="utf-8", error="m", micro=False).save(out, kind="png", scale=_SCALE, border=_QUIET)
    return File(name=name, content=out.getvalue())


def small_card(card: OwnCard) -> tuple[str, bool]:
    """A card of vCard 3.0 (RFC 2426), which every phone's camera knows, as it was `shown`; and whether all of it is
    in there: what does not fit into a code that scans easily is left out from the end."""
    family, given = family_and_given(card.name)
    begin = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_text(family)};{_text(given)};;;", f"FN:{_text(card.name)}"]
    more = [f"ORG:{_text(card.company)}"] if card.company else []
    more += [f"TITLE:{_text(card.title)}"] if card.title else []
    more += [_handle(each) for each in card.handles]
    more += [f"NOTE:{_text(card.about)}"] if card.about else []
    kept: list[str] = []
    for line in more:
        if len(_joined([*begin, *kept, line, "END:VCARD"]).encode()) <= LARGEST:
            kept.append(line)
    return _joined([*begin, *kept, "END:VCARD"]), len(kept) == len(more)


def contact_file(card: OwnCard) -> File:
    """A card of vCard 4.0 with all that was `shown`: the same person in every address book that has it already."""
    epoch = datetime.fromtimestamp(0, UTC)
    contact = Contact(
        id=ContactId(""),
        owner=card.account_id,
        name=card.name,
        created_at=epoch,
        cadence_since=epoch.date(),
        quiet_since=epoch.date(),
        company=card.company,
        title=card.title,
        notes=card.about,
        handles=card.handles,
    )
    return File(name="card.vcf", content=vcard(contact, Reader(), own=f"card:{card.account_id}"))


def _handle(handle: Handle) -> str:
    match handle.kind:
        case "email":
            return f"EMAIL:{_text(handle.value)}"
        case "phone":
            return f"TEL:{_text(handle.value)}"
        case _:
            url = open_url(handle)
            return f"URL:{url}" if url else f"NOTE:{_text(f'{kind_title(handle.kind)}: {handle.value}')}"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return re.sub(r"[\x00-\x1f\x7f]", " ", escaped)


def _joined(lines: list[str]) -> str:
    return "\r\n".join([*lines, ""])
