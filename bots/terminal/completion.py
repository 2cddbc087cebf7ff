"""Completion at the prompt: what the core suggests, the sandbox's own words, and files after /import."""

from collections.abc import AsyncGenerator, Iterable

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from bots.terminal.adapter import TerminalChat

_ORDERS = (":skip ", ":now ", ":as ", ":in ", ":in private", ":help", ":quit")


class LineCompleter(Completer):
    """Asks the core as somebody types; prompt-toolkit drops an answer that comes after the next key."""

    def __init__(self, chat: TerminalChat) -> None:
        self._chat = chat
        self._paths = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Nothing: the database is only asked without blocking the keys."""
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        typed = document.text_before_cursor
        if typed.startswith(":"):
            groups = (f":in {room.name}" for room in self._chat.rooms.values())
            for order in (*_ORDERS, *groups):
                if order.startswith(typed):
                    yield Completion(order, -len(typed))
        elif typed.startswith("/import "):
            path = Document(typed.removeprefix("/import "))
            for completion in self._paths.get_completions(path, complete_event):
                yield completion
        elif typed:
            for suggestion in await self._chat.app.suggest(self._chat.actor, typed):
                yield Completion(suggestion.value, -len(typed), display=suggestion.label)
