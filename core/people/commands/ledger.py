"""/met, /gave, /got, /balance: what passed between people, in one line."""

from collections.abc import Sequence
from datetime import date

from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import NotFound
from core.chat.questions import do
from core.chat.reply import Answer, Bold, Button, Listing, Person, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.facts.ids import ContactId, DeedId
from core.facts.people import Balance, Contact, Direction, Keep
from core.people.card import favour, standing
from core.people.due import cadence_of
from core.people.ledger import balance_with, record_favour, record_touch

_SHOWN = 10
_WHEN = Param(name="when", kind=Kind.PAST_DAY, summary=_("the day, today if left out"))


@command(
    "met",
    Param(name="who", kind=Kind.CONTACTS, summary=_("one or more people"), ask=_("Whom were you in touch with?")),
    _WHEN,
    Param(name="what", kind=Kind.TEXT, summary=_("what it was")),
    summary=_("Note that you were in touch"),
    examples=("/met Jane coffee yesterday, talked about Raj", "/met Jane and Raj", "/met Jane last Friday"),
    offer=_("We were in touch"),
)
async def met(ctx: Context, who: tuple[Contact, ...], when: date | None, what: str | None) -> Answer:
    on = when or ctx.today
    contacts, deed = await record_touch(ctx, who, what or "", on, _("your touch with {names}"))
    return Reply(
        text=lines(
            say(_("Noted: {names}, {what}."), names=_names(contacts), what=what)
            if what
            else say(_("Noted: in touch with {names}."), names=_names(contacts)),
            say(_("Day: {day}."), day=on) if on != ctx.today else None,
            *(_next(ctx, contact) for contact in contacts if len(contacts) <= 3),
        ),
        rows=(_after(contacts, deed),),
    )


@command(
    "gave",
    Param(name="who", kind=Kind.CONTACT, summary=_("whom you helped"), ask=_("Whom did you help?")),
    _WHEN,
    Param(name="what", kind=Kind.TEXT, summary=_("what you did"), ask=_("What did you do for {name}?")),
    summary=_("Note help that you gave"),
    examples=("/gave Jane intro to Raj", "/gave Raj CV review last Tuesday"),
    offer=_("I helped them"),
)
async def gave(ctx: Context, who: Contact, when: date | None, what: str) -> Answer:
    contact, deed = await record_favour(
        ctx, who, Direction.GAVE, what, when or ctx.today, _("what you gave {names}")
    )
    return Reply(
        text=lines(
            say(_("Noted: you gave {name} {what}."), name=Person(contact.name), what=Bold(what)),
            standing(await balance_with(ctx, contact), ctx.today),
            _next(ctx, contact),
        ),
        rows=(_after([contact], deed),),
    )


@command(
    "got",
    Param(name="who", kind=Kind.CONTACT, summary=_("who helped you"), ask=_("Who helped you?")),
    _WHEN,
    Param(name="what", kind=Kind.TEXT, summary=_("what they did"), ask=_("What did {name} do for you?")),
    summary=_("Note help that you got"),
    examples=("/got Jane referral at IBM", "/got Zoë advice on my CV yesterday"),
    offer=_("They helped me"),
)
async def got(ctx: Context, who: Contact, when: date | None, what: str) -> Answer:
    contact, deed = await record_favour(
        ctx, who, Direction.GOT, what, when or ctx.today, _("what you got from {names}")
    )
    return Reply(
        text=lines(
            say(_("Noted: you got {what} from {name}."), name=Person(contact.name), what=Bold(what)),
            standing(await balance_with(ctx, contact), ctx.today),
            _next(ctx, contact),
        ),
        rows=(
            (
                Button(say(_("I have thanked them")), action("thanked", contact.id)),
                *_after([contact], deed),
            ),
        ),
    )


@on_press("thanked")
async def thanked(ctx: Context, contact_id: str) -> Answer:
    """The owner has thanked for what they got; a second press changes nothing."""
    found = await ctx.tx.people.get(ctx.owner, [ContactId(contact_id)])
    if not found:
        raise NotFound(say(_("I can't find that person any more.")))
    contact = found[0]
    if (await balance_with(ctx, contact)).unthanked is None:
        return Reply(text=say(_("{name} is thanked: nothing is owed."), name=Person(contact.name)), replaces=True)
    _contacts, deed = await record_touch(ctx, [contact], "", ctx.today, _("your thank-you to {names}"), thanks=True)
    return Reply(
        text=say(_("Lovely: {name} is thanked."), name=Person(contact.name)),
        rows=(_after([contact], deed),),
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
        return say(_("you owe a thank-you ({what})"), what=favour(each.unthanked, ctx.today))
    return _lead(each)


def _lead(each: Balance) -> Span:
    if each.lead > 0:
        return count("you are {n} favour ahead", "you are {n} favours ahead", each.lead)
    if each.lead < 0:
        return count(
            "they are {n} favour ahead: your turn to give",
            "they are {n} favours ahead: your turn to give",
            -each.lead,
        )
    return say(_("even"))


def _first_thanks_then_debts(each: Balance) -> tuple[bool, int, str]:
    return each.unthanked is None, each.lead, each.contact_id


def _names(contacts: Sequence[Contact]) -> Span:
    return Listing(tuple(Person(contact.name) for contact in contacts))


def _next(ctx: Context, contact: Contact) -> Span | None:
    """When they come up next; nothing for somebody without a cadence."""
    cadence = cadence_of(contact, ctx.account)
    if cadence is None or contact.due_on is None:
        return None
    return say(
        _("I'll bring {name} up again on {day} ({cadence})."),
        name=Person(contact.name),
        day=contact.due_on,
        cadence=cadence,
    )


def _after(contacts: Sequence[Contact], deed: DeedId) -> Row:
    """Undo; and for one person whom nobody keeps up with yet, a way to do so."""
    undo = Button(say(_("Undo")), action("undo", deed))
    if len(contacts) == 1 and contacts[0].due_on is None and contacts[0].keep is not Keep.NEVER:
        return (Button(say(_("Keep up…")), do("keep", contacts[0].id)), undo)
    return (undo,)
