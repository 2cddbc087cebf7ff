"""When somebody is due: computed from the facts, never chained from the due date before."""

from dataclasses import replace
from datetime import date, timedelta

from core.facts.account import Account
from core.facts.cadence import Cadence
from core.facts.digests import Prospect
from core.facts.keys import fold
from core.facts.people import Contact, Keep, Status


def cadence_of(contact: Contact | Prospect, account: Account) -> Cadence | None:
    """The cadence that counts: the contact's own beats its tags' (the shortest), which beats the default."""
    if contact.keep is Keep.OWN:
        return contact.cadence
    if contact.keep is Keep.NEVER:
        return None
    tagged = [account.tag_cadences[fold(tag)] for tag in contact.tags if fold(tag) in account.tag_cadences]
    if tagged:
        return min(tagged, key=lambda cadence: cadence.days)
    return account.default_cadence if contact.keep is Keep.USUAL else None


def due_on(contact: Contact, account: Account) -> date | None:
    """The day from which Reachwell suggests to write; None: never.

    max(max(last touch, cadence start) + cadence, snoozed until), so that a back-dated touch never moves it
    back (DESIGN.md, «Facts»). A snooze without a cadence is a date of its own, until
    they have spoken on it or after it.
    """
    if contact.status not in (Status.ACTIVE, Status.PAUSED):
        return None
    if contact.status is Status.PAUSED and contact.paused_until is None:
        return None
    days: list[date] = []
    if cadence := cadence_of(contact, account):
        days.append(cadence.after(max(contact.last_touch_on or contact.cadence_since, contact.cadence_since)))
    snoozed = contact.snoozed_until
    if snoozed and (days or contact.last_touch_on is None or contact.last_touch_on < snoozed):
        days.append(snoozed)
    if days and contact.status is Status.PAUSED and contact.paused_until:
        days.append(contact.paused_until)
    return max(days, default=None)


def settled(contact: Contact, account: Account) -> Contact:
    """The contact with everything that is derived derived again; whoever changes one saves this."""
    quiet_since = contact.last_touch_on or contact.met_on or contact.cadence_since
    return replace(contact, due_on=due_on(contact, account), quiet_since=quiet_since)


def comes_up_on(contact: Contact, account: Account, today: date) -> date | None:
    """The day of the first digest, after today's, in which somebody who is due may stand; None: never."""
    if contact.due_on is None or not account.digest_days:
        return None
    first = max(contact.due_on, today + timedelta(days=1))
    return next(
        day for day in (first + timedelta(days=ahead) for ahead in range(7)) if day.weekday() in account.digest_days
    )


def begun(before: Contact, was: Account, contact: Contact, account: Account, today: date) -> Contact:
    """The changed contact, settled; a cadence that is new or another one starts to count today."""
    if cadence_of(contact, account) != cadence_of(before, was):
        contact = replace(contact, cadence_since=today)
    return settled(contact, account)


def touched(contact: Contact, account: Account, on: date) -> Contact:
    """The contact after a touch on this day; an earlier day than the last touch changes nothing."""
    if contact.last_touch_on is not None and on <= contact.last_touch_on:
        return contact
    return settled(replace(contact, last_touch_on=on), account)
