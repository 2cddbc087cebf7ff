"""/events: where one goes and went, ten to a page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.chat.command import Context, Subject, command, on_press
from core.chat.pages import page_number, pages
from core.chat.reply import Answer, Bold, Button, Link, Reply, Row, Span, action, count, lines, say
from core.chat.telling import city_of
from core.chat.words import _
from core.facts.events import Event, Rsvp

PAGE = 10
_LONGEST = 80  # characters of a title or a place
_RSVPS = {
    Rsvp.GOING: "",
    Rsvp.MAYBE: _("maybe"),
    Rsvp.NO: _("not going"),
    Rsvp.INVITED: _("not answered"),
}


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
            text=say(_("No events yet. They come with an archive of LinkedIn or Facebook: just send me one."))
        )
    heading = count("{n} event to come:", "{n} events to come:", coming) if coming else say(_("Nothing to come."))
    over = Button(count("{n} past event", "{n} past events", past), action("past-events", "0"))
    turns = pages("events", number, more=coming > (number + 1) * PAGE)
    return _listed(ctx, heading, found, (*turns, (over,)) if past else turns)


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
    return _listed(ctx, heading, found, (*turns, (ahead,)) if coming else turns)


def _listed(ctx: Context, heading: Span, found: Sequence[Event], rows: tuple[Row, ...]) -> Reply:
    return Reply(text=lines(heading, *(_line(each, ctx.account.timezone) for each in found)), rows=rows)


def _line(event: Event, timezone: str | None) -> Span:
    """ "Tue, Dec 1, 6:30 PM: Breakfast, Paris (maybe)"; where its zone is another than its owner's that is said."""
    when: Span = event.on
    if event.at is not None:
        when = datetime.combine(event.on, event.at, ZoneInfo(event.timezone))
        if event.timezone != timezone:
            when = say(_("{when} {city} time"), when=when, city=city_of(event.timezone))
    title: Span = Bold(_cut(event.title))
    parts: list[Span] = [
        when,
        ": ",
        Link(title, event.url) if event.url.startswith(("https://", "http://")) else title,
    ]
    if event.place:
        parts += [", ", _cut(event.place)]
    if answer := _RSVPS[event.rsvp]:
        parts += [" (", say(answer), ")"]
    return tuple(parts)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


SUBJECT = Subject(commands=(events,), actions=(show_coming, show_past))
