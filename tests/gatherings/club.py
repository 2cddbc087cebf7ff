"""A club, its members and its group, with our core between them and a far side that keeps what it is sent."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from core.app import App
from core.chat.reply import Answer, Button, Elsewhere, LinkButton, Notice, Reply
from core.chat.request import Actor, Group, Message, PlaceKind, Press, Request
from core.chat.words import Reader, plain
from core.delivery.sending import Appointment
from core.facts.account import Identity
from core.facts.events import Event
from core.facts.ids import EventId, new_id
from core.facts.posts import Post, PostKind
from core.store import Store
from tests.conftest import Clock

GROUP = "-100"


@dataclass(slots=True)
class Standing:
    """A message as it stands in a chat."""

    address: str
    text: str
    labels: tuple[str, ...]
    actions: dict[str, str]
    pinned: bool = False


@dataclass(slots=True)
class FarSide:
    """A platform that takes everything, keeps it, and counts edits; or has trouble."""

    takes_nonce: bool = True
    messages: dict[str, Standing] = field(default_factory=dict)
    edits: list[str] = field(default_factory=list)
    appointed: list[tuple[str, Appointment]] = field(default_factory=list)
    troubles: deque[BaseException] = field(default_factory=deque)
    native: bool = True
    at_once: int = 0

    async def turn(self, identity: Identity) -> None: ...

    async def send(self, identity: Identity, reply: Reply, reader: Reader, nonce: str) -> str:
        message_id = f"m{len(self.messages)}"
        self.messages[message_id] = shown(identity.address, reply, reader)
        return message_id

    async def edit(self, post: Post, reply: Reply, reader: Reader) -> None:
        self.edits.append(post.message_id)
        if self.troubles:
            raise self.troubles.popleft()
        address = post.address or "somewhere"
        self.messages[post.message_id] = shown(address, reply, reader)

    async def appoint(self, identity: Identity, appointment: Appointment, existing: str) -> str:
        if not self.native:
            return ""
        self.appointed.append((existing, appointment))
        return existing or f"n{len(self.appointed)}"

    def to(self, address: str) -> list[Standing]:
        return [each for each in self.messages.values() if each.address == address]


def shown(address: str, reply: Reply, reader: Reader) -> Standing:
    buttons = [each for row in reply.unfolded for each in row if isinstance(each, Button | LinkButton)]
    return Standing(
        address=address,
        text=plain(reply.text, reader),
        labels=tuple(plain(each.label, reader) for each in buttons),
        actions={plain(each.label, reader): each.action for each in buttons if isinstance(each, Button)},
        pinned=reply.pinned,
    )


@dataclass(slots=True)
class Heard:
    """An answer that somebody was given."""

    answer: Answer
    text: str
    actions: dict[str, str]

    def __contains__(self, words: str) -> bool:
        return words in self.text


class Club:
    """Everybody speaks in one group; time goes by when a test says so."""

    def __init__(self, store: Store, clock: Clock, platform: str = "telegram") -> None:
        self.store = store
        self.clock = clock
        self.platform = platform
        self.name = "Job Seekers"
        self.app = App(store, clock)
        self.far = FarSide()

    async def says(
        self, name: str, line: str, *, organiser: bool = False, private: bool = False, present: bool = True
    ) -> Heard:
        """Somebody says something, in the group unless it is said in private; the last answer."""
        return await self._asks(name, Message(text=line), organiser, private, present)

    async def presses(
        self,
        name: str,
        action: str,
        *,
        organiser: bool = False,
        private: bool = False,
        present: bool = True,
        inline: str = "",
        message: str = "",
    ) -> Heard:
        press = Press(action=action, inline=inline, message=message)
        return await self._asks(name, press, organiser, private, present)

    async def answers(self, name: str, label: str, **how: bool) -> Heard:
        """Press a button of the latest message in the group that has it."""
        return await self.presses(name, self.button(label), **how)

    def button(self, label: str, address: str = GROUP) -> str:
        having = [each for each in self.far.to(address) if label in each.actions]
        assert having, f"no {label!r} among {[each.labels for each in self.far.to(address)]}"
        return having[-1].actions[label]

    @property
    def posts(self) -> list[Standing]:
        """What stands in the group."""
        return self.far.to(GROUP)

    async def goes_on(self, **span: float) -> None:
        """Time goes by; whatever is due on the way is planned, sent and edited."""
        end = self.clock.now + timedelta(**span)
        while True:
            await self.catches_up()
            due = await self.app.next_due()
            if due is None or due > end or self.clock.now >= end:
                break
            self.clock.now = max(self.clock.now, due)
        self.clock.now = max(self.clock.now, end)
        await self.catches_up()

    async def catches_up(self) -> None:
        """All that is due now."""
        far = {self.platform: self.far}
        while await self.app.plan() or await self.app.deliver(far) or await self.app.refresh(far):
            pass

    async def settles(self) -> None:
        """What is behind is edited, however soon after the last time."""
        for _each in range(3):
            await self.goes_on(seconds=4)

    async def event_of(self, action: str) -> Event:
        async with self.store.read() as tx:
            found = await tx.events.answerable(EventId(action.split(":")[2].split(".")[0]))
        assert found is not None
        return found

    async def cards(self, event: Event) -> Sequence[Post]:
        async with self.store.read() as tx:
            return [each for each in await tx.posts.of(event.id) if each.kind is PostKind.CARD]

    async def _asks(self, name: str, body: Message | Press, organiser: bool, private: bool, present: bool) -> Heard:
        group = Group(external_id="g", address=GROUP, name=self.name, manages=organiser, present=present)
        actor = Actor(platform=self.platform, external_id=name, address=f"to {name}", name=name)
        place = PlaceKind.PRIVATE if private or self.platform == "discord" else PlaceKind.GROUP
        request = Request(key=new_id(), actor=actor, body=body, place=place, group=None if private else group)
        heard = [(answer, reader) async for answer, reader in self.app.answer(request)]
        answer, reader = heard[-1]
        text = plain(answer.text, reader)
        rows = answer.unfolded if isinstance(answer, Reply) else ()
        actions = {
            plain(each.label, reader): each.action for row in rows for each in row if isinstance(each, Button)
        }
        assert isinstance(answer, Reply | Notice | Elsewhere)
        return Heard(answer, text, actions)
