"""What never reached somebody, told once: one line for each reminder and each event, and a few lines at most."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.chat.command import today_of
from core.chat.reply import Reply, Span, count, lines, say
from core.chat.telling import tell_instant, tell_thing
from core.chat.words import _
from core.delivery.outbox import Composed
from core.events.moments import begins, event_of, is_over
from core.events.telling import event_line
from core.facts.account import Account
from core.facts.delivery import Delivery, Kind
from core.facts.events import Event, Rsvp
from core.facts.ids import AccountId, DeliveryId, EventId, ReminderId
from core.facts.people import Contact
from core.facts.reminders import Reminder
from core.reminders.composing import found, is_silent
from core.store import Transaction

MOST_LINES = 5
_OF_EVENTS = frozenset({Kind.EVENT, Kind.NEWS, Kind.SEAT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What one account has missed: the lines that say it (none where it is of no use any more), and of which
    deliveries they tell, for `tx.deliveries.told`."""

    lines: tuple[Span, ...]
    ids: tuple[DeliveryId, ...]


async def missed_by(tx: Transaction, accounts: Sequence[Account], now: datetime) -> Mapping[AccountId, Missed]:
    """What these accounts have missed and were not told of; those who missed nothing are not there."""
    untold: dict[AccountId, list[Delivery]] = defaultdict(list)
    for each in await tx.deliveries.untold([account.id for account in accounts]):
        untold[each.account_id].append(each)
    wanted = [
        (owner, ReminderId(each.subject))
        for owner, several in untold.items()
        for each in several
        if each.kind is Kind.REMINDER
    ]
    known = await found(tx, wanted)
    missed = [each for several in untold.values() for each in several if each.kind in _OF_EVENTS]
    events = await tx.events.of([(each.account_id, event_of(each)) for each in missed]) if missed else ()
    agenda = {(each.account_id, each.id): each for each in events}
    for each in missed:
        if each.kind is Kind.SEAT:  # it speaks of the event that was answered: theirs is a copy of that
            for copy in await tx.events.with_origins(each.account_id, [f"shared:{each.subject}"]):
                agenda[each.account_id, event_of(each)] = copy
    return {
        account.id: Missed(
            lines=(
                *_lines(untold[account.id], known, today_of(account, now)),
                *_event_lines(untold[account.id], agenda, account, now),
            ),
            ids=tuple(each.id for each in untold[account.id]),
        )
        for account in accounts
        if account.id in untold
    }


async def compose_catch_up(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """For somebody who can be reached again: what they missed. Nothing missed, nothing sent."""
    missed = await missed_by(tx, [account for account, _delivery in batch], now)
    return {
        delivery.id: _composed(missed[account.id])
        for account, delivery in batch
        if account.id in missed and missed[account.id].lines
    }


def _composed(missed: Missed) -> Composed:
    async def sent(tx: Transaction) -> None:
        await tx.deliveries.told(missed.ids)

    return Composed(reply=Reply(text=lines(say(_("While I could not reach you:")), *missed.lines)), when_sent=sent)


def _lines(
    missed: Collection[Delivery],
    known: Mapping[ReminderId, tuple[Reminder, Contact | None]],
    today: date,
) -> tuple[Span, ...]:
    """One line for each reminder, those that came last first; whatever was deleted or fell silent is left out."""
    by_subject: dict[ReminderId, list[Delivery]] = defaultdict(list)
    for each in missed:
        if each.kind is not Kind.REMINDER:
            continue
        by_subject[ReminderId(each.subject)].append(each)
    told = [
        (max(each.due_at for each in deliveries), deliveries, *known[subject])
        for subject, deliveries in by_subject.items()
        if subject in known and known[subject][0].done_at is None and not is_silent(known[subject][1])
    ]
    told.sort(key=lambda each: each[0], reverse=True)
    shown: list[Span] = [
        _line(reminder, contact, last, sum(each.stands_for for each in deliveries), today)
        for last, deliveries, reminder, contact in told[:MOST_LINES]
    ]
    if more := len(told) - len(shown):
        shown.append(count("… and {n} more: /reminders", "… and {n} more: /reminders", more))
    return tuple(shown)


def _event_lines(
    missed: Collection[Delivery],
    agenda: Mapping[tuple[AccountId, EventId], Event],
    account: Account,
    now: datetime,
) -> tuple[Span, ...]:
    """One line for each event, as it stands now: what was to be said of it, or has changed. Of one that is still to
    come that is of use; of one that is over only that it was, with the question whom they met."""
    told = dict.fromkeys(event_of(each) for each in missed if each.kind in _OF_EVENTS)
    own = (agenda.get((account.id, each)) for each in told)
    events = list({each.id: each for each in own if each is not None and each.rsvp is not Rsvp.NO}.values())
    events.sort(key=begins)
    shown: list[Span] = [
        say(_("- {event}: whom did you meet? /events"), event=event_line(each, account.timezone))
        if is_over(each, now) and not each.cancelled
        else say(_("- {event}"), event=event_line(each, account.timezone))
        for each in events[:MOST_LINES]
    ]
    if more := len(events) - len(shown):
        shown.append(count("… and {n} more: /events", "… and {n} more: /events", more))
    return tuple(shown)


def _line(reminder: Reminder, contact: Contact | None, last: datetime, times: int, today: date) -> Span:
    what, when = tell_thing(reminder, contact), tell_instant(last, reminder.timezone, today)
    if times == 1:
        return say(_("- {what} ({when})"), what=what, when=when)
    return count(
        "- {what} ({n} time, last {when})", "- {what} ({n} times, last {when})", times, what=what, when=when
    )
