"""What has to be true of everything that is read, whatever was sent."""

import unicodedata
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from core.chat.words import plain
from core.facts.imports import Found, Haul
from core.imports import recognising
from core.imports.reading.source import Reading
from core.imports.reading.wrong import WrongFile

TODAY = date(2026, 11, 23)
MAX_NAME = 200
MAX_NOTES = 4_000
_MAX_WORDS = 400  # characters of an answer: a phone's screen


def reading() -> Reading:
    return Reading(zone=ZoneInfo("America/Toronto"), today=TODAY, region="CA")


def read(path: Path, name: str = "sent") -> Haul | None:
    """What is found in an upload, checked; None where the answer is that it is the wrong file."""
    try:
        haul = recognising.read(path, name, reading())
    except WrongFile as refused:
        said = plain(refused.text)
    else:
        check(haul)
        return haul
    assert 10 < len(said) < _MAX_WORDS
    return None


def check(haul: Haul) -> None:
    """Fails where something is beyond what may be stored or shown."""
    assert haul.files
    for found in haul.found:
        _check_person(found)
    for event in haul.events:
        assert event.origin
        assert _is_line(event.title)
        assert event.title
        assert _is_line(event.place)
        ZoneInfo(event.timezone)
        assert event.until_on is None or event.until_on >= event.on
    for skipped in haul.skipped:
        assert skipped.line >= 0
        assert skipped.why
    for remark in haul.remarks:
        assert remark.message.format(n=remark.n, **remark.values)


def _check_person(found: Found) -> None:
    assert _is_line(found.name)
    assert found.name or found.origins or found.handles
    for line in (found.company, found.title, *found.aliases, *found.tags):
        assert _is_line(line)
    assert len(found.notes) <= MAX_NOTES
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in found.notes if c not in "\n\t")
    for origin in found.origins:
        assert ":" in origin
        assert len(origin) <= 400
        origin.encode()
    for handle in found.handles:
        assert handle.kind
        assert 0 < len(handle.value) <= 500
        assert handle.value.isprintable()
    days = [found.met_on, *(each.on for each in found.entries)]
    for exchange in found.exchanges:
        days += [exchange.sent_on, exchange.received_on]
    for day in days:
        assert day is None or date(1970, 1, 1) < day <= TODAY
    for anniversary in found.dates:
        on = anniversary.on
        assert _is_line(anniversary.label)
        assert (on.year, on.month, on.day) != (None, None, None)
        date(on.year or 2024, on.month or 1, on.day or 1)
    for entry in found.entries:
        assert entry.what
        assert _is_line(entry.what, 1_000)


def _is_line(text: str, most: int = MAX_NAME) -> bool:
    """One line that can be shown and stored."""
    return (
        len(text) <= most
        and text == text.strip()
        and not any(unicodedata.category(c) in ("Cc", "Cs") for c in text)
    )
