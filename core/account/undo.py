"""/undo: the last thing done is taken back, whatever it was, for a day, and is named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.chat.command import Context, command, on_press
from core.chat.errors import Refusal
from core.chat.reply import Answer, Listing, Notice, Person, Reply, lines, say
from core.chat.words import _
from core.delivery.mornings import rescheduled
from core.events.keeping import resettle
from core.facts.account import (
    AccountChanged,
    AskChanged,
    CardChanged,
    CardsMerged,
    ContactAdded,
    ContactChanged,
    Deed,
    EntriesAdded,
    EventChanged,
    Irrevocable,
    Merged,
    PromiseChanged,
    ReminderChanged,
    RhythmsChanged,
    SeriesChanged,
)

KEPT = timedelta(days=1)


@command(
    "undo",
    summary=_("Take back the last thing you did"),
    examples=("/undo",),
)
async def undo(ctx: Context) -> Answer:
    deeds = await ctx.tx.accounts.deeds(ctx.owner, ctx.now - KEPT)
    if not deeds:
        return Reply(text=say(_("There is nothing to take back: I keep the last 24 hours.")))
    return await _take_back(ctx, deeds[0])


@on_press("undo")
async def undo_this(ctx: Context, deed_id: str) -> Answer:
    """Take back what this button belongs to, unless something later builds on it."""
    deeds = await ctx.tx.accounts.deeds(ctx.owner, ctx.now - KEPT)
    index = next((i for i, deed in enumerate(deeds) if deed.id == deed_id), None)
    if index is None:
        return Notice(say(_("That is taken back already, or more than a day old.")))
    since = [step for later in deeds[:index] for step in later.steps]
    if any(isinstance(step, Merged) for step in since):
        raise Refusal(say(_("You have linked two networks since. /undo goes back step by step.")))
    if _is_linking(deeds[index]) and any(isinstance(step, CardsMerged) for step in since):
        raise Refusal(say(_("You have merged cards since. /undo goes back step by step.")))
    if any(_builds_on(later, deeds[index]) for later in deeds[:index]):
        raise Refusal(say(_("You did more with them since. /undo goes back step by step.")))
    answer = await _take_back(ctx, deeds[index])
    return replace(answer, replaces=True)


async def put_account_back(ctx: Context, step: AccountChanged) -> None:
    """The settings and rules as they were. Rhythms have a step of their own; what digests move on stays."""
    before = replace(
        step.before,
        default_cadence=ctx.account.default_cadence,
        tag_cadences=ctx.account.tag_cadences,
        digested_on=ctx.account.digested_on,
        items_on=ctx.account.items_on,
        profile_on=ctx.account.profile_on,
    )
    before = rescheduled(before, ctx.now)
    await ctx.tx.accounts.change(before)
    await resettle(ctx.tx, before, ctx.now)


def touched(steps: Sequence[object]) -> set[str]:
    """The ids of contacts, reminders, asks and promises, and a word for the settings."""
    found: set[str] = set()
    for step in steps:
        match step:
            case EntriesAdded():
                found |= set(step.contacts)
            case ContactAdded():
                found.add(step.contact_id)
            case ContactChanged():
                found.add(step.before.id)
            case AccountChanged():
                found.add("settings")
            case ReminderChanged():
                found.add(step.reminder_id)
            case AskChanged():
                found.add(step.ask_id)
            case PromiseChanged():
                found.add(step.promise_id)
            case EventChanged():
                found.add(step.event_id)
            case SeriesChanged():
                found |= {step.series_id, *(each.id for each in step.events)}
            case CardChanged():
                found.add("own card")
            case RhythmsChanged():
                found |= {"rhythms", *step.started}
            case CardsMerged():
                found |= {step.stays, step.goes} | ({"settings"} if step.rules else set())
            case _:
                pass
    return found


async def _take_back(ctx: Context, deed: Deed) -> Reply:
    await ctx.tx.accounts.undone(ctx.owner, deed.id)
    if any(isinstance(step, Irrevocable) for step in deed.steps):
        return Reply(text=say(_("Forgetting somebody is for good. /undo once more goes on to what came before.")))
    remarks = [await ctx.undoers[step.kind](ctx, step) for step in reversed(deed.steps)]
    names = Listing(tuple(Person(name) for name in deed.names))
    return Reply(text=lines(say(_("Taken back: {what}"), what=say(deed.what, names=names)), *remarks))


def _builds_on(later: Deed, earlier: Deed) -> bool:
    """Whether taking back the earlier one alone would also take back, or break, the later one.

    Entries stand for themselves, and a merge of cards leaves what was done since; a card or the settings are put
    back as a whole, and what is about somebody comes back on their own card.
    """
    if all(isinstance(step, EntriesAdded) for step in earlier.steps):
        return False
    merged = any(isinstance(step, CardsMerged) for step in later.steps)
    if any(isinstance(step, CardsMerged) for step in earlier.steps):
        return merged and bool(touched(later.steps) & touched(earlier.steps))
    about = _about(earlier.steps) if merged else set()
    return bool(touched(later.steps) & (touched(earlier.steps) | about))


def _about(steps: Sequence[object]) -> set[str]:
    """Whose cards the things hang on that would come back."""
    things = (step.before for step in steps if isinstance(step, ReminderChanged | AskChanged | PromiseChanged))
    return {thing.contact_id for thing in things if thing is not None and thing.contact_id is not None}


def _is_linking(deed: Deed) -> bool:
    return any(isinstance(step, Merged) for step in deed.steps)
