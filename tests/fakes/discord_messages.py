"""Discord's messages: how they are written, changed and taken away, who is told, and how they look to the bot."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.fakes.discord_gateway import DIRECT_MESSAGES, GUILD_MESSAGES
from tests.fakes.discord_people import Person
from tests.fakes.discord_permissions import ATTACH, EMBED, MANAGE_MESSAGES, PIN, SEE, SEND
from tests.fakes.discord_places import Channel, Guild
from tests.fakes.discord_rules import COMPONENTS_V2, EPHEMERAL, LOADING, MAX_FILE, Sent, is_empty, wrong_message
from tests.fakes.discord_shown import Shown, Uploaded, numbered
from tests.fakes.discord_trouble import Malformed, Refused

if TYPE_CHECKING:
    from tests.fakes.discord import FakeDiscord

_KEPT_FLAGS = EPHEMERAL | LOADING
_MOST_PINS = 250


class Files:
    """What was uploaded, and where it can be fetched; the address is the fake's own."""

    def __init__(self, fake: "FakeDiscord") -> None:
        self._fake = fake
        self._kept: dict[str, Uploaded] = {}

    def keep(self, name: str, content: bytes, *, size: int | None = None) -> dict[str, Any]:
        """Keep a file; as it stands in a message. `size` is what Discord says of it."""
        file_id = str(self._fake.new_id())
        self._kept[file_id] = Uploaded(content, name)
        url = f"{self._fake.url.rsplit('/api', 1)[0]}/attachments/{file_id}/{name}"
        return {
            "id": file_id,
            "filename": name,
            "size": len(content) if size is None else size,
            "url": url,
            "proxy_url": url,
            "content_type": "text/plain; charset=utf-8" if name.endswith((".txt", ".csv")) else None,
        }

    def get(self, file_id: str) -> Uploaded | None:
        return self._kept.get(file_id)


class Messages:
    """Every message in every channel."""

    def __init__(self, fake: "FakeDiscord") -> None:
        self._fake = fake
        self._nonces: dict[str, tuple[float, Shown]] = {}
        self.nonce_life = 300.0  # seconds; Discord's documentation says: some minutes

    def check(
        self, payload: dict[str, Any], sent: Sent, files: Sequence[Uploaded], before: Shown | None = None
    ) -> None:
        """Raise what Discord would refuse; `before` is the message that is to be changed."""
        was_v2 = before is not None and before.is_v2
        strict = self._fake.strict_mentions
        wrongs = [*wrong_message(payload, sent, files=len(files), was_v2=was_v2, strict_mentions=strict)]
        if before is not None and payload.get("flags", 0) & COMPONENTS_V2 and not was_v2:
            wrongs += [
                (name, "Has to be emptied when a message changes to IS_COMPONENTS_V2.")
                for name, there in (("content", before.content), ("embeds", before.embeds))
                if there and name not in payload
            ]
        if wrongs:
            raise Malformed(*wrongs)
        if any(len(file) > MAX_FILE for file in files):
            raise Malformed(("files", "Request entity too large"), code=40005)
        after = {**_stands(before), **payload} if before is not None else payload
        pictures = {(each.get("image") or {}).get("url", "") for each in payload.get("embeds") or []}
        named = {f"attachment://{file.name}" for file in files}
        if lost := [url for url in pictures if url.startswith("attachment://") and url not in named]:
            raise Malformed(("embeds.0.image.url", f"There is no file for {lost[0]}"))
        if is_empty(after, len(files)):
            raise Malformed(("content", "Cannot send an empty message"), code=50006)

    async def create(self, channel: Channel, payload: dict[str, Any], files: Sequence[Uploaded]) -> Shown:
        """A message of the bot's, as it was posted to a channel."""
        self.check(payload, Sent.MESSAGE, files)
        self._may_write(channel, payload, files)
        nonce = payload.get("nonce")
        if nonce is not None and payload.get("enforce_nonce") and (first := self._first_with(str(nonce), channel)):
            return first
        message = Shown(id=self._fake.new_id(), channel=channel, nonce=None if nonce is None else str(nonce))
        if nonce is not None:
            self._nonces[str(nonce)] = asyncio.get_running_loop().time(), message
        self.write(message, payload, files)
        await self.publish(message)
        return message

    def write(self, message: Shown, payload: dict[str, Any], files: Sequence[Uploaded]) -> None:
        """Put into a message what the payload has; what it does not name stays."""
        message.content = (payload["content"] or "") if "content" in payload else message.content
        message.embeds = (payload["embeds"] or []) if "embeds" in payload else message.embeds
        if "components" in payload:
            message.components = numbered(payload["components"] or [])
        if "flags" in payload or message.thinking:
            flags = payload.get("flags") or 0
            message.flags = (message.flags & (_KEPT_FLAGS | COMPONENTS_V2)) | (flags & ~_KEPT_FLAGS)
        message.flags &= ~LOADING
        if "attachments" in payload:
            kept = {str(each.get("id")) for each in payload["attachments"] or []}
            both = zip(message.attachments, message.files, strict=True)
            staying = [(described, file) for described, file in both if described["id"] in kept]
            message.attachments, message.files = [each for each, _ in staying], [each for _, each in staying]
        if "embeds" in payload:
            message.pictures = []
        for file in files:
            described = self._fake.files.keep(file.name, file)
            if message.has_put_into_embed(file.name, described["url"]):
                message.pictures.append(file)
            else:
                message.attachments.append(described)
                message.files.append(file)

    async def edit(self, message: Shown, payload: dict[str, Any], files: Sequence[Uploaded]) -> None:
        if message.channel.archived:
            raise Refused(50083)
        self.check(payload, Sent.EDIT, files, message)
        filled = message.thinking
        self.write(message, payload, files)
        message.edits += 0 if filled else 1
        await self.publish(message, "MESSAGE_UPDATE")

    async def delete(self, message: Shown) -> None:
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        if not message.ephemeral:
            guild = message.channel.guild
            gone = {"id": str(message.id), "channel_id": str(message.channel.id)}
            self._tell("MESSAGE_DELETE", message.channel, {**gone, **_in_guild(guild)})

    async def publish(self, message: Shown, event: str = "MESSAGE_CREATE") -> None:
        """Show a message to those who may see it, and tell the bot's connections, its own messages too."""
        await message.channel.shows(message)
        if message.only_for is None and message.channel.has_bot:
            self._tell(event, message.channel, {**self.as_json(message), **_in_guild(message.channel.guild)})

    async def from_person(
        self, person: Person, channel: Channel, text: str, attachments: Sequence[tuple[str, bytes]]
    ) -> Shown:
        assert len(text) <= 4000, "Discord takes 4,000 characters of those who pay, 2,000 of others"
        kept = [self._fake.files.keep(name, content) for name, content in attachments]
        files = [Uploaded(content, name) for name, content in attachments]
        message = Shown(
            id=self._fake.new_id(), channel=channel, author=person, content=text, attachments=kept, files=files
        )
        await channel.shows(message)
        if channel.has_bot:
            told = {**self.as_json(message), **_in_guild(channel.guild)}
            if channel.guild is not None:
                member = channel.guild.member_json(person)
                told["member"] = {key: value for key, value in member.items() if key != "user"}
                if self._fake.mention not in text:  # without the intent, content is for those who are addressed
                    told |= {"content": "", "embeds": [], "attachments": [], "components": []}
            self._tell("MESSAGE_CREATE", channel, told)
        return message

    def of(self, channel: Channel, message_id: int) -> Shown:
        """A message that can be found in its channel; ephemeral ones cannot."""
        message = channel.messages.get(message_id)
        if message is None or message.ephemeral:
            raise Refused(10008)
        return message

    def as_json(self, message: Shown) -> dict[str, Any]:
        author = self._fake.bot_json() if message.author is None else message.author.as_json()
        addressed = [self._fake.bot_json()] if self._fake.mention in message.content else []
        written = datetime.fromtimestamp(((message.id >> 22) + 1_420_070_400_000) / 1000, UTC)
        return {
            "id": str(message.id),
            "channel_id": str(message.channel.id),
            "type": message.kind,
            "content": message.content,
            "author": author,
            "embeds": message.embeds,
            "components": message.components,
            "attachments": message.attachments,
            "flags": message.flags,
            "timestamp": written.isoformat(),
            "edited_timestamp": written.isoformat() if message.edits else None,
            "mentions": addressed,
            "mention_roles": [],
            "mention_everyone": False,
            "pinned": message.pinned,
            "tts": False,
            **({"nonce": message.nonce} if message.nonce is not None else {}),
            **({"interaction_metadata": message.caused_by} if message.caused_by else {}),
            **({"application_id": str(self._fake.application_id)} if message.author is None else {}),
            **({"webhook_id": str(self._fake.application_id)} if message.caused_by else {}),
        }

    def pin(self, message: Shown) -> None:
        channel = message.channel
        if channel.guild is not None and not (channel.bot_may(PIN) or channel.bot_may(MANAGE_MESSAGES)):
            raise Refused(50013)
        if sum(each.pinned for each in channel.messages.values()) >= _MOST_PINS:
            raise Refused(30003)
        message.pinned = True

    def unpin(self, message: Shown) -> None:
        channel = message.channel
        if channel.guild is not None and not (channel.bot_may(PIN) or channel.bot_may(MANAGE_MESSAGES)):
            raise Refused(50013)
        message.pinned = False

    def _may_write(self, channel: Channel, payload: dict[str, Any], files: Sequence[Uploaded]) -> None:
        if channel.guild is not None:
            if not channel.guild.has_bot or not channel.bot_may(SEE):
                raise Refused(50001)
            needed = [SEND, *([EMBED] if payload.get("embeds") else []), *([ATTACH] if files else [])]
            if not all(map(channel.bot_may, needed)):
                raise Refused(50013)
            return
        person = channel.people[0]
        if not (person.shares_a_guild or person.installed):
            raise Refused(50278)
        if not person.dms_open:
            raise Refused(50007)

    def _first_with(self, nonce: str, channel: Channel) -> Shown | None:
        since, message = self._nonces.get(nonce, (0.0, None))
        if message is None or asyncio.get_running_loop().time() - since > self.nonce_life:
            return None
        if message.channel is not channel:
            self._fake.violations.append(f"nonce {nonce} was used for another channel: nobody would get this there")
        return message

    def _tell(self, event: str, channel: Channel, data: dict[str, Any]) -> None:
        guild_id = channel.guild.id if channel.guild else None
        intent = DIRECT_MESSAGES if guild_id is None else GUILD_MESSAGES
        self._fake.gateway.tell(event, data, guild_id=guild_id, intent=intent)


def _in_guild(guild: Guild | None) -> dict[str, Any]:
    return {} if guild is None else {"guild_id": str(guild.id)}


def _stands(message: Shown) -> dict[str, Any]:
    return {
        "content": message.content,
        "embeds": message.embeds,
        "components": message.components,
        "attachments": message.attachments,
    }
