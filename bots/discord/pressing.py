"""Buttons and menus: what they carry, and how a press of one comes back, from whatever process it was sent."""

import re
from collections.abc import Sequence
from typing import Any, Self, TypeAlias

import discord
from discord import ui

PRESS = "reachwell_press"  # the event that a press becomes, whichever way it came: (interaction, action)
MENU = "menu:"  # no action begins like this
_AGAIN = re.compile(r"~\d+$")

Interaction: TypeAlias = "discord.Interaction[discord.Client]"


class Pressed(ui.DynamicItem[ui.Button[Any]], template=rf"(?!{MENU})[\s\S]+"):
    """A button, of this version or of any before it: what it means is the core's to say."""

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: "re.Match[str]", /) -> Self:
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        interaction.client.dispatch(PRESS, interaction, carried(self.custom_id))


class Chosen(ui.DynamicItem[ui.Select[Any]], template=rf"{MENU}\d+"):
    """A select menu, whose every option is a button."""

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: "re.Match[str]", /) -> Self:
        assert isinstance(item, ui.Select)
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        for value in self.item.values[:1]:
            interaction.client.dispatch(PRESS, interaction, carried(value))


def button(label: str, custom_id: str) -> Pressed:
    return Pressed(ui.Button(label=label, custom_id=custom_id))


def menu(number: int, hint: str, options: Sequence[discord.SelectOption]) -> Chosen:
    return Chosen(ui.Select(custom_id=f"{MENU}{number}", placeholder=hint, options=[*options]))


class Carriers:
    """The ids of one message's buttons: Discord wants each of them once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, action: str) -> str:
        """What a button with this action is called.

        >>> carriers = Carriers()
        >>> [carriers.take("v1:undo:7q"), carriers.take("v1:undo:7q"), carried("v1:undo:7q~2")]
        ['v1:undo:7q', 'v1:undo:7q~2', 'v1:undo:7q']
        """
        free, number = action, 2
        while free in self._taken:
            free, number = f"{action}~{number}", number + 1
        self._taken.add(free)
        return free


def carried(custom_id: str) -> str:
    """The action of a button that is called this."""
    return _AGAIN.sub("", custom_id)
