"""The few words with which the bot says hello in a server that it has joined."""

import discord

from bots.discord.inbound import is_allowed_to_post
from core.chat.reply import Reply, say
from core.chat.words import Reader, _


def place_to_greet(server: discord.Guild) -> discord.TextChannel | None:
    """The channel in which a server is told such things; None where it has none, or does not let us write there."""
    channel = server.system_channel
    return channel if channel is not None and is_allowed_to_post(channel.permissions_for(server.me)) else None


def greeting(server: discord.Guild) -> tuple[Reply, Reader]:
    """What is said there, in the server's language."""
    text = say(_("Hello! /host announces an event here. Whatever else you ask me, only you see the answer."))
    return Reply(text=text, private=False), Reader(str(server.preferred_locale).replace("-", "_"))
