"""People who talk to Reachwell, on whichever platform: what they say, press and hear."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from bots.terminal.adapter import TerminalChat
from bots.terminal.rooms import Room, external_id
from bots.terminal.screen import Block
from core.app import App
from core.delivery.sending import Sender
from tests.conftest import Clock

SETTLES = timedelta(seconds=5)  # longer than a post waits between two edits


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of Reachwell's, as somebody sees it."""

    text: str
    labels: tuple[str, ...]

    def __contains__(self, words: str) -> bool:
        return words.casefold() in self.text.casefold()


class Group(Protocol):
    """A group (a server) with Reachwell in it."""

    name: str

    @property
    def posts(self) -> list[Heard]:
        """What Reachwell has said there for all to see, the latest last, each as it stands now."""


class Friend(Protocol):
    """Somebody who talks to Reachwell, in private or in a group."""

    async def says(self, text: str, group: Group | None = None) -> Heard:
        """Say something; the answer, the last one if there are several. In a group it is what they see alone, if
        there is that, else what has come to stand there."""

    async def presses(self, label: str, group: Group | None = None) -> Heard:
        """Press a button of the last message that has it; what the message has become, or the new one. In a group:
        of its last post that has it, or of what they alone see there; what they see of it, a toast, too."""

    async def sends_file(self, name: str, content: bytes) -> Heard:
        """Send a file; the answer."""

    def hears(self, *words: str) -> Heard:
        """The latest message with all these words in it; fails when there is none."""

    @property
    def heard(self) -> list[Heard]:
        """Everything heard so far, each message as it is now; without what stands in groups."""


class World(Protocol):
    """A platform with Reachwell on it, and time that only a test moves."""

    def friend(self, name: str) -> Friend: ...

    def group(self, name: str, *, organisers: Sequence[Any] = (), members: Sequence[Any] = ()) -> Any:
        """A group (Group) with these friends in it; organisers administer it by the platform's own word."""

    async def skip(self, **span: float) -> None:
        """Let time go by (timedelta's keywords); whatever is due on the way is sent."""

    async def settle(self) -> None:
        """Let some seconds go by: whatever is due is sent, and what stands in groups is brought up to date."""


class Listener:
    """What is the same for every friend."""

    heard: list[Heard]
    name: str

    def hears(self, *words: str) -> Heard:
        for heard in reversed(self.heard):
            if all(word in heard for word in words):
                return heard
        raise AssertionError(f"{self.name} has not heard {words}, but {[each.text for each in self.heard]}")


class TerminalWorld:
    """The terminal, driven line by line."""

    def __init__(self, chat: TerminalChat, folder: Path) -> None:
        self.chat = chat
        self.folder = folder

    def friend(self, name: str) -> "TerminalFriend":
        return TerminalFriend(self, name)

    def group(
        self, name: str, *, organisers: Sequence["TerminalFriend"] = (), members: Sequence["TerminalFriend"] = ()
    ) -> "TerminalGroup":
        room = self.chat.rooms.setdefault(external_id(name), Room(name))
        room.organisers |= {each.name.casefold() for each in organisers} or {"nobody"}
        return TerminalGroup(room)

    async def skip(self, **span: float) -> None:
        minutes = int(timedelta(**span).total_seconds() // 60)
        self.hands_out(await self.chat.say(f":skip {minutes} minutes"))

    async def settle(self) -> None:
        clock = self.chat.sandbox.clock
        self.hands_out(await self.chat.settle())
        await clock.forward_to(clock() + SETTLES)
        self.hands_out(await self.chat.settle())

    def hands_out(self, blocks: Iterable[Block]) -> None:
        """Deliveries are headed; what stands in a group is nobody's alone."""
        for shown in blocks:
            for friend in _FRIENDS:
                if (
                    friend.world is self
                    and shown.heading
                    and "# " not in shown.heading
                    and friend.is_meant_by(shown)
                ):
                    friend.heard.append(_from_block(shown))


_FRIENDS: list["TerminalFriend"] = []


class TerminalGroup:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.name = room.name

    @property
    def posts(self) -> list[Heard]:
        return [_from_block(each) for each in self.room.posts.values()]

    def with_button(self, label: str) -> str:
        """The last post that has it."""
        for message_id, shown in reversed(self.room.posts.items()):
            if any(button.label.startswith(label) for button in shown.buttons):
                return message_id
        return ""


class TerminalFriend(Listener):
    def __init__(self, world: TerminalWorld, name: str) -> None:
        self.world = world
        self.name = name
        self.heard = []
        _FRIENDS.append(self)

    def is_meant_by(self, shown: Block) -> bool:
        """Deliveries to somebody else than the one at the keyboard are headed "→ name"."""
        if "→" in shown.heading:
            return f"→ {self.name}" in shown.heading
        return self.world.chat.person == self.name.casefold()

    async def says(self, text: str, group: TerminalGroup | None = None) -> Heard:
        await self._takes_the_keyboard(group)
        return self._hears(await self.world.chat.say(text))

    async def presses(self, label: str, group: TerminalGroup | None = None) -> Heard:
        await self._takes_the_keyboard(group)
        if group is not None and (post := group.with_button(label)):
            return self._hears(await self.world.chat.press_under(post, label))
        return self._hears(await self.world.chat.press(label))

    async def sends_file(self, name: str, content: bytes) -> Heard:
        path = self.world.folder / name
        path.write_bytes(content)
        return await self.says(f"/import {path}")

    async def _takes_the_keyboard(self, group: TerminalGroup | None) -> None:
        chat = self.world.chat
        if chat.person != self.name.casefold():
            await chat.say(f":as {self.name}")
        if chat.room is not (group.room if group else None):
            await chat.say(f":in {group.name}" if group else ":in private")

    def _hears(self, shown: list[Block]) -> Heard:
        """What is for them alone comes last, also where something has come to stand in a group beside it."""
        mine = [_from_block(each) for each in shown if "# " not in each.heading]
        self.heard += mine
        return mine[-1] if mine else _from_block(shown[-1])


def _from_block(shown: Block) -> Heard:
    return Heard(shown.text, tuple(button.label for button in shown.buttons))


async def skip(app: App, clock: Clock, senders: Mapping[str, Sender], **span: float) -> None:
    """Let time go by; whatever is due on the way is planned and sent."""
    end = clock.now + timedelta(**span)
    while (due := await app.next_due()) is not None and due <= end:
        clock.now = max(clock.now, due)
        while await app.plan() or await app.deliver(senders) or await app.refresh(senders):
            pass
    clock.now = end


async def settle(app: App, clock: Clock, senders: Mapping[str, Sender]) -> None:
    """Send what is due now and in some seconds, and edit what is behind: no post is edited more often than that."""
    for _time in range(2):
        while await app.plan() or await app.deliver(senders) or await app.refresh(senders):
            pass
        clock.now += SETTLES
