"""Telegram's inline mode, end to end: a card in a chat of which the bot is no member, answered right there."""

import pytest

BREAKFAST = "/event Kiwanis breakfast Tue 7:30 at Brampton Hall"


@pytest.fixture
def platform() -> str:
    return "telegram-sqlite"


@pytest.fixture
def family(world):
    """A group of Ada's that the bot is not in."""
    family = world.fake.group("Family")
    family.present = False
    return family


@pytest.fixture
async def card(world, ada, family):
    """What Ada has shared there, as it stands."""
    await ada.says(BREAKFAST)
    return await ada.person.shares("kiwanis", family)


async def test_people_answer_where_it_was_shared_and_the_counts_follow(world, ada, card):
    for name in ("Grace", "Jane"):
        await world.friend(name).person.presses("Going", under=card)
    await world.settle()
    assert "Kiwanis breakfast" in card.text
    assert "3" in card.text, "Ada goes, too"
    assert card.edits == 1, "once for both"


async def test_pressing_twice_is_as_good_as_once_and_a_change_of_mind_counts(world, ada, card):
    grace = world.friend("Grace")
    for label in ("Going", "Going", "Can't"):
        await grace.person.presses(label, under=card)
    await world.settle()
    assert "Going 1" in card.text
    assert len(grace.person.toasts) + len(grace.person.opened) == 3


async def test_a_stranger_there_is_shown_the_way_to_the_bot(world, ada, card):
    grace = world.friend("Grace")
    await grace.person.presses("Going", under=card)
    ways = [*grace.person.opened, *grace.person.toasts, *(b.get("url", "") for row in card.rows for b in row)]
    assert any("t.me/reachwell_bot?start=" in way for way in ways)
    assert grace.heard == []


async def test_a_card_that_was_deleted_is_not_tried_for_ever(world, ada, card):
    world.fake.inline.loses(card)
    await world.friend("Grace").person.presses("Going", under=card)
    await world.settle()
    tried = len(world.fake.sent("editMessageText"))
    assert tried == 1
    await world.settle()
    assert len(world.fake.sent("editMessageText")) == tried


async def test_what_comes_first_is_offered_first_and_only_ones_own(world, ada):
    await ada.says(BREAKFAST)
    await ada.says("/event Hack night Thu 18:00")
    offered = await ada.person.types("")
    assert [title.split(",")[0] for title in offered.titles] == ["Kiwanis breakfast", "Hack night"]
    assert (await world.friend("Grace").person.types("kiwanis")).button


async def test_the_button_under_an_event_finds_it(world, ada, family):
    await ada.says(BREAKFAST)
    await ada.says("/event Kiwanis dinner Wed 19:00")
    shared = [
        button["switch_inline_query_chosen_chat"]["query"]
        for message in ada.person.messages
        for row in message.rows
        for button in row
        if "switch_inline_query_chosen_chat" in button
    ]
    assert shared, "an event's card can be shared"
    assert (await ada.person.types(shared[-1])).titles == ["Kiwanis dinner"]
