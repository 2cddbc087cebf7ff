"""Putting a reminder off: for an hour, until the morning, until what was typed."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.chat.command import Context, on_press
from core.chat.errors import Refusal
from core.chat.reply import Answer, Button, Notice, Reply, action, lines, say
from core.chat.telling import tell_thing
from core.chat.words import _
from core.facts.people import Contact
from core.facts.recurrence import Moment
from core.facts.reminders import Reminder
from core.reminders import keeping
from core.reminders.coming import base_of, instant_of, snoozed
from core.reminders.marks import is_of_a_digest, means_coming
from core.reminders.wording import snooze_buttons, tell_next

TOO_LATE = _("That is answered already. /reminders shows what is to come.")


@on_press("rlater")
async def snooze(ctx: Context, reminder_id: str, mark: str, span: str = "") -> Answer:
    """Ask for how long; then put it off for as long as the button says."""
    reminder, contact = await keeping.find(ctx, reminder_id)
    coming = means_coming(reminder, mark, ctx.now)
    if coming is None:
        return Notice(say(TOO_LATE))
    until = _until(reminder, span, base_of(reminder, ctx.now, coming=coming))
    if until is None:
        return Reply(
            text=say(_("“{what}”: for how long?"), what=tell_thing(reminder, contact)),
            rows=snooze_buttons(reminder, mark),
            replaces=not is_of_a_digest(mark),
        )
    answer = await put_off(ctx, reminder, contact, mark, until)
    return replace(answer, replaces=True) if isinstance(answer, Reply) else answer


async def put_off(
    ctx: Context, reminder: Reminder, contact: Contact | None, mark: str, until: Moment | datetime
) -> Answer:
    """Let it come then instead. Raises Refusal for a time that is over."""
    coming = means_coming(reminder, mark, ctx.now)
    if coming is None:
        return Notice(say(TOO_LATE))
    then = until if isinstance(until, datetime) else instant_of(reminder, until, ctx.account)
    if then <= ctx.now:
        raise Refusal(say(_("That is over already. For example: in 2 hours, tomorrow 9am, Friday")))
    after = snoozed(reminder, until, ctx.account, coming=coming)
    if after == reminder:
        return Notice(say(_("It is put off until then already.")))
    deed = await keeping.change(ctx, reminder, after, contact, _("snoozing the reminder: {names}"))
    return Reply(
        text=lines(
            say(_("Snoozed: {what}"), what=tell_thing(reminder, contact)),
            say(_("When: {when}"), when=tell_next(after, ctx.today)),
        ),
        rows=((Button(say(_("Undo")), action("undo", deed)),),),
    )


def _until(reminder: Reminder, span: str, base: datetime) -> Moment | datetime | None:
    """What a button's argument means, from when it is reckoned; None for none of them."""
    day = base.astimezone(ZoneInfo(reminder.timezone)).date()
    match span:
        case "hour":
            return base.replace(second=0, microsecond=0) + timedelta(hours=1)
        case "morning":
            return Moment(on=day + timedelta(days=1))
        case "week":
            return Moment(on=day + timedelta(days=7))
        case _:
            return None
