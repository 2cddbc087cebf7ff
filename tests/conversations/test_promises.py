"""What she said she would do: kept, put off, dropped; and brought up when it is due."""


async def test_kept_is_a_favour_given_once(world, ada):
    await ada.says("/add Jane Doe")
    noted = await ada.says("/promise Jane intro to Raj by Friday")
    assert "You promised Jane Doe: intro to Raj, by Fri, Nov 27" in noted
    assert "I'll remind you on Fri, Nov 27" in noted
    before = len(ada.heard)
    await world.skip(days=4)
    assert len(ada.heard) == before
    await world.skip(hours=6)
    ada.hears("intro to Raj, due today")
    kept = await ada.presses("Kept")
    assert "✓ Kept: intro to Raj, for Jane Doe" in kept
    assert not kept.labels
    assert "You gave 1, you got 0" in await ada.says("/balance Jane")
    assert "the promise you kept to Jane Doe" in await ada.says("/undo")
    assert "Nothing given or got" in await ada.says("/balance Jane")
    assert "intro to Raj" in await ada.says("/promises")


async def test_due_on_a_weekend_it_comes_on_the_friday_before(world, ada):
    await ada.says("/add Jane Doe")
    assert "I'll remind you on Fri, Nov 27" in await ada.says("/promise Jane intro to Raj by Sunday")
    await world.skip(days=4, hours=6)
    ada.hears("intro to Raj, by Sun, Nov 29")
    await world.skip(days=3)
    ada.hears("It was due yesterday")


async def test_after_three_times_more_it_is_left_alone(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/promise Jane intro to Raj by Friday")
    await world.skip(days=60)
    told = [each for each in ada.heard if "You promised Jane Doe: intro to Raj" in each][1:]
    assert len(told) == 4
    assert "I won't bring it up again" in told[-1]
    assert "I won't bring it up again" not in told[-2]
    assert "intro to Raj" in await ada.says("/promises")


async def test_another_day_by_button_and_typed(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/promise Jane intro to Raj by Friday")
    asked = await ada.presses("Another day…")
    assert set(asked.labels) == {"Tomorrow", "In a week", "In a month", "Never mind"}
    assert "by Mon, Nov 30" in await ada.presses("In a week")
    await ada.presses("Another day…")
    assert "by Wed, Dec 2" in await ada.says("2 December")
    before = len(ada.heard)
    await world.skip(days=8)
    assert len(ada.heard) == before
    await world.skip(days=2)
    ada.hears("due today")


async def test_without_a_day_it_comes_after_a_week(world, ada):
    await ada.says("/add Jane Doe")
    noted = await ada.says("/promise Jane send the article")
    assert "You promised Jane Doe today: send the article" in noted
    await world.skip(days=7, hours=6)
    ada.hears("You promised Jane Doe 7 days ago", "send the article")


async def test_dropped_is_over(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/promise Jane intro to Raj by Friday")
    assert "Dropped: intro to Raj" in await ada.presses("Drop")
    before = len(ada.heard)
    await world.skip(days=30)
    assert len(ada.heard) == before
    assert "kept all your promises" in await ada.says("/promises")
    assert "Nothing given or got" in await ada.says("/balance Jane")


async def test_the_list_has_pages_and_buttons(ada):
    await ada.says("/add Jane Doe")
    for number in range(6):
        await ada.says(f"/promise Jane thing {number} by Friday")
    first = await ada.says("/promises")
    assert sum(label.startswith("Kept: thing") for label in first.labels) == 5
    await ada.presses("Kept: thing")
    left = await ada.says("/promises")
    assert sum(label.startswith("Kept: thing") for label in left.labels) == 5
    assert "More" not in left.labels


async def test_silence_while_everything_is_paused_and_about_the_archived(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/promise Jane intro to Raj by Friday")
    await ada.says("/pause until 14 December")
    before = len(ada.heard)
    await world.skip(days=10)
    assert len(ada.heard) == before
    await ada.says("/archive Jane")
    before = len(ada.heard)
    await world.skip(days=20)
    assert len(ada.heard) == before
    await ada.says("/resume Jane")
    await world.skip(days=4)
    ada.hears("You promised Jane Doe: intro to Raj")


async def test_the_rule_can_be_switched_off(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/promise Jane intro to Raj by Friday")
    await ada.says("/rules promise off")
    before = len(ada.heard)
    await world.skip(days=30)
    assert len(ada.heard) == before
