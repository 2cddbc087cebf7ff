"""Reachwell's own export, into an account that has people already: they are compared and added like any others.

What no other source has (reminders, asks, promises, settings) is left out, and said: all of that comes back only
where there is nothing yet, as a whole (core/exports/restoring.py).
"""

import re
from collections.abc import Mapping, Sequence

from core.chat.words import _
from core.exports.network_file import OWN
from core.exports.reading_back import NotAnExport, read_network
from core.exports.shape import FORMAT, KeptContact, KeptEvent, KeptNetwork, Passed
from core.exports.vcards import card_id
from core.facts import imports
from core.facts.events import FoundEvent
from core.facts.imports import Found, FoundEntry
from core.facts.people import Anniversary, PartialDate, Status
from core.imports.reading.source import Piece, Reading, Source, pieces_of
from core.imports.reading.tables import text_of
from core.imports.reading.texts import head_of
from core.imports.reading.wrong import MEGABYTE, WrongFile

_LARGEST = 50 * MEGABYTE  # some fifty thousand people; read as a whole it takes several times that
_FORMAT = re.compile(rf'\s*\{{\s*"format"\s*:\s*"{FORMAT}"')
LEFT_ALONE = _("Marked there as not to be written to, or as having died.")


def _part(piece: Piece) -> str:
    return "network" if _FORMAT.match(head_of(piece.head)[:200]) else ""


def _read(parts: Mapping[str, Sequence[Piece]], reading: Reading) -> None:
    networks = [*pieces_of(parts, "network")]
    for piece in networks:
        text = text_of(piece, _LARGEST)
        try:
            kept = read_network(text)
        except NotAnExport as refusal:
            raise WrongFile(refusal.text) from refusal
        reading.check()
        _take(kept, piece.path, reading)
        if len(networks) == 1:
            reading.own = text


SOURCE = Source(name="reachwell", title="Reachwell", part=_part, read=_read)


def _take(kept: KeptNetwork, where: str, reading: Reading) -> None:
    for contact in kept.contacts:
        if contact.status in (Status.DECEASED, Status.DO_NOT_CONTACT):
            reading.skip(where, 0, LEFT_ALONE)
        else:
            reading.found(_found(contact, where, reading))
    reading.events.extend(map(_event, kept.events))
    others = len(kept.reminders) + sum(len(each.asks) + len(each.promises) for each in kept.contacts)
    if others:
        reading.remark(
            "{n} reminder, ask or promise in it comes back only with all else, where I know nobody yet.",
            "{n} reminders, asks and promises in it come back only with all else, where I know nobody yet.",
            others,
        )


def _found(kept: KeptContact, where: str, reading: Reading) -> Found:
    return Found(
        name=kept.name,
        where=where,
        origins=(OWN + kept.id, f"vcard:{card_id(kept.id)}", *(key for each in kept.origins for key in each.keys)),
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
        cadence=kept.cadence,
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
        rsvp=kept.rsvp,
    )
