"""Telegram's limits as the fake enforces them: messages in a second, to one chat in a second, and in a minute to a
group, or edits of one message that was sent through the bot."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Enforced:
    """Every message that comes too early is refused with a 429, and counted in `provoked`."""

    everywhere: int = 30
    chat: int = 1
    group: int = 20  # a minute
    second: float = 1.0
    retry_after: int = 1
    provoked: list[int | str] = field(default_factory=list)  # the chats of those that were refused
    taken: list[float] = field(default_factory=list)  # when the others came
    _of_all: deque[float] = field(default_factory=deque)
    _of_chats: dict[int | str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _of_groups: dict[int | str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def takes(self, chat: int | str) -> bool:
        """`chat` is a number, or the name of a message that was sent through the bot."""
        now = asyncio.get_running_loop().time()
        room = all(self._has_room(*each, now) for each in self._counted(chat))
        if room:
            self.taken.append(now)
            for times, _most, _span in self._counted(chat):
                times.append(now)
        else:
            self.provoked.append(chat)
        return room

    @property
    def rate(self) -> float:
        """Messages a second from the second second on: in the first one all that is permitted may come at once."""
        first = self.taken[0] + self.second
        later = [at for at in self.taken if at >= first]
        return (len(later) - 1) / (later[-1] - later[0]) * self.second

    def _counted(self, chat: int | str) -> tuple[tuple[deque[float], int, float], ...]:
        """Messages so far, how many there may be, and within which time."""
        counted = (self._of_all, self.everywhere, self.second), (self._of_chats[chat], self.chat, self.second)
        if isinstance(chat, int) and chat > 0:
            return counted
        return *counted, (self._of_groups[chat], self.group, 60 * self.second)

    def _has_room(self, times: deque[float], most: int, span: float, now: float) -> bool:
        while times and times[0] <= now - span:
            times.popleft()
        return len(times) < most
