"""What a reminder's message says, written when it is sent, so that it is true then."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from core.chat.command import today_of
from core.chat.reply import Bold, Button, Reply, Row, Span, action, count, lines, say
from core.chat.telling import tell_recurrence, tell_thing
from core.chat.words import _
from core.delivery.outbox import Composed
from core.facts.account import Account
from core.facts.delivery import Delivery
from core.facts.ids import AccountId, ContactId, DeliveryId, ReminderId
from core.facts.people import Contact
from core.facts.reminders import Reminder
from core.people.resting import SILENT
from core.reminders.coming import MOST_UNANSWERED, first_of, nagging
from core.reminders.marks import sent_mark
from core.reminders.wording import missed_times
from core.store import Transaction


async def compose_reminders(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """The messages of reminders that are still wanted.

    None for one that was answered, moved or deleted since it was planned, or is about somebody who is at rest.
    """
    composed: dict[DeliveryId, Composed] = {}
    known = await found(tx, [(account.id, ReminderId(delivery.subject)) for account, delivery in batch])
    for account, delivery in batch:
        reminder, contact = known.get(ReminderId(delivery.subject), (None, None))
        if reminder is not None and is_wanted(reminder, contact):
            composed[delivery.id] = _composed(account, delivery, reminder, contact, now)
    return composed


async def found(
    tx: Transaction, wanted: Sequence[tuple[AccountId, ReminderId]]
) -> Mapping[ReminderId, tuple[Reminder, Contact | None]]:
    """These reminders of these accounts, with whom they are about."""
    reminders = await tx.reminders.of(wanted) if wanted else ()
    contacts = await people_of(tx, reminders)
    return {each.id: (each, contacts.get(each.contact_id) if each.contact_id else None) for each in reminders}


async def people_of(tx: Transaction, reminders: Sequence[Reminder]) -> Mapping[ContactId, Contact]:
    """Whom reminders of several accounts are about."""
    about = {(each.account_id, each.contact_id) for each in reminders if each.contact_id is not None}
    if not about:
        return {}
    found = await tx.digests.contacts([owner for owner, _ in about], [contact_id for _, contact_id in about])
    return {each.id: each for each in found if (each.owner, each.id) in about}


def is_wanted(reminder: Reminder, contact: Contact | None) -> bool:
    """Whether a reminder that has come still is to be said: its owner has not answered, nor moved it."""
    return reminder.done_at is None and reminder.unanswered > 0 and not is_silent(contact)


def is_silent(contact: Contact | None) -> bool:
    """Whether nothing is said of this person any more."""
    return contact is not None and contact.status in SILENT


def _composed(
    account: Account, delivery: Delivery, reminder: Reminder, contact: Contact | None, now: datetime
) -> Composed:
    async def sent(tx: Transaction) -> None:
        if not reminder.nag:
            return
        await tx.accounts.get([account.id])  # holds it: whoever answers at this moment waits, or was quicker
        for current in await tx.reminders.get(account.id, [reminder.id]):
            if current.done_at is None and current.unanswered == reminder.unanswered:
                await tx.reminders.change([nagging(current, account, now)])

    reply = _message(delivery, reminder, contact, today_of(account, now), now)
    return Composed(reply=reply, when_sent=sent)


def _message(delivery: Delivery, reminder: Reminder, contact: Contact | None, today: date, now: datetime) -> Reply:
    mark = sent_mark(delivery.due_at)
    row: Row = (
        Button(say(_("Done")), action("rdone", reminder.id, mark)),
        Button(say(_("Snooze")), action("rlater", reminder.id, mark)),
    )
    if contact is not None:
        row = (*row, Button(say(_("Card")), action("card", contact.id)))
    return Reply(
        text=lines(
            say(_("⏰ {what}"), what=Bold(tell_thing(reminder, contact))),
            missed_times(delivery.stands_for, first_of(delivery), reminder.timezone, now),
            tell_recurrence(reminder.recurrence) if reminder.recurrence and reminder.on else None,
            _nag_line(reminder),
        ),
        rows=(row,),
    )


def _nag_line(reminder: Reminder) -> Span | None:
    if not reminder.nag:
        return None
    left = MOST_UNANSWERED - reminder.unanswered
    if left > 0:
        return count(
            "I ask again every hour until you press Done, {n} more time.",
            "I ask again every hour until you press Done, {n} more times.",
            left,
        )
    if left == 0:
        return count(
            "I have asked {n} time now, and stop asking.",
            "I have asked {n} times now, and stop asking.",
            reminder.unanswered,
        )
    return None
