"""What people really type on a phone; it is Monday, 23 November 2026, 4 in the morning in Toronto."""

import pytest


def _clear(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.mark.parametrize(
    "line",
    [
        "remind me to call mum tomorrow 9am",
        "Please remind me tomorrow at 9 to call mum",
        "Remind: call mum tmrw 9am",
    ],
)
async def test_a_reminder_needs_no_slash(ada, line):
    echo = await ada.says(line)
    assert echo.text.startswith("call mum\n")
    assert "Tue, Nov 24, 9:00 AM Toronto" in _clear(echo.text)


async def test_what_only_begins_like_a_reminder_is_asked_about(ada):
    assert "What shall I do with" in await ada.says("reminders are great")


@pytest.mark.parametrize(
    "words",
    ["Jane and Bob dinner plan", "Jane, Bob dinner plan", "Jane & the kids dinner", "Jane's birthday: buy a gift"],
)
async def test_the_words_stay_whole_where_a_name_is_a_part_of_them(world, ada, words):
    await ada.says("/add Jane Doe")
    await ada.says("/add Bob Miller")
    echo = await ada.says(f"/remind {words} tomorrow 11am")
    assert echo.text.startswith(f"{words}\n")
    await world.skip(days=1, hours=8)
    assert "Card" in ada.hears("⏰", words).labels  # it is about Jane all the same


async def test_an_hour_before_a_plural_is_asked_about(ada):
    asked = await ada.says("/remind every day at 8 meds")
    assert "every day at 8" in asked
    echo = await ada.presses("every day at 8:00")
    assert echo.text.startswith("meds\n")
    assert "every day at 8:00 AM" in _clear(echo.text)


async def test_an_hour_with_a_point(ada):
    echo = await ada.says("/remind 9.30 tomorrow call Jo")
    assert echo.text.startswith("call Jo\n")
    assert "Tue, Nov 24, 9:30 AM Toronto" in _clear(echo.text)
    echo = await ada.says("/remind tomorrow 9.30 call Jo")
    assert "Tue, Nov 24, 9:30 AM Toronto" in _clear(echo.text)


@pytest.mark.parametrize(("status", "why"), [("archived", "is archived"), ("deceased", "is marked as deceased")])
async def test_a_reminder_about_somebody_at_rest_is_not_promised(ada, status, why):
    await ada.says("/add Jane Doe")
    await ada.says("/remind Jane tomorrow 10am send cv")
    await ada.says("/remind Friday 10am dentist")
    await ada.says(f"/edit Jane status {status}")
    listed = await ada.says("/reminders")
    assert why in listed
    assert "Nov 24" not in listed.text
    assert "dentist" in await ada.says("/status")
    assert "send cv" not in ada.heard[-1].text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/rules follow-up 3 days", "3 days"),
        ("/rules follow up 3 days", "3 days"),
        ("/rules old ties 3 years", "1,095 days"),
        ("/rules off birthday", "It is off."),
        ("/rules turn off birthdays", "It is off."),
        ("/rules off birthday #jobs", "Not for #jobs."),
        ("/rules say thank you off", "It is off."),
        ("/rules keep in touch off", "It is off."),
        ("/rules your own profile off", "It is off."),
    ],
)
async def test_rules_by_the_names_that_they_show(ada, line, told):
    assert told in await ada.says(line)


async def test_moving_what_comes_again_keeps_its_hour_and_says_how_it_goes_on(world, ada):
    await ada.says("/remind every Wednesday 19:00 club")
    await ada.presses("Change time…")
    echo = _clear((await ada.says("tomorrow")).text)
    assert "Tue, Nov 24, 7:00 PM Toronto, then every Wednesday at 7:00 PM" in echo
    await world.skip(days=1, hours=16)
    ada.hears("⏰", "club")
    assert "Wed, Dec 2, 7:00 PM" in _clear((await ada.says("/reminders")).text)


async def test_an_hour_that_the_clocks_leave_out_is_explained(ada):
    echo = _clear((await ada.says("/remind 14 March 2027 2:30am check the heating")).text)
    assert "3:30 AM Toronto" in echo
    assert "there is no 2:30 AM" in echo
    assert "there is no" not in (await ada.says("/remind 13 March 2027 2:30am check the heating")).text


async def test_one_promise_is_for_one_person(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/add Raj Patel")
    for line in ("/promise Jane and Raj lunch", "/ask Jane & Raj for help"):
        assert "One person at a time" in await ada.says(line)
    assert "lunch and cake" in await ada.says("/promise Jane lunch and cake")


async def test_not_yet_says_when_it_comes_again(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/ask Jane for a referral")
    await ada.presses("Ask anyway")
    await world.skip(days=8)
    assert "I'll come back to it on" in await ada.says("/asks")
    assert "I'll come back to it on Tue, Dec 8" in await ada.presses("Not yet")
