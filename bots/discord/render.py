"""A reply as Discord takes it: messages with an embed, buttons and menus, and files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import discord
from discord import ui

from bots.discord.components import Laid, lay_out, view
from bots.discord.instants import for_everybody
from bots.discord.markdown import MAX_DESCRIPTION, brief, written
from core.chat.reply import Button, File, Menu, Reply, Row, Span, action, say
from core.chat.words import Piece, Reader, _, pieces

ACCENT = 0x5B8C85
PICTURE = "picture.png"  # as it is called in its message: Discord finds it by that only if it changes nothing of it
TYPE = "type"  # the button that brings up a form: "v1:type:question" (core/chat/reply.py)
_WIDE = 3  # buttons; a line with more of them is full enough


@dataclass(frozen=True, slots=True)
class Part:
    """One message of those that a reply becomes."""

    text: str = ""  # in Discord's markdown
    view: ui.View | None = None
    file: File | None = None
    picture: File | None = None

    def new(self) -> dict[str, Any]:
        """The arguments with which discord.py sends it."""
        given: dict[str, Any] = {}
        if embed := self._embed():
            given["embed"] = embed
        if self.view is not None:
            given["view"] = self.view
        if files := self._files():
            given["files"] = files
        return given

    def instead(self) -> dict[str, Any]:
        """The arguments with which discord.py puts it in the place of whatever was there."""
        embed = self._embed()
        return {
            "content": None,
            "embeds": [embed] if embed else [],
            "view": self.view,
            "attachments": self._files(),
        }

    def _embed(self) -> discord.Embed | None:
        if not self.text and self.picture is None:
            return None
        embed = discord.Embed(description=self.text or None, colour=ACCENT)
        return embed.set_image(url=f"attachment://{PICTURE}") if self.picture else embed

    def _files(self) -> list[discord.File]:
        named = [(self.picture, PICTURE), (self.file, self.file.name if self.file else "")]
        return [discord.File(BytesIO(file.content), filename=name) for file, name in named if file is not None]


def render(reply: Reply, reader: Reader) -> list[Part]:
    """The messages to send, in order, each within Discord's limits, at least one. The last has the rest."""
    laid = lay_out(reply.rows)
    texts = written([*pieces(reply.text, reader), *_told(laid, reader)], MAX_DESCRIPTION)
    if not texts and reply.file is None and reply.picture is None:
        texts = ["…"]
    parts = [Part(text) for text in texts] or [Part()]
    return [
        *parts[:-1],
        replace(parts[-1], view=view(laid, reader), file=reply.file, picture=reply.picture),
    ]


def posted(reply: Reply, reader: Reader) -> Part:
    """What many read: one message, since it is changed as one; what is too long for it is left out."""
    laid = lay_out(reply.rows)
    told = pieces(for_everybody(reply.text), reader)
    text = brief([*told, *_told(laid, reader)], MAX_DESCRIPTION)
    return Part(text, view(laid, reader), reply.file, reply.picture)


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
