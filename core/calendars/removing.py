"""Following a calendar no longer: its events to come go, or stay as one's own; and undo."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.calendars.fetching import at_once
from core.calendars.telling import name_of
from core.chat.command import Context, on_press
from core.chat.errors import NotFound
from core.chat.reply import Answer, Bold, Button, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.events.moments import is_over
from core.facts.account import EventChanged, FeedChanged, Step
from core.facts.calendars import Feed
from core.facts.events import Event
from core.facts.ids import EventId, FeedId


@on_press("feed-off", reads=True)
async def ask_remove(ctx: Context, feed_id: str) -> Answer:
    """Ask what becomes of its events; at once where there are none."""
    return await question(ctx, await feed_of(ctx, feed_id))


@on_press("feed-gone")
async def remove(ctx: Context, feed_id: str, what: str) -> Answer:
    """Follow it no longer; `what`: "all" takes its events to come along, anything else leaves them."""
    feed = await feed_of(ctx, feed_id)
    return replace(await _remove(ctx, feed, keep=what != "all"), replaces=True)


async def question(ctx: Context, feed: Feed) -> Reply:
    """What is to become of its events."""
    goes, met = await _parted(ctx, feed)
    keeps: Row = (Button(say(_("Keep them")), action("feed-gone", feed.id, "keep")),)
    if not goes:
        stop = Button(say(_("Stop following")), action("feed-gone", feed.id, "all"))
        return Reply(
            text=say(_("Stop following {name}? Nothing else changes."), name=Bold(name_of(feed))), rows=((stop,),)
        )
    text = lines(
        count(
            "Stop following {name}? It has brought {n} event that is still to come.",
            "Stop following {name}? It has brought {n} events that are still to come.",
            len(goes),
            name=Bold(name_of(feed)),
        ),
        say(_("Where you have met somebody stays in any case.")) if met else None,
    )
    away = Button(say(_("Remove them")), action("feed-gone", feed.id, "all"))
    return Reply(text=text, rows=((away, *keeps),))


async def feed_of(ctx: Context, feed_id: str) -> Feed:
    """Raises NotFound for one that is not followed, and for somebody else's."""
    feed = await ctx.tx.feeds.get(ctx.owner, FeedId(feed_id))
    if feed is None:
        raise NotFound(say(_("You don't follow that calendar any more. /calendar shows those that you do.")))
    return feed


async def put_back(ctx: Context, step: FeedChanged) -> Span | None:
    """Undo: follow it again, and its events come back by themselves; or, where it was new, no longer."""
    if step.before is not None:
        again = replace(
            step.before,
            account_id=ctx.owner,
            next_at=at_once(step.before, ctx.now),
            fetched_at=None,
            etag="",
            modified="",
            digest="",
            failures=0,
            error="",
            told=False,
        )
        await ctx.tx.feeds.add(again)
        return say(_("Its events come back in a moment."))
    feed = await ctx.tx.feeds.get(ctx.owner, step.feed_id)
    if feed is not None:
        await _let_go(ctx, feed, (await _parted(ctx, feed))[0])
    return None


async def _remove(ctx: Context, feed: Feed, *, keep: bool) -> Reply:
    goes: Sequence[Event] = () if keep else (await _parted(ctx, feed))[0]
    await _let_go(ctx, feed, goes)
    # What its calendar has said comes back with it; what its owner has said would not.
    answered = [EventChanged(event_id=each.id, before=each) for each in goes if each.rsvp is not each.heard]
    steps: tuple[Step, ...] = (FeedChanged(feed_id=feed.id, before=feed), *answered)
    deed = await ctx.did(_("following the calendar {names} no longer"), (name_of(feed),), *steps)
    name = Bold(name_of(feed))
    if goes:
        text = count(
            "I follow {name} no longer; {n} event to come is off your agenda.",
            "I follow {name} no longer; {n} events to come are off your agenda.",
            len(goes),
            name=name,
        )
    else:
        text = say(_("I follow {name} no longer."), name=name)
    return Reply(text=text, rows=((Button(say(_("Undo")), action("undo", deed)),),))


async def _let_go(ctx: Context, feed: Feed, goes: Collection[Event]) -> None:
    """Remove it with these of its events; the others are the owner's own from now on."""
    gone = {each.id for each in goes}
    stays = [each for each in await ctx.tx.events.of_feed(ctx.owner, feed.id) if each.id not in gone]
    await ctx.tx.events.change([replace(each, feed_id=None) for each in stays])
    await ctx.tx.events.remove(ctx.owner, gone)
    await ctx.tx.feeds.remove(ctx.owner, feed.id)
    # An event that several of them have is the first one's; now it may be another's.
    others = [each for each in await ctx.tx.feeds.of(ctx.owner) if each.id != feed.id]
    await ctx.tx.feeds.change([replace(each, etag="", modified="", digest="") for each in others])


async def _parted(ctx: Context, feed: Feed) -> tuple[Sequence[Event], Collection[EventId]]:
    """Its events that would go: those to come that it alone has brought; and those that stay since somebody was met
    there."""
    coming = [
        each
        for each in await ctx.tx.events.of_feed(ctx.owner, feed.id)
        if each.import_id is None and not is_over(each, ctx.now)
    ]
    met = {
        id_ for id_, people in (await ctx.tx.events.people_met(ctx.owner, [e.id for e in coming])).items() if people
    }
    return [each for each in coming if each.id not in met], met
