"""A strict fake of Discord, and people on it."""

from collections.abc import AsyncIterator

import pytest

from bots.discord.adapter import DiscordBot
from tests.discord.serving import SmallApp, serving
from tests.fakes import discord_spec
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_people import Person
from tests.fakes.discord_places import Guild


def pytest_report_collectionfinish() -> str:
    return discord_spec.header()


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    """Discord; the test fails if it is sent anything that it does not take, or somebody gets no answer."""
    async with FakeDiscord() as fake:
        yield fake
    assert fake.violations == []
    assert fake.unanswered == []


@pytest.fixture
def ada(fake: FakeDiscord) -> Person:
    return fake.user("Ada")


@pytest.fixture
def bob(fake: FakeDiscord) -> Person:
    """Somebody who has not installed the bot, but meets it in the club."""
    return fake.user("Bob", "fr", installed=False)


@pytest.fixture
def club(fake: FakeDiscord, ada: Person, bob: Person) -> Guild:
    return fake.guild("Job seekers", ada, bob)


@pytest.fixture
def app() -> SmallApp:
    return SmallApp()


@pytest.fixture
async def bot(app: SmallApp, fake: FakeDiscord) -> AsyncIterator[DiscordBot]:
    """The bot, served by the fake, with a small core that answers what a test tells it to."""
    async with serving(app, fake) as bot:
        yield bot
