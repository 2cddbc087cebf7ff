"""What an organiser does with an event of their club's, or all of a series: announce, change, move, call off."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.chat.aside import read_aside
from core.chat.command import Context
from core.chat.errors import NotFound, Refusal
from core.chat.reply import count, say
from core.chat.words import _
from core.events import making
from core.events.keeping import keep
from core.events.moments import begins, ends
from core.events.understanding import Understood, understood
from core.facts.account import Account
from core.facts.events import Event, Rsvp, Series, Terms
from core.facts.ids import EventId
from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.gatherings.answering import fill_up
from core.gatherings.changes import Change, changed, changed_series
from core.gatherings.clubs import club_here, find_club, is_here
from core.gatherings.copies import keep_copy
from core.gatherings.deadlines import closing
from core.gatherings.group_lines import tell_group
from core.gatherings.posting import AHEAD, announcement
from core.gatherings.seats import closes_at
from core.gatherings.terms import ReadTerms, read_terms
from core.ical.expanding import lasting
from core.ical.rules import recurrence_of, rule_of

_WEEK = 7


async def announce(ctx: Context, line: str) -> tuple[Event, Series | None, bool]:
    """Put an event that a line describes into the agenda of the club of this group, and owe the group its card; the
    event, its series, and whether the club is new. Raises Refusal for what cannot be understood."""
    before = await find_club(ctx)
    zone = before.timezone if before is not None else ctx.account.timezone
    if zone is None:
        raise Refusal(
            say(_("First tell me in private where you are (/settings zone Toronto); then say it here again."))
        )
    terms = read_terms(line)
    found = await read_aside(understood, terms.rest, ctx.now, replace(ctx.account, timezone=zone))
    if isinstance(found, Refusal):
        raise found
    club = await club_here(ctx, posts_here=True)
    event, series = await _kept(ctx, found, club, terms)
    _must_open(event, ctx, whole=series is not None)
    await ctx.tx.deliveries.add([announcement(event, ctx.now)])
    await keep_copy(ctx.tx, event, ctx.account, Rsvp.INVITED, ctx.now)
    return event, series, before is None


async def find_hosted(ctx: Context, event_id: str) -> tuple[Event, Account]:
    """An event that they look after, held, and the account of its club. Raises NotFound."""
    event = await ctx.tx.events.answerable(EventId(event_id))
    if event is None or event.terms is None:
        raise not_there()
    if ctx.group is not None and await is_here(ctx, event.account_id):
        if not ctx.group.manages:  # also not whoever has announced it: they are no administrator any more
            raise not_there()
    elif event.terms.organiser != ctx.owner:
        raise not_there()
    for club in await ctx.tx.accounts.get([event.account_id]):
        if club.club:
            return event, club
    raise not_there()


async def change(ctx: Context, event_id: str, said: Change, *, whole: bool) -> Event:
    """Let an event, or it and all later ones of its series, be as was said: seats, guests, closing, place, link,
    name. Whoever has answered is told of a new place; seats that have become more go to those who wait. Raises
    Refusal for fewer seats than are taken, and for a closing that is over."""
    event, club = await find_hosted(ctx, event_id)
    if said.terms.deadline:
        closes = closing(said.terms.deadline, event, ctx.now, ctx.account.locale)
        said = replace(said, terms=replace(said.terms, closes=closes, deadline=""))
    of_these = [event, *(await later(ctx, event) if whole else ())]
    after = [replace(changed(each, said), changed_at=ctx.now) for each in of_these]
    if said.terms.closes is not None:
        _must_open(after[0], ctx, whole=whole)
    if said.terms.capacity is not None:
        heads = await ctx.tx.attendees.count([each.id for each in of_these])
        going = max((each.going for each in heads.values()), default=0)
        if going > said.terms.capacity:
            raise Refusal(
                count(
                    "{n} is going already: there must be at least so many seats.",
                    "{n} are going already: there must be at least so many seats.",
                    going,
                )
            )
    if whole and (series := await series_of(ctx, event)) is not None:
        await ctx.tx.series.change([changed_series(series, said)])
    kept = await keep(ctx.tx, after, club, ctx.now)
    await ctx.tx.posts.stale([each.id for each in kept], ctx.now, native=False)  # the terms are no copy's
    for each in kept:
        await fill_up(ctx.tx, each, ctx.now)
    return kept[0]


async def move(ctx: Context, moved: Event, *, whole: bool) -> Event:
    """Let an event be when `moved` is, and with it all later ones of its series by as much. Whoever has answered is
    told."""
    event, club = await find_hosted(ctx, moved.id)
    moved = replace(
        event,
        on=moved.on,
        at=moved.at,
        until_on=moved.until_on,
        until_at=moved.until_at,
        timezone=moved.timezone,
    )
    if begins(moved) <= ctx.now:
        raise Refusal(say(_("That is over by now. When shall it be instead?")))
    others: list[Event] = []
    if whole and (series := await series_of(ctx, event)) is not None:
        by = moved.on - event.on
        await ctx.tx.series.change([_shifted(series, by, moved)])
        others = [_like(each, moved, by) for each in await later(ctx, event)]
    kept = await keep(ctx.tx, [moved, *others], club, ctx.now)
    await tell_group(ctx.tx, event, kept[0], ctx.now)
    return kept[0]


async def call_off(ctx: Context, event_id: str, *, whole: bool) -> Event:
    """It does not take place, or none of its series does any more. Whoever has answered is told."""
    event, club = await find_hosted(ctx, event_id)
    of_these = [event, *(await later(ctx, event) if whole else ())]
    kept = await keep(ctx.tx, [replace(each, cancelled=True) for each in of_these], club, ctx.now)
    await tell_group(ctx.tx, event, kept[0], ctx.now)
    if whole and (series := await series_of(ctx, event)) is not None:
        await ctx.tx.series.change([replace(series, made_until=None)])
    return kept[0]


async def take_place(ctx: Context, event_id: str) -> Event:
    """It was called off, and takes place after all."""
    event, club = await find_hosted(ctx, event_id)
    kept = await keep(ctx.tx, [replace(event, cancelled=False)], club, ctx.now)
    await tell_group(ctx.tx, event, kept[0], ctx.now)
    return kept[0]


async def series_of(ctx: Context, event: Event) -> Series | None:
    if event.series_id is None:
        return None
    return next(iter(await ctx.tx.series.get(event.account_id, [event.series_id])), None)


async def later(ctx: Context, event: Event) -> Sequence[Event]:
    """The others of its series that come after it and still take place."""
    if event.series_id is None:
        return ()
    others = await ctx.tx.events.of_series(event.account_id, event.series_id)
    return [
        each
        for each in others
        if each.id != event.id and not each.cancelled and begins(each) > begins(event) and ends(each) > ctx.now
    ]


def not_there() -> NotFound:
    return NotFound(say(_("I find no such event that you look after. /host lists yours.")))


async def _kept(ctx: Context, found: Understood, club: Account, read: ReadTerms) -> tuple[Event, Series | None]:
    terms = Terms(organiser=ctx.owner, capacity=read.capacity, guests=read.guests or 0, closes=read.closes)
    if read.deadline:
        at = making.new_event(replace(found, recurrence=None), club, ctx.now, terms=terms)
        terms = replace(terms, closes=closing(read.deadline, at, ctx.now, ctx.account.locale))
    if found.recurrence is None:
        event = making.new_event(found, club, ctx.now, terms=terms)
        return (await keep(ctx.tx, [event], club, ctx.now))[0], None
    made = making.new_series(found, club, ctx.now, terms=terms)
    series, events = await making.add(ctx.tx, made, club, ctx.now)
    first = next((each for each in events if ends(each) > ctx.now), None)
    if first is None:
        raise Refusal(say(_("That never comes. Say when it is: every 2nd Tuesday 7:30")))
    return first, series


def _must_open(event: Event, ctx: Context, *, whole: bool) -> None:
    """Raises Refusal for answers that close before anybody can give one."""
    closes = event.terms.closes if event.terms is not None else None
    if closes is None:
        return
    if whole and timedelta(minutes=closes) >= AHEAD:
        raise Refusal(say(_("Each one is announced a week before it begins: let answers close later than that.")))
    if not whole and closes_at(event) <= ctx.now:
        raise Refusal(say(_("Answers would be closed already. Let them close later: closes 2h before")))


def _like(other: Event, moved: Event, by: timedelta) -> Event:
    """Another one of the series, as many days and to the same hours."""
    lasts = None if moved.until_on is None else moved.until_on - moved.on
    return replace(
        other,
        on=other.on + by,
        at=moved.at,
        until_on=None if lasts is None else other.on + by + lasts,
        until_at=moved.until_at,
        timezone=moved.timezone,
    )


def _shifted(series: Series, by: timedelta, moved: Event) -> Series:
    """The series of which all that is still to be made comes so many days later, at the hours of `moved`. Raises
    Refusal where its days cannot be moved by a rule."""
    rule, again = series.rule, recurrence_of(series.rule, series.on, series.at)
    if by and (again is None or not _moves(again)):
        raise Refusal(
            say(_("This one can't move to other days as a whole: call it off, and announce it anew with /host."))
        )
    if again is not None:
        days = tuple(Weekday(day=(each.day + by.days) % _WEEK) for each in again.weekdays) if by else again.weekdays
        again = replace(again, weekdays=days, start=again.start + by, times=(moved.at,) if moved.at else ())
        rule = rule_of(replace(again, until=again.until + by if again.until else None))
    return replace(
        series,
        rule=rule,
        on=series.on + by,
        at=moved.at,
        lasts=lasting(moved.on, moved.at, moved.until_on, moved.until_at),
        timezone=moved.timezone,
        made_until=series.made_until + by if series.made_until else None,
    )


def _moves(again: Recurrence) -> bool:
    """Whether its days are the same ones of every week, or every so many days."""
    return again.freq in (Frequency.DAILY, Frequency.WEEKLY) and not (again.month_days or again.months)
