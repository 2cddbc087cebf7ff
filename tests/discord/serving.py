"""A bot served by the fake; and in the place of the core, where a test is about Discord, a small one."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bots.discord.adapter import DiscordBot
from core.app import App
from core.chat.command import Command, Kind, MenuEntry, On, Param, Suggestion
from core.chat.reply import Answer, Reply
from core.chat.request import Actor, Call, CardShared, Filled, Message, PlaceKind, Press, Request, Upload
from core.chat.words import Reader
from tests.fakes.discord import FakeDiscord


def small_command(name: str, summary: str, *params: Param, **more: Any) -> Command:
    async def run(*_values: object) -> Answer:
        raise NotImplementedError

    return Command(name=name, params=params, summary=summary, examples=(), run=run, **more)


COMMANDS = (
    small_command(
        "met",
        "Log that you were in touch",
        Param(name="when", kind=Kind.PAST_DAY, summary="the day"),
        Param(name="who", kind=Kind.CONTACTS, summary="one or more people", ask="Whom?"),
        Param(name="what", kind=Kind.TEXT, summary="what it was"),
        menu=(MenuEntry(on=On.PERSON, title="I met them", fills="who"),),
    ),
    small_command(
        "rules",
        "What I bring up",
        Param(name="state", kind=Kind.CHOICE, summary="on or off", choices=("on", "off")),
        Param(name="hidden", kind=Kind.TEXT, summary="filled in by a button", option=False),
    ),
    small_command(
        "remind",
        "Be reminded",
        Param(name="what", kind=Kind.TEXT, summary="of what", ask="Of what?"),
        menu=(MenuEntry(on=On.MESSAGE, title="Remind me of this", fills="what"),),
    ),
    small_command("import", "Bring in the people you know"),
    small_command("help", "What I can do", in_groups=True),
    small_command("host", "Announce an event here", in_groups=True),
    small_command("share", "Share one of your events", in_groups=True),
    small_command("secret", "Not for everybody's eyes", listed=False),
)


@dataclass
class SmallApp:
    """Echoes, or says what it is told to."""

    answers: dict[str, Sequence[Answer | Exception]] = field(default_factory=dict)  # by what was said or pressed
    gates: dict[str, asyncio.Event] = field(default_factory=dict)  # what has to wait before it is answered
    heard: list[Request] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    suggestions: Sequence[Suggestion] | Exception = ()
    asked: list[tuple[str, str, str, Mapping[str, str]]] = field(default_factory=list)
    commands: tuple[Command, ...] = COMMANDS
    groups: list[str] = field(default_factory=list)  # in which the bot is, by `external_id`

    async def answer(self, request: Request) -> AsyncIterator[tuple[Answer, Reader]]:
        self.heard.append(request)
        said = said_in(request)
        try:
            if said in self.gates:
                await self.gates[said].wait()
            for each in self.answers.get(said, [Reply(text=("You said ", said))]):
                if isinstance(each, Exception):
                    raise each
                yield each, Reader(request.actor.locale)
        finally:
            self.ended.append(said)

    async def joined(self, _platform: str, group: str) -> None:
        self.groups.append(group)

    async def left(self, _platform: str, group: str) -> None:
        self.groups.remove(group)

    async def choices(
        self, actor: Actor, command: str, param: str, typed: str, given: Mapping[str, str]
    ) -> Sequence[Suggestion]:
        self.asked.append((command, param, typed, given))
        if "choices" in self.gates:
            await self.gates["choices"].wait()
        if isinstance(self.suggestions, Exception):
            raise self.suggestions
        return self.suggestions


def said_in(request: Request) -> str:
    """What a request says, in a few words."""
    match request.body:
        case Message(text=said) | Press(action=said) | Upload(name=said) | CardShared(name=said):
            return said
        case Call(command=name, typed=typed, known=known):
            return " ".join([f"/{name}", *typed.values(), *(f"={each}" for each in known.values())])
        case Filled(question=question, typed=typed):
            return " ".join([question, *typed.values()])


class Notes:
    """A store's notes."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def note(self, name: str) -> str | None:
        return self.kept.get(name)

    async def set_note(self, name: str, value: str) -> None:
        self.kept[name] = value


@asynccontextmanager
async def serving(
    app: "SmallApp | App", fake: FakeDiscord, notes: Any = None, **options: Any
) -> AsyncIterator[DiscordBot]:
    """A bot for as long as the block lasts."""
    bot = DiscordBot(
        app,  # type: ignore[arg-type]
        fake.token,
        Notes() if notes is None else notes,
        **{"api_url": fake.url, "gateway_url": fake.gateway_url, **options},
    )
    fake.answered = bot.idle
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


__all__ = ["Notes", "PlaceKind", "SmallApp", "serving"]
