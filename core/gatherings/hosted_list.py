"""The events that somebody looks after: those to come, each series once, and those that were lately."""

from dataclasses import replace
from datetime import timedelta

from core.chat.command import Context
from core.chat.errors import Refusal
from core.chat.pages import PAGE, pages
from core.chat.reply import Button, Reply, Row, action, count, lines, say
from core.chat.words import _
from core.events.moments import begins, ends
from core.events.telling import event_line
from core.facts.events import Event, Rsvp
from core.facts.ids import AccountId
from core.gatherings.clubs import find_club
from core.gatherings.copies import keep_copy, own_of

LATELY = timedelta(days=7)  # so long after its end somebody may still say who came
_FOUND = 400  # of an agenda's events
_SHORT = 30  # characters of a title on a button


async def listed(ctx: Context, number: int) -> Reply:
    """A page of them, each with a button that says its day."""
    found = [
        each
        for each in await _hosted(ctx)
        # In a group all of its events are shown to whoever administers it; elsewhere one's own.
        if ctx.group is not None or (each.terms is not None and each.terms.organiser == ctx.owner)
    ]
    shown_of = _once(found, ctx)
    page = shown_of[number * PAGE : (number + 1) * PAGE]
    if not page:
        return Reply(
            text=lines(
                say(_("You look after no event that is to come.")),
                say(
                    _(
                        "In a group of which you are an administrator: "
                        "/host Breakfast Tue 7:30 at Brampton Hall, 20 seats"
                    )
                ),
            )
        )
    rows: tuple[Row, ...] = tuple(
        (Button(say(_("{title}, {day}"), title=_cut(each.title), day=each.on), action("hosted", each.id)),)
        for each in page
    )
    others = any(each.terms is not None and each.terms.organiser != ctx.owner for each in found)
    text = lines(
        say(_("Events that you look after:")),
        *(
            say(_("{event} (over)"), event=line) if ends(each) <= ctx.now else line
            for each in page
            for line in [event_line(each, ctx.account.timezone)]
        ),
        say(_("Somebody else announced some of them. /host take over: from then on you look after them."))
        if others
        else None,
    )
    more = pages("hosts", number, more=len(shown_of) > (number + 1) * PAGE)
    return Reply(text=text, rows=(*rows, *more))


async def taken_over(ctx: Context) -> Reply:
    """Whoever administers the group looks after all its events from now on, also in private; whoever announced
    them does not any more: they may be no administrator by now."""
    if ctx.group is None or not ctx.group.manages:
        raise Refusal(say(_("Say that in the group whose events you want to look after, as its administrator.")))
    club = await find_club(ctx)
    events = [] if club is None else await _of_club(ctx, club.id)
    theirs = [each for each in events if each.terms is not None and each.terms.organiser != ctx.owner]
    after = [replace(each, terms=replace(each.terms, organiser=ctx.owner)) for each in theirs if each.terms]
    await ctx.tx.events.change(after)
    if club is not None:
        ids = {each.series_id for each in theirs if each.series_id is not None}
        series = await ctx.tx.series.get(club.id, sorted(ids))
        await ctx.tx.series.change(
            [replace(each, terms=replace(each.terms, organiser=ctx.owner)) for each in series if each.terms]
        )
    if theirs and await own_of(ctx.tx, theirs[0], ctx.owner) is None:  # by it /host knows in private whose they are
        await keep_copy(ctx.tx, after[0], ctx.account, Rsvp.INVITED, ctx.now)
    return Reply(
        text=count(
            "{n} event is yours to look after now. /host shows it.",
            "{n} events are yours to look after now. /host shows them.",
            len(after),
        )
    )


async def _hosted(ctx: Context) -> list[Event]:
    return [each for club in await _clubs(ctx) for each in await _of_club(ctx, club)]


async def _of_club(ctx: Context, club: AccountId) -> list[Event]:
    found = await ctx.tx.events.coming(club, ctx.today - LATELY, _FOUND)
    return [each for each in found if each.terms is not None and ends(each) > ctx.now - LATELY]


def _once(events: list[Event], ctx: Context) -> list[Event]:
    """Those to come, the next one of each series; then those that are over, the latest first."""
    coming = sorted((each for each in events if ends(each) > ctx.now), key=lambda each: (begins(each), each.id))
    over = sorted((each for each in events if ends(each) <= ctx.now), key=begins, reverse=True)
    seen: set[str] = set()
    shown: list[Event] = []
    for each in coming:
        # One that was called off is shown besides the next one that takes place.
        if each.series_id is None or each.series_id not in seen:
            shown.append(each)
        if each.series_id is not None and not each.cancelled:
            seen.add(each.series_id)
    return [*shown, *(each for each in over if not each.cancelled)]


async def _clubs(ctx: Context) -> list[AccountId]:
    """Whose events they look after: the club of the group where they speak and which they manage; else every club
    of which an event is in their agenda that they look after."""
    if ctx.group is not None:
        club = await find_club(ctx) if ctx.group.manages else None
        return [club.id] if club is not None else []
    answered = await ctx.tx.events.answered(ctx.owner, _FOUND)
    mine = (each for each in answered if each.terms is not None and each.terms.organiser == ctx.owner)
    return [*dict.fromkeys(each.account_id for each in mine)]


def _cut(title: str) -> str:
    return title if len(title) <= _SHORT else title[: _SHORT - 1].rstrip() + "…"
