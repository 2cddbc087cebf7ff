"""The keys under which a contact is found: names without case and accents, tags, companies, handles."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from core.facts.people import Contact, Handle

# Letters that Unicode does not take apart, but people type without their mark.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_JOINERS = re.compile(r"[\s._\-'’‘`´,;:/\\|()\[\]\"]+")


class KeyKind(StrEnum):
    NAME = "name"  # the folded name and every tail of it that starts at a word
    TAG = "tag"
    COMPANY = "company"
    LINK = "link"  # a profile address, an e-mail, a phone: strong enough to say who somebody is
    DAY = "day"  # MM-DD of an anniversary
    ORIGIN = "origin"  # what an import's source calls somebody


@dataclass(frozen=True, slots=True, order=True)
class Key:
    kind: KeyKind
    value: str


def fold(text: str) -> str:
    """Lower case, no accents, single spaces: how names, tags and companies are compared.

    >>> fold("  José   Ñoño-O'Brien ")
    'jose nono o brien'
    """
    if text.isascii() and text.isprintable():  # most names, and most of an import's time
        return _JOINERS.sub(" ", text.lower()).strip()
    # NFKC first: the capitals among the letters of other styles ("𝐉𝐚𝐧𝐞") are not known as such before.
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    decomposed = unicodedata.normalize("NFKD", composed)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c) and not _is_format(c))
    return _JOINERS.sub(" ", bare).strip()


def handle_key(handle: Handle) -> str:
    """What makes two handles the same: the kind and the value without case."""
    return f"{handle.kind}:{handle.value.casefold()}"


def keys_of(contact: Contact) -> frozenset[Key]:
    """Every key under which this contact is found."""
    keys: set[Key] = set()
    for name in (contact.name, *contact.aliases):
        words = fold(name).split(" ")
        keys.update(Key(KeyKind.NAME, " ".join(words[i:])[:100]) for i in range(min(len(words), 6)))
    keys.update(Key(KeyKind.TAG, fold(tag)) for tag in contact.tags)
    if contact.company:
        keys.add(Key(KeyKind.COMPANY, fold(contact.company)[:100]))
    keys.update(Key(KeyKind.LINK, handle_key(handle)[:300]) for handle in contact.handles)
    for anniversary in contact.dates:
        on = anniversary.on
        if on.month and on.day:
            keys.add(Key(KeyKind.DAY, f"{on.month:02}-{on.day:02}"))
    keys.update(Key(KeyKind.ORIGIN, key[:300]) for origin in contact.origins for key in origin.keys)
    return frozenset(key for key in keys if key.value)


def search_text(contact: Contact) -> str:
    """Everything about a contact that a plain search looks through, folded."""
    parts = [contact.name, *contact.aliases, contact.company, contact.title, contact.how_met, contact.notes]
    return " | ".join(fold(part) for part in (*parts, *contact.tags, *(h.value for h in contact.handles)) if part)


def _is_format(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc") and character not in "\t\n"
