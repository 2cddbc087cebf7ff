"""A network out of an export as facts of the account that takes it: nothing is written here (putting_back.py).

Everything gets new ids, in the order of the old ones, so that whatever is sorted by them last is sorted as before.
They follow from a seed: whoever goes on with what broke off makes the same facts once more.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import TypeVar
from zoneinfo import ZoneInfo

from core.delivery.mornings import instant, rescheduled
from core.exports.agendas import RestoredAgenda, followed
from core.exports.network_file import OWN
from core.exports.shape import (
    KeptAsk,
    KeptContact,
    KeptEntry,
    KeptNetwork,
    KeptOrigin,
    KeptPromise,
    KeptReminder,
    KeptSettings,
    Passed,
)
from core.facts.account import Account, Tuning
from core.facts.asks import Ask, Promise
from core.facts.calendars import Feed
from core.facts.drafts import Template
from core.facts.events import Event, Series
from core.facts.handshakes import OwnCard
from core.facts.ids import (
    AskId,
    ContactId,
    EntryId,
    EventId,
    FeedId,
    ImportId,
    PromiseId,
    ReminderId,
    SeriesId,
    new_id,
)
from core.facts.people import Anniversary, Contact, Direction, Entry, Favour, Origin, PartialDate, Touch
from core.facts.reminders import Reminder
from core.facts.targets import Target
from core.people.due import settled

_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Somebody, and all that hangs on them."""

    contact: Contact
    entries: Sequence[Entry]
    asks: Sequence[Ask]
    promises: Sequence[Promise]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The network as facts of the account that takes it."""

    account: Account
    cards: Sequence[Card]
    reminders: Sequence[Reminder]
    events: Sequence[Event]
    series: Sequence[Series]
    feeds: Sequence[Feed]
    templates: Sequence[Template]
    card: OwnCard | None
    targets: Sequence[Target]
    apart: Sequence[tuple[ContactId, ContactId]]


def facts_of(kept: KeptNetwork, account: Account, speaks_on: Collection[str], now: datetime, seed: str) -> Facts:
    """`speaks_on` are the platforms of the account's chats; `seed` is nobody else's. It takes long."""
    ids = _Ids(seed)
    people = {each.id: ContactId(new) for each, new in ids.of(kept.contacts)}
    account = _account(account, kept.settings, people, speaks_on)
    events = [*ids.of(kept.events)]
    feeds = followed(kept.feeds)
    made = _Making(
        account, now, people, ids, {}, {each.number: EventId(new) for each, new in events if each.number}
    )
    agenda = RestoredAgenda(
        owner=account.id,
        now=now,
        imported=made.imported,
        feeds={each.url: FeedId(new) for each, new in ids.of(feeds)},
        series={each.origin: SeriesId(new) for each, new in ids.of(kept.series)},
    )
    cards = [made.card(each) for each in kept.contacts]
    reminders = [made.reminder(*each) for each in ids.of(kept.reminders)]
    first = _first_day(reminders, cards)
    return Facts(
        account=rescheduled(replace(account, items_on=first), now),
        cards=cards,
        reminders=reminders,
        events=[agenda.event(*each) for each in events],
        series=[agenda.one_series(each) for each in kept.series],
        feeds=[agenda.feed(*each) for each in enumerate(feeds)],
        templates=[agenda.template(each) for each in kept.templates],
        card=agenda.card(kept.card),
        targets=[
            Target(account_id=account.id, company=each.company, added_at=each.added_at or now)
            for each in kept.targets
            if each.company
        ],
        apart=[(people[one], people[other]) for one, other in kept.not_the_same],
    )


def keys_of(origin: KeptOrigin) -> tuple[str, ...]:
    """What a source calls somebody, but for what only we may say: under which id they came back."""
    return tuple(key for key in origin.keys if not key.startswith(OWN))


def _first_day(reminders: Sequence[Reminder], cards: Sequence[Card]) -> date | None:
    """From when on a digest has something to say, whatever its weekday."""
    days = [each.on for each in reminders if each.at is None]
    for card in cards:
        days += [each.next_on for each in card.asks]
        days += [each.next_on for each in card.promises]
    return min((day for day in days if day), default=None)


@dataclass(frozen=True, slots=True)
class _Making:
    """Makes facts of what was kept."""

    account: Account
    now: datetime
    people: Mapping[str, ContactId]
    ids: "_Ids"
    imports: dict[int, ImportId]
    events: Mapping[int, EventId]

    def imported(self, number: int) -> ImportId | None:
        if number and number not in self.imports:
            self.imports[number] = ImportId(self.ids.one())
        return self.imports[number] if number else None

    def card(self, kept: KeptContact) -> Card:
        contact_id = self.people[kept.id]
        entries = [self.entry(contact_id, *each) for each in self.ids.of(kept.history)]
        numbers = {old.id: new.id for old, new in zip(kept.history, entries, strict=True) if old.id}
        return Card(
            contact=self.contact(kept, max((each.happened_on for each in entries), default=None)),
            entries=entries,
            asks=[self.ask(contact_id, *each, numbers) for each in self.ids.of(kept.asks)],
            promises=[self.promise(contact_id, *each, numbers) for each in self.ids.of(kept.promises)],
        )

    def contact(self, kept: KeptContact, last_touch_on: date | None) -> Contact:
        added_at = kept.added_at or self.now
        began = kept.cadence_since or added_at.date()
        contact = Contact(
            id=self.people[kept.id],
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
                *(Origin(keys=keys_of(each), said=each.said, sources=each.sources) for each in kept.origins),
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
            event_id=self.events.get(kept.event),
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
            contact_id=self.people[kept.about] if kept.about else None,
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
        event_wishes=kept.event_wishes,
        deliver_to=kept.deliver_to if kept.deliver_to in speaks_on else "",
        profile_on=kept.profile_on,
    )


class _Ids:
    """New ids, always the same of one seed."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._made = 0

    def one(self) -> str:
        self._made += 1
        drawn = blake2b(f"{self._seed}:{self._made}".encode(), digest_size=8).digest()
        return new_id(lambda bits: int.from_bytes(drawn) >> (64 - bits))

    def of(self, kept: Sequence[_Kept]) -> Iterator[tuple[_Kept, str]]:
        """Each with one; they sort as these do."""
        return zip(kept, sorted(self.one() for _each in kept), strict=True)
