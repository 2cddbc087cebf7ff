"""Changing what comes again: what has not begun, and was not changed by hand, follows its series."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

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
from core.ical.rules import recurrence_of, rule_of

CONTENT = ("title", "place", "url", "notes")
_TIMES = ("on", "at", "timezone", "until_on", "until_at")
_BOUND = re.compile(r";?\b(?P<name>COUNT|UNTIL)=(?P<value>[^;]*)", re.IGNORECASE)
_MOST = 10_000
_DAY = timedelta(days=1)


async def change(ctx: Context, series: Series, event: Event, after: Event) -> tuple[Event, DeedId]:
    """Let a series be, from one of its occurrences on, as this occurrence is to be: `event` becomes `after`."""
    if all(getattr(event, name) == getattr(after, name) for name in _TIMES):
        new = replace(series, **{name: getattr(after, name) for name in CONTENT}, sequence=series.sequence + 1)
        await ctx.tx.series.change([new])
        await _apply(ctx, series, new, also=event.id)
        deed = await ctx.did(
            _("the change of {names}"), (series.title,), SeriesChanged(series_id=series.id, before=series)
        )
        return await keeping.find(ctx, event.id), deed
    return await _split(ctx, series, event, after, _moved_rule(series, event, after))


async def repeat(
    ctx: Context, series: Series | None, event: Event, after: Event, recurrence: Recurrence
) -> tuple[Event, DeedId]:
    """Let an event come again so, from `after` on."""
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
        EventChanged(event_id=event.id, before=event),
        SeriesChanged(series_id=new.id, before=None),
    )
    return kept, deed


async def only(ctx: Context, series: Series, event: Event) -> tuple[Event, DeedId]:
    """Let this one stand by itself, and be the last that comes of its series."""
    alone = replace(event, series_id=None, occurrence="")
    await keeping.keep(ctx.tx, [alone], ctx.account, ctx.now)
    await _end(ctx, series, event.on)
    deed = await ctx.did(
        _("the change of {names}"),
        (series.title,),
        EventChanged(event_id=event.id, before=event),
        SeriesChanged(series_id=series.id, before=series),
    )
    return await keeping.find(ctx, event.id), deed


async def end(ctx: Context, series: Series, event: Event) -> DeedId:
    """Take this occurrence and all that follow out of the agenda."""
    await _end(ctx, series, event.on)
    return await ctx.did(
        _("deleting the event: {names}"), (series.title,), SeriesChanged(series_id=series.id, before=series)
    )


async def put_back(ctx: Context, step: SeriesChanged) -> Span | None:
    """The series as it was, with those of its occurrences that had not begun; one that was new is removed."""
    now = next(iter(await ctx.tx.series.get(ctx.owner, [step.series_id])), None)
    if step.before is None:
        await _remove(ctx, await _coming(ctx, step.series_id))
        await ctx.tx.series.remove(ctx.owner, [step.series_id])
        return None
    before = step.before
    if now is None:
        await ctx.tx.series.add([before])
    else:
        await ctx.tx.series.change([before])
        await _apply(ctx, now, before)
    again = replace(before, made_until=ctx.today - _DAY)
    there = await ctx.tx.events.of_series(ctx.owner, before.id)
    off = [each for each in there if each.cancelled and each.terms is not None and not has_begun(each, ctx.now)]
    await keeping.keep(ctx.tx, [replace(each, cancelled=False) for each in off], ctx.account, ctx.now)
    until = max([each.on for each in there], default=ctx.today)
    until = max(until, before.made_until or ctx.now.date() + making.AHEAD)
    await ctx.tx.events.add(making.made(again, ctx.account, until, ctx.now))  # what is there stays as it is
    return None


async def _split(ctx: Context, series: Series, event: Event, after: Event, rule: str) -> tuple[Event, DeedId]:
    """End the series before an occurrence, and let another one go on from `after`, whose occurrences are those of
    the old one where they fall on the same days, as far as these move: what was answered stays answered."""
    shift = after.on - event.on
    coming = [each for each in await _coming(ctx, series.id) if each.on >= event.on]
    new = _series_like(after, _left_of(rule, series, event.on), ctx, like=series)
    new, events = making.grown(new, ctx.account, ctx.now)
    await ctx.tx.series.add([new])
    made = {each.on: each for each in events}
    kept: list[Event] = []
    gone: list[Event] = []
    for each in coming:
        on = after.on if each.id == event.id else each.on + shift
        if each.id != event.id and _is_by_hand(series, each, ctx):
            made.pop(on, None)
            kept.append(each)
        elif on in made:
            kept.append(_as_occurrence(each, made.pop(on)))
        else:
            gone.append(each)
    await _remove(ctx, gone)
    await keeping.keep(ctx.tx, kept, ctx.account, ctx.now)
    await ctx.tx.events.add(list(made.values()))
    await _end(ctx, series, event.on, but=[each.id for each in kept])
    deed = await ctx.did(
        _("the change of {names}"),
        (series.title,),
        SeriesChanged(series_id=series.id, before=series),
        SeriesChanged(series_id=new.id, before=None),
    )
    first = next((each for each in kept if each.id == event.id), None)
    return (await keeping.find(ctx, first.id) if first is not None else events[0]), deed


async def _end(ctx: Context, series: Series, day: date, but: Sequence[str] = ()) -> None:
    """Nothing of it from this day on; a series of which nothing is left goes."""
    every = await ctx.tx.events.of_series(ctx.owner, series.id)
    gone = [each for each in every if each.on >= day and not has_begun(each, ctx.now) and each.id not in but]
    await _remove(ctx, gone)
    if len(gone) == len(every):
        await ctx.tx.series.remove(ctx.owner, [series.id])
        return
    rule = f"{_BOUND.sub('', series.rule).strip(';')};UNTIL={day - _DAY:%Y%m%d}"
    await ctx.tx.series.change([replace(series, rule=rule, made_until=None, sequence=series.sequence + 1)])


async def _apply(ctx: Context, before: Series, after: Series, also: str = "") -> None:
    """Give what is new of a series to those of its occurrences that are as it was; and to the one that is meant."""
    changed = []
    for each in await _coming(ctx, before.id):
        if each.id == also:
            changed.append(replace(each, **{name: getattr(after, name) for name in CONTENT}))
        else:
            alike = [name for name in CONTENT if getattr(each, name) == getattr(before, name)]
            changed.append(replace(each, **{name: getattr(after, name) for name in alike}))
    await keeping.keep(ctx.tx, changed, ctx.account, ctx.now)


async def _coming(ctx: Context, series_id: SeriesId) -> list[Event]:
    return [each for each in await ctx.tx.events.of_series(ctx.owner, series_id) if not has_begun(each, ctx.now)]


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
