"""Facts to store: whatever a test does not care about has a value already."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.facts.account import Account, Deed, Identity, Question, Step
from core.facts.asks import Ask, Promise
from core.facts.calendars import CalendarAddress, Feed
from core.facts.delivery import Delivery, Kind
from core.facts.digests import Digest, Pick
from core.facts.drafts import Template
from core.facts.events import Attendee, Event, Rsvp, Series, Terms
from core.facts.handshakes import CardCode, Exchange, OwnCard
from core.facts.ids import (
    AccountId,
    AskId,
    CardCodeId,
    ContactId,
    DeedId,
    DeliveryId,
    DigestId,
    EntryId,
    EventId,
    ExchangeId,
    FeedId,
    ImportId,
    LinkCodeId,
    MergeId,
    PostId,
    PromiseId,
    QuestionId,
    ReminderId,
    new_id,
)
from core.facts.imports import Import, ImportState
from core.facts.linking import LinkCode, Merge
from core.facts.people import Contact, Direction, Favour, Touch
from core.facts.posts import Post
from core.facts.reminders import Reminder
from core.facts.targets import Target
from core.store import Store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
HOUR = timedelta(hours=1)


def account(**fields: Any) -> Account:
    return Account(**{"id": AccountId(new_id()), "created_at": NOW, **fields})


def identity(of: Account, platform: str = "telegram", **fields: Any) -> Identity:
    made = {"platform": platform, "external_id": f"x{of.id}", "account_id": of.id, "address": "1"}
    return Identity(**{**made, **fields})


async def signed_up(store: Store, platform: str = "telegram", **fields: Any) -> Account:
    """An account that is there already, with one identity."""
    made = account(**fields)
    async with store.write() as tx:
        await tx.accounts.add(made, identity(made, platform))
    return made


def contact(of: Account, name: str, **fields: Any) -> Contact:
    made = {"id": new_id(), "owner": of.id, "name": name, "created_at": NOW}
    return Contact(**{**made, "cadence_since": TODAY, "quiet_since": TODAY, **fields})


async def known(store: Store, of: Account, *people: Contact | str) -> list[Contact]:
    """Contacts that are there already."""
    contacts = [contact(of, each) if isinstance(each, str) else each for each in people]
    async with store.write() as tx:
        await tx.people.add(contacts)
    return contacts


def touch(of: Contact, on: date = TODAY, what: str = "coffee", **fields: Any) -> Touch:
    made = {"id": EntryId(new_id()), "contact_id": of.id, "happened_on": on, "what": what, "recorded_at": NOW}
    return Touch(**{**made, **fields})


def favour(of: Contact, direction: Direction, on: date = TODAY, what: str = "an intro", **fields: Any) -> Favour:
    made = {"id": EntryId(new_id()), "contact_id": of.id, "happened_on": on, "what": what, "recorded_at": NOW}
    return Favour(**{**made, "direction": direction, **fields})


def question(of: Account, **fields: Any) -> Question:
    made = {"id": QuestionId(new_id()), "account_id": of.id, "command": "met", "asking": "contact"}
    return Question(**{**made, "asked_at": NOW, "listening": True, **fields})


def deed(of: Account, *steps: Step, **fields: Any) -> Deed:
    made = {"id": DeedId(new_id()), "account_id": of.id, "request": new_id(), "done_at": NOW}
    return Deed(**{**made, "what": "Met {names}", "names": ("Jane",), "steps": steps, **fields})


def digest(of: Account, *people: Contact, **fields: Any) -> Digest:
    picks = tuple(Pick(contact_id=ContactId(each.id), reasons=(), score=1.5) for each in people)
    made = {"id": DigestId(new_id()), "account_id": of.id, "day": TODAY, "picks": picks, "made_at": NOW}
    return Digest(**{**made, **fields})


def reminder(of: Account, **fields: Any) -> Reminder:
    """At an hour of today, in Paris."""
    made = {"id": ReminderId(new_id()), "account_id": of.id, "created_at": NOW, "text": "call"}
    return Reminder(**{**made, "timezone": "Europe/Paris", "on": TODAY, "at": time(18), **fields})


def ask(contact: Contact, **fields: Any) -> Ask:
    made = {"id": AskId(new_id()), "account_id": contact.owner, "contact_id": contact.id, "what": "an intro"}
    return Ask(**{**made, "asked_on": TODAY, "next_on": TODAY, **fields})


def promise(contact: Contact, **fields: Any) -> Promise:
    made = {"id": PromiseId(new_id()), "account_id": contact.owner, "contact_id": contact.id, "what": "an intro"}
    return Promise(**{**made, "promised_on": TODAY, "next_on": TODAY, **fields})


def delivery(of: Account, **fields: Any) -> Delivery:
    made = {"id": DeliveryId(new_id()), "account_id": of.id, "kind": Kind.DIGEST, "key": new_id()}
    return Delivery(**{**made, "subject": new_id(), "due_at": NOW, "not_after": NOW + 6 * HOUR, **fields})


def staged(of: Account, **fields: Any) -> Import:
    made = {"id": ImportId(new_id()), "account_id": of.id, "state": ImportState.STAGED, "staged_at": NOW}
    return Import(**{**made, **fields})


def series(of: Account, **fields: Any) -> Series:
    made = {"id": new_id(), "account_id": of.id, "created_at": NOW, "origin": f"event:{new_id()}", "on": TODAY}
    return Series(**{**made, "title": "Breakfast 🦊", "timezone": "Europe/Paris", "rule": "FREQ=WEEKLY", **fields})


def event(of: Account, **fields: Any) -> Event:
    made = {"id": EventId(new_id()), "account_id": of.id, "created_at": NOW, "title": "Breakfast"}
    return Event(**{**made, "origin": new_id(), "on": date(2026, 12, 1), "timezone": "Europe/Paris", **fields})


def code(of: Account, first: str = "K7QP", **fields: Any) -> LinkCode:
    made = {"id": LinkCodeId(new_id()), "account_id": of.id, "first": first, "salt": "s", "hashed": "h"}
    return LinkCode(**{**made, "expires_at": NOW + HOUR, **fields})


def merge(of: Account, other: Account) -> Merge:
    """Of the other account into this one."""
    return Merge(id=MergeId(new_id()), account_id=of.id, other_id=other.id, merged_at=NOW, before=of, after=of)


def attendee(of: Account, to: EventId, **fields: Any) -> Attendee:
    made = {"event_id": to, "account_id": of.id, "name": "Ada 🦊", "rsvp": Rsvp.GOING, "since": NOW}
    return Attendee(**{**made, **fields})


def post(of: Event, **fields: Any) -> Post:
    made = {"id": PostId(new_id()), "account_id": of.account_id, "event_id": of.id, "platform": "telegram"}
    return Post(**{**made, "address": "-1", "message_id": new_id(), **fields})


def feed(of: Account, **fields: Any) -> Feed:
    made = {"id": FeedId(new_id()), "account_id": of.id, "url": f"https://example.com/{new_id()}.ics"}
    return Feed(**{**made, "added_at": NOW, "next_at": NOW, **fields})


def address(of: Account) -> CalendarAddress:
    return CalendarAddress(account_id=of.id, token=new_id(), made_at=NOW)


def own_card(of: Account) -> OwnCard:
    return OwnCard(account_id=of.id, name="Ada 🦊", hidden=frozenset({"title"}))


def card_code(of: Account) -> CardCode:
    made = {"id": CardCodeId(new_id()), "account_id": of.id, "event_id": None}
    return CardCode(**made, made_at=NOW, expires_at=NOW + HOUR)


def exchange(of: Account, other: Account, **fields: Any) -> Exchange:
    made = {"id": ExchangeId(new_id()), "account_id": of.id, "other_id": other.id, "event_id": None}
    return Exchange(**{**made, "where": "Café", "on": TODAY, "made_at": NOW, "answers": {of.id: True}, **fields})


def template(of: Account) -> Template:
    return Template(account_id=of.id, occasion="thanks", text="\n🦊")


async def planned(store: Store, of: Account) -> None:
    """What comes with events: a row in every table that is about them."""
    evening = event(of)
    async with store.write() as tx:
        await tx.events.add([evening])
        await tx.series.add([series(of, terms=Terms(organiser=of.id, capacity=3))])
        await tx.attendees.save([attendee(of, evening.id)])
        await tx.posts.add([post(evening)])
        await tx.feeds.add(feed(of))
        await tx.feeds.keep_address(address(of))
        await tx.handshakes.keep_card(own_card(of))
        await tx.handshakes.add_code(card_code(of))
        await tx.handshakes.save(exchange(of, of))
        await tx.templates.save(template(of))


async def brought(store: Store, of: Account, *people: Contact) -> None:
    """What an import brings besides people: a row in every table that is about it."""
    staged_ = staged(of)
    async with store.write() as tx:
        await tx.imports.add(staged_)
        await tx.imports.note_changes(staged_.id, [(each, each) for each in people])
        await tx.events.add([event(of, import_id=staged_.id)])
        await tx.series.add([series(of, import_id=staged_.id)])
        await tx.targets.add(Target(account_id=of.id, company="IBM 🦊", added_at=NOW))
        await tx.apart.note(of.id, [(people[0].id, people[1].id)])
