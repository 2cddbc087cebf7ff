"""A network as one JSON file: for its owner to keep, and for other programs to read.

Its keys:
- `format` ("reachwell-network"), `version` (1) and `made_at` (ISO 8601, UTC)
- `settings`: `timezone` (IANA), `digest_at` (HH:MM), `digest_days` (0 is Monday), `digest_size`, `quiet_from`,
  `quiet_until`, `paused`, `paused_until`, `cadence` ("every 6 weeks" is {"count": 6, "unit": "week"}),
  `tag_cadences` (by tag), `rules` (by rule: `on`, `days`, `not_for_tags`, `not_for`: names)
- `contacts`, by name: `name`, `aliases`, `company`, `title`, `how_met`, `met_on`, `notes`, `tags`, `handles`
  (`kind`, `value`), `dates` (`label`, `year`, `month`, `day`; any of them null), `status`, `paused_until`, `keep`
  (whose cadence counts: usual, tags, own, never), `cadence`, `snoozed_until`, `added_on`, and what hangs on them:
  `history` (`kind`: touch, thanks, gave or got; `on`, `what`), `asks` (`what`, `asked_on`, `state`, `answered_on`,
  `thanked_on`, `closed_on`), `promises` (`what`, `promised_on`, `due_on`, `state`, `closed_on`)
- `reminders`: `text`, `about` (a name), `timezone`, `on`, `at`, `recurrence`, `nag`, `snoozed_until`, `done_at`

Days are ISO dates in the owner's calendar, instants ISO 8601 in UTC. What is not known is left out.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time
from typing import Any

from core.chat.reply import File
from core.facts.account import Account, Tuning
from core.facts.asks import Ask, Promise
from core.facts.cadence import Cadence
from core.facts.exports import Network
from core.facts.ids import ContactId
from core.facts.people import Contact, Entry, Favour
from core.facts.reminders import Reminder

FORMAT, VERSION = "reachwell-network", 1
_LARGE = 4_000_000  # bytes: above, it goes as a ZIP; Discord takes 10 MB from a bot


def network_file(network: Network, label: str, now: datetime) -> File:
    """The file to hand over; `label` tells it from another: "telegram". For thousands of people use a thread."""
    name = f"reachwell-{label}-{now.date().isoformat()}.json"
    content = write_network(network, now)
    if len(content) <= _LARGE:
        return File(name=name, content=content)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return File(name=f"{name}.zip", content=packed.getvalue())


def write_network(network: Network, now: datetime) -> bytes:
    """UTF-8. No ids: they mean nothing to anybody else."""
    names = {contact.id: contact.name for contact in network.contacts}
    asks, promises = _by_contact(network.asks), _by_contact(network.promises)
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now,
        "settings": _settings(network.account, names),
        "contacts": [
            _contact(each, network.entries.get(each.id, ()), asks.get(each.id, ()), promises.get(each.id, ()))
            for each in network.contacts
        ],
        "reminders": [_reminder(each, names) for each in network.reminders],
    }
    return json.dumps(whole, default=_plain, ensure_ascii=False, indent=1).encode()


def _settings(account: Account, names: Mapping[ContactId, str]) -> dict[str, Any]:
    return _known(
        timezone=account.timezone,
        digest_at=account.digest_at,
        digest_days=sorted(account.digest_days),
        digest_size=account.digest_size,
        quiet_from=account.quiet_from,
        quiet_until=account.quiet_until,
        paused=account.paused,
        paused_until=account.paused_until,
        cadence=account.default_cadence,
        tag_cadences=dict(account.tag_cadences),
        rules={name: _tuning(tuning, names) for name, tuning in account.rules.items()},
    )


def _tuning(tuning: Tuning, names: Mapping[ContactId, str]) -> dict[str, Any]:
    not_for = sorted(names[each] for each in tuning.not_for if each in names)
    return _known(on=tuning.on, days=tuning.days, not_for_tags=sorted(tuning.not_for_tags), not_for=not_for)


def _contact(
    contact: Contact, entries: Iterable[Entry], asks: Iterable[Ask], promises: Iterable[Promise]
) -> dict[str, Any]:
    return _known(
        name=contact.name,
        aliases=contact.aliases,
        company=contact.company,
        title=contact.title,
        how_met=contact.how_met,
        met_on=contact.met_on,
        notes=contact.notes,
        tags=contact.tags,
        handles=contact.handles,
        dates=[{"label": each.label, **asdict(each.on)} for each in contact.dates],
        status=contact.status,
        paused_until=contact.paused_until,
        keep=contact.keep,
        cadence=contact.cadence,
        snoozed_until=contact.snoozed_until,
        added_on=contact.created_at.date(),
        history=[_entry(each) for each in entries],
        asks=[
            _known(
                what=each.what,
                asked_on=each.asked_on,
                state=each.state,
                answered_on=each.answered_on,
                thanked_on=each.thanked_on,
                closed_on=each.closed_on,
            )
            for each in asks
        ],
        promises=[
            _known(
                what=each.what,
                promised_on=each.promised_on,
                due_on=each.due_on,
                state=each.state,
                closed_on=each.closed_on,
            )
            for each in promises
        ],
    )


def _entry(entry: Entry) -> dict[str, Any]:
    kind = entry.direction.value if isinstance(entry, Favour) else "thanks" if entry.thanks else "touch"
    return _known(kind=kind, on=entry.happened_on, what=entry.what)


def _reminder(reminder: Reminder, names: Mapping[ContactId, str]) -> dict[str, Any]:
    return _known(
        text=reminder.text,
        about=names.get(reminder.contact_id) if reminder.contact_id else None,
        timezone=reminder.timezone,
        on=reminder.on,
        at=reminder.at,
        recurrence=reminder.recurrence,
        nag=reminder.nag,
        snoozed_until=reminder.snoozed_until,
        done_at=reminder.done_at,
    )


def _by_contact(items: Iterable[Any]) -> dict[ContactId, list[Any]]:
    found: dict[ContactId, list[Any]] = {}
    for item in items:
        found.setdefault(item.contact_id, []).append(item)
    return found


def _known(**values: Any) -> dict[str, Any]:
    """Without what is not known, or not there."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", (), [], {})}


def _plain(value: Any) -> Any:
    match value:
        case Cadence(count=count, unit=unit):
            return {"count": count, "unit": unit}
        case datetime() | date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="minutes")
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {name: each for name, each in asdict(value).items() if each not in (None, (), 0, "")}
        case _:
            raise TypeError(type(value).__name__)
