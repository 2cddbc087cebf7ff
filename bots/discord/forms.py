"""Forms: a core's Form as a modal of Discord's, and what somebody has put into one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from bots.discord.markdown import brief
from bots.shown import label, units
from core.chat.reply import Field, Form, Span
from core.chat.words import Reader, pieces, plain

FORM = "v1:form:"
MAX_COMPONENTS = 5
MAX_TITLE = 45  # and of a field's label
MAX_HINT = 100
MAX_VALUE = 4000
MAX_CHOICES = 25
_CLAUSE = re.compile(r"[,;:.] ")


def modal(form: Form, text: Span, reader: Reader) -> ui.Modal:
    """The form below the text that asks. What is typed into it comes back as an interaction of its own, perhaps to
    another process."""
    made = ui.Modal(title=_title(plain(form.title, reader)), custom_id=f"{FORM}{form.question}")
    made.add_item(ui.TextDisplay(brief(pieces(text, reader))))
    for field in form.fields[: MAX_COMPONENTS - 1]:
        made.add_item(_asked(field, reader))
    made.stop()  # else discord.py would keep it until it is sent back, which it may never be
    return made


def question_of(custom_id: str) -> str | None:
    """The question of a form that is called this; None when it is none of ours."""
    return custom_id.removeprefix(FORM) if custom_id.startswith(FORM) else None


def filled(components: list[dict[str, Any]]) -> Mapping[str, str]:
    """What was typed and chosen in a modal, by parameter; what was left empty is not there."""
    return {name: value for name, value in _values(components) if value.strip()}


def _title(text: str) -> str:
    """A summary as a title: so much of it as makes sense alone.

    >>> _title("Log help that you gave"), _title("Be reminded of something, once or again and again")
    ('Log help that you gave', 'Be reminded of something')
    >>> _title("Note what you have asked somebody for and follow it through")
    'Note what you have asked somebody for and…'
    """
    for title in (text, _CLAUSE.split(text, maxsplit=1)[0]):
        if units(title) <= MAX_TITLE:
            return label(title, MAX_TITLE)
    beginning = label(text, MAX_TITLE)
    words = beginning.rpartition(" ")[0]
    return f"{words}…" if words else beginning


def _asked(field: Field, reader: Reader) -> "ui.Label[ui.Modal]":
    hint = plain(field.hint, reader)
    title = label(plain(field.label, reader), MAX_TITLE)
    if not field.choices:
        asked: ui.TextInput[Any] = ui.TextInput(
            custom_id=field.name,
            placeholder=label(hint, MAX_HINT) if hint else None,
            default=field.value[:MAX_VALUE] or None,
            required=field.required,
            max_length=MAX_VALUE,
        )
        return ui.Label(text=title, component=asked)
    options = [
        discord.SelectOption(label=label(plain(shown, reader), MAX_HINT), value=typed, default=typed == field.value)
        for typed, shown in field.choices[:MAX_CHOICES]
    ]
    chosen: ui.Select[Any] = ui.Select(
        custom_id=field.name, options=options, required=field.required, min_values=int(field.required)
    )
    return ui.Label(text=title, description=label(hint, MAX_HINT) if hint else None, component=chosen)


def _values(components: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for each in components:
        if "component" in each:  # a label, with what it labels
            yield from _values([each["component"]])
        elif "components" in each:  # a row, in clients of before
            yield from _values(each["components"])
        elif "value" in each:
            yield str(each["custom_id"]), str(each["value"])
        elif each.get("values"):
            yield str(each["custom_id"]), str(each["values"][0])
