"""What the columns of a table of somebody's own making mean: shown, and changed by buttons."""

from collections.abc import Sequence
from dataclasses import replace

from core.chat.command import Context, on_press
from core.chat.errors import NotFound
from core.chat.reply import Answer, Button, Menu, Reply, Span, action, lines, say
from core.chat.words import _
from core.facts.imports import Import, Table
from core.imports.addressbooks.columns import MISSING, NEEDED, ROLES
from core.imports.deciding import Decided, on_decision
from core.imports.preview import back_to
from core.imports.staged import carried, waiting

_SHOWN = 24  # columns: a list of choices on any platform has room for them
_LONGEST = 24  # characters of a header, and of an example


@on_press("import-columns", reads=True)
async def show_columns(ctx: Context, import_id: str) -> Answer:
    """Each column: what it is taken as, with an example."""
    return _columns(*await _table(ctx, import_id))


@on_press("import-column", reads=True)
async def show_column(ctx: Context, import_id: str, number: str) -> Answer:
    """What one column could mean."""
    staged, table = await _table(ctx, import_id)
    at = _at(table, number)
    examples = _examples(table, at, 3)
    choices = tuple(
        (Button(say(label), action("import-means", import_id, number, role or "none")),)
        for role, label in ROLES.items()
        if role != table.means[at]
    )
    return Reply(
        text=lines(
            say(_("“{header}” is taken as: {role}"), header=_short(table.header[at]), role=_role(table, at)),
            say(_("For example: {cells}"), cells=", ".join(examples)) if examples else None,
            say(_("What is it?")),
        ),
        rows=(Menu(choices, say(_("What is it?"))), (_to_columns(staged),)),
        replaces=True,
    )


@on_decision("import-means")
async def change_column(_ctx: Context, staged: Import, number: str, role: str) -> Decided:
    """Take a column as something else; what was decided about people of the table is asked again."""
    table = _table_of(staged)
    at, means = _at(table, number), "" if role == "none" else role
    if means not in ROLES:
        raise NotFound(say(_("That column is not there any more.")))
    table = replace(table, means=(*table.means[:at], means, *table.means[at + 1 :]))
    others = {place: place for place in range(len(staged.haul.found))}
    haul = replace(staged.haul, table=table)
    return replace(staged, haul=haul, chosen=carried(staged.chosen, others)), _columns_again


async def _columns_again(_ctx: Context, staged: Import) -> Reply:
    return _columns(staged, _table_of(staged))


async def _table(ctx: Context, import_id: str) -> tuple[Import, Table]:
    staged = await waiting(ctx, import_id)
    return staged, _table_of(staged)


def _table_of(staged: Import) -> Table:
    if staged.haul.table is None:
        raise NotFound(say(_("That column is not there any more.")))
    return staged.haul.table


def _columns(staged: Import, table: Table) -> Reply:
    shown = range(min(len(table.header), _SHOWN))
    taken = [at for at in shown if table.means[at]]
    others = [_short(table.header[at]) or str(at + 1) for at in range(len(table.header)) if at not in taken]
    buttons = [_column_button(staged, table, at) for at in shown]
    return Reply(
        text=lines(
            say(_("I take the columns of {file} like this:"), file=table.where),
            *(_line(table, at) for at in taken),
            say(_("Left out: {columns}"), columns=", ".join(others)) if others else None,
            say(MISSING) if NEEDED.isdisjoint(table.means) else None,
        ),
        rows=(
            Menu(tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)), say(_("Change a column"))),
            back_to(staged),
        ),
        replaces=True,
    )


def _column_button(staged: Import, table: Table, at: int) -> Button:
    return Button(_short(table.header[at]) or str(at + 1), action("import-column", staged.id, str(at)))


def _line(table: Table, at: int) -> Span:
    example = next(iter(_examples(table, at, 1)), "")
    header = _short(table.header[at])
    if not example:
        return say(_("{header}: {role}"), header=header, role=_role(table, at))
    return say(_("{header} ({example}): {role}"), header=header, example=example, role=_role(table, at))


def _examples(table: Table, at: int, most: int) -> Sequence[str]:
    cells = (row[at].strip() for _line, row in table.rows if at < len(row))
    found: list[str] = []
    for cell in cells:
        if cell and len(found) < most:
            found.append(_short(cell))
    return found


def _role(table: Table, at: int) -> Span:
    return say(ROLES[table.means[at]])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _at(table: Table, number: str) -> int:
    if not number.isascii() or not number.isdecimal() or len(number) > 4 or int(number) >= len(table.header):
        raise NotFound(say(_("That column is not there any more.")))
    return int(number)


def _to_columns(staged: Import) -> Button:
    return Button(say(_("Back")), action("import-columns", staged.id))
