"""What tests of the terminal put around it: a clock, a screen, and a small core that answers what it is told to."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bots.terminal.screen import Block
from core.chat.completion import Suggestion
from core.chat.reply import Answer, Reply
from core.chat.request import Actor, Message, Press, Request, Upload
from core.chat.words import Reader
from core.delivery.sending import Sender
from core.facts.account import Identity
from core.facts.ids import AccountId

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday


@dataclass
class Machine:
    """This machine's clock."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class SmallApp:
    """In the place of the core, where a test is about the terminal: says what it is told, owes what it is told."""

    clock: Callable[[], datetime]
    answers: dict[str, Sequence[Answer]] = field(default_factory=dict)  # by what was said or pressed
    owed: list[tuple[datetime, str, Reply]] = field(default_factory=list)  # when, to whom, what
    stuck: datetime | None = None  # something that is due and stays so
    heard: list[Request] = field(default_factory=list)
    looked: int = 0  # how often it was asked what is due next

    async def answer(self, request: Request) -> AsyncIterator[tuple[Answer, Reader]]:
        self.heard.append(request)
        match request.body:
            case Message(text=said) | Press(action=said):
                pass
            case Upload(name=said):
                pass
        for each in self.answers.get(said, [Reply(text=f"You said {said}.")]):
            yield each, Reader()

    async def suggest(self, actor: Actor, text: str) -> list[Suggestion]:
        return [Suggestion("/met Jane Doe", "Jane Doe")] if "/met Jane Doe".startswith(text) else []

    async def plan(self) -> int:
        return 0

    async def deliver(self, senders: Mapping[str, Sender], stopping: object = None) -> int:
        due = [each for each in self.owed if each[0] <= self.clock()]
        self.owed = [each for each in self.owed if each not in due]
        for _when, to, reply in due:
            identity = Identity(
                platform="terminal", external_id=to, account_id=AccountId(to), address=to, name=to.title()
            )
            await senders["terminal"].send(identity, reply, Reader(), "nonce")
        return len(due)

    async def refresh(self, senders: Mapping[str, Sender]) -> int:
        return 0

    async def next_due(self) -> datetime | None:
        self.looked += 1
        times = [when for when, _to, _reply in self.owed] + ([self.stuck] if self.stuck else [])
        return min(times, default=None)


@dataclass
class Paper:
    """A screen that a test can read."""

    blocks: list[Block] = field(default_factory=list)
    echoed: list[str] = field(default_factory=list)

    def show(self, block: Block) -> None:
        self.blocks.append(block)

    def echo(self, line: str) -> None:
        self.echoed.append(line)

    @property
    def text(self) -> str:
        return "\n".join("\n".join(block.lines()) for block in self.blocks)
