"""Reading an export of our own: what is in it, or in words why it cannot be taken as it is.

It is either as it was written or of no use: whoever has changed something in it by hand may have changed more than
they know, and a network that is put back in part cannot be put back once more. It is read piece by piece: of fifty
megabytes a parser makes half a gigabyte, and lets nobody else compute meanwhile.
"""

import io
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

import ijson

from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _
from core.exports.agendas import is_sound_agenda
from core.exports.shape import (
    FORMAT,
    VERSION,
    KeptCard,
    KeptContact,
    KeptEvent,
    KeptFeed,
    KeptNetwork,
    KeptReminder,
    KeptSeries,
    KeptSettings,
    KeptTarget,
    KeptTemplate,
    taken,
)
from core.facts.cadence import Cadence
from core.facts.recurrence import Recurrence

MOST_PEOPLE, MOST_ENTRIES = 100_000, 1_000_000
_MOST = 50_000  # of everything else: reminders, events, asks, promises…
_LONGEST = 100  # characters of an id

_Kept = TypeVar("_Kept")


class NotAnExport(Refusal):
    """What was sent is no export of ours, or none that can be read."""


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def read_network(content: str | bytes) -> KeptNetwork:
    """The network in an export, of this version or the one before. Raises NotAnExport.

    For a thread: it may be long.
    """
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    return read_stream(lambda: io.BytesIO(raw))


def read_stream(begin: Callable[[], Readable], check: Callable[[], None] = lambda: None) -> KeptNetwork:
    """The same of what `begin` gives, each time from its beginning: JSON in UTF-8, nested no deeper than is good
    for a parser. `check` is called now and then, to raise whatever is to stop it.
    """
    version = _version(begin)
    if version > VERSION:
        text = _(
            "That export is from a newer Reachwell than I am. Ask whoever runs me for an update; then I take it."
        )
        raise NotAnExport(say(text))
    try:
        kept = _network(begin, _Names() if version == 1 else None, check)
        if not all(_is_sound(kept)):
            raise ValueError("of no use")
    except (ijson.JSONError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise _damaged() from None  # `from None`: pydantic's quote what they are about, which is private
    return kept


def _version(begin: Callable[[], Readable]) -> int:
    """Which version of ours it is. Raises NotAnExport."""
    try:
        of, version = (next(ijson.items(begin(), key, use_float=True), None) for key in ("format", "version"))
    except (ijson.JSONError, ValueError):
        if FORMAT.encode() in begin().read(200):
            raise _damaged() from None
        of, version = None, None
    if of != FORMAT or not isinstance(version, int) or version < 1:
        raise NotAnExport(say(_("That is no export of mine. I read the ZIP that /export gives, or its JSON.")))
    return version


def _damaged() -> NotAnExport:
    text = _("That export is damaged, or was changed by hand, so I can't take it as a whole. Make a new one.")
    return NotAnExport(say(text))


def _too_much() -> NotAnExport:
    text = _("More is in that export than I can keep: {people} people at most, and {n} touches and favours.")
    return NotAnExport(say(text, people=f"{MOST_PEOPLE:,}", n=f"{MOST_ENTRIES:,}"))


def _network(begin: Callable[[], Readable], names: "_Names | None", check: Callable[[], None]) -> KeptNetwork:
    def each(key: str, most: int = _MOST) -> Iterator[Any]:
        for number, item in enumerate(ijson.items(begin(), f"{key}.item", use_float=True)):
            if number == most:
                raise _too_much()
            if not number % 100:
                check()
            yield item

    def listed(key: str, of: type[_Kept]) -> tuple[_Kept, ...]:
        return tuple(taken(of, item) for item in each(key))

    contacts: list[KeptContact] = []
    entries = others = 0
    for number, item in enumerate(each("contacts", MOST_PEOPLE)):
        if names:
            names.contact(number, item)
        contacts.append(contact := taken(KeptContact, item))
        entries += len(contact.history)
        others += len(contact.asks) + len(contact.promises)
        if entries > MOST_ENTRIES or others > _MOST:
            raise _too_much()
    reminders = (names.reminder(item) if names else item for item in each("reminders"))
    settings = next(ijson.items(begin(), "settings", use_float=True), None)
    card = next(ijson.items(begin(), "card", use_float=True), None)
    if settings and names:
        names.settings(settings)
    return KeptNetwork(
        contacts=tuple(contacts),
        reminders=tuple(taken(KeptReminder, item) for item in reminders),
        events=listed("events", KeptEvent),
        series=listed("series", KeptSeries),
        feeds=listed("feeds", KeptFeed),
        templates=listed("templates", KeptTemplate),
        targets=listed("targets", KeptTarget),
        not_the_same=listed("not_the_same", tuple[str, str]),
        card=None if card is None else taken(KeptCard, card),
        settings=None if settings is None else taken(KeptSettings, settings),
    )


@dataclass(slots=True)
class _Names:
    """A file of version 1, which knew people by their names only, made one of today's."""

    _ids: dict[str, str] = field(default_factory=dict)  # "" for a name that two people have: it says nothing

    def contact(self, number: int, contact: Any) -> None:
        name = contact["name"]
        contact["id"] = uuid.uuid5(uuid.NAMESPACE_URL, f"reachwell:{number}:{name}").hex
        self._ids[name] = "" if name in self._ids else contact["id"]
        if added := contact.pop("added_on", None):
            contact["added_at"] = f"{added}T00:00:00Z"
            contact["cadence_since"] = added

    def reminder(self, reminder: Any) -> Any:
        return {**reminder, "about": self._ids.get(reminder.get("about"), "")}

    def settings(self, settings: Mapping[str, Any]) -> None:
        for rule in settings.get("rules", {}).values():
            rule["not_for"] = [self._ids[name] for name in rule.get("not_for", ()) if self._ids.get(name)]


def _is_sound(kept: KeptNetwork) -> Iterator[bool]:
    """What its types do not say."""
    ids = [contact.id for contact in kept.contacts]
    yield len(ids) == len(set(ids)) and all(0 < len(each) <= _LONGEST and each.isalnum() for each in ids)
    for contact in kept.contacts:
        yield from _is_sound_contact(contact)
    known = {*ids}
    for reminder in kept.reminders:
        yield (
            (not reminder.about or reminder.about in known)
            and _is_zone(reminder.timezone)
            and _comes_again(reminder.recurrence)
        )
        yield reminder.unanswered >= 0 and (reminder.at is None or reminder.at.tzinfo is None)
    yield from is_sound_agenda(kept, _is_zone)
    yield all(one != other and {one, other} <= known for one, other in kept.not_the_same)
    if kept.settings is not None:
        yield from _is_sound_account(kept.settings)


def _is_sound_contact(contact: KeptContact) -> Iterator[bool]:
    yield bool(contact.name.strip())
    yield contact.cadence is None or _is_rhythm(contact.cadence)
    yield all(
        (on.year is None or 1 <= on.year <= date.max.year)
        and (on.month is None or 1 <= on.month <= 12)
        and (on.day is None or 1 <= on.day <= 31)
        for on in contact.dates
    )
    entries = [each.id for each in contact.history if each.id]
    yield len(entries) == len(set(entries))


def _is_sound_account(settings: KeptSettings) -> Iterator[bool]:
    yield settings.timezone is None or _is_zone(settings.timezone)
    yield re.fullmatch(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{1,8})*", settings.locale) is not None
    yield all(0 <= day <= 6 for day in settings.digest_days) and 1 <= settings.digest_size <= 1000
    yield all(map(_is_rhythm, (settings.cadence, *settings.tag_cadences.values())))
    yield all(each.days is None or 0 <= each.days <= 36_500 for each in settings.rules.values())
    times = (settings.digest_at, settings.quiet_from, settings.quiet_until)
    yield all(each is None or each.tzinfo is None for each in times)


def _is_rhythm(cadence: Cadence | None) -> bool:
    return cadence is None or 1 <= cadence.count <= 100_000


def _comes_again(recurrence: Recurrence | None) -> bool:
    """Whether it can be reckoned with: an interval of nothing would never end."""
    return recurrence is None or (
        1 <= recurrence.interval <= 100_000
        and all(0 <= each.day <= 6 and abs(each.nth) <= 53 for each in recurrence.weekdays)
        and all(1 <= abs(day) <= 31 for day in recurrence.month_days)
        and all(1 <= month <= 12 for month in recurrence.months)
        and abs(recurrence.position) <= 366
        and all(each.tzinfo is None for each in recurrence.times)
        and (recurrence.count is None or 1 <= recurrence.count <= 1_000_000)
    )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError):  # no such zone; or a folder of them
        return False
    return True
