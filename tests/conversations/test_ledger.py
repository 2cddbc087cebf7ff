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
    assert "you gave Jane Doe: intro to Raj" in gave
    assert "You gave 1, you got 0" in gave
    assert "Jan 4" in gave
    got = await ada.says("/got Jane referral at IBM yesterday")
    assert "You gave 1, you got 1" in got
    assert "thank-you: referral at IBM" in got


async def test_natural_orders(ada):
    await ada.says("/add Jane Doe")
    assert "from Jane Doe: referral at IBM" in await ada.says("/got referral at IBM from Jane")
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
    assert "thank-you: referral at IBM" in overview
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
    assert set(which.labels) == {"Jane Doe (IBM)", "Jane Smith (Google)", "Never mind"}
    assert "you gave Jane Smith: intro to Raj" in await ada.presses("Jane Smith (Google)")


async def test_a_stranger_can_be_added_on_the_way_and_undo_takes_back_both(ada):
    unknown = await ada.says("/met Zoe Brandt coffee yesterday")
    assert "don't know Zoe Brandt" in unknown
    noted = await ada.presses("Add Zoe Brandt")
    assert "Zoe Brandt" in noted
    assert "Taken back" in await ada.says("/undo")
    assert "find nobody" in await ada.says("/who Zoe")


async def test_a_small_spelling_mistake_is_understood(ada):
    await ada.says("/add Jonathan Miller")
    assert "Jonathan Miller" in await ada.says("/met Jonathon coffee")
    assert "Jonathan Miller" in await ada.says("/gave Jnoathan advice")


async def test_several_people_in_any_way_of_listing_them(ada):
    for name in ("Jane Doe", "Raj Patel", "Sue Lim"):
        await ada.says(f"/add {name}")
    for line in (
        "/met Raj, Sue, Jane: team lunch",
        "/met Jane Raj and Sue team lunch",
        "/met Jane & Raj & Sue team lunch",
        "/met Jane\nRaj\nSue\nteam lunch",
    ):
        noted = await ada.says(line)
        for part in ("Jane Doe", "Raj Patel", "Sue Lim", "team lunch"):
            assert part in noted, line
        assert len(noted.text.splitlines()) == 2, line
    gave = await ada.says("/gave Jane and Raj a book")
    assert "Jane Doe and Raj Patel: a book" in gave
    assert "You gave 1" in await ada.says("/balance Raj")
    assert "Raj Patel and Sue Lim: advice" in await ada.says("/gave advice to Raj and Sue")


async def test_everybody_else_waits_while_one_is_asked_about(ada):
    for name in ("Ann One @ IBM", "Ann Two @ Dell", "Jane Doe"):
        await ada.says(f"/add {name}")
    await ada.says("/met Ann and Jane coffee")
    noted = await ada.presses("Ann Two (Dell)")
    assert "Ann Two and Jane Doe" in noted
    assert "coffee" in noted
    assert "Tom" in await ada.says("/met Tom and Sue lunch yesterday")
    assert "Sue" in await ada.presses("Add Tom")
    both = await ada.presses("Add Sue")
    assert "Tom and Sue" in both
    assert "lunch" in both
    assert "Nov 22" in both


async def test_a_guess_is_asked_about(ada):
    await ada.says("/add Mary Poppins")
    asked = await ada.says("/met Mark coffee")
    assert {"Mary Poppins", "Add Mark"} <= set(asked.labels)
    assert "Mark" in await ada.presses("Add Mark")


async def test_a_question_can_be_called_off(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/got Jane")
    assert "nothing noted" in await ada.says("never mind")
    await ada.says("/got Jane")
    assert "nothing noted" in await ada.says("/cancel")
    await ada.says("/got Jane")
    assert "nothing noted" in await ada.presses("Never mind")
    assert "Nothing given or got" in await ada.says("/balance")
