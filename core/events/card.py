"""An event's card in its owner's own chat, and what its buttons do: answer it, its calendar file, delete it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.chat.command import Context, on_press
from core.chat.reply import (
    Answer,
    Bold,
    Button,
    File,
    Listing,
    Notice,
    Reply,
    Row,
    ShareButton,
    Span,
    action,
    lines,
    say,
)
from core.chat.telling import tell_recurrence
from core.chat.words import _
from core.events import keeping, serial
from core.events.moments import has_begun, is_over, moments
from core.events.telling import ANSWERS, counted, event_lines
from core.facts.calendars import Feed
from core.facts.events import Event, Rsvp, Series
from core.facts.ids import DeedId
from core.ical.addresses import host_of
from core.ical.rules import recurrence_of
from core.ical.writing import calendar

_MARKS = {Rsvp.GOING: _("Going"), Rsvp.MAYBE: _("Maybe"), Rsvp.NO: _("No")}
_MARKED = {Rsvp.GOING: _("✓ Going"), Rsvp.MAYBE: _("✓ Maybe"), Rsvp.NO: _("✓ No")}
_NAME = 40  # characters of a file's name


@on_press("event", reads=True)
async def show_event(ctx: Context, event_id: str) -> Answer:
    """The card of one of the owner's events."""
    return await card(ctx, await keeping.find(ctx, event_id))


@on_press("evr")
async def answer_event(ctx: Context, event_id: str, answer: str) -> Answer:
    """Answer an event of one's own agenda; what others answer, too, is answered among them (`rsvp`)."""
    event = await keeping.find(ctx, event_id)
    if answer not in (Rsvp.GOING, Rsvp.MAYBE, Rsvp.NO):
        return await card(ctx, event)
    rsvp = Rsvp(answer)
    if rsvp is Rsvp.NO and is_over(event, ctx.now):
        return await _was_not_there(ctx, event)
    if event.shared_id or event.terms:
        return await card(ctx, event)
    if event.rsvp is rsvp:
        return Notice(say(ANSWERS[rsvp]))
    after, deed = await keeping.change(ctx, event, replace(event, rsvp=rsvp), _("your answer to {names}"))
    return replace(await card(ctx, after, deed=deed), replaces=True)


async def _was_not_there(ctx: Context, event: Event) -> Reply:
    """Said under the question whom they met. It is nobody else's business: who said what before it stays."""
    told = say(_("All right, I won't ask."))
    if event.rsvp is Rsvp.NO:
        return Reply(text=told, replaces=True)
    not_there = replace(event, rsvp=Rsvp.NO)
    _after, deed = await keeping.change(ctx, event, not_there, _("your answer to {names}"))
    return Reply(text=told, rows=((Button(say(_("Undo")), action("undo", deed)),),), replaces=True)


@on_press("evfile", reads=True)
async def send_file(ctx: Context, event_id: str) -> Answer:
    """The event as a file for any calendar; one that comes again with all that is to come."""
    event = await keeping.find(ctx, event_id)
    series = await series_of(ctx, event)
    events: Sequence[Event] = (event,)
    if series is not None:
        events = await ctx.tx.events.of_series(ctx.owner, series.id)
    content = calendar(events, (series,) if series is not None else (), ctx.now)
    return Reply(
        text=say(_("Open it with your calendar.")), file=File(name=_file_name(event.title), content=content)
    )


@on_press("evdel")
async def delete_event(ctx: Context, event_id: str, which: str = "") -> Answer:
    """Take it out of the agenda; of a series after asking whether it is this one or all that come."""
    event = await keeping.find(ctx, event_id)
    feed = await ctx.tx.feeds.get(ctx.owner, event.feed_id) if event.feed_id is not None else None
    if feed is not None:
        return await _not_going(ctx, event, feed)
    series = await series_of(ctx, event)
    if series is not None and which not in ("one", "all"):
        return Reply(
            text=say(_("“{title}” comes again. What shall go?"), title=event.title),
            rows=(
                (Button(say(_("Just this one")), action("evdel", event.id, "one")),),
                (Button(say(_("This and all that follow")), action("evdel", event.id, "all")),),
                (Button(say(_("Keep them")), action("event", event.id)),),
            ),
            replaces=True,
        )
    if event.terms is not None and not event.cancelled and which != "all":  # whoever has answered it is to see why
        called_off = replace(event, cancelled=True)
        event, deed = await keeping.change(ctx, event, called_off, _("calling off {names}"))
        return replace(await card(ctx, event, deed=deed), replaces=True)
    if series is not None and which == "all":
        deed = await serial.end(ctx, series, event)
    else:
        deed = await keeping.remove(ctx, event)
    return Reply(
        text=say(_("Deleted: {title}"), title=event.title),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
        replaces=True,
    )


async def _not_going(ctx: Context, event: Event, feed: Feed) -> Reply:
    """In the place of deleting what its calendar would bring back."""
    told = say(
        _("It comes from your calendar {name}: I marked it as not going."),
        name=Bold(feed.title or host_of(feed.url)),
    )
    if event.rsvp is Rsvp.NO:
        return Reply(text=told, replaces=True)
    _after, deed = await keeping.change(ctx, event, replace(event, rsvp=Rsvp.NO), _("your answer to {names}"))
    return Reply(text=told, rows=((Button(say(_("Undo")), action("undo", deed)),),), replaces=True)


async def card(
    ctx: Context,
    event: Event,
    heading: Span | None = None,
    deed: DeedId | None = None,
    series: Series | None = None,
) -> Reply:
    """All that is known of an event, with what can be done. `deed` is what its Undo takes back; its series is read
    where it is not given."""
    counts = None
    if event.shared_id is not None or event.terms is not None:
        answered = event.shared_id or event.id
        counts = (await ctx.tx.attendees.count([answered])).get(answered)
    series = series or await series_of(ctx, event)
    home = ZoneInfo(ctx.account.timezone or event.timezone)  # whoever has just said where they are has it now
    coming = [
        due.at.astimezone(home) for due in moments(event, ctx.account) if due.about.is_before and due.at > ctx.now
    ]
    return Reply(
        text=lines(
            heading,
            event_lines(event, ctx.account.timezone, every_of(series) if series is not None else None),
            "" if not event.cancelled else None,
            _standing(event, ctx.now),
            counted(counts) if counts is not None else None,
            say(_("⏰ I remind you: {times}"), times=Listing(tuple(coming))) if coming else None,
        ),
        rows=_rows(ctx, event, deed, repeats=series is not None),
    )


def answers(event: Event) -> Row:
    """Going, Maybe, No: the answer that was given is marked."""
    return tuple(
        Button(say(_MARKED[rsvp] if event.rsvp is rsvp else label), answering(event, rsvp))
        for rsvp, label in _MARKS.items()
    )


def answering(event: Event, rsvp: Rsvp) -> str:
    """What the button of an answer carries: a copy is answered where the event was announced, and one's own that
    others answer, too, is counted among them."""
    if event.shared_id is not None or event.terms is not None:
        return action("rsvp", event.shared_id or event.id, rsvp)
    return action("evr", event.id, rsvp)


async def series_of(ctx: Context, event: Event) -> Series | None:
    """The series of which it is an occurrence; None for an event by itself, and for a copy of somebody else's."""
    if event.series_id is None or event.shared_id is not None:
        return None
    return next(iter(await ctx.tx.series.get(ctx.owner, [event.series_id])), None)


def every_of(series: Series) -> Span:
    """How often it comes, in words where there are such; its hour stands with the event itself."""
    recurrence = recurrence_of(series.rule, series.on, series.at)
    if recurrence is None:
        return say(_("comes again and again"))
    return tell_recurrence(replace(recurrence, times=()))


def _standing(event: Event, now: datetime) -> Span | None:
    if event.cancelled:
        return None
    return say(_("It is over.")) if is_over(event, now) else say(ANSWERS[event.rsvp])


def _rows(ctx: Context, event: Event, deed: DeedId | None, *, repeats: bool) -> tuple[Row, ...]:
    rows: list[Row] = []
    begun, over = has_begun(event, ctx.now), is_over(event, ctx.now)
    if not over and not event.cancelled:
        rows.append(answers(event))
    if not event.cancelled:
        about: Row = () if over else (Button(say(_("Prepare")), action("prepare", event.id)),)
        if repeats:
            about = (*about, Button(say(_("Next days")), action("evnext", event.id)))
        rows.append((*about, Button(say(_("Whom I met")), action("whom", event.id))) if begun else about)
    tools: Row = (Button(say(_("Calendar file")), action("evfile", event.id)),)
    if event.terms is not None:
        tools = (Button(say(_("Who's going")), action("who", event.id)), *tools)
    if event.shared_id is None:
        tools = (*tools, Button(say(_("Edit")), action("evedit", event.id)))
        if not over and not event.cancelled:
            tools = (*tools, ShareButton(say(_("Share")), event.title[:_NAME]))
    rows.append(tools)
    if deed is not None:
        rows.append((Button(say(_("Undo")), action("undo", deed)),))
    elif event.shared_id is None or event.rsvp is Rsvp.NO or event.cancelled or over:
        rows.append((Button(say(_("Delete")), action("evdel", event.id)),))
    return tuple(row for row in rows if row)


def _file_name(title: str) -> str:
    plain = "".join(letter if letter.isalnum() else "-" for letter in title[:_NAME]).strip("-")
    return f"{plain or 'event'}.ics"
