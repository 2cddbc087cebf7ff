"""One's own calendar, for other programs to read: what one goes to, and one's reminders.

Whoever knows the address reads it; so it holds nothing of others but what stands in a reminder's own words.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.chat.command import today_of
from core.chat.telling import tell_thing
from core.chat.words import Reader, plain
from core.facts.account import Account
from core.facts.events import Event, Rsvp, Series
from core.facts.ids import EventId, SeriesId
from core.facts.people import Contact
from core.facts.recurrence import Frequency
from core.facts.reminders import Reminder
from core.ical.rules import rule_of
from core.ical.writing import calendar
from core.reminders.composing import is_silent, people_of
from core.store import Store, Transaction

NAME = "reachwell.ics"
TITLE = "Reachwell"
BEHIND, AHEAD = timedelta(days=60), timedelta(days=400)
CALLED_OFF = timedelta(days=30)  # for so long what was called off is shown as that
LASTS = 15  # minutes, of a reminder
MOST = 2_000  # events; and a quarter as many reminders
_TOKEN = re.compile(r"[\w-]{20,64}", re.ASCII)
_COMES = frozenset({Rsvp.GOING, Rsvp.MAYBE})
_TOO_OFTEN = frozenset({Frequency.HOURLY, Frequency.MINUTELY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What a calendar is written of."""

    events: tuple[Event, ...]
    series: tuple[Series, ...]


async def calendar_at(store: Store, clock: Callable[[], datetime], token: str) -> bytes | None:
    """The calendar behind an address, the same bytes as long as nothing changes; None where there is none."""
    if not _TOKEN.fullmatch(token):
        return None
    now = clock()
    async with store.read() as tx:
        owner = await tx.feeds.behind(token)
        accounts = await tx.accounts.get([owner]) if owner is not None else ()
        if not accounts:
            return None
        agenda = await agenda_of(tx, accounts[0], now)
    return await written(agenda, now)


async def agenda_of(tx: Transaction, account: Account, now: datetime) -> Agenda:
    """What somebody goes to, or may go to, and of what they want to be reminded."""
    today = today_of(account, now)
    found = await tx.events.between(account.id, today - BEHIND, today + AHEAD)
    events = [_alone(each) for each in found if each.rsvp in _COMES and _is_shown(each, now)][:MOST]
    reminders = await tx.reminders.coming(account.id, MOST // 4)
    people = await people_of(tx, reminders)
    reader = Reader(account.locale, account.timezone, today)
    series: list[Series] = []
    for each in reminders:
        contact = people.get(each.contact_id) if each.contact_id is not None else None
        if not is_silent(contact):
            once, again = _reminded(each, contact, reader)
            events += once
            series += again
    return Agenda(events=tuple(events), series=tuple(series))


async def written(agenda: Agenda, now: datetime) -> bytes:
    """As a file (RFC 5545). In a thread: a thousand events take a second."""
    return await asyncio.to_thread(_written, agenda, datetime(now.year, 1, 1, tzinfo=UTC))


@lru_cache(maxsize=32)  # calendar apps ask again and again, and mostly nothing has changed
def _written(agenda: Agenda, year: datetime) -> bytes:
    return calendar(agenda.events, agenda.series, year, name=TITLE)


def _is_shown(event: Event, now: datetime) -> bool:
    return not event.cancelled or (event.changed_at is not None and now - event.changed_at <= CALLED_OFF)


def _alone(event: Event) -> Event:
    """A day of a series as an event by itself: each of them has an answer of its own, which a rule cannot say."""
    return replace(event, series_id=None, occurrence="")


def _reminded(reminder: Reminder, contact: Contact | None, reader: Reader) -> tuple[list[Event], list[Series]]:
    """A reminder as calendars know it: the next time, or a rule that can say it; and when it is snoozed to."""
    title = plain(tell_thing(reminder, contact), reader)
    events: list[Event] = []
    if reminder.snoozed_until is not None:
        there = reminder.snoozed_until.astimezone(ZoneInfo(reminder.timezone))
        events.append(
            _event(reminder, title, there.date(), there.time().replace(microsecond=0, fold=0), "#snoozed")
        )
    if reminder.on is None:
        return events, []
    again = reminder.recurrence
    if again is None or again.freq in _TOO_OFTEN or again.count is not None:
        # So many times in all, of which some are over, no rule that begins today can say.
        return [*events, _event(reminder, title, reminder.on, reminder.at)], []
    series = Series(
        id=SeriesId(reminder.id),
        account_id=reminder.account_id,
        created_at=reminder.created_at,
        origin=f"reminder:{reminder.id}",
        title=title,
        on=reminder.on,
        timezone=reminder.timezone,
        rule=rule_of(again),
        at=reminder.at,
        lasts=LASTS if reminder.at is not None else None,
    )
    return events, [series]


def _event(reminder: Reminder, title: str, on: date, at: time | None, mark: str = "") -> Event:
    end = datetime.combine(on, at) + timedelta(minutes=LASTS) if at is not None else None
    return Event(
        id=EventId(reminder.id),
        account_id=reminder.account_id,
        created_at=reminder.created_at,
        origin=f"reminder:{reminder.id}{mark}",
        title=title,
        on=on,
        timezone=reminder.timezone,
        at=at,
        until_on=end.date() if end is not None else None,
        until_at=end.time() if end is not None else None,
    )
