"""/keep and /snooze: how often one wants to be in touch, and not just now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import NotFound
from core.chat.parsing.days.cadence import Never
from core.chat.parsing.people.cards import TagChanges
from core.chat.questions import offer
from core.chat.reply import Answer, Button, Person, Reply, Span, action, count, lines, say
from core.chat.values import dump
from core.chat.words import _, plain
from core.facts.account import Account, Choice, RhythmsChanged
from core.facts.cadence import Cadence, Unit
from core.facts.ids import ContactId, DeedId
from core.facts.keys import KeyKind, fold
from core.facts.people import Contact, Status
from core.people.card import named
from core.people.changing import save_all, with_cadence
from core.people.due import cadence_of, due_on
from core.people.resting import SILENT, parted
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
        kind=Kind.CONTACTS,
        label=_("Who"),
        summary=_("one or more people"),
        ask=_("With whom? A name, a #tag, or “everybody” for all whom you add yourself."),
        unless=("tag", "everybody"),
    ),
    Param(name="tag", kind=Kind.TAGS, summary=_("everybody with this #tag")),
    Param(
        name="cadence",
        kind=Kind.CADENCE,
        label=_("How often"),
        summary=_("every 6 weeks, monthly, never"),
        ask=_("How often do you want to be in touch with {name}? For example: every 6 weeks, monthly, never"),
    ),
    Param(
        name="everybody",
        kind=Kind.CHOICE,
        choices=("everybody",),
        also={"everyone": "everybody", "default": "everybody"},
        summary=_("everybody you have added yourself"),
    ),
    summary=_("Say how often you want to be in touch"),
    examples=(
        "/keep Jane every 6 weeks",
        "/keep Jane and Raj monthly",
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
    who: tuple[Contact, ...] | None,
) -> Answer:
    tags = (*tag.added, *tag.removed) if tag else ()
    if bool(who) + len(tags) + bool(everybody) > 1:
        return await _ask_for_which(ctx, who, tags, cadence, everybody)
    if who is not None:
        return await _keep_people(ctx, who, cadence)
    chosen = cadence if isinstance(cadence, Cadence) else None
    if tags:
        return await _keep_tag(ctx, tags[0], chosen)
    return await _keep_everybody(ctx, chosen)


async def _ask_for_which(
    ctx: Context,
    who: tuple[Contact, ...] | None,
    tags: Sequence[str],
    cadence: Cadence | Never,
    everybody: str | None,
) -> Reply:
    """People, a tag and everybody have a rhythm each: for which of them is this one?"""
    rhythm = {"cadence": dump(Kind.CADENCE, cadence)}
    choices: list[Choice] = []
    if who:
        names = plain(named(who), ctx.reader)
        choices.append(Choice(label="{name}", name=names, values={**rhythm, "who": dump(Kind.CONTACTS, who)}))
    for each in tags:
        choices.append(Choice(label="{name}", name=f"#{each}", values={**rhythm, "tag": f"#{each}"}))
    if everybody:
        choices.append(Choice(label=_("Everybody"), values={**rhythm, "everybody": everybody}))
    text = say(_("One at a time, please: for whom is this rhythm?"))
    return await offer(ctx, text, (*choices, Choice(label=_("Never mind"))), command="keep")


async def _keep_people(ctx: Context, who: tuple[Contact, ...], cadence: Cadence | Never) -> Reply:
    lively, about_others = parted(who)
    if not lively:
        return Reply(text=lines(*about_others))
    pairs = [(each, with_cadence(each, cadence)) for each in lively]
    after, deed = await save_all(ctx, pairs, _("the rhythm of {names}"))
    if isinstance(cadence, Cadence):
        text = lines(*(_rhythm(ctx, each, cadence) for each in after), zone_hint(ctx))
    else:
        text = say(_("All right: I won't bring {names} up by myself."), names=named(after))
    return Reply(text=lines(text, *about_others), rows=((Button(say(_("Undo")), action("undo", deed)),),))


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
    return say(_("{name}: {cadence}, due on {day}."), name=name, cadence=cadence, day=contact.due_on)


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
        label=_("Until when"),
        summary=_("2 weeks, until 5 January, next month"),
        ask=_("Until when shall I leave {name} alone? For example: 2 weeks, or until 5 January"),
    ),
    Param(
        name="who",
        kind=Kind.CONTACTS,
        label=_("Who"),
        summary=_("one or more people"),
        ask=_("Whom shall I snooze?"),
    ),
    summary=_("Leave somebody alone for a while"),
    examples=("/snooze Jane 2 weeks", "/snooze Jane until 5 January", "/snooze Jane and Raj 1 month"),
)
async def snooze(ctx: Context, until: date, who: tuple[Contact, ...]) -> Answer:
    lively, said = parted(who, SILENT)
    changes: list[tuple[Contact, Contact]] = []
    for each in lively:
        anyway = due_on(replace(each, snoozed_until=None), ctx.account)
        if each.status is Status.PAUSED and each.paused_until is None:
            said.append(say(_("{name} is paused until you say /resume."), name=Person(each.name)))
        elif anyway and anyway > until:
            day = each.due_on or anyway
            said.append(say(_("{name} isn't due before {day} anyway."), name=Person(each.name), day=day))
        else:
            changes.append((each, replace(each, snoozed_until=until)))
    if not changes:
        return Reply(text=lines(*said))
    after, deed = await save_all(ctx, changes, _("snoozing {names}"))
    kept = [each for each in after if cadence_of(each, ctx.account)]
    once = [each for each in after if each not in kept]
    return Reply(
        text=lines(
            say(_("I'll leave {names} alone until {day}."), names=named(kept), day=until) if kept else None,
            say(_("I'll bring {names} up on {day}, this once."), names=named(once), day=until) if once else None,
            *said,
        ),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
    )


@on_press("snooze")
async def snooze_for(ctx: Context, contact_id: str, span: str = "") -> Answer:
    """How long; then the snooze itself, as the button says."""
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if not found:
        raise NotFound(say(_("I can't find that person any more.")))
    if span in _SNOOZES:
        answer = await snooze.run(ctx, until=_SNOOZES[span][1].after(ctx.today), who=(found[0],))
        return replace(answer, replaces=True) if isinstance(answer, Reply) else answer
    return Reply(
        text=say(_("Leave {name} alone for how long?"), name=Person(found[0].name)),
        rows=(
            tuple(
                Button(say(label), action("snooze", contact_id, name)) for name, (label, _span) in _SNOOZES.items()
            ),
        ),
    )
