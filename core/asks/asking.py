"""What happens to an ask: recorded, answered, thanked for, reported back; each step once, and undoable."""

from core.asks import life
from core.chat.command import Context
from core.chat.errors import NotFound
from core.chat.reply import say
from core.chat.words import _
from core.facts.account import AskChanged
from core.facts.asks import Ask, AskState
from core.facts.ids import AskId, DeedId, EntryId, new_id
from core.facts.people import Contact, Direction, Favour
from core.people.ledger import record, record_touch

# What a button asks for, by its argument.
YES, NO, WAIT, THANKED, TOLD, DROP = "yes", "no", "wait", "thanked", "told", "drop"


async def record_ask(ctx: Context, contact: Contact, what: str) -> tuple[Ask, DeedId]:
    """Write down that somebody was asked today."""
    ask = life.begun(
        Ask(
            id=AskId(new_id()),
            account_id=ctx.owner,
            contact_id=contact.id,
            what=what,
            asked_on=ctx.today,
            next_on=None,
        ),
        ctx.account,
    )
    await ctx.tx.asks.save(ask)
    deed = await ctx.did(_("what you asked of {names}"), (contact.name,), AskChanged(ask_id=ask.id, before=None))
    return ask, deed


async def take_step(ctx: Context, ask_id: str, step: str) -> tuple[Ask, Contact, DeedId | None]:
    """Take the ask a step on, and write down what follows from it; no deed where it is past that step already.

    A yes is a favour got, a thank-you and a report are touches. Raises NotFound for an ask that is not there.
    """
    found = await ctx.tx.asks.get(ctx.owner, [AskId(ask_id)])
    people = await ctx.tx.people.get(ctx.owner, [found[0].contact_id]) if found else []
    if not people:
        raise NotFound(say(_("I can't find that any more. /asks shows what is open.")))
    ask, contact = found[0], people[0]
    match step, ask.state:
        case "yes", AskState.ASKED:
            return await _granted(ctx, ask, contact)
        case "no", AskState.ASKED:
            after = life.declined(ask, ctx.account, ctx.today)
            return await _saved(ctx, ask, after, contact, _("the no of {names}"))
        case "wait", AskState.ASKED:
            return await _saved(ctx, ask, life.unanswered(ask, ctx.today), contact, _("leaving {names} more time"))
        case "thanked", AskState.GRANTED | AskState.DECLINED:
            after = life.thanked(ask, ctx.account, ctx.today)
            return await _touched(ctx, ask, after, contact, _("your thank-you to {names}"))
        case "told", AskState.THANKED:
            return await _touched(ctx, ask, life.reported(ask, ctx.today), contact, _("your report to {names}"))
        case "drop", _ if life.is_open(ask):
            after = life.dropped(ask, ctx.today)
            return await _saved(ctx, ask, after, contact, _("dropping what you asked of {names}"))
        case _:
            return ask, contact, None


async def put_ask_back(ctx: Context, step: AskChanged) -> None:
    """Undo: the ask as it was; one that was new is removed."""
    if step.before is None:
        await ctx.tx.asks.remove(ctx.owner, [step.ask_id])
    elif await ctx.tx.people.get(ctx.owner, [step.before.contact_id]):
        await ctx.tx.asks.save(step.before)


async def _granted(ctx: Context, ask: Ask, contact: Contact) -> tuple[Ask, Contact, DeedId | None]:
    favour = Favour(
        id=EntryId(new_id()),
        contact_id=contact.id,
        direction=Direction.GOT,
        happened_on=ctx.today,
        what=ask.what,
        recorded_at=ctx.now,
    )
    after = life.granted(ask, ctx.account, ctx.today, favour.id)
    await ctx.tx.asks.save(after)
    changed = ctx.after(AskChanged(ask_id=ask.id, before=ask))
    [contact], deed = await record(changed, [contact], [favour], ctx.today, _("the yes of {names}"))
    return after, contact, deed


async def _touched(
    ctx: Context, before: Ask, after: Ask, contact: Contact, deed: str
) -> tuple[Ask, Contact, DeedId | None]:
    await ctx.tx.asks.save(after)
    changed = ctx.after(AskChanged(ask_id=before.id, before=before))
    # Thanked for a no, they may still be owed thanks for something else.
    thanks = before.state is AskState.GRANTED
    [contact], deed_id = await record_touch(changed, [contact], "", ctx.today, deed, thanks=thanks)
    return after, contact, deed_id


async def _saved(
    ctx: Context, before: Ask, after: Ask, contact: Contact, deed: str
) -> tuple[Ask, Contact, DeedId | None]:
    await ctx.tx.asks.save(after)
    return after, contact, await ctx.did(deed, (contact.name,), AskChanged(ask_id=before.id, before=before))
