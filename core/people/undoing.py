"""Taking back what was done to contacts and entries; what follows from them is derived again."""

from dataclasses import replace

from core.chat.command import Context
from core.facts.account import ContactAdded, ContactChanged, EntriesAdded, RhythmsChanged
from core.people.due import settled
from core.people.rhythms import put_rhythms


async def void_entries(ctx: Context, step: EntriesAdded) -> None:
    """Void the entries, and let the last touch be the latest that remains."""
    await ctx.tx.people.void_entries(ctx.owner, step.entries, ctx.now)
    contacts = await ctx.tx.people.get(ctx.owner, step.contacts)
    # By their ids now: cards may have become one since.
    last = await ctx.tx.people.last_touches(ctx.owner, [each.id for each in contacts])
    await ctx.tx.people.change(
        [settled(replace(each, last_touch_on=last.get(each.id)), ctx.account) for each in contacts]
    )


async def remove_contact(ctx: Context, step: ContactAdded) -> None:
    await ctx.tx.people.remove(ctx.owner, [step.contact_id])


async def put_back(ctx: Context, step: ContactChanged) -> None:
    """The card as it was. Touches logged since then stay: they were not what is taken back."""
    found = await ctx.tx.people.get(ctx.owner, [step.before.id])
    if found:
        before = replace(step.before, last_touch_on=found[0].last_touch_on, suggested_on=found[0].suggested_on)
        await ctx.tx.people.change([settled(before, ctx.account)])


async def put_rhythms_back(ctx: Context, step: RhythmsChanged) -> None:
    """The default cadence and the tags' as they were."""
    before = replace(ctx.account, default_cadence=step.default_cadence, tag_cadences=step.tag_cadences)
    await put_rhythms(ctx, before, step.started)
