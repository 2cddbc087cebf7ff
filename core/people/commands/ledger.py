"""/gave, /got, /balance: what passed between people, in one line."""

from collections.abc import Sequence
from datetime import date

from core.chat.command import Context, Kind, MenuEntry, On, Param, command, on_press
from core.chat.errors import NotFound
from core.chat.questions import do
from core.chat.reply import Answer, Bold, Button, Person, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.facts.ids import ContactId
from core.facts.people import Balance, Contact, Direction
from core.people.card import favour, standing
from core.people.ledger import balance_with, record_favour, record_touch
from core.people.noted import after_noting, coming_lines, day_line, names_of

_SHOWN = 10
_WHEN = Param(name="when", kind=Kind.PAST_DAY, label=_("When"), summary=_("the day, today if left out"))


@command(
    "gave",
    Param(
        name="who", kind=Kind.CONTACTS, label=_("Who"), summary=_("whom you helped"), ask=_("Whom did you help?")
    ),
    _WHEN,
    Param(
        name="what",
        kind=Kind.TEXT,
        label=_("What"),
        summary=_("what you did"),
        ask=_("What did you do for {name}?"),
    ),
    summary=_("Note help that you gave"),
    examples=("/gave Jane intro to Raj", "/gave Raj CV review last Tuesday"),
    offer=_("I helped them"),
)
async def gave(ctx: Context, who: tuple[Contact, ...], when: date | None, what: str) -> Answer:
    on = when or ctx.today
    contacts, deed = await record_favour(ctx, who, Direction.GAVE, what, on, _("what you gave {names}"))
    return Reply(
        text=lines(
            say(_("Noted: you gave {names}: {what}"), names=names_of(contacts), what=Bold(what)),
            day_line(ctx, on),
            *await _standings(ctx, contacts),
            *coming_lines(ctx, contacts),
        ),
        rows=(after_noting(contacts, deed),),
    )


@command(
    "got",
    Param(name="who", kind=Kind.CONTACTS, label=_("Who"), summary=_("who helped you"), ask=_("Who helped you?")),
    _WHEN,
    Param(
        name="what",
        kind=Kind.TEXT,
        label=_("What"),
        summary=_("what they did"),
        ask=_("What did {name} do for you?"),
    ),
    summary=_("Note help that you got"),
    examples=("/got Jane referral at IBM", "/got Zoë advice on my CV yesterday"),
    offer=_("They helped me"),
)
async def got(ctx: Context, who: tuple[Contact, ...], when: date | None, what: str) -> Answer:
    on = when or ctx.today
    contacts, deed = await record_favour(ctx, who, Direction.GOT, what, on, _("what you got from {names}"))
    row = after_noting(contacts, deed)
    if len(contacts) == 1:
        row = (Button(say(_("I have thanked them")), action("thanked", contacts[0].id)), *row)
    return Reply(
        text=lines(
            say(_("Noted: you got from {names}: {what}"), names=names_of(contacts), what=Bold(what)),
            day_line(ctx, on),
            *await _standings(ctx, contacts),
            *coming_lines(ctx, contacts),
        ),
        rows=(row,),
    )


@command(
    "favour",
    Param(
        name="direction",
        kind=Kind.CHOICE,
        choices=(Direction.GAVE.value, Direction.GOT.value),
        shown=(_("I helped them"), _("They helped me")),
        label=_("Who helped whom"),
        summary=_("gave: you helped them; got: they helped you"),
        ask=_("Did you help {name}, or did they help you?"),
    ),
    Param(name="who", kind=Kind.CONTACT, label=_("Who"), summary=_("the person"), ask=_("Who is it about?")),
    _WHEN,
    Param(
        name="what", kind=Kind.TEXT, label=_("What"), summary=_("what it was"), ask=_("What was it, with {name}?")
    ),
    summary=_("Note help that you gave or got"),
    examples=("/favour gave Jane intro to Raj", "/favour got Jane referral at IBM"),
    listed=False,
    menu=(MenuEntry(on=On.PERSON, title=_("Log a favour"), fills="who"),),
)
async def favour_(ctx: Context, direction: str, who: Contact, when: date | None, what: str) -> Answer:
    return await (gave if direction == Direction.GAVE else got).run(ctx, who=(who,), when=when, what=what)


@on_press("thanked")
async def thanked(ctx: Context, contact_id: str) -> Answer:
    """The owner has thanked for what they got; a second press changes nothing."""
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if not found:
        raise NotFound(say(_("I can't find that person any more.")))
    contact = found[0]
    if (await balance_with(ctx, contact)).unthanked is None:
        return Reply(text=say(_("Nothing is owed to {name}."), name=Person(contact.name)), replaces=True)
    _contacts, deed = await record_touch(ctx, [contact], "", ctx.today, _("your thank-you to {names}"), thanks=True)
    return Reply(
        text=say(_("Lovely: {name} is thanked."), name=Person(contact.name)),
        rows=(after_noting([contact], deed),),
        replaces=True,
    )


@command(
    "balance",
    Param(name="who", kind=Kind.CONTACT, summary=_("with whom; everybody if left out")),
    summary=_("See who has done what for whom"),
    examples=("/balance", "/balance Jane"),
    reads=True,
)
async def balance(ctx: Context, who: Contact | None) -> Answer:
    if who is not None:
        return await _balance_with(ctx, who)
    balances = await ctx.tx.people.balances([ctx.owner])
    if not balances:
        return Reply(
            text=lines(
                say(_("Nothing given or got yet.")),
                say(_("Say /gave Jane intro to Raj when you help somebody, /got when they help you.")),
            )
        )
    return await _overview(ctx, sorted(balances, key=_first_thanks_then_debts))


async def _balance_with(ctx: Context, contact: Contact) -> Reply:
    found = await balance_with(ctx, contact)
    stands = standing(found, ctx.today)
    if stands is None:
        text: Span = say(_("Nothing given or got with {name} yet."), name=Person(contact.name))
        return Reply(text=text, rows=((Button(say(_("Gave…")), do("gave", contact.id)),),))
    rows: tuple[Row, ...] = ((Button(say(_("Gave…")), do("gave", contact.id)),),)
    if found.unthanked:
        rows = ((Button(say(_("I have thanked them")), action("thanked", contact.id)), *rows[0]),)
    return Reply(
        text=lines(
            Bold(Person(contact.name)),
            stands,
            _lead(found),
            say(_("Last given: {what}"), what=favour(found.latest_gave, ctx.today)) if found.latest_gave else None,
            say(_("Last got: {what}"), what=favour(found.latest_got, ctx.today)) if found.latest_got else None,
        ),
        rows=rows,
    )


async def _overview(ctx: Context, balances: list[Balance]) -> Reply:
    shown = balances[:_SHOWN]
    contacts = {each.id: each for each in await ctx.tx.people.get(ctx.owner, [b.contact_id for b in shown])}
    gave_all, got_all = sum(b.gave for b in balances), sum(b.got for b in balances)
    parts: list[Span] = [say(_("All in all you gave {gave} and got {got}."), gave=gave_all, got=got_all), ""]
    for each in shown:
        if contact := contacts.get(each.contact_id):
            parts.append(say(_("{name}: {standing}"), name=Bold(Person(contact.name)), standing=_brief(ctx, each)))
    if len(balances) > _SHOWN:
        more = len(balances) - _SHOWN
        parts.append(count("… and {n} more: /balance with a name.", "… and {n} more: /balance with a name.", more))
    owed = [b for b in shown if b.unthanked and b.contact_id in contacts][:3]
    return Reply(
        text=lines(*parts),
        rows=tuple(
            (
                Button(
                    say(_("Thanked {name}"), name=Person(contacts[b.contact_id].name)),
                    action("thanked", b.contact_id),
                ),
            )
            for b in owed
        ),
    )


def _brief(ctx: Context, each: Balance) -> Span:
    if each.unthanked:
        return say(_("You owe a thank-you: {what}"), what=favour(each.unthanked, ctx.today))
    return _lead(each)


def _lead(each: Balance) -> Span:
    if each.lead > 0:
        return count("You are {n} favour ahead.", "You are {n} favours ahead.", each.lead)
    if each.lead < 0:
        return count(
            "They are {n} favour ahead: your turn to give.",
            "They are {n} favours ahead: your turn to give.",
            -each.lead,
        )
    return say(_("You are even."))


def _first_thanks_then_debts(each: Balance) -> tuple[bool, int, str]:
    return each.unthanked is None, each.lead, each.contact_id


async def _standings(ctx: Context, contacts: Sequence[Contact]) -> list[Span | None]:
    """How the owner stands with the one they did something with; with several there is no room for it."""
    return [standing(await balance_with(ctx, contacts[0]), ctx.today)] if len(contacts) == 1 else []
