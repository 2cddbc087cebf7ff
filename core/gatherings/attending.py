"""After an event: who came, by one tap of the organiser's; and who exchanges cards with those who wish it, too."""

from dataclasses import replace

from core.chat.command import Context, on_press
from core.chat.errors import NotFound, Refusal
from core.chat.pages import page_number
from core.chat.reply import Answer, Button, Notice, Reply, Row, action, count, lines, say
from core.chat.words import _
from core.events.moments import begins
from core.events.telling import event_line
from core.facts.events import Attendee, Event, Rsvp
from core.facts.ids import AccountId, EventId
from core.gatherings import hosting
from core.gatherings.answering import answerable

ON_A_PAGE = 12  # people; two in a row
_ALL = "all"


@on_press("attends")
async def show(ctx: Context, event_id: str, number: str) -> Answer:
    """Those who said that they come, each with a tap; for the organiser alone."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    return await _page(ctx, event, page_number(number))


@on_press("came")
async def tap(ctx: Context, event_id: str, account_id: str, number: str = "0") -> Answer:
    """Somebody has come, or has not after all."""
    event, _club = await hosting.find_hosted(ctx, event_id)
    if ctx.now < begins(event):
        raise Refusal(say(_("It has not begun yet: nobody can have come.")))
    if account_id == _ALL:
        changed = [replace(each, came=True) for each in await _going(ctx, event)]
    else:
        attendee = await ctx.tx.attendees.one(event.id, AccountId(account_id))
        if attendee is None or attendee.rsvp is not Rsvp.GOING:
            raise NotFound(say(_("They don't go any more.")))
        changed = [replace(attendee, came=None if attendee.came else True)]
    await ctx.tx.attendees.save(changed)
    await ctx.tx.posts.stale([event.id], ctx.now, native=False)
    return await _page(ctx, event, page_number(number))


@on_press("swap")
async def swap_cards(ctx: Context, event_id: str) -> Answer:
    """They exchange cards with whoever was there and wishes it, too; pressed again it is taken back."""
    event = await answerable(ctx.tx, EventId(event_id))
    mine = await ctx.tx.attendees.one(event.id, ctx.owner)
    if mine is None or mine.rsvp is not Rsvp.GOING:
        raise Refusal(say(_("That is for those who were there.")))
    if ctx.now < begins(event):
        raise Refusal(say(_("It has not begun yet: you meet them first.")))
    swaps = not mine.swaps
    # Whom that brings together is looked for by the planner: two accounts at a time, and never more.
    await ctx.tx.attendees.save([replace(mine, swaps=swaps, confirm_by=ctx.now if swaps else None)])
    if not swaps:
        return Notice(say(_("All right: your card goes to nobody else.")))
    return Notice(
        say(
            _(
                "Your card goes to those who were there and press this, too, and theirs to you. "
                "/card shows what it says."
            )
        )
    )


async def _page(ctx: Context, event: Event, number: int) -> Reply:
    going = await _going(ctx, event)
    if number * ON_A_PAGE >= len(going):
        number = 0
    shown = going[number * ON_A_PAGE : (number + 1) * ON_A_PAGE]
    taps = [Button(_label(each), action("came", event.id, each.account_id, str(number))) for each in shown]
    rows: list[Row] = [tuple(taps[start : start + 2]) for start in range(0, len(taps), 2)]
    turns: Row = ()
    if number:
        turns = (Button(say(_("Back")), action("attends", event.id, str(number - 1))),)
    if len(going) > (number + 1) * ON_A_PAGE:
        turns = (*turns, Button(say(_("More")), action("attends", event.id, str(number + 1))))
    if turns:
        rows.append(turns)
    last: Row = (Button(say(_("The event")), action("hosted", event.id)),)
    if going and any(not each.came for each in going):
        last = (Button(say(_("All came")), action("came", event.id, _ALL)), *last)
    came = sum(1 + each.guests for each in going if each.came)
    text = lines(
        event_line(event, ctx.account.timezone),
        count("{n} came. Tap whoever was there:", "{n} came. Tap whoever was there:", came)
        if going
        else say(_("Nobody has said that they come.")),
    )
    return Reply(text=text, rows=(*rows, last), replaces=True)


async def _going(ctx: Context, event: Event) -> list[Attendee]:
    found = [each for each in await ctx.tx.attendees.of(event.id) if each.rsvp is Rsvp.GOING]
    return sorted(found, key=lambda each: (each.name.casefold(), each.account_id))


def _label(attendee: Attendee) -> str:
    guests = f" +{attendee.guests}" if attendee.guests else ""
    return f"{'✓ ' if attendee.came else ''}{attendee.name[:30] or '…'}{guests}"
