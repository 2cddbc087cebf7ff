"""What a digest says on a morning: decided for one account from its facts; nothing is read or written here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.asks import life
from core.digests.ranking import rank
from core.digests.rules.book import rules_of
from core.digests.rules.candidate import Candidate
from core.digests.rules.silence import follow_up
from core.facts.account import Account
from core.facts.asks import Ask, Promise
from core.facts.digests import Because, Digest, Encounter, Item, ItemKind, Prospect
from core.facts.ids import ContactId, DigestId, EntryId, new_id
from core.facts.people import Balance, Contact
from core.facts.reminders import Reminder
from core.people.due import cadence_of
from core.people.tuning import days_of, is_on, speaks

MOST_ITEMS = 30  # that a digest knows of; it shows a handful of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """What is known of one account on its day, before anything is decided.

    While everything is paused there are only reminders and what was missed; on a day that is none for digests also
    those who were met at an event.
    """

    account: Account
    today: date
    prospects: Sequence[Prospect] = ()
    balances: Mapping[ContactId, Balance]
    encounters: Mapping[ContactId, Encounter] = field(default_factory=dict)
    followed: Collection[EntryId] = ()
    reminders: Sequence[Reminder] = ()
    asks: Sequence[Ask] = ()
    promises: Sequence[Promise] = ()
    contacts: Mapping[ContactId, Contact]  # whom asks and promises are about
    missed: bool = False  # whether there is something to be told that never went
    whole: bool = True  # a day for people and rules, too
    asked: bool = False  # its owner wants to see it now


def decide(morning: Morning, now: datetime) -> Digest | None:
    """The digest of this morning; None when there is nothing to say."""
    account, today = morning.account, morning.today
    items = items_of(morning)
    candidates = (
        Candidate(
            contact=each,
            cadence=cadence_of(each, account),
            balance=morning.balances.get(each.id),
            met_at=morning.encounters.get(each.id),
            followed=morning.followed,
        )
        for each in morning.prospects
        if morning.whole or each.id in morning.encounters
    )
    picks = rank(
        candidates,
        rules_of(account) if morning.whole else [each for each in rules_of(account) if each.look is follow_up],
        today,
        account.digest_size,
        until=next_day(account, today),
        # One old tie a week, with the week's first digest: a network of strangers is not woken all at once.
        dormant=morning.asked or today.weekday() == min(account.digest_days, default=0),
        asked=morning.asked,
    )
    if not picks and not items and not morning.missed:
        return None
    return Digest(
        id=DigestId(new_id()), account_id=account.id, day=today, picks=picks, items=tuple(items), made_at=now
    )


def items_of(morning: Morning) -> list[Item]:
    """What stands above the people: reminders, promises, asks, and the owner's own profile; nothing about somebody
    who is not to be spoken of, and nothing for which a rule is off."""
    account, today, contacts = morning.account, morning.today, morning.contacts
    items = [Item(kind=ItemKind.REMINDER, subject=each.id) for each in morning.reminders]
    if morning.whole:
        promises = (each for each in morning.promises if is_wanted(each, account, contacts, today))
        items += [Item(kind=ItemKind.PROMISE, subject=each.id) for each in promises]
        asks = (each for each in morning.asks if is_wanted(each, account, contacts, today))
        items += [Item(kind=ItemKind.ASK, subject=each.id) for each in asks]
        if is_profile_due(account, today):
            items.append(Item(kind=ItemKind.PROFILE))
    return items[:MOST_ITEMS]


def is_wanted(of: Ask | Promise, account: Account, contacts: Mapping[ContactId, Contact], today: date) -> bool:
    """Whether a digest may speak of an ask or a promise: its person is active, and its rule is on for them."""
    contact = contacts.get(of.contact_id)
    if contact is None or not contact.is_active(today):
        return False
    rule = life.RULES.get(of.state) if isinstance(of, Ask) else Because.PROMISE
    return rule is None or speaks(account, rule, contact)


def is_profile_due(account: Account, today: date) -> bool:
    """Whether the owner's own profile wants a look: people look one up before they help, so it is to be true. Every
    quarter, unless its rule says otherwise; the first time a quarter after they came."""
    if not is_on(account, Because.PROFILE):
        return False
    came = account.created_at.astimezone(ZoneInfo(account.timezone or "UTC")).date()
    return (account.profile_on or came + timedelta(days=days_of(account, Because.PROFILE))) <= today


def next_day(account: Account, today: date) -> date:
    """The day of the digest after today's."""
    days = (today + timedelta(days=ahead) for ahead in range(1, 8))
    return next((day for day in days if day.weekday() in account.digest_days), today + timedelta(days=1))
