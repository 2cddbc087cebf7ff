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
    assert "Added: Jane" in await ada.says("Jane")


async def test_a_likely_duplicate_is_said_before_anything_is_added(ada):
    await ada.says("/add Jane Doe @ IBM")
    warned = await ada.says("/add jane doe, CTO")
    assert "somebody like that already:\nJane Doe, IBM" in warned
    assert set(warned.labels) == {"Show Jane Doe", "Add jane doe anyway", "Never mind"}
    assert "1 person" in await ada.says("/start")
    assert "Added: jane doe, CTO" in await ada.presses("Add jane doe anyway")
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
    assert "Janie taken off" in await ada.says("/edit Jane alias -janie")
    assert "Birthday: 14 March" in await ada.says("/edit Jane birthday 14 March")


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
    assert "Added: Zoë Brandt, Woodgrove" in await ada.presses("Add somebody new")


async def test_hers_is_hers_alone(world, ada):
    await ada.says("/add Jane Doe @ IBM")
    bob = world.friend("Bob")
    await bob.says("/start")
    assert "Jane Doe" not in await bob.says("/who Jane")
    assert "nothing to take back" in await bob.says("/undo")


async def test_somebody_alike_is_asked_about_and_can_be_looked_at_first(ada):
    await ada.says("/add Jane Doe @ IBM")
    for alike in ("Jane", "Doe Jane", "Jane D.", "Jayne Doe", "Jane Alice Doe"):
        warned = await ada.says(f"/add {alike}")
        assert "Jane Doe, IBM" in warned, alike
        assert "1 person" in await ada.says("/start")
    assert "No conversation noted" in await ada.presses("Show Jane Doe")
    await ada.says("/add Jane Alice Doe")
    assert "Added: Jane Alice Doe" in await ada.presses("Add Jane Alice Doe anyway")
    for other in ("Jane Smith", "June", "John Doe"):
        assert "Added" in await ada.says(f"/add {other}"), other


async def test_namesakes_are_told_apart_wherever_they_are_listed(world, ada):
    await ada.says("/add Jane Doe @ IBM, recruiter")
    for line in ("Jane Doe @ IBM, CTO", "Jane Doe #mentor", "Jane Doe"):
        await ada.says(f"/add {line}")
        await ada.presses("Add Jane Doe anyway")
    await world.skip(days=1)
    await ada.says("/add Jane Doe")
    await ada.presses("Add Jane Doe anyway")
    listed = await ada.says("/who Jane Doe")
    assert len(set(listed.labels)) == 5
    assert {"Jane Doe (recruiter)", "Jane Doe (CTO)", "Jane Doe (mentor)"} < set(listed.labels)
    assert len(set(listed.text.splitlines())) == 6
    assert "Jane Doe, added Mon, Nov 23" in listed
    assert "CTO at IBM" in await ada.presses("Jane Doe (CTO)")


async def test_a_labelled_day_leaves_the_birthday_alone(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/date Jane birthday 14 March 1980")
    for line in ("wedding 3 May 2019", "started at IBM 1 June 2024", "son's birthday 2 July", "5 June wedding day"):
        await ada.says(f"/date Jane {line}")
        assert "Birthday: 14 March 1980" in await ada.says("/who Jane"), line
    assert "Wedding: 3 May 2019" in await ada.says("/who Jane")


async def test_what_is_known_of_a_day_is_kept(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/date Jane birthday 14 March 1980")
    assert "says that already" in await ada.says("/date Jane birthday 14 March")
    assert "says that already" in await ada.says("/date Jane birthday 1980")
    assert "14 March 1980 → 14 March 1981" in await ada.says("/date Jane birthday 1981")
    await ada.says("/date Jane wedding 3 May")
    assert "3 May → 3 May 2019" in await ada.says("/date Jane wedding 2019")
    await ada.says("/date Jane birthday 29 February")
    assert "29 February → 1981" in await ada.says("/date Jane birthday 1981")


async def test_a_day_is_taken_off_again(ada):
    for line in ("-birthday", "birthday off", "remove birthday"):
        await ada.says("/add Jane Doe")
        await ada.says("/date Jane 14 March 1980")
        await ada.says("/date Jane wedding 3 May")
        assert "14 March 1980 taken off" in await ada.says(f"/date Jane {line}"), line
        card = await ada.says("/who Jane")
        assert "Birthday" not in card
        assert "Wedding" in card
        assert "no such day" in await ada.says(f"/date Jane {line}")
        assert "the birthday of Jane Doe" in await ada.says("/undo")
        assert "Birthday" in await ada.says("/who Jane")
        for _ in range(3):
            await ada.says("/undo")


async def test_what_passed_between_people_is_searched_too(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/add Raj Patel")
    await ada.says("/got Jane referral at IBM")
    await ada.says("/met Raj lent him a book")
    await ada.says("/met Jane talked about his book")
    assert "Jane Doe" in await ada.says("/who referral")
    assert "2 people" in await ada.says("/who book")
    assert "Jane Doe" in await ada.says("/who jane book")
    await ada.says("/undo")
    assert "Raj Patel" in await ada.says("/who book")


async def test_a_very_long_name_is_cut_at_a_word_and_said(ada):
    added = await ada.says(f"/add {'Maria Anna ' * 30}, recruiter")
    assert "very long; I kept its beginning" in added
    assert f"Added: {'Maria Anna ' * 17}Maria Anna, recruiter" in added
    edited = await ada.says(f"/edit Maria name {'Pablo Diego ' * 30}")
    assert "very long; I kept its beginning" in edited
    assert "very long" not in await ada.says(f"/edit Pablo name {'Maximilian' * 18}")


async def test_the_day_they_met_is_said_back(ada):
    assert "Met: Mar 3" in await ada.says("/add Chris met on 3 March")
    added = await ada.says("/add Zoë Brandt met yesterday")
    assert "Met: Sun, Nov 22" in added
    card = await ada.says("/who Zoë")
    assert "Nothing noted since" in card
    assert "No conversation noted yet" not in card


async def test_several_handles_at_once_always_in_the_same_order(ada):
    await ada.says("/add Jane Doe")
    both = await ada.says("/handle Jane https://x.com/jane https://github.com/jane")
    assert "x.com/jane" in both
    assert "github.com/jane" in both
    assert "how to reach Jane Doe" in await ada.says("/undo")
    await ada.says("/handle Jane https://github.com/jane +1 416 555 0199 jane@example.org")
    await ada.says("/handle Jane +1 416 555 0100")
    card = (await ada.says("/who Jane")).text
    assert card.index("E-mail") < card.index("Phone") < card.rindex("Phone") < card.index("GitHub")


async def test_no_name_stands_before_a_full_stop(ada):
    assert "Jr.." not in await ada.says("/add Jim Beam, Jr.")
    assert "Jr.." not in await ada.says("/add Jim Beam, Jr.")


async def test_tags_that_do_not_fit_are_counted(ada):
    added = await ada.says("/add Lou " + " ".join(f"#tag{number}" for number in range(100)))
    assert "#tag2 …and 97 more" in added


async def test_tags_without_a_mark_and_for_several_people(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/add Raj Patel #lead")
    assert "#friend" in await ada.says("/tag Jane friend")
    both = await ada.says("/tag Jane and Raj #vip -#lead")
    assert "Jane Doe: #friend #vip" in both
    assert "Raj Patel: #vip" in both
    assert "2 people" in await ada.says("/who #vip")
    assert "the tags of Jane Doe and Raj Patel" in await ada.says("/undo")
    assert "#lead" in await ada.says("/who Raj")
    assert "Which tags for Jane Doe" in await ada.says("/tag Jane")
    assert "#chess" in await ada.says("chess")


async def test_a_change_without_a_place_is_refused_with_lines_that_would_place_it(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/who Jane")
    await ada.presses("Edit…")
    refused = await ada.says("senior architect")
    assert "/edit Jane Doe title senior architect" in refused
    assert "/edit Jane Doe @ senior architect" in refused
    assert "senior architect" in await ada.says("title senior architect")


async def test_the_dead_are_left_in_peace(ada):
    await ada.says("/add Zoe Quinn")
    await ada.says("/edit Zoe status deceased")
    card = await ada.says("/who Zoe")
    assert "Deceased" in card
    assert "No conversation noted" not in card
    assert card.labels == ("Note…", "Edit…")
    for line in ("/pause Zoe", "/snooze Zoe 2 weeks", "/keep Zoe monthly", "/archive Zoe", "/resume Zoe"):
        assert "Zoe Quinn is marked as deceased, so I don't bring them up anyway" in await ada.says(line)
        assert "Deceased" in await ada.says("/who Zoe"), line
    await ada.says("/edit Zoe status do not contact")
    assert "/edit Zoe Quinn status active" in await ada.says("/resume Zoe")
    await ada.says("/edit Zoe Quinn status active")
    assert "Not to be contacted" not in await ada.says("/who Zoe")


async def test_a_tag_with_a_hyphen_is_paged(ada):
    for number in range(12):
        await ada.says(f"/add Person Number{number:02} #job-search")
    assert "12 people" in await ada.says("/who #job-search")
    assert "Number11" in await ada.presses("More")
