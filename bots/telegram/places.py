"""Where a message stands in Telegram: a chat, and the topic in it where a group has topics."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, and the topic in it where a group has topics."""

    chat_id: int
    topic: int | None = None

    @property
    def many(self) -> bool:
        """Whether many read it: Telegram's groups and channels have negative numbers."""
        return self.chat_id < 0

    @property
    def address(self) -> str:
        """As it is kept (Identity.address, Post.address).

        >>> Place(-100123).address, Place(-100123, 42).address
        ('-100123', '-100123/42')
        """
        return f"{self.chat_id}" if self.topic is None else f"{self.chat_id}/{self.topic}"


def place_at(address: str) -> Place:
    """The place that an address means.

    >>> place_at("-100123/42"), place_at("1000")
    (Place(chat_id=-100123, topic=42), Place(chat_id=1000, topic=None))
    """
    chat_id, _slash, topic = address.partition("/")
    return Place(int(chat_id), int(topic) if topic else None)
