"""Where the answers to a direct message go: after it, or in the place of the answer before."""

import logging

import discord

from bots.discord.render import render
from bots.discord.sender import send_parts
from bots.discord.trouble import insistently
from core.chat.failures import apology
from core.chat.reply import Answer, Elsewhere, Notice, Reply
from core.chat.words import Reader
from core.delivery.sending import DeliveryError, Rejected, Unreachable

log = logging.getLogger(__name__)


class Messaging:
    """Answers one direct message. Each answer has a nonce, so that one of which nothing was heard is sent again."""

    def __init__(self, message: discord.Message) -> None:
        self.reader = Reader()  # Discord does not say in a message which language somebody has chosen
        self._message = message
        self._previous: discord.Message | None = None
        self._keeps_file = False  # whether the answer before has a file, which would be lost with it
        self._said = 0

    async def say(self, answer: Answer, reader: Reader) -> None:
        """Give an answer. What Discord refuses is logged: the next one is still given."""
        match answer:
            case Reply():
                await self._deliver(answer, reader)
            case Notice(text) | Elsewhere(text):
                await self._deliver(Reply(text=text), reader)

    async def _deliver(self, reply: Reply, reader: Reader) -> None:
        try:
            await self._put(reply, reader)
        except Rejected as error:
            await self._apologise(error)
        except Unreachable:
            log.info("An answer found nobody there any more.")
        except DeliveryError as error:
            log.warning("An answer did not arrive.", extra={"error": type(error).__name__})

    async def _put(self, reply: Reply, reader: Reader) -> None:
        self._said += 1
        nonce = f"m{self._message.id}.{self._said}"
        parts = render(reply, reader)
        if reply.replaces and not self._keeps_file and (previous := self._previous) is not None:
            first, *parts = parts
            self._previous = await insistently(lambda: previous.edit(**first.instead()))
        if parts:
            self._previous = await insistently(lambda: send_parts(self._message.channel, parts, nonce))
        self._keeps_file = reply.file is not None

    async def _apologise(self, error: Rejected) -> None:
        try:
            await self._put(apology(error), self.reader)
        except DeliveryError as another:
            log.error("An apology did not arrive.", extra={"error": type(another).__name__})
