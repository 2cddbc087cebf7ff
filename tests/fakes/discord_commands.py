"""What Discord takes as application commands, and as the choices that complete their options.

Pure: what is to be registered goes in, what is wrong with it comes out. Written after Discord's documentation.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

CHAT, USER, MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
A_USER, A_CHANNEL, A_ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 6, 7, 8, 9, 10, 11
IN_GUILD, IN_BOT_DM, IN_PRIVATE = 0, 1, 2  # contexts in which an interaction happens
TO_GUILD, TO_USER = 0, 1  # what an app can be installed to

LOCALES = frozenset(
    (
        *("ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr"),
        *("hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk"),
        *("vi", "zh-CN", "zh-TW"),
    )
)
_MOST = {CHAT: 100, USER: 15, MESSAGE: 15}
_MOST_CHARACTERS = 8000  # of one command's names, descriptions and values, counting each one's longest language
_COMPLETED = (STRING, INTEGER, NUMBER)

Wrong = tuple[str, str]
Given = Mapping[str, Any]


def wrong_commands(commands: list[dict[str, Any]]) -> Iterator[Wrong]:
    """What Discord would refuse when these replace all commands."""
    kinds = Counter(command.get("type") or CHAT for command in commands)
    for kind, count in kinds.items():
        if count > _MOST.get(kind, 0):
            yield "", f"{count} commands of type {kind}: the maximum is {_MOST.get(kind, 0)}."
    names = Counter((command.get("type") or CHAT, command.get("name")) for command in commands)
    for (_kind, name), count in names.items():
        if count > 1:
            yield "", f"Application command names must be unique: {name}"
    for number, command in enumerate(commands):
        for where, what in wrong_command(command):
            yield f"{number}.{where}", what


def wrong_command(command: Given) -> Iterator[Wrong]:
    """What Discord would refuse in one command."""
    kind = command.get("type") or CHAT
    if kind == CHAT:
        yield from _wrong_name(command, "")
        yield from _wrong_description(command, "")
        yield from _wrong_options(command.get("options") or [], "", depth=0)
    else:
        names = {"name": command.get("name"), **_languages(command, "name")}
        for where, name in names.items():
            if not 1 <= len(name or "") <= 32:
                yield where, "Must be between 1 and 32 in length."
        if command.get("description"):
            yield "description", "Context menu commands cannot have description"
        if command.get("options"):
            yield "options", "Context menu commands cannot have options"
    for name, known in (("contexts", (0, 1, 2)), ("integration_types", (0, 1))):
        given = command.get(name)
        if given is not None and (not given or len(set(given)) != len(given) or not set(given) <= set(known)):
            yield name, f"Must be some of {known}, each once."
    if _characters(command) > _MOST_CHARACTERS:
        yield "", f"Command exceeds maximum size of {_MOST_CHARACTERS}"


def wrong_choices(choices: Any, option: Given) -> Iterator[Wrong]:
    """What Discord would refuse in what completes an option."""
    if not isinstance(choices, list) or len(choices) > 25:
        yield "choices", "Must be 25 or fewer in length."
        return
    for number, choice in enumerate(choices):
        yield from _wrong_choice(choice, f"choices.{number}", option)


def _wrong_options(options: list[dict[str, Any]], where: str, depth: int) -> Iterator[Wrong]:
    if len(options) > 25:
        yield f"{where}options", "Must be 25 or fewer in length."
    names = [option.get("name") for option in options]
    if len(set(names)) != len(names):
        yield f"{where}options", "Option names must be unique"
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{where}options", "Required options must be placed before non-required options"
    nested = [option.get("type") in (SUBCOMMAND, GROUP) for option in options]
    if any(nested) and not all(nested):
        yield f"{where}options", "Sub-command and sub-command group option types are mutually exclusive to others"
    for number, option in enumerate(options):
        yield from _wrong_option(option, f"{where}options.{number}.", depth)


def _wrong_option(option: Given, where: str, depth: int) -> Iterator[Wrong]:
    yield from _wrong_name(option, where)
    yield from _wrong_description(option, where)
    kind = option.get("type")
    if kind not in range(1, 12):
        yield f"{where}type", "Value must be one of {1, …, 11}."
    if kind in (SUBCOMMAND, GROUP):
        if depth + (kind == SUBCOMMAND) > 2 or (kind == GROUP and depth > 0):
            yield f"{where}type", "Sub-commands are nested too deeply"
        yield from _wrong_options(option.get("options") or [], where, depth + (1 if kind == GROUP else 2))
        return
    choices = option.get("choices") or []
    if len(choices) > 25:
        yield f"{where}choices", "Must be 25 or fewer in length."
    if (choices or option.get("autocomplete")) and kind not in _COMPLETED:
        yield f"{where}type", "Only strings and numbers can have choices or be completed"
    if choices and option.get("autocomplete"):
        yield f"{where}autocomplete", "Autocomplete cannot be used together with choices"
    for number, choice in enumerate(choices):
        yield from _wrong_choice(choice, f"{where}choices.{number}", option)
    for name, kinds, most in (
        ("min_length", (STRING,), 6000),
        ("max_length", (STRING,), 6000),
        ("min_value", (INTEGER, NUMBER), 2**53),
        ("max_value", (INTEGER, NUMBER), 2**53),
    ):
        value = option.get(name)
        if value is not None and (kind not in kinds or not -most <= value <= most):
            yield f"{where}{name}", "Cannot be used here."


def _wrong_choice(choice: Given, where: str, option: Given) -> Iterator[Wrong]:
    for name, text in {"name": choice.get("name"), **_languages(choice, "name")}.items():
        if not isinstance(text, str) or not 1 <= len(text) <= 100:
            yield f"{where}.{name}", "Must be between 1 and 100 in length."
    yield from _wrong_locales(choice, f"{where}.")
    value = choice.get("value")
    match option.get("type"):
        case 3:
            if not isinstance(value, str) or not 1 <= len(value) <= 100:
                yield f"{where}.value", "Must be between 1 and 100 in length."
        case 4:
            if not isinstance(value, int) or isinstance(value, bool):
                yield f"{where}.value", "Must be an integer."
        case _:
            if not isinstance(value, int | float):
                yield f"{where}.value", "Must be a number."


def _wrong_name(thing: Given, where: str) -> Iterator[Wrong]:
    for place, name in {"name": thing.get("name"), **_languages(thing, "name")}.items():
        if not isinstance(name, str) or not 1 <= len(name) <= 32 or not all(map(_may_be_in_name, name)):
            yield f"{where}{place}", "Command name is invalid"
        elif name != name.lower():
            yield f"{where}{place}", "Command name must be lower case"
    yield from _wrong_locales(thing, where)


def _wrong_description(thing: Given, where: str) -> Iterator[Wrong]:
    texts = {"description": thing.get("description"), **_languages(thing, "description")}
    for place, text in texts.items():
        if not isinstance(text, str) or not 1 <= len(text) <= 100 or not text.strip():
            yield f"{where}{place}", "Must be between 1 and 100 in length."


def _wrong_locales(thing: Given, where: str) -> Iterator[Wrong]:
    for name in ("name_localizations", "description_localizations"):
        for locale in thing.get(name) or {}:
            if locale not in LOCALES:
                yield f"{where}{name}.{locale}", "Locale is invalid"


def _may_be_in_name(character: str) -> bool:
    """As in Discord's own pattern: letters, numbers, Devanagari, Thai, and three signs."""
    return (
        character in "-_'"
        or unicodedata.category(character)[0] in "LN"
        or "\u0900" <= character <= "\u097f"
        or "\u0e00" <= character <= "\u0e7f"
    )


def _languages(thing: Given, name: str) -> dict[str, Any]:
    return {f"{name}_localizations.{at}": text for at, text in (thing.get(f"{name}_localizations") or {}).items()}


def _characters(thing: Given) -> int:
    total = sum(
        max(len(text or "") for text in (thing.get(name), *_languages(thing, name).values()))
        for name in ("name", "description")
    )
    total += len(str(thing.get("value", "")))
    return total + sum(_characters(part) for name in ("options", "choices") for part in thing.get(name) or [])
