"""Where the answers to one interaction go, and in what form: Discord wants the first within three seconds.

The first answer may be a message, a form, or a change of the message whose button was pressed. What takes longer
than a moment is deferred, and answered by filling in what was deferred; all others follow as messages of their own.

Where others read along, an answer is seen by nobody but whoever asked, unless it says itself that it is for all. It
never takes the place of a message that others see, or the other way round.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from typing import Self, TypeAlias

import discord

from bots.discord.forms import modal
from bots.discord.inbound import is_between_us, is_changed_by_presses
from bots.discord.render import Part, few_words, posted, render, with_way_in
from bots.discord.trouble import insistently, is_expired
from core.chat.failures import apology
from core.chat.reply import Answer, Elsewhere, Notice, Reply, say
from core.chat.words import Reader, _
from core.delivery.sending import DeliveryError, Rejected

Interaction: TypeAlias = "discord.Interaction[discord.Client]"
Late = Callable[[Reply, Reader], Awaitable[None]]  # says it in the person's direct messages

DEFERS_AFTER = 1.8  # seconds: Discord gives three, and the way there and back takes some of them
PATIENCE = 2.5  # seconds after which somebody who only sees that we think is told that we still do

log = logging.getLogger(__name__)


class _State(Enum):
    """What Discord has been told of an interaction."""

    OPEN = "nothing yet"
    THINKING = "a message is to come"  # in its place stands that we think
    PRESSED = "something is to come"  # the button waits no more
    ANSWERED = "there was an answer"


class Speaking:
    """Answers one interaction. As a context manager it sees to it that Discord is answered in time, and at all."""

    def __init__(self, interaction: Interaction, late: Late) -> None:
        """`late` is for what comes after the quarter of an hour in which an interaction can be answered."""
        self.reader = Reader(locale=str(interaction.locale).replace("-", "_"))
        self._interaction = interaction
        self._late = late
        self._alone = is_between_us(interaction)
        # Whether others see the message that would be replaced.
        self._open = interaction.message is not None and not (self._alone or interaction.message.flags.ephemeral)
        self._state = _State.OPEN
        self._one_at_a_time = asyncio.Lock()
        self._previous: discord.WebhookMessage | None = None  # what was said last; None: the original answer
        # Whether the message that would be replaced has a file, which would be lost with it.
        self._keeps_file = interaction.message is not None and bool(interaction.message.attachments)
        self._waits: discord.WebhookMessage | None = None  # the message that says that it takes long
        self._comes = asyncio.Event()  # there is an answer, or there will be none
        self._slow: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Self:
        self._timer = asyncio.get_running_loop().call_later(DEFERS_AFTER, self._be_slow)
        return self

    async def __aexit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._hurry_no_more()
        if self._slow is not None:
            await asyncio.wait({self._slow})
        if self._state is not _State.ANSWERED and error is None:
            # The core had nothing to say: it has taken this very interaction before.
            await self.say(Notice(say(_("That is done already."))), self.reader)

    async def say(self, answer: Answer, reader: Reader) -> None:
        """Give an answer. What Discord refuses is logged: the next one is still given."""
        self._hurry_no_more()
        async with self._one_at_a_time:
            match answer:
                case Reply():
                    await self._reply(answer, reader)
                case Notice():
                    await self._notice(answer, reader)
                case Elsewhere(text):
                    await self._reply(Reply(text=text), reader)

    async def _reply(self, reply: Reply, reader: Reader) -> None:
        try:
            await self._put(reply, reader)
        except Rejected as error:
            if is_expired(error):
                await self._late(reply, reader)
                self._state = _State.ANSWERED
            else:
                await self._apologise(error)
        except DeliveryError as error:
            log.warning("An answer did not arrive.", extra={"error": type(error).__name__})
            self._state = _State.ANSWERED

    async def _notice(self, notice: Notice, reader: Reader) -> None:
        if notice.instead is not None and is_changed_by_presses(self._interaction):
            await self._put_instead(posted(notice.instead, self._everybody(reader)))
        try:
            await self._put_words(few_words(notice.text, reader))
        except DeliveryError as error:
            log.info("A few words did not arrive.", extra={"error": type(error).__name__})
        self._state = _State.ANSWERED

    async def _put(self, reply: Reply, reader: Reader) -> None:
        if self._state is _State.OPEN and reply.form and reply.form.first and self._takes_form():
            made = modal(reply.form, reply.text, reader)
            await insistently(lambda: self._interaction.response.send_modal(made))
            self._state = _State.ANSWERED
            return
        is_open = not (self._alone or reply.private)
        if is_open:
            first, others = posted(reply, self._everybody(reader)), []
        else:
            first, *others = render(with_way_in(reply), reader)
        replaces = reply.replaces and not self._keeps_file and is_open == self._open
        await self._put_first(first, replaces=replaces, is_open=is_open)
        self._state = _State.ANSWERED
        self._keeps_file, self._open = reply.file is not None, is_open
        for part in others:
            await self._follow(part, is_open=is_open)

    async def _put_first(self, part: Part, *, replaces: bool, is_open: bool) -> None:
        """The first message of a reply: where the last one was, or what waits for it, else after it."""
        if self._state is _State.OPEN and replaces and self._interaction.message is not None:
            await insistently(lambda: self._interaction.response.edit_message(**part.instead()))
        elif self._state is _State.OPEN:
            respond = self._interaction.response.send_message
            await insistently(lambda: respond(ephemeral=not (self._alone or is_open), **part.new()))
        elif self._state is _State.THINKING and is_open:
            # What was deferred is seen by whoever asked, and would make the message that fills it in so, too.
            words = few_words(say(_("Everybody here can see it now.")), self.reader)
            await insistently(lambda: self._interaction.edit_original_response(content=words))
            await self._follow(part, is_open=is_open)
        elif self._state is _State.THINKING or (self._state is _State.PRESSED and replaces):
            await self._change_original(part)
            await self._stop_waiting()
        elif self._waits is not None and not is_open:
            self._previous, self._waits = self._waits, None
            await self._change_previous(part)
        elif self._state is _State.ANSWERED and replaces:
            await self._change_previous(part)
        else:
            await self._follow(part, is_open=is_open)
            await self._stop_waiting()

    async def _put_instead(self, part: Part) -> None:
        """Change the message that was pressed. Where that fails, what there is to tell is told all the same."""
        try:
            if self._state is _State.OPEN:
                await insistently(lambda: self._interaction.response.edit_message(**part.instead()))
                self._state = _State.ANSWERED
            elif self._state is _State.PRESSED:
                await insistently(lambda: self._interaction.edit_original_response(**part.instead()))
        except DeliveryError as error:
            log.info("A message could not be changed by a press.", extra={"error": type(error).__name__})

    async def _change_previous(self, part: Part) -> None:
        previous = self._previous
        if previous is None:
            await self._change_original(part)
            return
        await insistently(lambda: previous.edit(**part.instead()))

    async def _change_original(self, part: Part) -> None:
        await insistently(lambda: self._interaction.edit_original_response(**part.instead()))
        self._previous = None

    async def _follow(self, part: Part, *, is_open: bool) -> None:
        send, hidden = self._interaction.followup.send, not (self._alone or is_open)
        self._previous = await insistently(lambda: send(wait=True, ephemeral=hidden, **part.new()))

    async def _put_words(self, words: str) -> None:
        """A few words for whoever pressed, which change nothing that is there."""
        if self._state is _State.OPEN:
            await insistently(lambda: self._interaction.response.send_message(words, ephemeral=True))
        elif self._state is _State.THINKING:
            await insistently(lambda: self._interaction.edit_original_response(content=words))
        elif (waits := self._waits) is not None:
            self._waits = None
            await insistently(lambda: waits.edit(content=words))
        else:
            await insistently(lambda: self._interaction.followup.send(words, wait=True, ephemeral=True))

    async def _apologise(self, error: Rejected) -> None:
        try:
            await self._put(apology(error), self.reader)
        except DeliveryError as another:
            log.error("An apology did not arrive.", extra={"error": type(another).__name__})
            self._state = _State.ANSWERED

    def _everybody(self, reader: Reader) -> Reader:
        """For whom it is written that many read: in the language of their server, whoever has pressed."""
        theirs = self._interaction.guild_locale
        return reader if theirs is None else replace(reader, locale=str(theirs).replace("-", "_"))

    def _takes_form(self) -> bool:
        """Discord answers no form with another one."""
        return self._interaction.type in (
            discord.InteractionType.application_command,
            discord.InteractionType.component,
        )

    def _be_slow(self) -> None:
        self._slow = asyncio.create_task(self._keep_company())

    def _hurry_no_more(self) -> None:
        self._comes.set()
        if self._timer is not None:
            self._timer.cancel()

    async def _keep_company(self) -> None:
        """While there is no answer: say that there will be one, and later that it takes its time."""
        try:
            await self._defer()
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._comes.wait()
                    return
            async with self._one_at_a_time:
                await self._say_that_it_takes_long()
        except DeliveryError as error:
            log.warning("An interaction could not be deferred.", extra={"error": type(error).__name__})

    async def _defer(self) -> None:
        async with self._one_at_a_time:
            if self._state is not _State.OPEN:
                return
            defer = self._interaction.response.defer
            if self._interaction.message is not None:
                await insistently(defer)
                self._state = _State.PRESSED
            else:
                await insistently(lambda: defer(ephemeral=not self._alone, thinking=True))
                self._state = _State.THINKING

    async def _say_that_it_takes_long(self) -> None:
        words = few_words(say(_("Still working on it…")), self.reader)
        if self._state is _State.THINKING:
            await insistently(lambda: self._interaction.edit_original_response(content=words))
        elif self._state is _State.PRESSED:
            send = self._interaction.followup.send
            self._waits = await insistently(lambda: send(words, wait=True, ephemeral=True))

    async def _stop_waiting(self) -> None:
        waits, self._waits = self._waits, None
        if waits is not None:
            await insistently(waits.delete)
