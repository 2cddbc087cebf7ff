"""What an import enters into the agenda: events, series, and days of a series that were moved or called off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.events.making import grown
from core.events.moments import settled
from core.facts.account import Account
from core.facts.events import Event, FoundEvent, Series
from core.facts.ids import AccountId, ImportId, SeriesId, new_id
from core.ical.entering import event_of
from core.ical.expanding import lasting
from core.store import Transaction

MAX_SERIES = 300  # of one import, that go on


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """What is to be entered: events that stand alone, and series with their occurrences of the next months."""

    single: Sequence[Event]
    series: Sequence[Series]
    occurrences: Sequence[Event]


def told(events: Sequence[FoundEvent]) -> Sequence[FoundEvent]:
    """Those that are spoken of: a day of a series that was changed is told with its series."""
    series = {each.origin for each in events if each.rule}
    return [each for each in events if not each.occurrence or series_origin(each) not in series]


def series_origin(found: FoundEvent) -> str:
    """The origin of the series of which it is a day."""
    return found.origin.removesuffix(f"#{found.occurrence}")


def entries_of(events: Sequence[FoundEvent], import_id: ImportId, account: Account, now: datetime) -> Entries:
    """What these make in an agenda. A series that is over is its first day: nothing of it comes any more.

    Takes a while where there are many: it belongs in a thread.
    """
    series: dict[str, Series] = {}
    made: dict[str, Event] = {}
    single: list[Event] = []
    for found in events:
        if found.rule and len(series) < MAX_SERIES:
            one, ahead = grown(_series(found, import_id, account, now), account, now)
            if ahead or one.made_until is not None:
                series[found.origin] = one
                made |= {each.origin: each for each in ahead}
                continue
        if not found.occurrence:
            single.append(settled(replace(event_of(found, account.id, now), import_id=import_id), account, now))
    for found in events:
        if found.occurrence:
            event = replace(event_of(found, account.id, now), import_id=import_id)
            of = series.get(series_origin(found))
            event = settled(replace(event, series_id=of.id if of else None), account, now)
            if of is None:
                single.append(event)
            else:
                made[event.origin] = event
    return Entries(single=single, series=list(series.values()), occurrences=list(made.values()))


async def enter(tx: Transaction, owner: AccountId, entries: Entries) -> int:
    """Write them down; how many are new. What the owner has already stays as it is: a series that is there keeps
    its occurrences, and gets no others."""
    there = {each.origin for each in await tx.series.of(owner)}
    new = [each for each in entries.series if each.origin not in there]
    ids = {each.id for each in new}
    added = await tx.events.add(entries.single) + await tx.series.add(new)
    await tx.events.add([each for each in entries.occurrences if each.series_id in ids])
    return added


async def known(tx: Transaction, owner: AccountId, events: Sequence[FoundEvent]) -> frozenset[str]:
    """The origins of those that the owner has."""
    there = await tx.events.with_origins(owner, [each.origin for each in events])
    series = await tx.series.of(owner)
    return frozenset({each.origin for each in there} | {each.origin for each in series})


def _series(found: FoundEvent, import_id: ImportId, account: Account, now: datetime) -> Series:
    return Series(
        id=SeriesId(new_id()),
        account_id=account.id,
        created_at=now,
        origin=found.origin,
        title=found.title,
        on=found.on,
        timezone=found.timezone,
        rule=found.rule,
        at=found.at,
        lasts=lasting(found.on, found.at, found.until_on, found.until_at),
        place=found.place,
        url=found.url,
        notes=found.notes,
        rsvp=found.rsvp,
        also=found.also,
        excepted=found.excepted,
        sequence=found.sequence,
        import_id=import_id,
        made_until=found.on - timedelta(days=1),
    )
