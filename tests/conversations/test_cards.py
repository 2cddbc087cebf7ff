"""Cards: added in one line, found by anything, changed by saying what changes."""


async def test_one_line_says_everything(ada):
    added = await ada.says("/add Jane Doe @ IBM, recruiter #mentor every 6 weeks met at Kiwanis breakfast")
    for part in ("Jane Doe", "recruiter at IBM", "#mentor", "Kiwanis breakfast", "6 weeks"):
        assert part in added
    card = await ada.says("/who jane")
    for part in ("Jane Doe", "recruiter at IBM", "#mentor", "Kiwanis breakfast", "6 weeks"):
        assert part in card


async def test_only_the_name_is_needed_and_it_is_asked_for(ada):
    assert "Whom shall I add" in await ada.says("/add")
    assert "Added Jane" in await ada.says("Jane")


async def test_a_likely_duplicate_is_said_before_anything_is_added(ada):
    await ada.says("/add Jane Doe @ IBM")
    warned = await ada.says("/add jane doe, CTO")
    assert "somebody like that already" in warned
    assert "1 person" in await ada.says("/start")
    assert "Added jane doe, CTO" in await ada.presses("Add jane doe anyway")
    assert "2 people" in await ada.says("/start")


async def test_people_are_found_by_name_tag_company_and_any_word(ada):
    await ada.says("/add José Ñoño @ Contoso #mentor met at Kiwanis breakfast")
    await ada.says("/add Raj Patel @ IBM")
    for query in ("jose", "Nono", "#mentor", "@contoso", "kiwanis", "Jsoe", "jose nono"):
        found = await ada.says(f"/who {query}")
        assert "José Ñoño" in found, query
        assert "Raj" not in found, query


async def test_many_people_come_in_pages(ada):
    for number in range(20):
        await ada.says(f"/add Person Number{number:02}")
    first = await ada.says("/who")
    assert "20 people" in first
    assert "Number00" in first
    second = await ada.presses("More")
    assert "Number08" in second
    assert "Number00" not in second
    third = await ada.presses("More")
    assert "Number19" in third
    assert "Number08" in await ada.presses("Back")
    card = await ada.presses("Person Number09")
    assert "No conversation noted yet" in card


async def test_a_change_is_shown_before_and_after(ada):
    await ada.says("/add Jane Doe @ IBM, recruiter")
    changed = await ada.says("/edit Jane @ Google, CTO")
    assert "IBM → Google" in changed
    assert "recruiter → CTO" in changed
    assert "Jane Doe → Jane Smith" in await ada.says("/edit Jane name Jane Smith")
    assert "Jane Smith" in await ada.says("/who smith")
    await ada.says("/edit Jane alias Janie")
    assert "Jane Smith" in await ada.says("/who janie")


async def test_notes_tags_dates_and_handles(ada):
    await ada.says("/add Jane Doe")
    assert "likes early meetings" in await ada.says("/note Jane likes early meetings")
    assert "#mentor #lead" in await ada.says("/tag Jane #mentor #lead")
    assert "#mentor #lead → #mentor" in await ada.says("/tag Jane -#lead")
    assert "14 March 1980" in await ada.says("/date Jane birthday 14 March 1980")
    assert "14 March 1980 → 15 March" in await ada.says("/date Jane birthday 15 March")
    assert "linkedin.com/in/janedoe" in await ada.says("/handle Jane linkedin https://LinkedIn.com/in/janedoe/?x=1")
    await ada.says("/handle Jane Jane@Example.org")
    card = await ada.says("/who Jane")
    for part in ("likes early meetings", "#mentor", "15 March", "linkedin.com/in/janedoe", "Jane@example.org"):
        assert part in card
    assert "taken off" in await ada.says("/handle Jane -jane@example.org")


async def test_a_card_s_buttons_ask_for_what_they_need(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/who Jane")
    assert "remember about Jane Doe" in await ada.presses("Note…")
    assert "has a dog" in await ada.says("has a dog called Rex")
    await ada.says("/who Jane")
    assert "in touch with Jane Doe" in await ada.presses("Met today")


async def test_bare_text_is_offered_as_what_it_could_mean(ada):
    await ada.says("/add Jane Doe")
    offered = await ada.says("Jane coffee yesterday, talked about Raj")
    assert "Jane coffee yesterday" in offered
    noted = await ada.presses("We were in touch")
    assert "Jane Doe" in noted
    assert "coffee, talked about Raj" in noted
    unknown = await ada.says("Zoë Brandt @ Woodgrove")
    assert "Add somebody new" in unknown.labels
    assert "Added Zoë Brandt, Woodgrove" in await ada.presses("Add somebody new")


async def test_hers_is_hers_alone(world, ada):
    await ada.says("/add Jane Doe @ IBM")
    bob = world.friend("Bob")
    await bob.says("/start")
    assert "Jane Doe" not in await bob.says("/who Jane")
    assert "nothing to take back" in await bob.says("/undo")
