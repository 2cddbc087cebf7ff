"""A club on each of the two databases, whose organiser is Ada."""

from collections.abc import Awaitable, Callable

import pytest

from core.store import Store
from tests.conftest import Clock
from tests.gatherings.club import Club

Announce = Callable[[str], Awaitable[None]]


@pytest.fixture
async def club(store: Store, clock: Clock) -> Club:
    club = Club(store, clock)
    await club.says("Ada", "/settings zone Toronto", private=True)
    return club


@pytest.fixture
def announced(club: Club) -> Announce:
    """Ada announces it, and the group has its card."""

    async def announce(line: str) -> None:
        said = await club.says("Ada", f"/host {line}", organiser=True)
        assert "Announced" in said, said.text
        await club.goes_on(seconds=1)

    return announce
