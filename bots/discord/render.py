"""A reply as Discord takes it: messages with an embed, buttons and menus, and files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import discord
from discord import ui

from bots.discord.components import Laid, lay_out, view
from bots.discord.markdown import MAX_DESCRIPTION, brief, written
from core.chat.reply import Button, File, Menu, Reply, Row, Span, action, say
from core.chat.words import Piece, Reader, _, pieces

ACCENT = 0x5B8C85
TYPE = "type"  # the button that brings up a form: "v1:type:question" (core/chat/reply.py)
_WIDE = 3  # buttons; a line with more of them is full enough


@dataclass(frozen=True, slots=True)
class Part:
    """One message of those that a reply becomes."""

    text: str = ""  # in Discord's markdown
    view: ui.View | None = None
    file: File | None = None

    def new(self) -> dict[str, Any]:
        """The arguments with which discord.py sends it."""
        given: dict[str, Any] = {}
        if self.text:
            given["embed"] = _embed(self.text)
        if self.view is not None:
            given["view"] = self.view
        if self.file is not None:
            given["file"] = discord.File(BytesIO(self.file.content), filename=self.file.name)
        return given

    def instead(self) -> dict[str, Any]:
        """The arguments with which discord.py puts it in the place of whatever was there."""
        files = [discord.File(BytesIO(self.file.content), filename=self.file.name)] if self.file else []
        return {
            "content": None,
            "embeds": [_embed(self.text)] if self.text else [],
            "view": self.view,
            "attachments": files,
        }


def render(reply: Reply, reader: Reader) -> list[Part]:
    """The messages to send, in order, each within Discord's limits; at least one. The last has buttons and file."""
    laid = lay_out(reply.rows)
    texts = written([*pieces(reply.text, reader), *_told(laid, reader)], MAX_DESCRIPTION)
    if not texts and reply.file is None:
        texts = ["…"]
    parts = [Part(text) for text in texts] or [Part()]
    return [*parts[:-1], replace(parts[-1], view=view(laid, reader), file=reply.file)]


def few_words(text: Span, reader: Reader) -> str:
    """A text without anything else, as the content of a message."""
    return brief(pieces(text, reader))


def with_way_in(reply: Reply) -> Reply:
    """The reply with a button that brings up its form, for where the form itself cannot be shown."""
    if reply.form is None:
        return reply
    way_in = Button(say(_("Type it…")), action(TYPE, reply.form.question))
    rows: list[Row | Menu] = [*reply.rows]
    if rows and not isinstance(rows[-1], Menu) and len(rows[-1]) < _WIDE:
        rows[-1] = (way_in, *rows[-1])
    else:
        rows.append((way_in,))
    return replace(reply, rows=tuple(rows))


def _told(laid: Laid, reader: Reader) -> Iterator[Piece]:
    """What cannot be a button is told as a line of its own."""
    for each in laid.told:
        yield Piece("\n")
        yield from pieces(each.label, reader, url=each.url)


def _embed(text: str) -> discord.Embed:
    return discord.Embed(description=text, colour=ACCENT)
