"""/merge: both cards side by side, what they would become; then one card, and two again."""


async def two_janes(ada) -> None:
    await ada.says("/add Jane Doe @ IBM, recruiter jane@example.com")
    await ada.says("/met Jane Doe coffee last week")
    await ada.says("/add Janie #mentor every 6 weeks")
    await ada.says("/got Janie an intro 3 weeks ago")
    await ada.says("/remind Janie tomorrow 9am call")


async def test_two_cards_become_one_and_two_again(ada):
    await two_janes(ada)
    shown = await ada.says("/merge Jane Doe and Janie")
    assert "recruiter at IBM" in shown
    assert "#mentor" in shown
    assert "Also known as: Janie" in shown
    assert "Rhythm: every 6 weeks" in shown
    assert {"Merge", "The other way round", "Not the same", "Never mind"} == set(shown.labels)
    done = await ada.presses("Merge")
    assert "One card now: Jane Doe" in done
    card = await ada.says("/who Janie")
    assert "recruiter at IBM" in card
    assert "You gave 0, you got 1" in card
    assert "coffee" in card
    assert "Jane Doe" in await ada.says("/reminders")
    assert "Two cards again" in await ada.says("/undo")
    card = await ada.says("/who Janie")
    assert "IBM" not in card
    assert "coffee" not in card
    assert "intro" in card
    card = await ada.says("/who Jane Doe")
    assert "intro" not in card
    assert "coffee" in card
    assert "Janie" in await ada.says("/reminders")


async def test_the_other_way_round(ada):
    await two_janes(ada)
    await ada.says("/merge Jane Doe with Janie")
    assert "Also known as: Jane Doe" in await ada.presses("The other way round")
    assert "One card now: Janie" in await ada.presses("Merge")
    assert "E-mail: jane@example.com" in await ada.says("/who Jane Doe")


async def test_what_is_missing_is_asked(ada):
    await two_janes(ada)
    await ada.says("/add Janet Doe")
    assert "Which two cards" in await ada.says("/merge")
    asked = await ada.says("Janie")
    assert "Which other card is Janie, too?" in asked
    assert "One card of the two" in await ada.says("into Jane Doe")
    assert "Which other card is Jane Doe, too?" in await ada.says("/merge Jane Doe")


async def test_who_is_not_known_for_certain_is_asked_about(ada):
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/add Jane Smith @ Google")
    await ada.says("/add Janie")
    asked = await ada.says("/merge Janie and Jane")
    assert any(label.startswith("Jane Doe") for label in asked.labels)
    shown = await ada.presses("Jane Doe")
    assert "IBM" in shown
    assert "Also known as: Janie" in shown
    assert "I don't know Zoltan" in await ada.says("/merge Janie and Zoltan")
    assert "Two at a time" in await ada.says("/merge Janie, Jane Doe and Jane Smith")
    assert "Which other card" in await ada.says("/merge Janie and Janie")


async def test_somebody_who_died_stays_dead(ada):
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/add Janie every week")
    await ada.says("/edit Janie status deceased")
    assert "Status: active → deceased" in await ada.says("/merge Jane Doe and Janie")
    await ada.presses("Merge")
    assert "Deceased" in await ada.says("/who Jane Doe")


async def test_two_birthdays_are_said(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/date Jane birthday 1 March")
    await ada.says("/add Janie")
    await ada.says("/date Janie birthday 2 March")
    assert "Look twice" in await ada.says("/merge Jane Doe and Janie")


async def test_pressed_twice_and_undone_twice(ada):
    await two_janes(ada)
    await ada.says("/merge Jane Doe and Janie")
    await ada.presses("Merge")
    await ada.says("/undo")
    await ada.says("/merge Jane Doe and Janie")
    await ada.presses("Merge")
    assert "the merge of Jane Doe and Janie" in await ada.says("/undo")
    assert "2 people" in await ada.says("/who")
    assert "the reminder" in await ada.says("/undo")


async def test_a_merge_can_be_left_alone(ada):
    await ada.says("/add Jane Doe @ IBM")
    await ada.says("/add Janie Dow @ IBM")
    await ada.says("/merge Jane Doe and Janie Dow")
    assert "both cards stay" in await ada.presses("Never mind")
    assert "2 people" in await ada.says("/who")


async def test_two_names_of_one_card(ada):
    """Whoever has a name of theirs is offered as the other one."""
    for line in ("/add Jane Doe @ IBM", "/add Jane Smith", "/add Raj Patel"):
        await ada.says(line)
    asked = await ada.says("/merge Jane Doe and Jane D.")
    assert "Which other card is Jane Doe, too?" in asked
    assert set(asked.labels) == {"Jane Smith", "Never mind"}
    assert "The other way round" in (await ada.presses("Jane Smith")).labels
