"""People who talk to Reachwell on Discord: in their chat with the bot, with its buttons, menus and forms."""

from collections.abc import Iterator

from bots.discord.adapter import DiscordBot
from core.app import App
from tests.conftest import Clock
from tests.conversations.friends import Heard, Listener, skip
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_people import Person
from tests.fakes.discord_shown import Modal, Shown

LONGEST = 4000  # characters that somebody can write
TYPE_IT = "Type it…"  # the way to a form: on other platforms, one just writes


class DiscordWorld:
    """Discord: the real discord.py over loopback HTTP and websocket, against the strict fake."""

    def __init__(self, fake: FakeDiscord, app: App, bot: DiscordBot, clock: Clock) -> None:
        self.fake = fake
        self.app = app
        self.bot = bot
        self.clock = clock

    def friend(self, name: str) -> "DiscordFriend":
        return DiscordFriend(self.fake.user(name), self.bot)

    async def skip(self, **span: float) -> None:
        await skip(self.app, self.clock, {"discord": self.bot.sender}, **span)


class DiscordFriend(Listener):
    """Somebody who writes to the bot. A form that opens is heard like a message; what is said then is filled in."""

    def __init__(self, person: Person, bot: DiscordBot) -> None:
        self.person = person
        self.name = person.name
        self._bot = bot

    @property
    def heard(self) -> list[Heard]:
        return [_from_shown(each) for each in self.person.messages]

    async def says(self, text: str) -> Heard:
        modal = self.person.modal
        if modal is not None and not text.startswith("/"):
            await self.person.fills({modal.labels[0]: text})
        else:
            self.person.modal = None  # closed, as by a tap beside it
            await self._writes(text)
        return await self._latest()

    async def presses(self, label: str) -> Heard:
        having = [each for each in self.person.messages if _label(each, label)]
        assert having, (
            f"no message has a button {label!r}, but {[_labels(each) for each in self.person.messages[-2:]]}"
        )
        under, whole = having[-1], _label(having[-1], label)
        before = [(each.id, each.edits) for each in self.person.messages]
        if whole in under.options:
            await self.person.chooses(whole, under=under)
        else:
            await self.person.presses(whole, under=under)
        await self._bot.idle()
        if self.person.modal is not None:
            return _from_modal(self.person.modal)
        changed = [each for each in self.person.messages if (each.id, each.edits) not in before]
        assert changed, "the press changed nothing and said nothing"
        return _from_shown(changed[-1])

    async def sends_file(self, name: str, content: bytes) -> Heard:
        await self._writes("", (name, content))
        return await self._latest()

    async def _writes(self, text: str, *attachments: tuple[str, bytes]) -> None:
        """Unlike an interaction, a message is not acknowledged: its answer is waited for."""
        self.person.hears_to_the_end()
        await self.person.says(text[:LONGEST], attachments=attachments)
        await self.person.hears()

    async def _latest(self) -> Heard:
        await self._bot.idle()
        return _from_modal(self.person.modal) if self.person.modal is not None else self.heard[-1]


def _labels(shown: Shown) -> Iterator[str]:
    yield from (label for row in shown.labels for label in row if label != TYPE_IT)
    yield from shown.options


def _label(shown: Shown, label: str) -> str:
    labels = [*_labels(shown)]
    return label if label in labels else next((each for each in labels if each.startswith(label)), "")


def _from_shown(shown: Shown) -> Heard:
    return Heard(shown.plain, tuple(_labels(shown)))


def _from_modal(modal: Modal) -> Heard:
    return Heard(modal.text, ())
