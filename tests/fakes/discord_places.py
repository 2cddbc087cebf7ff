"""Servers and channels in Discord, who is in them, and what the bot may do there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.fakes.discord_commands import IN_BOT_DM, IN_GUILD, IN_PRIVATE
from tests.fakes.discord_permissions import ADMINISTRATOR, BOT, MEMBER, ORGANISER, SEND, SEND_IN_THREADS
from tests.fakes.discord_shown import Shown

if TYPE_CHECKING:
    from tests.fakes.discord_people import Person

_SINCE = "2026-01-05T09:00:00+00:00"


class Channel:
    """A text channel of a server or a thread in one, a person's chat with the bot, or a chat between people."""

    def __init__(
        self,
        channel_id: int,
        name: str,
        *,
        guild: "Guild | None" = None,
        people: "Sequence[Person]" = (),
        parent: "Channel | None" = None,
    ) -> None:
        self.id = channel_id
        self.name = name
        self.guild = guild
        self.people = list(people)
        self.parent = parent  # of a thread
        self.archived = False  # of a thread: nothing in it can be changed
        self.bot_may_not = 0  # here, of what it may in the server
        self.messages: dict[int, Shown] = {}

    @property
    def context(self) -> int:
        if self.guild is not None:
            return IN_GUILD
        return IN_BOT_DM if len(self.people) == 1 else IN_PRIVATE

    @property
    def viewers(self) -> "list[Person]":
        return self.guild.members if self.guild is not None else self.people

    @property
    def has_bot(self) -> bool:
        return self.guild.has_bot if self.guild is not None else self.context == IN_BOT_DM

    @property
    def posts(self) -> list[Shown]:
        """What stands here of the bot's for everybody to see, in its order."""
        ours = [each for each in self.messages.values() if each.author is None and each.only_for is None]
        return [each for each in ours if not each.thinking]

    def bot_may(self, permission: int) -> bool:
        """Whether the bot has this permission here."""
        assert self.guild is not None
        denied = self.bot_may_not | (self.parent.bot_may_not if self.parent else 0)
        permission = SEND_IN_THREADS if permission == SEND and self.parent else permission
        return bool(self.guild.bot_may & ADMINISTRATOR or self.guild.bot_may & ~denied & permission)

    async def shows(self, message: Shown) -> None:
        """Show a message, new or changed, to those who may see it."""
        self.messages[message.id] = message
        if not message.thinking:
            for person in self.viewers if message.only_for is None else [message.only_for]:
                await person.sees(message)

    def as_json(self) -> dict[str, Any]:
        if self.guild is None:
            recipients = [person.as_json() for person in self.people]
            return {"id": str(self.id), "type": 1, "last_message_id": None, "flags": 0, "recipients": recipients}
        if self.parent is not None:
            return {**self._as_thread(), "guild_id": str(self.guild.id)}
        denied = self.bot_may_not | (MEMBER & ~self.guild.bot_may)
        overwrites = [{"id": str(self.guild.bot_id), "type": 1, "allow": "0", "deny": str(denied)}]
        return {
            "id": str(self.id),
            "type": 0,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "position": 0,
            "permission_overwrites": overwrites if denied else [],
            "nsfw": False,
            "topic": None,
            "parent_id": None,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "flags": 0,
        }

    def _as_thread(self) -> dict[str, Any]:
        assert self.parent is not None
        state = {"archived": self.archived, "locked": False, "archive_timestamp": _SINCE}
        return {
            "id": str(self.id),
            "type": 11,
            "name": self.name,
            "parent_id": str(self.parent.id),
            "owner_id": "1",
            "thread_metadata": {**state, "auto_archive_duration": 1440},
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "flags": 0,
            **dict.fromkeys(("message_count", "member_count", "total_message_sent"), 0),
        }


class Guild:
    """A server, with one text channel to begin with."""

    def __init__(
        self, guild_id: int, name: str, channel_id: int, *, has_bot: bool, locale: str, bot_id: int
    ) -> None:
        self.id = guild_id
        self.name = name
        self.has_bot = has_bot
        self.bot_id = bot_id
        self.bot_may = BOT
        self.locale = locale
        self.members: list[Person] = []
        self.organisers: list[Person] = []
        self.system_channel: Channel | None = None  # where Discord itself says who has joined
        self.channel = Channel(channel_id, "general", guild=self)
        self.channels = [self.channel]

    def joined(self, *people: "Person") -> None:
        for person in people:
            self.members.append(person)
            person.guilds.append(self)

    def left(self, person: "Person") -> None:
        self.members.remove(person)
        person.guilds.remove(self)

    def may(self, person: "Person") -> int:
        """The permissions of a member."""
        return ORGANISER if person in self.organisers else MEMBER

    def member_json(self, person: "Person") -> dict[str, Any]:
        return {**_member(), "user": person.as_json()}

    def as_json(self, bot: dict[str, Any]) -> dict[str, Any]:
        """As GUILD_CREATE tells of it; without privileged intents the bot is the only member that it sees."""
        everyone = {
            "id": str(self.id),
            "name": "@everyone",
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": 0,
            "permissions": str(MEMBER),
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }
        the_bot_s = {**everyone, "id": str(self.id + 1), "name": "Reachwell", "permissions": str(self.bot_may)}
        system = {"system_channel_id": str(self.system_channel.id) if self.system_channel else None}
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": "1",  # nobody here
            "preferred_locale": self.locale,
            "member_count": len(self.members) + 1,
            "members": [{**_member(), "user": bot, "roles": [str(self.id + 1)]}],
            "roles": [everyone, the_bot_s],
            "channels": [channel.as_json() for channel in self.channels if channel.parent is None],
            "joined_at": _SINCE,
            "large": False,
            "unavailable": False,
            **dict.fromkeys(("icon", "splash", "banner", "description", "afk_channel_id")),
            **system,
            **{name: [] for name in ("emojis", "stickers", "features", "threads", "presences", "voice_states")},
            **{name: [] for name in ("stage_instances", "guild_scheduled_events", "soundboard_sounds")},
            **dict.fromkeys(("verification_level", "default_message_notifications", "mfa_level"), 0),
            **dict.fromkeys(("explicit_content_filter", "afk_timeout", "nsfw_level", "premium_tier"), 0),
        }


def _member() -> dict[str, Any]:
    return {
        "roles": [],
        "nick": None,
        "avatar": None,
        "joined_at": _SINCE,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
