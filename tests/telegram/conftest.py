"""A bot served by a strict fake of Telegram, and a small core that answers what a test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest

from bots.telegram.adapter import TelegramBot
from core.chat.command import Command
from core.chat.doors import Doors
from core.chat.reply import Answer, Reply
from core.chat.request import Actor, CardShared, Message, PlaceKind, Press, Request, Upload
from core.chat.words import Reader
from core.gatherings.sharing import Shareable
from tests.fakes import telegram_spec
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_groups import Group
from tests.fakes.telegram_people import Person


def pytest_report_collectionfinish() -> str:
    return telegram_spec.header()


def _command(name: str, summary: str, *, in_groups: bool = False, listed: bool = True) -> Command:
    async def run(*_values: object) -> Answer:
        raise NotImplementedError

    return Command(name=name, params=(), summary=summary, examples=(), run=run, in_groups=in_groups, listed=listed)


@dataclass
class SmallApp:
    """In the place of the core, where a test is about Telegram: echoes, or says what it is told to."""

    answers: dict[str, Sequence[Answer | Exception]] = field(default_factory=dict)  # by what was said or pressed
    gates: dict[str, asyncio.Event] = field(default_factory=dict)  # what has to wait before it is answered
    heard: list[Request] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    doors: Doors = field(default_factory=Doors)
    groups: list[tuple[str, ...]] = field(default_factory=list)  # what it was told of them
    shared: dict[str, list[Shareable]] = field(default_factory=dict)  # by query
    commands: tuple[Command, ...] = (
        _command("met", "Log that you were in touch"),
        _command("help", "What I can do", in_groups=True),
        _command("secret", "Not for everybody's eyes", listed=False),
    )

    async def answer(self, request: Request) -> AsyncIterator[tuple[Answer, Reader]]:
        self.heard.append(request)
        said = _said(request)
        try:
            if said in self.gates:
                await self.gates[said].wait()
            private = request.place is PlaceKind.PRIVATE
            for each in self.answers.get(said, [Reply(text=("You said ", said), private=private)]):
                if isinstance(each, Exception):
                    raise each
                yield each, Reader(request.actor.locale)
        finally:
            self.ended.append(said)

    async def shareable(self, _actor: Actor, query: str) -> list[Shareable]:
        return self.shared.get(query, [])

    async def joined(self, platform: str, group: str) -> None:
        self.groups.append(("joined", group))

    async def left(self, platform: str, group: str) -> None:
        self.groups.append(("left", group))

    async def moved(self, platform: str, old: str, new: str) -> None:
        self.groups.append(("moved", old, new))


def _said(request: Request) -> str:
    match request.body:
        case Message(text=said) | Press(action=said) | Upload(name=said) | CardShared(name=said):
            return said


@pytest.fixture
def app() -> SmallApp:
    return SmallApp()


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """Telegram; the test fails if it is sent anything that it does not take."""
    async with FakeTelegram() as fake:
        yield fake
    assert fake.violations == []


@pytest.fixture
async def bot(app: SmallApp, fake: FakeTelegram) -> AsyncIterator[TelegramBot]:
    """The bot, served by the fake."""
    bot = TelegramBot(app, fake.token, fake.url, limits=None)  # type: ignore[arg-type]
    fake.answered = bot.idle
    await bot.start()
    yield bot
    await bot.stop()


@pytest.fixture
def ada(fake: FakeTelegram, bot: TelegramBot) -> Person:
    return fake.user("Ada")


@pytest.fixture
def club(fake: FakeTelegram, bot: TelegramBot) -> Group:
    return fake.group("Job seekers")
