"""The three platforms, each with its real adapter, on which a scene is played; and what stands there at its end."""

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from bots.discord.adapter import DiscordBot
from bots.telegram.adapter import TelegramBot
from bots.terminal.adapter import TerminalChat
from bots.terminal.clock import SandboxClock
from bots.terminal.screen import PlainScreen
from core.app import App
from core.chat.command import Command
from core.chat.doors import Doors
from core.chat.reply import Answer
from core.chat.request import Call, Message, Press, Request
from core.chat.words import Reader
from core.store import Store
from storage.store import open_store
from tests.conftest import Clock
from tests.conversations.friends import skip
from tests.discord.serving import serving, small_command
from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import FakeTelegram
from tests.golden import looks_of

LOOK = small_command("look", "See something", in_groups=True)
TEMPLATE = "template.db"


@dataclass
class Reciter:
    """In the place of the core: answers /look and every press with what a scene gives it."""

    answers: dict[str, Sequence[Answer]]
    reader: Reader
    commands: tuple[Command, ...] = (LOOK,)

    async def answer(self, request: Request) -> AsyncIterator[tuple[Answer, Reader]]:
        match request.body:
            case Press(action=said) | Message(text=said):
                pass
            case Call(command=name):
                said = f"/{name}"
        for each in self.answers.get(said, ()):
            yield each, self.reader


class Playing:
    """The core that the bots serve: in each scene another one."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self.commands = (*commands, LOOK)
        self.doors = Doors()
        self.core: App | Reciter | None = None

    def answer(self, request: Request) -> AsyncIterator[tuple[Answer, Reader]]:
        assert self.core is not None
        return self.core.answer(request)

    async def joined(self, platform: str, group: str) -> None:
        """Nothing in these scenes is about that."""


class Stage:
    """A platform, and on it Ada, who has never been there before."""

    async def says(self, line: str) -> None: ...

    async def calls(self, command: str, **options: str) -> None:
        """The command with its values, one by one where there are slash commands."""
        await self.says(" ".join([f"/{command}", *options.values()]))

    async def asks_in_a_group(self) -> None:
        """/look, where others read along."""

    async def presses(self, label: str) -> None: ...

    async def skip(self, **span: float) -> None: ...

    def forgets(self) -> None:
        """Only what comes from now on counts."""

    def looks(self) -> str:
        """What has come since."""
        raise NotImplementedError


class TelegramStage(Stage):
    def __init__(self, fake: FakeTelegram, bot: TelegramBot, app: Any, clock: Clock) -> None:
        self._ada, self._group = fake.user("Ada"), fake.group("Job seekers")
        self._bot, self._app, self._clock = bot, app, clock
        self._seen = 0

    async def says(self, line: str) -> None:
        await self._ada.sends(line)

    async def asks_in_a_group(self) -> None:
        await self.says("hello")
        await self._ada.sends("/look", to=self._group)

    async def presses(self, label: str) -> None:
        await self._ada.presses(label)

    async def skip(self, **span: float) -> None:
        await skip(self._app, self._clock, {"telegram": self._bot.sender}, **span)

    def forgets(self) -> None:
        self._seen = len(self._ada.messages)

    def looks(self) -> str:
        return looks_of.telegram(self._ada.messages[self._seen :], self._group.messages, self._ada.toasts)


class DiscordStage(Stage):
    def __init__(self, fake: FakeDiscord, bot: DiscordBot, app: Any, clock: Clock) -> None:
        self._ada = fake.user("Ada")
        self._server = fake.guild("Job seekers", self._ada)
        self._bot, self._app, self._clock = bot, app, clock
        self._seen = 0

    async def says(self, line: str) -> None:
        if line == "/look":
            await self._ada.slash("look")
            return
        self._ada.hears_to_the_end()
        await self._ada.says(line)
        await self._ada.hears()
        await self._bot.idle()

    async def calls(self, command: str, **options: str) -> None:
        await self._ada.slash(command, options)

    async def asks_in_a_group(self) -> None:
        await self._ada.slash("look", where=self._server.channel)

    async def presses(self, label: str) -> None:
        await self._ada.presses(label)

    async def skip(self, **span: float) -> None:
        await skip(self._app, self._clock, {"discord": self._bot.sender}, **span)

    def forgets(self) -> None:
        self._seen = len(self._ada.messages)

    def looks(self) -> str:
        return looks_of.discord(self._ada.messages[self._seen :], self._ada.modal)


class TerminalStage(Stage):
    def __init__(self, app: Any, store: Store, clock: SandboxClock, folder: Path) -> None:
        self._screen = StringIO()
        self._folder = folder
        self._chat = TerminalChat(app, store, clock, PlainScreen(self._screen), folder=folder)

    async def says(self, line: str) -> None:
        await self._chat.say(line)

    async def asks_in_a_group(self) -> None:
        """In a terminal there is nobody else."""
        await self.says("/look")

    async def presses(self, label: str) -> None:
        await self._chat.press(label)

    async def skip(self, **span: float) -> None:
        minutes = int(timedelta(**span).total_seconds() // 60)
        await self._chat.say(f":skip {minutes} minutes")

    def forgets(self) -> None:
        self._screen.truncate(0)
        self._screen.seek(0)

    def looks(self) -> str:
        return looks_of.terminal(self._screen.getvalue().replace(str(self._folder.resolve()), "."))


@dataclass
class Theatre:
    """Makes stages: each with an hour of its own, and all with the same two bots."""

    playing: Playing
    telegram: tuple[FakeTelegram, TelegramBot]
    discord: tuple[FakeDiscord, DiscordBot]
    empty: Store  # where nothing is kept, since the core has no part in it
    folder: Path
    made: int = 0

    @asynccontextmanager
    async def stage(self, platform: str, reciter: Reciter | None) -> AsyncIterator[Stage]:
        """With the real core and a database of its own, if nothing is given that is to be said."""
        self.made += 1
        folder = self.folder / str(self.made)
        folder.mkdir()
        async with AsyncExitStack() as stack:
            store = self.empty
            if reciter is None:
                database = shutil.copy(self.folder / TEMPLATE, folder / TEMPLATE)
                store = await open_store(f"sqlite:///{database}")
                stack.push_async_callback(store.close)
            clock = Clock()
            sandbox = await SandboxClock.open(store, clock)
            app = reciter or App(store, sandbox if platform == "Terminal" else clock)
            self.playing.core = app
            match platform:
                case "Telegram":
                    yield TelegramStage(*self.telegram, app, clock)
                case "Discord":
                    yield DiscordStage(*self.discord, app, clock)
                case _:
                    yield TerminalStage(app, store, sandbox, folder)


@asynccontextmanager
async def theatre(folder: Path) -> AsyncIterator[Theatre]:
    """Everything up and running, for as long as the block lasts. `folder` is an empty one."""
    async with AsyncExitStack() as stack:
        await (await open_store(f"sqlite:///{folder / TEMPLATE}")).close()
        empty = await open_store(f"sqlite:///{folder / 'empty.db'}")
        stack.push_async_callback(empty.close)
        playing = Playing(App(empty, Clock()).commands)
        telegram = await stack.enter_async_context(FakeTelegram())
        discord = await stack.enter_async_context(FakeDiscord())
        discord_bot = await stack.enter_async_context(serving(playing, discord))  # type: ignore[arg-type]
        telegram_bot = TelegramBot(playing, telegram.token, telegram.url, limits=None)  # type: ignore[arg-type]
        telegram.answered = telegram_bot.idle
        await telegram_bot.start()
        stack.push_async_callback(telegram_bot.stop)
        yield Theatre(playing, (telegram, telegram_bot), (discord, discord_bot), empty, folder)
    strange = [*telegram.violations, *discord.violations, *discord.unanswered]
    assert not strange, strange
