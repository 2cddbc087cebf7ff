"""Rhythms, pauses, and the end of it; and undo for everything."""


async def test_a_person_s_rhythm_beats_the_tag_s_which_beats_the_default(ada):
    await ada.says("/add Jane Doe #mentor")
    await ada.says("/add Raj Patel")
    assert "6 months" in await ada.says("/keep everybody every 6 months")
    assert "May 23" in await ada.says("/who Raj")
    tagged = await ada.says("/keep #mentor every month")
    assert "1 person" in tagged
    assert "Dec 23" in await ada.says("/who Jane")
    assert "Nov 30" in await ada.says("/keep Jane every week")
    await ada.says("/keep #mentor never")
    assert "every week" in await ada.says("/who Jane")
    assert "won't bring Jane Doe up" in await ada.says("/keep Jane never")
    assert "Taken back" in await ada.says("/undo")
    assert "every week" in await ada.says("/who Jane")


async def test_keep_asks_how_often_and_with_whom(ada):
    await ada.says("/add Jane Doe")
    assert "How often" in await ada.says("/keep Jane")
    assert "2 weeks" in await ada.says("every 2 weeks")
    assert "With whom" in await ada.says("/keep every month")
    assert "every month" in await ada.says("Jane")


async def test_snooze_by_words_and_by_buttons(ada):
    await ada.says("/add Jane Doe every week")
    assert "Dec 21" in await ada.says("/snooze Jane 4 weeks")
    assert "Jan 5" in await ada.says("/snooze Jane until 5 Jan")
    await ada.says("/who Jane")
    await ada.presses("Snooze")
    assert "until" in await ada.presses("3 months")
    assert "Until when" in await ada.says("/snooze Jane")
    assert "Jane Doe" in await ada.says("tomorrow")


async def test_pause_resume_archive(world, ada):
    await ada.says("/add Jane Doe every day")
    assert "paused until" in await ada.says("/pause Jane until 1 March")
    assert "Paused until" in await ada.says("/who Jane")
    await world.skip(days=2)
    assert "back" in await ada.says("/resume Jane")
    assert "archived" in await ada.says("/archive Jane")
    assert "Archived" in await ada.says("/who Jane")
    assert "Jane Doe" not in await ada.says("/today")
    await ada.says("/who Jane")
    assert "is back" in await ada.presses("Bring back")


async def test_a_holiday_pauses_everything_and_loses_nothing(world, ada):
    await ada.says("/add Jane Doe every day")
    assert "paused until" in await ada.says("/pause until 7 December")
    before = len(ada.heard)
    await world.skip(days=10)
    assert len(ada.heard) == before
    await world.skip(days=5)
    ada.hears("reach out", "Jane Doe")


async def test_forgetting_asks_first_and_is_for_good(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/gave Jane intro to Raj")
    asked = await ada.says("/forget Jane")
    assert "cannot be undone" in asked
    assert "Forgotten" in await ada.presses("Forget Jane Doe")
    assert "find nobody" in await ada.says("/who Jane")
    assert "for good" in await ada.says("/undo")
    assert "Jane Doe" not in await ada.says("/balance")


async def test_undo_takes_back_step_by_step_and_says_what(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/tag Jane #mentor")
    await ada.says("/met Jane coffee")
    assert "your touch with Jane Doe" in await ada.says("/undo")
    assert "the tags of Jane Doe" in await ada.says("/undo")
    assert "#mentor" not in await ada.says("/who Jane")
    assert "adding Jane Doe" in await ada.says("/undo")
    assert "settings" in await ada.says("/undo")
    assert "nothing to take back" in await ada.says("/undo")


async def test_undo_lasts_a_day(world, ada):
    await ada.says("/add Jane Doe")
    await world.skip(hours=25)
    assert "nothing to take back" in await ada.says("/undo")
    assert "Jane Doe" in await ada.says("/who Jane")


async def test_an_undo_button_takes_back_its_own_deed(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/met Jane coffee")
    assert "your touch with Jane Doe" in await ada.presses("Undo")
    assert "coffee" not in await ada.says("/who Jane")


async def test_settings_by_one_line_and_by_buttons(ada):
    assert "9:15" in await ada.says("/settings digest 9:15")
    assert "Mon Wed Fri" in await ada.says("/settings days mon wed fri")
    assert "3" in await ada.says("/settings size 3")
    assert "10:00" in await ada.says("/settings quiet 22:00-7:00")
    everything = await ada.says("/settings")
    assert "9:15" in everything
    await ada.presses("Size")
    assert "7" in await ada.says("7")
    assert "from 1 to 20" in await ada.says("/settings size 99")
    assert "from 1 to 20" in await ada.says("/settings size many")


async def test_undo_says_what_it_took_back(ada):
    await ada.says("/add Jane Doe")
    for line, what in (
        ("/note Jane likes opera", "the note on Jane Doe"),
        ("/tag Jane #vip", "the tags of Jane Doe"),
        ("/date Jane birthday 14 March", "the birthday of Jane Doe"),
        ("/date Jane wedding 3 May", "a date of Jane Doe"),
        ("/handle Jane jane@example.org", "how to reach Jane Doe"),
        ("/edit Jane @ IBM", "the change to Jane Doe"),
        ("/keep Jane monthly", "the rhythm of Jane Doe"),
        ("/pause", "pausing everything"),
    ):
        await ada.says(line)
        assert what in await ada.says("/undo"), line
    await ada.says("/pause")
    await ada.says("/resume")
    assert "ending the pause" in await ada.says("/undo")


async def test_several_people_at_once_are_one_deed(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/add Raj Patel")
    kept = await ada.says("/keep Jane and Raj every week")
    assert "Jane Doe: every week" in kept
    assert "Raj Patel: every week" in kept
    assert "the rhythm of Jane Doe and Raj Patel" in await ada.says("/undo")
    await ada.says("/keep Jane and Raj every week")
    assert "Jane Doe and Raj Patel alone until Mon, Dec 7" in await ada.says("/snooze Jane and Raj 2 weeks")
    paused = await ada.says("/pause Jane and Raj")
    assert "Jane Doe is paused" in paused
    assert "Raj Patel is paused" in paused
    assert "Raj Patel is back" in await ada.says("/resume Jane and Raj")
    assert "Jane Doe and Raj Patel are archived" in await ada.says("/archive Jane and Raj")
    assert "archiving Jane Doe and Raj Patel" in await ada.says("/undo")
    for name in ("Jane", "Raj"):
        assert "Archived" not in await ada.says(f"/who {name}")
    assert "won't bring Jane Doe and Raj Patel up" in await ada.says("/keep Jane and Raj never")


async def test_of_several_the_dead_are_left_in_peace(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/add Zoe Quinn")
    await ada.says("/edit Zoe status deceased")
    archived = await ada.says("/archive Jane and Zoe")
    assert "Jane Doe is archived" in archived
    assert "Zoe Quinn is marked as deceased" in archived


async def test_a_snooze_says_what_is_true(world, ada):
    await ada.says("/add Jane Doe every month")
    assert "isn't due before Wed, Dec 23 anyway" in await ada.says("/snooze Jane 2 weeks")
    assert "snoozing" not in await ada.says("/undo"), "nothing was changed"
    await ada.says("/add Raj Patel")
    assert "I'll bring Raj Patel up on Mon, Dec 7, this once" in await ada.says("/snooze Raj 2 weeks")
    await world.skip(days=15)
    ada.hears("reach out", "Raj Patel")
    await ada.says("/archive Raj")
    assert "Raj Patel is archived, so I don't bring them up anyway" in await ada.says("/snooze Raj 2 weeks")
    await ada.says("/resume Raj")
    await ada.says("/pause Raj")
    assert "paused until you say /resume" in await ada.says("/snooze Raj 2 weeks")
    assert "Paused" in await ada.says("/who Raj")


async def test_what_was_done_with_others_can_be_undone_after_somebody_was_forgotten(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/add Raj Patel")
    await ada.says("/met Jane and Raj coffee")
    await ada.says("/forget Raj")
    await ada.presses("Forget Raj Patel")
    assert "for good" in await ada.says("/undo")
    undone = await ada.says("/undo")
    assert "your touch with Jane Doe" in undone
    assert "Raj" not in undone
    assert "coffee" not in await ada.says("/who Jane")
