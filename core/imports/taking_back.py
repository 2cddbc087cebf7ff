"""Undo of an import: whom it added, what it changed and noted, its events; but nothing of the owner's own, and
nothing of another import's."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.account.undo import KEPT
from core.chat.command import Context
from core.chat.reply import Span, count, lines
from core.facts.account import (
    Account,
    AskChanged,
    ContactChanged,
    Deed,
    EntriesAdded,
    Imported,
    PickAnswered,
    PromiseChanged,
    ReminderChanged,
)
from core.facts.ids import ContactId, ImportId
from core.facts.imports import ImportState
from core.facts.people import Contact
from core.imports.merged_since import refuse_where_merged
from core.imports.staged import staged_or_later
from core.people.due import settled
from core.people.uniting import part

_CHUNK = 1_000  # people that are put back at once: in between others get their turn

_Change = tuple[Contact, Contact]  # before and after


async def take_back(ctx: Context, step: Imported) -> Span | None:
    """Remove whom the import added, but for those whom the owner has done something with since, or of whom a later
    import has brought something: they are that one's from now on. Put back the cards that it changed, but for what
    was edited since. It stops an import that is under way. Raises Refusal where cards of it were merged since."""
    found = await staged_or_later(ctx.tx, ctx.owner, step.import_id)
    await refuse_where_merged(ctx, found)
    whose = await ctx.tx.imports.take_back(ctx.owner, found.id, ctx.now)
    added = {*await ctx.tx.people.imported(ctx.owner, found.id)}
    kept = added & await _done_with(ctx, await ctx.tx.accounts.deeds(ctx.owner, ctx.now - KEPT))
    later = await ctx.tx.imports.later_changes(ctx.owner, found.id)
    theirs = {after.id: import_id for import_id, _before, after in later if after.id in added}
    for entry in await ctx.tx.people.entries_with(ctx.owner, added):  # its own are voided
        if entry.import_id is None:
            kept.add(entry.contact_id)
        else:
            theirs.setdefault(entry.contact_id, entry.import_id)
    gone = added - kept - theirs.keys()
    await ctx.tx.people.remove(ctx.owner, gone)
    changes = {before.id: (before, after) for before, after in await ctx.tx.imports.changes(ctx.owner, found.id)}
    await _put_back(ctx, changes, theirs, {*changes, *whose, *theirs} - gone)
    await ctx.tx.imports.rewrite_changes(await asyncio.to_thread(_without, later, changes))
    await ctx.tx.imports.change(replace(found, state=ImportState.UNDONE, keep_up={}))
    said = [*_who_stays(len(kept), len(theirs.keys() - kept))]
    return lines(*said) if said else None


async def _put_back(
    ctx: Context,
    changes: Mapping[ContactId, _Change],
    theirs: Mapping[ContactId, ImportId],
    ids: Collection[ContactId],
) -> None:
    """The cards as they were, and last spoken to as what is left says."""
    for some in _chunks(sorted(ids)):
        cards = [
            each for each in await ctx.tx.people.get(ctx.owner, some) if each.id in ids
        ]  # else part of another
        last = await ctx.tx.people.last_touches(ctx.owner, some)
        await ctx.tx.people.change(await asyncio.to_thread(_as_before, cards, changes, theirs, last, ctx.account))


def _as_before(
    cards: Sequence[Contact],
    changes: Mapping[ContactId, _Change],
    theirs: Mapping[ContactId, ImportId],
    last: Mapping[ContactId, date],
    account: Account,
) -> list[Contact]:
    restored: list[Contact] = []
    for now in cards:
        card = part(now, *changes[now.id]) if now.id in changes else now
        card = replace(card, last_touch_on=last.get(card.id), import_id=theirs.get(card.id, card.import_id))
        restored.append(settled(card, account))
    return restored


def _without(
    later: Sequence[tuple[ImportId, Contact, Contact]], changes: Mapping[ContactId, _Change]
) -> list[tuple[ImportId, Contact, Contact]]:
    """What later imports remember of cards, without what this one has changed in them: else taking those back would
    bring it here again."""
    return [
        (import_id, part(before, *changes[before.id]), part(after, *changes[after.id]))
        for import_id, before, after in later
        if after.id in changes
    ]


def _who_stays(kept: int, theirs: int) -> Iterator[Span]:
    if kept:
        yield count(
            "{n} person stays: you have noted something about them since.",
            "{n} people stay: you have noted something about them since.",
            kept,
        )
    if theirs:
        yield count(
            "{n} person stays: a later import brought something about them, too.",
            "{n} people stay: a later import brought something about them, too.",
            theirs,
        )


def _chunks(ids: Sequence[ContactId]) -> Iterator[Sequence[ContactId]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


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
