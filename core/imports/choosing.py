"""What to take of what was found, and how its days are meant; and calling it all off."""

import asyncio
from dataclasses import replace

from core.chat.command import Context, on_press
from core.chat.errors import NotFound
from core.chat.reply import Answer, Button, Reply, Row, action, lines, say
from core.chat.words import _
from core.facts.ids import ImportId
from core.facts.imports import Chosen, Import, ImportState, Part
from core.imports.asking import talk_mark
from core.imports.deciding import Decided, on_decision
from core.imports.preview import back_to, part_name, preview_again
from core.imports.reading.phones import region_of
from core.imports.staged import (
    called_off,
    forget_aside,
    grown,
    no_longer,
    staged_or_later,
    unclear_cell,
    unclear_exchange,
    waiting,
)

_DAY, _MONTH, _NEITHER = "day", "month", "none"  # what comes first in a date; or the history is left out


@on_press("cancel-import")
async def cancel(ctx: Context, import_id: str) -> Answer:
    """Forget what was found, or stop reading it. Raises Refusal when it is too late for that."""
    found = await staged_or_later(ctx.tx, ctx.owner, ImportId(import_id))
    if found.state not in (ImportState.READING, ImportState.STAGED, ImportState.CANCELLED):
        raise no_longer(found)
    await ctx.tx.imports.change(replace(found, state=ImportState.CANCELLED))
    await forget_aside(ctx.tx, found)
    return called_off()


@on_decision("import-only")
async def only_the_last(ctx: Context, staged: Import) -> Decided:
    """Go on with what was sent last; what waited before it is forgotten."""
    earlier = staged.haul.earlier
    alone = await ctx.tx.imports.get(ctx.owner, earlier.alone) if earlier and earlier.files else None
    if earlier is None or alone is None:
        return staged, preview_again
    haul = replace(alone.haul, earlier=replace(earlier, files=()))
    return replace(staged, haul=haul, chosen=Chosen()), _alone


@on_press("import-choose", reads=True)
async def choose(ctx: Context, import_id: str) -> Answer:
    """What can be taken, each with a button to leave it out or not."""
    return _choices(await waiting(ctx, import_id))


@on_decision("import-part")
async def take_part(_ctx: Context, staged: Import, part: str, wanted: str) -> Decided:
    """Take a part, or leave it out."""
    if part not in {each.value for each in Part}:
        raise NotFound(say(_("I don't know that part of it.")))
    without = staged.chosen.without - {Part(part)} if wanted == "in" else staged.chosen.without | {Part(part)}
    return replace(staged, chosen=replace(staged.chosen, without=without)), _choose_on


@on_decision("import-days")
async def read_days(_ctx: Context, staged: Import, first: str) -> Decided:
    """What comes first in the dates of it: the day or the month; or leave them out."""
    if first == _NEITHER:
        chosen = replace(staged.chosen, without=staged.chosen.without | {Part.HISTORY})
    else:
        chosen = replace(staged.chosen, month_first=first == _MONTH)
    return replace(staged, chosen=chosen), preview_again


@on_decision("import-me")
async def i_am(ctx: Context, staged: Import, talk: str, side: str) -> Decided:
    """Who of the two in a conversation is the owner; or leave all of its source out where that is not known."""
    haul = staged.haul
    asked = next((each for each in haul.undecided if talk_mark(each) == talk), None)
    if asked is None:
        return staged, preview_again
    if side in ("0", "1"):
        haul = replace(haul, owner=(*haul.owner, *asked.sides[int(side)].keys))
    else:
        haul = replace(haul, undecided=tuple(each for each in haul.undecided if each.source != asked.source))
    return await asyncio.to_thread(grown, staged, haul, region_of(ctx.account.timezone)), preview_again


async def _alone(ctx: Context, staged: Import) -> Reply:
    shown = await preview_again(ctx, staged)
    note = say(_("All right, only this one. What you sent before is forgotten: send it again when you want it."))
    return replace(shown, text=lines(note, "", shown.text))


async def _choose_on(_ctx: Context, staged: Import) -> Reply:
    return _choices(staged)


def _choices(staged: Import) -> Reply:
    there = [part for part in Part if part is not Part.EVENTS or staged.haul.events]
    rows: list[Row] = [(_toggle(staged, part),) for part in there]
    unclear = unclear_exchange(staged) or unclear_cell(staged)
    if unclear and staged.chosen.month_first is not None:
        month_first = staged.chosen.month_first
        label = _("Dates: month first, change") if month_first else _("Dates: day first, change")
        rows.append((Button(say(label), action("import-days", staged.id, _DAY if month_first else _MONTH)),))
    return Reply(
        text=lines(
            say(_("What shall I take of it? A tap leaves something out, or takes it after all.")),
            say(_("History is when you last wrote, and who helped whom. Single people: “Who is new”.")),
            say(_("Rhythms are never imported, unless you had chosen one for somebody elsewhere.")),
        ),
        rows=(*rows, back_to(staged)),
        replaces=True,
    )


def _toggle(staged: Import, part: Part) -> Button:
    out = part in staged.chosen.without
    label = say(_("✗ {part}") if out else _("✓ {part}"), part=part_name(part))
    return Button(label, action("import-part", staged.id, part, "in" if out else "out"))
