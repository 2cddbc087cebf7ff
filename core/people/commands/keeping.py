"""/keep and /snooze: how often one wants to be in touch, and not just now."""

from dataclasses import replace
from datetime import date

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import NotFound
from core.chat.parsing.cadence import NEVER, Never
from core.chat.parsing.cards import TagChanges
from core.chat.reply import Answer, Button, Person, Reply, Span, action, count, lines, say
from core.chat.words import _
from core.facts.account import Account, RhythmsChanged
from core.facts.cadence import Cadence, Unit
from core.facts.ids import ContactId, DeedId
from core.facts.keys import KeyKind, fold
from core.facts.people import Contact
from core.people.changing import save, with_cadence
from core.people.rhythms import change_rhythms
from core.people.zone_hint import zone_hint

_SNOOZES = {  # by the button's argument
    "week": (_("1 week"), Cadence(count=1, unit=Unit.WEEK)),
    "month": (_("1 month"), Cadence(count=1, unit=Unit.MONTH)),
    "quarter": (_("3 months"), Cadence(count=3, unit=Unit.MONTH)),
}


@command(
    "keep",
    Param(
        name="who",
        kind=Kind.CONTACT,
        summary=_("the person"),
        ask=_("With whom? A name, a #tag, or “everybody” for all whom you add yourself."),
        unless=("tag", "everybody"),
    ),
    Param(name="tag", kind=Kind.TAGS, summary=_("everybody with this #tag")),
    Param(
        name="cadence",
        kind=Kind.CADENCE,
        summary=_("every 6 weeks, monthly, never"),
        ask=_("How often do you want to be in touch with {name}? For example: every 6 weeks, monthly, never"),
    ),
    Param(
        name="everybody",
        kind=Kind.CHOICE,
        choices=("everybody", "everyone", "default"),
        summary=_("everybody you have added yourself"),
    ),
    summary=_("Say how often you want to be in touch"),
    examples=(
        "/keep Jane every 6 weeks",
        "/keep #mentor every month",
        "/keep everybody every 6 months",
        "/keep Jane never",
    ),
)
async def keep(
    ctx: Context,
    tag: TagChanges | None,
    cadence: Cadence | Never,
    everybody: str | None,
    who: Contact | None,
) -> Answer:
    if who is not None:
        return await _keep_one(ctx, who, cadence)
    chosen = cadence if isinstance(cadence, Cadence) else None
    if tag is not None:
        return await _keep_tag(ctx, tag.added[0] if tag.added else tag.removed[0], chosen)
    return await _keep_everybody(ctx, chosen)


async def _keep_one(ctx: Context, who: Contact, cadence: Cadence | Never) -> Reply:
    after, deed = await save(ctx, who, with_cadence(who, cadence), _("the rhythm of {names}"))
    name = Person(after.name)
    if cadence is NEVER:
        text: Span = say(_("All right: I won't bring {name} up by myself."), name=name)
    else:
        assert isinstance(cadence, Cadence)
        text = lines(_rhythm(ctx, after, cadence), zone_hint(ctx))
    return Reply(text=text, rows=((Button(say(_("Undo")), action("undo", deed)),),))


def _rhythm(ctx: Context, contact: Contact, cadence: Cadence) -> Span:
    name = Person(contact.name)
    if contact.due_on is None:
        return say(_("{name}: {cadence}, once they are active again."), name=name, cadence=cadence)
    if contact.due_on <= ctx.today:
        return say(
            _("{name}: {cadence}. That is due now: they come in your next digest."),
            name=name,
            cadence=cadence,
        )
    return say(_("{name}: {cadence}, next on {day}."), name=name, cadence=cadence, day=contact.due_on)


async def _keep_tag(ctx: Context, tag: str, cadence: Cadence | None) -> Reply:
    cadences = {key: value for key, value in ctx.account.tag_cadences.items() if key != fold(tag)}
    if cadence:
        cadences[fold(tag)] = cadence
    deed = await _set_rhythms(ctx, replace(ctx.account, tag_cadences=cadences), f"#{tag}")
    if cadence is None:
        text: Span = say(_("#{tag} has no rhythm any more."), tag=tag)
    else:
        n = len(await ctx.tx.people.with_key(ctx.owner, KeyKind.TAG, [fold(tag)]))
        text = lines(
            count(
                "#{tag}: {cadence}, for {n} person now and for whoever gets the tag.",
                "#{tag}: {cadence}, for {n} people now and for whoever gets the tag.",
                n,
                tag=tag,
                cadence=cadence,
            ),
            say(_("Somebody's own rhythm goes before it.")),
            zone_hint(ctx),
        )
    return Reply(text=text, rows=((Button(say(_("Undo")), action("undo", deed)),),))


async def _keep_everybody(ctx: Context, cadence: Cadence | None) -> Reply:
    deed = await _set_rhythms(ctx, replace(ctx.account, default_cadence=cadence), "everybody")
    if cadence is None:
        text: Span = say(_("No rhythm for everybody any more, only for those you name."))
    else:
        text = lines(
            say(_("Everybody whom you add yourself: {cadence}."), cadence=cadence),
            say(_("Imported people wait until you choose them; a person's own rhythm or a tag's goes before it.")),
            zone_hint(ctx),
        )
    return Reply(text=text, rows=((Button(say(_("Undo")), action("undo", deed)),),))


async def _set_rhythms(ctx: Context, account: Account, name: str) -> DeedId:
    started = await change_rhythms(ctx, account)
    before = RhythmsChanged(
        default_cadence=ctx.account.default_cadence, tag_cadences=ctx.account.tag_cadences, started=started
    )
    return await ctx.did(_("the rhythm of {names}"), (name,), before)


@command(
    "snooze",
    Param(
        name="until",
        kind=Kind.SPAN,
        summary=_("2 weeks, until 5 January, next month"),
        ask=_("Until when shall I leave {name} alone? For example: 2 weeks, or until 5 January"),
    ),
    Param(name="who", kind=Kind.CONTACT, summary=_("the person"), ask=_("Whom shall I snooze?")),
    summary=_("Leave somebody alone for a while"),
    examples=("/snooze Jane 2 weeks", "/snooze Jane until 5 January"),
)
async def snooze(ctx: Context, until: date, who: Contact) -> Answer:
    after, deed = await save(ctx, who, replace(who, snoozed_until=until), _("snoozing {names}"))
    return Reply(
        text=say(_("I'll leave {name} alone until {day}."), name=Person(after.name), day=after.due_on or until),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
    )


@on_press("snooze")
async def snooze_for(ctx: Context, contact_id: str, span: str = "") -> Answer:
    """How long; then the snooze itself, as the button says."""
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if not found:
        raise NotFound(say(_("I can't find that person any more.")))
    if span in _SNOOZES:
        answer = await snooze.run(ctx, until=_SNOOZES[span][1].after(ctx.today), who=found[0])
        return replace(answer, replaces=True) if isinstance(answer, Reply) else answer
    return Reply(
        text=say(_("Leave {name} alone for how long?"), name=Person(found[0].name)),
        rows=(
            tuple(
                Button(say(label), action("snooze", contact_id, name)) for name, (label, _span) in _SNOOZES.items()
            ),
        ),
    )
