"""People who talk to Reachwell on Discord: in their chat with the bot and in servers; buttons, menus, forms."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bots.discord.adapter import DiscordBot
from core.app import App
from core.chat.words import Reader, plain
from tests.conftest import Clock
from tests.conversations.friends import Heard, Listener, settle, skip
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_asking import find_command
from tests.fakes.discord_people import Person
from tests.fakes.discord_places import Channel, Guild
from tests.fakes.discord_shown import Modal, Shown

LONGEST = 4000  # characters that somebody can write
TYPE_IT = "Type it…"  # the way to a form: on other platforms, one just writes
ZONE = "America/Toronto"  # in which Discord shows these people its instants
_INSTANT = re.compile(r"<t:(\d+):F>")
_CHAT = 1  # a slash command
_CHOICES = "choices"


class DiscordWorld:
    """Discord: the real discord.py over loopback HTTP and websocket, against the strict fake."""

    def __init__(self, fake: FakeDiscord, app: App, bot: DiscordBot, clock: Clock) -> None:
        self.fake = fake
        self.app = app
        self.bot = bot
        self.clock = clock
        fake.now = lambda: clock.now

    def friend(self, name: str) -> "DiscordFriend":
        return DiscordFriend(self.fake.user(name), self)

    def group(
        self, name: str, *, organisers: Sequence["DiscordFriend"] = (), members: Sequence["DiscordFriend"] = ()
    ) -> "DiscordGroup":
        server = self.fake.guild(name, *(each.person for each in (*organisers, *members)))
        server.organisers = [each.person for each in organisers]
        return DiscordGroup(server, self)

    async def skip(self, **span: float) -> None:
        await skip(self.app, self.clock, {"discord": self.bot.sender}, **span)

    async def settle(self) -> None:
        await settle(self.app, self.clock, {"discord": self.bot.sender})

    def heard(self, shown: Shown) -> Heard:
        """A message as somebody sees it whose computer is in Toronto."""

        def told(found: re.Match[str]) -> str:
            today = self.clock.now.date()
            return plain(datetime.fromtimestamp(int(found[1]), UTC), Reader("en", ZONE, today))

        return Heard(_INSTANT.sub(told, shown.plain), tuple(_labels(shown)))


class DiscordGroup:
    """A server, where all is said in one channel."""

    def __init__(self, server: Guild, world: DiscordWorld) -> None:
        self.server = server
        self.channel: Channel = server.channel
        self.name = server.name
        self._world = world

    @property
    def posts(self) -> list[Heard]:
        return [self._world.heard(each) for each in self.channel.posts]


class DiscordFriend(Listener):
    """Somebody who writes to the bot, and in servers uses its commands. A form that opens is heard like a message;
    what is said then is filled in."""

    def __init__(self, person: Person, world: DiscordWorld) -> None:
        self.person = person
        self.name = person.name
        self._world = world
        self._bot = world.bot

    @property
    def heard(self) -> list[Heard]:
        return [self._world.heard(each) for each in self._alone()]

    async def says(self, text: str, group: DiscordGroup | None = None) -> Heard:
        modal = self.person.modal
        before = self._seen()
        if modal is not None and not text.startswith("/"):
            await self.person.fills({modal.labels[0]: text})
        elif group is not None:
            self.person.modal = None  # closed, as by a tap beside it
            await self._enters(text, group)
        else:
            self.person.modal = None
            await self._writes(text)
        return await self._latest(before, group)

    async def presses(self, label: str, group: DiscordGroup | None = None) -> Heard:
        within = self._alone() if group is None else [*self._alone(group), *group.channel.posts]
        having = [each for each in within if _label(each, label)]
        assert having, f"no message has a button {label!r}, but {[[*_labels(each)] for each in within[-2:]]}"
        under, whole, before = having[-1], _label(having[-1], label), self._seen()
        if whole in under.options:
            await self.person.chooses(whole, under=under)
        else:
            await self.person.presses(whole, under=under)
        await self._bot.idle()
        assert self.person.modal is not None or self._seen() != before, "the press changed nothing and said nothing"
        return await self._latest(before, group)

    async def sends_file(self, name: str, content: bytes) -> Heard:
        before = self._seen()
        await self._writes("", (name, content))
        return await self._latest(before)

    def _alone(self, group: DiscordGroup | None = None) -> list[Shown]:
        """What is for nobody else's eyes; of it, what is in this group."""
        own = [each for each in self.person.messages if each.channel is self.person.dm or each.only_for]
        return [each for each in own if group is None or each.channel is group.channel]

    def _seen(self) -> dict[int, int]:
        return {each.id: each.edits for each in self.person.messages}

    async def _enters(self, line: str, group: DiscordGroup) -> None:
        """A slash command: what follows its name goes into its options, from the first on."""
        name, _, rest = line.removeprefix("/").partition(" ")
        command = find_command(self._world.fake, name, _CHAT, self.person, group.channel)
        given: dict[str, str] = {}
        for option in command.get("options") or []:
            first, _, others = rest.partition(" ")
            if option.get(_CHOICES) and first in {each["value"] for each in option[_CHOICES]}:
                given[option["name"]], rest = first, others
            elif rest and not option.get(_CHOICES):
                given[option["name"]], rest = rest, ""
        assert not rest, f"/{name} has no option for {rest!r}"
        await self.person.slash(name, given, where=group.channel)

    async def _writes(self, text: str, *attachments: tuple[str, bytes]) -> None:
        """Unlike an interaction, a message is not acknowledged: its answer is waited for."""
        self.person.hears_to_the_end()
        await self.person.says(text[:LONGEST], attachments=attachments)
        await self.person.hears()

    async def _latest(self, before: dict[int, int], group: DiscordGroup | None = None) -> Heard:
        """What has come or changed last: of that, rather what they see alone than what stands in a group."""
        await self._bot.idle()
        if self.person.modal is not None:
            return _from_modal(self.person.modal)
        changed = [each for each in self.person.messages if before.get(each.id) != each.edits]
        alone = [each for each in self._alone() if each in changed]
        return self._world.heard([*changed, *alone][-1] if changed else self._alone(group)[-1])


def _labels(shown: Shown) -> Iterator[str]:
    yield from (label for row in shown.labels for label in row if label != TYPE_IT)
    yield from shown.options


def _label(shown: Shown, label: str) -> str:
    labels = [*_labels(shown)]
    return label if label in labels else next((each for each in labels if each.startswith(label)), "")


def _from_modal(modal: Modal) -> Heard:
    return Heard(modal.text, ())
