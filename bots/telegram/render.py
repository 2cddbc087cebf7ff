"""A reply as Telegram takes it: texts with entities, never markup, so no name can break one; and keyboards."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, SwitchInlineQueryChosenChat

from bots.shown import cut, fitting, label, sound, units, visible
from core.chat.reply import Button, LinkButton, Row, ShareButton, Span
from core.chat.words import Piece, Reader, pieces, plain

MAX_TEXT = 4096  # lengths of texts are in UTF-16 units, as Telegram counts them
MAX_CAPTION = 1024
MAX_ENTITIES = 100
MAX_BUTTONS = 100
MAX_LABEL = 64
MAX_TOAST = 200
_ROW_BUTTONS = 4
_ROW_WIDTH = 34  # about how many letters a phone shows side by side on the buttons of one row


@dataclass(frozen=True, slots=True)
class Part:
    """One message of those that a reply becomes."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """A style, and where in the text it holds (in characters of Python's)."""

    start: int
    end: int
    bold: bool
    url: str
    at: datetime | None

    @property
    def entities(self) -> int:
        return self.bold + bool(self.url) + bool(self.at)


def render(text: Span, rows: tuple[Row, ...], reader: Reader, *, many: bool = False) -> list[Part]:
    """The messages to send, in order, each within Telegram's limits; at least one. The last has the buttons.

    `many` read it, each in a zone of their own: its instants stand there in the one that they are written in, and
    Telegram tells whoever touches one when that is for them.
    """
    parts = written(text, rows, reader, many=many) or [Part("…")]
    return [*parts[:-1], replace(parts[-1], keyboard=keyboard(rows, reader))]


def one(text: Span, rows: tuple[Row, ...], reader: Reader, *, many: bool = False) -> Part:
    """The same in one message: what is too long for it is cut."""
    part, *rest = written(text, rows, reader, many=many) or [Part("…")]
    if rest:
        part, *_rest = written(text, rows, reader, MAX_TEXT - 1, many=many)
        part = replace(part, text=part.text + "…")
    return replace(part, keyboard=keyboard(rows, reader))


def written(
    text: Span, rows: tuple[Row, ...], reader: Reader, limit: int = MAX_TEXT, *, many: bool = False
) -> list[Part]:
    """The same without the buttons, in messages of up to `limit`; none where there is nothing to see."""
    told = [*pieces(text, reader), *_unopenable(rows, reader)]
    whole, runs = _laid_out(told if many else [replace(piece, at=None) for piece in told])
    return [
        Part(whole[start:end], tuple(_entities(whole, runs, start, end)))
        for start, end in _cuts(whole, runs, limit)
        if visible(whole[start:end])
    ]


def keyboard(rows: tuple[Row, ...], reader: Reader) -> InlineKeyboardMarkup | None:
    """The buttons, with rows broken so that their labels can be read on a phone."""
    lines: list[list[InlineKeyboardButton]] = []
    room = MAX_BUTTONS
    for row in rows:
        buttons = [
            _button(button, reader) for button in row if not isinstance(button, LinkButton) or opens(button.url)
        ]
        lines += _lines(buttons[:room])
        room -= len(buttons[:room])
    return InlineKeyboardMarkup(lines) if lines else None


def toast(text: Span, reader: Reader) -> str:
    """A text of a few words for answerCallbackQuery; empty when there is nothing to see."""
    words = sound(plain(text, reader)).strip()
    return cut(words, MAX_TOAST) if visible(words) else ""


def opens(url: str) -> bool:
    """Whether Telegram takes this address in a button or behind a word: not mailto:, tel:, or a host without a dot.

    >>> opens("https://example.org/jane"), opens("mailto:jane@example.org"), opens("http://localhost")
    (True, False, False)
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if any(character.isspace() for character in url) or len(url) > 2048:
        return False
    return parts.scheme == "tg" or (parts.scheme in ("http", "https") and "." in host.strip("."))


def _unopenable(rows: tuple[Row, ...], reader: Reader) -> Iterator[Piece]:
    """What cannot be a button is told as a line of its own; Telegram makes it tappable by itself."""
    for row in rows:
        for button in row:
            if isinstance(button, LinkButton) and not opens(button.url):
                yield Piece("\n")
                yield from pieces(button.label, reader, url=button.url)


def _laid_out(given: Iterable[Piece]) -> tuple[str, list[_Run]]:
    """The whole text, and the styles in it. A style is never split into two next to each other."""
    text = ""
    runs: list[_Run] = []
    for (bold, url, at), same in groupby(
        _told_addresses(given), key=lambda piece: (piece.bold, piece.url, piece.at)
    ):
        start = len(text)
        text += sound("".join(piece.text for piece in same))
        if bold or url or at:
            runs.append(_Run(start, len(text), bold, url, at))
    return text, runs


def _told_addresses(given: Iterable[Piece]) -> Iterator[Piece]:
    """Links that Telegram refuses become text: their label, and the address unless the label is the address."""
    for url, linked in groupby(given, key=lambda piece: piece.url):
        if not url or opens(url):
            yield from linked
            continue
        label = ""
        for piece in linked:
            label += piece.text
            yield replace(piece, url="")
        address = url.partition(":")[2].partition("?")[0] if url.startswith(("mailto:", "tel:")) else url
        if address not in label:
            yield Piece(f" ({address})" if label else address)


def _cuts(text: str, runs: list[_Run], limit: int) -> Iterator[tuple[int, int]]:
    """From where to where each part goes: whole lines, else whole words, else as much as fits."""
    start = 0
    while True:
        start += len(text[start:]) - len(text[start:].lstrip())
        if start == len(text):
            return
        end = _farthest(text, runs, start, limit)
        if end < len(text):
            ends = (text.rfind(gap, start, end + 1) for gap in ("\n", " "))
            end = next((gap for gap in ends if gap > start), end)
        yield start, start + len(text[start:end].rstrip())
        start = end


def _farthest(text: str, runs: list[_Run], start: int, limit: int) -> int:
    """How far a part that begins at `start` may go at most."""
    end = start + fitting(text[start : start + limit], limit)
    room = MAX_ENTITIES
    for run in runs:
        if start < run.end and run.start < end:
            room -= run.entities
            if room < 0:
                return max(run.start, start + 1)
    return end


def _entities(text: str, runs: list[_Run], start: int, end: int) -> Iterator[MessageEntity]:
    for run in runs:
        first, last = max(run.start, start), min(run.end, end)
        if first >= last or text[first:last].isspace():
            continue
        offset, length = units(text[start:first]), units(text[first:last])
        if run.bold:
            yield MessageEntity(MessageEntity.BOLD, offset, length)
        if run.url:
            yield MessageEntity(MessageEntity.TEXT_LINK, offset, length, url=run.url)
        if run.at:  # with no format of its own, the text stays as it is: it names the zone
            yield MessageEntity(MessageEntity.DATE_TIME, offset, length, unix_time=run.at)


def _button(button: Button | LinkButton | ShareButton, reader: Reader) -> InlineKeyboardButton:
    words = label(plain(button.label, reader), MAX_LABEL)
    match button:
        case Button():
            return InlineKeyboardButton(words, callback_data=button.action)
        case LinkButton():
            return InlineKeyboardButton(words, url=button.url)
        case ShareButton():
            return InlineKeyboardButton(words, switch_inline_query_chosen_chat=_anywhere(button.query))


def _anywhere(query: str) -> SwitchInlineQueryChosenChat:
    return SwitchInlineQueryChosenChat(
        query, allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
    )


def _lines(row: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Fill from the last button backwards, so that the first, which matters most, gets the room that is left.

    Telegram makes the buttons of a row equally wide: the longest label decides.
    """
    lines: list[list[InlineKeyboardButton]] = []
    for button in reversed(row):
        line = [button, *lines[0]] if lines else []
        if line and len(line) <= _ROW_BUTTONS and len(line) * max(_width(b.text) for b in line) <= _ROW_WIDTH:
            lines[0] = line
        else:
            lines.insert(0, [button])
    return lines


def _width(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in label)
