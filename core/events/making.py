"""Events that come again: their occurrences, made ahead as events of their own, and more of them in time."""

import logging
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from core.chat.failures import trace
from core.events.moments import settled
from core.events.understanding import Understood
from core.events.whens import end_of
from core.facts.account import Account
from core.facts.events import Event, Series, Terms
from core.facts.ids import EventId, SeriesId, new_id
from core.ical.expanding import lasting, occurrences
from core.ical.rules import rule_of, wall_of
from core.store import ReadOnly, Store, Transaction, Unavailable

AHEAD = timedelta(weeks=26)
BACK = timedelta(days=7)  # what was longer ago is not made any more: a calendar may go back for years
MOST = 60  # made in one go: half a year of what comes more often than that is a wall
TOP_UP = timedelta(days=30)  # fewer days than this are left: more are made
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


def made(series: Series, account: Account, until: date, now: datetime) -> list[Event]:
    """The occurrences, settled, of the days after `series.made_until` up to `until`, and no more than MOST; of the
    past only those of a week."""
    if series.made_until is None:
        return []
    first = max(series.made_until + _DAY, now.date() - BACK)
    found = occurrences(series, first, until, MOST)
    return [settled(_occurrence(series, each.key, each.on, each.at, now), account, now) for each in found]


def grown(series: Series, account: Account, now: datetime) -> tuple[Series, list[Event]]:
    """The series with its next occurrences made: of half a year from now on, and no more than MOST at once."""
    if series.made_until is None:
        return series, []
    until = max(now.date(), series.on) + AHEAD - _DAY
    events = made(series, account, until, now)
    if len(events) == MOST:
        until = events[-1].on
    is_over = bool(_TOO_OFTEN.search(series.rule)) or not occurrences(series, until + _DAY, date.max, 1)
    return replace(series, made_until=None if is_over else until), events


async def add(tx: Transaction, series: Series, account: Account, now: datetime) -> tuple[Series, list[Event]]:
    """Keep a new series and its first occurrences."""
    series, events = grown(series, account, now)
    await tx.series.add([series])
    await tx.events.add(events)
    return series, events


async def plan_series(store: Store, now: datetime) -> int:
    """Make more occurrences of series that run short of them, a batch in one transaction; how many series it took.

    Planning twice changes nothing: an occurrence's origin is unique.
    """
    until = now.date() + TOP_UP
    async with store.write() as tx:
        due = await tx.series.due(until, BATCH)
        accounts = (
            {each.id: each for each in await tx.accounts.get([each.account_id for each in due])} if due else {}
        )
        for series in due:
            try:
                after, events = grown(series, accounts[series.account_id], now)
            except (Unavailable, ReadOnly):
                raise
            except Exception as error:  # ours, whatever it is: it must not delay anybody else's
                log.error("A series could not be planned:\n%s", trace(error), extra={"series": series.id})
                after, events = replace(series, made_until=until), []
            await tx.series.change([after])
            await tx.events.add(events)
    return len(due)


def occurrence_of(series: Series, event: Event, now: datetime) -> Event:
    """How an occurrence would be if nobody had changed it; its day and hour are the event's own key's."""
    wall = wall_of(event.occurrence)
    on, at = (wall.date(), wall.time()) if wall is not None else (event.on, event.at)
    return _occurrence(series, event.occurrence, on, at if series.at is not None else None, now)


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
