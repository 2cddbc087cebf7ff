"""People in Telegram, as a test plays them: what they say and press, and what they see."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram_rules import units

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram
    from tests.fakes.telegram_inline import Offered

PATIENCE = 10.0  # seconds within which a bot has to react


@dataclass(kw_only=True)
class Shown:
    """A message of the bot's, as it stands on the screen."""

    id: int
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[dict[str, Any]]] = field(default_factory=list)
    file: tuple[str, bytes] | None = None
    picture: bytes | None = None
    topic: int | None = None
    inline: str = ""  # its name, where somebody has sent it through the bot; then it has no id
    edits: int = 0

    @property
    def moments(self) -> dict[str, int]:
        """What Telegram tells in everybody's own zone when they touch it, in seconds since 1970."""
        dates = [entity for entity in self.entities if entity["type"] == "date_time"]
        return {self._covered(entity): entity["unix_time"] for entity in dates}

    @property
    def labels(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.rows]

    @property
    def bold(self) -> list[str]:
        return [self._covered(entity) for entity in self.entities if entity["type"] == "bold"]

    @property
    def links(self) -> dict[str, str]:
        return {self._covered(entity): entity["url"] for entity in self.entities if entity["type"] == "text_link"}

    def button(self, label: str) -> dict[str, Any]:
        for row in self.rows:
            for button in row:
                if button["text"] == label:
                    return button
        raise AssertionError(f"there is no button {label!r}, but {self.labels}")

    def _covered(self, entity: dict[str, Any]) -> str:
        whole = self.text.encode("utf-16-le")
        return whole[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


class Chat:
    """A chat with the bot in it."""

    kind = "private"

    def __init__(self, fake: "FakeTelegram", chat_id: int, name: str) -> None:
        self._fake = fake
        self.id = chat_id
        self.name = name
        self.messages: list[Shown] = []
        self._events: list[Shown] = []  # a message each time it appears or changes
        self._heard = 0
        self._something = asyncio.Condition()

    @property
    def last(self) -> Shown:
        return self.messages[-1]

    async def hears(self, text: str = "", timeout: float = PATIENCE) -> Shown:
        """The next message, new or changed, that has this text in it; waits for it."""
        found: list[Shown] = []

        def heard() -> bool:
            while not found and self._heard < len(self._events):
                message = self._events[self._heard]
                self._heard += 1
                if text in message.text:
                    found.append(message)
            return bool(found)

        try:
            async with asyncio.timeout(timeout), self._something:
                await self._something.wait_for(heard)
        except TimeoutError:
            texts = [message.text for message in self._events]
            raise AssertionError(f"{self.name} does not hear {text!r}, but {texts}") from None
        return found[0]

    def hears_nothing_more(self) -> bool:
        return self._heard == len(self._events)

    async def shows(self, message: Shown) -> None:
        if message not in self.messages:
            self.messages.append(message)
        self._events.append(message)
        async with self._something:
            self._something.notify_all()

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, "title": self.name}


class Person(Chat):
    """Somebody, and their private chat with the bot (whose id is theirs)."""

    def __init__(self, fake: "FakeTelegram", user_id: int, name: str, language: str | None) -> None:
        super().__init__(fake, user_id, name)
        self.language = language
        self.toasts: list[str] = []
        self.alerts: list[str] = []  # those of them that stay until they are closed
        self.opened: list[str] = []  # links that the bot has opened for them
        self.reachable = False  # until they write first; and not while they block the bot

    async def sends(self, text: str, to: Chat | None = None, *, wait: bool = True, **more: Any) -> None:
        """Say something, and wait until the bot has answered whatever it answers."""
        entities = []
        if text.startswith("/"):
            entities.append({"type": "bot_command", "offset": 0, "length": units(text.split()[0])})
        await self.posts({"text": text, "entities": entities, **more}, to, wait=wait)

    async def presses(
        self, label: str, under: Shown | None = None, in_: Chat | None = None, *, wait: bool = True
    ) -> None:
        """Press a button: of this message, or of the last one that has it."""
        chat = in_ or self
        having = [message for message in chat.messages if any(label in row for row in message.labels)]
        message = under or (having[-1] if having else chat.last)
        await self.forges(message.button(label)["callback_data"], message, chat, wait=wait)

    async def forges(self, data: str, under: Shown, in_: Chat | None = None, *, wait: bool = True) -> None:
        """Press a button that carries this data, whether or not there is one."""
        chat = in_ or self
        await self._fake.asks(self, under.inline or self._fake.message_json(chat, under), data)
        if wait:
            await self._fake.settled()

    async def types(self, query: str) -> "Offered":
        """Type the bot's name in some chat, and this behind it: what it offers to share."""
        return await self._fake.inline.asks(self, query)

    async def shares(self, query: str, into: Chat, title: str = "") -> Shown:
        """The same, and choose what has this title, or the first: the message as it stands in that chat."""
        return await self._fake.inline.shares(await self.types(query), into, title)

    async def shares_contact(self, first_name: str, phone: str, **more: Any) -> None:
        await self.posts({"contact": {"first_name": first_name, "phone_number": phone, **more}})

    async def sends_file(
        self, name: str, content: bytes = b"", *, size: int | None = None, caption: str = "", wait: bool = True
    ) -> None:
        """Send a document; `size` is what its sender says of it."""
        document = self._fake.keeps(name, content, len(content) if size is None else size)
        await self.posts({"document": document, **({"caption": caption} if caption else {})}, wait=wait)

    async def posts(self, content: dict[str, Any], to: Chat | None = None, *, wait: bool = True) -> None:
        """Send a message of any content."""
        if to is None:
            self.reachable = True
        message = {"from": self.user_json(), **self._fake.new_message(to or self), **content}
        await self._fake.delivers({"message": message})
        if wait:
            await self._fake.settled()

    def blocks(self) -> None:
        self.reachable = False

    def user_json(self) -> dict[str, Any]:
        user = {"id": self.id, "is_bot": False, "first_name": self.name}
        return {**user, "language_code": self.language} if self.language else user

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, "first_name": self.name}
