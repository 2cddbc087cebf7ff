"""What a person sees in Discord: messages with their buttons and menus, and a modal that is open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.discord_components import (
    BUTTON,
    ROW,
    SECTION,
    SELECTS,
    TEXT,
    TEXT_INPUT,
    walk,
)
from tests.fakes.discord_rules import COMPONENTS_V2, EPHEMERAL, LOADING

if TYPE_CHECKING:
    from tests.fakes.discord_people import Person
    from tests.fakes.discord_places import Channel

_MARKS = re.compile(r"\*\*|__|~~|\|\||`+|^#{1,3} |^-# |^> ", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\(<?[^)\s]*>?\)")
_ESCAPED = re.compile(r"\\([^a-zA-Z0-9\s])")


class Uploaded(bytes):
    """The content of a file, and its name."""

    name: str

    def __new__(cls, content: bytes, name: str) -> "Uploaded":
        uploaded = super().__new__(cls, content)
        uploaded.name = name
        return uploaded


@dataclass(kw_only=True, eq=False)
class Shown:
    """A message, as it stands on the screen of whoever may see it."""

    id: int
    channel: "Channel"
    author: "Person | None" = None  # the bot, if nobody else
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    files: list[Uploaded] = field(default_factory=list)  # one for each of the attachments
    pictures: list[Uploaded] = field(default_factory=list)  # within the embeds; Discord counts them no attachments
    flags: int = 0
    only_for: "Person | None" = None
    edits: int = 0
    deleted: bool = False
    pinned: bool = False
    nonce: str | None = None
    kind: int = 0  # Discord's type of message
    caused_by: dict[str, Any] | None = None  # the interaction that it answers, as Discord describes it

    @property
    def text(self) -> str:
        """All that can be read in it, as it was written: with its Markdown."""
        parts = [
            self.content,
            *self._embedded(),
            *(each["content"] for each in walk(self.components) if _is(each, TEXT)),
        ]
        return "\n".join(part for part in parts if part)

    @property
    def plain(self) -> str:
        """The text without its marks, roughly as it looks."""
        return without_marks(self.text)

    @property
    def labels(self) -> list[list[str]]:
        """The labels of the buttons, row by row; a button beside a text is a row of its own."""
        rows = [[_label(button) for button in row] for row in self._rows()]
        return [row for row in rows if row]

    @property
    def links(self) -> dict[str, str]:
        return {_label(each): each["url"] for each in walk(self.components) if _is(each, BUTTON) and "url" in each}

    @property
    def menus(self) -> list["Menu"]:
        return [Menu(each) for each in walk(self.components) if each.get("type") in SELECTS]

    @property
    def options(self) -> list[str]:
        """The labels of what can be chosen in any menu."""
        return [label for menu in self.menus for label in menu.labels]

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def thinking(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def is_v2(self) -> bool:
        return bool(self.flags & COMPONENTS_V2)

    def has_put_into_embed(self, name: str, url: str) -> bool:
        """Show an uploaded file where an embed names it, if one does."""
        wanted = [each for each in self.embeds if (each.get("image") or {}).get("url") == f"attachment://{name}"]
        for each in wanted:
            each["image"] = {"url": url, "proxy_url": url, "width": 1, "height": 1}
        return bool(wanted)

    def button(self, label: str) -> dict[str, Any]:
        for row in self._rows():
            for button in row:
                if label in (button.get("label"), _label(button)):
                    return button
        raise AssertionError(f"there is no button {label!r}, but {self.labels}")

    def has_button(self, label: str) -> bool:
        return any(label in (button.get("label"), _label(button)) for row in self._rows() for button in row)

    def menu(self, label: str) -> "Menu":
        """The menu that has this option, or this placeholder."""
        for menu in self.menus:
            if label in menu.labels or label == menu.placeholder:
                return menu
        raise AssertionError(f"there is no option {label!r}, but {self.options}")

    def _rows(self) -> Iterator[list[dict[str, Any]]]:
        for each in walk(self.components):
            if _is(each, ROW):
                yield [child for child in each["components"] if _is(child, BUTTON)]
            elif _is(each, SECTION) and _is(each["accessory"], BUTTON):
                yield [each["accessory"]]

    def _embedded(self) -> Iterator[str]:
        for embed in self.embeds:
            yield (embed.get("author") or {}).get("name", "")
            yield embed.get("title") or ""
            yield embed.get("description") or ""
            for each in embed.get("fields") or []:
                yield f"{each['name']}\n{each['value']}"
            yield (embed.get("footer") or {}).get("text", "")


@dataclass(frozen=True)
class Menu:
    """A select menu, on a message or in a modal."""

    component: dict[str, Any]

    @property
    def labels(self) -> list[str]:
        return [option["label"] for option in self.component.get("options") or []]

    @property
    def placeholder(self) -> str | None:
        return self.component.get("placeholder")

    def values(self, *chosen: "str | Person | Channel") -> list[str]:
        """What is sent when these are chosen: labels, or the people and channels themselves."""
        by_label = {option["label"]: option["value"] for option in self.component.get("options") or []}
        values = []
        for each in chosen:
            assert not isinstance(each, str) or each in by_label, f"there is no option {each!r}, but {[*by_label]}"
            values.append(by_label[each] if isinstance(each, str) else str(each.id))
        least, most = self.component.get("min_values"), self.component.get("max_values")
        least, most = 1 if least is None else least, 1 if most is None else most
        assert least <= len(values) <= most, f"{least} to {most} can be chosen, not {len(values)}"
        return values


@dataclass(frozen=True, kw_only=True)
class Modal:
    """A modal that is open on somebody's screen."""

    custom_id: str
    title: str
    components: list[dict[str, Any]]

    @property
    def labels(self) -> list[str]:
        return [label for label, _input in self.inputs]

    @property
    def values(self) -> dict[str, Any]:
        """What already stands in it, by label: texts, and the labels of chosen options."""
        return {label: _given(each) for label, each in self.inputs}

    @property
    def text(self) -> str:
        """All that can be read in it."""
        parts = [self.title, *(each.get("content", "") for each in walk(self.components) if _is(each, TEXT))]
        for outer in self.components:
            parts += [outer.get("label", ""), outer.get("description") or ""]
        return "\n".join(part for part in parts if part)

    @property
    def inputs(self) -> list[tuple[str, dict[str, Any]]]:
        found = []
        for outer in self.components:
            if "component" in outer:
                found.append((outer["label"], outer["component"]))
            elif _is(outer, ROW):
                found.append((outer["components"][0]["label"], outer["components"][0]))
        return found

    def submitted(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        """What is sent when these are filled in, by label or custom id; the others stay as they are."""
        left = dict(values)
        inputs = {id(each): _filled(label, each, left) for label, each in self.inputs}
        assert not left, f"there is nothing to fill in for {[*left]}, but {self.labels}"
        components = []
        for outer in self.components:
            shell = {"type": outer["type"], "id": outer["id"]}
            if "component" in outer:
                components.append({**shell, "component": inputs[id(outer["component"])]})
            elif _is(outer, ROW):
                components.append({**shell, "components": [inputs[id(outer["components"][0])]]})
            else:
                components.append(shell)
        return components


def without_marks(text: str) -> str:
    r"""Markdown roughly as it looks.

    >>> without_marks(r"**Jane\_** \*Doe\*, [her page](https://example.org)")
    'Jane_ *Doe*, her page'
    """
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return "\0"

    plain = _MARKS.sub("", _LINK.sub(r"\1", _ESCAPED.sub(keep, text)))
    return re.sub("\0", lambda _found: kept.pop(0), plain)


def numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of components with the ids that Discord gives to those that have none."""
    taken = {each["id"] for each in walk(components) if each.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)

    def copy(component: dict[str, Any]) -> dict[str, Any]:
        same = {key: value for key, value in component.items() if value is not None}
        same["id"] = component.get("id") or next(free)
        if "components" in same:
            same["components"] = [copy(child) for child in same["components"]]
        for inner in ("component", "accessory"):
            if inner in same:
                same[inner] = copy(same[inner])
        return same

    return [copy(component) for component in components]


def _is(component: dict[str, Any], kind: int) -> bool:
    return component.get("type") == kind


def _label(button: dict[str, Any]) -> str:
    emoji = (button.get("emoji") or {}).get("name", "")
    return f"{emoji} {button.get('label') or ''}".strip()


def _given(given: dict[str, Any]) -> Any:
    if given["type"] == TEXT_INPUT:
        return given.get("value", "")
    return [option["label"] for option in given.get("options") or [] if option.get("default")]


def _filled(label: str, asked: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    name = next((name for name in values if name in (label, asked["custom_id"])), None)
    value = _given(asked) if name is None else values.pop(name)
    answer = {"type": asked["type"], "id": asked["id"], "custom_id": asked["custom_id"]}
    required = asked.get("required", True) is not False
    if asked["type"] == TEXT_INPUT:
        assert value or not required, f"{label!r} has to be filled in"
        least, most = asked.get("min_length") or 0, asked.get("max_length") or 4000
        assert not value or least <= len(value) <= most, f"{label!r} takes {least} to {most} characters"
        return {**answer, "value": value}
    chosen = value if isinstance(value, list | tuple) else [value]
    if not chosen and not required:
        return {**answer, "values": []}
    return {**answer, "values": Menu(asked).values(*chosen)}
