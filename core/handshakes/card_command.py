"""/card: one's own card with its code, and what stands on it; or somebody else's code, typed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import Refusal
from core.chat.questions import ask
from core.chat.reading import Open
from core.chat.reply import Answer, Button, Notice, Reply, Span, action, say
from core.chat.words import _
from core.facts.account import CardChanged
from core.facts.events import Event
from core.facts.handshakes import CardCode, OwnCard
from core.handshakes import own_card as own
from core.handshakes import wording
from core.handshakes.codes import going_on, new_code, read_code, to_show
from core.handshakes.exchanging import OPEN_FOR
from core.handshakes.own_card import own_card
from core.handshakes.pictures import contact_file
from core.handshakes.scanning import scanned

_CHANGES: dict[str, Callable[[OwnCard, str], OwnCard]] = {
    "add": own.with_handles,
    "remove": lambda card, value: own.without(card, own.named(card, value)),
    "show": lambda card, value: own.showing(card, own.named(card, value)),
    "hide": lambda card, value: own.hiding(card, own.named(card, value)),
}
_ASK = {
    "name": _("What name stands on your card?"),
    "title": _("What are you, in a word or two? For example: Job coach. “none” takes it off."),
    "company": _("Where do you work? “none” takes it off."),
    "about": _("What do you do, or look for, in a line? “none” takes it off."),
    "add": _("How can people reach you? For example: ada@example.com, +1 416 555 0199, linkedin.com/in/ada"),
    "remove": _("What shall I take off your card? For example: e-mail"),
    "show": _("What shall others see? For example: e-mail, or: everything"),
    "hide": _("What shall others not see? For example: phone"),
}


@command(
    "card",
    Param(
        name="what",
        kind=Kind.CHOICE,
        choices=(*own.WORDS, *_CHANGES, "new", "revoke"),
        summary=_("name, title, company, about, add, remove, show, hide, new or revoke"),
        also={"job": "title", "role": "title", "unhide": "show", "delete": "remove"},
    ),
    Param(
        name="value",
        kind=Kind.TEXT,
        summary=_("its new value; or alone, somebody's code"),
        label=_("New value, or a code"),
    ),
    summary=_("Your own card, with a code to scan; or somebody's code"),
    examples=("/card", "/card title Job coach", "/card add email ada@example.com", "/card K7QPX-93XMA"),
)
async def card(ctx: Context, what: str | None, value: str | None) -> Answer:
    if what is None:
        return await my_card(ctx) if value is None else await _scan(ctx, value)
    if what == "new":
        return await _with_new_code(ctx)
    if what == "revoke":
        return await _revoke(ctx)
    if value is None:
        return await _ask_for(ctx, what)
    try:
        return await _change(ctx, what, value)
    except Refusal as refusal:  # nothing of it is written: what was typed may be mended
        opened = Open(asking=card.params[1], text=refusal.text, values={"what": what}, typed={"value": value})
        return await ask(ctx, card, opened)


async def my_card(ctx: Context) -> Reply:
    """The card with the code that is good now: of the event at which they are, or any."""
    return await _held_out(ctx, await _event(ctx))


@on_press("card-mine")
async def show_my_card(ctx: Context) -> Answer:
    return await my_card(ctx)


@on_press("card-plain")
async def leave_event_out(ctx: Context) -> Answer:
    """Where somebody is may be nobody's business."""
    return await _held_out(ctx, None)


@on_press("card-new")
async def new_code_for_me(ctx: Context) -> Answer:
    return await _with_new_code(ctx)


@on_press("card-revoke")
async def revoke_codes(ctx: Context) -> Answer:
    return await _revoke(ctx)


@on_press("card-qr")
async def show_for_everybody(ctx: Context) -> Answer:
    return wording.for_everybody(await own_card(ctx))


@on_press("card-file")
async def send_file(ctx: Context) -> Answer:
    mine = own.shown(await own_card(ctx))
    return Reply(text=say(_("Your card for address books, with what you show.")), file=contact_file(mine))


@on_press("card-edit")
async def edit_card(ctx: Context) -> Answer:
    return wording.to_edit(await own_card(ctx))


@on_press("card-set")
async def ask_part(ctx: Context, what: str) -> Answer:
    """Ask for what a button of one's card is about."""
    if what not in _ASK:
        raise Refusal(say(_("I don't know that part of a card any more. See /card.")))
    return await _ask_for(ctx, what)


@on_press("card-shown")
async def show_what_is_shown(ctx: Context) -> Answer:
    return wording.what_is_shown(await own_card(ctx))


@on_press("card-show")
async def show_part(ctx: Context, which: str) -> Answer:
    return await _turn(ctx, which, own.showing)


@on_press("card-hide")
async def hide_part(ctx: Context, which: str) -> Answer:
    return await _turn(ctx, which, own.hiding)


@on_press("card-off")
async def take_off(ctx: Context, which: str) -> Answer:
    before = await own_card(ctx)
    if not (parts := own.marked(before, which)):
        return Notice(say(_("That isn't on your card any more.")))
    after = own.without(before, parts)
    await _keep(ctx, before, after)
    return replace(wording.to_edit(after), replaces=True)


async def put_back(ctx: Context, step: CardChanged) -> Span | None:
    """Undo: the card as it was. What has gone out with it meanwhile is out."""
    await ctx.tx.handshakes.keep_card(replace(step.before, account_id=ctx.owner))
    return None


async def _turn(ctx: Context, which: str, change: Callable[[OwnCard, list[str]], OwnCard]) -> Answer:
    """Show or hide the part that a button stands for."""
    before = await own_card(ctx)
    if not (parts := own.marked(before, which)):
        return Notice(say(_("That isn't on your card any more.")))
    after = change(before, parts)
    await _keep(ctx, before, after)
    return replace(wording.what_is_shown(after), replaces=True)


async def _scan(ctx: Context, value: str) -> Reply:
    if read_code(value) is None:
        raise Refusal(
            say(_("A code looks like this: K7QPX-93XMA. Or say what changes on your card: /card title Job coach"))
        )
    return await scanned(ctx, value)


async def _change(ctx: Context, what: str, value: str) -> Reply:
    before = await own_card(ctx)
    after = _CHANGES[what](before, value) if what in _CHANGES else own.with_words(before, what, value)
    await _keep(ctx, before, after)
    return wording.changed(after)


async def _keep(ctx: Context, before: OwnCard, after: OwnCard) -> None:
    if after != before:
        await ctx.tx.handshakes.keep_card(after)
        await ctx.did(_("changing your own card"), (), CardChanged(before=before))


async def _ask_for(ctx: Context, what: str) -> Reply:
    """Listens for the value, as if "/card <what>" had been typed in front of it."""
    return await ask(ctx, card, Open(asking=card.params[1], text=say(_ASK[what]), values={"what": what}))


async def _held_out(ctx: Context, event: Event | None) -> Reply:
    code = to_show(await ctx.tx.handshakes.codes(ctx.owner), event, ctx.now) or await _new_code(ctx, event)
    return await _with(ctx, code, event)


async def _with_new_code(ctx: Context) -> Reply:
    event = await _event(ctx)
    return await _with(ctx, await _new_code(ctx, event), event)


async def _with(ctx: Context, code: CardCode, event: Event | None) -> Reply:
    mine = await own_card(ctx)
    if not mine.name:
        return await _ask_for(ctx, "name")
    waiting = await ctx.tx.handshakes.waiting(ctx.owner, ctx.now - OPEN_FOR)
    return wording.my_card(ctx, mine, code, event, len(waiting))


async def _new_code(ctx: Context, event: Event | None) -> CardCode:
    code = new_code(ctx.account, event, ctx.now)
    await ctx.tx.handshakes.add_code(code)
    return code


async def _revoke(ctx: Context) -> Reply:
    """Nobody can ask with a code any more; what they have asked already waits for an answer all the same."""
    await ctx.tx.handshakes.revoke(ctx.owner)
    return Reply(
        text=say(_("None of your codes is good any more. Who has your card already keeps it.")),
        rows=((Button(say(_("New code")), action("card-new")),),),
    )


async def _event(ctx: Context) -> Event | None:
    """At which they are now; days either side, since its zone may be another."""
    day = timedelta(days=1)
    return going_on(await ctx.tx.events.between(ctx.owner, ctx.today - day, ctx.today + day), ctx.now)
