"""What passed between people: touches, favours, the balance, and the thank-you that is owed."""


async def test_several_people_any_day_and_what_it_was(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/add Raj Patel")
    noted = await ada.says("/met Jane and Raj coffee last Friday")
    assert "Jane Doe and Raj Patel" in noted
    assert "coffee" in noted
    assert "Nov 20" in noted
    assert "coffee" in await ada.says("/who Raj")


async def test_the_cadence_starts_again_when_they_speak(ada):
    await ada.says("/add Jane Doe every 6 weeks")
    noted = await ada.says("/met Jane")
    assert "Jan 4" in noted
    older = await ada.says("/met Jane lunch 2 months ago")
    assert "Jan 4" in older, "a back-dated touch never moves the due day back"


async def test_favours_count_and_are_touches(ada):
    await ada.says("/add Jane Doe every 6 weeks")
    gave = await ada.says("/gave Jane intro to Raj")
    assert "intro to Raj" in gave
    assert "You gave 1, you got 0" in gave
    assert "Jan 4" in gave
    got = await ada.says("/got Jane referral at IBM yesterday")
    assert "You gave 1, you got 1" in got
    assert "thank-you: referral at IBM" in got


async def test_natural_orders(ada):
    await ada.says("/add Jane Doe")
    assert "referral at IBM from Jane Doe" in await ada.says("/got referral at IBM from Jane")
    assert "Jane Doe" in await ada.says("/met yesterday Jane")
    assert "intro" in await ada.says("/gave intro to Jane Doe")


async def test_who_is_ahead_and_whom_to_thank_first(ada):
    for name in ("Jane Doe", "Raj Patel", "Zoë Brandt"):
        await ada.says(f"/add {name}")
    await ada.says("/gave Raj CV review")
    await ada.says("/got Zoë advice")
    await ada.presses("I have thanked them")
    await ada.says("/got Jane referral at IBM")
    overview = await ada.says("/balance")
    assert "gave 1 and got 2" in overview
    assert overview.text.index("Jane") < overview.text.index("Zoë") < overview.text.index("Raj")
    assert "thank-you (referral at IBM" in overview
    thanked = await ada.presses("Thanked Jane Doe")
    assert "thanked" in thanked
    with_jane = await ada.says("/balance Jane")
    assert "1 favour ahead" in with_jane
    assert "thank-you" not in with_jane


async def test_the_word_thanks_is_enough(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/got Jane referral")
    await ada.says("/met Jane called to thank her")
    assert "thank-you" not in await ada.says("/balance Jane")


async def test_what_is_missing_is_asked_for_one_by_one(ada):
    await ada.says("/add Jane Doe")
    assert "Whom did you help" in await ada.says("/gave")
    assert "What did you do for Jane Doe" in await ada.says("Jane")
    assert "intro to Raj" in await ada.says("intro to Raj")


async def test_several_candidates_become_buttons(ada):
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/add Jane Smith @ Google")
    which = await ada.says("/gave Jane intro to Raj")
    assert "Whom do you mean" in which
    assert set(which.labels) == {"Jane Doe (IBM)", "Jane Smith (Google)"}
    assert "you gave Jane Smith intro to Raj" in await ada.presses("Jane Smith (Google)")


async def test_a_stranger_can_be_added_on_the_way_and_undo_takes_back_both(ada):
    unknown = await ada.says("/met Zoe Brandt coffee yesterday")
    assert "don't know Zoe Brandt" in unknown
    noted = await ada.presses("Add Zoe Brandt")
    assert "Zoe Brandt, coffee" in noted
    assert "Taken back" in await ada.says("/undo")
    assert "find nobody" in await ada.says("/who Zoe")


async def test_a_small_spelling_mistake_is_understood(ada):
    await ada.says("/add Jonathan Miller")
    assert "Jonathan Miller" in await ada.says("/met Jonathon coffee")
    assert "Jonathan Miller" in await ada.says("/gave Jnoathan advice")
