"""What somebody sees on each platform, written down for people to read, and always the same for the same."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tests.fakes.discord_components import LINK_STYLE, SELECTS, TEXT_INPUT
from tests.fakes.discord_shown import Modal
from tests.fakes.discord_shown import Shown as DiscordShown
from tests.fakes.telegram_people import Shown as TelegramShown

_ID = re.compile(r"(?<=[:.])[0-9a-hjkmnp-tv-z]{12}\b")  # core/facts/ids.py
_LONG = 1200  # characters, above which the middle of a text is left out


def telegram(private: Sequence[TelegramShown], group: Sequence[TelegramShown], toasts: Sequence[str]) -> str:
    """The messages in her own chat and in the group, and what flashes up over them."""
    lines: list[str] = []
    for place, messages in (("message", private), ("message in the group", group)):
        for each in messages:
            lines += [f"[{place}{', changed' if each.edits else ''}]", *_text(each.text)]
            lines += [f"  bold: {_line(words)}" for words in each.bold]
            lines += [f"  link: {_line(words)} → {url}" for words, url in each.links.items()]
            lines += [f"  file: {each.file[0]}, {len(each.file[1])} bytes"] if each.file else []
            lines += [
                "  "
                + " ".join(_button(button["text"], button.get("callback_data") or button["url"]) for button in row)
                for row in each.rows
            ]
    return _settled([*lines, *(f"[toast] {each}" for each in toasts)])


def discord(messages: Sequence[DiscordShown], modal: Modal | None) -> str:
    """The messages as they were sent, in Markdown, and the form that is open."""
    lines: list[str] = []
    for each in messages:
        seen = "for her alone" if each.ephemeral else "in private"
        lines += [
            f"[message {seen}{', changed' if each.edits else ''}]",
            *(_text(each.content) if each.content else ()),
        ]
        for embed in each.embeds:
            lines += [f"  embed #{embed.get('color') or 0:06x}", *_text(embed["description"])]
        lines += [f"  file: {file.name}, {len(file)} bytes" for file in each.files]
        for row in each.components:
            lines += _row(row["components"])
    return _settled([*lines, *(_form(modal) if modal else ())])


def terminal(printed: str) -> str:
    return _settled(_text(printed.rstrip("\n")))


def _row(components: list[dict[str, Any]]) -> Iterator[str]:
    buttons = [each for each in components if each["type"] not in SELECTS]
    if buttons:
        leads = [each["url"] if each["style"] == LINK_STYLE else each["custom_id"] for each in buttons]
        yield "  " + " ".join(_button(each["label"], to) for each, to in zip(buttons, leads, strict=True))
    for menu in (each for each in components if each["type"] in SELECTS):
        yield f"  menu “{menu.get('placeholder', '')}” ({menu['custom_id']})"
        for option in menu["options"]:
            described = f" ({option['description']})" if option.get("description") else ""
            yield f"    {_button(option['label'] + described, option['value'])}"


def _form(modal: Modal) -> Iterator[str]:
    yield f"[form “{modal.title}” ({modal.custom_id})]"
    for label, asked in modal.inputs:
        needed = ", required" if asked.get("required", True) else ""
        yield f"  {label}{needed} ({asked['custom_id']})"
        if asked["type"] == TEXT_INPUT:
            yield from (f"    hint: {each}" for each in [asked.get("placeholder")] if each)
            yield from (f"    there: {each}" for each in [asked.get("value")] if each)
        else:
            yield from (f"    {_button(each['label'], each['value'])}" for each in asked["options"])


def _button(label: str, carries: str) -> str:
    return f"[{label} → {carries}]"


def _line(text: str) -> str:
    return text.replace("\n", "⏎")


def _text(text: str) -> list[str]:
    """Its lines, behind a bar that shows where they begin and end."""
    if len(text) > _LONG:
        left_out = f"… {len(text)} characters in all …"
        text = f"{text[:120]}\n{left_out}\n{text[-120:]}"
    return [f"| {line}".rstrip(" ") if not line else f"| {line}" for line in text.split("\n")]


def _settled(lines: Sequence[str]) -> str:
    """With the ids, which are random, named in the order in which they come: #1, #2."""
    names: dict[str, str] = {}
    text = _ID.sub(lambda found: names.setdefault(found[0], f"#{len(names) + 1}"), "\n".join(lines))
    return text + "\n"
