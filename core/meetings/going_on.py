"""At which event of one's agenda one is, or was."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.chat.command import Context
from core.events.moments import NIGHT, begins, ends
from core.facts.events import Event, Rsvp
from core.facts.ids import EventId

EARLY = timedelta(minutes=30)  # before it begins people are there already
LATE = timedelta(hours=3)  # after its end they still write down whom they met
_DAY = timedelta(days=1)
_LONG_AGO = timedelta(days=366)
_LATELY = 3  # days in which somebody is still asked whom they met


async def event_going_on(ctx: Context, on: date, *, also_over: bool) -> Event | None:
    """The event that is going on now, if it is one of this day; with `also_over` else the latest that had begun on
    the day. Of long ago none is looked for."""
    if on != ctx.today and not (also_over and timedelta(0) < ctx.today - on <= _LONG_AGO):
        return None
    return going_on(await _attended(ctx, on - _DAY, on + _DAY), on, ctx.now, ctx.today, also_over=also_over)


async def latest_event(ctx: Context) -> Event | None:
    """The event that is going on, else the one that ended last, within some days."""
    found = await _attended(ctx, ctx.today - _LATELY * _DAY, ctx.today + _DAY)
    if now := going_on(found, ctx.today, ctx.now, ctx.today, also_over=False):
        return now
    return max((each for each in found if begins(each) <= ctx.now), key=ends, default=None)


async def find_event(ctx: Context, event_id: str) -> Event | None:
    """One of the owner's events."""
    found = await ctx.tx.events.get(ctx.owner, [EventId(event_id)])
    return found[0] if found else None


def going_on(events: Sequence[Event], on: date, now: datetime, today: date, *, also_over: bool) -> Event | None:
    """The same among these events: pure. Of several the one that has begun last, since one goes on from the first
    to the second; what lasts all day comes after what has an hour."""
    if on == today and (here := [each for each in events if begins(each) - EARLY <= now <= ends(each) + LATE]):
        return max(here, key=lambda event: (event.at is not None, begins(event), event.id))
    if not also_over:
        return None
    begun = [each for each in events if each.on <= on <= last_day(each) and begins(each) <= now]
    return max(begun, key=lambda event: (event.at is not None, begins(event), event.id), default=None)


def last_day(event: Event) -> date:
    """The day, where it is, on which it ends; what goes on past midnight is of the evening before."""
    return max((ends(event) - NIGHT).astimezone(ZoneInfo(event.timezone)).date(), event.on)


def is_to_come(event: Event, now: datetime) -> bool:
    """Whether nobody can be there yet."""
    return now < begins(event) - EARLY


def is_attended(event: Event) -> bool:
    return not event.cancelled and event.rsvp in (Rsvp.GOING, Rsvp.MAYBE)


async def _attended(ctx: Context, first: date, last: date) -> list[Event]:
    return [each for each in await ctx.tx.events.between(ctx.owner, first, last) if is_attended(each)]
