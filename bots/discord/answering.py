"""What happens in Discord, answered: taken to the core, each person's things in order, and its answers back."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeAlias
from weakref import WeakValueDictionary

import discord
from discord.app_commands import Choice

from bots.discord import inbound
from bots.discord.documents import fetched
from bots.discord.inbound import PLATFORM, Heard
from bots.discord.messaging import Messaging
from bots.discord.sender import DiscordSender
from bots.discord.slash import Declared
from bots.discord.speaking import Speaking
from bots.discord.trouble import sorted_errors
from bots.discord.welcoming import greeting, place_to_greet
from bots.shown import label
from core.chat.failures import apology, trace
from core.chat.reply import Answer, Notice, Reply, say
from core.chat.request import Request
from core.chat.words import Reader, _
from core.delivery.sending import DeliveryError
from core.facts.account import Identity
from core.facts.ids import AccountId

if TYPE_CHECKING:
    from core.app import App

Interaction: TypeAlias = "discord.Interaction[discord.Client]"

MAX_CHOICES = 25
MAX_CHOICE = 100
_SUGGESTS_WITHIN = 2.5  # seconds: Discord takes suggestions for three, and whoever types has typed on
_REMEMBERED = 5000  # what was taken: a connection that is resumed brings things again

log = logging.getLogger(__name__)


class Says(Protocol):
    """Where answers go."""

    reader: Reader  # until the core says for whom it speaks

    async def say(self, answer: Answer, reader: Reader) -> None: ...


class Answering:
    """Takes what happens to the core, and its answers back to Discord."""

    def __init__(self, app: "App", declared: Declared, sender: DiscordSender) -> None:
        self._app = app
        self._declared = declared
        self._sender = sender
        self._lines: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()  # gone when nobody waits
        self._taken: OrderedDict[int, None] = OrderedDict()
        self._tasks: set[asyncio.Task[object]] = set()
        self._takes = True

    async def take_command(self, interaction: Interaction) -> None:
        """A slash command, or an entry of a menu."""
        await self._take(interaction, lambda: inbound.command_of(interaction, self._declared))

    async def take_press(self, interaction: Interaction, action: str) -> None:
        await self._take(interaction, lambda: inbound.press_of(interaction, action))

    async def take_form(self, interaction: Interaction) -> None:
        await self._take(interaction, lambda: inbound.form_of(interaction))

    async def take_message(self, message: discord.Message) -> None:
        """Something written to the bot alone; nothing else is looked at."""
        if not self._takes or not inbound.is_spoken(message) or self._has_taken(message.id):
            return
        self._sender.remember(message.author.id, message.channel.id)
        with self._busy():
            speaking = Messaging(message)
            heard = [*inbound.messages_of(message)]
            if not heard:
                text = say(_("I read text and files. /help shows what I can do."))
                await speaking.say(Reply(text=text), speaking.reader)
            async with self._turn(message.author.id) as over:
                for each in heard:
                    await self._converse(each, speaking, over)

    async def greet(self, server: discord.Guild) -> None:
        """The bot has joined a server."""
        with self._busy():
            await self._app.joined(PLATFORM, str(server.id))
            channel = place_to_greet(server)
            if not self._takes or channel is None:
                return
            identity = Identity(
                platform=PLATFORM,
                external_id=str(server.id),
                account_id=AccountId(""),
                address=str(channel.id),
                group=True,
            )
            try:
                await self._sender.send(identity, *greeting(server), f"hello {server.id}")
            except DeliveryError as error:
                log.info("A greeting did not arrive.", extra={"error": type(error).__name__})

    async def leave(self, server_id: int) -> None:
        """The bot is no member of a server any more: nothing is sent there from now on."""
        with self._busy():
            await self._app.left(PLATFORM, str(server_id))

    async def suggest(self, interaction: Interaction) -> None:
        """What an option could be, while it is typed."""
        typing = inbound.typing_of(interaction)
        choices: list[Choice[str]] = []
        if typing is not None:
            try:
                async with asyncio.timeout(_SUGGESTS_WITHIN):
                    found = await self._app.choices(
                        typing.actor, typing.command, typing.param, typing.typed, typing.given
                    )
                choices = [
                    Choice(name=label(each.label, MAX_CHOICE), value=each.value)
                    for each in found[:MAX_CHOICES]
                    if 0 < len(each.value) <= MAX_CHOICE
                ]
            except TimeoutError:
                log.info("Suggestions came too late.")
            except Exception as error:  # nobody waits for them: an empty list is as good as words
                log.error("Suggestions failed:\n%s", trace(error))
        try:
            with sorted_errors():
                await interaction.response.autocomplete(choices)
        except (DeliveryError, discord.InteractionResponded) as error:  # whoever typed may have typed on
            log.debug("Suggestions did not arrive.", extra={"error": type(error).__name__})

    async def idle(self) -> None:
        """Wait until everything that was taken has been answered."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def take_no_more(self) -> None:
        """What comes from now on is left to the process after us."""
        self._takes = False

    def give_up(self) -> None:
        """Break off what is being answered."""
        for task in self._tasks:
            task.cancel()

    async def _take(self, interaction: Interaction, hear: Callable[[], Heard | None]) -> None:
        if not self._takes or self._has_taken(interaction.id):
            return

        async def late(reply: Reply, reader: Reader) -> None:
            await self._say_late(interaction, reply, reader)

        with self._busy():
            async with Speaking(interaction, late) as speaking, self._turn(*_whose_turn(interaction)) as over:
                try:
                    heard = hear()
                except (KeyError, ValueError, TypeError, AttributeError) as error:  # not in Discord's form
                    await speaking.say(apology(error), speaking.reader)
                    return
                if heard is None:
                    text = say(_("I don't know that one any more. /help shows what I can do."))
                    await speaking.say(Notice(text), speaking.reader)
                else:
                    await self._converse(heard, speaking, over)

    async def _converse(self, heard: Heard, speaking: Says, over: Callable[[], None]) -> None:
        try:
            async with _complete(heard) as request, _closing(self._app.answer(request)) as answers:
                async for answer, reader in answers:
                    await speaking.say(answer, reader)
                    over()
        except Exception as error:  # whatever it was, the person hears of it
            await speaking.say(apology(error), speaking.reader)

    async def _say_late(self, interaction: Interaction, reply: Reply, reader: Reader) -> None:
        """In their direct messages: the interaction cannot be answered any more."""
        user = str(interaction.user.id)
        identity = Identity(platform=PLATFORM, external_id=user, account_id=AccountId(""), address=user)
        try:
            await self._sender.send(identity, reply, reader, f"late {interaction.id}")
        except DeliveryError as error:
            log.warning("A late answer did not arrive.", extra={"error": type(error).__name__})

    @asynccontextmanager
    async def _turn(self, *ids: int) -> AsyncIterator[Callable[[], None]]:
        """What one person does is answered in order, and nobody waits for somebody else. Unless both press what
        only presses can change: there the later one says how things are.

        Calling what is given ends the turn before the block does, after the first answer: where more of them come
        it is long work, and has to be stopped by a press while it goes on.
        """
        lines = [self._lines.setdefault(each, asyncio.Lock()) for each in ids]
        waiting: list[asyncio.Lock] = []

        def over() -> None:
            while waiting:
                waiting.pop().release()

        try:
            for line in lines:
                await line.acquire()
                waiting.append(line)
            yield over
        finally:
            over()

    def _has_taken(self, thing_id: int) -> bool:
        if thing_id in self._taken:
            return True
        self._taken[thing_id] = None
        if len(self._taken) > _REMEMBERED:
            self._taken.popitem(last=False)
        return False

    @contextmanager
    def _busy(self) -> Iterator[None]:
        """This task is one to be waited for. discord.py starts it, and keeps no hold of it."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)


def _whose_turn(interaction: Interaction) -> Iterator[int]:
    """Who does it; and last the message that it may change, so that no two ever wait for one another."""
    yield interaction.user.id
    if interaction.message is not None and inbound.is_changed_by_presses(interaction):
        yield interaction.message.id


@asynccontextmanager
async def _complete(heard: Heard) -> AsyncIterator[Request]:
    """The request with its file at hand, for as long as the block lasts."""
    if heard.attached is None:
        yield heard.request
        return
    async with fetched(heard.attached) as upload:
        yield replace(heard.request, body=upload)


@asynccontextmanager
async def _closing(
    answers: AsyncIterator[tuple[Answer, Reader]],
) -> AsyncIterator[AsyncIterator[tuple[Answer, Reader]]]:
    """Whoever stops listening, stops the work: its transaction is rolled back now, not when memory is tidied."""
    try:
        yield answers
    finally:
        if isinstance(answers, AsyncGenerator):
            await answers.aclose()
