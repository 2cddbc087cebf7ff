"""How Discord's client turns what a person enters into an interaction: it offers only what is registered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fakes.discord_commands import (
    A_CHANNEL,
    A_USER,
    ATTACHMENT,
    BOOLEAN,
    GROUP,
    IN_GUILD,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    STRING,
    SUBCOMMAND,
    TO_GUILD,
    TO_USER,
)
from tests.fakes.discord_shown import Shown

if TYPE_CHECKING:
    from tests.fakes.discord import FakeDiscord
    from tests.fakes.discord_people import Person
    from tests.fakes.discord_places import Channel

_PLAIN: dict[int, Any] = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}


class Choice(NamedTuple):
    """What completes an option: what is shown, and what is sent when it is picked."""

    name: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A command as entered: the data of the interaction."""

    data: dict[str, Any]

    @property
    def says(self) -> str:
        return f"/{self.data['name']}"


def find_command(fake: "FakeDiscord", name: str, kind: int, person: "Person", where: "Channel") -> dict[str, Any]:
    """The registered command that this person can use there; fails when there is none."""
    guild_id = where.guild.id if where.guild else None
    known = [*(fake.commands.get(guild_id, []) if guild_id else []), *fake.commands.get(None, [])]
    named = [each for each in known if name in called(each, person) and each["type"] == kind]
    assert named, f"no command {name!r} of type {kind} is registered, but {[each['name'] for each in known]}"
    command = named[0]
    assert where.context in (command["contexts"] or (0, 1, 2)), (
        f"{name!r} cannot be used in context {where.context}"
    )
    installed = set(installations(person, where))
    assert installed & set(command["integration_types"]), f"{name!r} is not installed for {person.name} there"
    return command


def installations(person: "Person", where: "Channel") -> dict[int, str]:
    """Through what the app is there for this person, as Discord's authorizing_integration_owners has it."""
    owners: dict[int, str] = {}
    if where.guild is not None and where.guild.has_bot:
        owners[TO_GUILD] = str(where.guild.id)
    elif where is person.dm and person.shares_a_guild:
        owners[TO_GUILD] = "0"
    if person.installed:
        owners[TO_USER] = str(person.id)
    return owners


def chat_command(
    fake: "FakeDiscord",
    line: str,
    given: Mapping[str, Any],
    person: "Person",
    where: "Channel",
    *,
    typing: bool = False,
) -> Asked:
    """`line` is the command's name, with those of subcommands: "remind add". Fails as the client would refuse.

    `typing` is for completion: the last of what is given is being typed, and nothing is missing yet.
    """
    names = line.removeprefix("/").split()
    command = find_command(fake, names[0], 1, person, where)
    resolved: dict[str, dict[str, Any]] = {}
    data = {"id": command["id"], "name": command["name"], "type": 1}
    level, target = command, data
    for name in names[1:]:
        options = level.get("options") or []
        nested = [each for each in options if name in called(each, person) and each["type"] in (SUBCOMMAND, GROUP)]
        assert nested, f"/{line}: there is no subcommand {name!r}"
        level = nested[0]
        inner = {"name": level["name"], "type": level["type"]}
        target["options"] = [inner]
        target = inner
    offered = level.get("options") or []
    known = {option["name"]: option for option in offered}
    given = {
        next((each["name"] for each in offered if name in called(each, person)), name): given[name]
        for name in given
    }
    assert not any(option["type"] in (SUBCOMMAND, GROUP) for option in known.values()), (
        f"/{line} needs a subcommand"
    )
    assert set(given) <= set(known), f"/{line} has no options {sorted(set(given) - set(known))}, but {[*known]}"
    if not typing:
        missing = [name for name, option in known.items() if option.get("required") and name not in given]
        assert not missing, f"/{line} needs {missing}"
    if given:
        typed = [*given][-1] if typing else None
        target["options"] = [
            _option(fake, known[name], value, resolved, person, where, name == typed)
            for name, value in given.items()
        ]
    if resolved:
        data["resolved"] = resolved
    return Asked(data=data)


def called(thing: Mapping[str, Any], person: "Person") -> tuple[str | None, ...]:
    """The name of a command, an option or a choice; and the name that this person sees, in their language."""
    return thing["name"], (thing.get("name_localizations") or {}).get(person.locale)


def context_menu(
    fake: "FakeDiscord", name: str, target: "Person | Shown", person: "Person", where: "Channel"
) -> Asked:
    kind = 3 if isinstance(target, Shown) else 2
    command = find_command(fake, name, kind, person, where)
    resolved: dict[str, dict[str, Any]] = {}
    if isinstance(target, Shown):
        resolved["messages"] = {str(target.id): fake.messages.as_json(target)}
    else:
        resolve_user(target, where, resolved)
    data = {
        "id": command["id"],
        "name": command["name"],
        "type": kind,
        "target_id": str(target.id),
        "resolved": resolved,
    }
    return Asked(data=data)


def resolve_user(person: "Person", where: "Channel", resolved: dict[str, dict[str, Any]]) -> None:
    resolved.setdefault("users", {})[str(person.id)] = person.as_json()
    if where.guild is not None and person in where.guild.members:
        member = {key: value for key, value in where.guild.member_json(person).items() if key != "user"}
        resolved.setdefault("members", {})[str(person.id)] = {**member, "permissions": "0"}


def _option(
    fake: "FakeDiscord",
    option: dict[str, Any],
    value: Any,
    resolved: dict[str, dict[str, Any]],
    person: "Person",
    where: "Channel",
    focused: bool,
) -> dict[str, Any]:
    name, kind = option["name"], option["type"]
    entered = {"name": name, "type": kind}
    if focused:
        assert option.get("autocomplete"), f"option {name!r} is not completed"
        return {**entered, "value": str(value), "focused": True}
    if isinstance(value, Choice):
        value = value.value
    if choices := option.get("choices"):
        by_name = {shown: choice["value"] for choice in choices for shown in called(choice, person) if shown}
        value = by_name.get(value, value)
        assert value in by_name.values(), f"{value!r} is none of the choices of {name!r}: {[*by_name]}"
    if kind in _PLAIN:
        assert isinstance(value, _PLAIN[kind]), f"option {name!r} takes no {type(value).__name__}"
        size = len(value) if isinstance(value, str) else value
        measure = "length" if isinstance(value, str) else "value"
        least, most = option.get(f"min_{measure}"), option.get(f"max_{measure}")
        assert size >= (size if least is None else least), f"option {name!r} takes at least {least}"
        assert size <= (size if most is None else most), f"option {name!r} takes at most {most}"
        return {**entered, "value": value}
    if kind == ATTACHMENT:
        attachment = fake.files.keep(*value)
        resolved.setdefault("attachments", {})[attachment["id"]] = attachment
        return {**entered, "value": attachment["id"]}
    if kind in (A_USER, MENTIONABLE):
        resolve_user(value, where, resolved)
    elif kind == A_CHANNEL:
        assert where.context == IN_GUILD, "a channel can be chosen in a server only"
        resolved.setdefault("channels", {})[str(value.id)] = {**value.as_json(), "permissions": "0"}
    return {**entered, "value": str(value.id)}
