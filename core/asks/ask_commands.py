"""/ask and /asks: to ask somebody for something, after a look at how you stand; and what became of it."""

import re
from dataclasses import replace
from datetime import date, timedelta

from core.asks.asking import DROP, record_ask, take_step
from core.asks.guard import KNOWN, Concern, Doubt, concerns, known_since
from core.asks.several import refuse_several
from core.asks.showing import ask_line, ask_row, digest_day
from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.pages import PAGE, page_number, pages
from core.chat.phrases import ago
from core.chat.questions import offer
from core.chat.reply import Answer, Bold, Button, Notice, Person, Reply, Row, Span, action, count, lines, say
from core.chat.words import _, plain
from core.delivery.mornings import rescheduled
from core.facts.account import Choice, ReminderChanged
from core.facts.asks import Ask, AskState
from core.facts.ids import DeedId, ReminderId, new_id
from core.facts.people import Contact
from core.facts.reminders import Reminder
from core.people.ledger import balance_with
from core.people.resting import SILENT, parted
from core.people.zone_hint import zone_hint

_ANYWAY, _HELLO, _GIVE = "anyway", "hello", "give"
_LOOKED_AT = 500  # entries about somebody who was added lately
_LEAD_IN = re.compile(r"^(?:for|about)\s+", re.IGNORECASE)


@command(
    "ask",
    Param(
        name="how",
        kind=Kind.CHOICE,
        choices=(_ANYWAY, _HELLO, _GIVE),
        summary=_("anyway: whatever speaks against it; hello, give: that first"),
        option=False,
    ),
    Param(
        name="who", kind=Kind.CONTACT, label=_("Who"), summary=_("whom you ask"), ask=_("Whom do you want to ask?")
    ),
    Param(
        name="what",
        kind=Kind.TEXT,
        label=_("What for"),
        summary=_("what for"),
        ask=_("What do you want to ask {name} for? For example: a referral at IBM"),
    ),
    summary=_("Note what you ask somebody for, and follow it through"),
    examples=("/ask Jane for a referral at IBM", "/ask Raj for advice on my CV"),
    offer=_("I ask them for something"),
)
async def ask(ctx: Context, how: str | None, who: Contact, what: str) -> Answer:
    lively, said = parted([who], SILENT)
    if not parted([who])[0]:
        return Reply(text=lines(*said))
    refuse_several(who, what)
    what = _LEAD_IN.sub("", what)
    if how == _HELLO:
        return await _first(ctx, who, say(_("Say hello to {name}, then ask: {what}"), name=who.name, what=what))
    if how == _GIVE:
        text = say(_("Find something to give {name}, then ask: {what}"), name=who.name, what=what)
        return await _first(ctx, who, text)
    if how is None and lively:
        found = concerns(who, await balance_with(ctx, who), await _first_entry(ctx, who), ctx.today)
        if found:
            return await _advise(ctx, who, what, found)
    made, deed = await record_ask(ctx, who, what)
    return _shown(ctx, made, who, deed, said)


@command("asks", summary=_("What you have asked people for"), examples=("/asks",), reads=True)
async def asks(ctx: Context) -> Answer:
    return await list_asks(ctx, 0)


@on_press("asks", reads=True)
async def page(ctx: Context, number: str) -> Answer:
    """Another page of the list."""
    return await list_asks(ctx, page_number(number), replaces=True)


@on_press("ask")
async def pressed(ctx: Context, ask_id: str, step: str, number: str = "") -> Answer:
    """The next step of an ask; with a page's number under the list, which is shown again."""
    after, contact, deed = await take_step(ctx, ask_id, step)
    if number:
        return await list_asks(ctx, page_number(number), replaces=True)
    if deed is None and step == DROP:
        return Notice(ask_line(after, contact, ctx.today))
    return _shown(ctx, after, contact, deed, [], replaces=True)


async def list_asks(ctx: Context, number: int, *, replaces: bool = False) -> Reply:
    """One page of what is open, each with the buttons of its next step."""
    found = await ctx.tx.asks.open(ctx.owner, PAGE + 1, number * PAGE)
    if not found and number == 0:
        return Reply(
            text=lines(
                say(_("You are waiting for nobody, and owe nobody an answer.")),
                say(_("Say /ask Jane for a referral at IBM, and I help you to see it through.")),
            ),
            replaces=replaces,
        )
    shown = found[:PAGE]
    people = {each.id: each for each in await ctx.tx.people.get(ctx.owner, [each.contact_id for each in shown])}
    parts: list[Span] = [Bold(say(_("What you have asked for")))]
    rows: list[Row] = []
    for each in shown:
        contact = people[each.contact_id]
        parts += ["", ask_line(each, contact, ctx.today)]
        if each.state is AskState.ASKED and each.next_on and contact.status not in SILENT:
            parts.append(_coming(ctx, each.next_on))

        def act(step: str, ask: Ask = each) -> str:
            return action("ask", ask.id, step, str(number))

        rows.append(ask_row(each, act, ctx.today, named=True, drop=True))
    return Reply(
        text=lines(*parts), rows=(*rows, *pages("asks", number, more=len(found) > PAGE)), replaces=replaces
    )


async def _first_entry(ctx: Context, who: Contact) -> date | None:
    """The day of the first entry about somebody whose card does not tell that they are known for long."""
    if ctx.today - known_since(who) >= KNOWN:
        return None
    entries = await ctx.tx.people.entries(ctx.owner, who.id, _LOOKED_AT)
    return entries[-1].happened_on if entries else None


async def _advise(ctx: Context, who: Contact, what: str, found: tuple[Concern, ...]) -> Reply:
    """What speaks against it, and what could come first; it is kept for whoever asks anyway."""
    name = Person(who.name)
    silent = any(each.doubt is not Doubt.BEHIND for each in found)
    behind = any(each.doubt is Doubt.BEHIND for each in found)
    first = say(_("Say hello first?")) if silent else say(_("What could you give {name} first?"), name=name)
    choices = [Choice(label=_("Ask anyway"), values={"how": _ANYWAY})]
    if silent:
        choices.append(Choice(label=_("Say hello first"), values={"how": _HELLO}))
    if behind or not silent:
        choices.append(Choice(label=_("Give something first"), values={"how": _GIVE}))
    return await offer(
        ctx,
        lines(*(_doubt(each, name, ctx) for each in found), first),
        (*choices, Choice(label=_("Never mind"))),
        command="ask",
        values={"who": who.id, "what": what},
    )


def _doubt(concern: Concern, name: Person, ctx: Context) -> Span:
    match concern.doubt:
        case Doubt.NEW if concern.days == 0:
            return say(_("You have only just met {name}, as far as I know."), name=name)
        case Doubt.NEW:
            return count(
                "You have known {name} for {n} day only, as far as I know.",
                "You have known {name} for {n} days only, as far as I know.",
                concern.days,
                name=name,
            )
        case Doubt.SILENT if concern.since is None:
            return say(_("I know of no conversation with {name} yet."), name=name)
        case Doubt.SILENT:
            assert concern.since is not None
            if ctx.today.year - concern.since.year > 1:
                return say(_("You last spoke with {name} in {year}."), name=name, year=str(concern.since.year))
            return say(_("You last spoke with {name} {when}."), name=name, when=ago(concern.since, ctx.today))
        case Doubt.BEHIND:
            return say(
                _("{name} is ahead of you: you gave {gave}, you got {got}."),
                name=name,
                gave=concern.gave,
                got=concern.got,
            )


async def _first(ctx: Context, who: Contact, text: Span) -> Reply:
    """A reminder without an hour: it stands in the next digest."""
    on = digest_day(ctx.account, ctx.today + timedelta(days=1))
    reminder = Reminder(
        id=ReminderId(new_id()),
        account_id=ctx.owner,
        created_at=ctx.now,
        text=plain(text, ctx.reader),
        contact_id=who.id,
        timezone=ctx.account.timezone or "UTC",
        on=on,
    )
    await ctx.tx.reminders.add([reminder])
    account = replace(ctx.account, items_on=min(on, ctx.account.items_on or on))
    await ctx.tx.accounts.change(rescheduled(account, ctx.now))
    step = ReminderChanged(reminder_id=reminder.id, before=None)
    deed = await ctx.did(_("the reminder about {names}"), (who.name,), step)
    return Reply(
        text=lines(
            say(_("Good idea. I'll bring it up on {day}:"), day=on),
            text,
            zone_hint(ctx),
        ),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
    )


def _shown(
    ctx: Context, made: Ask, who: Contact, deed: DeedId | None, said: list[Span], *, replaces: bool = False
) -> Reply:
    undo: Row = (Button(say(_("Undo")), action("undo", deed)),) if deed else ()
    row = ask_row(made, lambda step: action("ask", made.id, step), ctx.today)
    coming = None
    if made.next_on and not said:
        coming = _coming(ctx, made.next_on)
    text = lines(ask_line(made, who, ctx.today), coming, *said, zone_hint(ctx) if coming else None)
    return Reply(text=text, rows=tuple(each for each in (row, undo) if each), replaces=replaces)


def _coming(ctx: Context, next_on: date) -> Span:
    day = digest_day(ctx.account, max(next_on, ctx.today + timedelta(days=1)))
    return say(_("I'll come back to it on {day}."), day=day)
