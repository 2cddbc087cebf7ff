"""Discord's interactions: begun by a person, to be answered in three seconds, open for a quarter of an hour."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.fakes.discord_asking import Choice, installations
from tests.fakes.discord_commands import TO_GUILD, wrong_choices
from tests.fakes.discord_components import wrong_modal
from tests.fakes.discord_people import Person
from tests.fakes.discord_permissions import ATTACH, EMBED, EXTERNAL_APP, SEE, SEND, SEND_IN_THREADS
from tests.fakes.discord_places import Channel
from tests.fakes.discord_rules import EPHEMERAL, LOADING, MAX_FILE, Sent
from tests.fakes.discord_shown import Modal, Shown, Uploaded, numbered
from tests.fakes.discord_trouble import Malformed, Refused

if TYPE_CHECKING:
    from tests.fakes.discord import FakeDiscord

COMMAND, COMPONENT, COMPLETION, SUBMISSION = 2, 3, 4, 5
REPLY, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_MAY_ANSWER = {
    COMMAND: (REPLY, DEFERRED, MODAL),
    COMPONENT: (REPLY, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL),
    COMPLETION: (CHOICES,),
    SUBMISSION: (REPLY, DEFERRED, DEFERRED_UPDATE, UPDATE),
}


@dataclass(kw_only=True, eq=False)
class Interaction:
    """What a person did, and what the bot made of it."""

    id: int
    kind: int
    person: Person
    channel: Channel
    data: dict[str, Any]
    message: Shown | None  # the one with the pressed button
    begun: float  # on the loop's clock
    token: str = field(default_factory=lambda: uuid4().hex)
    answered: int = 0  # the type of the callback
    original: Shown | None = None
    choices: list[Choice] = field(default_factory=list)
    followups: int = 0
    late: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)  # it is acknowledged, or will never be
    timer: asyncio.TimerHandle | None = None

    @property
    def says(self) -> str:
        name = self.data.get("name") or self.data.get("custom_id")
        return f"{name!r} by {self.person.name}"


class Interactions:
    """All of them; a token is good for the seconds of its `life`."""

    def __init__(self, fake: "FakeDiscord") -> None:
        self._fake = fake
        self.life = 15 * 60.0
        self._by_token: dict[str, Interaction] = {}

    @property
    def pending(self) -> list[Interaction]:
        return [each for each in self._by_token.values() if not each.answered and not each.late]

    async def begin(
        self, kind: int, person: Person, channel: Channel, data: dict[str, Any], message: Shown | None
    ) -> Interaction:
        loop = asyncio.get_running_loop()
        interaction = Interaction(
            id=self._fake.new_id(),
            kind=kind,
            person=person,
            channel=channel,
            data=data,
            message=message,
            begun=loop.time(),
        )
        self._by_token[interaction.token] = interaction
        interaction.timer = loop.call_later(self._fake.patience, self._too_late, interaction)
        guild_id = channel.guild.id if channel.guild and channel.guild.has_bot else None
        self._fake.gateway.tell("INTERACTION_CREATE", self._as_json(interaction), guild_id=guild_id)
        return interaction

    async def callback(
        self, interaction_id: str, token: str, payload: dict[str, Any], files: Sequence[Uploaded]
    ) -> dict[str, Any]:
        """The first answer, which is due in time, and once."""
        interaction = self._by_token.get(token)
        if interaction is None or str(interaction.id) != interaction_id or interaction.late:
            raise Refused(10062)
        if interaction.answered:
            raise Malformed(("", f"{interaction.says} was acknowledged twice"), code=40060)
        kind, data = payload.get("type"), payload.get("data") or {}
        if kind not in _MAY_ANSWER[interaction.kind]:
            raise Malformed(("type", f"{kind} does not answer an interaction of type {interaction.kind}"))
        if kind in (DEFERRED_UPDATE, UPDATE) and interaction.message is None:
            raise Malformed(("type", "There is no message that could be updated"))
        match kind:
            case 4:
                self._fake.messages.check(data, Sent.ANSWER, files)
            case 5:
                if (data.get("flags") or 0) & ~EPHEMERAL:
                    raise Malformed(("data.flags", "Only ephemeral can be said of what is to come"))
            case 7:
                self._fake.messages.check(data, Sent.EDIT, files, interaction.message)
            case 8:
                self._check_choices(interaction, data.get("choices"))
            case 9:
                if wrongs := [*wrong_modal(data)]:
                    raise Malformed(*wrongs)
        await self._accept(interaction, int(kind), data, files)
        return self._resource(interaction)

    async def follow_up(self, token: str, payload: dict[str, Any], files: Sequence[Uploaded]) -> Shown:
        interaction = self._open(token)
        original = interaction.original
        if interaction.answered == DEFERRED and original is not None and original.thinking:
            # As Discord documents it: the first followup fills in what was deferred, and stays as visible as that.
            self._fake.messages.check(payload, Sent.ANSWER, files)
            self._fake.messages.write(original, payload, files)
            await self._fake.messages.publish(original, "MESSAGE_UPDATE")
            return original
        self._fake.messages.check(payload, Sent.ANSWER, files)
        interaction.followups += 1
        if interaction.followups > 5 and TO_GUILD not in installations(interaction.person, interaction.channel):
            raise Malformed(("", "more than five followups"), code=40094)
        return await self._shows(interaction, payload, files)

    async def edit(self, token: str, message_id: str, payload: dict[str, Any], files: Sequence[Uploaded]) -> Shown:
        message = self.message(token, message_id)
        await self._fake.messages.edit(message, payload, files)
        return message

    async def delete(self, token: str, message_id: str) -> None:
        await self._fake.messages.delete(self.message(token, message_id))

    def message(self, token: str, message_id: str) -> Shown:
        """One that this token may read and change; "@original" is the first answer, or the message it updated."""
        interaction = self._open(token)
        if message_id == "@original":
            message = interaction.original
        else:
            message = interaction.channel.messages.get(int(message_id))
            if message is not None and (message.caused_by or {}).get("id") != str(interaction.id):
                message = None
        if message is None or message.deleted:
            raise Refused(10008)
        return message

    def close(self) -> list[str]:
        """End all waiting; what nobody has answered until now, or only promised to answer."""
        left = self.pending
        for interaction in left:
            interaction.late = True
            self._ends(interaction)
        thinking = [
            each for each in self._by_token.values() if each.original is not None and each.original.thinking
        ]
        return [interaction.says for interaction in (*left, *thinking)]

    def _open(self, token: str) -> Interaction:
        interaction = self._by_token.get(token)
        if interaction is None or not interaction.answered:
            raise Refused(10015)
        if asyncio.get_running_loop().time() - interaction.begun > self.life:
            raise Refused(50027)
        return interaction

    def _too_late(self, interaction: Interaction) -> None:
        interaction.late = True
        self._fake.unanswered.append(interaction.says)
        self._ends(interaction)

    def _ends(self, interaction: Interaction) -> None:
        if interaction.timer is not None:
            interaction.timer.cancel()
        interaction.over.set()

    async def _accept(
        self, interaction: Interaction, kind: int, data: dict[str, Any], files: Sequence[Uploaded]
    ) -> None:
        interaction.answered = kind
        match kind:
            case 4:
                interaction.original = await self._shows(interaction, data, files)
            case 5:
                flags = LOADING | ((data.get("flags") or 0) & EPHEMERAL)
                interaction.original = self._new_message(interaction, flags)
                await interaction.channel.shows(interaction.original)
            case 6:
                interaction.original = interaction.message
            case 7:
                interaction.original = interaction.message
                assert interaction.message is not None
                await self._fake.messages.edit(interaction.message, data, files)
            case 8:
                interaction.choices = [Choice(each["name"], each["value"]) for each in data.get("choices") or []]
            case 9:
                components = numbered(data["components"])
                modal = Modal(custom_id=data["custom_id"], title=data["title"], components=components)
                await interaction.person.opens(modal, interaction)
        self._ends(interaction)

    async def _shows(self, interaction: Interaction, payload: dict[str, Any], files: Sequence[Uploaded]) -> Shown:
        message = self._new_message(interaction, (payload.get("flags") or 0) & EPHEMERAL)
        self._fake.messages.write(message, payload, files)
        await self._fake.messages.publish(message)
        return message

    def _new_message(self, interaction: Interaction, flags: int) -> Shown:
        answers_command = interaction.kind == COMMAND
        return Shown(
            id=self._fake.new_id(),
            channel=interaction.channel,
            flags=flags,
            only_for=interaction.person if flags & EPHEMERAL else None,
            kind=(20 if interaction.data.get("type") == 1 else 23) if answers_command else 0,
            caused_by={
                "id": str(interaction.id),
                "type": interaction.kind,
                "user": interaction.person.as_json(),
                "authorizing_integration_owners": self._owners(interaction),
            },
        )

    def _check_choices(self, interaction: Interaction, choices: Any) -> None:
        options = interaction.data.get("options") or []
        while options and "focused" not in options[0] and options[0].get("options"):
            options = options[0]["options"]
        focused = next(option for option in options if option.get("focused"))
        if wrongs := [*wrong_choices(choices or [], focused)]:
            raise Malformed(*wrongs)

    def _owners(self, interaction: Interaction) -> dict[str, str]:
        """Of a press those of what was pressed: strangers press what somebody has shared with them."""
        message, guild = interaction.message, interaction.channel.guild
        if message is not None and message.caused_by is not None:
            return dict(message.caused_by["authorizing_integration_owners"])
        if message is not None and guild is not None:
            return {"0": str(guild.id)}
        return {str(kind): owner for kind, owner in installations(interaction.person, interaction.channel).items()}

    def _resource(self, interaction: Interaction) -> dict[str, Any]:
        """What is answered to a callback that asks for a response."""
        original = interaction.original
        about: dict[str, Any] = {"id": str(interaction.id), "type": interaction.kind}
        resource: dict[str, Any] = {"type": interaction.answered}
        if original is not None:
            about |= {
                "response_message_id": str(original.id),
                "response_message_loading": original.thinking,
                "response_message_ephemeral": original.ephemeral,
            }
            resource["message"] = self._fake.messages.as_json(original)
        return {"interaction": about, "resource": resource}

    def _as_json(self, interaction: Interaction) -> dict[str, Any]:
        person, channel, guild = interaction.person, interaction.channel, interaction.channel.guild
        told: dict[str, Any] = {
            "id": str(interaction.id),
            "application_id": str(self._fake.application_id),
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": str(channel.id),
            "channel": channel.as_json(),
            "locale": person.locale,
            "entitlements": [],
            "app_permissions": str(_bot_may(channel)),
            "authorizing_integration_owners": self._owners(interaction),
            "context": channel.context,
            "attachment_size_limit": MAX_FILE,
        }
        if guild is not None:
            told["guild_id"] = str(guild.id)
            told["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
            told["guild_locale"] = guild.locale
            told["member"] = {**guild.member_json(person), "permissions": str(guild.may(person))}
        else:
            told["user"] = person.as_json()
        if interaction.message is not None:
            told["message"] = self._fake.messages.as_json(interaction.message)
        return told


def _bot_may(channel: Channel) -> int:
    if channel.guild is None or not channel.guild.has_bot:
        return EXTERNAL_APP
    asked = (SEE, SEND, SEND_IN_THREADS, EMBED, ATTACH)
    return sum(each for each in asked if channel.bot_may(each))
