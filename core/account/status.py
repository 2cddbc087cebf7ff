"""/status: whether Reachwell reaches somebody, what is next for them, and what they missed lately, and why."""

from collections.abc import Sequence

from core.account.platforms import platform_name
from core.chat.command import Context, command
from core.chat.reaching import TRY_AGAIN, how_to_open
from core.chat.reply import Answer, Bold, Button, Reply, Span, action, count, lines, say
from core.chat.telling import tell_day, tell_instant, tell_thing
from core.chat.words import _
from core.delivery.mornings import quiet_until
from core.facts.account import Identity
from core.facts.delivery import Delivery, Kind, State
from core.facts.ids import ReminderId
from core.facts.reminders import Reminder
from core.people.resting import SILENT

_LOOKED_AT = 30  # of the latest deliveries, and of the next reminders
_MISSED = 3  # shown
_KINDS = {
    Kind.DIGEST: _("a digest"),
    Kind.REMINDER: _("a reminder"),
    Kind.CATCH_UP: _("what I had to tell you"),
    Kind.LINK: _("a question about linking"),
    Kind.EVENT: _("a word about an event"),
    Kind.NEWS: _("what has changed about an event"),
    Kind.SEAT: _("a seat at an event"),
    Kind.POST: _("a card in a group"),
    Kind.CARD: _("somebody's card"),
    Kind.FEED: _("news of a calendar"),
}
_WHY = {  # by what the outbox has noted
    "Unreachable": _("{platform} said that you had blocked me"),
    "unreachable": _("I could not write to you"),
    "Moved": _("the chat had moved"),
    "Rejected": _("{platform} did not take my message; that is a mistake of mine"),
    "Uncertain": _("the connection broke, and it may or may not have arrived"),
    "no answer in time": _("{platform} did not answer, and it may or may not have arrived"),
    "interrupted": _("I was cut off while I sent it, and it may or may not have arrived"),
    "Wait": _("{platform} wanted me to slow down"),
    "Unavailable": _("my notebook could not be opened"),
    "quiet hours": _("it was late, and then came your quiet hours"),
}


@command(
    "status",
    summary=_("Whether I reach you, what is next, and what you missed"),
    examples=("/status",),
    reads=True,
)
async def status(ctx: Context) -> Answer:
    identities = await ctx.tx.accounts.identities([ctx.owner])
    recent = await ctx.tx.deliveries.recent(ctx.owner, _LOOKED_AT)
    coming = await ctx.tx.reminders.coming(ctx.owner, _LOOKED_AT)
    return Reply(
        text=lines(
            Bold(say(_("Do I reach you?"))),
            *_reach(ctx, identities, recent),
            "",
            Bold(say(_("What is next"))),
            *await _next(ctx, coming),
            *_rest(ctx),
            *await _missed(ctx, recent),
        ),
        rows=(
            *((TRY_AGAIN,) if _is_closed(ctx, identities) else ()),
            (Button(say(_("Reminders")), action("rems", "0")), Button(say(_("Settings")), action("settings"))),
        ),
    )


def _is_closed(ctx: Context, identities: Sequence[Identity]) -> bool:
    """Whether nothing can be sent to where they speak now, though they are answered there."""
    speaking = (ctx.actor.platform, ctx.actor.external_id)
    return any((each.platform, each.external_id) == speaking and not each.reachable for each in identities)


def _reach(ctx: Context, identities: Sequence[Identity], recent: Sequence[Delivery]) -> list[Span]:
    """Where messages go, and when the last one went."""
    here = platform_name(ctx.actor.platform)
    told: list[Span] = [say(_("Yes: here, in {platform}."), platform=here)]
    closed = _is_closed(ctx, identities)
    if closed:
        shut = _("No: in {platform} your direct messages are closed to me.")
        if any(each.reachable for each in identities):
            shut = _("Not here: in {platform} your direct messages are closed to me.")
        told = [say(shut, platform=here), how_to_open()]
    for each in identities:
        if (each.platform, each.external_id) == (ctx.actor.platform, ctx.actor.external_id):
            continue
        also = _("But in {platform}, yes.") if closed else _("Also in {platform}.")
        there = also if each.reachable else _("Not in {platform}: there I can't write to you.")
        told.append(say(there, platform=platform_name(each.platform)))
    sent = max((each.settled_at for each in recent if each.state is State.SENT and each.settled_at), default=None)
    if sent is None:
        told.append(say(_("I have not sent you anything by myself lately.")))
    else:
        told.append(say(_("The last time I wrote by myself: {when}"), when=sent))
    return told


async def _next(ctx: Context, coming: Sequence[Reminder]) -> list[Span]:
    account = ctx.account
    if account.timezone is None:
        return [say(_("Nothing by itself, until you tell me your city: /settings zone Toronto."))]
    digest: Span = (
        say(_("Next digest: {when}"), when=account.next_digest_at)
        if account.next_digest_at
        else say(_("No digest for now."))
    )
    about = {each.contact_id for each in coming if each.contact_id}
    people = {each.id: each for each in await ctx.tx.people.get(ctx.owner, list(about))} if about else {}
    contacts = [people.get(each.contact_id) if each.contact_id else None for each in coming]
    heard = [pair for pair in zip(coming, contacts, strict=True) if pair[1] is None or pair[1].status not in SILENT]
    if not heard:
        return [digest, say(_("No reminder is set."))]
    reminder, contact = heard[0]
    thing = tell_thing(reminder, contact)
    when: Span = tell_day(reminder.on, ctx.today) if reminder.on else ""
    if reminder.next_at is not None:
        when = tell_instant(reminder.next_at, reminder.timezone, ctx.today)
    return [digest, say(_("Next reminder: {when}: {what}"), when=when, what=thing)]


def _rest(ctx: Context) -> list[Span]:
    """Pause and quiet hours."""
    account, told = ctx.account, list[Span]()
    if account.paused:
        told.append(
            say(
                _("Paused until {day}; your reminders and those of your events still come."),
                day=account.paused_until,
            )
            if account.paused_until
            else say(_("Paused: /resume ends it; your reminders and those of your events still come."))
        )
    if account.quiet_from is not None and account.quiet_until is not None:
        start, end = account.quiet_from, account.quiet_until
        told.append(say(_("Quiet hours: {start} to {end}"), start=start, end=end))
        if quiet_until(account, ctx.now):
            told.append(say(_("They are now: what is late waits for their end.")))
    return told


async def _missed(ctx: Context, recent: Sequence[Delivery]) -> list[Span]:
    """What did not go, or may not have arrived, the latest first; and what is still waiting."""
    lost = [each for each in recent if each.state in (State.DEAD, State.UNCERTAIN) or _is_late(each)]
    waiting = [each for each in recent if each.state is State.PENDING and each.error and each.due_at <= ctx.now]
    if not lost and not waiting:
        return ["", say(_("You have missed nothing lately."))]
    told: list[Span] = ["", Bold(say(_("What you missed lately")))]
    shown = sorted(lost, key=lambda delivery: delivery.due_at, reverse=True)[:_MISSED]
    ids = [ReminderId(each.subject) for each in shown if each.kind is Kind.REMINDER]
    texts = {each.id: each.text for each in await ctx.tx.reminders.get(ctx.owner, ids)} if ids else {}
    for each in shown:
        what: Span = texts.get(ReminderId(each.subject)) or say(_KINDS[each.kind])
        cause = each if each.attempts else next((other for other in lost if _blocked(other, each)), each)
        told.append(say(_("- {what}, {when}: {why}"), what=what, when=each.due_at, why=_why(ctx, cause)))
    if len(lost) > _MISSED:
        told.append(count("… and {n} more", "… and {n} more", len(lost) - _MISSED))
    if waiting:
        why = _why(ctx, waiting[0])
        told.append(
            count("{n} message is waiting: {why}", "{n} messages are waiting: {why}", len(waiting), why=why)
        )
    return told


def _is_late(delivery: Delivery) -> bool:
    """Whether it was skipped because its time was over, and not because it had nothing left to say."""
    return delivery.state is State.SKIPPED and (delivery.untold or delivery.error != "nothing left to say")


def _blocked(earlier: Delivery, later: Delivery) -> bool:
    """Whether the later one was not even tried, since the earlier one had been turned away."""
    return earlier.error == "Unreachable" and earlier.due_at <= later.due_at


def _why(ctx: Context, delivery: Delivery) -> Span:
    platform = platform_name(delivery.platform or ctx.actor.platform)
    if delivery.error in _WHY:
        return say(_WHY[delivery.error], platform=platform)
    if delivery.state is State.SKIPPED:
        return say(_("it was too late for it; I was away"))
    return say(_("{platform} could not be reached"), platform=platform)
