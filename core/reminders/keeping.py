"""Reminders written down: each change can be taken back, and the digest knows of those without an hour."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.chat.command import Context
from core.chat.errors import NotFound
from core.chat.reply import Span, say
from core.chat.words import _
from core.delivery.mornings import rescheduled
from core.facts.account import ReminderChanged
from core.facts.ids import ContactId, DeedId, ReminderId
from core.facts.people import Contact
from core.facts.reminders import Reminder
from core.reminders.coming import after_recurring, own_instant, settled
from core.reminders.wording import named, tell_next


async def find(ctx: Context, reminder_id: str) -> tuple[Reminder, Contact | None]:
    """One of the owner's reminders and whom it is about. Raises NotFound."""
    found = await ctx.tx.reminders.get(ctx.owner, [ReminderId(reminder_id)])
    if not found:
        raise NotFound(say(_("That reminder is gone. /reminders shows what is to come.")))
    return found[0], await contact_of(ctx, found[0])


async def contact_of(ctx: Context, reminder: Reminder) -> Contact | None:
    if reminder.contact_id is None:
        return None
    return next(iter(await ctx.tx.people.get(ctx.owner, [reminder.contact_id])), None)


async def contacts_of(ctx: Context, reminders: Sequence[Reminder]) -> Mapping[ContactId, Contact]:
    ids = {each.contact_id for each in reminders if each.contact_id is not None}
    return {each.id: each for each in await ctx.tx.people.get(ctx.owner, ids)} if ids else {}


async def add(ctx: Context, reminder: Reminder, contact: Contact | None) -> DeedId:
    """Keep a new reminder."""
    await ctx.tx.reminders.add([reminder])
    await tell_digest(ctx, reminder)
    return await _did(ctx, _("the reminder: {names}"), reminder, contact, None)


async def change(ctx: Context, before: Reminder, after: Reminder, contact: Contact | None, deed: str) -> DeedId:
    """Keep a changed one. `deed` is what /undo will say, with {names}."""
    await ctx.tx.reminders.change([after])
    await tell_digest(ctx, after)
    return await _did(ctx, deed, after, contact, before)


async def remove(ctx: Context, reminder: Reminder, contact: Contact | None) -> DeedId:
    await ctx.tx.reminders.remove(ctx.owner, [reminder.id])
    return await _did(ctx, _("deleting the reminder: {names}"), reminder, contact, reminder)


async def put_back(ctx: Context, step: ReminderChanged) -> Span | None:
    """The reminder as it was before; one that has come in the meantime does not come a second time."""
    if step.before is None:
        await ctx.tx.reminders.remove(ctx.owner, [step.reminder_id])
        return None
    before = step.before
    if before.contact_id is not None and await contact_of(ctx, before) is None:
        before = replace(before, contact_id=None)
    now = next(iter(await ctx.tx.reminders.get(ctx.owner, [step.reminder_id])), None)
    if now is None:
        before = settled(before)
        await ctx.tx.reminders.add([before])
    else:
        has_come = now.on is None and now.done_at is None and now.unanswered > 0
        own = own_instant(before)
        if has_come and before.recurrence is None:
            before = replace(before, on=None, snoozed_until=now.snoozed_until, unanswered=now.unanswered)
        elif now.done_at is None and now.unanswered and before.recurrence and own is not None and own <= ctx.now:
            before = replace(after_recurring(before, ctx.now), unanswered=now.unanswered)  # it came at another hour
        before = settled(before)
        await ctx.tx.reminders.change([before])
    await tell_digest(ctx, before)
    if before.next_at is None and before.on is None:
        return None
    return say(_("When: {when}"), when=tell_next(before, ctx.today))


async def tell_digest(ctx: Context, reminder: Reminder) -> None:
    """Let the digest of its day come, whatever weekday that is, for a reminder without an hour.

    Nothing is told when one goes: other things may want that digest, and one with nothing to say is not sent.
    """
    account = ctx.account
    if reminder.at is not None or reminder.on is None:
        return
    if account.items_on is None or reminder.on < account.items_on:
        await ctx.tx.accounts.schedule_digests([rescheduled(replace(account, items_on=reminder.on), ctx.now)])


async def _did(
    ctx: Context, deed: str, reminder: Reminder, contact: Contact | None, before: Reminder | None
) -> DeedId:
    step = ReminderChanged(reminder_id=reminder.id, before=before)
    return await ctx.did(deed, (named(reminder, contact, ctx.reader),), step)
