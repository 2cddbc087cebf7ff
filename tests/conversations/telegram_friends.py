"""People who talk to Reachwell in Telegram: in their chat with the bot, and in groups that it is in."""

from collections.abc import Sequence

from bots.telegram.adapter import TelegramBot
from core.app import App
from tests.conftest import Clock
from tests.conversations.friends import Heard, Listener, settle, skip
from tests.fakes import telegram_groups
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import Chat, Person, Shown


class TelegramWorld:
    """Telegram: the real python-telegram-bot over loopback HTTP, against the strict fake."""

    def __init__(self, fake: FakeTelegram, app: App, bot: TelegramBot, clock: Clock) -> None:
        self.fake = fake
        self.app = app
        self.bot = bot
        self.clock = clock

    def friend(self, name: str) -> "TelegramFriend":
        return TelegramFriend(self.fake.user(name))

    def group(
        self, name: str, *, organisers: Sequence["TelegramFriend"] = (), members: Sequence["TelegramFriend"] = ()
    ) -> "TelegramGroup":
        group = self.fake.group(name)
        group.administrators += [each.person for each in organisers]
        return TelegramGroup(group)

    async def skip(self, **span: float) -> None:
        await skip(self.app, self.clock, {"telegram": self.bot.sender}, **span)

    async def settle(self) -> None:
        await settle(self.app, self.clock, {"telegram": self.bot.sender})


class TelegramGroup:
    def __init__(self, chat: telegram_groups.Group) -> None:
        self.chat = chat
        self.name = chat.name

    @property
    def posts(self) -> list[Heard]:
        return [_from_shown(each) for each in self.chat.messages]


class TelegramFriend(Listener):
    """Somebody who writes to the bot. A way into its chat that opens under a press is gone at once: they press
    Start there."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.name = person.name

    @property
    def heard(self) -> list[Heard]:
        return [_from_shown(each) for each in self.person.messages]

    async def says(self, text: str, group: TelegramGroup | None = None) -> Heard:
        seen = _Seen(self.person, group)
        await self.person.sends(text, to=group.chat if group else None)
        return seen.news() or self.heard[-1]

    async def presses(self, label: str, group: TelegramGroup | None = None) -> Heard:
        chat, under = self._with_button(label, group)
        seen = _Seen(self.person, group)
        await self.person.presses(_label(under, label), under=under, in_=chat)
        if len(self.person.opened) > seen.opened:
            await self.person.sends("/start " + self.person.opened[-1].partition("?start=")[2])
        heard = seen.news()
        assert heard, "the press changed nothing and said nothing"
        return heard

    async def sends_file(self, name: str, content: bytes) -> Heard:
        await self.person.sends_file(name, content)
        return self.heard[-1]

    def _with_button(self, label: str, group: TelegramGroup | None) -> tuple[Chat, Shown]:
        chats: tuple[Chat, ...] = (group.chat, self.person) if group else (self.person,)
        for chat in chats:
            for message in reversed(chat.messages):
                if _label(message, label):
                    return chat, message
        shown = [each.labels for chat in chats for each in chat.messages[-2:]]
        raise AssertionError(f"no message has a button {label!r}, but {shown}")


class _Seen:
    """What somebody has seen so far, in private and in a group."""

    def __init__(self, person: Person, group: TelegramGroup | None) -> None:
        self._person = person
        self._group = group
        self._before = {(id(each), each.edits) for chat in self._chats() for each in chat.messages}
        self._toasts = len(person.toasts)
        self.opened = len(person.opened)

    def news(self) -> Heard | None:
        """What they see that they did not see before: first what they alone see."""
        mine, *ours = [
            [each for each in chat.messages if (id(each), each.edits) not in self._before] for chat in self._chats()
        ]
        if mine:
            return _from_shown(mine[-1])
        if len(self._person.toasts) > self._toasts:
            return Heard(self._person.toasts[-1], ())
        return _from_shown(ours[0][-1]) if ours and ours[0] else None

    def _chats(self) -> tuple[Chat, ...]:
        return (self._person, self._group.chat) if self._group else (self._person,)


def _label(shown: Shown, label: str) -> str:
    labels = [each for row in shown.labels for each in row]
    if label in labels:
        return label
    return next((each for each in labels if each.startswith(label)), "")


def _from_shown(shown: Shown) -> Heard:
    return Heard(shown.text, tuple(label for row in shown.labels for label in row))
