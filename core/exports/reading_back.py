"""Reading an export of our own: what is in it, or in words why it cannot be taken as it is.

It is either as it was written or of no use: whoever has changed something in it by hand may have changed more than
they know, and a network that is put back in part cannot be put back once more.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _
from core.exports.shape import FORMAT, VERSION, KeptContact, KeptNetwork, KeptSettings, loaded
from core.facts.cadence import Cadence
from core.facts.recurrence import Recurrence

_LONGEST = 100  # characters of an id


class NotAnExport(Refusal):
    """What was sent is no export of ours, or none that can be read."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What is looked at first: the rest of another version may be of any shape."""

    format: str
    version: int


def read_network(content: str | bytes) -> KeptNetwork:
    """The network in an export, of this version or the one before. Raises NotAnExport.

    For a thread: it may be long.
    """
    try:
        head = TypeAdapter(_Head).validate_json(content)
    except ValueError:  # `from None`: pydantic's quote what they are about, which is private
        if _begins_as_ours(content):
            raise _damaged() from None
        head = _Head("", 0)
    if head.format != FORMAT or head.version < 1:
        raise NotAnExport(say(_("That is no export of mine. I read the ZIP that /export gives, or its JSON.")))
    if head.version > VERSION:
        text = _(
            "That export is from a newer Reachwell than I am. Ask whoever runs me for an update; then I take it."
        )
        raise NotAnExport(say(text))
    try:
        kept = loaded(_from_1(content) if head.version == 1 else content)
        if not all(_is_sound(kept)):
            raise ValueError("of no use")
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise _damaged() from None
    return kept


def _begins_as_ours(content: str | bytes) -> bool:
    head = content[:200]
    return FORMAT in (head if isinstance(head, str) else head.decode("utf-8", "replace"))


def _damaged() -> NotAnExport:
    text = _("That export is damaged, or was changed by hand, so I can't take it as a whole. Make a new one.")
    return NotAnExport(say(text))


def _from_1(content: str | bytes) -> str:
    """A file of version 1, which knew people by their names only."""
    whole = json.loads(content)
    by_name: dict[str, list[str]] = {}
    for number, contact in enumerate(whole.get("contacts", ())):
        contact["id"] = uuid.uuid5(uuid.NAMESPACE_URL, f"reachwell:{number}:{contact['name']}").hex
        by_name.setdefault(contact["name"], []).append(contact["id"])
        if added := contact.pop("added_on", None):
            contact["added_at"] = f"{added}T00:00:00Z"
            contact["cadence_since"] = added
    # A name that two people have says nothing.
    only = {name: ids[0] for name, ids in by_name.items() if len(ids) == 1}
    for reminder in whole.get("reminders", ()):
        reminder["about"] = only.get(reminder.get("about"), "")
    for rule in whole.get("settings", {}).get("rules", {}).values():
        rule["not_for"] = [only[name] for name in rule.get("not_for", ()) if name in only]
    return json.dumps(whole)


def _is_sound(kept: KeptNetwork) -> Iterator[bool]:
    """What its types do not say."""
    ids = [contact.id for contact in kept.contacts]
    yield len(ids) == len(set(ids)) and all(0 < len(each) <= _LONGEST and each.isalnum() for each in ids)
    for contact in kept.contacts:
        yield from _is_sound_contact(contact)
    known = {"", *ids}
    for reminder in kept.reminders:
        yield reminder.about in known and _is_zone(reminder.timezone) and _comes_again(reminder.recurrence)
        yield reminder.unanswered >= 0 and (reminder.at is None or reminder.at.tzinfo is None)
    origins = [event.origin for event in kept.events]
    yield len(origins) == len(set(origins)) and all(_is_zone(event.timezone) for event in kept.events)
    yield all(at is None or at.tzinfo is None for event in kept.events for at in (event.at, event.until_at))
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
