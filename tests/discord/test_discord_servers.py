"""Servers that the bot joins, and has to leave."""

import asyncio

import pytest

from tests.discord.serving import SmallApp, serving
from tests.fakes.discord_gateway import GUILDS
from tests.fakes.discord_permissions import EMBED
from tests.fakes.discord_trouble import MESSAGE, Trouble


@pytest.fixture
def server(fake, ada):
    """A server that does not know the bot yet, and shows who has joined."""
    server = fake.guild("Job seekers", ada, has_bot=False)
    server.system_channel = server.channel
    return server


async def test_it_says_hello_once(bot, fake, ada, server):
    fake.bot_joins(server)
    await ada.hears("/host announces an event here")
    fake.gateway.tell("GUILD_CREATE", server.as_json(fake.bot_json()), guild_id=server.id, intent=GUILDS)
    await asyncio.sleep(0.1)  # that was no joining: the server is back after an outage of Discord's
    assert len(server.channel.posts) == 1


async def test_where_it_was_before_it_says_nothing(fake, server):
    server.has_bot = True
    async with serving(SmallApp(), fake):
        await asyncio.sleep(0.1)
    assert server.channel.posts == []


async def test_it_says_nothing_where_nothing_is_wanted(bot, fake, server):
    server.channel.bot_may_not = EMBED
    fake.bot_joins(server)
    fake.bot_leaves(server)
    server.system_channel = None
    fake.bot_joins(server)
    await asyncio.sleep(0.1)
    assert fake.sent(MESSAGE) == []


async def test_a_hello_that_does_not_arrive_is_no_matter(bot, fake, server):
    fake.next(MESSAGE, Trouble(code=50013))
    fake.bot_joins(server)
    while not fake.sent(MESSAGE):
        await asyncio.sleep(0.01)
    await bot.idle()


async def test_it_is_told_when_it_had_to_leave(bot, app, fake, server):
    fake.bot_joins(server)
    while app.groups != [str(server.id)]:
        await asyncio.sleep(0.01)
    fake.gateway.tell("GUILD_DELETE", {"id": str(server.id), "unavailable": True}, guild_id=server.id)
    await asyncio.sleep(0.1)  # an outage of Discord's
    assert app.groups == [str(server.id)]
    fake.bot_leaves(server)
    while app.groups:
        await asyncio.sleep(0.01)
