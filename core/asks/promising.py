"""What happens to a promise: made, kept, moved to another day, dropped; each step once, and undoable."""

from datetime import date

from core.asks import promises
from core.chat.command import Context
from core.chat.errors import NotFound
from core.chat.reply import say
from core.chat.words import _
from core.facts.account import PromiseChanged
from core.facts.asks import Promise, PromiseState
from core.facts.ids import DeedId, EntryId, PromiseId, new_id
from core.facts.people import Contact, Direction, Favour
from core.people.ledger import record

# What a button asks for, by its argument.
KEPT, LATER, DROP = "kept", "later", "drop"


async def record_promise(ctx: Context, contact: Contact, what: str, due_on: date | None) -> tuple[Promise, DeedId]:
    """Write down what was promised, by which day if one was said."""
    promise = promises.begun(
        Promise(
            id=PromiseId(new_id()),
            account_id=ctx.owner,
            contact_id=contact.id,
            what=what,
            promised_on=ctx.today,
            due_on=due_on,
            next_on=None,
        ),
        ctx.account,
        ctx.today,
    )
    await ctx.tx.promises.save(promise)
    step = PromiseChanged(promise_id=promise.id, before=None)
    return promise, await ctx.did(_("your promise to {names}"), (contact.name,), step)


async def find_promise(ctx: Context, promise_id: str) -> tuple[Promise, Contact]:
    """Raises NotFound for a promise that is not there."""
    found = await ctx.tx.promises.get(ctx.owner, [PromiseId(promise_id)])
    people = await ctx.tx.people.get(ctx.owner, [found[0].contact_id]) if found else []
    if not people:
        raise NotFound(say(_("I can't find that any more. /promises shows what is open.")))
    return found[0], people[0]


async def take_promise_step(ctx: Context, promise_id: str, step: str) -> tuple[Promise, Contact, DeedId | None]:
    """Keep or drop a promise; no deed where it is closed already. Keeping it is a favour given."""
    promise, contact = await find_promise(ctx, promise_id)
    if promise.state is not PromiseState.OPEN or step not in (KEPT, DROP):
        return promise, contact, None
    if step == DROP:
        return await _saved(ctx, promise, promises.dropped(promise, ctx.today), contact, _("dropping a promise"))
    favour = Favour(
        id=EntryId(new_id()),
        contact_id=contact.id,
        direction=Direction.GAVE,
        happened_on=ctx.today,
        what=promise.what,
        recorded_at=ctx.now,
    )
    after = promises.kept(promise, ctx.today, favour.id)
    await ctx.tx.promises.save(after)
    changed = ctx.after(PromiseChanged(promise_id=promise.id, before=promise))
    [contact], deed = await record(changed, [contact], [favour], ctx.today, _("the promise you kept to {names}"))
    return after, contact, deed


async def move_promise(ctx: Context, promise_id: str, due_on: date) -> tuple[Promise, Contact, DeedId | None]:
    """Give an open promise another day."""
    promise, contact = await find_promise(ctx, promise_id)
    if promise.state is not PromiseState.OPEN:
        return promise, contact, None
    after = promises.moved(promise, ctx.account, ctx.today, due_on)
    return await _saved(ctx, promise, after, contact, _("the new day of your promise to {names}"))


async def put_promise_back(ctx: Context, step: PromiseChanged) -> None:
    """Undo: the promise as it was; one that was new is removed."""
    if step.before is None:
        await ctx.tx.promises.remove(ctx.owner, [step.promise_id])
    elif await ctx.tx.people.get(ctx.owner, [step.before.contact_id]):
        await ctx.tx.promises.save(step.before)


async def _saved(
    ctx: Context, before: Promise, after: Promise, contact: Contact, deed: str
) -> tuple[Promise, Contact, DeedId | None]:
    await ctx.tx.promises.save(after)
    step = PromiseChanged(promise_id=before.id, before=before)
    return after, contact, await ctx.did(deed, (contact.name,), step)
