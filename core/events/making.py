"""Events that come again: their occurrences, made ahead as events of their own, and more of them in time."""

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from core.chat.failures import trace
from core.events.moments import settled
from core.events.understanding import Understood
from core.events.whens import end_of
from core.facts.account import Account
from core.facts.events import Event, Series, Terms
from core.facts.ids import AccountId, EventId, SeriesId, new_id
from core.ical.expanding import lasting, occurrences
from core.ical.rules import rule_of, wall_of
from core.store import Store, Transaction

AHEAD = timedelta(weeks=26)
BACK = timedelta(days=7)  # what was longer ago is not made any more: a calendar may go back for years
MOST = 60  # of one series stand ahead: half a year of what comes more often than that is a wall
TOP_UP = timedelta(days=30)  # fewer days than this are left, and no more than FEW: as many again are made
FEW = MOST // 2
BATCH = 50  # series in one transaction
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_TOO_OFTEN = re.compile(r"FREQ=(HOURLY|MINUTELY|SECONDLY)", re.IGNORECASE)

log = logging.getLogger(__name__)


def new_series(understood: Understood, account: Account, now: datetime, *, terms: Terms | None = None) -> Series:
    """The series that was understood, with none of its occurrences made yet. It must have a recurrence."""
    assert understood.recurrence is not None
    series_id = SeriesId(new_id())
    return Series(
        id=series_id,
        account_id=account.id,
        created_at=now,
        origin=f"event:{series_id}",
        title=understood.title,
        on=understood.on,
        at=understood.at,
        timezone=understood.timezone,
        rule=rule_of(understood.recurrence),
        lasts=lasting(understood.on, understood.at, understood.until_on, understood.until_at),
        place=understood.place,
        url=understood.url,
        notes=understood.notes,
        terms=terms,
        made_until=understood.on - _DAY,
    )


def new_event(understood: Understood, account: Account, now: datetime, *, terms: Terms | None = None) -> Event:
    """The one event that was understood, not settled yet."""
    event_id = EventId(new_id())
    return Event(
        id=event_id,
        account_id=account.id,
        created_at=now,
        origin=f"event:{event_id}",
        title=understood.title,
        on=understood.on,
        at=understood.at,
        timezone=understood.timezone,
        until_on=understood.until_on,
        until_at=understood.until_at,
        place=understood.place,
        url=understood.url,
        notes=understood.notes,
        terms=terms,
    )


def grown(series: Series, account: Account, now: datetime, most: int = MOST) -> tuple[Series, list[Event]]:
    """The series with its next occurrences made, settled: of half a year from now on, and no more than `most`; of
    the past only those of a week. What comes more often than that in a day is made once, and not again."""
    if series.made_until is None:
        return series, []
    first = max(series.made_until + _DAY, now.date() - BACK)
    until = max(now.date(), series.on) + AHEAD - _DAY
    found = occurrences(series, first, until, most + 1)
    goes_on = not _TOO_OFTEN.search(series.rule)
    if len(found) > most:
        until = found[most].on - _DAY  # more may come on that day
        whole = [each for each in found if each.on <= until]
        goes_on = goes_on and bool(whole)
        found = whole if goes_on else found[:most]
    goes_on = goes_on and bool(occurrences(series, until + _DAY, date.max, 1))
    events = [settled(_occurrence(series, each.key, each.on, each.at, now), account, now) for each in found]
    return replace(series, made_until=until if goes_on else None), events


async def add(tx: Transaction, series: Series, account: Account, now: datetime) -> tuple[Series, list[Event]]:
    """Keep a new series and its first occurrences."""
    series, events = grown(series, account, now)
    await tx.series.add([series])
    await tx.events.add(events)
    return series, events


async def plan_series(store: Store, now: datetime) -> int:
    """Make more occurrences of series that run short of them, a batch at a time; how many series it took.

    They are found in one transaction and written in another: to work out a rule takes a while, for which nobody is
    to wait. What was changed meanwhile is left to the next time. Planning twice changes nothing: an occurrence's
    origin is unique.
    """
    async with store.write() as tx:
        due, accounts = await _short(tx, now)
    if not due:
        return 0
    more = await asyncio.to_thread(_all_grown, due, accounts, now)
    async with store.write() as tx:
        still, accounts = await _short(tx, now)
        ready = [more[each.id] for each in still if each in due]
        await tx.series.change([after for after, _events in ready])
        await tx.events.add(
            [settled(each, accounts[each.account_id], now) for _after, events in ready for each in events]
        )
    return len(due)


def occurrence_of(series: Series, event: Event, now: datetime) -> Event:
    """How an occurrence would be if nobody had changed it; its day and hour are the event's own key's."""
    wall = wall_of(event.occurrence)
    on, at = (wall.date(), wall.time()) if wall is not None else (event.on, event.at)
    return _occurrence(series, event.occurrence, on, at if series.at is not None else None, now)


async def _short(tx: Transaction, now: datetime) -> tuple[Sequence[Series], Mapping[AccountId, Account]]:
    """The series that run short of occurrences, and whose they are; both are held."""
    due = await tx.series.due(now.date(), now.date() + TOP_UP, FEW, BATCH)
    found = await tx.accounts.get({each.account_id for each in due}) if due else ()
    return due, {each.id: each for each in found}


def _all_grown(
    due: Sequence[Series], accounts: Mapping[AccountId, Account], now: datetime
) -> dict[SeriesId, tuple[Series, list[Event]]]:
    """Each with its next occurrences; one that cannot be planned is put off."""
    result: dict[SeriesId, tuple[Series, list[Event]]] = {}
    for series in due:
        try:
            result[series.id] = grown(series, accounts[series.account_id], now, FEW)
        except Exception as error:  # ours, whatever it is: it must not delay anybody else's
            log.error("A series could not be planned:\n%s", trace(error), extra={"series": series.id})
            result[series.id] = replace(series, made_until=now.date() + TOP_UP), []
    return result


def _occurrence(series: Series, key: str, on: date, at: time | None, now: datetime) -> Event:
    until_on, until_at = end_of(on, at, series.lasts)
    return Event(
        id=EventId(new_id()),
        account_id=series.account_id,
        created_at=now,
        origin=f"{series.origin}#{key}",
        title=series.title,
        on=on,
        at=at,
        timezone=series.timezone,
        until_on=until_on,
        until_at=until_at,
        place=series.place,
        url=series.url,
        notes=series.notes,
        rsvp=series.rsvp,
        import_id=series.import_id,
        series_id=series.id,
        occurrence=key,
        terms=series.terms,
        sequence=series.sequence,
    )
