"""Reminders that come again and again; it is Monday, 23 November 2026, 4 in the morning in Toronto."""

import pytest


def _clear(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("every Tuesday 18:00 club", "every Tuesday at 6:00 PM, next: Tue, Nov 24, 6:00 PM Toronto"),
        (
            "last Friday of the month review my targets",
            "every month on the last Friday, next: Fri, Nov 27, with that morning's digest",
        ),
        (
            "every 2 weeks starting 5 Dec at 9:00 water the plants",
            "every 2 weeks on Saturday at 9:00 AM, next: Sat, Dec 5, 9:00 AM Toronto",
        ),
        (
            "every year on 29 February send a card",
            "every year on 29 February, next: Sun, Feb 28, with that morning's digest",
        ),
        (
            "every day at 9:00 and 17:00 drink water",
            "every day at 9:00 AM and 5:00 PM, next: Mon, Nov 23, 9:00 AM Toronto",
        ),
    ],
)
async def test_what_was_understood(ada, line, told):
    echo = await ada.says(f"/remind {line}")
    assert told in _clear(echo.text)
    assert line.split()[-1] in echo.text.splitlines()[0]


async def test_it_comes_again_and_again(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/remind Jane every Tuesday 18:00 ask about the club")
    before = len(ada.heard)
    await world.skip(days=16)
    came = ada.heard[before:]
    assert len(came) == 3
    assert all("Jane Doe: ask about the club" in each for each in came)
    assert "It comes again: every Tuesday" in await ada.presses("Done")
    before = len(ada.heard)
    await world.skip(days=7)
    assert len(ada.heard) == before + 1


async def test_done_passes_over_one_and_delete_ends_it(world, ada):
    await ada.says("/remind every Tuesday 18:00 club")
    await ada.says("/reminders")
    await ada.presses("1. club")
    assert "Dec 1" in await ada.presses("Done")
    before = len(ada.heard)
    await world.skip(days=7)
    assert len(ada.heard) == before
    await ada.says("/reminders")
    await ada.presses("1. club")
    await ada.presses("Delete")
    await world.skip(days=14)
    assert [each for each in ada.heard if "⏰" in each] == []


async def test_another_hour_keeps_the_days_and_another_day_is_this_once(world, ada):
    await ada.says("/remind every Tuesday 18:00 club")
    await ada.presses("Change time…")
    changed = await ada.says("19:30")
    assert "every Tuesday at 7:30 PM, next: Tue, Nov 24, 7:30 PM Toronto" in _clear(changed.text)
    await ada.presses("Change time…")
    once = await ada.says("Friday 10:00")
    assert "Fri, Nov 27, 10:00 AM Toronto" in _clear(once.text)
    before = len(ada.heard)
    await world.skip(days=5)
    assert len(ada.heard) == before + 1
    await ada.presses("Done")
    assert "every Tuesday at 7:30 PM, next: Tue, Dec 1" in _clear((await ada.says("/reminders")).text)
    await ada.presses("1. club")
    await ada.presses("Edit…")
    assert "every Monday at 7:30 PM, next: Mon, Nov 30" in _clear((await ada.says("every Monday")).text)


async def test_a_snooze_comes_besides_what_recurs(world, ada):
    await ada.says("/remind every day at 9:00 stretch")
    await world.skip(hours=5)
    await ada.presses("Snooze")
    await ada.presses("1 hour")
    before = len(ada.heard)
    await world.skip(days=1)
    assert len(ada.heard) == before + 2


async def test_more_often_than_every_quarter_of_an_hour_is_refused(ada):
    assert "Every 15 minutes is the most" in await ada.says("/remind every 5 minutes look up")
    assert "no reminders" in await ada.says("/reminders")


async def test_without_an_hour_it_stands_in_the_digest(world, ada):
    await ada.says("/remind every Saturday call mum")
    before = len(ada.heard)
    await world.skip(days=4)
    assert len(ada.heard) == before
    await world.skip(days=1, hours=6)
    [digest] = ada.heard[before:]
    assert "call mum" in digest
    assert "✓ Done: call mum" in await ada.presses("Done")
    await world.skip(days=7)
    assert "call mum" in ada.heard[-1]


async def test_an_outage_of_days_is_one_message(world, ada, platform):
    if platform.startswith("terminal"):
        pytest.skip("in a sandbox nothing is ever late")
    await ada.says("/remind every day at 9:00 stretch")
    before = len(ada.heard)
    world.clock.advance(days=3, hours=6)
    await world.skip(minutes=1)
    [came] = ada.heard[before:]
    assert "4 times since Mon, Nov 23" in came
    await world.skip(hours=12)
    assert len(ada.heard) == before + 1
