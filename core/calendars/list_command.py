"""/calendar: the calendars that somebody follows, a new one, and the way to their own."""

from dataclasses import replace
from datetime import timedelta

from core.calendars.comparing import is_quiet
from core.calendars.fetching import at_once
from core.calendars.own_address import address
from core.calendars.removing import feed_of, question
from core.calendars.telling import events_to_come, name_of, short_name, why
from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import Refusal
from core.chat.questions import ask
from core.chat.reading import Open
from core.chat.reply import Answer, Bold, Button, Notice, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.events.keeping import keep
from core.facts.account import FeedChanged
from core.facts.calendars import Feed
from core.facts.events import Rsvp
from core.facts.ids import FeedId, new_id
from core.facts.keys import fold
from core.ical.addresses import MOST_FEEDS, feed_address, host_of, is_below

_MOST_NEW = 30  # that one person adds in an hour: each is asked for at once
_HOUR = timedelta(hours=1)


@command(
    "calendar",
    Param(
        name="what",
        kind=Kind.CHOICE,
        choices=("add", "remove", "address"),
        shown=(_("Follow a calendar"), _("Stop following one"), _("My own address")),
        also={"follow": "add", "subscribe": "add", "unfollow": "remove", "unsubscribe": "remove", "out": "address"},
        summary=_("add, remove or address; all that you follow if left out"),
    ),
    Param(
        name="which",
        kind=Kind.TEXT,
        label=_("Address or name"),
        summary=_("the address of an ICS feed; or the name of one that you follow"),
    ),
    summary=_("Follow calendars on the web, and read your own in any calendar app"),
    spoken=r"(?=(?:webcals?://\S+|https?://\S+(?:\.ics\b|/ics/|/ical/)\S*)$)",
    examples=(
        "/calendar",
        "/calendar add https://example.com/club.ics",
        "/calendar address",
        "/calendar remove club",
    ),
)
async def calendar(ctx: Context, what: str | None, which: str | None) -> Answer:
    if what == "address":
        return await address(ctx)
    if what == "remove":
        return await _remove(ctx, which or "")
    if what == "add" or which:
        return await _add(ctx, which or "")
    return await overview(ctx)


@on_press("feeds", reads=True)
async def show_calendars(ctx: Context) -> Answer:
    return replace(await overview(ctx), replaces=True)


@on_press("feed-again")
async def add_again(ctx: Context, feed_id: str) -> Answer:
    """Read one at once that could not be read."""
    feed = await feed_of(ctx, feed_id)
    # As if it were new: what comes of it is told.
    await ctx.tx.feeds.change([replace(feed, next_at=at_once(feed, ctx.now), fetched_at=None, told=False)])
    if at_once(feed, ctx.now) > ctx.now:
        return Notice(say(_("I have just tried. I read it once more in a while, by myself.")))
    return Notice(say(_("I'm reading it once more…")))


@on_press("feed-all")
async def remind_of_all(ctx: Context, feed_id: str) -> Answer:
    """Remind of everything that a calendar has, however much that is."""
    feed = await feed_of(ctx, feed_id)
    # Read anew: it may call some of it tentative.
    await ctx.tx.feeds.change([replace(feed, reminds=True, etag="", modified="", digest="")])
    quiet = [each for each in await ctx.tx.events.of_feed(ctx.owner, feed.id) if is_quiet(each)]
    going = [replace(each, rsvp=Rsvp.GOING, heard=Rsvp.GOING) for each in quiet]
    await keep(ctx.tx, going, ctx.account, ctx.now)
    return Reply(text=say(_("I remind you of everything in {name} from now on."), name=Bold(name_of(feed))))


async def overview(ctx: Context) -> Reply:
    """All that are followed, with what they have brought and when they were last read."""
    feeds = await ctx.tx.feeds.of(ctx.owner)
    own: Row = (Button(say(_("My own address")), action("own-calendar")),)
    if not feeds:
        return Reply(
            text=lines(
                say(_("You follow no calendars yet. Give me the address of one (Google, Luma, Meetup, any ICS):")),
                "/calendar add https://example.com/club.ics",
                say(_("Its events come into your agenda, and I tell you when they change.")),
            ),
            rows=(own,),
        )
    told = [await _line(ctx, each) for each in feeds]
    offs = tuple(
        (Button(say(_("Remove {name}"), name=short_name(each)), action("feed-off", each.id)),) for each in feeds
    )
    heading = count("You follow {n} calendar:", "You follow {n} calendars:", len(feeds))
    return Reply(text=lines(heading, *told), rows=(*offs, own))


async def _line(ctx: Context, feed: Feed) -> Span:
    name = Bold(name_of(feed))
    if feed.error:
        return say(_("{name}: ⚠ {why}"), name=name, why=why(feed))
    if feed.fetched_at is None:
        return say(_("{name}: not read yet"), name=name)
    coming = len(await events_to_come(ctx.tx, feed, ctx.now))
    return count(
        "{name}: {n} event to come, read {when}",
        "{name}: {n} events to come, read {when}",
        coming,
        name=name,
        when=feed.fetched_at,
    )


async def _add(ctx: Context, text: str) -> Reply:
    """Keep the address; it is read in a moment, outside of this transaction, and what it has is told then."""
    try:
        url = feed_address(text)
    except Refusal as refusal:  # which says where the right one is to be found: that is pasted next
        typed = {"which": text} if text else {}
        return await ask(
            ctx,
            calendar,
            Open(asking=calendar.params[1], text=refusal.text, values={"what": "add"}, typed=typed),
        )
    if ctx.doors.public_url and is_below(url, ctx.doors.web("/")):
        raise Refusal(say(_("That is your own calendar, which I write myself.")))
    if ctx.account.timezone is None:
        where = _("First tell me where you are, so that times come out right: /settings zone Toronto")
        raise Refusal(say(where))
    feeds = await ctx.tx.feeds.of(ctx.owner)
    known = next((each for each in feeds if each.url == url), None)
    if known is not None:
        await ctx.tx.feeds.change([replace(known, next_at=at_once(known, ctx.now))])
        return Reply(text=say(_("You follow {name} already. I'm reading it once more."), name=Bold(name_of(known))))
    if len(feeds) >= MOST_FEEDS:
        raise Refusal(say(_("{n} calendars are all I follow. Remove one first: /calendar"), n=MOST_FEEDS))
    lately = await ctx.tx.accounts.deeds(ctx.owner, ctx.now - _HOUR)
    if sum(isinstance(step, FeedChanged) for deed in lately for step in deed.steps) >= _MOST_NEW:
        raise Refusal(say(_("That is a lot of calendars in one hour. Let's go on with them in a while.")))
    feed = Feed(id=FeedId(new_id()), account_id=ctx.owner, url=url, added_at=ctx.now, next_at=ctx.now)
    await ctx.tx.feeds.add(replace(feed, next_at=at_once(feed, ctx.now)))
    deed = await ctx.did(
        _("following the calendar {names}"), (host_of(url),), FeedChanged(feed_id=feed.id, before=None)
    )
    return Reply(
        text=say(_("I'm reading the calendar at {host}… In a moment I'll say what is in it."), host=host_of(url)),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
    )


async def _remove(ctx: Context, said: str) -> Reply:
    feeds = await ctx.tx.feeds.of(ctx.owner)
    if not feeds:
        raise Refusal(say(_("You follow no calendars.")))
    wanted = fold(said)
    found = [each for each in feeds if wanted and (wanted in fold(name_of(each)) or said.strip() == each.url)]
    if len(found) == 1 or (len(feeds) == 1 and not wanted):
        return await question(ctx, (found or list(feeds))[0])
    rows = tuple((Button(short_name(each), action("feed-off", each.id)),) for each in found or feeds)
    return Reply(text=say(_("Which one?")), rows=rows)
