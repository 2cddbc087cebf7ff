"""Rules about silence: the rhythm that was wished for, the first days after meeting, and years without a word."""

from datetime import date, timedelta

from core.digests.rules.candidate import Candidate
from core.facts.digests import Because, Encounter, Prospect, Reason
from core.facts.people import Keep
from core.people.old_ties import old_tie_until

FOLLOW_UP_FOR = 14  # days: after that a first meeting is no longer fresh
RECENT = timedelta(days=365)  # favours that are looked at


def keep_in_touch(candidate: Candidate, _days: int, today: date) -> Reason | None:
    """Who has been silent for longer than the owner wished: the heart of keeping a network before one needs it
    (Harvey Mackay, "Dig Your Well Before You're Thirsty").

    The due day has cadence and snooze in it (core/people/due.py). A snooze without a rhythm comes back once.
    """
    contact, cadence = candidate.contact, candidate.cadence
    if contact.due_on is None or contact.due_on > today:
        return None
    if cadence is None and contact.suggested_on and contact.due_on <= contact.suggested_on < today:
        return None
    if contact.last_touch_on is None:
        return Reason(because=Because.WAITING, cadence=cadence)
    balance = candidate.balance
    got = balance.latest_got if balance and not balance.unthanked else None  # an owed thank-you is a reason itself
    if got is None or today - got.happened_on > RECENT or not got.what:
        return Reason(because=Because.OVERDUE, since=contact.last_touch_on, cadence=cadence)
    return Reason(
        because=Because.OVERDUE, since=contact.last_touch_on, cadence=cadence, what=got.what, on=got.happened_on
    )


def follow_up(candidate: Candidate, days: int, today: date) -> Reason | None:
    """Whom the owner met `days` ago and has not spoken to since: the common advice is to write within 48 hours,
    while both still know what they talked about.

    They met on the day that the card says; or on the day they were added, when the card says how they met. Merely
    adding or importing somebody is no meeting, nor is connecting with them in a social network. Of those met at an
    event, also of whoever was known before, it speaks from the day after on.
    """
    contact = candidate.contact
    if (met := candidate.met_at) and is_fresh(met, contact, days, today):
        return Reason(because=Because.FOLLOW_UP, on=met.on, what=met.at)
    if contact.keep is Keep.TAGS:
        return None
    met_on = contact.met_on
    if met_on is None and contact.tells_how_met and not contact.imported and contact.last_touch_on is None:
        met_on = contact.created_at.date()
    if met_on is None or not days <= (today - met_on).days <= days + FOLLOW_UP_FOR:
        return None
    if contact.last_touch_on is not None and contact.last_touch_on > met_on:
        return None
    return Reason(because=Because.FOLLOW_UP, on=met_on)


def is_fresh(met: Encounter, contact: Prospect, days: int, today: date) -> bool:
    """Whether somebody met at an event, on a day before, has not been spoken to since."""
    if contact.last_touch_on is not None and contact.last_touch_on > met.on:
        return False
    return 1 <= (today - met.on).days <= days + FOLLOW_UP_FOR


def dormant(candidate: Candidate, days: int, today: date) -> Reason | None:
    """Who has not been heard of for `days`, and whom no rhythm brings up: people one knew well once bring newer
    ideas than those one sees every week (Levin, Walter and Murnighan, "Dormant Ties", 2011).

    Of those whom an import has brought and nobody has chosen only who was once spoken to, long ago: it promises so.
    """
    contact = candidate.contact
    if candidate.cadence is not None or contact.quiet_since >= today - timedelta(days=days):
        return None
    spoke = contact.last_touch_on
    if contact.keep is Keep.TAGS and (spoke is None or spoke > old_tie_until(today)):
        return None
    if contact.last_touch_on is None:
        return Reason(because=Because.DORMANT, on=contact.met_on)
    return Reason(because=Because.DORMANT, since=contact.last_touch_on)
