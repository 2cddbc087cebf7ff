"""Slash commands and menus out of the declarations, and their registration with Discord when they have changed."""

import hashlib
import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

import discord

from bots.discord.trouble import sorted_errors
from bots.shown import cut
from core.chat.command import Command, Kind, MenuEntry, On, Param
from core.chat.reply import say
from core.chat.words import LOCALES, Reader, _, plain
from core.delivery.sending import DeliveryError

TAKES_FILE = "import"  # the command that may have a file with it
FILE = "file"  # and the option that takes it
ONLY_IN_SERVERS = frozenset({"host"})  # what is of no use in chats that we are not in
NOTE = "discord.commands"  # a note of the store: what is registered for which application
MAX_TEXT = 100  # characters of a description, and of a choice
MAX_CHOICES = 25
_CHAT, _USER, _MESSAGE = 1, 2, 3
_STRING, _ATTACHMENT = 3, 11
_EVERYWHERE = {"contexts": [0, 1, 2], "integration_types": [0, 1]}  # servers, our chat, other chats; both installs
_IN_SERVERS = {"contexts": [0, 1], "integration_types": [0]}  # of which the bot is a member; and in our chat
_MENUS = {On.PERSON: _USER, On.MESSAGE: _MESSAGE}
_NAME = re.compile(r"[-_'\w]{1,32}")

log = logging.getLogger(__name__)


class Notes(Protocol):
    """Where it is kept what is registered (core.store.Store)."""

    async def note(self, name: str) -> str | None: ...
    async def set_note(self, name: str, value: str) -> None: ...


class Declared:
    """The commands as Discord knows them. `locales` are the languages that there are, by Discord's names."""

    def __init__(self, commands: Sequence[Command], locales: Mapping[str, str] | None = None) -> None:
        self._commands = commands
        self._locales = languages() if locales is None else locales
        self._by_name = {command.name: command for command in commands}
        self._entries = {(entry.on, entry.title): (each, entry) for each in commands for entry in each.menu}

    def command(self, name: str) -> Command | None:
        return self._by_name.get(name)

    def entry(self, on: On, title: str) -> tuple[Command, MenuEntry] | None:
        """The entry of a menu that is called this, and the command that it calls."""
        return self._entries.get((on, title))

    @cached_property
    def payload(self) -> list[dict[str, Any]]:
        """What is registered, in Discord's form."""
        listed = [self._chat_command(command) for command in self._commands if command.listed]
        return self._renamed(listed) + [
            {"type": _MENUS[on], **self._text("name", title), **_EVERYWHERE} for on, title in self._entries
        ]

    def mark(self, application_id: int) -> str:
        """Differs when something else is to be registered."""
        text = json.dumps(self.payload, sort_keys=True)
        return f"{application_id}:{hashlib.sha256(text.encode()).hexdigest()}"

    def _chat_command(self, command: Command) -> dict[str, Any]:
        options = [self._option(param, command) for param in command.params if param.option]
        options.sort(key=lambda option: not option["required"])
        if command.name == TAKES_FILE:
            file = {"type": _ATTACHMENT, "name": FILE, "required": False}
            options.append({**file, **self._text("description", _("the file"))})
        return {
            "type": _CHAT,
            "name": command.name,
            **self._text("description", command.summary),
            "options": self._renamed(options),
            **(_IN_SERVERS if command.name in ONLY_IN_SERVERS else _EVERYWHERE),
        }

    def _option(self, param: Param, command: Command) -> dict[str, Any]:
        made: dict[str, Any] = {"type": _STRING, "name": param.name, "required": is_required(param, command)}
        if param.kind is Kind.CHOICE and 0 < len(param.choices) <= MAX_CHOICES:
            shown = param.shown or param.choices
            made["choices"] = [
                {"value": value, **self._text("name", name)}
                for value, name in zip(param.choices, shown, strict=True)
            ]
        elif param.suggests:
            made["autocomplete"] = True
        return {**made, **self._text("description", param.summary)}

    def _text(self, field: str, message: str) -> dict[str, Any]:
        """A message of the catalogue as this field, and where it differs in other languages, that."""

        def text(locale: str) -> str:
            return cut(plain(say(message), Reader(locale)), MAX_TEXT)

        texts = {theirs: text(ours) for theirs, ours in self._locales.items()}
        differing = {theirs: there for theirs, there in texts.items() if there and there != text("en")}
        return {field: text("en"), **({f"{field}_localizations": differing} if differing else {})}

    def _renamed(self, made: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """With their names in other languages, where those can be typed, and each is there once."""
        names: dict[str, dict[str, str]] = {each["name"]: {} for each in made}
        for theirs, ours in self._locales.items():
            translated = {name: _as_name(plain(say(name), Reader(ours))) or name for name in names}
            if len({*translated.values()}) == len(names):
                for name, there in translated.items():
                    if there != name:
                        names[name][theirs] = there
        return [
            {**each, **({"name_localizations": names[each["name"]]} if names[each["name"]] else {})}
            for each in made
        ]


def is_required(param: Param, command: Command) -> bool:
    """Whether Discord is to insist on it. Everything else that is missing is asked for, in a form."""
    if not param.ask or param.unless:
        return False
    first_of_line = command.line is not None and param is command.params[0]
    return param.kind in (Kind.CONTACT, Kind.CONTACTS) or first_of_line


def languages() -> dict[str, str]:
    """The languages of our catalogue, by the names that Discord has for them: one of ours may be two of theirs."""
    ours = [folder.name for folder in sorted(LOCALES.iterdir()) if folder.is_dir()] if LOCALES.is_dir() else []
    return dict(_matching(ours))


async def register(client: discord.Client, declared: Declared, notes: Notes) -> None:
    """Register the commands, unless they are what is registered already. What goes wrong is logged, and tried again
    at the next start: until then there are those of before."""
    assert client.application_id is not None
    mark = declared.mark(client.application_id)
    if await notes.note(NOTE) == mark:
        return
    try:
        with sorted_errors():
            await client.http.bulk_upsert_global_commands(client.application_id, declared.payload)
    except DeliveryError as error:
        log.warning("The commands could not be registered.", extra={"error": str(error) or type(error).__name__})
        return
    await notes.set_note(NOTE, mark)
    log.info("The commands have been registered.", extra={"commands": len(declared.payload)})


def _matching(ours: Sequence[str]) -> Iterator[tuple[str, str]]:
    for locale in discord.Locale:
        named = locale.value.replace("-", "_")
        for candidate in (named, named.partition("_")[0]):
            if candidate in ours:
                yield locale.value, candidate
                break


def _as_name(text: str) -> str | None:
    return text if _NAME.fullmatch(text) and text == text.lower() else None
