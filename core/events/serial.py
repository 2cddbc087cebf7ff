"""Changing what comes again: what has not begun, and was not changed by hand, follows its series."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.chat.command import Context
from core.chat.errors import Refusal
from core.chat.reply import Span, say
from core.chat.words import _
from core.events import keeping, making
from core.events.moments import has_begun
from core.facts.account import EventChanged, SeriesChanged
from core.facts.events import Event, Series
from core.facts.ids import DeedId, SeriesId, new_id
from core.facts.recurrence import Recurrence
from core.ical.expanding import lasting, occurrences
from core.ical.rules import recurrence_of, rule_of, wall_of

CONTENT = ("title", "place", "url", "notes")
_TIMES = ("on", "at", "timezone", "until_on", "until_at")
_BOUND = re.compile(r";?\b(?P<name>COUNT|UNTIL)=(?P<value>[^;]*)", re.IGNORECASE)
# What a series gives to its occurrences, and undo takes back; their answers, and what hangs on them, stay.
_GIVEN = (*_TIMES, *CONTENT, "origin", "series_id", "occurrence", "cancelled")
_MOST = 10_000
_KEPT = making.MOST  # occurrences that a deed carries
_DAY = timedelta(days=1)


def usual(series: Series, event: Event, now: datetime) -> Event:
    """The occurrence when it would be if nobody had moved it; as it is where that has begun already. What all of
    a series shall be is counted from there."""
    there = making.occurrence_of(series, event, now)
    return event if has_begun(there, now) else replace(event, **{name: getattr(there, name) for name in _TIMES})


async def change(ctx: Context, series: Series, event: Event, after: Event) -> tuple[Event, DeedId]:
    """Let a series be, from one of its occurrences on, as this occurrence is to be: `event` (when it comes by its
    rule: `usual`) becomes `after`."""
    if all(getattr(event, name) == getattr(after, name) for name in _TIMES):
        step = SeriesChanged(series_id=series.id, before=series, events=await _carried(ctx, series))
        new = replace(series, **{name: getattr(after, name) for name in CONTENT}, sequence=series.sequence + 1)
        await ctx.tx.series.change([new])
        await _apply(ctx, series, new, also=event.id)
        deed = await ctx.did(_("the change of {names}"), (series.title,), step)
        return await keeping.find(ctx, event.id), deed
    return await _split(ctx, series, event, after, _moved_rule(series, event, after))


async def repeat(
    ctx: Context, series: Series | None, event: Event, after: Event, recurrence: Recurrence
) -> tuple[Event, DeedId]:
    """Let an event come again so, from `after` on; one of a series that was moved by hand stays where it is, and
    the others follow what is `usual`."""
    if series is not None:
        return await _split(ctx, series, event, after, rule_of(recurrence))
    new = _series_like(after, rule_of(recurrence), ctx)
    new, events = making.grown(new, ctx.account, ctx.now)
    await ctx.tx.series.add([new])
    first, *others = events
    kept = replace(_as_occurrence(event, first), rsvp=event.rsvp)
    [kept] = await keeping.keep(ctx.tx, [kept], ctx.account, ctx.now)
    await ctx.tx.events.add(others)
    deed = await ctx.did(
        _("the change of {names}"),
        (event.title,),
        SeriesChanged(series_id=new.id, before=None),
        EventChanged(event_id=event.id, before=event),
    )
    return kept, deed


async def only(ctx: Context, series: Series, event: Event) -> tuple[Event, DeedId]:
    """Let this one stand by itself, and be the last that comes of its series."""
    step = SeriesChanged(series_id=series.id, before=series, events=await _carried(ctx, series))
    day = _day_of(event)
    alone = replace(event, series_id=None, occurrence="")
    await keeping.keep(ctx.tx, [alone], ctx.account, ctx.now)
    gone = [each for each in await _coming(ctx, series.id) if _day_of(each) >= day]
    await _end(ctx, series, day, gone)
    before = EventChanged(event_id=event.id, before=event)
    deed = await ctx.did(_("the change of {names}"), (series.title,), before, step)
    return await keeping.find(ctx, event.id), deed


async def end(ctx: Context, series: Series, event: Event) -> DeedId:
    """Take this occurrence and all that follow out of the agenda."""
    step = SeriesChanged(series_id=series.id, before=series, events=await _carried(ctx, series))
    day = _day_of(event)
    coming = await _coming(ctx, series.id)
    await _end(ctx, series, day, [each for each in coming if max(_day_of(each), each.on) >= day])
    return await ctx.did(_("deleting the event: {names}"), (series.title,), step)


async def put_back(ctx: Context, step: SeriesChanged) -> Span | None:
    """The series as it was, with those of its occurrences that had not begun, each as it was; one that was new is
    removed."""
    now = next(iter(await ctx.tx.series.get(ctx.owner, [step.series_id])), None)
    if step.before is None:
        await _remove(ctx, await _coming(ctx, step.series_id))
        await ctx.tx.series.remove(ctx.owner, [step.series_id])
        return None
    before = step.before
    if now is None:
        await ctx.tx.series.add([before])
    else:
        await _apply(ctx, now, before, but=[each.id for each in step.events])
    there = {each.id: each for each in await ctx.tx.events.get(ctx.owner, [each.id for each in step.events])}
    await keeping.as_they_were(ctx, [_given_back(there.get(each.id), each) for each in step.events])
    # Those that the deed could not carry are made again; what is there stays as it is.
    again, events = making.grown(replace(before, made_until=ctx.today - _DAY), ctx.account, ctx.now)
    await ctx.tx.events.add(events)
    sequence = before.sequence if now is None else now.sequence + 1
    await ctx.tx.series.change([replace(again, sequence=sequence)])
    return None


async def _split(ctx: Context, series: Series, event: Event, after: Event, rule: str) -> tuple[Event, DeedId]:
    """End the series before an occurrence, and let another one go on from `after`, whose occurrences are those of
    the old one where they fall on the same days, as far as these move: what was answered stays answered, and what
    was moved by hand stays where it is, and comes in the place of its usual day."""
    step = SeriesChanged(series_id=series.id, before=series, events=await _carried(ctx, series))
    day, shift = event.on, after.on - event.on
    coming = [each for each in await _coming(ctx, series.id) if each.id == event.id or _day_of(each) >= day]
    new = _series_like(after, _left_of(rule, series, day), ctx, like=series)
    new, events = making.grown(new, ctx.account, ctx.now)
    await ctx.tx.series.add([new])
    made = {each.on: each for each in events}
    moves = any(getattr(event, name) != getattr(after, name) for name in _TIMES)
    kept: list[Event] = []
    gone: list[Event] = []
    for each in coming:
        place = made.pop(after.on if each.id == event.id else _day_of(each) + shift, None)
        if _is_by_hand(series, each, ctx) and not (moves and each.id == event.id):
            kept.append(each if place is None else _in_place(each, place))
        elif place is not None:
            kept.append(_as_occurrence(each, place))
        else:
            gone.append(each)
    await keeping.keep(ctx.tx, kept, ctx.account, ctx.now)
    await ctx.tx.events.add(list(made.values()))
    await _end(ctx, series, day, gone)
    # The old one comes back first, with its occurrences: they are not the new one's any more when that goes.
    deed = await ctx.did(
        _("the change of {names}"), (series.title,), SeriesChanged(series_id=new.id, before=None), step
    )
    first = next((each for each in kept if each.id == event.id), None)
    return (await keeping.find(ctx, first.id) if first is not None else events[0]), deed


async def _end(ctx: Context, series: Series, day: date, gone: Sequence[Event]) -> None:
    """No more of it from this day on; a series of which nothing is left goes."""
    await _remove(ctx, gone)
    if not await ctx.tx.events.of_series(ctx.owner, series.id):
        await ctx.tx.series.remove(ctx.owner, [series.id])
        return
    rule = f"{_BOUND.sub('', series.rule).strip(';')};UNTIL={day - _DAY:%Y%m%d}"
    await ctx.tx.series.change([replace(series, rule=rule, made_until=None, sequence=series.sequence + 1)])


async def _apply(ctx: Context, before: Series, after: Series, also: str = "", but: Collection[str] = ()) -> None:
    """Give what is new of a series to those of its occurrences that are as it was; and to the one that is meant."""
    changed = []
    for each in await _coming(ctx, before.id):
        if each.id in but:
            continue
        if each.id == also:
            changed.append(replace(each, **{name: getattr(after, name) for name in CONTENT}))
        else:
            alike = [name for name in CONTENT if getattr(each, name) == getattr(before, name)]
            changed.append(replace(each, **{name: getattr(after, name) for name in alike}))
    await keeping.keep(ctx.tx, changed, ctx.account, ctx.now)


async def _coming(ctx: Context, series_id: SeriesId) -> list[Event]:
    return [each for each in await ctx.tx.events.of_series(ctx.owner, series_id) if not has_begun(each, ctx.now)]


async def _carried(ctx: Context, series: Series) -> tuple[Event, ...]:
    """What a deed has to remember of the occurrences."""
    return tuple((await _coming(ctx, series.id))[:_KEPT])


def _given_back(now: Event | None, before: Event) -> Event:
    return before if now is None else replace(now, **{name: getattr(before, name) for name in _GIVEN})


def _day_of(event: Event) -> date:
    """The day on which it comes by its series' rule."""
    wall = wall_of(event.occurrence)
    return wall.date() if wall is not None else event.on


async def _remove(ctx: Context, events: Sequence[Event]) -> None:
    """Out of the agenda; what others may answer is called off, and stays there as that."""
    shared = [replace(each, cancelled=True) for each in events if each.terms is not None]
    await keeping.keep(ctx.tx, shared, ctx.account, ctx.now)
    await ctx.tx.events.remove(ctx.owner, [each.id for each in events if each.terms is None])


def _is_by_hand(series: Series, event: Event, ctx: Context) -> bool:
    """Whether somebody has moved it, or called it off."""
    usual = making.occurrence_of(series, event, ctx.now)
    return event.cancelled or any(getattr(event, name) != getattr(usual, name) for name in _TIMES)


def _as_occurrence(event: Event, made: Event) -> Event:
    """The same event, at the time of another occurrence of another series."""
    names = (*_TIMES, *CONTENT, "origin", "series_id", "occurrence")
    return replace(event, **{name: getattr(made, name) for name in names})


def _in_place(event: Event, made: Event) -> Event:
    """One that was moved by hand, in the place of another series' occurrence."""
    return replace(event, origin=made.origin, series_id=made.series_id, occurrence=made.occurrence)


def _series_like(event: Event, rule: str, ctx: Context, like: Series | None = None) -> Series:
    series_id = SeriesId(new_id())
    return Series(
        id=series_id,
        account_id=ctx.owner,
        created_at=ctx.now,
        origin=f"event:{series_id}",
        title=event.title,
        on=event.on,
        at=event.at,
        timezone=event.timezone,
        rule=rule,
        lasts=lasting(event.on, event.at, event.until_on, event.until_at),
        place=event.place,
        url=event.url,
        notes=event.notes,
        rsvp=like.rsvp if like else event.rsvp,
        terms=like.terms if like else event.terms,
        made_until=event.on - _DAY,
    )


def _moved_rule(series: Series, event: Event, after: Event) -> str:
    """The rule after all of it has moved from one day to another. Raises Refusal where that is not plain."""
    shift = (after.on - event.on).days
    recurrence = recurrence_of(series.rule, series.on, series.at)
    if recurrence is None and shift:
        raise Refusal(say(_("Say how often it comes then, too. For example: every 2nd Tuesday 18:00")))
    if recurrence is None:
        return series.rule
    times = () if after.at is None else (after.at,)
    weekdays = tuple(replace(each, day=(each.day + shift) % 7) for each in recurrence.weekdays)
    month_days = tuple(after.on.day if each == event.on.day else each for each in recurrence.month_days)
    return rule_of(replace(recurrence, weekdays=weekdays, month_days=month_days, start=after.on, times=times))


def _left_of(rule: str, series: Series, day: date) -> str:
    """A rule that goes on from this day: what was to come so many times comes that often without those before."""
    bound = next((each for each in _BOUND.finditer(rule) if each["name"].upper() == "COUNT"), None)
    if bound is None or not bound["value"].isdecimal():
        return rule
    been = len(occurrences(series, series.on, day - _DAY, _MOST))
    return f"{_BOUND.sub('', rule).strip(';')};COUNT={max(int(bound['value']) - been, 1)}"
