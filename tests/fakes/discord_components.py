"""What Discord takes as components: the buttons, menus and texts of a message, and what a modal asks.

Pure: components go in, what is wrong with them comes out. Written after Discord's published documentation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, UPLOAD, RADIOS, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
LINK_STYLE = 5

_INPUTS = (TEXT_INPUT, *SELECTS, UPLOAD, RADIOS, CHECKBOXES, CHECKBOX)
_IN_MESSAGE_V2 = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)
_IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
_MOST_COMPONENTS = 40
_MOST_TEXT = 4000  # characters in all texts of a message together

Wrong = tuple[str, str]
Component = Mapping[str, Any]


@dataclass
class _Seen:
    """What has to be unique in one message or modal."""

    custom_ids: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, those within others too, in the order they are shown."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        yield from walk([component[inner] for inner in ("component", "accessory") if component.get(inner)])


def texts_within(components: list[dict[str, Any]]) -> list[str]:
    return [str(each.get("content") or "") for each in walk(components) if each.get("type") == TEXT]


def wrong_components(components: list[dict[str, Any]], *, v2: bool) -> Iterator[Wrong]:
    """What Discord would refuse in the components of a message."""
    seen = _Seen()
    if v2:
        if len(list(walk(components))) > _MOST_COMPONENTS:
            yield "components", f"More than {_MOST_COMPONENTS} components."
        if sum(map(len, texts_within(components))) > _MOST_TEXT:
            yield "components", f"More than {_MOST_TEXT} characters of text."
    elif len(components) > 5:
        yield "components", "Must be 5 or fewer in length."
    for number, component in enumerate(components):
        where = f"components.{number}"
        if component.get("type") not in (_IN_MESSAGE_V2 if v2 else (ROW,)):
            yield f"{where}.type", f"A component of type {component.get('type')} cannot stand here."
        else:
            yield from _wrong_component(component, where, seen)


def wrong_modal(modal: Mapping[str, Any]) -> Iterator[Wrong]:
    """What Discord would refuse in a modal."""
    seen = _Seen()
    yield from _length(modal, "", "custom_id", 1, 100)
    yield from _length(modal, "", "title", 1, 45)
    components = modal.get("components") or []
    if not 1 <= len(components) <= 5:
        yield "components", "Must be between 1 and 5 in length."
    for number, component in enumerate(components):
        yield from _wrong_part_of_modal(component, f"components.{number}", seen)


def _wrong_component(component: Component, where: str, seen: _Seen) -> Iterator[Wrong]:
    yield from _wrong_id(component, where, seen)
    match component.get("type"):
        case 1:
            yield from _wrong_row(component, where, seen)
        case 2:
            yield from _wrong_button(component, where, seen)
        case 3 | 5 | 6 | 7 | 8:
            yield from _wrong_select(component, where, seen)
        case 9:
            yield from _wrong_section(component, where, seen)
        case 10:
            yield from _length(component, where, "content", 1, _MOST_TEXT)
        case 11 | 13:
            yield from _wrong_media(component.get("media") or component.get("file"), where)
        case 12:
            items = component.get("items") or []
            if not 1 <= len(items) <= 10:
                yield f"{where}.items", "Must be between 1 and 10 in length."
            for number, item in enumerate(items):
                yield from _wrong_media(item.get("media"), f"{where}.items.{number}")
        case 17:
            children = component.get("components") or []
            if not children:
                yield f"{where}.components", "This field is required"
            for number, child in enumerate(children):
                if child.get("type") not in _IN_CONTAINER:
                    yield f"{where}.components.{number}.type", "Cannot stand in a container."
                else:
                    yield from _wrong_component(child, f"{where}.components.{number}", seen)


def _wrong_row(row: Component, where: str, seen: _Seen) -> Iterator[Wrong]:
    children = row.get("components") or []
    if not 1 <= len(children) <= 5:
        yield f"{where}.components", "Must be between 1 and 5 in length."
    if len(children) > 1 and any(child.get("type") in SELECTS for child in children):
        yield f"{where}.components", "A menu needs a row of its own."
    for number, child in enumerate(children):
        if child.get("type") not in (BUTTON, *SELECTS):
            yield f"{where}.components.{number}.type", "Cannot stand in a row."
        else:
            yield from _wrong_component(child, f"{where}.components.{number}", seen)


def _wrong_button(button: Component, where: str, seen: _Seen) -> Iterator[Wrong]:
    style = button.get("style")
    if style not in range(1, 7):
        yield f"{where}.style", "Value must be one of {1, 2, 3, 4, 5, 6}."
    yield from _length(button, where, "label", 0, 80)
    if style == 6:
        if not button.get("sku_id"):
            yield f"{where}.sku_id", "This field is required"
        return
    if not (button.get("label") or "").strip() and not button.get("emoji"):
        yield f"{where}.label", "A button needs a label or an emoji."
    if style == LINK_STYLE:
        yield from _length(button, where, "url", 1, 512)
        if not str(button.get("url")).startswith(("http://", "https://", "discord://")):
            yield f"{where}.url", "Scheme must be one of ('http', 'https', 'discord')."
        if button.get("custom_id"):
            yield f"{where}.custom_id", "A custom id and url cannot both be specified"
    else:
        if button.get("url"):
            yield f"{where}.url", "A custom id and url cannot both be specified"
        yield from _wrong_custom_id(button, where, seen)


def _wrong_select(select: Component, where: str, seen: _Seen, *, in_modal: bool = False) -> Iterator[Wrong]:
    yield from _wrong_custom_id(select, where, seen)
    yield from _length(select, where, "placeholder", 0, 150)
    if select.get("disabled") and in_modal:
        yield f"{where}.disabled", "A menu in a modal cannot be disabled."
    options = select.get("options") or []
    if select.get("type") == STRING_SELECT:
        yield from _wrong_options(options, where, 1, 25)
    elif options:
        yield f"{where}.options", "Only a menu of strings has options."
    yield from _wrong_bounds(select, where, most=25, options=len(options) if options else 25)
    if sum(bool(option.get("default")) for option in options) > select.get("max_values", 1):
        yield f"{where}.options", "More options are chosen beforehand than may be."


def _wrong_options(options: list[dict[str, Any]], where: str, least: int, most: int) -> Iterator[Wrong]:
    if not least <= len(options) <= most:
        yield f"{where}.options", f"Must be between {least} and {most} in length."
    values = [option.get("value") for option in options]
    if len(set(values)) != len(values):
        yield f"{where}.options", "The specified option value is already used"
    for number, option in enumerate(options):
        yield from _length(option, f"{where}.options.{number}", "label", 1, 100)
        yield from _length(option, f"{where}.options.{number}", "value", 1, 100)
        yield from _length(option, f"{where}.options.{number}", "description", 0, 100)


def _wrong_bounds(menu: Component, where: str, *, most: int, options: int) -> Iterator[Wrong]:
    least_chosen = 1 if menu.get("min_values") is None else menu["min_values"]
    most_chosen = 1 if menu.get("max_values") is None else menu["max_values"]
    if not 0 <= least_chosen <= most:
        yield f"{where}.min_values", f"Must be between 0 and {most}."
    if not max(1, least_chosen) <= most_chosen <= min(most, options):
        yield f"{where}.max_values", "Must be at least min_values, and at most the number of options."


def _wrong_section(section: Component, where: str, seen: _Seen) -> Iterator[Wrong]:
    children = section.get("components") or []
    if not 1 <= len(children) <= 3 or any(child.get("type") != TEXT for child in children):
        yield f"{where}.components", "Must be one to three texts."
    for number, child in enumerate(children):
        yield from _wrong_component(child, f"{where}.components.{number}", seen)
    accessory = section.get("accessory") or {}
    if accessory.get("type") not in (BUTTON, THUMBNAIL):
        yield f"{where}.accessory", "This field is required"
    else:
        yield from _wrong_component(accessory, f"{where}.accessory", seen)


def _wrong_media(media: Any, where: str) -> Iterator[Wrong]:
    if not isinstance(media, Mapping) or not str(media.get("url", "")).startswith(
        ("http://", "https://", "attachment://")
    ):
        yield f"{where}.media.url", "Not a well formed URL."


def _wrong_part_of_modal(part: Component, where: str, seen: _Seen) -> Iterator[Wrong]:
    yield from _wrong_id(part, where, seen)
    match part.get("type"):
        case 1:
            children = part.get("components") or []
            if len(children) != 1 or children[0].get("type") != TEXT_INPUT:
                yield f"{where}.components", "A row in a modal holds one text input."
                return
            yield from _length(children[0], f"{where}.components.0", "label", 1, 45)
            yield from _wrong_input(children[0], f"{where}.components.0", seen)
        case 10:
            yield from _length(part, where, "content", 1, _MOST_TEXT)
        case 18:
            yield from _length(part, where, "label", 1, 45)
            yield from _length(part, where, "description", 0, 100)
            inner = part.get("component") or {}
            if inner.get("type") not in _INPUTS:
                yield f"{where}.component", "Cannot stand under a label."
                return
            if inner.get("type") == TEXT_INPUT and inner.get("label"):
                yield f"{where}.component.label", "A text input under a label has no label of its own."
            yield from _wrong_input(inner, f"{where}.component", seen)
        case other:
            yield f"{where}.type", f"A component of type {other} cannot stand in a modal."


def _wrong_input(given: Component, where: str, seen: _Seen) -> Iterator[Wrong]:
    kind = given.get("type")
    if kind in SELECTS:
        yield from _wrong_select(given, where, seen, in_modal=True)
        return
    yield from _wrong_custom_id(given, where, seen)
    if kind == TEXT_INPUT:
        if given.get("style") not in (1, 2):
            yield f"{where}.style", "Value must be one of {1, 2}."
        yield from _length(given, where, "placeholder", 0, 100)
        least = given.get("min_length") or 0
        most = 4000 if given.get("max_length") is None else given["max_length"]
        if not 0 <= least <= 4000:
            yield f"{where}.min_length", "Must be between 0 and 4000."
        if not max(1, least) <= most <= 4000:
            yield f"{where}.max_length", "Must be between 1 and 4000, and at least min_length."
        value = given.get("value") or ""
        if value and not least <= len(value) <= most:
            yield f"{where}.value", f"Must be between {least} and {most} in length."
    elif kind in (RADIOS, CHECKBOXES):
        yield from _wrong_options(given.get("options") or [], where, 2 if kind == RADIOS else 1, 10)
    elif kind == UPLOAD:
        yield from _wrong_bounds(given, where, most=10, options=10)


def _wrong_custom_id(component: Component, where: str, seen: _Seen) -> Iterator[Wrong]:
    yield from _length(component, where, "custom_id", 1, 100)
    custom_id = str(component.get("custom_id"))
    if custom_id in seen.custom_ids:
        yield f"{where}.custom_id", "Component custom id cannot be duplicated"
    seen.custom_ids.add(custom_id)


def _wrong_id(component: Component, where: str, seen: _Seen) -> Iterator[Wrong]:
    if number := component.get("id"):
        if not isinstance(number, int) or number in seen.ids:
            yield f"{where}.id", "Component id cannot be duplicated"
        seen.ids.add(number)


def _length(thing: Component, where: str, name: str, least: int, most: int) -> Iterator[Wrong]:
    text = thing.get(name)
    if (text is not None and not isinstance(text, str)) or not least <= len(text or "") <= most:
        yield f"{where}.{name}".lstrip("."), f"Must be between {least} and {most} in length."
