"""What is shown: a message with its numbered buttons, and how it is printed, plain or styled."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Protocol, TextIO

from core.chat.reply import Button, LinkButton, Row, ShareButton, Span
from core.chat.words import Piece, Reader, pieces, plain

if TYPE_CHECKING:  # rich takes a while to load, and a script of lines needs none of it
    from rich.console import Console
    from rich.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownButton:
    """A button: typing its number presses it."""

    number: int
    label: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLink:
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One message as it is shown, in the reader's words. `heading` stands above it in a quiet style."""

    pieces: tuple[Piece, ...]
    heading: str = ""
    rows: tuple[tuple[ShownButton | ShownLink, ...], ...] = ()

    @property
    def text(self) -> str:
        """The words alone, without styles, links and buttons."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def buttons(self) -> tuple[ShownButton, ...]:
        return tuple(shown for row in self.rows for shown in row if isinstance(shown, ShownButton))

    def lines(self) -> Iterator[str]:
        """The whole of it as plain lines."""
        if self.heading:
            yield harmless(self.heading)
        yield from "".join(text + tail for _piece, text, tail in _printable(self.pieces)).split("\n")
        for row in self.rows:
            yield "  ".join(_caption(shown) for shown in row)


def block(text: Span, reader: Reader, *, rows: tuple[Row, ...] = (), heading: str = "") -> Block:
    """A span in the reader's words, its buttons numbered from 1 through all rows. Nothing is shared from here."""
    numbers = iter(range(1, 1 + sum(len(row) for row in rows)))
    shown = (
        tuple(_shown(button, reader, numbers) for button in row if not isinstance(button, ShareButton))
        for row in rows
    )
    return Block(pieces=tuple(pieces(text, reader)), heading=heading, rows=tuple(filter(None, shown)))


class Screen(Protocol):
    """Where messages are shown."""

    def show(self, block: Block) -> None: ...

    def echo(self, line: str) -> None:
        """Show the line that was read, where nobody saw it typed."""


class PlainScreen:
    """Plain text without colours or escape codes: a transcript that reads as a conversation."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def show(self, block: Block) -> None:
        print(*block.lines(), "", sep="\n", file=self._out, flush=True)

    def echo(self, line: str) -> None:
        print(harmless(line), file=self._out, flush=True)


class StyledScreen:
    """Colours, bold and links, in a terminal with somebody in front of it."""

    def __init__(self, console: "Console") -> None:
        self._console = console

    def show(self, block: Block) -> None:
        from rich.text import Text

        shown = Text(harmless(block.heading) + "\n" if block.heading else "", style="dim")
        shown = Text.assemble(shown, *(_styled(*each) for each in _printable(block.pieces)))
        for row in block.rows:
            shown.append("\n")
            for index, button in enumerate(row):
                shown.append("  " if index else "")
                number, _space, label = _caption(button).partition(" ")
                numbered = isinstance(button, ShownButton)
                shown.append(number, style="bold cyan" if numbered else "cyan")
                shown.append(f" {label}" if label else "", style="cyan")
        self._console.print(shown, "", sep="\n")

    def echo(self, line: str) -> None:
        """Nothing: whoever typed it sees it."""


def harmless(text: str) -> str:
    """Without the control characters by which a name could paint over the screen or move the cursor.

    >>> harmless("Bob\\x1b[2J")
    'Bob[2J'
    """
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def _shown(button: Button | LinkButton, reader: Reader, numbers: Iterator[int]) -> ShownButton | ShownLink:
    label = plain(button.label, reader)
    if isinstance(button, LinkButton):
        return ShownLink(label=label, url=button.url)
    return ShownButton(number=next(numbers), label=label, action=button.action)


def _caption(shown: ShownButton | ShownLink) -> str:
    if isinstance(shown, ShownLink):
        return harmless(f"{shown.label}: {shown.url}").replace("\n", " ")
    return harmless(f"[{shown.number}] {shown.label}").replace("\n", " ")


def _printable(all_pieces: Iterable[Piece]) -> Iterator[tuple[Piece, str, str]]:
    """Each piece with its harmless text, and what must be added after it: where a link leads."""
    for url, group in groupby(all_pieces, key=lambda piece: piece.url):
        linked = [(piece, harmless(piece.text)) for piece in group]
        label = "".join(text for _piece, text in linked)
        tail = f" ({harmless(url)})" if url and not url.rstrip("/").endswith(label) else ""
        for index, (piece, text) in enumerate(linked):
            yield piece, text, tail if index == len(linked) - 1 else ""


def _styled(piece: Piece, text: str, tail: str) -> "Text":
    from rich.style import Style
    from rich.text import Text

    link = harmless(piece.url) or None
    styled = Text(text, Style(bold=piece.bold or None, underline=bool(link) or None, link=link))
    return styled.append(tail, "dim")
