"""Three people, each with a chat account on two platforms, one Reachwell for all, and what each account is shown.

Whatever somebody tells Reachwell is made of words that carry their mark, so that a text shows whose it is.
"""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from bots.discord.adapter import DiscordBot
from bots.telegram.adapter import TelegramBot
from core.app import App
from storage.store import Store, open_store
from tests.conftest import Clock
from tests.conversations.friends import skip
from tests.discord.serving import serving
from tests.fakes import discord_people, telegram_people
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_asking import Choice
from tests.fakes.discord_components import SELECTS
from tests.fakes.discord_shown import Menu, Modal, Shown
from tests.fakes.telegram import FakeTelegram

PEOPLE = ("Ada", "Bob", "Cleo")
_LETTERS = "bcdfghjklm"
_MARKED = re.compile(r"((?:ada|bob|cleo)[td]zq)[a-z]{0,3}")
_MISTAKE = re.compile(r"\(Code \w+\)")
_CODE = re.compile(r"/link ([0-9A-Z]{4}-[0-9A-Z]{4})")
_CARD = re.compile(r"/card ([0-9A-Z]{5}-[0-9A-Z]{5})")


@dataclass
class Carried:
    """What buttons, options, links and forms carry, by what can be done with it; the latest last."""

    actions: list[str] = field(default_factory=list)  # "v1:…"
    payloads: list[str] = field(default_factory=list)  # "go_…": the way from a group into the private chat
    codes: list[str] = field(default_factory=list)  # of /link
    cards: list[str] = field(default_factory=list)  # codes of /card
    chosen: list[str] = field(default_factory=list)  # "=…": what was suggested for an option
    forms: list[Modal] = field(default_factory=list)

    def note(self, shown: Any) -> None:
        """Note all that is somewhere in this JSON."""
        for text in _strings(shown):
            if text.startswith("v1:") and not text.startswith("v1:form:"):
                self.actions.append(text)
            if "?start=" in text:
                self.payloads.append(text.partition("?start=")[2])
            self.codes += _CODE.findall(text)
            self.cards += _CARD.findall(text)


class Voice:
    """One chat account of somebody's. `marks` are of those whose words they may see: their own, at first."""

    def __init__(self, town: "Town", name: str, platform: str) -> None:
        self.town = town
        self.name = name
        self.platform = platform
        self.mark = f"{name}{platform[0]}zq".casefold()
        self.marks = {self.mark}
        self.typed: set[str] = set()  # words that they have used themselves, whosever they are
        self.known: list[str] = []  # first words of names that they have given
        self.carried = Carried()
        self._words = 0

    def word(self) -> str:
        """A new one of theirs."""
        self._words += 1
        letters = "".join(_LETTERS[self._words // 10**place % 10] for place in (2, 1, 0))
        return f"{self.mark}{letters}".capitalize()

    def uses(self, text: str) -> str:
        """They type this; what it says of others is no news to them."""
        self.typed.update(found[0] for found in _MARKED.finditer(text.casefold()))
        return text

    def is_shown(self, shown: Any, *, before_all: bool = False) -> None:
        """Look at something that appears on their screen, or `before_all` others of a group, too."""
        self.carried.note(shown)
        text = json.dumps(shown, ensure_ascii=False)
        if _MISTAKE.search(text):
            self.town.wrong.append(f"{self} is shown a mistake of ours: {text}")
        for found in _MARKED.finditer(text.casefold()):
            word, mark = found.group(0, 1)
            is_theirs = mark in self.marks or any(each.startswith(word) for each in self.typed)
            self.town.shown["theirs" if is_theirs else "another's"] += 1
            if before_all or not is_theirs:
                self.town.wrong.append(f"{self} is shown {word}{' before all' if before_all else ''}: {text}")

    def joins(self, other: "Voice") -> None:
        """They are one person with one network from now on."""
        self.marks |= other.marks
        self.typed |= other.typed
        other.marks, other.typed = self.marks, self.typed

    def __str__(self) -> str:
        return f"{self.name} in {self.platform.capitalize()}"


class TelegramVoice(Voice):
    def __init__(self, town: "Town", name: str) -> None:
        super().__init__(town, name, "telegram")
        self.person = town.telegram.user(name)
        _overhear(self.person, self)

    async def says(self, text: str) -> None:
        await self.person.sends(self.uses(text))
        self._sees_toasts()

    async def says_before_all(self, line: str) -> None:
        await self.person.sends(self.uses(line), to=self.town.group)
        self._sees_toasts()

    async def sends_file(self, name: str, content: str) -> None:
        await self.person.sends_file(name, self.uses(content).encode())

    async def shares(self, name: str) -> None:
        await self.person.shares_contact(self.uses(name), "+1 416 555 0100")

    def buttons(self) -> list[str]:
        """What the buttons on their screen carry, also those in the group; the latest last."""
        return [action for _chat, _message, action in self._buttons()]

    async def presses(self, action: str) -> None:
        chat, message, _action = next(each for each in reversed([*self._buttons()]) if each[2] == action)
        await self.person.forges(action, message, chat)
        self._sees_toasts()

    async def forges(self, action: str) -> None:
        await self.person.forges(action, self.person.last)
        self._sees_toasts()

    def _buttons(self) -> Iterator[tuple[telegram_people.Chat, telegram_people.Shown, str]]:
        for chat in (self.town.group, self.person):
            for message in chat.messages:
                for button in (each for row in message.rows for each in row if "callback_data" in each):
                    yield chat, message, button["callback_data"]

    def _sees_toasts(self) -> None:
        self.is_shown([self.person.toasts, self.person.opened])
        self.person.toasts.clear()
        self.person.opened.clear()


class DiscordVoice(Voice):
    def __init__(self, town: "Town", name: str) -> None:
        super().__init__(town, name, "discord")
        self.person = town.discord.user(name)
        sees, opens = self.person.sees, self.person.opens

        async def look(message: Shown) -> None:
            if message.author is None:
                self.is_shown([message.content, message.embeds, message.components, *_files(message.files)])
            await sees(message)

        async def read(modal: Modal, of: Any) -> None:
            self.is_shown([modal.title, modal.components])
            self.carried.forms.append(modal)
            await opens(modal, of)

        self.person.sees, self.person.opens = look, read  # type: ignore[method-assign]

    async def says(self, text: str) -> None:
        self.person.modal = None
        self.person.hears_to_the_end()
        await self.person.says(self.uses(text))
        await self._is_answered()

    async def says_before_all(self, line: str) -> None:
        """In a server one writes what everybody sees; with a slash it is a command."""
        await self.person.says(self.uses(line), where=self.town.guild.channel)

    async def sends_file(self, name: str, content: str) -> None:
        self.person.hears_to_the_end()
        await self.person.says("", attachments=[(name, self.uses(content).encode())])
        await self._is_answered()

    async def calls(self, command: str, options: dict[str, str], where: discord_people.Channel) -> None:
        self.person.modal = None
        self.uses(" ".join(options.values()))
        await self.person.slash(command, options, where=where)

    async def completes(self, command: str, options: dict[str, str], where: discord_people.Channel) -> list[Choice]:
        self.uses(" ".join(options.values()))
        choices = await self.person.completes(command, options, where=where)
        self.is_shown(choices)
        self.carried.chosen += [each.value for each in choices if each.value.startswith("=")]
        return choices

    async def opens_menu(self, title: str, target: "discord_people.Person | Shown") -> None:
        self.person.modal = None
        if isinstance(target, Shown):
            self.uses(target.text)
        await self.person.context_menu(title, target, where=self.town.guild.channel)

    async def fills(self, text: str) -> None:
        """Put this into every field of the form that is open; where one chooses, the first there is."""
        modal = await self.person.asked()
        self.uses(text)
        await self.person.fills(
            {label: Menu(asked).labels[0] if asked["type"] in SELECTS else text for label, asked in modal.inputs}
        )

    async def fills_instead(self, theirs: Modal, text: str) -> None:
        """The form that is open becomes another's in the hands of somebody who knows how: its id is the other's."""
        assert self.person.modal is not None
        self.person.modal = theirs
        await self.fills(text)

    def buttons(self) -> list[str]:
        """What the buttons and options on their screen carry; the latest last."""
        return [action for _message, _component, action in self._buttons()]

    async def presses(self, action: str) -> None:
        message, component, _action = next(each for each in reversed([*self._buttons()]) if each[2] == action)
        is_menu = component["type"] in SELECTS
        more = {"values": [action]} if is_menu else {}
        await self.person.forges(component["custom_id"], message, component["type"], **more)

    async def forges(self, action: str, *, menu: bool = False) -> None:
        """Press a button that is not there, or choose it from a menu, under the last message."""
        kind, custom_id = (3, "menu:0") if menu else (2, action)
        forged = {"type": kind, "custom_id": custom_id, "id": 2, "style": 2, "options": []}
        under = replace(self.person.last, components=[{"type": 1, "id": 1, "components": [forged]}])
        await self.person.forges(custom_id, under, kind, **({"values": [action]} if menu else {}))

    def _buttons(self) -> Iterator[tuple[Shown, dict[str, Any], str]]:
        for message in self.person.messages:
            for row in message.components:
                for component in row.get("components", []):
                    if component["type"] in SELECTS:
                        yield from ((message, component, each["value"]) for each in component["options"])
                    elif "custom_id" in component:
                        yield message, component, component["custom_id"]

    async def _is_answered(self) -> None:
        await self.person.hears()
        await self.town.discord.settled()


@dataclass
class Town:
    """Both platforms, with a group in one and a server in the other where everybody is."""

    app: App
    clock: Clock
    telegram: FakeTelegram
    discord: FakeDiscord
    bots: tuple[TelegramBot, DiscordBot]
    wrong: list[str] = field(default_factory=list)  # whatever somebody should not have been shown
    shown: Counter[str] = field(default_factory=Counter)  # marked words, by whose they are

    def __post_init__(self) -> None:
        self.group = self.telegram.group("Job seekers")
        self.voices = [make(self, name) for name in PEOPLE for make in (TelegramVoice, DiscordVoice)]
        members = [voice.person for voice in self.voices if isinstance(voice, DiscordVoice)]
        self.guild = self.discord.guild("Job seekers", *members)
        _overhear(self.group, self.voices[0], before_all=True)

    async def skip(self, **span: float) -> None:
        """Let time go by; whatever is due on the way is sent."""
        telegram, discord = self.bots
        await skip(self.app, self.clock, {"telegram": telegram.sender, "discord": discord.sender}, **span)


@asynccontextmanager
async def town(database_url: str) -> AsyncIterator[Town]:
    """The two real bots on one App and one store. Whatever a fake does not take, fails when it ends."""
    clock = Clock()
    async with (
        _stored(database_url) as store,
        FakeTelegram() as telegram,
        FakeDiscord() as discord,
        serving(app := App(store, clock), discord, store) as discord_bot,
    ):
        telegram_bot = TelegramBot(app, token=telegram.token, api_url=telegram.url, limits=None)
        telegram.answered = telegram_bot.idle
        await telegram_bot.start()
        made = Town(app, clock, telegram, discord, (telegram_bot, discord_bot))
        try:
            yield made
        finally:
            await telegram_bot.stop()
    strange = [*telegram.violations, *discord.violations, *discord.unanswered]
    assert not strange, strange


@asynccontextmanager
async def _stored(database_url: str) -> AsyncIterator[Store]:
    store = await open_store(database_url)
    try:
        yield store
    finally:
        await store.close()


def _overhear(chat: telegram_people.Chat, voice: Voice, *, before_all: bool = False) -> None:
    shows = chat.shows

    async def look(message: telegram_people.Shown) -> None:
        shown = [message.text, message.entities, message.rows, *_files([message.file[1]] if message.file else [])]
        voice.is_shown(shown, before_all=before_all)
        await shows(message)

    chat.shows = look  # type: ignore[method-assign]


def _files(files: list[Any]) -> list[str]:
    """What is in them; of a ZIP all that is in that."""
    return [text for file in files for text in _texts(bytes(file))]


def _texts(content: bytes) -> Iterator[str]:
    if not content.startswith(b"PK"):
        yield content.decode()
        return
    with ZipFile(BytesIO(content)) as archive:
        yield from (archive.read(name).decode() for name in archive.namelist())


def _strings(shown: Any) -> Iterator[str]:
    match shown:
        case str():
            yield shown
        case dict():
            for each in shown.values():
                yield from _strings(each)
        case list() | tuple():
            for each in shown:
                yield from _strings(each)
