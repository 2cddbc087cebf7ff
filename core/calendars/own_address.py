"""The private address of one's own calendar: given, renewed, turned off. Without a web server: a file."""

import secrets
from dataclasses import replace

from core.calendars.serving import NAME, agenda_of, written
from core.chat.command import Context, on_press
from core.chat.reply import Answer, Button, File, Link, Reply, Span, action, lines, say
from core.chat.words import _
from core.facts.calendars import CalendarAddress

_BYTES = 24  # of chance in an address: nobody guesses it


@on_press("own-calendar")
async def show_address(ctx: Context) -> Answer:
    """The address; a first one where there is none."""
    return await address(ctx)


@on_press("own-new", reads=True)
async def ask_new(ctx: Context) -> Answer:
    """Ask first: whatever reads the old one would go on showing what was there last."""
    return Reply(
        text=say(_("A new address? The old one ends at once: your calendar app has to be given the new one.")),
        rows=(
            (
                Button(say(_("Yes, a new one")), action("own-renew")),
                Button(say(_("Keep it")), action("own-calendar")),
            ),
        ),
        replaces=True,
    )


@on_press("own-renew")
async def renew(ctx: Context) -> Answer:
    """Another address; the one before is good for nothing from now on."""
    if not ctx.doors.public_url:
        return await address(ctx)
    return replace(_shown(ctx, await _make(ctx), say(_("Your new address. The old one has ended."))), replaces=True)


@on_press("own-off")
async def turn_off(ctx: Context) -> Answer:
    """No address any more."""
    await ctx.tx.feeds.remove_address(ctx.owner)
    again = Button(say(_("A new address")), action("own-calendar"))
    return Reply(
        text=say(_("Turned off: nobody can read your calendar there any more.")), rows=((again,),), replaces=True
    )


async def address(ctx: Context) -> Reply:
    """The address of one's own calendar, made where there is none; a file where nothing is served."""
    if not ctx.doors.public_url:
        agenda = await agenda_of(ctx.tx, ctx.account, ctx.now)
        return Reply(
            text=lines(
                say(_("Here is your calendar as a file: your events and reminders, as they are now.")),
                say(_("An address that stays up to date needs a web server: whoever runs me sets PUBLIC_URL.")),
            ),
            file=File(name=NAME, content=await written(agenda, ctx.now)),
        )
    known = await ctx.tx.feeds.address(ctx.owner)
    return _shown(ctx, known or await _make(ctx), say(_("Your private calendar address:")))


async def _make(ctx: Context) -> CalendarAddress:
    made = CalendarAddress(account_id=ctx.owner, token=secrets.token_urlsafe(_BYTES), made_at=ctx.now)
    await ctx.tx.feeds.keep_address(made)
    return made


def _shown(ctx: Context, address: CalendarAddress, heading: Span) -> Reply:
    url = ctx.doors.web(f"/cal/{address.token}.ics")
    return Reply(
        text=lines(
            heading,
            Link(url, url),
            say(_("Give it to your calendar app (Google: Other calendars → From URL; Apple: New subscription).")),
            say(_("It shows what you go to, and your reminders. Whoever has the address can read them.")),
        ),
        rows=(
            (
                Button(say(_("New address")), action("own-new")),
                Button(say(_("Turn off")), action("own-off")),
            ),
        ),
    )
