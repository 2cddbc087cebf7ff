"""/reminders: what is to come, page by page; each with a screen of its own, and one line to change it."""

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

from core.chat.aside import read_aside
from core.chat.command import Context, Kind, Param, command, on_press
from core.chat.errors import NotFound, Refusal
from core.chat.parsing.coming.moments import find_moment
from core.chat.parsing.found import Unclear
from core.chat.questions import ask
from core.chat.reading import Open
from core.chat.reply import Answer, Button, Reply, action, lines, say
from core.chat.telling import tell_thing, tell_when
from core.chat.values import dump_when
from core.chat.words import _, plain
from core.facts.account import Choice
from core.facts.keys import fold
from core.facts.reminders import Reminder
from core.reminders import keeping
from core.reminders.said import checked
from core.reminders.setting import changed, read_change
from core.reminders.snoozing import put_off
from core.reminders.wording import PAGE, listed, nothing_listed, screen, tell_next, understood

_SEARCHED = 200  # of the coming ones, for words
_SHOWN = 60


@command(
    "reminders",
    Param(name="words", kind=Kind.TEXT, summary=_("only those with these words")),
    Param(
        name="change",
        kind=Kind.TEXT,
        summary=_("a new time or new words for the one that you have chosen"),
        option=False,
    ),
    Param(
        name="until",
        kind=Kind.TEXT,
        summary=_("until when to snooze the one that you have chosen"),
        option=False,
    ),
    summary=_("See your reminders; edit, snooze, finish or delete them"),
    examples=("/reminders", "/reminders Jane"),
    reads=True,
)
async def reminders(ctx: Context, words: str | None, change: str | None, until: str | None) -> Answer:
    if words and change:
        return await _change(ctx, words, change)
    if words and until:
        return await _snooze_until(ctx, words, until)
    return await _search(ctx, words) if words else await _page(ctx, 0)


@on_press("rems", reads=True)
async def show_page(ctx: Context, number: str) -> Answer:
    """Another page, in the place of the one before."""
    if not re.fullmatch("[0-9]{1,4}", number):
        raise NotFound(say(_("That page is gone. /reminders shows what is to come.")))
    return replace(await _page(ctx, int(number)), replaces=True)


@on_press("rem", reads=True)
async def show_one(ctx: Context, reminder_id: str, page: str = "0") -> Answer:
    """One of them, with its buttons."""
    reminder, contact = await keeping.find(ctx, reminder_id)
    back = int(page) if re.fullmatch("[0-9]{1,4}", page) else 0
    return screen(reminder, contact, ctx.account, ctx.today, page=back)


@on_press("redit")
async def edit(ctx: Context, reminder_id: str) -> Answer:
    """Ask for the change."""
    reminder, contact = await keeping.find(ctx, reminder_id)
    text = lines(
        say(_("“{what}”: {when}"), what=tell_thing(reminder, contact), when=tell_next(reminder, ctx.today)),
        say(_("What shall it be? A new time (Friday 10:00, every Monday), or new words.")),
    )
    return await ask(ctx, reminders, Open(asking=_CHANGE, text=text, values={"words": reminder.id}))


@on_press("rtyped")
async def ask_until(ctx: Context, reminder_id: str, mark: str) -> Answer:
    """Ask until when it is to be put off."""
    reminder, _contact = await keeping.find(ctx, reminder_id)
    text = say(_("Until when? For example: in 2 hours, tomorrow 9am, Friday"))
    return await ask(ctx, reminders, Open(asking=_UNTIL, text=text, values={"words": f"{reminder.id} {mark}"}))


_CHANGE, _UNTIL = reminders.params[1:]


async def _page(ctx: Context, page: int) -> Reply:
    coming = await ctx.tx.reminders.coming(ctx.owner, PAGE + 1, page * PAGE)
    if not coming and page:
        return await _page(ctx, 0)
    if not coming:
        return nothing_listed()
    shown = coming[:PAGE]
    total = len(shown) if not page and len(coming) <= PAGE else await ctx.tx.reminders.count(ctx.owner)
    contacts = await keeping.contacts_of(ctx, shown)
    return listed(shown, contacts, ctx.reader, ctx.today, page=page, total=total)


async def _search(ctx: Context, words: str) -> Reply:
    coming = await ctx.tx.reminders.coming(ctx.owner, _SEARCHED)
    contacts = await keeping.contacts_of(ctx, coming)
    wanted = fold(words).split()

    def fits(reminder: Reminder) -> bool:
        contact = contacts.get(reminder.contact_id) if reminder.contact_id else None
        said = fold(f"{reminder.text} {contact.name if contact else ''}")
        return all(word in said for word in wanted)

    found = [each for each in coming if fits(each)]
    if not found:
        none = say(_("I find no reminder with “{words}”."), words=words[:_SHOWN])
        return Reply(text=none, rows=((Button(say(_("All reminders")), action("rems", "0")),),))
    shown = found[:PAGE]
    return listed(shown, contacts, ctx.reader, ctx.today, page=0, total=len(shown))


async def _change(ctx: Context, reminder_id: str, line: str) -> Reply:
    reminder, contact = await keeping.find(ctx, reminder_id)
    now = ctx.now.astimezone(ZoneInfo(reminder.timezone))
    read = await read_aside(read_change, line, now, ctx.account.locale)
    if isinstance(read, Unclear):
        return await _ask_which(ctx, _CHANGE, reminder, read, reminder.id)
    checked(read.text)
    after = changed(ctx, reminder, read)
    deed = await keeping.change(ctx, reminder, after, contact, _("the change of the reminder: {names}"))
    return understood(after, contact, ctx.account, ctx.today, deed)


async def _snooze_until(ctx: Context, chosen: str, line: str) -> Answer:
    reminder_id, _space, mark = chosen.partition(" ")
    reminder, contact = await keeping.find(ctx, reminder_id)
    now = ctx.now.astimezone(ZoneInfo(reminder.timezone))
    found = await read_aside(find_moment, line, now, ctx.account.locale)
    if isinstance(found, Unclear):
        return await _ask_which(ctx, _UNTIL, reminder, found, chosen)
    if found is None:
        raise Refusal(say(_("I read no time in that. For example: in 2 hours, tomorrow 9am, Friday")))
    return await put_off(ctx, reminder, contact, mark, found.value)


async def _ask_which(ctx: Context, asking: Param, reminder: Reminder, unclear: Unclear, chosen: str) -> Reply:
    """Ask which of several times was meant."""
    choices = tuple(
        Choice(
            label="{name}",
            name=plain(tell_when(each, reminder.timezone, ctx.today), ctx.reader),
            values={asking.name: dump_when(each)},
        )
        for each in unclear.choices
    )
    asked = Open(asking=asking, text=unclear.question, values={"words": chosen}, choices=choices)
    return await ask(ctx, reminders, asked)
