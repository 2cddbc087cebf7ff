"""What to take of what was found, and how its days are meant; and calling it all off."""

from dataclasses import replace

from core.chat.command import Context, on_press
from core.chat.errors import NotFound
from core.chat.reply import Answer, Button, Reply, Row, action, lines, say
from core.chat.words import _
from core.facts.ids import ImportId
from core.facts.imports import Chosen, Import, ImportState, Part
from core.imports.history import has_two_readings
from core.imports.preview import back_to, part_name, preview_again
from core.imports.staged import called_off, no_longer, staged_or_later, waiting

_DAY, _MONTH, _NEITHER = "day", "month", "none"  # what comes first in a date; or the history is left out


@on_press("cancel-import")
async def cancel(ctx: Context, import_id: str) -> Answer:
    """Forget what was found, or stop reading it. Raises Refusal when it is too late for that."""
    found = await staged_or_later(ctx.tx, ctx.owner, ImportId(import_id))
    if found.state not in (ImportState.READING, ImportState.STAGED, ImportState.CANCELLED):
        raise no_longer(found)
    await ctx.tx.imports.change(replace(found, state=ImportState.CANCELLED))
    return called_off()


@on_press("import-choose", reads=True)
async def choose(ctx: Context, import_id: str) -> Answer:
    """What can be taken, each with a button to leave it out or not."""
    return _choices(await waiting(ctx, import_id))


@on_press("import-part")
async def take_part(ctx: Context, import_id: str, part: str, wanted: str) -> Answer:
    """Take a part, or leave it out."""
    staged = await waiting(ctx, import_id)
    if part not in {each.value for each in Part}:
        raise NotFound(say(_("I don't know that part of it.")))
    without = staged.chosen.without - {Part(part)} if wanted == "in" else staged.chosen.without | {Part(part)}
    return _choices(await change_chosen(ctx, staged, replace(staged.chosen, without=without)))


@on_press("import-days")
async def read_days(ctx: Context, import_id: str, first: str) -> Answer:
    """What comes first in the dates of it: the day or the month; or leave them out."""
    staged = await waiting(ctx, import_id)
    if first == _NEITHER:
        chosen = replace(staged.chosen, without=staged.chosen.without | {Part.HISTORY})
    else:
        chosen = replace(staged.chosen, month_first=first == _MONTH)
    return await preview_again(ctx, await change_chosen(ctx, staged, chosen))


async def change_chosen(ctx: Context, staged: Import, chosen: Chosen) -> Import:
    """Keep what the owner has decided."""
    changed = replace(staged, chosen=chosen)
    await ctx.tx.imports.change(changed)
    return changed


def _choices(staged: Import) -> Reply:
    haul = staged.haul
    there = [part for part in Part if part is not Part.EVENTS or haul.events]
    rows: list[Row] = [(_toggle(staged, part),) for part in there]
    unclear = any(has_two_readings(each) for found in haul.found for each in found.exchanges)
    if unclear and staged.chosen.month_first is not None:
        month_first = staged.chosen.month_first
        label = _("Dates: month first, change") if month_first else _("Dates: day first, change")
        rows.append((Button(say(label), action("import-days", staged.id, _DAY if month_first else _MONTH)),))
    return Reply(
        text=lines(
            say(_("What shall I take of it? A tap leaves something out, or takes it after all.")),
            say(_("Rhythms are never imported, unless you had chosen one for somebody elsewhere.")),
        ),
        rows=(*rows, back_to(staged)),
        replaces=True,
    )


def _toggle(staged: Import, part: Part) -> Button:
    out = part in staged.chosen.without
    label = say(_("✗ {part}") if out else _("✓ {part}"), part=part_name(part))
    return Button(label, action("import-part", staged.id, part, "in" if out else "out"))
