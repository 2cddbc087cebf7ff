"""/events: where one goes, week by week, and where one was; each with a button to its card."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.chat.command import Context, command, on_press
from core.chat.pages import page_number, pages
from core.chat.phrases import partial
from core.chat.reply import Answer, Bold, Button, Menu, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.events.telling import event_line
from core.facts.events import Event
from core.facts.people import PartialDate

PAGE = 8  # of events: their buttons stand below each other on a phone
_LABEL = 28  # characters of a title on a button
_WEEK = timedelta(days=7)


@command("events", summary=_("See your events, coming and past"), examples=("/events",), reads=True)
async def events(ctx: Context) -> Answer:
    coming, past = await ctx.tx.events.count(ctx.owner, ctx.today)
    return await (_past(ctx, 0) if past and not coming else _coming(ctx, 0))


@on_press("events", reads=True)
async def show_coming(ctx: Context, number: str) -> Answer:
    """A page of those to come, in the place of the one before."""
    return replace(await _coming(ctx, page_number(number)), replaces=True)


@on_press("past-events", reads=True)
async def show_past(ctx: Context, number: str) -> Answer:
    """A page of those that are over."""
    return replace(await _past(ctx, page_number(number)), replaces=True)


async def _coming(ctx: Context, number: int) -> Reply:
    coming, past = await ctx.tx.events.count(ctx.owner, ctx.today)
    if number * PAGE >= coming:
        number = 0
    found = await ctx.tx.events.coming(ctx.owner, ctx.today, PAGE, number * PAGE)
    if not coming and not past:
        return Reply(
            text=lines(
                say(_("No events yet. Say one: /event Kiwanis breakfast Tue 7:30 at Brampton Hall")),
                say(_("Or send me an invitation, a calendar file (.ics), or an archive of LinkedIn or Facebook.")),
            )
        )
    heading = count("{n} event to come:", "{n} events to come:", coming) if coming else say(_("Nothing to come."))
    over = Button(count("{n} past event", "{n} past events", past), action("past-events", "0"))
    turns = pages("events", number, more=coming > (number + 1) * PAGE)
    told = tuple(_by_week(found, ctx.account.timezone, ctx.today))
    return Reply(text=lines(heading, *told), rows=(*_cards(found, ctx), *turns, *(((over,),) if past else ())))


async def _past(ctx: Context, number: int) -> Reply:
    coming, past = await ctx.tx.events.count(ctx.owner, ctx.today)
    if number * PAGE >= past:
        number = 0
    found = await ctx.tx.events.past(ctx.owner, ctx.today, PAGE, number * PAGE)
    if not found:
        return await _coming(ctx, 0)
    heading = count("{n} past event, the latest first:", "{n} past events, the latest first:", past)
    ahead = Button(count("{n} event to come", "{n} events to come", coming), action("events", "0"))
    turns = pages("past-events", number, more=past > (number + 1) * PAGE)
    told = (event_line(each, ctx.account.timezone) for each in found)
    return Reply(text=lines(heading, *told), rows=(*_cards(found, ctx), *turns, *(((ahead,),) if coming else ())))


def _by_week(found: Sequence[Event], timezone: str | None, today: date) -> Iterator[Span]:
    """A line for each event, those of each week below its name; a week begins on Monday."""
    before: date | None = None
    for event in found:
        day = max(_day_of(event, timezone), today)  # what has begun and goes on is this week's
        monday = day - timedelta(days=day.weekday())
        if monday != before:
            yield from ("", Bold(_week(monday, today)))
        before = monday
        yield event_line(event, timezone)


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
