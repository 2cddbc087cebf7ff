"""Whoever was met at an event is in a digest within two days: before others, with a draft, then with a rhythm."""

from datetime import time, timedelta

from tests.conftest import Clock
from tests.linking.chats import Chat, World
from tests.meetings.conftest import TODAY, noted
from tests.meetings.test_capturing import buttons

DAY = timedelta(days=1)
WHY = "you met at Kiwanis breakfast on Monday: write while you both remember what you talked about"


async def test_the_day_after_before_others_with_a_draft_and_a_rhythm(ada: Chat, world: World) -> None:
    await noted(ada)
    await ada.says("/add Old Friend every day")
    await ada.says("/met Raj Patel @ Shopify, PM")
    await world.skip(days=1)
    [digest] = ada.got
    assert digest.index("Raj Patel") < digest.index("Old Friend")
    assert WHY in digest
    assert "good to meet you at Kiwanis breakfast on Monday" in await ada.presses("Draft")
    reached = await ada.presses("Reached out: Raj")
    assert "How often do you want to be in touch from now on?" in reached
    assert "Raj Patel: every month" in buttons(ada)
    after = await ada.presses("Raj Patel: every month")
    assert "How often" not in after
    assert "every month" in await ada.says("/who Raj")
    await world.skip(days=5)
    assert not any("Raj" in each for each in ada.got[1:])


async def test_never_is_an_answer_and_a_second_press_changes_nothing(ada: Chat, world: World) -> None:
    await noted(ada)
    await ada.says("/met Raj Patel @ Shopify, PM")
    await world.skip(days=1)
    await ada.presses("Reached out")
    rhythm = next(
        each.action for row in ada.replies[-1].unfolded for each in row if each.action.startswith("v1:rhythm")
    )
    await ada.presses("Never")
    assert "How often" not in await ada.press(rhythm)
    assert "every month" not in await ada.says("/who Raj")


async def test_a_small_digest_drops_nobody_beyond_two_days(ada: Chat, world: World) -> None:
    event = await noted(ada)
    await ada.says("/settings size 2")
    await ada.press(f"v1:whom:{event.id}")
    names = ["Raj Patel", "Ana Lopez", "Tom Ford", "Sue Lim", "Bob Ray", "Zed Young"]
    await ada.says("\n".join(names))
    await world.skip(days=2)
    first, second = ada.got
    assert first.startswith("2 people")
    assert second.startswith("4 people")
    assert all((name in first) != (name in second) for name in names)


async def test_somebody_known_for_years_is_followed_up_too(ada: Chat, world: World) -> None:
    await ada.says("/add Jane Doe met at school")
    await ada.says("/met Jane coffee 8 days ago")
    await noted(ada)
    await ada.says("/met Jane")
    await world.skip(days=1)
    assert WHY in ada.got[-1]


async def test_spoken_to_since_they_need_no_follow_up(ada: Chat, world: World, clock: Clock) -> None:
    await noted(ada, on=TODAY - DAY)
    await ada.says("/met Raj Patel @ Shopify yesterday")
    await ada.says("/met Raj called")
    await world.skip(days=2)
    assert ada.got == []


async def test_shown_for_another_reason_days_before_they_do_not_rest(ada: Chat, world: World) -> None:
    await ada.says("/add Jane Doe every day")
    await world.skip(days=1)
    assert len(ada.got) == 1
    await noted(ada, on=TODAY + DAY, at=time(9), until_at=time(11))
    await ada.says("/met Jane nice talk")
    await world.skip(days=1)
    assert "you met at Kiwanis breakfast" in ada.got[-1]


async def test_after_a_friday_there_is_a_digest_on_saturday_with_them_alone(ada: Chat, world: World) -> None:
    await noted(ada, on=TODAY + 4 * DAY, at=time(18), until_at=time(20), title="Friday drinks")
    await ada.says("/add Old Friend every day")
    await world.skip(days=4, hours=9)
    before = len(ada.got)
    await ada.says("/met Raj Patel @ IBM")
    await world.skip(days=1)
    [digest] = ada.got[before:]
    assert "you met at Friday drinks on Friday" in digest
    assert "Old Friend" not in digest


async def test_whoever_wants_no_follow_ups_gets_none(ada: Chat, world: World) -> None:
    await noted(ada)
    await ada.says("/rules follow off")
    await ada.says("/met Raj Patel @ Shopify, PM")
    await world.skip(days=3)
    assert ada.got == []


async def test_of_one_event_the_reason_is_told_once_and_later_another(ada: Chat, world: World) -> None:
    event = await noted(ada)
    await ada.press(f"v1:whom:{event.id}")
    await ada.says("Raj Patel\nSue Lim")
    await world.skip(days=1)
    [first] = ada.got
    assert first.count(WHY) == 1
    assert first.count("you met at Kiwanis breakfast, too") == 1
    await world.skip(days=8)
    assert "you met at Kiwanis breakfast on Mon, Nov 23: a short hello is not too late" in ada.got[-1]
    assert "remember" not in ada.got[-1]


async def test_a_crowd_is_named_within_two_days(ada: Chat, world: World) -> None:
    event = await noted(ada)
    await ada.press(f"v1:whom:{event.id}")
    names = [f"Guest{letter} Smith" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"]
    await ada.says("\n".join(names))
    await world.skip(days=2)
    first, second = ada.got
    assert first.startswith("5 people")
    assert second.startswith("19 people")
    assert all((name in first) != (name in second) for name in names)
    [crowd] = [line for line in second.splitlines() if line.startswith("And from Kiwanis breakfast, too: ")]
    assert crowd.count("Smith") == 9
