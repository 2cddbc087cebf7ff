"""Buttons from before a merge, and its own: what can still be taken back, and what not, on both databases."""

import pytest

from core.store import Store
from tests.conftest import Clock
from tests.linking.chats import Chat, World, link


@pytest.fixture
async def chat(store: Store, clock: Clock) -> Chat:
    chat = World(store, clock).chat("Ada", "telegram")
    await chat.says("/add Jane Doe @ IBM")
    await chat.says("/add Janie")
    return chat


async def merged(chat: Chat) -> str:
    """The action of the button that takes it back."""
    await chat.says("/merge Jane Doe and Janie")
    await chat.presses("Merge")
    return undo_of(chat)


def undo_of(chat: Chat) -> str:
    """Of the latest answer."""
    return next(
        button.action for row in chat.replies[-1].unfolded for button in row if button.action.startswith("v1:undo:")
    )


async def test_the_card_that_went_is_found_as_the_one_that_stays(chat: Chat) -> None:
    await chat.says("/who Janie")
    await merged(chat)
    assert "Jane Doe" in await chat.presses("Met today")
    assert "in touch" in await chat.says("/who Jane")


async def test_a_touch_from_before_can_be_taken_back(chat: Chat) -> None:
    await chat.says("/met Jane Doe tea 2 weeks ago")
    await chat.says("/met Janie coffee yesterday")
    coffee = undo_of(chat)
    await merged(chat)
    assert "Last spoke yesterday" in await chat.says("/who Jane")
    assert "Taken back" in await chat.press(coffee)
    assert "Last spoke 2 weeks ago" in await chat.says("/who Jane")
    await chat.says("/undo")
    assert "No conversation noted" in await chat.says("/who Janie")


async def test_a_change_from_before_cannot_be_taken_back_alone(chat: Chat) -> None:
    await chat.says("/edit Janie @ Google")
    edited = undo_of(chat)
    await chat.says("/remind Janie tomorrow 9am call")
    await chat.says("/reminders")
    await chat.presses("1. Janie")
    await chat.presses("Delete")
    deleted = undo_of(chat)
    await merged(chat)
    assert "step by step" in await chat.press(edited)
    assert "step by step" in await chat.press(deleted)
    assert "Two cards again" in await chat.says("/undo")
    assert "Taken back" in await chat.press(deleted)
    assert "Taken back" in await chat.press(edited)


async def test_its_own_button_leaves_what_was_done_since(chat: Chat) -> None:
    undo = await merged(chat)
    await chat.says("/met Jane lunch today")
    await chat.says("/note Jane likes tea")
    note = undo_of(chat)
    assert "Two cards again" in await chat.press(undo)
    assert "taken back already" in await chat.press(undo)
    card = await chat.says("/who Jane Doe")
    assert "lunch" in card
    assert "likes tea" in card
    assert "taken back already" in await chat.press(note)  # it would put back the card of both
    assert "lunch" not in await chat.says("/who Janie")


async def test_after_a_restart_too(chat: Chat) -> None:
    undo = await merged(chat)
    again = World(chat.world.store, chat.world.clock).chat("Ada", "telegram")
    assert "Two cards again" in await again.press(undo)
    assert "2 people" in await again.says("/who")


async def test_a_day_later_it_is_too_late(chat: Chat) -> None:
    undo = await merged(chat)
    chat.world.clock.advance(days=1, minutes=1)
    assert "more than a day old" in await chat.press(undo)


async def test_of_two_merges_the_first_waits_for_the_second(chat: Chat) -> None:
    await chat.says("/add JD")
    first = await merged(chat)
    await chat.says("/merge JD and Jane Doe")
    await chat.presses("Merge")
    assert "step by step" in await chat.press(first)
    await chat.says("/undo")
    assert "Two cards again" in await chat.press(first)
    assert "3 people" in await chat.says("/who")


async def test_merged_twice_is_merged_once(chat: Chat) -> None:
    await chat.says("/merge Jane Doe and Janie")
    [row] = [each for each in chat.replies[-1].unfolded if each[0].action.startswith("v1:merge:")]
    await chat.press(row[0].action)
    assert "one card already" in await chat.press(row[0].action)
    assert "can't find" in await chat.press("v1:merge:000000000000.111111111111")


async def test_networks_that_were_linked_before_are_taken_apart_after(chat: Chat) -> None:
    there = chat.world.chat("ada_l", "discord")
    await there.says("/add Zoe Brandt")
    await link(chat, there)
    linked = undo_of(chat)
    await chat.says("/merge Zoe Brandt and Janie")
    await chat.presses("Merge")
    assert "merged cards since" in await chat.press(linked)
    await chat.says("/undo")
    assert "Two networks again" in await chat.press(linked)
    assert "2 people" in await chat.says("/who")
    assert "Zoe Brandt" in await there.says("/who")


async def test_who_is_forgotten_is_forgotten_on_both_cards(chat: Chat) -> None:
    undo = await merged(chat)
    await chat.says("/forget Jane Doe")
    await chat.presses("Forget")
    assert "taken back already" in await chat.press(undo)
    assert "Nobody" in await chat.says("/who")
