"""Very many people, made up: accounts with an identity, a network, and what is going on with it, poured as rows.

The morning is that of NOW, a Monday, in a zone without an offset; everybody's digest is at half past eight.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bench.databases import Mould, Row, pour, raw, settle
from core.facts.account import Account, Identity
from core.facts.asks import Ask, Promise
from core.facts.cadence import Cadence, Unit
from core.facts.delivery import Delivery, Kind, State
from core.facts.ids import AccountId, AskId, ContactId, DeliveryId, PromiseId, ReminderId
from core.facts.keys import KeyKind, fold, keys_of, search_text
from core.facts.people import Anniversary, Contact, Handle, Keep, PartialDate
from core.facts.reminders import Reminder
from core.people.due import settled
from storage import tables

MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # a Monday
NOW = MORNING + timedelta(seconds=90)
TODAY = MORNING.date()
TOMORROW = MORNING + timedelta(days=1)
PLATFORM = "telegram"
_LONG_AGO = datetime(2024, 3, 1, tzinfo=UTC)
_ZONE = "Africa/Abidjan"
_FIRST = ["Jane", "Raj", "Zoë", "José", "Mary", "Tomás", "Ana", "Kofi", "Li", "Fatima", "Olga", "Sven", "Aiko"]
_LAST = ["Doe", "Patel", "Brandt", "Ñoño", "O'Brien", "Reyes", "Kovač", "Mensah", "Wei", "Khan", "Petrova", "Berg"]
_TAGS = ["mentor", "uni", "ibm", "toronto", "club", "family", "speaker", "recruiter", "python", "book club"]
_TITLES = ["Engineer", "Product manager", "Recruiter", "Nurse", "Teacher", "Data analyst"]
_SORTS = 401  # different contacts there are


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """How many people there are, how many contacts each has, and when their next digest is."""

    people: int
    contacts: int
    digest_at: datetime = TOMORROW
    overdue: bool = False  # whether all of their contacts are, so that nobody's digest is empty
    busy: bool = False  # whether they have entries, asks, promises and things for this morning
    waiting: bool = False  # whether each has had a delivery, and has a reminder that comes tomorrow


def account_id(number: int) -> AccountId:
    return AccountId(_id(1, number))


def reminder_id(number: int) -> ReminderId:
    return ReminderId(_id(4, number))


def fill(url: str, crowd: Crowd) -> None:
    """Put all of them into an empty database, and let its planner know."""
    numbers = range(crowd.people)
    pour(url, tables.accounts, _accounts(url, crowd))
    pour(url, tables.identities, _identities(url, numbers))
    if crowd.contacts:
        sorts = [sort for sort in _sorts() if not crowd.overdue or (sort.due_on and sort.due_on < TODAY)]
        pour(url, tables.contacts, _contacts(url, crowd, sorts))
        pour(url, tables.keys, _days(url, crowd, sorts))
    if crowd.busy:
        pour(url, tables.entries, _entries(url, crowd))
        pour(url, tables.asks, _asks(url, crowd))
        pour(url, tables.promises, _promises(url, crowd))
        pour(url, tables.reminders, _of_this_morning(url, crowd))
    if crowd.waiting:
        pour(url, tables.deliveries, _sent(url, numbers))
        pour(url, tables.reminders, _of_tomorrow(url, numbers))
    settle(url)


def deliveries_of(numbers: Iterable[int]) -> Iterator[Delivery]:
    """One that is due for each of these people."""
    for number in numbers:
        yield _delivery(DeliveryId(_id(9, number)), account_id(number))


def owe(url: str, numbers: Iterable[int]) -> None:
    """Put the same into the database."""
    first = _delivery(DeliveryId(""), account_id(0))
    mould = Mould(url, tables.deliveries, values_of(first) | {"next_at": first.due_at})
    rows = (mould.cast(id=each.id, account_id=each.account_id) for each in deliveries_of(numbers))
    pour(url, tables.deliveries, rows)


def _accounts(url: str, crowd: Crowd) -> Iterator[Row]:
    mould = Mould(url, tables.accounts, values_of(_account(crowd)))
    today = raw(url, tables.accounts.c.items_on, TODAY)
    for number in range(crowd.people):
        has_items = crowd.busy and number % 5 == 0
        yield mould.cast(id=account_id(number), items_on=today if has_items else None)


def _account(crowd: Crowd) -> Account:
    return Account(
        id=account_id(0),
        created_at=_LONG_AGO,
        timezone=_ZONE,
        tag_cadences={"mentor": Cadence(count=4, unit=Unit.WEEK)},
        profile_on=TODAY + timedelta(days=60),
        digested_on=TODAY - timedelta(days=3),
        next_digest_at=crowd.digest_at,
    )


def _identities(url: str, numbers: Iterable[int]) -> Iterator[Row]:
    first = Identity(platform=PLATFORM, external_id="0", account_id=account_id(0), address="0", name="Ada")
    mould = Mould(url, tables.identities, values_of(first))
    for number in numbers:
        chat = str(1_000_000 + number)
        yield mould.cast(external_id=chat, account_id=account_id(number), address=chat)


def _contacts(url: str, crowd: Crowd, sorts: list[Contact]) -> Iterator[Row]:
    moulds = [Mould(url, tables.contacts, values_of(sort) | _folded(sort)) for sort in sorts]
    for number in range(crowd.people):
        for place in range(crowd.contacts):
            mould = moulds[_sort(number, place) % len(moulds)]
            yield mould.cast(id=_contact_id(number, place), owner=account_id(number))


def _days(url: str, crowd: Crowd, sorts: list[Contact]) -> Iterator[Row]:
    """Of the keys only the days of anniversaries: the others are not asked for in the morning."""
    days = [[key.value for key in keys_of(sort) if key.kind is KeyKind.DAY] for sort in sorts]
    mould = Mould(url, tables.keys, {"account_id": "", "kind": KeyKind.DAY.value, "value": "", "contact_id": ""})
    for number in range(crowd.people):
        for place in range(crowd.contacts):
            for day in days[_sort(number, place) % len(days)]:
                yield mould.cast(account_id=account_id(number), value=day, contact_id=_contact_id(number, place))


def _entries(url: str, crowd: Crowd) -> Iterator[Row]:
    """Twenty touches and six favours of each, the favours within the last year."""
    first: Mapping[str, Any] = {
        "id": "",
        "account_id": "",
        "contact_id": "",
        "kind": "touch",
        "happened_on": TODAY,
        "what": "coffee",
        "search_text": "coffee",
        "recorded_at": _LONG_AGO,
        "voided_at": None,
    }
    mould = Mould(url, tables.entries, first)
    days = [raw(url, tables.entries.c.happened_on, TODAY - timedelta(days=ago)) for ago in range(400)]
    for number in range(crowd.people):
        for place in range(26):
            kind = "touch" if place < 20 else "got" if place % 2 else "gave"
            yield mould.cast(
                id=_id(3, number * 26 + place),
                account_id=account_id(number),
                contact_id=_contact_id(number, place * 7 % crowd.contacts),
                kind=kind,
                happened_on=days[(number * 31 + place * 97) % (400 if kind == "touch" else 350)],
            )


def _asks(url: str, crowd: Crowd) -> Iterator[Row]:
    """One of each, of which today's digest speaks with every third."""
    first = Ask(
        id=AskId(""),
        account_id=account_id(0),
        contact_id=ContactId(""),
        what="a referral at IBM",
        asked_on=TODAY - timedelta(days=10),
        next_on=TODAY,
    )
    mould = Mould(url, tables.asks, values_of(first))
    later = raw(url, tables.asks.c.next_on, TODAY + timedelta(days=4))
    for number in range(crowd.people):
        theirs = {"account_id": account_id(number), "contact_id": _contact_id(number, 1)}
        yield mould.cast(id=_id(5, number), **theirs, **({} if number % 3 == 0 else {"next_on": later}))


def _promises(url: str, crowd: Crowd) -> Iterator[Row]:
    """One of each, of which today's digest speaks with every fourth."""
    first = Promise(
        id=PromiseId(""),
        account_id=account_id(0),
        contact_id=ContactId(""),
        what="an introduction to Raj",
        promised_on=TODAY - timedelta(days=5),
        due_on=TODAY + timedelta(days=1),
        next_on=TODAY,
    )
    mould = Mould(url, tables.promises, values_of(first))
    later = raw(url, tables.promises.c.next_on, TODAY + timedelta(days=6))
    for number in range(crowd.people):
        theirs = {"account_id": account_id(number), "contact_id": _contact_id(number, 2 % crowd.contacts)}
        yield mould.cast(id=_id(6, number), **theirs, **({} if number % 4 == 0 else {"next_on": later}))


def _of_this_morning(url: str, crowd: Crowd) -> Iterator[Row]:
    """A reminder without an hour, of every fifth."""
    first = _reminder(on=TODAY, at=None)
    mould = Mould(url, tables.reminders, {**values_of(first), "day": TODAY})
    for number in range(0, crowd.people, 5):
        yield mould.cast(id=_id(7, number), account_id=account_id(number))


def _of_tomorrow(url: str, numbers: Iterable[int]) -> Iterator[Row]:
    """A reminder with an hour of its own, of each."""
    first = _reminder(on=TOMORROW.date(), at=TOMORROW.time())
    mould = Mould(url, tables.reminders, {**values_of(first), "day": TOMORROW.date(), "next_at": TOMORROW})
    for number in numbers:
        yield mould.cast(id=reminder_id(number), account_id=account_id(number))


def _reminder(on: date, at: time | None) -> Reminder:
    return Reminder(
        id=ReminderId(""),
        account_id=account_id(0),
        created_at=_LONG_AGO,
        text="send the article",
        timezone=_ZONE,
        on=on,
        at=at,
    )


def _sent(url: str, numbers: Iterable[int]) -> Iterator[Row]:
    """Last Friday's digest of each."""
    friday = MORNING - timedelta(days=3)
    values = values_of(_delivery(DeliveryId(""), account_id(0))) | {
        "key": f"digest:{friday.date()}",
        "state": State.SENT,
        "due_at": friday,
        "not_after": friday + timedelta(hours=12),
        "settled_at": friday,
        "next_at": friday,
    }
    mould = Mould(url, tables.deliveries, values)
    for number in numbers:
        yield mould.cast(id=_id(8, number), account_id=account_id(number))


def _delivery(id_: DeliveryId, owner: AccountId) -> Delivery:
    return Delivery(
        id=id_,
        account_id=owner,
        kind=Kind.REMINDER,
        key=f"bench:{TODAY}",
        subject=id_,
        due_at=MORNING,
        not_after=MORNING + timedelta(hours=12),
    )


def _sorts() -> list[Contact]:
    """Believable contacts: a quarter has a cadence, half of those are due; tags, birthdays, silent ones."""
    chance = random.Random(7)
    return [_contact(chance) for _ in range(_SORTS)]


def _contact(chance: random.Random) -> Contact:
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {chance.randrange(1000)}"
    link = fold(name).replace(" ", "-")
    handles = [
        Handle(kind=kind, value=value)
        for kind, value, share in (
            ("linkedin", f"in/{link}", 0.7),
            ("email", f"{link}@example.org", 0.3),
            ("phone", f"+1416555{chance.randrange(10_000):04}", 0.15),
        )
        if chance.random() < share
    ]
    born = PartialDate(month=chance.randint(1, 12), day=chance.randint(1, 28))
    kept = chance.random() < 0.27
    cadence = Cadence(count=chance.randint(2, 12), unit=Unit.WEEK)
    touched = kept or chance.random() < 0.4
    ago = chance.randrange(2 * cadence.days) if kept else chance.randrange(1200)
    contact = Contact(
        id=ContactId(""),
        owner=account_id(0),
        name=name,
        created_at=_LONG_AGO,
        cadence_since=_LONG_AGO.date(),
        quiet_since=_LONG_AGO.date(),
        company=f"Company {chance.randrange(90)}" if chance.random() < 0.8 else "",
        title=chance.choice(_TITLES) if chance.random() < 0.8 else "",
        how_met="at a meetup about data" if chance.random() < 0.2 else "",
        met_on=TODAY - timedelta(days=chance.randrange(ago + 1, 3000)),
        notes="Two children, likes hiking, knows the people at the library." if chance.random() < 0.2 else "",
        tags=tuple(chance.sample(_TAGS, chance.randint(1, 2))) if chance.random() < 0.3 else (),
        handles=tuple(handles),
        dates=(Anniversary(label="birthday", on=born),) if chance.random() < 0.25 else (),
        keep=Keep.OWN if kept else Keep.TAGS,
        cadence=cadence if kept else None,
        last_touch_on=TODAY - timedelta(days=ago) if touched else None,
    )
    return settled(contact, _account(Crowd(people=1, contacts=1)))


def _folded(contact: Contact) -> dict[str, str]:
    return {"sort_name": fold(contact.name), "search_text": search_text(contact)}


def _sort(number: int, place: int) -> int:
    return number * 89 + place


def _contact_id(number: int, place: int) -> ContactId:
    return ContactId(_id(2, number * 1000 + place))


def values_of(fact: Any) -> dict[str, Any]:
    """The fields of a fact by name, as its columns are called."""
    return {field.name: getattr(fact, field.name) for field in fields(fact)}


def _id(kind: int, number: int) -> str:
    """Twelve letters, the same for the same number and in no order, as those of real rows are."""
    return f"{((kind << 40) + number) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFF:012x}"
