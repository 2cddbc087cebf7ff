"""Undo of an import: whom it added, what it changed and noted, its events; but nothing of the owner's own."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.chat.command import Context
from core.chat.reply import Span, count
from core.facts.account import (
    AskChanged,
    ContactChanged,
    Deed,
    EntriesAdded,
    Imported,
    PickAnswered,
    PromiseChanged,
    ReminderChanged,
)
from core.facts.ids import ContactId
from core.facts.imports import ImportState
from core.imports.staged import staged_or_later
from core.people.due import settled
from core.people.uniting import part


async def take_back(ctx: Context, step: Imported) -> Span | None:
    """Remove whom the import added, but for those whom the owner has done something with since; put back the cards
    that it changed, but for what was edited since. It stops an import that is under way."""
    found = await staged_or_later(ctx.tx, ctx.owner, step.import_id)
    whose = await ctx.tx.imports.take_back(ctx.owner, found.id, ctx.now)
    added = await ctx.tx.people.imported(ctx.owner, found.id)
    kept = await _done_with(ctx, await ctx.tx.accounts.deeds(ctx.owner, found.staged_at))
    kept |= (await ctx.tx.people.last_touches(ctx.owner, added)).keys()
    gone = {each for each in added if each not in kept}
    await ctx.tx.people.remove(ctx.owner, gone)
    await _put_back(ctx, step, [each for each in whose if each not in gone])
    await ctx.tx.imports.change(replace(found, state=ImportState.UNDONE, keep_up={}))
    stay = len(added) - len(gone)
    if not stay:
        return None
    return count(
        "{n} person stays: you have noted something about them since.",
        "{n} people stay: you have noted something about them since.",
        stay,
    )


async def _put_back(ctx: Context, step: Imported, whose: Collection[ContactId]) -> None:
    """The cards as they were, and last spoken to as what is left says."""
    changes = {
        before.id: (before, after) for before, after in await ctx.tx.imports.changes(ctx.owner, step.import_id)
    }
    ids = {*changes, *whose}
    if not ids:
        return
    last = await ctx.tx.people.last_touches(ctx.owner, ids)
    cards = []
    for card in await ctx.tx.people.get(ctx.owner, [*ids]):
        if card.id not in ids:
            continue  # it has become part of another since
        restored = part(card, *changes[card.id]) if card.id in changes else card
        cards.append(settled(replace(restored, last_touch_on=last.get(card.id)), ctx.account))
    await ctx.tx.people.change(cards)


async def _done_with(ctx: Context, deeds: Sequence[Deed]) -> set[ContactId]:
    """Whom the owner has written something down about: what they wrote is worth more than a tidy undo."""
    people: set[ContactId] = set()
    asks, promises, reminders = [], [], []
    for deed in deeds:
        for step in deed.steps:
            match step:
                case EntriesAdded():
                    people.update(step.contacts)
                case ContactChanged():
                    people.add(step.before.id)
                case PickAnswered():
                    people.add(step.contact_id)
                case AskChanged():
                    asks.append(step.ask_id)
                case PromiseChanged():
                    promises.append(step.promise_id)
                case ReminderChanged():
                    reminders.append(step.reminder_id)
    if asks:
        people |= {each.contact_id for each in await ctx.tx.asks.get(ctx.owner, asks)}
    if promises:
        people |= {each.contact_id for each in await ctx.tx.promises.get(ctx.owner, promises)}
    if reminders:
        found = await ctx.tx.reminders.get(ctx.owner, reminders)
        people |= {each.contact_id for each in found if each.contact_id}
    return people
