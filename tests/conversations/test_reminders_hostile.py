"""What must stop nobody's reminders: our own forms typed by hand, the edge of midnight, undoing what has come."""

import time

import pytest


def _clear(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.mark.parametrize(
    "typed",
    [
        '{"freq":"hourly","interval":1.5,"start":"2026-11-23","times":["09:00"]}',
        '{"freq":"daily","interval":0,"start":"2026-11-23","times":["09:00"]}',
        '{"freq":"daily","start":"0001-01-01","times":["09:00"]}',
        '{"freq":"minutely","interval":20,"start":"2026-11-23","times":["09:00"],"count":99999999}',
        "9999-12-31T23:59",
        "2020-01-01T09:00",
        "[" * 4000,
    ],
)
async def test_our_own_form_typed_by_hand_stops_nobody(world, ada, typed):
    await ada.says("/remind tomorrow 8am stretch")
    await ada.presses("Change time…")
    begun = time.perf_counter()
    answer = await ada.says(typed)
    assert time.perf_counter() - begun < 2
    assert "code" not in answer
    bob = world.friend("Bob")
    await bob.says("/settings zone Toronto")
    await bob.says("/remind tomorrow 9am drink water")
    await world.skip(days=1, hours=6)
    assert bob.hears("drink water")


async def test_a_digest_a_minute_before_midnight_comes(world, ada):
    await ada.says("/settings digest 23:59")
    await ada.says("/remind tomorrow pay the rent")
    await world.skip(days=2)
    assert ada.hears("pay the rent")


async def test_undoing_another_hour_brings_nothing_twice(world, ada):
    await ada.says("/remind every day 9am drink water")
    await ada.presses("Change time…")
    await ada.says("7am")
    await world.skip(hours=4)  # it is 8, and it came at 7
    assert ada.hears("⏰", "drink water")
    heard = len(ada.heard)
    await ada.says("/undo")
    await world.skip(minutes=30)
    assert [each for each in ada.heard[heard + 1 :] if "⏰" in each.text] == []


async def test_nothing_but_spaces_between_two_letters_takes_no_time(ada):
    begun = time.perf_counter()
    await ada.says("/remind tomorrow 9am a" + " " * 3900 + "b")
    assert time.perf_counter() - begun < 1
