"""Groups in the terminal: who is in them, and what stands there for all to see."""

from dataclasses import dataclass, field

from bots.terminal.screen import Block
from core.chat.request import Group

_BUTTONS_KEPT = 50  # posts of a group that are remembered


@dataclass(slots=True)
class Room:
    """A group. Whoever comes in first is its organiser; so is everybody else whom a test names."""

    name: str
    organisers: set[str] = field(default_factory=set)
    posts: dict[str, Block] = field(default_factory=dict)  # by the message's id, as they stand

    @property
    def external_id(self) -> str:
        return external_id(self.name)

    def seen_by(self, person: str) -> Group:
        """The group as the core is told of it when this person speaks there."""
        return Group(
            external_id=self.external_id,
            address=self.external_id,
            name=self.name,
            manages=person in self.organisers,
        )

    def post(self, message_id: str, shown: Block) -> None:
        """Something new stands there, or something else where it stood."""
        self.posts[message_id] = shown
        while len(self.posts) > _BUTTONS_KEPT:
            del self.posts[next(iter(self.posts))]


def external_id(name: str) -> str:
    """The id of a group in the terminal: its name, as nobody is called.

    >>> external_id("Job  Seekers")
    '#job seekers'
    """
    return "#" + " ".join(name.casefold().split())
