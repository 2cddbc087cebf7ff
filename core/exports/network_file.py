"""A network as one JSON file: all of it, for its owner to keep, and to be put back (core/exports/restoring.py).

docs/export.md tells its form to everybody; core/exports/shape.py has it in types, field by field.
"""

import asyncio
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.chat.reply import File
from core.exports.agendas import EventNumbers, kept_card, kept_events, kept_feeds, kept_series, kept_templates
from core.exports.shape import (
    FORMAT,
    VERSION,
    KeptAsk,
    KeptContact,
    KeptDate,
    KeptEntry,
    KeptOrigin,
    KeptPromise,
    KeptReminder,
    KeptRule,
    KeptSettings,
    KeptTarget,
    Passed,
    dumped,
)
from core.facts.account import Account, Tuning
from core.facts.asks import Ask, Promise
from core.facts.exports import Chapter, Network
from core.facts.ids import AccountId, ContactId, EntryId, ImportId
from core.facts.people import Contact, Entry, Favour, Touch
from core.facts.reminders import Reminder
from core.store import Transaction

NAME = "reachwell.json"
OWN = "reachwell:"  # begins the origin under which a contact that was put back keeps its id
_LONGEST = 90  # characters of such an id: whoever reads it takes a hundred
_LARGE = 4_000_000  # bytes: above, it goes as a ZIP; Discord takes 10 MB from a bot


async def network_file(tx: Transaction, owner: AccountId, label: str, now: datetime) -> File | None:
    """The file to hand over before something happens to a network; `label` tells it from another: "telegram".

    None where the account is not there any more.
    """
    network = await tx.exports.network(owner)
    if network is None:
        return None
    sheet, out = NetworkSheet(now), io.BytesIO()
    out.write(sheet.begin())
    async for chapter in tx.exports.chapters(owner):
        await asyncio.to_thread(out.writelines, sheet.chapter(chapter))
    return await asyncio.to_thread(_handed_over, out, sheet.end(network), f"reachwell-{label}-{now.date()}.json")


@dataclass(slots=True)
class OwnIds:
    """What contacts are called in every export: by their own id, or by that under which they came back once.

    `known` are those who are called otherwise than their id.
    """

    known: dict[ContactId, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def of(self, contact: Contact) -> str:
        """To be asked once for each contact, in one order: of two who came back under one id (an export that was
        imported where its people were known already), the latter is called a little differently."""
        kept = (key for each in contact.origins for key in each.keys if key.startswith(OWN))
        called = next(kept, OWN + contact.id).removeprefix(OWN)
        called = called if called.isalnum() and len(called) < _LONGEST else contact.id
        while called in self._taken:
            called += "x"
        self._taken.add(called)
        if called != contact.id:
            self.known[contact.id] = called
        return called


@dataclass(slots=True)
class NetworkSheet:
    """Writes it chapter by chapter: for a large network, too, it needs little memory."""

    now: datetime
    name: str = NAME
    _some: bool = False  # whether a contact was written already
    _own: OwnIds = field(default_factory=OwnIds)
    _entries: int = 0
    _imports: dict[ImportId, int] = field(default_factory=dict)
    _events: EventNumbers = field(default_factory=EventNumbers)

    def begin(self) -> bytes:
        head = {"format": FORMAT, "version": VERSION, "made_at": self.now.isoformat()}
        said = ",\n".join(f'"{key}": {_plain(value)}' for key, value in head.items())
        return f'{{\n{said},\n"contacts": ['.encode()

    def chapter(self, chapter: Chapter) -> Iterator[bytes]:
        for contact in chapter.contacts:
            kept = self._contact(contact, chapter)
            yield b",\n" if self._some else b"\n"
            yield dumped(kept)
            self._some = True

    def end(self, network: Network) -> Iterator[bytes]:
        yield b"\n]"
        yield from _listed("reminders", (self._reminder(each) for each in network.reminders))
        yield from _listed("events", kept_events(network, self._events, self._imported))
        yield from _listed("series", kept_series(network, self._imported))
        yield from _listed("feeds", kept_feeds(network))
        yield from _listed("templates", kept_templates(network))
        yield from _listed(
            "targets", (KeptTarget(company=each.company, added_at=each.added_at) for each in network.targets)
        )
        pairs = sorted(tuple(sorted(self._id(each) for each in pair)) for pair in network.apart)
        yield f',\n"not_the_same": {_plain(pairs)}'.encode()
        if network.card is not None:
            yield b',\n"card": ' + dumped(kept_card(network.card))
        yield b',\n"settings": ' + dumped(self._settings(network.account)) + b"\n}\n"

    def _id(self, contact_id: ContactId) -> str:
        return self._own.known.get(contact_id, contact_id)

    def _imported(self, import_id: ImportId | None) -> int:
        return 0 if import_id is None else self._imports.setdefault(import_id, len(self._imports) + 1)

    def _contact(self, contact: Contact, chapter: Chapter) -> KeptContact:
        numbers: dict[EntryId, int] = {}
        for entry in chapter.entries.get(contact.id, ()):
            self._entries += 1
            numbers[entry.id] = self._entries
        return KeptContact(
            id=self._own.of(contact),
            name=contact.name,
            aliases=contact.aliases,
            company=contact.company,
            title=contact.title,
            how_met=contact.how_met,
            met_on=contact.met_on,
            notes=contact.notes,
            tags=contact.tags,
            handles=contact.handles,
            dates=tuple(
                KeptDate(label=each.label, year=each.on.year, month=each.on.month, day=each.on.day)
                for each in contact.dates
            ),
            status=contact.status,
            paused_until=contact.paused_until,
            keep=contact.keep,
            cadence=contact.cadence,
            cadence_since=contact.cadence_since,
            snoozed_until=contact.snoozed_until,
            hidden_until=contact.hidden_until,
            suggested_on=contact.suggested_on,
            added_at=contact.created_at,
            imported=self._imported(contact.import_id),
            origins=tuple(
                KeptOrigin(keys=each.keys, said=each.said, sources=each.sources)
                for each in contact.origins
                if not any(key.startswith(OWN) for key in each.keys)
            ),
            history=tuple(self._entry(each, numbers[each.id]) for each in chapter.entries.get(contact.id, ())),
            asks=tuple(_ask(each, numbers) for each in chapter.asks.get(contact.id, ())),
            promises=tuple(_promise(each, numbers) for each in chapter.promises.get(contact.id, ())),
        )

    def _entry(self, entry: Entry, number: int) -> KeptEntry:
        if isinstance(entry, Favour):
            passed = Passed(entry.direction.value)
        else:
            passed = Passed.THANKS if entry.thanks else Passed.TOUCH
        return KeptEntry(
            id=number,
            kind=passed,
            on=entry.happened_on,
            what=entry.what,
            recorded_at=entry.recorded_at,
            imported=self._imported(entry.import_id),
            event=self._events.of(entry.event_id) if isinstance(entry, Touch) else 0,
        )

    def _reminder(self, reminder: Reminder) -> KeptReminder:
        return KeptReminder(
            text=reminder.text,
            about=self._id(reminder.contact_id) if reminder.contact_id else "",
            timezone=reminder.timezone,
            on=reminder.on,
            at=reminder.at,
            recurrence=reminder.recurrence,
            nag=reminder.nag,
            unanswered=reminder.unanswered,
            snoozed_until=reminder.snoozed_until,
            done_at=reminder.done_at,
            set_at=reminder.created_at,
        )

    def _settings(self, account: Account) -> KeptSettings:
        return KeptSettings(
            locale=account.locale,
            timezone=account.timezone,
            digest_at=account.digest_at,
            digest_days=tuple(sorted(account.digest_days)),
            digest_size=account.digest_size,
            quiet_from=account.quiet_from,
            quiet_until=account.quiet_until,
            paused=account.paused,
            paused_until=account.paused_until,
            cadence=account.default_cadence,
            tag_cadences=account.tag_cadences,
            rules={name: self._rule(tuning) for name, tuning in account.rules.items()},
            event_wishes=account.event_wishes,
            deliver_to=account.deliver_to,
            profile_on=account.profile_on,
        )

    def _rule(self, tuning: Tuning) -> KeptRule:
        return KeptRule(
            on=tuning.on,
            days=tuning.days,
            not_for=tuple(sorted(self._id(each) for each in tuning.not_for)),
            not_for_tags=tuple(sorted(tuning.not_for_tags)),
        )


def _ask(ask: Ask, numbers: dict[EntryId, int]) -> KeptAsk:
    return KeptAsk(
        what=ask.what,
        asked_on=ask.asked_on,
        state=ask.state,
        answered_on=ask.answered_on,
        thanked_on=ask.thanked_on,
        closed_on=ask.closed_on,
        favour=numbers.get(ask.entry_id, 0) if ask.entry_id else 0,
        next_on=ask.next_on,
    )


def _promise(promise: Promise, numbers: dict[EntryId, int]) -> KeptPromise:
    return KeptPromise(
        what=promise.what,
        promised_on=promise.promised_on,
        due_on=promise.due_on,
        state=promise.state,
        closed_on=promise.closed_on,
        favour=numbers.get(promise.entry_id, 0) if promise.entry_id else 0,
        next_on=promise.next_on,
    )


def _listed(key: str, items: Iterable[Any]) -> Iterator[bytes]:
    """A list on lines of its own."""
    yield f',\n"{key}": ['.encode()
    for number, item in enumerate(items):
        yield b",\n" if number else b"\n"
        yield dumped(item)
    yield b"\n]"


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _handed_over(out: io.BytesIO, end: Iterable[bytes], name: str) -> File:
    out.writelines(end)
    if out.tell() <= _LARGE:
        return File(name=name, content=out.getvalue())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, out.getbuffer())
    return File(name=f"{name}.zip", content=packed.getvalue())
