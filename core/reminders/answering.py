"""The other buttons of a reminder: done, delete, nag; and moving those of another zone."""

from dataclasses import replace

from core.chat.command import Context, on_press
from core.chat.reply import Answer, Button, Notice, Reply, action, count, lines, say
from core.chat.telling import city_of, tell_thing
from core.chat.words import _
from core.facts.account import ReminderChanged
from core.facts.reminders import Reminder
from core.reminders import keeping
from core.reminders.coming import done, moved_to
from core.reminders.marks import is_of_a_digest, means_coming
from core.reminders.snoozing import TOO_LATE
from core.reminders.wording import screen, tell_next

_MOVED_AT_ONCE = 1000


@on_press("rdone")
async def mark_done(ctx: Context, reminder_id: str, mark: str) -> Answer:
    """It is done: over, or until it comes again."""
    reminder, contact = await keeping.find(ctx, reminder_id)
    coming = means_coming(reminder, mark, ctx.now)
    after = None if coming is None else done(reminder, ctx.now, coming=coming)
    if after is None:
        return Notice(say(_("That is done already.") if reminder.done_at else TOO_LATE))
    deed = await keeping.change(ctx, reminder, after, contact, _("“done” for the reminder: {names}"))
    goes_on = after.on is not None or after.snoozed_until is not None
    return Reply(
        text=lines(
            say(_("✓ Done: {what}"), what=tell_thing(reminder, contact)),
            say(_("It comes again: {when}"), when=tell_next(after, ctx.today)) if goes_on else None,
        ),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
        replaces=not is_of_a_digest(mark),
    )


@on_press("rdel")
async def delete(ctx: Context, reminder_id: str) -> Answer:
    """Delete it, with whatever would come of it."""
    reminder, contact = await keeping.find(ctx, reminder_id)
    deed = await keeping.remove(ctx, reminder, contact)
    return Reply(
        text=say(_("Deleted: {what}"), what=tell_thing(reminder, contact)),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
        replaces=True,
    )


@on_press("rnag")
async def nag(ctx: Context, reminder_id: str, on: str) -> Answer:
    """Ask until it is done, or only once each time."""
    reminder, contact = await keeping.find(ctx, reminder_id)
    if reminder.done_at is not None:
        return Notice(say(_("That is done already.")))
    after = replace(reminder, nag=on == "1")
    if after != reminder:
        await keeping.change(ctx, reminder, after, contact, _("the change of the reminder: {names}"))
    return screen(after, contact, ctx.account, ctx.today)


@on_press("rmove")
async def move(ctx: Context) -> Answer:
    """Let whatever has an hour keep the time of the place where its owner is now."""
    timezone = ctx.account.timezone
    coming = await ctx.tx.reminders.coming(ctx.owner, _MOVED_AT_ONCE)
    elsewhere = [each for each in coming if each.at is not None and each.timezone != timezone]
    if timezone is None or not elsewhere:
        return Notice(say(_("They are moved already.")))
    moved: list[tuple[Reminder, Reminder]] = []
    for before in elsewhere:
        if after := moved_to(before, timezone, ctx.now):
            moved.append((before, after))
    stay = len(elsewhere) - len(moved)
    staying = count(
        "{n} stays as it is: its time is over there already.",
        "{n} stay as they are: their time is over there already.",
        stay,
    )
    if not moved:
        return Reply(text=staying)
    await ctx.tx.reminders.change([after for _before, after in moved])
    steps = (ReminderChanged(reminder_id=before.id, before=before) for before, _after in moved)
    deed = await ctx.did(_("moving your reminders to the time of {names}"), (city_of(timezone),), *steps)
    return Reply(
        text=lines(
            count(
                "{n} reminder keeps the time of {city} now.",
                "{n} reminders keep the time of {city} now.",
                len(moved),
                city=city_of(timezone),
            ),
            staying if stay else None,
        ),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
        replaces=True,
    )
