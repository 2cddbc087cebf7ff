"""Reminders as people set, hear and answer them; it is Monday, 23 November 2026, 4 in the morning in Toronto."""

import pytest

TORONTO = "Toronto"


def _clear(text: str) -> str:
    return text.replace("\u202f", " ")


async def test_once_about_somebody(world, ada):
    await ada.says("/add Jane Doe")
    echo = await ada.says("/remind Jane tomorrow 9am send the article")
    assert "Jane Doe: send the article" in echo
    assert "Tue, Nov 24, 9:00 AM Toronto" in _clear(echo.text)
    assert set(echo.labels) == {"Change time…", "Nag me", "Undo"}
    before = len(ada.heard)
    await world.skip(days=1)
    assert len(ada.heard) == before  # 4 in the morning
    await world.skip(hours=5)
    came = ada.hears("⏰", "Jane Doe: send the article")
    assert set(came.labels) == {"Done", "Snooze", "Card"}
    assert "✓ Done" in await ada.presses("Done")
    await world.skip(days=3)
    assert "no reminders" in await ada.says("/reminders")


@pytest.mark.parametrize(
    ("line", "echo", "when"),
    [
        ("/remind in 2 hours call back", "call back", "Mon, Nov 23, 6:00 AM Toronto"),
        ("/remind me to call the bank on Friday at 10:00", "call the bank", "Fri, Nov 27, 10:00 AM Toronto"),
        ("/remind Friday pay the rent", "pay the rent", "Fri, Nov 27, with that morning's digest"),
    ],
)
async def test_once_about_something(ada, line, echo, when):
    heard = await ada.says(line)
    assert echo in heard
    assert when in _clear(heard.text)


async def test_a_verb_is_never_taken_for_a_stranger(ada):
    await ada.says("/add Callum Reed")
    await ada.says("/add Mark Stone")
    for line in ("call the plumber", "mark the papers", "email Zed about the flat"):
        echo = await ada.says(f"/remind {line} tomorrow 9am")
        assert echo.text.startswith(line)


async def test_somebody_on_the_way_is_known_and_stays_in_the_words(world, ada):
    await ada.says("/add Jane Doe")
    echo = await ada.says("/remind to call Jane back tomorrow 9am")
    assert echo.text.startswith("call Jane back")
    await world.skip(days=1, hours=6)
    assert "Card" in ada.hears("⏰", "call Jane back").labels


async def test_which_of_two(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/add Jane Roe")
    assert "Whom do you mean" in await ada.says("/remind Jane tomorrow 9am send the article")
    assert "Jane Roe: send the article" in await ada.presses("Jane Roe")


async def test_the_place_is_asked_for_first_and_the_words_are_read_there(world):
    await world.skip(hours=3)  # noon in London, and one in the morning of Tuesday in Auckland
    bea = world.friend("Bea")
    await bea.says("/start")
    assert "Which city" in await bea.says("/remind tomorrow 9am call mum")
    assert "don't know the place" in await bea.says("Qwertyville")
    echo = await bea.says("Auckland")
    assert "call mum" in echo
    assert "Wed, Nov 25, 9:00 AM Auckland" in _clear(echo.text)
    assert "Time zone: Auckland" in await bea.says("/settings")


async def test_a_city_of_which_there_are_several(world):
    bea = world.friend("Bea")
    await bea.says("/start")
    await bea.says("/remind tomorrow 9am call mum")
    asked = await bea.says("Birmingham")
    assert "Which one" in asked
    echo = await bea.presses(next(label for label in asked.labels if "Alabama" in label))
    assert "call mum" in echo
    assert "9:00 AM Chicago" in _clear(echo.text)


async def test_what_is_missing_is_asked_for(ada):
    assert "What shall I remind you of" in await ada.says("/remind")
    asked = await ada.says("pay the rent")
    assert "When?" in asked
    assert asked.labels[:4] == ("In an hour", "This evening", "Tomorrow morning", "Next week")
    assert "no time in that" in await ada.says("blue")
    assert "Mon, Nov 23, 6:00 PM Toronto" in _clear((await ada.presses("This evening")).text)
    assert "9:00 AM" in _clear((await ada.says("/remind tomorrow 9am the rent")).text)
    await ada.says("/add Jane Doe")
    assert "When?" in await ada.says("/remind Jane")
    assert "Jane Doe" in await ada.presses("Next week")


async def test_all_in_the_answer_to_the_first_question(ada):
    await ada.says("/remind")
    assert "Fri, Nov 27, 10:00 AM" in _clear((await ada.says("pay the rent on Friday at 10:00")).text)


async def test_what_is_over_is_asked_about(ada):
    assert "today at 3am" in await ada.says("/remind today at 3am call mum")
    assert "Tue, Nov 24, 3:00 AM" in _clear((await ada.presses("Tue, Nov 24")).text)


async def test_today_after_the_digest_it_comes_this_evening(world, ada):
    await world.skip(hours=6)
    echo = await ada.says("/remind today pay the rent")
    assert "too late for today's digest" in echo
    assert "6:00 PM Toronto" in _clear(echo.text)


async def test_a_new_time_and_new_words(world, ada):
    await ada.says("/remind Friday 9am pay the rent")
    assert "new time" in await ada.presses("Change time…")
    assert "Sat, Nov 28, 9:00 AM" in _clear((await ada.says("Saturday")).text)
    await ada.presses("Change time…")
    assert "Sat, Nov 28, 11:30 AM" in _clear((await ada.says("11:30")).text)
    await ada.presses("Change time…")
    assert (await ada.says("call mum")).text.startswith("call mum")
    assert "Taken back" in await ada.says("/undo")
    assert "pay the rent" in await ada.says("/reminders")


async def test_a_list_page_by_page_and_one_on_its_screen(world, ada):
    assert "no reminders" in await ada.says("/reminders")
    for number in range(1, 8):
        await ada.says(f"/remind on {number} December at 9:00 task {'abcdefg'[number - 1]}")
    page = await ada.says("/reminders")
    assert "7 reminders, 1 to 5" in page
    second = await ada.presses("More")
    assert "6 to 7" in second
    assert "task g" in second
    one = await ada.presses("7. task g")
    assert {"Done", "Snooze", "Edit…", "Nag me", "Delete", "Back"} == set(one.labels)
    assert "Deleted" in await ada.presses("Delete")
    assert "Taken back" in await ada.presses("Undo")
    await ada.says("/reminders task c")
    await ada.presses("1. task c")
    assert "✓ Done" in await ada.presses("Done")
    assert "6 reminders" in await ada.says("/reminders")
    assert "no reminder with" in await ada.says("/reminders elephants")


async def test_snooze_by_buttons_and_by_words(world, ada):
    await ada.says("/remind at 9:00 call mum")
    await world.skip(hours=5)
    await ada.presses("Snooze")
    assert "10:00 AM" in _clear((await ada.presses("1 hour")).text)
    await world.skip(hours=1, minutes=5)
    await ada.presses("Snooze")
    assert "Tue, Nov 24, 8:30 AM" in _clear((await ada.presses("Tomorrow morning")).text)
    await world.skip(days=1)
    await ada.presses("Snooze")
    await ada.presses("Until…")
    assert "Fri, Nov 27, 7:00 AM" in _clear((await ada.says("Friday 7am")).text)
    before = len(ada.heard)
    await world.skip(days=2, hours=21)
    assert len(ada.heard) == before + 1
    await ada.presses("Done")
    await world.skip(days=3)
    assert "no reminders" in await ada.says("/reminders")


async def test_nagging_stops_after_five_and_says_so(world, ada):
    echo = await ada.says("/remind at 9:00 call mum until done")
    assert "every hour until you press Done, 5 times at most" in echo
    before = len(ada.heard)
    await world.skip(hours=5)
    assert "4 more times" in ada.hears("⏰", "call mum")
    await world.skip(hours=12)
    assert len(ada.heard) == before + 5
    assert "asked 5 times now, and stop" in ada.heard[-1]


async def test_nagging_ends_with_done(world, ada):
    await ada.says("/remind at 9:00 call mum")
    await ada.presses("Nag me")
    await world.skip(hours=6)
    before = len(ada.heard)
    await ada.presses("Done")
    await world.skip(hours=6)
    assert len([each for each in ada.heard[before:] if "⏰" in each]) == 0


async def test_done_and_taken_back(world, ada):
    await ada.says("/remind tomorrow 9am call mum")
    await ada.says("/reminders")
    await ada.presses("1. call mum")
    await ada.presses("Done")
    assert "no reminders" in await ada.says("/reminders")
    taken_back = await ada.says("/undo")
    assert "“done” for the reminder: call mum" in taken_back
    assert "Tue, Nov 24, 9:00 AM" in _clear(taken_back.text)
    await world.skip(days=1, hours=6)
    ada.hears("⏰", "call mum")


async def test_somebody_at_rest(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/add Zoe Brandt")
    await ada.says("/remind Jane tomorrow 9am send the article")
    await ada.says("/archive Jane")
    assert "archived" in await ada.says("/remind Jane tomorrow 10am call")
    await ada.says("/edit Zoe status deceased")
    echo = await ada.says("/remind Zoe on 5 December at 9:00 light a candle")
    assert "since you ask" in echo
    before = len(ada.heard)
    await world.skip(days=2)
    assert len(ada.heard) == before
    await world.skip(days=11)
    ada.hears("⏰", "Zoe Brandt: light a candle")


async def test_moving_to_tokyo(world, ada):
    await ada.says("/remind tomorrow 9am call mum")
    moved = await ada.says("/settings zone Tokyo")
    assert "1 reminder keeps the time of Toronto" in moved
    assert "Tue, Nov 24, 9:00 AM Toronto" in _clear((await ada.says("/reminders")).text)
    await ada.says("/settings zone Tokyo")
    assert "keeps the time of Tokyo now" in await ada.presses("Move them to Tokyo time")
    assert "Tue, Nov 24, 9:00 AM Tokyo" in _clear((await ada.says("/reminders")).text)
    await ada.says("/undo")
    assert "9:00 AM Toronto" in _clear((await ada.says("/reminders")).text)


async def test_quiet_hours_are_mentioned_and_it_comes_all_the_same(world, ada):
    await ada.says("/settings quiet 22:00-7:00")
    assert "quiet hours" in await ada.says("/remind tomorrow 6am catch the train")
    await world.skip(days=1, hours=2)
    ada.hears("⏰", "catch the train")


async def test_a_pause_does_not_stop_what_was_set(world, ada):
    await ada.says("/remind tomorrow 9am call mum")
    assert "still come" in await ada.says("/pause")
    await world.skip(days=1, hours=6)
    ada.hears("⏰", "call mum")


async def test_taken_back(world, ada):
    await ada.says("/remind tomorrow 9am call mum")
    assert "Taken back" in await ada.presses("Undo")
    before = len(ada.heard)
    await world.skip(days=2)
    assert len(ada.heard) == before
