"""/remind: what was understood is kept at once and echoed; only what is unclear is asked about first."""

from core.chat.command import Context, Kind, MenuEntry, On, Param, command
from core.chat.reply import Answer, Person, Reply, Span, lines, say
from core.chat.words import _
from core.facts.ids import ReminderId, new_id
from core.facts.people import Contact, Status
from core.facts.recurrence import Moment, When
from core.facts.reminders import Reminder
from core.people.resting import SILENT, parted
from core.reminders import keeping
from core.reminders.coming import is_too_late
from core.reminders.said import checked, read_text
from core.reminders.setting import set_or_refuse
from core.reminders.wording import understood


@command(
    "remind",
    Param(
        name="who",
        kind=Kind.CONTACT,
        known=True,
        summary=_("somebody you know, if it is about them"),
    ),
    Param(
        name="what",
        kind=Kind.TEXT,
        label=_("What"),
        summary=_("what to say then; “until done” keeps asking"),
        ask=_("What shall I remind you of? For example: call the bank tomorrow 9am"),
        unless=("who",),
    ),
    Param(
        name="when",
        kind=Kind.WHEN,
        label=_("When"),
        summary=_("once, or again and again: in 2 hours, Friday 10:00, every Tuesday 18:00"),
        ask=_("When? For example: in 2 hours, tomorrow 9am, every Tuesday 18:00"),
        choices=(_("In an hour"), _("This evening"), _("Tomorrow morning"), _("Next week")),
    ),
    Param(
        name="city",
        kind=Kind.ZONE,
        label=_("City"),
        option=False,
        summary=_("where you are; asked for once"),
        ask=_("Which city are you in, or near? Then I know what time it is for you."),
    ),
    summary=_("Be reminded of something, once or again and again"),
    examples=(
        "/remind Jane tomorrow 9am send the article",
        "/remind in 2 hours call back",
        "/remind every Tuesday 18:00 club",
        "/remind last Friday of the month review my targets",
        "/remind every 2 weeks starting 5 Dec water the plants until done",
    ),
    offer=_("Remind me"),
    menu=(MenuEntry(on=On.MESSAGE, title=_("Remind me of this"), fills="what"),),
    spoken=r"(?:(?:please|pls|can you|could you)\s+)?remind(?:\s+me\b|\s*:)",
)
async def remind(ctx: Context, who: Contact | None, what: str | None, when: When, city: str) -> Answer:
    text, nag = read_text(what or "")
    if who is not None and who.status is not Status.DECEASED:
        lively, said = parted([who], SILENT)
        if not lively:
            return Reply(text=lines(*said))
    remark: Span | None = None
    if who is not None and who.status is Status.DECEASED:
        # Asked for on purpose: it stands on its own words, since whatever is about the dead falls silent.
        remark = say(_("{name} is marked as deceased; since you ask, I'll remind you."), name=Person(who.name))
        text, who = (f"{who.name}: {text}" if text else who.name), None
    elif isinstance(when, Moment) and when.at is None and is_too_late(when.on, ctx.account, ctx.now):
        remark = say(_("It is too late for today's digest, so this comes on its own."))
    reminder = Reminder(
        id=ReminderId(new_id()),
        account_id=ctx.owner,
        created_at=ctx.now,
        text=checked(text),
        contact_id=who.id if who else None,
        timezone=city,
        on=None,
        nag=nag,
    )
    kept = set_or_refuse(ctx, reminder, when)
    deed = await keeping.add(ctx, kept, who)
    return understood(kept, who, ctx.account, ctx.today, deed, remark)
