"""Reminders that could not be sent: somebody blocks the bot, the program was off, and what is said afterwards."""

import pytest

pytestmark = pytest.mark.parametrize("platform", ["telegram-postgres"])


def _clear(text: str) -> str:
    return text.replace("\u202f", " ")


async def test_who_was_away_hears_what_was_missed_once(world, ada):
    await ada.says("/remind tomorrow 9am call mum")
    await ada.says("/remind in 5 days at 9am pay the rent")
    ada.person.blocks()
    await world.skip(days=4)
    before = len(ada.heard)
    await ada.says("/status")
    await world.skip(minutes=1)
    [status, missed] = ada.heard[before:]
    assert "call mum, Tue, Nov 24" in status
    assert "While I could not reach you" in missed
    assert "call mum (Tue, Nov 24, 9:00 AM Toronto)" in _clear(missed.text)
    assert "pay the rent" not in missed
    await world.skip(days=2)
    assert [each for each in ada.heard[before + 2 :] if "call mum" in each] == []
    ada.hears("⏰", "pay the rent")


async def test_what_catching_up_could_not_tell_the_next_digest_does(world, ada):
    await ada.says("/remind tomorrow 9am call mum")
    ada.person.blocks()
    await world.skip(days=4)
    before = len(ada.heard)
    await ada.says("/help")
    world.clock.advance(days=2)  # nothing runs for two days: the message that would have told it is too late
    await world.skip(days=1)
    [digest] = [each for each in ada.heard[before + 1 :] if "call mum" in each]
    assert "call mum (Tue, Nov 24, 9:00 AM Toronto)" in _clear(digest.text)


async def test_what_is_still_worth_sending_comes_itself(world, ada):
    await ada.says("/remind tomorrow 9am call mum")
    ada.person.blocks()
    await world.skip(days=1, hours=10)
    before = len(ada.heard)
    assert "1 message is waiting: Telegram said that you had blocked me" in await ada.says("/status")
    await world.skip(minutes=1)
    came = ada.heard[before + 1 :]
    assert len(came) == 1
    assert "⏰ call mum" in came[0]
    assert "could not reach you before" in came[0]


async def test_nothing_missed_nothing_said(world, ada):
    ada.person.blocks()
    await world.skip(days=3)
    before = len(ada.heard)
    await ada.says("/status")
    await world.skip(hours=1)
    assert len(ada.heard) == before + 1


async def test_what_asks_until_it_is_done_is_not_given_up_after_a_weekend_without_power(world, ada):
    await ada.says("/remind tomorrow 9am pay the rent")
    await ada.presses("Nag me")
    before = len(ada.heard)
    world.clock.advance(days=4)  # Friday; nothing ran since Monday
    await world.skip(minutes=1)
    [late] = ada.heard[before:]
    assert "This is late" in late
    assert {"Done", "Snooze"} <= set(late.labels)
    await world.skip(hours=1)
    assert "pay the rent" in ada.heard[before + 1]
    await ada.presses("Done")
    before = len(ada.heard)
    await world.skip(days=7)
    assert [each for each in ada.heard[before:] if "pay the rent" in each] == []


async def test_what_asks_until_it_is_done_comes_itself_when_somebody_is_back(world, ada):
    await ada.says("/remind tomorrow 9am pay the rent")
    await ada.presses("Nag me")
    ada.person.blocks()
    await world.skip(days=4)
    before = len(ada.heard)
    await ada.says("/help")
    await world.skip(minutes=1)
    [late] = ada.heard[before + 1 :]
    assert "could not reach you before" in late
    assert "Done" in late.labels


async def test_an_outage_of_a_day_is_said_and_its_end_told_with_the_digest(world, ada):
    await ada.says("/remind tomorrow 9am call mum")
    await ada.says("/remind Thursday 9am pay the rent")
    before = len(ada.heard)
    world.clock.advance(days=3, hours=9, minutes=30)  # Thursday, 13:30; nothing ran meanwhile
    await world.skip(minutes=1)
    [late] = ada.heard[before:]
    assert "This is late" in late
    assert "pay the rent" in late
    await world.skip(days=1)
    digest = ada.hears("call mum")
    assert "Tue, Nov 24, 9:00 AM" in _clear(digest.text)
    await world.skip(days=3)
    assert len([each for each in ada.heard[before:] if "call mum" in each]) == 1
