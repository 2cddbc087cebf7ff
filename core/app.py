"""App: the few things an adapter may call. It knows the subjects' lists of commands, and no feature."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.chat.command import Command
from core.chat.reply import Answer
from core.chat.request import Actor, Request
from core.chat.words import Reader
from core.delivery.sending import Sender
from core.facts.account import Defaults
from core.store import Store


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to complete what is being typed: what to put there, and what to show beside it."""

    value: str
    label: str


class App:
    """The core, put together. `clock` gives the time as an aware UTC datetime."""

    def __init__(self, store: Store, clock: Callable[[], datetime], defaults: Defaults | None = None) -> None:
        self._store = store
        self._clock = clock
        self._defaults = defaults or Defaults()

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command, in the order in which /help shows them."""
        raise NotImplementedError

    def answer(self, request: Request) -> AsyncIterator[tuple[Answer, Reader]]:
        """What to say to a request, and for whom to render it; several answers where work takes long."""
        raise NotImplementedError

    async def suggest(self, actor: Actor, text: str) -> list[Suggestion]:
        """How a half-typed command line could go on (command names, contacts, tags, zones), at most 25."""
        raise NotImplementedError

    async def plan(self) -> int:
        """Write down what is due as deliveries; how many. Planning twice changes nothing."""
        raise NotImplementedError

    async def deliver(self, senders: Mapping[str, Sender]) -> int:
        """Send what is owed to people on these platforms; how many were tried."""
        raise NotImplementedError

    async def next_due(self) -> datetime | None:
        """When something will next have to be planned or delivered (for the sandbox's clock)."""
        raise NotImplementedError
