"""A club's events on every platform: announced in its group, answered by buttons, looked after in private."""

import pytest

from tests.conversations.friends import Friend


@pytest.fixture
async def ben(world) -> Friend:
    ben = world.friend("Ben")
    await ben.says("/start")
    return ben


@pytest.fixture
async def cleo(world) -> Friend:
    cleo = world.friend("Cleo")
    await cleo.says("/start")
    return cleo


@pytest.fixture
async def group(world, ada, ben, cleo):
    return world.group("Job Seekers", organisers=[ada], members=[ben, cleo])


async def test_an_event_with_two_seats(world, group, ada, ben, cleo):
    assert "Announced" in await ada.says("/host Breakfast Friday 7:30 at Brampton Hall, 1 seat", group)
    await world.settle()
    card = group.posts[-1]
    assert "Breakfast" in card
    assert "7:30" in card
    assert "Brampton Hall" in card
    assert "Going 0 of 1" in card
    assert card.labels[:3] == ("Going", "Maybe", "Can't")

    assert "You are going" in await ben.presses("Going", group)
    assert "number 1 on the waiting list" in await cleo.presses("Going", group)
    await world.settle()
    assert "Going 1 of 1 · Waiting 1" in group.posts[-1]

    assert "you can't" in await ben.presses("Can't", group)
    await world.settle()
    assert "Going 1 of 1 · Can't 1" in group.posts[-1]
    assert cleo.hears("A seat has become free", "Breakfast")
    assert "Breakfast" in await cleo.says("/events")


async def test_only_organisers_announce(world, group, ben):
    assert "Only administrators of Job Seekers" in await ben.says("/host Breakfast Friday 7:30", group)
    await world.settle()
    assert not [each for each in group.posts if "Going" in each.labels]


async def test_an_organiser_changes_and_calls_off_in_private(world, group, ada, ben):
    await ada.says("/host Breakfast Friday 7:30, 5 seats", group)
    await world.settle()
    await ben.presses("Going", group)
    assert "Breakfast" in await ada.says("/host")
    assert "Going 1 of 5" in await ada.presses("Breakfast")
    await ada.presses("Edit")
    assert "City Hall" in await ada.says("30 seats, at City Hall")
    await world.settle()
    assert "Going 1 of 30" in group.posts[-1]
    assert "City Hall" in group.posts[-1]
    await ada.presses("Call off")
    assert "Called off" in await ada.presses("Yes, call it off")
    await world.settle()
    assert "Called off" in group.posts[-1]
    assert group.posts[-1].labels == ()
    await world.skip(hours=2)
    assert ben.hears("Called off", "Breakfast")


async def test_a_move_is_said_back_before_anybody_is_told(world, group, ada, ben):
    assert "5 seats" in await ada.says("/host Breakfast Friday 7:30 seats 5", group)
    await world.settle()
    await ben.presses("Going", group)
    await ada.says("/host")
    await ada.presses("Breakfast")
    await ada.presses("Move")
    assert "Shall I move it?" in await ada.says("an hour later")
    assert "Moved" in await ada.presses("Yes, move it")
    await ada.presses("Edit")
    await ada.presses("Guests")
    assert "1 guest each" in await ada.says("1")
    await world.settle()
    assert "8:30" in group.posts[0]


async def test_names_are_not_in_the_group(world, group, ada, ben, cleo):
    await ada.says("/host Breakfast Friday 7:30", group)
    await world.settle()
    await ben.presses("Going", group)
    await world.settle()
    assert "Ben" in await cleo.presses("Who's going", group)
    assert not [each for each in group.posts if "Going: " in each]


async def test_everybody_is_reminded_who_goes(world, group, ada, ben, cleo):
    await ada.says("/host Breakfast Friday 7:30", group)
    await world.settle()
    await ben.presses("Going", group)
    await cleo.presses("Can't", group)
    await world.skip(days=5)
    await world.settle()
    assert ben.hears("Breakfast", "7:30")
    assert [each for each in group.posts if "⏰" in each.text]
    assert [each for each in group.posts if "It is over" in each.text]
    assert not [each for each in cleo.heard if "⏰" in each.text]
