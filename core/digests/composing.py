"""A planned digest as it is true when it is sent: many at once, and what follows from their having arrived."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.asks import life, promises
from core.chat.command import today_of
from core.delivery.composing import Composed
from core.delivery.mornings import is_paused, rescheduled
from core.digests.deciding import is_profile_due, is_wanted
from core.digests.ranking import may_be_shown
from core.digests.things import Known, shown_of, there
from core.digests.wording import show_digest
from core.facts.account import Account
from core.facts.asks import Ask, Promise
from core.facts.delivery import Delivery
from core.facts.digests import Because, Digest, Item, ItemKind
from core.facts.ids import AskId, ContactId, DeliveryId, DigestId, PromiseId, ReminderId
from core.facts.people import Contact
from core.facts.reminders import Reminder
from core.people.resting import SILENT
from core.people.tuning import days_of
from core.reminders import mornings
from core.reminders.missed import Missed, missed_by
from core.store import Transaction


async def compose_digests(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """The digests of these deliveries, with what is still to be said; those with nothing left are not there.

    Whoever was talked to, snoozed, hidden or paused since it was planned is left out, and whatever was answered.
    Only when it has been sent do its people count as shown, and move its things on.
    """
    digests = {each.id: each for each in await tx.digests.of([(a.id, DigestId(d.subject)) for a, d in batch])}
    planned = [(account, delivery, digests.get(DigestId(delivery.subject))) for account, delivery in batch]
    made = [_Made(account, delivery, digest) for account, delivery, digest in planned if digest is not None]
    known = await _known(tx, made)
    with_items = [
        each.account for each in made if each.account.items_on and each.account.items_on <= each.digest.day
    ]
    missed = await missed_by(tx, with_items, now) if with_items else {}
    composed: dict[DeliveryId, Composed] = {}
    for each in made:
        if (message := _composed(each, known, missed.get(each.account.id), now)) is not None:
            composed[each.delivery.id] = message
    return composed


async def known_of(tx: Transaction, digest: Digest) -> Known:
    """Everything that one digest speaks of, as it is now, answered or not."""
    owner = digest.account_id
    reminded = [ReminderId(each.subject) for each in digest.items if each.kind is ItemKind.REMINDER]
    asked = [AskId(each.subject) for each in digest.items if each.kind is ItemKind.ASK]
    promised = [PromiseId(each.subject) for each in digest.items if each.kind is ItemKind.PROMISE]
    reminders = await tx.reminders.get(owner, reminded) if reminded else ()
    asks = await tx.asks.get(owner, asked) if asked else ()
    kept = await tx.promises.get(owner, promised) if promised else ()
    people = await tx.people.get(owner, _about([digest], reminders, asks, kept))
    return _as_known(people, reminders, asks, kept)


@dataclass(frozen=True, slots=True)
class _Made:
    """A digest that is to be sent."""

    account: Account
    delivery: Delivery
    digest: Digest


async def _known(tx: Transaction, made: Sequence[_Made]) -> Known:
    """What these digests speak of that is still to be said: set-based."""
    kinds = {item.kind for each in made for item in each.digest.items}
    days = [(each.account.id, each.digest.day) for each in made]
    reminders = await tx.reminders.of_mornings(days) if ItemKind.REMINDER in kinds else ()
    asks = await tx.asks.due(days) if ItemKind.ASK in kinds else ()
    promised = await tx.promises.due(days) if ItemKind.PROMISE in kinds else ()
    people = _about([each.digest for each in made], reminders, asks, promised)
    contacts = await tx.digests.contacts([owner for owner, _day in days], people) if people else ()
    return _as_known(contacts, reminders, asks, promised)


def _about(
    digests: Sequence[Digest], reminders: Sequence[Reminder], asks: Sequence[Ask], promised: Sequence[Promise]
) -> Collection[ContactId]:
    """Everybody of whom these digests speak."""
    people = {pick.contact_id for digest in digests for pick in digest.picks}
    people |= {each.contact_id for each in reminders if each.contact_id is not None}
    return people | {each.contact_id for each in asks} | {each.contact_id for each in promised}


def _as_known(
    contacts: Sequence[Contact], reminders: Sequence[Reminder], asks: Sequence[Ask], promised: Sequence[Promise]
) -> Known:
    return Known(
        contacts={each.id: each for each in contacts},
        reminders={each.id: each for each in reminders},
        asks={each.id: each for each in asks},
        promises={each.id: each for each in promised},
    )


def _composed(made: _Made, known: Known, missed: Missed | None, now: datetime) -> Composed | None:
    account = made.account
    digest = _still_true(made, known, today_of(account, now))
    told = missed.lines if missed else ()
    if not digest.picks and not digest.items and not told:
        return None
    shown = shown_of(digest.items, len(digest.picks))
    people = [pick.contact_id for pick in digest.picks]

    async def sent(tx: Transaction) -> None:
        if shown or missed:
            await tx.accounts.get([account.id])  # held first, as by whoever answers: else each waits for the other
        if people:
            await tx.digests.mark_suggested(people, digest.day)
        if shown or missed:
            await _move_on(tx, account, digest.day, shown, missed, now)

    return Composed(reply=show_digest(digest, account, known, today_of(account, now), missed=told), when_sent=sent)


def _still_true(made: _Made, known: Known, today: date) -> Digest:
    """The digest with what is still to be said; while everything is paused only what was set for the day."""
    account, digest = made.account, made.digest
    paused = is_paused(account, today)
    items = [
        item
        for item in there(digest, known)
        if _is_still_wanted(item, account, known, digest.day) and (item.kind is ItemKind.REMINDER or not paused)
    ]
    picks = [
        pick
        for pick in digest.picks
        if not paused and _is_still_worth(known.contacts.get(pick.contact_id), digest.day, today)
    ]
    return replace(digest, items=tuple(items), picks=tuple(picks))


def _is_still_wanted(item: Item, account: Account, known: Known, day: date) -> bool:
    match item.kind:
        case ItemKind.REMINDER:
            about = known.reminders[item.subject].contact_id
            return about is None or about not in known.contacts or known.contacts[about].status not in SILENT
        case ItemKind.ASK:
            return is_wanted(known.asks[item.subject], account, known.contacts, day)
        case ItemKind.PROMISE:
            return is_wanted(known.promises[item.subject], account, known.contacts, day)
        case ItemKind.PROFILE:
            return is_profile_due(account, day)


def _is_still_worth(contact: Contact | None, day: date, today: date) -> bool:
    """Whether somebody is still to be reached out to: there, to be shown, and not talked to since that day."""
    if contact is None or not may_be_shown(contact, today):
        return False
    return contact.last_touch_on is None or contact.last_touch_on < day


async def _move_on(
    tx: Transaction, account: Account, day: date, shown: Sequence[Item], missed: Missed | None, now: datetime
) -> None:
    """Let what this digest has said come again when it should. What was answered in the meantime is left alone."""
    ids = {item.subject for item in shown}
    kinds = {item.kind for item in shown}
    mine = [(account.id, day)]
    if ItemKind.ASK in kinds:
        asks = [each for each in await tx.asks.due(mine) if each.id in ids]
        await tx.asks.speak_again([life.spoken(each, account, day) for each in asks])
    if ItemKind.PROMISE in kinds:
        promised = [each for each in await tx.promises.due(mine) if each.id in ids]
        await tx.promises.speak_again([promises.spoken(each, account, day) for each in promised])
    if ItemKind.REMINDER in kinds:
        reminders = [each for each in await tx.reminders.of_mornings(mine) if each.id in ids]
        await mornings.shown(tx, account, reminders, day)
    if missed:
        await tx.deliveries.told(missed.ids)
    if not missed and not kinds & {ItemKind.REMINDER, ItemKind.PROFILE}:
        return
    for current in await tx.accounts.get([account.id]):
        profile_on = day + timedelta(days=days_of(current, Because.PROFILE))
        # What was missed while this was on its way is told tomorrow.
        left = day + timedelta(days=1) if await tx.deliveries.untold([current.id]) else None
        first = await tx.reminders.first_mornings([current.id])
        days = [each for each in (first.get(current.id), left) if each is not None]
        after = replace(
            current,
            items_on=min(days, default=None),
            profile_on=profile_on if ItemKind.PROFILE in kinds else current.profile_on,
        )
        await tx.accounts.schedule_digests([rescheduled(after, now)])
