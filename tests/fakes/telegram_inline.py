"""Inline mode: what is offered behind the bot's name, and the messages that people send through it."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram_people import PATIENCE, Chat, Person, Shown
from tests.fakes.telegram_trouble import Refused

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram


@dataclass(kw_only=True)
class Offered:
    """What somebody sees above their keyboard: results, or a button into the bot's chat."""

    results: list[dict[str, Any]] = field(default_factory=list)
    button: dict[str, Any] | None = None
    personal: bool = False
    cached: int = 300

    @property
    def titles(self) -> list[str]:
        return [result["title"] for result in self.results]


class Inline:
    """The part of Telegram that shares through bots."""

    def __init__(self, fake: "FakeTelegram") -> None:
        self.on = True  # @BotFather, /setinline
        self._fake = fake
        self._asked: dict[str, asyncio.Future[Offered]] = {}
        self._messages: dict[str, tuple[Chat, Shown]] = {}

    async def asks(self, person: Person, query: str) -> Offered:
        """Deliver an inline query; what is offered."""
        query_id = str(next(self._fake.ids))
        self._asked[query_id] = asyncio.get_running_loop().create_future()
        asked = {
            "id": query_id,
            "from": person.user_json(),
            "query": query,
            "offset": "",
            "chat_type": "supergroup",
        }
        await self._fake.delivers({"inline_query": asked})
        async with asyncio.timeout(PATIENCE):
            return await self._asked[query_id]

    async def shares(self, offered: Offered, into: Chat, title: str = "") -> Shown:
        """Send a result into a chat; it is the sender's own message there, and carries our buttons."""
        result = next(each for each in offered.results if title in each["title"])
        content = result["input_message_content"]
        name = f"inline{next(self._fake.ids)}"
        message = Shown(
            id=0,
            text=content["message_text"],
            entities=content.get("entities", []),
            rows=result.get("reply_markup", {}).get("inline_keyboard", []),
            inline=name,
        )
        self._messages[name] = into, message
        await into.shows(message)
        return message

    def loses(self, message: Shown) -> None:
        """It was deleted in its chat."""
        del self._messages[message.inline]

    # What the bot does

    def answered(self, call: dict[str, Any]) -> None:
        """Raises Refused for a query that is not asked, or not any more."""
        asked = self._asked.get(call["inline_query_id"])
        if asked is None or asked.done():
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        asked.set_result(
            Offered(
                results=call["results"],
                button=call.get("button"),
                personal=call.get("is_personal", False),
                cached=call.get("cache_time", 300),
            )
        )

    def found(self, name: str) -> tuple[Chat, Shown]:
        """Raises Refused for a message that is not there."""
        if name not in self._messages:
            raise Refused(400, "Bad Request: MESSAGE_ID_INVALID")
        return self._messages[name]
