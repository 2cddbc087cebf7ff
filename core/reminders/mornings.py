"""Reminders without an hour: they stand in their morning's digest, which core/digests puts together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.chat.reply import Bold, Button, Row, Span, action, say
from core.chat.telling import tell_recurrence, tell_thing
from core.chat.words import _
from core.facts.account import Account
from core.facts.ids import AccountId
from core.facts.people import Contact
from core.facts.reminders import Reminder
from core.reminders.coming import shown_in_digest
from core.reminders.composing import is_silent, people_of
from core.reminders.marks import digest_mark
from core.store import Transaction


async def of_mornings(tx: Transaction, days: Sequence[tuple[AccountId, date]]) -> Sequence[Reminder]:
    """Those that belong into the digest of each of these accounts on its day, or did before and were not shown.

    Those about somebody at rest are left out, and move on without having been shown.
    """
    reminders = await tx.reminders.of_mornings(days)
    contacts = await people_of(tx, reminders)
    silent = [each for each in reminders if each.contact_id and is_silent(contacts.get(each.contact_id))]
    if silent:
        today = dict(days)
        await tx.reminders.change([shown_in_digest(each, today[each.account_id]) for each in silent])
    return [each for each in reminders if each not in silent]


async def shown(tx: Transaction, account: Account, reminders: Sequence[Reminder], today: date) -> None:
    """Move on what a digest has shown: over, to its next day, or (until it is done) into tomorrow's again.

    `account.items_on` is to be derived again afterwards, by whoever knows what else is due.
    """
    moved = [shown_in_digest(each, today) for each in reminders]
    await tx.reminders.change([after for before, after in zip(reminders, moved, strict=True) if after != before])


def show_item(reminder: Reminder, contact: Contact | None, today: date) -> tuple[Span, Row]:
    """A line of a digest, and its buttons: they answer with a message of their own, so that the digest stays."""
    mark = digest_mark(today)
    line: Span = Bold(tell_thing(reminder, contact))
    if reminder.recurrence is not None:
        line = say(_("{what} ({every})"), what=line, every=tell_recurrence(replace(reminder.recurrence, times=())))
    return line, (
        Button(say(_("Done")), action("rdone", reminder.id, mark)),
        Button(say(_("Snooze")), action("rlater", reminder.id, mark)),
    )
