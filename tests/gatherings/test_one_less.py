"""Two who turn out to be one, or go for good: their seats are others', and what they announced stays theirs."""

import re

import pytest

from core.facts.account import Account
from core.facts.events import Rsvp
from tests.gatherings.club import Club

BREAKFAST = "Breakfast Friday 7:30"


async def account(club: Club, name: str) -> Account:
    async with club.store.read() as tx:
        found = await tx.accounts.of(club.platform, name)
    assert found is not None
    return found[1]


async def link(club: Club, name: str, other: str) -> None:
    said = await club.says(name, "/link", private=True)
    code = re.search(r"/link \S+", said.text)
    assert code is not None
    await club.says(other, code[0].rstrip("."), private=True)
    await club.goes_on(seconds=2)
    asked = club.far.to(f"to {name}")[-1]
    assert "/undo" in await club.presses(name, asked.actions["Link us"], private=True)


async def answers(club: Club) -> dict[str, Rsvp]:
    event = await club.event_of(club.button("Going"))
    async with club.store.read() as tx:
        return {each.name: each.rsvp for each in await tx.attendees.of(event.id)}


async def test_somebody_who_had_answered_as_two_has_one_seat(club, announced):
    await announced(f"{BREAKFAST}, 2 seats")
    for name in ("Ben", "Ben2"):
        await club.says(name, "/settings zone Toronto", private=True)
    for name in ("Ben", "Ben2", "Cleo"):
        await club.answers(name, "Going")
    await link(club, "Ben", "Ben2")
    await club.settles()
    assert "Going 2 of 2" in club.posts[0].text
    assert "Waiting" not in club.posts[0].text
    assert await answers(club) == {"Ben": Rsvp.GOING, "Cleo": Rsvp.GOING}
    assert "Taken back" in await club.says("Ben", "/undo", private=True)
    await club.settles()
    assert await answers(club) == {"Ben": Rsvp.GOING, "Cleo": Rsvp.GOING, "Ben2": Rsvp.WAITING}
    assert "waiting list" in await club.says("Ben2", "/events", private=True)


@pytest.mark.parametrize("line", [BREAKFAST, "Breakfast Friday 7:30, every Friday"])
async def test_what_somebody_has_announced_stays_theirs_under_another_account(club, announced, line):
    await announced(line)
    await club.says("New", "/settings zone Toronto", private=True)
    await link(club, "New", "Ada")
    assert "Events that you look after" in await club.says("Ada", "/host", private=True)
    assert "Events that you look after" in await club.says("New", "/host", private=True)
    await club.says("New", "/undo", private=True)
    assert "Events that you look after" in await club.says("Ada", "/host", private=True)
    assert "no event" in await club.says("New", "/host", private=True)


async def test_the_seat_of_somebody_who_is_erased_goes_to_the_next(club, announced):
    await announced(f"{BREAKFAST}, 1 seat")
    for name in ("Ben", "Cleo"):
        await club.answers(name, "Going")
    assert "your answers to events" in await club.says("Ben", "/forgetme", private=True)
    assert "Everything that I knew" in await club.says("Ben", "erase", private=True)
    await club.settles()
    assert await answers(club) == {"Cleo": Rsvp.GOING}
    assert "Going 1 of 1" in club.posts[0].text
    assert "Waiting" not in club.posts[0].text
    assert "A seat has become free" in club.far.to("to Cleo")[-1].text
    assert "number 1" in await club.answers("Dan", "Going")


async def test_what_somebody_shared_is_called_off_when_they_are_erased(club):
    await club.says("Ada", "/event Picnic Friday 12:00", private=True)
    await club.says("Ada", "/share picnic")
    await club.goes_on(seconds=1)
    await club.answers("Zoe", "Going")
    await club.says("Ada", "/forgetme", private=True)
    await club.says("Ada", "erase", private=True)
    await club.goes_on(hours=2)
    assert "Called off: Picnic" in club.far.to("to Zoe")[-1].text
    assert "called off" in await club.says("Zoe", "/events", private=True)
