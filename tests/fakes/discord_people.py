"""People in Discord, as a test plays them: what they enter and press, and what they see."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.fakes.discord_asking import Choice, chat_command, context_menu, resolve_user
from tests.fakes.discord_components import LINK_STYLE, STRING_SELECT, USER_SELECT
from tests.fakes.discord_places import Channel, Guild
from tests.fakes.discord_shown import Modal, Shown

if TYPE_CHECKING:
    from tests.fakes.discord import FakeDiscord
    from tests.fakes.discord_interactions import Interaction

PATIENCE = 10.0  # seconds within which a bot has to react


class Person:
    """Somebody on Discord. `messages` are the bot's that they can see now, wherever those are."""

    def __init__(self, fake: "FakeDiscord", user_id: int, name: str, locale: str, *, installed: bool) -> None:
        self._fake = fake
        self.id = user_id
        self.name = name
        self.locale = locale
        self.installed = installed  # the bot, for themselves: they can use it anywhere
        self.guilds: list[Guild] = []
        self.dms_open = True
        self.dm = Channel(fake.new_id(), f"@{name}", people=[self])
        self.modal: Modal | None = None
        self._modal_of: Interaction | None = None
        self._seen: dict[int, Shown] = {}
        self._events: list[Shown] = []  # a message each time it appears or changes
        self._heard = 0
        self._something = asyncio.Condition()

    # What they see

    @property
    def messages(self) -> list[Shown]:
        return [message for message in self._seen.values() if not message.deleted]

    @property
    def last(self) -> Shown:
        return self.messages[-1]

    @property
    def shares_a_guild(self) -> bool:
        return any(guild.has_bot for guild in self.guilds)

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    async def hears(self, text: str = "", timeout: float = PATIENCE, *, where: Channel | None = None) -> Shown:
        """The next message, new or changed, that has this text in it (and is there); waits for it."""
        found: list[Shown] = []

        def heard() -> bool:
            while not found and self._heard < len(self._events):
                message = self._events[self._heard]
                self._heard += 1
                if (text in message.text or text in message.plain) and where in (None, message.channel):
                    found.append(message)
            return bool(found)

        try:
            async with asyncio.timeout(timeout), self._something:
                await self._something.wait_for(heard)
        except TimeoutError:
            texts = [message.text for message in self._events]
            raise AssertionError(f"{self.name} does not hear {text!r}, but {texts}") from None
        return found[0]

    async def asked(self, timeout: float = PATIENCE) -> Modal:
        """The modal that is open; waits for it."""
        try:
            async with asyncio.timeout(timeout), self._something:
                await self._something.wait_for(lambda: self.modal is not None)
        except TimeoutError:
            raise AssertionError(f"no modal opens for {self.name}") from None
        assert self.modal is not None
        return self.modal

    def hears_to_the_end(self) -> None:
        """What comes next is new to them."""
        self._heard = len(self._events)

    def hears_nothing_more(self) -> bool:
        return self._heard == len(self._events)

    async def sees(self, message: Shown) -> None:
        if message.author is None:
            self._seen[message.id] = message
            self._events.append(message)
        async with self._something:
            self._something.notify_all()

    async def opens(self, modal: Modal, of: "Interaction") -> None:
        self.modal, self._modal_of = modal, of
        async with self._something:
            self._something.notify_all()

    # What they do

    async def slash(
        self,
        command: str,
        given: Mapping[str, Any] | None = None,
        /,
        *,
        where: Channel | None = None,
        wait: bool = True,
        **options: Any,
    ) -> "Interaction":
        """Enter a slash command, in the chat with the bot if nowhere else; wait until it is acknowledged.

        A value is what its option takes: text, number, Choice, Person, Channel, or (name, content) of a file.
        """
        channel = where or self.dm
        asked = chat_command(self._fake, command, {**(given or {}), **options}, self, channel)
        return await self._begins(2, asked.data, channel, wait=wait)

    async def completes(
        self,
        command: str,
        given: Mapping[str, Any] | None = None,
        /,
        *,
        where: Channel | None = None,
        **options: Any,
    ) -> list[Choice]:
        """What is offered while the last of these options is being typed."""
        channel, options = where or self.dm, {**(given or {}), **options}
        asked = chat_command(self._fake, command, options, self, channel, typing=True)
        return (await self._begins(4, asked.data, channel)).choices

    async def context_menu(
        self, name: str, target: "Person | Shown", *, where: Channel | None = None, wait: bool = True
    ) -> "Interaction":
        """Choose an app's command on a person or a message."""
        channel = where or (target.channel if isinstance(target, Shown) else self.dm)
        asked = context_menu(self._fake, name, target, self, channel)
        return await self._begins(2, asked.data, channel, wait=wait)

    async def says(
        self,
        text: str,
        *,
        where: Channel | None = None,
        attachments: Sequence[tuple[str, bytes]] = (),
        wait: bool = True,
    ) -> Shown:
        """Write a message; in a server the bot sees its content only when it is mentioned in it."""
        message = await self._fake.messages.from_person(self, where or self.dm, text, attachments)
        if wait:
            await self._fake.settled()
        return message

    async def presses(self, label: str, under: Shown | None = None, *, wait: bool = True) -> "Interaction":
        """Press a button: of this message, or of the last one that has it."""
        message = under or next((each for each in reversed(self.messages) if each.has_button(label)), self.last)
        assert message.id in self._seen, f"{self.name} does not see that message"
        button = message.button(label)
        assert not button.get("disabled"), f"{label!r} is disabled"
        assert button["style"] != LINK_STYLE, f"{label!r} opens {button.get('url')}"
        return await self.forges(button["custom_id"], message, wait=wait)

    async def chooses(
        self, *chosen: "str | Person | Channel", under: Shown | None = None, wait: bool = True
    ) -> "Interaction":
        """Choose options of a menu, by their labels: of this message, or the last one that has the first."""
        first = chosen[0]
        having = [m for m in self.messages if (first in m.options if isinstance(first, str) else m.menus)]
        message = under or (having[-1] if having else self.last)
        assert message.id in self._seen, f"{self.name} does not see that message"
        menu = message.menu(first) if isinstance(first, str) else message.menus[0]
        component = menu.component
        assert not component.get("disabled"), "the menu is disabled"
        data: dict[str, Any] = {"values": menu.values(*chosen)}
        if component["type"] == USER_SELECT:
            data["resolved"] = {}
            for each in chosen:
                assert isinstance(each, Person)
                resolve_user(each, message.channel, data["resolved"])
        return await self.forges(component["custom_id"], message, component["type"], wait=wait, **data)

    async def forges(
        self, custom_id: str, under: Shown, kind: int = 2, *, wait: bool = True, **data: Any
    ) -> "Interaction":
        """Press a button or use a menu of this custom id, whether or not there is one."""
        if kind == STRING_SELECT:
            data.setdefault("values", [])
        data = {"custom_id": custom_id, "component_type": kind, "id": 1, **data}
        return await self._begins(3, data, under.channel, message=under, wait=wait)

    async def fills(
        self, values: Mapping[str, Any] | None = None, /, *, wait: bool = True, **more: Any
    ) -> "Interaction":
        """Fill in the open modal and send it; fields by label or custom id, chosen options by label."""
        modal = await self.asked()
        components = modal.submitted({**(values or {}), **more})
        origin = self._modal_of
        assert origin is not None
        self.modal = self._modal_of = None
        data = {"custom_id": modal.custom_id, "components": components}
        return await self._begins(5, data, origin.channel, message=origin.message, wait=wait)

    def closes_dms(self) -> None:
        """The bot cannot write to them any more: 50007."""
        self.dms_open = False

    def opens_dms(self) -> None:
        self.dms_open = True

    def as_json(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "username": self.name.lower().replace(" ", "_"),
            "global_name": self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": False,
            "public_flags": 0,
        }

    async def _begins(
        self, kind: int, data: dict[str, Any], channel: Channel, *, message: Shown | None = None, wait: bool = True
    ) -> "Interaction":
        assert self in channel.viewers, f"{self.name} is not in {channel.name}"
        interaction = await self._fake.interactions.begin(kind, self, channel, data, message)
        if wait:
            await interaction.over.wait()
            await self._fake.settled()
        return interaction
