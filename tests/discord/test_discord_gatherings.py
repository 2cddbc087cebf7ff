"""Events in Discord with the real core behind them: in servers of the bot's, and where somebody brings it along."""

from collections.abc import AsyncIterator

import pytest

from core.app import App
from tests.conftest import Clock
from tests.conversations.discord_friends import DiscordFriend, DiscordGroup, DiscordWorld
from tests.discord.serving import serving
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_permissions import CREATE_EVENTS, PIN, SEND

HOST = "/host Kiwanis breakfast Tue 7:30 at Brampton Hall"


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
async def world(fake: FakeDiscord, store, clock: Clock) -> AsyncIterator[DiscordWorld]:
    app = App(store, clock)
    async with serving(app, fake, store) as bot:
        yield DiscordWorld(fake, app, bot, clock)


@pytest.fixture
async def organiser(world: DiscordWorld) -> DiscordFriend:
    ada = world.friend("Ada")
    await ada.says("/start")
    await ada.says("/settings zone Toronto")
    return ada


@pytest.fixture
def ben(world: DiscordWorld) -> DiscordFriend:
    """Somebody who has not installed the bot, and has never spoken to it."""
    ben = world.friend("Ben")
    ben.person.installed = False
    return ben


@pytest.fixture
def job_seekers(world: DiscordWorld, organiser: DiscordFriend, ben: DiscordFriend) -> DiscordGroup:
    return world.group("Job Seekers", organisers=[organiser], members=[ben])


async def test_a_card_and_the_server_s_own_event_live_with_ours(world, organiser, ben, job_seekers):
    assert "appears there" in await organiser.says(HOST, job_seekers)
    await world.settle()
    [card] = job_seekers.channel.posts
    assert card.pinned
    [event] = world.fake.events.of(job_seekers.server)
    assert (event.name, event.location, event.starts_at.isoformat()) == (
        "Kiwanis breakfast",
        "Brampton Hall",
        "2026-11-24T12:30:00+00:00",
    )
    assert f"<t:{int(event.starts_at.timestamp())}:F>" in card.text

    assert "You are going" in await ben.presses("Going", job_seekers)
    await world.settle()
    assert "Going 1" in job_seekers.posts[0]
    assert ben.person.last.only_for is ben.person

    await organiser.presses("Move")
    await organiser.says("Wednesday 8:00")
    await organiser.presses("Yes, move it")
    await world.settle()
    [event] = world.fake.events.of(job_seekers.server)
    assert event.starts_at.isoformat() == "2026-11-25T13:00:00+00:00"
    assert "Wed, Nov 25" in job_seekers.posts[0]

    await organiser.presses("Call off")
    await organiser.presses("Yes")
    await world.settle()
    assert world.fake.events.of(job_seekers.server) == []
    assert "Called off" in job_seekers.posts[0]


async def test_what_was_deleted_by_hand_is_let_go(world, organiser, ben, job_seekers):
    await organiser.says(HOST, job_seekers)
    await world.settle()
    world.fake.events.remove(world.fake.events.of(job_seekers.server)[0])
    await organiser.presses("Move")
    await organiser.says("Wednesday 8:00")
    await organiser.presses("Yes, move it")
    await world.settle()
    assert "Wed, Nov 25" in job_seekers.posts[0]
    await world.fake.messages.delete(job_seekers.channel.posts[0])
    await organiser.presses("Post it again")
    await world.settle()
    assert "Wed, Nov 25" in job_seekers.posts[0]
    assert "You are going" in await ben.presses("Going", job_seekers)


async def test_without_permissions_there_is_the_card_alone(world, organiser, ben, job_seekers):
    job_seekers.server.bot_may &= ~(CREATE_EVENTS | PIN)
    await organiser.says(HOST, job_seekers)
    await world.settle()
    assert [each.pinned for each in job_seekers.channel.posts] == [False]
    assert world.fake.events.of(job_seekers.server) == []


async def test_who_is_no_organiser_and_where_it_may_not_post(world, organiser, ben, job_seekers):
    assert "administrators" in await ben.says(HOST, job_seekers)
    job_seekers.server.bot_may &= ~SEND
    assert "no member here" in await organiser.says(HOST, job_seekers)
    await world.settle()
    assert job_seekers.posts == []


async def test_a_restart_in_the_middle(fake, store, clock):
    app = App(store, clock)
    async with serving(app, fake, store) as bot:
        world = DiscordWorld(fake, app, bot, clock)
        ada, ben = world.friend("Ada"), world.friend("Ben")
        await ada.says("/settings zone Toronto")
        server = world.group("Job Seekers", organisers=[ada], members=[ben]).server
        await ada.says(HOST, DiscordGroup(server, world))
        await world.settle()
        await ben.presses("Going", DiscordGroup(server, world))  # and its card is still to be changed
    app = App(store, clock)
    async with serving(app, fake, store) as bot:
        world = DiscordWorld(fake, app, bot, clock)
        group = DiscordGroup(server, world)
        await world.settle()
        assert "Going 1" in group.posts[0]
        await DiscordFriend(ben.person, world).presses("Can't", group)
        await world.settle()
        assert "Going 0" in group.posts[0]
        assert len(group.posts) == len(fake.events.of(server)) == 1


async def test_shared_where_the_bot_is_not_strangers_press(world, organiser, ben):
    await organiser.says("/event Breakfast Tue 7:30 at Brampton Hall")
    abroad = world.fake.guild("Elsewhere", organiser.person, ben.person, has_bot=False)
    chat = world.fake.chat_between(organiser.person, ben.person)
    for number, channel in enumerate((abroad.channel, chat)):
        abroad.channel = channel
        group = DiscordGroup(abroad, world)
        assert "Breakfast" in await organiser.says("/share breakfast", group)
        assert group.channel.posts[0].only_for is None
        assert "You are going" in await ben.presses("Going", group)
        assert "Going 2" in group.posts[0]
        await ben.presses("Can't", group)
        assert "Going 1" in group.posts[0], number
        assert len(group.posts) == 1


async def test_where_the_bot_had_to_leave_nothing_is_sent(world, organiser, ben, job_seekers):
    await organiser.says(HOST, job_seekers)
    await world.settle()
    world.fake.bot_leaves(job_seekers.server)
    await organiser.presses("Move")
    await organiser.says("Wednesday 8:00")
    await organiser.presses("Yes, move it")
    await organiser.presses("Post it again")
    await world.settle()
    assert len(job_seekers.posts) == 1
    world.fake.bot_joins(job_seekers.server)
    assert "appears there" in await organiser.says("/host Dinner Thursday 19:00", job_seekers)
    await world.settle()
    assert "Dinner" in job_seekers.posts[-1]
