"""Contact cards (vCard): what each property means, and the same card in several folders as one person."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.chat.words import _
from core.facts.imports import Found
from core.facts.people import PartialDate
from core.imports.addressbooks.cards import Card, Property, cards_of
from core.imports.addressbooks.drafts import NOBODY, Draft, full_name, tag_of
from core.imports.addressbooks.partial_days import read_day
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.texts import head_of

BREAKS_OFF = _("The card breaks off: its end is missing.")
_UID = re.compile(r"(?:urn:uuid:)?((?=.*[A-Za-z-]|.{16})[\x21-\x7e]{8,200})", re.IGNORECASE)  # no phone's 1, 2, 3
_LABEL = re.compile(r"_\$!<(.*)>!\$_")  # how Apple marks its own words
_NO_PERSON = ("group", "location", "application", "device")
_LENT = frozenset({"fax", "pager", "bbs", "modem", "msg", "isdn"})  # numbers at which nobody answers
_PICTURES = ("PHOTO", "X-MS-CARDPICTURE")
_MEMBERS = ("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")
_ANNIVERSARIES = ("ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-MS-ANNIVERSARY")
_ANDROID = "vnd.android.cursor.item/"
_ANDROID_EVENTS = {"1": "anniversary", "3": "birthday"}
_SERVICE = re.compile(
    r"X-(TWITTER|LINKEDIN|FACEBOOK|INSTAGRAM|PINTEREST|GITHUB|TELEGRAM|DISCORD|WHATSAPP|MASTODON)(?:-.*)?"
)
_SCHEME = re.compile(r"\A[a-z-]+:(?!//)", re.IGNORECASE)  # x-apple:jane
_NO_SERVICE = frozenset({"pref", "home", "work", "other", "internet"})


def _part(piece: Piece) -> str:
    return "cards" if re.match(r"\s*BEGIN:VCARD\s", head_of(piece.head)[:1000], re.IGNORECASE) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    members: list[Found] = []
    first = len(reading.people)
    folders: set[str] = set()
    pictures = 0
    for piece in pieces_of(parts, "cards"):
        folder = tag_of(_folder(piece.path))
        folders.add(folder)
        for card in cards_of(piece):
            reading.check()
            pictures += any(each.name in _PICTURES for each in card.properties)
            if not card.whole:
                reading.skip(piece.path, card.line, BREAKS_OFF)
            elif _kind(card) in _NO_PERSON:
                members.extend(_members(card, piece.path))
            elif found := _person(card, folder, reading).found(piece.path, card.line):
                reading.found(found)
            else:
                reading.skip(piece.path, card.line, NOBODY)
    if len(folders) > 1:
        reading.people[first:] = _once(reading.people[first:], folders)
    reading.found(*members)
    if pictures:
        reading.remark(
            "The picture on {n} card was left out: I keep none.",
            "The pictures on {n} cards were left out: I keep none.",
            pictures,
        )


SOURCE = Source(name="vcard", title=_("Contact cards (vCard)"), part=_part, read=_read)


def _person(card: Card, folder: str, reading: Reading) -> Draft:
    draft = Draft(reading.phone)
    draft.tag(folder)
    labels = {
        each.group: _LABEL.sub(r"\1", each.text)
        for each in card.properties
        if each.name == "X-ABLABEL" and each.group
    }
    for each in card.properties:
        _take(each, draft, labels.get(each.group, ""), reading)
    return draft


def _take(found: Property, draft: Draft, label: str, reading: Reading) -> None:
    """One property, which may have been given a label by another of its group."""
    match found.name:
        case "FN":
            draft.name = draft.name or found.text
        case "N":
            family, given, middle, _prefix, suffix = (found.parts() + [""] * 5)[:5]
            draft.spelled = full_name(given, middle, family, suffix)
        case "NICKNAME":
            for name in found.parts(","):
                draft.alias(name)
        case "ORG":
            draft.company = draft.company or found.parts()[0]
        case "TITLE":
            draft.title = found.text
        case "ROLE":
            draft.title = draft.title or found.text
        case "NOTE":
            draft.note(found.text)
        case "CATEGORIES":
            for tag in found.parts(","):
                draft.tag(tag)
        case "EMAIL":
            draft.email(found.text)
        case "TEL":
            if not found.types & _LENT and "fax" not in label.lower():
                draft.phone(found.text)
        case "UID":
            if uid := _uid(found):
                draft.origin(f"vcard:{uid}")
        case "BDAY":
            draft.birthday(_day(found, reading))
        case "X-ABDATE":
            draft.day(label, _day(found, reading))
        case "X-ANDROID-CUSTOM":
            _take_from_android(found.parts(), draft, reading)
        case name if name in _ANNIVERSARIES:
            draft.day("anniversary", _day(found, reading))
        case _:
            _take_link(found, draft)


def _take_link(found: Property, draft: Draft) -> None:
    match found.name:
        case "URL":
            draft.link(found.text)
        case "X-SOCIALPROFILE" | "SOCIALPROFILE" | "IMPP":
            scheme, _colon, _name = found.text.partition(":")
            service = _first(found, "X-SERVICE-TYPE", "SERVICE-TYPE", "TYPE") or scheme
            if not draft.link(_SCHEME.sub("", found.text), service):
                draft.link(_first(found, "X-USER", "X-USERID", "USERNAME"), service)
        case name if service_name := _SERVICE.fullmatch(name):
            draft.link(found.text, service_name[1].lower())


def _take_from_android(parts: Sequence[str], draft: Draft, reading: Reading) -> None:
    """`vnd.android.cursor.item/contact_event;2010-06-01;1;…`: what 2.1 has no property for."""
    item, value, kind, label = (*parts, "", "", "", "")[:4]
    if item == f"{_ANDROID}nickname":
        draft.alias(value)
    elif item == f"{_ANDROID}contact_event":
        draft.day(_ANDROID_EVENTS.get(kind, label), read_day(value, reading.today))


def _day(found: Property, reading: Reading) -> PartialDate | None:
    on = read_day(found.text, reading.today)
    if on and on.year and str(on.year) in found.parameters.get("X-APPLE-OMIT-YEAR", ()):
        return replace(on, year=None)
    return on


def _kind(card: Card) -> str:
    kinds = (each.text for each in card.properties if each.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND"))
    return next(kinds, "").strip().lower()


def _members(card: Card, where: str) -> Iterator[Found]:
    """A group's name is a tag of its members, who have cards of their own."""
    tag = next((tag_of(each.text) for each in card.properties if each.name == "FN"), "")
    for each in card.properties:
        if tag and each.name in _MEMBERS and (uid := _uid(each)):
            yield Found(name="", where=where, line=card.line, origins=(f"vcard:{uid}",), sure=False, tags=(tag,))


def _uid(found: Property) -> str:
    """A card's own name, the same in every export; "" for what is none: some phones just count their cards."""
    uid = _UID.fullmatch(found.text.strip())
    return uid[1] if uid else ""


def _first(found: Property, *names: str) -> str:
    values = (value for name in names for value in found.parameters.get(name, ()))
    return next((value for value in values if value and value.lower() not in _NO_SERVICE), "")


def _folder(path: str) -> str:
    """The label that Takeout's folder is ("Contacts/Book club/Book club.vcf"), or Google+'s circle; else ""."""
    folder, name = ["", *path.split("/")][-2:]
    label = name.rpartition(".")[0]
    return label if folder == label or "google+" in folder.lower() else ""


def _once(people: Sequence[Found], folders: set[str]) -> Iterator[Found]:
    """The same card in several folders is one person with several tags. A folder with everybody in it is none:
    "All Contacts", in whatever language.
    """
    tags: dict[Found, dict[str, None]] = {}
    first: dict[Found, Found] = {}
    for each in people:
        card = replace(each, tags=(), where="", line=0)
        first.setdefault(card, each)
        tags.setdefault(card, {}).update(dict.fromkeys(each.tags))
    everybody = {folder for folder in folders if all(folder in these for these in tags.values())}
    for card, each in first.items():
        yield replace(each, tags=tuple(tag for tag in tags[card] if tag not in everybody))
