"""/pause, /resume, /archive, /forget: to stop speaking of somebody, for a while or for good."""

from dataclasses import replace
from datetime import date

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import NotFound
from core.chat.questions import do
from core.chat.reply import Answer, Button, Person, Reply, Row, Span, action, lines, say
from core.chat.words import _
from core.delivery.mornings import rescheduled
from core.facts.account import AccountChanged, Irrevocable
from core.facts.ids import ContactId, DeedId
from core.facts.people import Contact, Status
from core.people.changing import save

_UNDO = _("Undo")


@command(
    "pause",
    Param(name="until", kind=Kind.SPAN, summary=_("until when; until you say /resume if left out")),
    Param(name="who", kind=Kind.CONTACT, summary=_("the person; everything if left out")),
    summary=_("Pause one person, or everything (a holiday)"),
    examples=("/pause", "/pause until 5 January", "/pause Jane until March"),
)
async def pause(ctx: Context, until: date | None, who: Contact | None) -> Answer:
    if who is not None:
        after = replace(who, status=Status.PAUSED, paused_until=until)
        after, deed = await save(ctx, who, after, _("pausing {names}"))
        name = Person(after.name)
        text: Span = (
            say(_("{name} is paused until {day}."), name=name, day=until)
            if until
            else say(_("{name} is paused until you say /resume."), name=name)
        )
        return Reply(text=text, rows=(_resume_or_undo(deed, after),))
    account = replace(ctx.account, paused=True, paused_until=until)
    await ctx.tx.accounts.change(rescheduled(account, ctx.now))
    deed = await ctx.did(_("the pause"), (), AccountChanged(before=ctx.account))
    text = (
        say(_("Everything is paused until {day}. Nothing is lost; /resume ends it."), day=until)
        if until
        else say(_("Everything is paused. Nothing is lost; /resume ends it."))
    )
    return Reply(text=text, rows=((Button(say(_UNDO), action("undo", deed)),),))


@command(
    "resume",
    Param(name="who", kind=Kind.CONTACT, summary=_("the person; everything if left out")),
    summary=_("End a pause, or bring somebody back"),
    examples=("/resume", "/resume Jane"),
)
async def resume(ctx: Context, who: Contact | None) -> Answer:
    if who is not None:
        if who.status is Status.ACTIVE:
            return Reply(text=say(_("{name} is not paused."), name=Person(who.name)))
        after = replace(who, status=Status.ACTIVE, paused_until=None)
        after, deed = await save(ctx, who, after, _("bringing {names} back"))
        return Reply(
            text=lines(
                say(_("{name} is back."), name=Person(after.name)),
                say(_("Next: {day}."), day=after.due_on) if after.due_on else None,
            ),
            rows=((Button(say(_("Card")), action("card", after.id)), Button(say(_UNDO), action("undo", deed))),),
        )
    if not ctx.account.paused:
        return Reply(text=say(_("Nothing is paused. For one person: /resume Jane")))
    await ctx.tx.accounts.change(rescheduled(replace(ctx.account, paused=False, paused_until=None), ctx.now))
    await ctx.did(_("ending the pause"), (), AccountChanged(before=ctx.account))
    return Reply(text=say(_("Welcome back. Your digests go on; /today shows whom to write to.")))


@command(
    "archive",
    Param(name="who", kind=Kind.CONTACT, summary=_("the person"), ask=_("Whom shall I archive?")),
    summary=_("Keep a card, but never bring it up again"),
    examples=("/archive Jane",),
)
async def archive(ctx: Context, who: Contact) -> Answer:
    after = replace(who, status=Status.ARCHIVED, paused_until=None)
    after, deed = await save(ctx, who, after, _("archiving {names}"))
    return Reply(
        text=say(
            _("{name} is archived: the card stays, and I won't bring them up. /resume brings them back."),
            name=Person(after.name),
        ),
        rows=((Button(say(_UNDO), action("undo", deed)),),),
    )


@command(
    "forget",
    Param(name="who", kind=Kind.CONTACT, summary=_("the person"), ask=_("Whom shall I forget?")),
    summary=_("Delete somebody for good"),
    examples=("/forget Jane",),
    reads=True,
)
async def forget(ctx: Context, who: Contact) -> Answer:
    return Reply(
        text=lines(
            say(
                _("Forget {name} for good? The card, the notes and all that passed between you are deleted."),
                name=Person(who.name),
            ),
            say(_("This cannot be undone. To keep the card and hear no more of them, archive instead.")),
        ),
        rows=(
            (Button(say(_("Forget {name}"), name=Person(who.name)), action("forget", who.id)),),
            (Button(say(_("Archive instead")), do("archive", who.id)),),
        ),
    )


@on_press("forget")
async def forget_for_good(ctx: Context, contact_id: str) -> Answer:
    """Delete the contact and everything that knows of them."""
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if not found:
        raise NotFound(say(_("They are forgotten already.")))
    await ctx.tx.people.remove(ctx.owner, [found[0].id])
    await ctx.did(_("forgetting somebody"), (), Irrevocable())
    return Reply(text=say(_("Forgotten. Nothing of them is left here.")), replaces=True)


def _resume_or_undo(deed: DeedId, contact: Contact) -> Row:
    return (Button(say(_("Resume")), do("resume", contact.id)), Button(say(_UNDO), action("undo", deed)))
