"""People who talk to Reachwell, on whichever platform: what they say, press and hear."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from bots.telegram.adapter import TelegramBot
from bots.terminal.adapter import TerminalChat
from bots.terminal.screen import Block
from core.app import App
from core.delivery.sending import Sender
from tests.conftest import Clock
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import Person, Shown


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of Reachwell's, as somebody sees it."""

    text: str
    labels: tuple[str, ...]

    def __contains__(self, words: str) -> bool:
        return words.casefold() in self.text.casefold()


class Friend(Protocol):
    """Somebody who talks to Reachwell in private."""

    async def says(self, text: str) -> Heard:
        """Say something; the answer, the last one if there are several."""

    async def presses(self, label: str) -> Heard:
        """Press a button of the last message that has it; what the message has become, or the new one."""

    async def sends_file(self, name: str, content: bytes) -> Heard:
        """Send a file; the answer."""

    def hears(self, *words: str) -> Heard:
        """The latest message with all these words in it; fails when there is none."""

    @property
    def heard(self) -> list[Heard]:
        """Everything heard so far, each message as it is now."""


class World(Protocol):
    """A platform with Reachwell on it, and time that only a test moves."""

    def friend(self, name: str) -> Friend: ...

    async def skip(self, **span: float) -> None:
        """Let time go by (timedelta's keywords); whatever is due on the way is sent."""


class Listener:
    """What is the same for every friend."""

    heard: list[Heard]
    name: str

    def hears(self, *words: str) -> Heard:
        for heard in reversed(self.heard):
            if all(word in heard for word in words):
                return heard
        raise AssertionError(f"{self.name} has not heard {words}, but {[each.text for each in self.heard]}")


class TerminalWorld:
    """The terminal, driven line by line."""

    def __init__(self, chat: TerminalChat, folder: Path) -> None:
        self.chat = chat
        self.folder = folder

    def friend(self, name: str) -> "TerminalFriend":
        return TerminalFriend(self, name)

    async def skip(self, **span: float) -> None:
        minutes = int(timedelta(**span).total_seconds() // 60)
        for shown in await self.chat.say(f":skip {minutes} minutes"):
            for friend in _FRIENDS:
                if friend.world is self and shown.heading and friend.is_meant_by(shown):
                    friend.heard.append(_from_block(shown))


_FRIENDS: list["TerminalFriend"] = []


class TerminalFriend(Listener):
    def __init__(self, world: TerminalWorld, name: str) -> None:
        self.world = world
        self.name = name
        self.heard = []
        _FRIENDS.append(self)

    def is_meant_by(self, shown: Block) -> bool:
        """Deliveries to somebody else than the one at the keyboard are headed "→ name"."""
        if "→" in shown.heading:
            return f"→ {self.name}" in shown.heading
        return self.world.chat.person == self.name.casefold()

    async def says(self, text: str) -> Heard:
        await self._takes_the_keyboard()
        return self._hears(await self.world.chat.say(text))

    async def presses(self, label: str) -> Heard:
        await self._takes_the_keyboard()
        return self._hears(await self.world.chat.press(label))

    async def sends_file(self, name: str, content: bytes) -> Heard:
        path = self.world.folder / name
        path.write_bytes(content)
        return await self.says(f"/import {path}")

    async def _takes_the_keyboard(self) -> None:
        if self.world.chat.person != self.name.casefold():
            await self.world.chat.say(f":as {self.name}")

    def _hears(self, shown: list[Block]) -> Heard:
        self.heard += [_from_block(each) for each in shown]
        return self.heard[-1]


def _from_block(shown: Block) -> Heard:
    return Heard(shown.text, tuple(button.label for button in shown.buttons))


async def skip(app: App, clock: Clock, senders: Mapping[str, Sender], **span: float) -> None:
    """Let time go by; whatever is due on the way is planned and sent."""
    end = clock.now + timedelta(**span)
    while (due := await app.next_due()) is not None and due <= end:
        clock.now = max(clock.now, due)
        while await app.plan() or await app.deliver(senders):
            pass
    clock.now = end


class TelegramWorld:
    """Telegram: the real python-telegram-bot over loopback HTTP, against the strict fake."""

    def __init__(self, fake: FakeTelegram, app: App, bot: TelegramBot, clock: Clock) -> None:
        self.fake = fake
        self.app = app
        self.bot = bot
        self.clock = clock

    def friend(self, name: str) -> "TelegramFriend":
        return TelegramFriend(self.fake.user(name))

    async def skip(self, **span: float) -> None:
        await skip(self.app, self.clock, {"telegram": self.bot.sender}, **span)


class TelegramFriend(Listener):
    def __init__(self, person: Person) -> None:
        self.person = person
        self.name = person.name

    @property
    def heard(self) -> list[Heard]:
        return [_from_shown(each) for each in self.person.messages]

    async def says(self, text: str) -> Heard:
        await self.person.sends(text)
        return self.heard[-1]

    async def presses(self, label: str) -> Heard:
        having = [each for each in self.person.messages if _label(each, label)]
        assert having, (
            f"no message has a button {label!r}, but {[each.labels for each in self.person.messages[-2:]]}"
        )
        before, toasts = [(each.id, each.edits) for each in self.person.messages], len(self.person.toasts)
        await self.person.presses(_label(having[-1], label), under=having[-1])
        changed = [each for each in self.person.messages if (each.id, each.edits) not in before]
        if changed:
            return _from_shown(changed[-1])
        assert len(self.person.toasts) > toasts, "the press changed nothing and said nothing"
        return Heard(self.person.toasts[-1], ())

    async def sends_file(self, name: str, content: bytes) -> Heard:
        await self.person.sends_file(name, content)
        return self.heard[-1]


def _label(shown: Shown, label: str) -> str:
    labels = [each for row in shown.labels for each in row]
    if label in labels:
        return label
    return next((each for each in labels if each.startswith(label)), "")


def _from_shown(shown: Shown) -> Heard:
    return Heard(shown.text, tuple(label for row in shown.labels for label in row))
