"""The morning: the few people most worth writing to, why, and what the buttons do."""


async def test_reasons_handles_and_buttons(world, ada):
    await ada.says("/add Jane Doe @ IBM every 6 weeks jane@example.org")
    await ada.says("/got Jane referral at IBM")
    await ada.presses("I have thanked them")
    await world.skip(weeks=7)
    digest = ada.hears("Jane Doe", "IBM")
    for part in ("last spoke 6 weeks ago", "every 6 weeks", "referral at IBM", "jane@example.org"):
        assert part in digest
    assert set(digest.labels) == {"Reached out", "Snooze", "Not now", "Card"}


async def test_reached_out_logs_a_touch_and_edits_in_place(world, ada):
    await ada.says("/add Jane Doe every 6 weeks")
    await world.skip(days=43)
    done = await ada.presses("Reached out")
    assert "✓ Reached out" in done
    assert "Feb 16" in done
    assert not done.labels
    card = await ada.says("/who Jane")
    assert "Last spoke today" in card
    assert "reaching out to Jane Doe" in await ada.says("/undo")


async def test_several_people_each_with_a_row(world, ada):
    for name in ("Jane Doe", "Raj Patel"):
        await ada.says(f"/add {name} every day")
    await world.skip(days=2)
    digest = ada.hears("2 people", "Jane Doe", "Raj Patel")
    assert len(digest.labels) == 8
    answered = await ada.presses("Reached out: Raj Patel")
    assert "Reached out: Jane Doe" in answered.labels
    assert "Reached out: Raj Patel" not in answered.labels


async def test_snooze_and_not_now(world, ada):
    for name in ("Jane Doe", "Raj Patel"):
        await ada.says(f"/add {name} every day")
    await ada.says("/settings days every day")
    await world.skip(days=1, hours=12)
    await ada.presses("Snooze")
    snoozed = await ada.presses("1 month")
    assert "Snoozed until" in snoozed
    left_alone = await ada.presses("Not now")
    assert "Not now" in left_alone
    before = len(ada.heard)
    await world.skip(days=10)
    assert len(ada.heard) == before
    await world.skip(days=10)
    ada.hears("Somebody to reach out to")


async def test_only_on_her_days_and_at_her_time(world, ada):
    await ada.says("/add Jane Doe every day")  # Monday, 4 in the morning in Toronto
    await ada.says("/settings days sat")
    before = len(ada.heard)
    await world.skip(days=5, hours=4)  # Saturday 08:00
    assert len(ada.heard) == before
    await world.skip(hours=1)
    ada.hears("reach out", "Jane Doe")


async def test_nothing_due_nothing_sent(world, ada):
    await ada.says("/add Jane Doe every 6 weeks")
    before = len(ada.heard)
    await world.skip(days=20)
    assert len(ada.heard) == before
    assert "Nobody is due" in await ada.says("/today")


async def test_the_same_face_rests_for_a_week(world, ada):
    await ada.says("/settings days every day")
    await ada.says("/add Jane Doe every 2 months")
    await world.skip(days=62)
    ada.hears("reach out", "Jane Doe")
    shown = len(ada.heard)
    await world.skip(days=5)
    assert len(ada.heard) == shown
    await world.skip(days=2)
    assert len(ada.heard) == shown + 1


async def test_today_shows_the_digest_now(world, ada):
    await ada.says("/settings days sun")
    await ada.says("/add Jane Doe every week")
    await world.skip(days=8)
    digest = await ada.says("/today")
    assert "Jane Doe" in digest
    assert "✓" in await ada.presses("Reached out")
    assert "Nobody is due" in await ada.says("/today")


async def test_a_birthday_is_near(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/date Jane birthday 25 November")
    await world.skip(days=1)
    assert "birthday on Wed, Nov 25" in ada.hears("Jane Doe", "birthday on")
    await world.skip(days=2)
    assert "birthday today" in ada.hears("Jane Doe", "birthday today")


async def test_today_shows_also_who_was_shown_yesterday(world, ada):
    await ada.says("/add Jane Doe every month")
    await world.skip(days=31)
    ada.hears("reach out", "Jane Doe")
    assert "Jane Doe" in await ada.says("/today")


async def test_a_thank_you_is_owed(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/got Jane referral at IBM")
    await world.skip(days=2)
    assert "referral at IBM" in ada.hears("Jane Doe", "thank-you")
    await ada.presses("Reached out")
    assert "thank-you" not in await ada.says("/balance Jane")


async def test_things_stand_above_the_people(world, ada):
    for name in ("Jane Doe", "Raj Patel"):
        await ada.says(f"/add {name} every week")
    await ada.says("/promise Jane intro to Raj by next Monday")
    await ada.says("/ask anyway Raj for advice on my CV")
    await world.skip(days=7, hours=6)
    digest = ada.hears("2 people to reach out to", "intro to Raj, due today", "You asked Raj Patel")
    order = ["intro to Raj", "advice on my CV", "2 people", "1. "]
    assert [digest.text.index(each) for each in order] == sorted(digest.text.index(each) for each in order)
    assert {"Kept: intro to Raj", "Yes: advice on my CV", "Reached out: Jane Doe", "Reached out: Raj Patel"} <= set(
        digest.labels
    )
    answered = await ada.presses("Kept: intro to Raj")
    assert "✓ Kept: intro to Raj" in answered
    assert "Kept: intro to Raj" not in answered.labels
    answered = await ada.presses("Yes: advice on my CV")
    assert "Raj Patel said yes to advice on my CV" in answered
    assert "Thanked: advice on my CV" in answered.labels
    answered = await ada.presses("Thanked: advice on my CV")
    assert "✓ Raj Patel is thanked" in answered
    assert "Reached out: Jane Doe" in answered.labels


async def test_a_handful_of_things_and_the_rest_tomorrow(world, ada):
    await ada.says("/add Jane Doe")
    for number in range(8):
        await ada.says(f"/promise Jane thing {number} by tomorrow")
    await world.skip(days=1, hours=6)
    digest = ada.hears("due today")
    assert digest.text.count("due today") == 5
    assert "and 3 more: /promises" in digest
    await world.skip(days=1)
    assert ada.hears("It was due yesterday").text.count("It was due yesterday") == 3


async def test_a_reminder_without_an_hour_stands_in_that_morning_s_digest(world, ada):
    await ada.says("/add Jane Doe every week")
    await ada.says("/remind Saturday send Jane the article")
    before = len(ada.heard)
    await world.skip(days=5, hours=4)  # Saturday, 08:00
    assert len(ada.heard) == before
    await world.skip(hours=2)
    digest = ada.hears("send Jane the article")
    assert "reach out" not in digest
    assert set(digest.labels) == {"Done", "Snooze"}
    await world.skip(days=2)
    assert "send Jane the article" not in ada.hears("reach out", "Jane Doe")


async def test_a_reminder_comes_also_while_everything_is_paused(world, ada):
    await ada.says("/add Jane Doe every day")
    await ada.says("/promise Jane intro to Raj by Wednesday")
    await ada.says("/remind Wednesday call the bank")
    await ada.says("/pause")
    await world.skip(days=10)
    digest = ada.hears("call the bank")
    assert digest is not None
    assert "Jane" not in digest
    assert "call the bank" in [each.text for each in ada.heard][-1]


async def test_done_in_the_digest_leaves_the_digest(world, ada):
    await ada.says("/add Jane Doe every day")
    await ada.says("/remind tomorrow call the bank")
    await world.skip(days=1, hours=6)
    assert "call the bank" in ada.hears("reach out", "Jane Doe")
    assert "Done" in await ada.presses("Done")
    ada.hears("reach out", "Jane Doe")


async def test_today_shows_things_too_and_leaves_them_for_their_morning(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/promise Jane intro to Raj by today")
    assert "intro to Raj" in await ada.says("/today")
    await world.skip(hours=6)
    ada.hears("You promised Jane Doe: intro to Raj, due today")
