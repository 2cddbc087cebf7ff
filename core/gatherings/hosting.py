"""What an organiser does with an event of their club's, or all of a series: announce, change, move, call off."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from core.chat.aside import read_aside
from core.chat.command import Context
from core.chat.errors import NotFound, Refusal
from core.chat.parsing.found import Unclear
from core.chat.reply import say
from core.chat.words import _
from core.events import making
from core.events.keeping import keep
from core.events.moments import begins, ends
from core.events.understanding import Understood, understood
from core.events.whens import end_of, read_when
from core.facts.account import Account
from core.facts.events import Event, Rsvp, Series, Terms
from core.facts.ids import EventId
from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.gatherings.answering import fill_up
from core.gatherings.clubs import club_here, find_club, is_here
from core.gatherings.copies import keep_copy
from core.gatherings.posting import announcement
from core.gatherings.terms import ReadTerms, read_terms
from core.ical.expanding import lasting
from core.ical.rules import recurrence_of, rule_of

MOST_TITLE, MOST_PLACE = 120, 200  # characters
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_PLACE = re.compile(r"^(?:at|in|place:?|where:?)\s+(?P<place>\S.*)$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:called|title:?|name:?)\s+(?P<title>\S.*)$", re.IGNORECASE)
_NO_LIMIT = re.compile(r"\b(?:no limit|any number of (?:seats|people)|unlimited(?: seats)?)\b", re.IGNORECASE)
_PARTS = re.compile(r"\s*[,;]\s*(?=(?:at|in|place|where|called|title|name)\b)", re.IGNORECASE)
_LOOSE = " ,;."
_WEEK = 7

Hosted = TypeVar("Hosted", Event, Series)


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
    await ctx.tx.deliveries.add([announcement(event, ctx.now)])
    await keep_copy(ctx.tx, event, ctx.account, Rsvp.INVITED, ctx.now)
    return event, series, before is None


async def find_hosted(ctx: Context, event_id: str) -> tuple[Event, Account]:
    """An event that they look after, held, and the account of its club. Raises NotFound."""
    event = await ctx.tx.events.answerable(EventId(event_id))
    if event is None or event.terms is None:
        raise not_there()
    theirs = event.terms.organiser == ctx.owner
    if not theirs and not (ctx.group and ctx.group.manages and await is_here(ctx, event.account_id)):
        raise not_there()
    for club in await ctx.tx.accounts.get([event.account_id]):
        if club.club:
            return event, club
    raise not_there()


async def change(ctx: Context, event_id: str, line: str, *, whole: bool) -> Event:
    """Let an event, or it and all later ones of its series, be as a line says: seats, guests, closing, place, link,
    name. Whoever has answered is told of a new place; seats that have become more go to those who wait."""
    event, club = await find_hosted(ctx, event_id)
    said = _read_change(line)
    of_these = [event, *(await later(ctx, event) if whole else ())]
    after = [replace(_changed(each, said), changed_at=ctx.now) for each in of_these]
    if whole and (series := await series_of(ctx, event)) is not None:
        await ctx.tx.series.change([_changed(series, said)])
    kept = await keep(ctx.tx, after, club, ctx.now)
    await ctx.tx.posts.stale([each.id for each in kept], ctx.now, native=False)  # the terms are no copy's
    for each in kept:
        await fill_up(ctx.tx, each, ctx.now)
    return kept[0]


async def move(ctx: Context, event_id: str, line: str, *, whole: bool) -> Event:
    """Move an event, or it and all later ones of its series by as much. Whoever has answered is told."""
    event, club = await find_hosted(ctx, event_id)
    zone = ZoneInfo(event.timezone)
    found = await read_aside(read_when, line, ctx.now, zone, ctx.account.locale)
    if isinstance(found, Unclear):
        raise Refusal(found.question)
    if found is None:
        raise Refusal(say(_("I read no time in that. For example: Wednesday 8:00, Dec 3 18:00-20:00")))
    if found.recurrence is not None:
        raise Refusal(say(_("Say a single time: the others move along. For example: Wednesday 8:00")))
    until = (found.until_on, found.until_at)
    if until == (None, None) and found.at is not None and event.at is not None:
        lasts = lasting(event.on, event.at, event.until_on, event.until_at)
        until = end_of(found.on, found.at, lasts)
    moved = replace(event, on=found.on, at=found.at, until_on=until[0], until_at=until[1], timezone=found.timezone)
    others: list[Event] = []
    if whole and (series := await series_of(ctx, event)) is not None:
        by = moved.on - event.on
        await ctx.tx.series.change([_shifted(series, by, moved)])
        others = [_like(each, moved, by) for each in await later(ctx, event)]
    kept = await keep(ctx.tx, [moved, *others], club, ctx.now)
    return kept[0]


async def call_off(ctx: Context, event_id: str, *, whole: bool) -> Event:
    """It does not take place, or none of its series does any more. Whoever has answered is told."""
    event, club = await find_hosted(ctx, event_id)
    of_these = [event, *(await later(ctx, event) if whole else ())]
    kept = await keep(ctx.tx, [replace(each, cancelled=True) for each in of_these], club, ctx.now)
    if whole and (series := await series_of(ctx, event)) is not None:
        await ctx.tx.series.change([replace(series, made_until=None)])
    return kept[0]


async def take_place(ctx: Context, event_id: str) -> Event:
    """It was called off, and takes place after all."""
    event, club = await find_hosted(ctx, event_id)
    kept = await keep(ctx.tx, [replace(event, cancelled=False)], club, ctx.now)
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
    if found.recurrence is None:
        event = making.new_event(found, club, ctx.now, terms=terms)
        return (await keep(ctx.tx, [event], club, ctx.now))[0], None
    made = making.new_series(found, club, ctx.now, terms=terms)
    series, events = await making.add(ctx.tx, made, club, ctx.now)
    first = next((each for each in events if ends(each) > ctx.now), None)
    if first is None:
        raise Refusal(say(_("That never comes. Say when it is: every 2nd Tuesday 7:30")))
    return first, series


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What a line says is to be different; empty where it says nothing."""

    terms: ReadTerms
    title: str = ""
    place: str = ""
    url: str = ""
    unlimited: bool = False


def _read_change(line: str) -> _Change:
    """Raises Refusal for a line that says nothing, and for what is too long for a card."""
    terms = read_terms(line)
    rest, url = _cut(terms.rest, _LINK)
    rest, unlimited = _cut(rest, _NO_LIMIT)
    title = place = ""
    for part in _PARTS.split(rest.strip(_LOOSE)):
        if said := _PLACE.match(part):
            place = said["place"].strip(_LOOSE)
        else:
            named = _TITLE.match(part)
            title = (named["title"] if named else part).strip(_LOOSE)
    if not (title or place or url or unlimited or terms != ReadTerms(rest=terms.rest)):
        raise Refusal(say(_("For example: 30 seats, guests 1, at City Hall, called Winter breakfast")))
    if len(title) > MOST_TITLE or len(place) > MOST_PLACE:
        raise Refusal(say(_("That is a bit long for a card. Say it in fewer words?")))
    return _Change(terms=terms, title=title, place=place, url=url, unlimited=bool(unlimited))


def _changed(it: Hosted, said: _Change) -> Hosted:
    """What nothing is said about stays, with each of a series as it is."""
    terms = it.terms
    if terms is not None:
        terms = replace(
            terms,
            capacity=None if said.unlimited else said.terms.capacity or terms.capacity,
            guests=terms.guests if said.terms.guests is None else said.terms.guests,
            closes=terms.closes if said.terms.closes is None else said.terms.closes,
        )
    return replace(
        it, title=said.title or it.title, place=said.place or it.place, url=said.url or it.url, terms=terms
    )


def _cut(text: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    """The text without what fits the pattern, and that."""
    if (said := pattern.search(text)) is None:
        return text, ""
    return f"{text[: said.start()]}{text[said.end() :]}", said.group()


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
