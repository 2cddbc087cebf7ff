"""Rows of buttons and menus as Discord shows them: five lines, in each up to five buttons or one menu."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

import discord
from discord import ui

from bots.discord.markdown import opens
from bots.discord.pressing import Carriers, button, menu
from bots.shown import label
from core.chat.reply import Bold, Button, Link, LinkButton, Listing, Menu, Person, Row, Said, ShareButton, Span, say
from core.chat.words import Reader, _, plain

MAX_LINES = 5
MAX_BUTTONS = 5  # in a line
MAX_OPTIONS = 25  # of a menu
MAX_LABEL = 80
MAX_OPTION = 100
MAX_HINT = 150


@dataclass(frozen=True, slots=True)
class _Options:
    """What can be chosen in a menu: a button, and what its row is about where its own label does not say it."""

    hint: Span
    buttons: tuple[tuple[Button, Span], ...]


_Line = tuple[Button | LinkButton, ...] | _Options


@dataclass(frozen=True, slots=True)
class Laid:
    """The lines of a message, and the links for which there was no button: they belong into its text."""

    lines: tuple[_Line, ...] = ()
    told: tuple[LinkButton, ...] = field(default=())


def lay_out(rows: Sequence[Row | Menu]) -> Laid:
    """In five lines. Where there are more, the last ones become menus; a list of choices becomes one altogether."""
    lines = [line for row in rows for line in (_menus(row) if isinstance(row, Menu) else _broken(row))]
    links = (each for row in rows if not isinstance(row, Menu) for each in row if isinstance(each, LinkButton))
    told = [each for each in links if not opens(each.url)]
    if len(lines) > MAX_LINES:
        lines, unfolded = _folded(lines)
        told += unfolded
    return Laid(tuple(lines), tuple(told))


def view(laid: Laid, reader: Reader) -> ui.View | None:
    """The lines, for a message of discord.py's. Presses of them do not come through it, but through pressing.py."""
    if not laid.lines:
        return None
    made = ui.View(timeout=None)
    carriers = Carriers()
    for number, line in enumerate(laid.lines):
        for item in _items(line, number, carriers, reader):
            item.row = number
            made.add_item(item)
    made.stop()  # else discord.py would keep it, and one for every message there ever was
    return made


def _items(line: _Line, number: int, carriers: Carriers, reader: Reader) -> Iterator[ui.Item[Any]]:
    if isinstance(line, _Options):
        options = [_option(each, about, carriers, reader) for each, about in line.buttons]
        yield menu(number, label(plain(line.hint, reader), MAX_HINT), options)
        return
    for each in line:
        shown = label(plain(each.label, reader), MAX_LABEL)
        if isinstance(each, LinkButton):
            yield ui.Button(label=shown, url=each.url)
        else:
            yield button(shown, carriers.take(each.action))


def _option(each: Button, about: Span, carriers: Carriers, reader: Reader) -> discord.SelectOption:
    return discord.SelectOption(
        label=label(plain(each.label, reader), MAX_OPTION),
        value=carriers.take(each.action),
        description=label(plain(about, reader), MAX_OPTION) if about else None,
    )


def _is_button(each: Button | LinkButton | ShareButton) -> TypeGuard[Button | LinkButton]:
    """Whether it can be one here; there is nothing in Discord that shares into other chats."""
    return isinstance(each, Button) or (isinstance(each, LinkButton) and opens(each.url))


def _broken(row: Row) -> Iterator[_Line]:
    shown = [each for each in row if _is_button(each)]
    for start in range(0, len(shown), MAX_BUTTONS):
        yield tuple(shown[start : start + MAX_BUTTONS])


def _menus(row: Menu) -> Iterator[_Line]:
    buttons = [each for line in row.rows for each in line]
    return _options(((each, "") for each in buttons), row.hint)


def _options(buttons: Iterable[tuple[Button, Span]], hint: Span) -> Iterator[_Options]:
    given = tuple(buttons)
    for start in range(0, len(given), MAX_OPTIONS):
        yield _Options(hint, given[start : start + MAX_OPTIONS])


def _folded(lines: list[_Line]) -> tuple[list[_Line], list[LinkButton]]:
    """As many lines as can stay, the others as menus; what is more than five menus hold is left out."""
    widest = max(len(line) for line in lines if not isinstance(line, _Options))
    is_list = widest <= 2  # choices, each in a line of its own or by twos
    for kept in (0,) if is_list else range(MAX_LINES - 1, -1, -1):
        rest = lines[kept:]
        folded = [*lines[:kept], *_as_menus(rest)]
        if len(folded) <= MAX_LINES:
            break
    links = [each for line in rest if not isinstance(line, _Options) for each in line]
    return folded[:MAX_LINES], [each for each in links if isinstance(each, LinkButton)]


def _as_menus(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Menus stay; the buttons of all others are put into new ones."""
    yield from (line for line in lines if isinstance(line, _Options))
    hint = say(_("Choose…"))
    buttons: list[tuple[Button, Span]] = []
    for line in lines:
        if not isinstance(line, _Options):
            named = [*_named([each for each in line if isinstance(each, Button)])]
            if len(buttons) + len(named) > MAX_OPTIONS:  # what is about one person stays together
                yield _Options(hint, tuple(buttons))
                buttons = []
            buttons += named
    yield from _options(buttons, hint)


def _named(row: Sequence[Button]) -> Iterator[tuple[Button, Span]]:
    """The buttons of a row where nothing shows which row it is: "Snooze" becomes "Snooze: Jane Doe", if it began
    with "Reached out: Jane Doe"; where it did not begin with anybody, that is told below in grey."""
    for each in row:
        person = next(_people(row[0].label), None)
        if each is row[0]:
            yield each, ""
        elif person is None:
            yield each, row[0].label
        else:
            yield Button(say(_("{what}: {name}"), what=each.label, name=person), each.action), ""


def _people(span: Span) -> Iterator[Person]:
    """Whom a text names."""
    match span:
        case Person():
            yield span
        case Said(values=values):
            yield from (each for value in values.values() for each in _people(value))
        case Bold(part) | Link(part):
            yield from _people(part)
        case tuple(parts) | Listing(parts):
            yield from (each for part in parts for each in _people(part))
        case _:
            pass
