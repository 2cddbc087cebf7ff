"""What Reachwell brings up by itself, and how each rule is tuned: on one screen, by buttons, and by a line."""


async def test_all_rules_on_one_screen_and_each_on_its_own(ada):
    overview = await ada.says("/rules")
    for line in (
        "✓ Birthdays: 7 days",
        "✓ Say thank you: 2 days",
        "✓ Old ties: 730 days",
        "✓ Your own profile: 90 days",
    ):
        assert line in overview
    assert len(overview.labels) == 10
    screen = await ada.presses("Birthdays")
    assert "7 days ahead" in screen
    assert set(screen.labels) == {"Turn off", "Not for…", "− 1 day", "+ 1 day", "Days…", "All rules"}


async def test_on_and_off_and_days_by_buttons(ada):
    await ada.says("/rules birthday")
    assert "It is off" in await ada.presses("Turn off")
    assert "– Birthdays: off" in await ada.presses("All rules")
    await ada.presses("Birthdays")
    assert "It is on" in await ada.presses("Turn on")
    assert "8 days ahead" in await ada.presses("+ 1 day")
    assert "9 days ahead" in await ada.presses("+ 1 day")
    assert "8 days ahead" in await ada.presses("− 1 day")
    asked = await ada.presses("Days…")
    assert "how many days" in asked
    assert "21 days ahead" in await ada.says("21")
    assert "Birthdays: 21 days" in await ada.says("/rules")


async def test_by_one_line(ada):
    assert "14 days ahead" in await ada.says("/rules birthday 14 days")
    assert "14 days ahead" in await ada.says("/rules birthdays 2 weeks")
    assert "It is off" in await ada.says("/rules birthday off")
    assert "It is on" in await ada.says("/rules birthday on")
    await ada.says("/add Jane Doe")
    await ada.says("/add Jane Smith")
    assert "Not for Jane Doe" in await ada.says("/rules thanks off for Jane Doe")
    assert "Not for #family" in await ada.says("/rules dormant off for #family")
    overview = await ada.says("/rules")
    assert "Say thank you: 2 days, not for 1 person" in overview
    assert "Old ties: 730 days, not for #family" in overview
    assert "whom do you mean" in (await ada.says("/rules birthday off for Jane")).text.casefold()
    assert "Not for Jane Smith" in await ada.presses("Jane Smith")
    assert "Not for" not in await ada.says("/rules thanks on for Jane Doe")
    assert "Not for" not in await ada.says("/rules dormant on for #family")


async def test_for_whom_not_by_buttons(ada):
    await ada.says("/add Jane Doe #family")
    await ada.says("/rules give")
    await ada.presses("Not for…")
    assert "Not for Jane Doe" in await ada.says("Jane")
    await ada.presses("Not for…")
    screen = await ada.says("#family")
    assert "Not for Jane Doe and #family" in screen
    assert "Not for Jane Doe." in await ada.presses("Again for #family")
    assert "Not for" not in await ada.presses("Again for Jane Doe")


async def test_what_makes_no_sense(ada):
    assert "I have no rule “christmas”" in await ada.says("/rules christmas off")
    assert "from 0 to 60 days" in await ada.says("/rules birthday 90 days")
    assert "from 1 to 30 days" in await ada.says("/rules thanks soon")
    assert "/keep says how often" in await ada.says("/rules keep 14 days")
    assert "I don't know Zoe" in await ada.says("/rules thanks off for Zoe")
    assert "about you alone" in await ada.says("/rules profile off for #family")
    await ada.says("/rules thanks off")
    await ada.says("/add Jane Doe")
    assert "off for everybody" in await ada.says("/rules thanks on for Jane")


async def test_a_change_can_be_undone_and_leaves_the_others(ada):
    await ada.says("/rules birthday 14 days")
    await ada.says("/rules thanks off")
    assert "Taken back" in await ada.says("/undo")
    overview = await ada.says("/rules")
    assert "Birthdays: 14 days" in overview
    assert "✓ Say thank you" in overview
    await ada.says("/rules give off")
    await ada.presses("Undo")
    assert "✓ Give first" in await ada.says("/rules")


async def test_switched_off_for_a_tag_it_is_silent(world, ada):
    for line in ("Jane Doe #family", "Raj Patel"):
        await ada.says(f"/add {line} birthday 1 December")
    await ada.says("/rules birthday off for #family")
    await world.skip(days=8)
    digest = ada.hears("Raj Patel", "birthday")
    assert "Jane Doe" not in digest


async def test_a_birthday_is_told_as_early_as_wished(world, ada):
    await ada.says("/add Jane Doe birthday 18 December")
    await ada.says("/rules birthday 21 days")
    await world.skip(days=8)
    assert "birthday on Fri, Dec 18" in ada.hears("Jane Doe", "birthday")


async def test_follow_up_with_whom_she_met(world, ada):
    await ada.says("/add Jane Doe @ IBM met at Kiwanis breakfast")
    await ada.says("/add Raj Patel")
    await world.skip(days=2, hours=6)
    digest = ada.hears("Jane Doe", "you met 2 days ago")
    assert "Raj" not in digest
    await ada.presses("Reached out")
    before = len(ada.heard)
    await world.skip(days=20)
    assert len(ada.heard) == before


async def test_follow_up_waits_for_a_weekly_digest_and_is_not_said_when_it_is_too_late(world, ada):
    await ada.says("/settings days Monday")
    await ada.says("/add Jane Doe met at Kiwanis breakfast")
    await world.skip(days=6)
    before = len(ada.heard)
    await world.skip(days=1, hours=6)
    assert "you met" in ada.hears("Jane Doe", "you met")
    assert len(ada.heard) == before + 1
    await ada.says("/pause 4 weeks")
    await ada.says("/add Raj Patel met at the library")
    before = len(ada.heard)
    await world.skip(days=60)
    assert [each for each in ada.heard[before:] if "Raj" in each] == []


async def test_report_back_on_a_referral(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/gave Jane an article 3 weeks ago")
    await ada.says("/got Jane referral at IBM")
    await ada.presses("I have thanked them")
    await world.skip(days=22)
    assert "have not heard what came of referral at IBM" in ada.hears("Jane Doe")


async def test_a_job_anniversary(world, ada):
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/date Jane started at IBM 30 November 2023")
    await world.skip(days=5)
    assert "3 years at IBM on Mon, Nov 30" in ada.hears("Jane Doe", "years at IBM")
    await world.skip(days=3)
    assert "3 years at IBM today" in ada.hears("Jane Doe", "today")


async def test_give_first_after_three_favours(world, ada):
    await ada.says("/add Jane Doe")
    for day in ("20 days ago", "15 days ago", "10 days ago"):
        await ada.says(f"/got Jane advice {day}")
    await ada.presses("I have thanked them")
    await world.skip(days=1, hours=6)
    assert "helped you three times" in ada.hears("Jane Doe", "what could you give")


async def test_her_own_profile_every_quarter(world, ada):
    await world.skip(days=91, hours=6)
    item = ada.hears("Your own profile")
    assert set(item.labels) == {"Looked after", "Next month", "Stop asking"}
    assert "again on" in await ada.presses("Next month")
    before = len(ada.heard)
    await world.skip(days=25)
    assert len(ada.heard) == before
    await world.skip(days=7)
    assert "is it still true" in ada.heard[-1]
    assert "won't ask again" in await ada.presses("Stop asking")
    await world.skip(days=200)
    assert "won't ask again" in ada.heard[-1]
    assert "– Your own profile: off" in await ada.says("/rules")


async def test_nothing_is_said_of_who_has_died(world, ada):
    await ada.says("/add Jane Doe every week birthday 1 December met at Kiwanis")
    await ada.says("/got Jane referral at IBM")
    await ada.says("/ask anyway Jane for advice")
    await ada.says("/promise Jane a photo by Friday")
    await ada.says("/edit Jane status deceased")
    before = len(ada.heard)
    await world.skip(days=60)
    assert len(ada.heard) == before
