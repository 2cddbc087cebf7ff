"""Reachwell's own export, into an account that has people already: they are compared and added like any others.

What no other source has (reminders, asks, promises, targets, settings) is left out, and said: all of that comes
back only where there is nothing yet, as a whole (core/exports/putting_back.py).
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from core.chat.words import _
from core.events.whens import end_of
from core.exports.network_file import OWN
from core.exports.reading_back import NotAnExport, read_stream
from core.exports.restoring import keys_of
from core.exports.shape import FORMAT, KeptContact, KeptEvent, KeptNetwork, KeptSeries, Passed
from core.exports.vcards import card_id
from core.facts import imports
from core.facts.events import FoundEvent
from core.facts.imports import Found, FoundEntry
from core.facts.people import Anniversary, Keep, PartialDate, Status
from core.imports.reading.json_pieces import Stream
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import text_of
from core.imports.reading.texts import head_of
from core.imports.reading.wrong import MEGABYTE, WrongFile, too_large

_LARGEST = 50 * MEGABYTE  # some fifty thousand people
_FORMAT = re.compile(rf'"format"\s*:\s*"{FORMAT}"')
# A tool has sorted its keys: "format" comes after everybody, but nobody else's contacts have these two.
_SORTED = re.compile(r'\s*\{\s*"contacts"\s*:\s*\[\s*\{')
_OURS = ('"keep"', '"status"')
LEFT_ALONE = _("Marked there as not to be written to, or as having died.")


def _part(piece: Piece) -> str:
    head = head_of(piece.head)
    if not head[:200].lstrip().startswith("{"):
        return ""
    ours = _FORMAT.search(head) or (_SORTED.match(head) and all(key in head for key in _OURS))
    return "network" if ours else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    networks = [*pieces_of(parts, "network")]
    for piece in networks:
        if piece.size > _LARGEST:
            raise too_large(piece.size, _LARGEST)
        try:
            kept = read_stream(partial(Stream, piece), reading.check)
        except NotAnExport as refusal:
            raise WrongFile(refusal.text) from refusal
        _take(kept, piece.path, reading)
        if len(networks) == 1:
            reading.own = text_of(piece, _LARGEST)


SOURCE = Source(name="reachwell", title="Reachwell", part=_part, read=_read)


def _take(kept: KeptNetwork, where: str, reading: Reading) -> None:
    for contact in kept.contacts:
        if contact.status in (Status.DECEASED, Status.DO_NOT_CONTACT):
            reading.skip(where, 0, LEFT_ALONE)
        else:
            reading.found(_found(contact, where, reading))
    reading.events.extend(map(_series, kept.series))
    reading.events.extend(map(_event, kept.events))
    if resting := sum(map(_is_resting, kept.contacts)):
        reading.remark(
            "{n} person in it is paused, archived or never to be kept up with: they come in without a rhythm.",
            "{n} people in it are paused, archived or never to be kept up with: they come in without a rhythm.",
            resting,
        )
    others = len(kept.reminders) + sum(len(each.asks) + len(each.promises) for each in kept.contacts)
    if others := others + len(kept.targets) + len(kept.not_the_same):
        reading.remark(
            "{n} thing in it is left out here: a reminder, ask, promise, target or the like.",
            "{n} things in it are left out here: reminders, asks, promises, targets and the like.",
            others,
        )


def _is_resting(kept: KeptContact) -> bool:
    """Whether nobody is to be reminded of them, which a card that is imported cannot say."""
    return kept.status in (Status.PAUSED, Status.ARCHIVED) or kept.keep is Keep.NEVER


def _found(kept: KeptContact, where: str, reading: Reading) -> Found:
    return Found(
        name=kept.name,
        where=where,
        sources=tuple(dict.fromkeys((SOURCE.name, *(name for each in kept.origins for name in each.sources)))),
        origins=(
            *(OWN + kept.id, f"vcard:{card_id(kept.id)}"),
            *(key for each in kept.origins for key in keys_of(each)),
        ),
        aliases=kept.aliases,
        company=kept.company,
        title=kept.title,
        how_met=kept.how_met,
        met_on=kept.met_on,
        notes=kept.notes,
        tags=kept.tags,
        handles=kept.handles,
        dates=tuple(
            Anniversary(label=each.label, on=PartialDate(year=each.year, month=each.month, day=each.day))
            for each in kept.dates
        ),
        cadence=kept.cadence if kept.keep is Keep.OWN and not _is_resting(kept) else None,
        entries=tuple(
            FoundEntry(passed=_PASSED[each.kind], on=each.on, what=each.what)
            for each in kept.history
            if each.on <= reading.today
        ),
    )


_PASSED = {
    Passed.TOUCH: imports.Passed.TOUCH,
    Passed.THANKS: imports.Passed.TOUCH,
    Passed.GAVE: imports.Passed.GAVE,
    Passed.GOT: imports.Passed.GOT,
}


def _event(kept: KeptEvent) -> FoundEvent:
    return FoundEvent(
        origin=kept.origin,
        title=kept.title,
        on=kept.on,
        timezone=kept.timezone,
        at=kept.at,
        until_on=kept.until_on,
        until_at=kept.until_at,
        place=kept.place,
        url=kept.url,
        notes=kept.notes,
        rsvp=kept.rsvp,
        occurrence=kept.occurrence if kept.series else "",
        sequence=kept.sequence,
        cancelled=kept.cancelled,
    )


def _series(kept: KeptSeries) -> FoundEvent:
    until_on, until_at = end_of(kept.on, kept.at, kept.lasts)
    return FoundEvent(
        origin=kept.origin,
        title=kept.title,
        on=kept.on,
        timezone=kept.timezone,
        at=kept.at,
        until_on=until_on,
        until_at=until_at,
        place=kept.place,
        url=kept.url,
        notes=kept.notes,
        rsvp=kept.rsvp,
        rule=kept.rule,
        also=kept.also,
        excepted=kept.excepted,
        sequence=kept.sequence,
    )
