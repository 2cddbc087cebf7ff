"""/pause, /resume, /archive, /forget: to stop speaking of somebody, for a while or for good."""

from dataclasses import replace
from datetime import date

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import NotFound
from core.chat.questions import do
from core.chat.reply import Answer, Button, Person, Reply, Span, action, lines, say
from core.chat.words import _
from core.delivery.mornings import rescheduled
from core.facts.account import AccountChanged, Irrevocable
from core.facts.ids import ContactId
from core.facts.people import Contact, Status
from core.people.card import named
from core.people.changing import save_all
from core.people.resting import SILENT, parted

_UNDO = _("Undo")


@command(
    "pause",
    Param(name="until", kind=Kind.SPAN, summary=_("until when; until you say /resume if left out")),
    Param(name="who", kind=Kind.CONTACTS, summary=_("one or more people; everything if left out")),
    summary=_("Pause one person, or everything (a holiday)"),
    examples=("/pause", "/pause until 5 January", "/pause Jane and Raj until March"),
)
async def pause(ctx: Context, until: date | None, who: tuple[Contact, ...] | None) -> Answer:
    if who is not None:
        return await _pause_people(ctx, who, until)
    account = replace(ctx.account, paused=True, paused_until=until)
    await ctx.tx.accounts.change(rescheduled(account, ctx.now))
    deed = await ctx.did(_("pausing everything"), (), AccountChanged(before=ctx.account))
    text: Span = (
        say(_("Everything is paused until {day}. Nothing is lost; /resume ends it."), day=until)
        if until
        else say(_("Everything is paused. Nothing is lost; /resume ends it."))
    )
    own = say(_("Only reminders that you have set yourself, and those of your events, still come."))
    return Reply(text=lines(text, own), rows=((Button(say(_UNDO), action("undo", deed)),),))


@command(
    "resume",
    Param(name="who", kind=Kind.CONTACTS, summary=_("one or more people; everything if left out")),
    summary=_("End a pause, or bring somebody back"),
    examples=("/resume", "/resume Jane"),
)
async def resume(ctx: Context, who: tuple[Contact, ...] | None) -> Answer:
    if who is not None:
        return await _resume_people(ctx, who)
    if not ctx.account.paused:
        return Reply(text=say(_("Nothing is paused. For one person: /resume Jane")))
    await ctx.tx.accounts.change(rescheduled(replace(ctx.account, paused=False, paused_until=None), ctx.now))
    await ctx.did(_("ending the pause"), (), AccountChanged(before=ctx.account))
    return Reply(text=say(_("Welcome back. Your digests go on; /today shows whom to write to.")))


@command(
    "archive",
    Param(
        name="who",
        kind=Kind.CONTACTS,
        label=_("Who"),
        summary=_("one or more people"),
        ask=_("Whom shall I archive?"),
    ),
    summary=_("Keep a card, but never bring it up again"),
    examples=("/archive Jane",),
)
async def archive(ctx: Context, who: tuple[Contact, ...]) -> Answer:
    lively, said = parted(who)
    if not lively:
        return Reply(text=lines(*said))
    pairs = [(each, replace(each, status=Status.ARCHIVED, paused_until=None)) for each in lively]
    after, deed = await save_all(ctx, pairs, _("archiving {names}"))
    archived = (
        say(
            _("{name} is archived: the card stays, and I won't bring them up. /resume brings them back."),
            name=Person(after[0].name),
        )
        if len(after) == 1
        else say(
            _("{names} are archived: the cards stay, and I won't bring them up. /resume brings them back."),
            names=named(after),
        )
    )
    return Reply(text=lines(archived, *said), rows=((Button(say(_UNDO), action("undo", deed)),),))


@command(
    "forget",
    Param(name="who", kind=Kind.CONTACT, label=_("Who"), summary=_("the person"), ask=_("Whom shall I forget?")),
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


async def _pause_people(ctx: Context, who: tuple[Contact, ...], until: date | None) -> Reply:
    lively, said = parted(who, SILENT)
    if not lively:
        return Reply(text=lines(*said))
    pairs = [(each, replace(each, status=Status.PAUSED, paused_until=until)) for each in lively]
    after, deed = await save_all(ctx, pairs, _("pausing {names}"))
    undo = Button(say(_UNDO), action("undo", deed))
    row = (Button(say(_("Resume")), do("resume", after[0].id)), undo) if len(after) == 1 else (undo,)
    return Reply(text=lines(*(_paused(each) for each in after), *said), rows=(row,))


def _paused(contact: Contact) -> Span:
    name = Person(contact.name)
    if contact.paused_until:
        return say(_("{name} is paused until {day}."), name=name, day=contact.paused_until)
    return say(_("{name} is paused until you say /resume."), name=name)


async def _resume_people(ctx: Context, who: tuple[Contact, ...]) -> Reply:
    lively, said = parted(who)
    active = [each for each in lively if each.status is Status.ACTIVE]
    said += [say(_("{name} is not paused."), name=Person(each.name)) for each in active]
    if len(active) == len(lively):
        return Reply(text=lines(*said))
    away = [each for each in lively if each not in active]
    pairs = [(each, replace(each, status=Status.ACTIVE, paused_until=None)) for each in away]
    after, deed = await save_all(ctx, pairs, _("bringing {names} back"))
    undo = Button(say(_UNDO), action("undo", deed))
    row = (Button(say(_("Card")), action("card", after[0].id)), undo) if len(after) == 1 else (undo,)
    return Reply(text=lines(*(_back(each) for each in after), *said), rows=(row,))


def _back(contact: Contact) -> Span:
    name = Person(contact.name)
    if contact.due_on:
        return say(_("{name} is back, due on {day}."), name=name, day=contact.due_on)
    return say(_("{name} is back."), name=name)
