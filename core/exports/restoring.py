"""Putting back what /export has given: a whole network into an account that has none, in one transaction.

Everything gets new ids, in the order of the old ones, so that whatever is sorted by them last is sorted as before.
"""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from core.chat.errors import Refusal
from core.chat.reply import say
from core.chat.words import _
from core.delivery.mornings import instant, rescheduled
from core.exports.network_file import OWN
from core.exports.reading_back import read_network
from core.exports.shape import (
    KeptAsk,
    KeptContact,
    KeptEntry,
    KeptEvent,
    KeptNetwork,
    KeptPromise,
    KeptReminder,
    KeptSettings,
    Passed,
)
from core.facts.account import Account, Tuning
from core.facts.asks import Ask, Promise
from core.facts.events import Event
from core.facts.exports import Holdings
from core.facts.ids import AccountId, AskId, ContactId, EntryId, EventId, ImportId, PromiseId, ReminderId, new_id
from core.facts.people import Anniversary, Contact, Direction, Entry, Favour, Origin, PartialDate, Touch
from core.facts.reminders import Reminder
from core.facts.targets import Target
from core.people.due import settled
from core.store import Transaction

_CHUNK = 500  # of what is written in one go
_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """The network as facts of the account that takes it."""

    account: Account
    contacts: Sequence[Contact]
    entries: Sequence[Entry]
    asks: Sequence[Ask]
    promises: Sequence[Promise]
    reminders: Sequence[Reminder]
    events: Sequence[Event]
    targets: Sequence[Target]
    apart: Sequence[tuple[ContactId, ContactId]]


async def restore(tx: Transaction, owner: AccountId, content: str | bytes, now: datetime) -> Holdings:
    """Put a whole network back, settings too; how much it was.

    Raises Refusal where the account has something already, and NotAnExport for content that cannot be read.
    """
    kept = await asyncio.to_thread(read_network, content)
    accounts = await tx.accounts.get([owner])
    if not accounts or not (await tx.exports.holdings(owner)).nothing:
        raise Refusal(
            say(_("You have people or notes here already: only where there is nothing can all of it be put back."))
        )
    speaks_on = {each.platform for each in await tx.accounts.identities([owner])}
    facts = await asyncio.to_thread(_facts, kept, accounts[0], speaks_on, now)
    await tx.people.add(facts.contacts)
    for start in range(0, len(facts.entries), _CHUNK):
        await tx.people.add_entries(owner, facts.entries[start : start + _CHUNK])
    for ask in facts.asks:
        await tx.asks.save(ask)
    for promise in facts.promises:
        await tx.promises.save(promise)
    await tx.reminders.add(facts.reminders)
    await tx.events.add(facts.events)
    for target in facts.targets:
        await tx.targets.add(target)
    await tx.apart.note(owner, facts.apart)
    await tx.accounts.change(facts.account)
    return await tx.exports.holdings(owner)


def _facts(kept: KeptNetwork, account: Account, speaks_on: Collection[str], now: datetime) -> _Facts:
    ids = {each.id: ContactId(new) for each, new in _with_ids(kept.contacts)}
    account = _account(account, kept.settings, ids, speaks_on)
    made = _Making(account, now, ids, {})
    contacts: list[Contact] = []
    entries: list[Entry] = []
    asks: list[Ask] = []
    promises: list[Promise] = []
    for each in kept.contacts:
        contact_id = ids[each.id]
        theirs = [made.entry(contact_id, *entry) for entry in _with_ids(each.history)]
        numbers = {old.id: new.id for old, new in zip(each.history, theirs, strict=True) if old.id}
        contacts.append(made.contact(each, max((entry.happened_on for entry in theirs), default=None)))
        entries += theirs
        asks += [made.ask(contact_id, *ask, numbers) for ask in _with_ids(each.asks)]
        promises += [made.promise(contact_id, *promise, numbers) for promise in _with_ids(each.promises)]
    reminders = [made.reminder(*each) for each in _with_ids(kept.reminders)]
    return _Facts(
        account=rescheduled(replace(account, items_on=_first_day(reminders, asks, promises)), now),
        contacts=contacts,
        entries=entries,
        asks=asks,
        promises=promises,
        reminders=reminders,
        events=[made.event(*each) for each in _with_ids(kept.events)],
        targets=[
            Target(account_id=account.id, company=each.company, added_at=each.added_at or now)
            for each in kept.targets
        ],
        apart=[(ids[one], ids[other]) for one, other in kept.not_the_same],
    )


def _first_day(reminders: Sequence[Reminder], asks: Sequence[Ask], promises: Sequence[Promise]) -> date | None:
    """From when on a digest has something to say, whatever its weekday."""
    days = [each.on for each in reminders if each.at is None]
    days += [each.next_on for each in asks]
    days += [each.next_on for each in promises]
    return min((day for day in days if day), default=None)


@dataclass(frozen=True, slots=True)
class _Making:
    """Makes facts of what was kept."""

    account: Account
    now: datetime
    ids: Mapping[str, ContactId]
    imports: dict[int, ImportId]

    def imported(self, number: int) -> ImportId | None:
        return self.imports.setdefault(number, ImportId(new_id())) if number else None

    def contact(self, kept: KeptContact, last_touch_on: date | None) -> Contact:
        added_at = kept.added_at or self.now
        began = kept.cadence_since or added_at.date()
        contact = Contact(
            id=self.ids[kept.id],
            owner=self.account.id,
            name=kept.name,
            created_at=added_at,
            cadence_since=began,
            quiet_since=began,
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
            status=kept.status,
            paused_until=kept.paused_until,
            keep=kept.keep,
            cadence=kept.cadence,
            snoozed_until=kept.snoozed_until,
            hidden_until=kept.hidden_until,
            suggested_on=kept.suggested_on,
            last_touch_on=last_touch_on,
            import_id=self.imported(kept.imported),
            origins=(
                *(Origin(keys=each.keys, said=each.said) for each in kept.origins),
                Origin(keys=(OWN + kept.id,)),  # so that its id is the same in the next export
            ),
        )
        return settled(contact, self.account)

    def entry(self, contact_id: ContactId, kept: KeptEntry, new: str) -> Entry:
        recorded_at = kept.recorded_at or self.now
        if kept.kind in (Passed.GAVE, Passed.GOT):
            return Favour(
                id=EntryId(new),
                contact_id=contact_id,
                direction=Direction(kept.kind.value),
                happened_on=kept.on,
                what=kept.what,
                recorded_at=recorded_at,
                import_id=self.imported(kept.imported),
            )
        return Touch(
            id=EntryId(new),
            contact_id=contact_id,
            happened_on=kept.on,
            what=kept.what,
            recorded_at=recorded_at,
            thanks=kept.kind is Passed.THANKS,
            import_id=self.imported(kept.imported),
        )

    def ask(self, contact_id: ContactId, kept: KeptAsk, new: str, entries: Mapping[int, EntryId]) -> Ask:
        return Ask(
            id=AskId(new),
            account_id=self.account.id,
            contact_id=contact_id,
            what=kept.what,
            asked_on=kept.asked_on,
            state=kept.state,
            answered_on=kept.answered_on,
            thanked_on=kept.thanked_on,
            closed_on=kept.closed_on,
            entry_id=entries.get(kept.favour) if kept.favour else None,
            next_on=kept.next_on,
        )

    def promise(
        self, contact_id: ContactId, kept: KeptPromise, new: str, entries: Mapping[int, EntryId]
    ) -> Promise:
        return Promise(
            id=PromiseId(new),
            account_id=self.account.id,
            contact_id=contact_id,
            what=kept.what,
            promised_on=kept.promised_on,
            due_on=kept.due_on,
            state=kept.state,
            closed_on=kept.closed_on,
            entry_id=entries.get(kept.favour) if kept.favour else None,
            next_on=kept.next_on,
        )

    def reminder(self, kept: KeptReminder, new: str) -> Reminder:
        zone = ZoneInfo(kept.timezone)
        times = [kept.snoozed_until] if kept.snoozed_until else []
        if kept.on and kept.at:
            times.append(instant(kept.on, kept.at, zone))
        return Reminder(
            id=ReminderId(new),
            account_id=self.account.id,
            created_at=kept.set_at or self.now,
            text=kept.text,
            contact_id=self.ids[kept.about] if kept.about else None,
            timezone=kept.timezone,
            on=kept.on,
            at=kept.at,
            recurrence=kept.recurrence,
            nag=kept.nag,
            unanswered=kept.unanswered,
            snoozed_until=kept.snoozed_until,
            done_at=kept.done_at,
            next_at=min(times, default=None),
        )

    def event(self, kept: KeptEvent, new: str) -> Event:
        return Event(
            id=EventId(new),
            account_id=self.account.id,
            created_at=kept.added_at or self.now,
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
            import_id=self.imported(kept.imported),
        )


def _account(
    account: Account, kept: KeptSettings | None, ids: Mapping[str, ContactId], speaks_on: Collection[str]
) -> Account:
    if kept is None:
        return account
    return replace(
        account,
        locale=kept.locale,
        timezone=kept.timezone or account.timezone,
        digest_at=kept.digest_at,
        digest_days=frozenset(kept.digest_days),
        digest_size=kept.digest_size,
        quiet_from=kept.quiet_from,
        quiet_until=kept.quiet_until,
        paused=kept.paused,
        paused_until=kept.paused_until,
        default_cadence=kept.cadence,
        tag_cadences=dict(kept.tag_cadences),
        rules={
            name: Tuning(
                on=each.on,
                days=each.days,
                not_for=frozenset(ids[of] for of in each.not_for if of in ids),
                not_for_tags=frozenset(each.not_for_tags),
            )
            for name, each in kept.rules.items()
        },
        deliver_to=kept.deliver_to if kept.deliver_to in speaks_on else "",
        profile_on=kept.profile_on,
    )


def _with_ids(kept: Sequence[_Kept]) -> Iterator[tuple[_Kept, str]]:
    """Each with a new id, which sort as they do."""
    return zip(kept, sorted(new_id() for _each in kept), strict=True)
