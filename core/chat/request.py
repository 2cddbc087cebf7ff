"""What comes in: who spoke, where, and what. Nothing here knows which platform it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class PlaceKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The chat account that speaks. `address` is where a private message to it goes."""

    platform: str
    external_id: str
    address: str
    name: str
    locale: str = "en"
    timezone: str | None = None  # only where the platform knows it (the terminal: this machine's)
    handle: str = ""  # how others find them there, as /handle takes it: "telegram @ada"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The group (the server) in which somebody speaks. `external_id` is its own, `address` the chat in it.

    `manages`: whether the actor is an administrator there, by the platform's own word. `present`: whether the bot
    is a member, and may post there; somebody may use it in chats that it is not in.
    """

    external_id: str
    address: str
    name: str
    manages: bool = False
    present: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something typed: a command line ("/met Jane coffee") or bare text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button. `action` is what the button carries, perhaps forged or from long ago.

    `inline` names the message that it stands under, where that was sent through us into a chat that we are not in;
    `message` does so where it stands in the chat for all to see.
    """

    action: str
    inline: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command whose values were given one by one: a slash command, an entry of a menu.

    Both mappings are by parameter: `typed` in somebody's own words; `known` as it was offered (a Choice of
    `App.choices`), or to be taken as it stands, in the form of core/chat/values.py.
    """

    command: str
    typed: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    account: str = ""  # the `external_id` of the person on whom a menu was opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form (core/chat/reply.py), filled in: what was typed, by parameter."""

    question: str
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file. `path` is a local copy that the adapter removes afterwards; None when it was not fetched."""

    name: str
    size: int
    path: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardShared:
    """A person shared out of the phone's address book."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing that somebody did in a chat.

    `key` names it for ever and is unique: the same update delivered twice has the same key. `place` is private
    where nobody else sees the answer. `reaches` says whether speaking here shows that a message to the actor's
    address arrives: somebody may use the bot in a server of Discord's and take no messages from it. `forms` says
    whether the first answer may be shown as nothing but a form. `group` is where it happens, where that is a group:
    also where the answer is seen by nobody else.
    """

    key: str
    actor: Actor
    body: Message | Press | Call | Filled | Upload | CardShared
    place: PlaceKind = PlaceKind.PRIVATE
    reaches: bool = True
    forms: bool = False
    group: Group | None = None
