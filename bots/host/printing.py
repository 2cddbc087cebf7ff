"""Tables for a host: drawn in a terminal, plain and aligned for everything else."""

from collections.abc import Mapping, Sequence
from typing import TextIO

Table = Sequence[Sequence[str]]  # rows of as many texts each

_GAP = "  "


def show(rows: Table, out: TextIO, *, head: Sequence[str] = (), styles: Mapping[str, str] | None = None) -> None:
    """`head` says what is in the columns; `styles` are rich's, by the text of a cell."""
    if not out.isatty():
        out.write(plain(rows, head) + "\n")
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(box=box.SIMPLE_HEAD, show_header=bool(head))
    for index, number in enumerate(_numbers(rows)):
        drawn.add_column(head[index] if head else "", justify="right" if number else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell, (styles or {}).get(cell, "")) for cell in row))
    Console(file=out).print(drawn)


def plain(rows: Table, head: Sequence[str] = ()) -> str:
    """Columns of one width each; figures to the right.

    >>> print(plain([("digest", "12"), ("reminder", "7")], head=("what", "many")))
    what      many
    digest      12
    reminder     7
    """
    numbers = _numbers(rows)
    lines = [head, *rows] if head else rows
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        _GAP.join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in lines
    )


def _numbers(rows: Table) -> list[bool]:
    """Which columns hold nothing but figures."""
    return [all(map(str.isdecimal, column)) for column in zip(*rows, strict=True)]
