"""/events: where one goes, week by week, and where one was; each with a button to its card, a series once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.chat.aside import read_aside
from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.pages import page_number, pages
from core.chat.parsing.coming.future_days import find_days
from core.chat.phrases import partial
from core.chat.reply import Answer, Bold, Button, Menu, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.events import keeping
from core.events.card import card, every_of, series_of
from core.events.moments import is_over
from core.events.telling import event_line
from core.facts.events import Event, Series
from core.facts.ids import EventId, SeriesId
from core.facts.keys import fold
from core.facts.people import PartialDate

PAGE = 8  # of events: their buttons stand below each other on a phone
_LABEL = 28  # characters of a title on a button
_LISTED = 20  # events in one message
_SEARCHED = 200  # events among which a name is looked for
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_ALL = frozenset({"all", "coming", "upcoming", "next", "future", "to come"})
_OVER = frozenset({"past", "over", "old", "before", "history", "last"})


@command(
    "events",
    Param(name="what", kind=Kind.TEXT, label=_("Which"), summary=_("a name, a day, “next week”, or “past”")),
    summary=_("See your events, coming and past"),
    examples=("/events", "/events next week", "/events past"),
    reads=True,
)
async def events(ctx: Context, what: str | None) -> Answer:
    words = fold(what or "").strip(" .!?")
    if not words or words in _ALL:
        return await _coming(ctx, 0)
    if words in _OVER:
        return await _past(ctx, 0, asked=True)
    if (days := await read_aside(_days, what or "", ctx.today, ctx.account.locale)) is not None:
        return await _between(ctx, what or "", *days)
    return await _named(ctx, what or "")


@on_press("events", reads=True)
async def show_coming(ctx: Context, number: str) -> Answer:
    """A page of those to come, in the place of the one before."""
    return replace(await _coming(ctx, page_number(number)), replaces=True)


@on_press("past-events", reads=True)
async def show_past(ctx: Context, number: str) -> Answer:
    """A page of those that are over."""
    return replace(await _past(ctx, page_number(number)), replaces=True)


@on_press("evnext", reads=True)
async def show_next(ctx: Context, event_id: str, number: str = "") -> Answer:
    """The days on which a series comes, each with a button to its card."""
    event = await keeping.find(ctx, event_id)
    series = await series_of(ctx, event)
    if series is None:
        return await card(ctx, event)
    coming = [each for each in await ctx.tx.events.of_series(ctx.owner, series.id) if not is_over(each, ctx.now)]
    first = page_number(number) * PAGE
    first = first if first < len(coming) else 0
    found = coming[first : first + PAGE]
    turns: Row = ()
    if first:
        turns = (Button(say(_("Back")), action("evnext", event.id, str(first // PAGE - 1))),)
    if len(coming) > first + PAGE:
        turns = (*turns, Button(say(_("More")), action("evnext", event.id, str(first // PAGE + 1))))
    heading = say(_("{title}, {every}:"), title=Bold(series.title), every=every_of(series))
    told = (event_line(each, ctx.account.timezone) for each in found)
    return Reply(
        text=lines(heading, *told), rows=(*_cards(found, ctx), *((turns,) if turns else ())), replaces=bool(number)
    )


async def titled(ctx: Context, words: str) -> Sequence[Event]:
    """The events to come that are called so, or whose names begin so; else one of the past that is called so."""
    said = fold(words).strip(" .!?")
    if not said:
        return ()
    over = await _ended(ctx)
    coming = await ctx.tx.events.ahead(ctx.owner, ctx.today, _SEARCHED, over=over)
    if same := [each for each in coming if fold(each.title) == said]:
        return same
    if begun := [each for each in coming if re.match(rf"{re.escape(said)}\b", fold(each.title))]:
        return begun
    past = await ctx.tx.events.past(ctx.owner, ctx.today, _SEARCHED, over=over)
    return [each for each in past if fold(each.title) == said][:1]


def listed(ctx: Context, heading: Span, found: Sequence[Event]) -> Reply:
    """Events with a button to the card of each; no more than a message holds."""
    shown = found[:_LISTED]
    more = len(found) - len(shown)
    told = (event_line(each, ctx.account.timezone) for each in shown)
    rest = count("… and {n} more", "… and {n} more", more) if more else None
    return Reply(text=lines(heading, *told, rest), rows=_cards(shown, ctx))


async def _ended(ctx: Context) -> Sequence[EventId]:
    """Those of today that are over already; where the day is another, those of tomorrow."""
    near = await ctx.tx.events.between(ctx.owner, ctx.today, ctx.today + _DAY)
    return [each.id for each in near if is_over(each, ctx.now)]


async def _between(ctx: Context, what: str, first: date, last: date) -> Reply:
    found = await ctx.tx.events.between(ctx.owner, first, last)
    if not found:
        return Reply(text=say(_("Nothing then: {when}. /events shows all that is to come."), when=what.strip()))
    return listed(ctx, count("{n} event:", "{n} events:", len(found)), found)


async def _named(ctx: Context, what: str) -> Answer:
    said, over = fold(what), await _ended(ctx)
    coming = await ctx.tx.events.ahead(ctx.owner, ctx.today, _SEARCHED, over=over)
    past = await ctx.tx.events.past(ctx.owner, ctx.today, _SEARCHED, over=over)
    found = [each for each in (*coming, *past) if said in fold(each.title) or said in fold(each.place)]
    if not found:
        return Reply(text=say(_("I find no event “{name}”. /events shows all of them."), name=what.strip()[:80]))
    if len(found) == 1:
        return await card(ctx, found[0])
    return listed(ctx, count("{n} event:", "{n} events:", len(found)), found)


def _days(text: str, today: date, locale: str) -> tuple[date, date] | None:
    """From which day to which; None where it says no such days, and nothing else."""
    words = fold(text).strip(" .!?")
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    following = (first + 31 * _DAY).replace(day=1)
    spans = {
        "this week": (monday, monday + 6 * _DAY),
        "next week": (monday + _WEEK, monday + _WEEK + 6 * _DAY),
        "this month": (first, following - _DAY),
        "next month": (following, (following + 31 * _DAY).replace(day=1) - _DAY),
    }
    if words in spans:
        return spans[words]
    said = find_days(text, today, locale)
    if len(said) != 1 or len(said[0].days) != 1 or (text[: said[0].start] + text[said[0].end :]).strip(" .!?"):
        return None
    return said[0].days[0], said[0].days[0]


async def _coming(ctx: Context, number: int) -> Reply:
    over = await _ended(ctx)
    coming, past = await ctx.tx.events.count(ctx.owner, ctx.today, over)
    if not coming and not past:
        return Reply(
            text=lines(
                say(_("No events yet. Say one: /event Kiwanis breakfast Tue 7:30 at Brampton Hall")),
                say(_("Or send me an invitation, a calendar file (.ics), or an archive of LinkedIn or Facebook.")),
            )
        )
    if not coming:
        return await _past(ctx, 0)
    if number * PAGE >= coming:
        number = 0
    found = await ctx.tx.events.ahead(ctx.owner, ctx.today, PAGE, number * PAGE, over)
    mine = [each.series_id for each in found if each.series_id is not None and each.shared_id is None]
    series = {each.id: each for each in await ctx.tx.series.get(ctx.owner, mine)} if mine else {}
    heading = count("{n} event to come:", "{n} events to come:", coming)
    over_button = Button(count("{n} past event", "{n} past events", past), action("past-events", "0"))
    turns = pages("events", number, more=coming > (number + 1) * PAGE)
    told = tuple(_by_week(found, series, ctx))
    return Reply(
        text=lines(heading, *told), rows=(*_cards(found, ctx), *turns, *(((over_button,),) if past else ()))
    )


async def _past(ctx: Context, number: int, *, asked: bool = False) -> Reply:
    over = await _ended(ctx)
    coming, past = await ctx.tx.events.count(ctx.owner, ctx.today, over)
    if not past and coming and not asked:
        return await _coming(ctx, 0)
    if not past:
        return Reply(text=say(_("No past events yet. /events shows what is to come.")))
    if number * PAGE >= past:
        number = 0
    found = await ctx.tx.events.past(ctx.owner, ctx.today, PAGE, number * PAGE, over)
    heading = count("{n} past event, the latest first:", "{n} past events, the latest first:", past)
    ahead = Button(count("{n} event to come", "{n} events to come", coming), action("events", "0"))
    turns = pages("past-events", number, more=past > (number + 1) * PAGE)
    told = (event_line(each, ctx.account.timezone) for each in found)
    return Reply(text=lines(heading, *told), rows=(*_cards(found, ctx), *turns, *(((ahead,),) if coming else ())))


def _by_week(found: Sequence[Event], series: Mapping[SeriesId, Series], ctx: Context) -> Iterator[Span]:
    """A line for each event, those of each week below its name; a week begins on Monday."""
    timezone, today = ctx.account.timezone, ctx.today
    before: date | None = None
    for event in found:
        day = max(_day_of(event, timezone), today)  # what has begun and goes on is this week's
        monday = day - timedelta(days=day.weekday())
        if monday != before:
            yield from ("", Bold(_week(monday, today)))
        before = monday
        line = event_line(event, timezone)
        of = series.get(event.series_id) if event.series_id is not None else None
        yield line if of is None else say(_("{event} 🔁 {every}"), event=line, every=every_of(of))


def _day_of(event: Event, timezone: str | None) -> date:
    """The day on which it begins where the reader is."""
    if event.at is None or timezone is None:
        return event.on
    return datetime.combine(event.on, event.at, ZoneInfo(event.timezone)).astimezone(ZoneInfo(timezone)).date()


def _week(monday: date, today: date) -> Span:
    this = today - timedelta(days=today.weekday())
    if monday == this:
        return say(_("This week"))
    if monday == this + _WEEK:
        return say(_("Next week"))
    first, last = (
        PartialDate(month=day.month, day=day.day) for day in (monday, monday + _WEEK - timedelta(days=1))
    )
    return say(_("{first} – {last}"), first=partial(first), last=partial(last))


def _cards(found: Sequence[Event], ctx: Context) -> tuple[Row | Menu, ...]:
    """A button to each card. An event of a series has its day there, too: the others have the same title."""
    titles = [each.title for each in found]
    rows = tuple(
        (Button(_label(each, twice=titles.count(each.title) > 1), action("event", each.id)),) for each in found
    )
    return (Menu(rows, say(_("Which event?"))),) if rows else ()


def _label(event: Event, *, twice: bool) -> Span:
    title = event.title if len(event.title) <= _LABEL else event.title[: _LABEL - 1].rstrip() + "…"
    return say(_("{title}, {when}"), title=title, when=event.on) if twice else title
