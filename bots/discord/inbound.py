"""What Discord delivers, as requests to the core. Pure: nothing is fetched or sent here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import discord

from bots.discord.documents import Attached
from bots.discord.forms import filled, question_of
from bots.discord.markdown import unstyled
from bots.discord.slash import FILE, Declared
from core.chat import request as chat
from core.chat.calling import about_message, about_person
from core.chat.command import Command, On
from core.chat.request import Actor, Call, Filled, Group, Press, Request, Upload

PLATFORM = "discord"
_CHOSEN = "="  # before what was chosen from our suggestions, and not typed
_USER, _MESSAGE = 2, 3

Interaction: TypeAlias = "discord.Interaction[discord.Client]"


@dataclass(frozen=True, slots=True)
class Heard:
    """A request; and the file that came with it, which is still to be fetched."""

    request: Request
    attached: Attached | None = None


@dataclass(frozen=True, slots=True)
class Typing:
    """A value that is being typed into an option of a command."""

    actor: Actor
    command: str
    param: str
    typed: str
    given: Mapping[str, str]


def command_of(interaction: Interaction, declared: Declared) -> Heard | None:
    """The request that a slash command or a menu's entry makes; None for one that we do not know any more."""
    data = _data(interaction)
    kind, name = data.get("type", 1), str(data["name"])
    if kind in (_USER, _MESSAGE):
        called = _of_menu(interaction, data, declared)
        return Heard(_request(interaction, called)) if called else None
    command = declared.command(name)
    if command is None:
        return None
    options = _options(data)
    attached = _attached(data, options.pop(FILE, "")) if not _takes(command, FILE) else None
    if attached is not None:
        body = Upload(name=attached.name, size=attached.size, path=None)
        return Heard(_request(interaction, body), attached)
    return Heard(_request(interaction, _call(name, options)))


def press_of(interaction: Interaction, action: str) -> Heard:
    pressed = interaction.message
    seen = pressed is not None and not pressed.flags.ephemeral
    message = str(pressed.id) if pressed is not None and seen else ""
    return Heard(_request(interaction, Press(action=_clean(action), message=message)))


def form_of(interaction: Interaction) -> Heard:
    """A form that was filled in; one of which we know nothing is like a button of which we know nothing."""
    data = _data(interaction)
    custom_id = str(data["custom_id"])
    question = question_of(custom_id)
    if question is None:
        return press_of(interaction, custom_id)
    typed = {name: _clean(value) for name, value in filled(data.get("components", [])).items()}
    return Heard(_request(interaction, Filled(question=_clean(question), typed=typed)))


def typing_of(interaction: Interaction) -> Typing | None:
    """What is being typed into which option; None when it is not said."""
    data = _data(interaction)
    options = data.get("options", [])
    focused = next((option for option in options if option.get("focused")), None)
    if focused is None:
        return None
    others = {name: _unmarked(value) for name, value in _options(data).items() if name != focused["name"]}
    return Typing(
        actor=actor_of(interaction.user, str(interaction.locale)),
        command=str(data["name"]),
        param=str(focused["name"]),
        typed=_clean(str(focused.get("value", ""))),
        given=others,
    )


def messages_of(message: discord.Message) -> Iterator[Heard]:
    """What somebody writes to the bot alone: their files, else their words. Nothing of what is said elsewhere."""
    actor = actor_of(message.author)
    for index, file in enumerate(message.attachments):
        attached = Attached(_clean(file.filename), file.size, file.url)
        key = f"dc:m{message.id}" + (f".{index}" if index else "")
        yield Heard(
            Request(key=key, actor=actor, body=Upload(name=attached.name, size=file.size, path=None)), attached
        )
    text = _clean(message.content).strip()
    if text and not message.attachments:
        yield Heard(Request(key=f"dc:m{message.id}", actor=actor, body=chat.Message(text=text)))


def is_spoken(message: discord.Message) -> bool:
    """Whether a person says this to the bot alone."""
    return (
        message.guild is None
        and not message.author.bot
        and message.type in (discord.MessageType.default, discord.MessageType.reply)
    )


def is_between_us(interaction: Interaction) -> bool:
    """Whether nobody else reads along where this happens: the chat of somebody with the bot."""
    return interaction.context.dm_channel


def group_of(interaction: Interaction) -> Group | None:
    """The server in which it happens, or another chat that several people read; None in the chat with the bot.

    Whoever has installed the bot for themselves can use it where it is no member: in chats of friends, and in
    servers that have never heard of it. Such a place is its channel, and nothing can be written there unasked.
    """
    channel_id = interaction.channel_id
    if channel_id is None or is_between_us(interaction):
        return None
    server = interaction.client.get_guild(interaction.guild_id or 0)
    if interaction.guild_id is None or not (server or interaction.is_guild_integration()):
        return Group(external_id=str(channel_id), address=str(channel_id), name="", present=False)
    theirs = interaction.permissions
    return Group(
        external_id=str(interaction.guild_id),
        address=str(channel_id),
        name=_clean(server.name) if server else "",
        manages=theirs.administrator or theirs.manage_guild or theirs.manage_events,
        present=is_allowed_to_post(
            interaction.app_permissions, in_thread=isinstance(interaction.channel, discord.Thread)
        ),
    )


def is_changed_by_presses(interaction: Interaction) -> bool:
    """Whether a message was pressed that nobody but who presses it can change: it is where we are no member."""
    group = group_of(interaction)
    return interaction.message is not None and group is not None and not group.present


def is_allowed_to_post(ours: discord.Permissions, *, in_thread: bool = False) -> bool:
    """Whether the bot may write where it is permitted this. It writes embeds: a message without them is empty."""
    writes = ours.send_messages_in_threads if in_thread else ours.send_messages
    return ours.administrator or (ours.view_channel and writes and ours.embed_links)


def actor_of(user: discord.User | discord.Member, locale: str = "en") -> Actor:
    """Somebody in Discord. Their direct messages are found by their own number."""
    return Actor(
        platform=PLATFORM,
        external_id=str(user.id),
        address=str(user.id),
        name=_clean(user.global_name or user.name),
        locale=locale.replace("-", "_"),
    )


def _request(interaction: Interaction, body: Call | Press | Filled | Upload) -> Request:
    return Request(
        key=f"dc:{interaction.id}",
        actor=actor_of(interaction.user, str(interaction.locale)),
        body=body,
        reaches=is_between_us(interaction),
        forms=not isinstance(body, Filled),  # Discord answers no form with another one
        group=group_of(interaction),
    )


def _call(name: str, options: Mapping[str, str]) -> Call:
    """Values that were chosen from our suggestions are known; all others are somebody's own words."""
    return Call(
        command=name,
        typed={each: value for each, value in options.items() if not value.startswith(_CHOSEN)},
        known={each: _unmarked(value) for each, value in options.items() if value.startswith(_CHOSEN)},
    )


def _of_menu(interaction: Interaction, data: dict[str, Any], declared: Declared) -> Call | None:
    on = On.PERSON if data["type"] == _USER else On.MESSAGE
    found = declared.entry(on, str(data["name"]))
    target = str(data.get("target_id", ""))
    resolved = data.get("resolved", {})
    if found is None:
        return None
    if on is On.PERSON:
        user = resolved.get("users", {}).get(target, {})
        username = _clean(str(user.get("username") or target))
        name = _clean(str(user.get("global_name") or username))
        profile = f"{PLATFORM} https://discord.com/users/{target}"  # names change; this does not
        return about_person(*found, name, f"{PLATFORM} {username}", profile, account=target)
    message = resolved.get("messages", {}).get(target, {})
    link = f"https://discord.com/channels/{interaction.guild_id or '@me'}/{interaction.channel_id}/{target}"
    words, author = _words_of(message), message.get("author", {})
    said = f"{_name_of(author)}: {words}" if words and author else words
    return about_message(*found, _clean(said), link)


def _name_of(user: dict[str, Any]) -> str:
    return str(user.get("global_name") or user.get("username") or "")


def _words_of(message: dict[str, Any]) -> str:
    """What a message says, without its styles: its text, else that of its first embed, else the name of its first
    file."""
    names = {str(user.get("id")): _name_of(user) for user in message.get("mentions", [])}
    embeds = [text for each in message.get("embeds", []) for text in (each.get("title"), each.get("description"))]
    files = [each.get("filename") for each in message.get("attachments", [])]
    return unstyled(str(next((text for text in (message.get("content"), *embeds, *files) if text), "")), names)


def _attached(data: dict[str, Any], attachment_id: str) -> Attached | None:
    file = data.get("resolved", {}).get("attachments", {}).get(attachment_id)
    return Attached(_clean(str(file["filename"])), int(file["size"]), str(file["url"])) if file else None


def _options(data: dict[str, Any]) -> dict[str, str]:
    return {str(option["name"]): _clean(str(option.get("value", ""))) for option in data.get("options", [])}


def _takes(command: Command, name: str) -> bool:
    return any(param.name == name for param in command.params)


def _unmarked(value: str) -> str:
    return value.removeprefix(_CHOSEN)


def _data(interaction: Interaction) -> dict[str, Any]:
    return cast(dict[str, Any], interaction.data or {})


def _clean(text: str) -> str:
    """Without what no database and no UTF-8 can hold: NUL, and halves of surrogate pairs (JSON can carry both)."""
    return text.replace("\0", " ").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
