"""What Discord takes as a message: its text, embeds, flags, attachments, and whom it may ping.

Pure: a payload goes in, what is wrong with it comes out, each with the place where it is (`embeds.0.title`).
Written after Discord's published documentation; lengths are in code points, as its schema counts them.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from tests.fakes.discord_components import texts_within, wrong_components

MAX_CONTENT = 2000
MAX_EMBEDDED = 6000  # characters in all embeds of a message together
MAX_FILES = 10
MAX_FILE = 10 * 1024 * 1024
MAX_NONCE = 25

SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SILENT = 1 << 12
COMPONENTS_V2 = 1 << 15

Wrong = tuple[str, str]  # where, and what

_PINGS = re.compile(r"@everyone|@here|<@[!&]?\d+>")
_LEGACY = ("content", "embeds", "poll", "sticker_ids")  # what components of the second version exclude


class Sent(Enum):
    """In what a message is sent; the value are the flags it may set there."""

    MESSAGE = SUPPRESS_EMBEDS | SILENT | COMPONENTS_V2
    ANSWER = SUPPRESS_EMBEDS | EPHEMERAL | SILENT | COMPONENTS_V2  # to an interaction, or a followup of one
    EDIT = SUPPRESS_EMBEDS | COMPONENTS_V2


def wrong_message(
    message: Mapping[str, Any],
    sent: Sent,
    *,
    files: int = 0,
    was_v2: bool = False,
    strict_mentions: bool = True,
) -> Iterator[Wrong]:
    """Everything that Discord would refuse; and what could ping somebody, which is a rule of ours."""
    flags = message.get("flags") or 0
    if not isinstance(flags, int) or flags & ~(sent.value | (LOADING if sent is Sent.EDIT else 0)):
        yield "flags", f"The flags {flags} cannot be set here."
        return
    if sent is Sent.MESSAGE and flags & EPHEMERAL:
        yield "flags", "Only answers to interactions can be ephemeral."
    content = message.get("content")
    if content is not None and not isinstance(content, str):
        yield "content", "Must be a string."
        return
    if len(content or "") > MAX_CONTENT:
        yield "content", f"Must be {MAX_CONTENT} or fewer in length."
    yield from _wrong_embeds(message.get("embeds") or [])
    v2 = bool(flags & COMPONENTS_V2) or was_v2
    if v2:
        for field in _LEGACY:
            if message.get(field):
                yield field, f"The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2."
    yield from wrong_components(message.get("components") or [], v2=v2)
    yield from _wrong_attachments(message.get("attachments") or [], files)
    yield from _wrong_nonce(message)
    yield from _wrong_mentions(message, strict_mentions)


def is_empty(message: Mapping[str, Any], files: int = 0) -> bool:
    """Whether Discord would say: cannot send an empty message."""
    return not (
        str(message.get("content") or "").strip()
        or message.get("embeds")
        or message.get("attachments")
        or message.get("sticker_ids")
        or message.get("poll")
        or message.get("components")
        or files
    )


def _wrong_embeds(embeds: list[dict[str, Any]]) -> Iterator[Wrong]:
    if len(embeds) > 10:
        yield "embeds", "Must be 10 or fewer in length."
    total = 0
    for number, embed in enumerate(embeds):
        where = f"embeds.{number}"
        footer, author, fields = (embed.get(key) or {} for key in ("footer", "author", "fields"))
        measured = [
            ("title", embed.get("title"), 0, 256),
            ("description", embed.get("description"), 0, 4096),
            ("footer.text", footer.get("text"), 1 if footer else 0, 2048),
            ("author.name", author.get("name"), 1 if author else 0, 256),
        ]
        for n, field in enumerate(fields):
            measured.append((f"fields.{n}.name", field.get("name"), 1, 256))
            measured.append((f"fields.{n}.value", field.get("value"), 1, 1024))
        for name, text, least, most in measured:
            text = text or ""
            total += len(text)
            if not least <= len(text) <= most:
                yield f"{where}.{name}", f"Must be between {least} and {most} in length."
            elif least and not text.strip():
                yield f"{where}.{name}", "This field is required"
        if len(fields) > 25:
            yield f"{where}.fields", "Must be 25 or fewer in length."
        if not any(
            embed.get(key) for key in ("title", "description", "fields", "footer", "author", "image", "thumbnail")
        ):
            yield f"{where}.description", "This field is required"
        color = embed.get("color")
        if color is not None and not 0 <= color <= 0xFFFFFF:
            yield f"{where}.color", "Must be a colour."
        yield from _wrong_addresses(embed, where)
    if total > MAX_EMBEDDED:
        yield "embeds", f"Embed size exceeds maximum size of {MAX_EMBEDDED}"


def _wrong_addresses(embed: dict[str, Any], where: str) -> Iterator[Wrong]:
    links = {"url": embed.get("url"), "author.url": (embed.get("author") or {}).get("url")}
    pictures = {
        "image.url": (embed.get("image") or {}).get("url"),
        "thumbnail.url": (embed.get("thumbnail") or {}).get("url"),
        "footer.icon_url": (embed.get("footer") or {}).get("icon_url"),
        "author.icon_url": (embed.get("author") or {}).get("icon_url"),
    }
    for name, url in {**links, **pictures}.items():
        schemes = ("http://", "https://", "attachment://") if name in pictures else ("http://", "https://")
        if url and not url.startswith(schemes):
            yield f"{where}.{name}", "Not a well formed URL."


def _wrong_attachments(attachments: list[dict[str, Any]], files: int) -> Iterator[Wrong]:
    if len(attachments) > MAX_FILES or files > MAX_FILES:
        yield "attachments", f"Must be {MAX_FILES} or fewer in length."
    for number, attachment in enumerate(attachments):
        if len(attachment.get("description") or "") > 1024:
            yield f"attachments.{number}.description", "Must be 1024 or fewer in length."


def _wrong_nonce(message: Mapping[str, Any]) -> Iterator[Wrong]:
    nonce = message.get("nonce")
    if nonce is not None and len(str(nonce)) > MAX_NONCE:
        yield "nonce", f"Must be {MAX_NONCE} or fewer in length."
    if message.get("enforce_nonce") and nonce in (None, ""):
        yield "nonce", "This field is required"


def _wrong_mentions(message: Mapping[str, Any], strict: bool) -> Iterator[Wrong]:
    allowed = message.get("allowed_mentions")
    if allowed is not None and allowed.get("parse") == []:
        return
    text = f"{message.get('content') or ''} {' '.join(texts_within(message.get('components') or []))}"
    if strict or _PINGS.search(text):
        yield "allowed_mentions", "Could ping somebody: has to say parse: []"
