"""Discord's REST: which calls there are, and what each of them does."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.fakes.discord_commands import Wrong, wrong_command, wrong_commands
from tests.fakes.discord_permissions import SEE, SEND
from tests.fakes.discord_places import Channel
from tests.fakes.discord_shown import Shown, Uploaded
from tests.fakes.discord_trouble import Malformed, Refused

if TYPE_CHECKING:
    from tests.fakes.discord import FakeDiscord


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call of the bot's over REST."""

    method: str
    path: str
    route: str  # as Discord's description writes it: "POST /channels/{channel_id}/messages"
    names: dict[str, str]  # what stands in the path for the names in the route
    query: dict[str, str]
    payload: Any = None
    files: Sequence[Uploaded] = ()


Serve = Callable[[Call], Awaitable[Any]]


class Rest:
    """Every call that this fake knows; an answer of None is a 204."""

    def __init__(self, fake: "FakeDiscord") -> None:
        self._fake = fake
        commands = "/applications/{application_id}/commands"
        guild_commands = "/applications/{application_id}/guilds/{guild_id}/commands"
        messages = "/channels/{channel_id}/messages"
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        self.routes: dict[str, Serve] = {
            "GET /users/@me": self._me,
            "GET /oauth2/applications/@me": self._application,
            "GET /gateway/bot": self._gateway,
            "GET /users/{user_id}": self._user,
            "POST /users/@me/channels": self._open_dm,
            "GET /channels/{channel_id}": self._channel,
            "GET /guilds/{guild_id}/members/{user_id}": self._member,
            "PATCH /channels/{channel_id}": self._change_channel,
            "POST /channels/{channel_id}/typing": self._typing,
            "PUT /channels/{channel_id}/messages/pins/{message_id}": self._pin,
            "DELETE /channels/{channel_id}/messages/pins/{message_id}": self._unpin,
            "GET /guilds/{guild_id}/scheduled-events": self._events,
            "POST /guilds/{guild_id}/scheduled-events": self._make_event,
            "PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}": self._change_event,
            f"GET {messages}": self._history,
            f"POST {messages}": self._post,
            f"GET {messages}/{{message_id}}": self._get,
            f"PATCH {messages}/{{message_id}}": self._edit,
            f"DELETE {messages}/{{message_id}}": self._delete,
            "POST /interactions/{interaction_id}/{interaction_token}/callback": self._callback,
            f"POST {webhook}": self._follow_up,
            f"GET {webhook}/messages/{{message_id}}": self._get_answer,
            f"PATCH {webhook}/messages/{{message_id}}": self._edit_answer,
            f"DELETE {webhook}/messages/{{message_id}}": self._delete_answer,
        }
        for path in (commands, guild_commands):
            self.routes |= {
                f"GET {path}": self._commands,
                f"PUT {path}": self._put_commands,
                f"POST {path}": self._post_command,
                f"DELETE {path}/{{command_id}}": self._delete_command,
            }

    # The bot itself

    async def _me(self, _call: Call) -> Any:
        return {**self._fake.bot_json(), "verified": True, "mfa_enabled": False, "email": None, "flags": 0}

    async def _application(self, _call: Call) -> Any:
        owner = {"id": "1", "username": "sam", "global_name": "Sam", "discriminator": "0", "avatar": None}
        return {
            "id": str(self._fake.application_id),
            "name": "Reachwell",
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": owner,
            "team": None,
            "verify_key": "0" * 64,
            "flags": 0,
            "integration_types_config": {"0": {}, "1": {}},
        }

    async def _gateway(self, _call: Call) -> Any:
        limit = {
            "total": 1000,
            "remaining": 1000 - len(self._fake.gateway.identified),
            "reset_after": 86_400_000,
        }
        url = self._fake.named_gateway or self._fake.gateway_url
        return {"url": url, "shards": self._fake.shards, "session_start_limit": {**limit, "max_concurrency": 1}}

    # People and channels

    async def _user(self, call: Call) -> Any:
        return self._fake.person(int(call.names["user_id"])).as_json()

    async def _member(self, call: Call) -> Any:
        guild = self._fake.find_guild(int(call.names["guild_id"]))
        person = self._fake.person(int(call.names["user_id"]))
        if person not in guild.members:
            raise Refused(10007)
        return guild.member_json(person)

    async def _open_dm(self, call: Call) -> Any:
        # Discord opens a chat with anybody; only writing there shows whether they can be reached.
        return self._fake.person(int(call.payload["recipient_id"])).dm.as_json()

    async def _channel(self, call: Call) -> Any:
        return self._where(call).as_json()

    async def _change_channel(self, call: Call) -> Any:
        channel = self._where(call)
        if channel.parent is None or call.payload != {"archived": False}:
            raise Malformed(("", "This fake only opens threads again"))
        if not channel.bot_may(SEND):
            raise Refused(50013)
        channel.archived = False
        return channel.as_json()

    async def _typing(self, call: Call) -> Any:
        self._where(call)

    # Messages

    async def _history(self, call: Call) -> Any:
        messages = [each for each in self._where(call).messages.values() if not each.ephemeral]
        before, after = int(call.query.get("before", 1 << 63)), int(call.query.get("after", 0))
        found = [each for each in messages if after < each.id < before][-int(call.query.get("limit", 50)) :]
        return [self._fake.messages.as_json(message) for message in reversed(found)]

    async def _post(self, call: Call) -> Any:
        channel = self._fake.channel(int(call.names["channel_id"]))
        return self._fake.messages.as_json(await self._fake.messages.create(channel, call.payload, call.files))

    async def _get(self, call: Call) -> Any:
        return self._fake.messages.as_json(self._message(call))

    async def _edit(self, call: Call) -> Any:
        message = self._message(call)
        if message.author is not None:
            raise Refused(50005)
        await self._fake.messages.edit(message, call.payload, call.files)
        return self._fake.messages.as_json(message)

    async def _delete(self, call: Call) -> Any:
        message = self._message(call)
        if message.author is not None:
            raise Refused(50013)
        await self._fake.messages.delete(message)

    async def _pin(self, call: Call) -> None:
        self._fake.messages.pin(self._message(call))

    async def _unpin(self, call: Call) -> None:
        self._fake.messages.unpin(self._message(call))

    # A server's events

    async def _events(self, call: Call) -> Any:
        return self._fake.events.listed(self._fake.find_guild(int(call.names["guild_id"])))

    async def _make_event(self, call: Call) -> Any:
        return self._fake.events.create(self._fake.find_guild(int(call.names["guild_id"])), call.payload)

    async def _change_event(self, call: Call) -> Any:
        event_id = int(call.names["guild_scheduled_event_id"])
        return self._fake.events.change(self._fake.find_guild(int(call.names["guild_id"])), event_id, call.payload)

    # Interactions

    async def _callback(self, call: Call) -> Any:
        names = call.names
        interactions = self._fake.interactions
        response = await interactions.callback(
            names["interaction_id"], names["interaction_token"], call.payload, call.files
        )
        return response if call.query.get("with_response") in ("1", "true") else None

    async def _follow_up(self, call: Call) -> Any:
        message = await self._fake.interactions.follow_up(self._token(call), call.payload, call.files)
        return self._fake.messages.as_json(message)

    async def _get_answer(self, call: Call) -> Any:
        found = self._fake.interactions.message(self._token(call), call.names["message_id"])
        return self._fake.messages.as_json(found)

    async def _edit_answer(self, call: Call) -> Any:
        interactions = self._fake.interactions
        edited = await interactions.edit(self._token(call), call.names["message_id"], call.payload, call.files)
        return self._fake.messages.as_json(edited)

    async def _delete_answer(self, call: Call) -> Any:
        await self._fake.interactions.delete(self._token(call), call.names["message_id"])

    # Commands

    async def _commands(self, call: Call) -> Any:
        return self._registered(call)

    async def _put_commands(self, call: Call) -> Any:
        commands = call.payload or []
        if wrongs := _wrongs(json.dumps(commands)):
            raise Malformed(*wrongs)
        before = {(each["type"], each["name"]): each["id"] for each in self._registered(call)}
        registered = [self._as_registered(call, each, before) for each in commands]
        self._registered(call)[:] = registered
        return registered

    async def _post_command(self, call: Call) -> Any:
        if wrongs := [*wrong_command(call.payload)]:
            raise Malformed(*wrongs)
        commands = self._registered(call)
        before = {(each["type"], each["name"]): each["id"] for each in commands}
        command = self._as_registered(call, call.payload, before)
        commands[:] = [each for each in commands if each["id"] != command["id"]] + [command]
        return command

    async def _delete_command(self, call: Call) -> Any:
        commands = self._registered(call)
        left = [each for each in commands if each["id"] != call.names["command_id"]]
        if len(left) == len(commands):
            raise Refused(10063)
        commands[:] = left

    def _registered(self, call: Call) -> list[dict[str, Any]]:
        if int(call.names["application_id"]) != self._fake.application_id:
            raise Refused(50001)
        guild_id = int(call.names["guild_id"]) if "guild_id" in call.names else None
        if guild_id is not None:
            self._fake.find_guild(guild_id)
        return self._fake.commands.setdefault(guild_id, [])

    def _as_registered(
        self, call: Call, command: dict[str, Any], before: dict[tuple[int, str], str]
    ) -> dict[str, Any]:
        kind = command.get("type") or 1
        known = {name: value for name, value in command.items() if value is not None}
        guild_id = {"guild_id": call.names["guild_id"]} if "guild_id" in call.names else {}
        return {
            "description": "",
            "integration_types": [0],
            "contexts": None,
            "default_member_permissions": None,
            "nsfw": False,
            **known,
            **guild_id,
            "type": kind,
            "id": before.get((kind, command["name"])) or str(self._fake.new_id()),
            "application_id": str(self._fake.application_id),
            "version": str(self._fake.new_id()),
        }

    def _where(self, call: Call) -> Channel:
        channel = self._fake.channel(int(call.names["channel_id"]))
        if not channel.has_bot or (channel.guild is not None and not channel.bot_may(SEE)):
            raise Refused(50001)
        return channel

    def _message(self, call: Call) -> Shown:
        return self._fake.messages.of(self._where(call), int(call.names["message_id"]))

    def _token(self, call: Call) -> str:
        if int(call.names["webhook_id"]) != self._fake.application_id:
            raise Refused(10015)
        return call.names["webhook_token"]


@cache  # a bot says the same ones whenever it starts
def _wrongs(commands: str) -> tuple[Wrong, ...]:
    return tuple(wrong_commands(json.loads(commands)))
