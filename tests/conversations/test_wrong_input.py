"""Wrong input: a clear answer each time, and nothing lost."""

import pytest


async def test_an_unknown_command_is_guessed_and_the_line_kept(ada):
    await ada.says("/add Jane Doe")
    guessed = await ada.says("/mett Jane coffee")
    assert "/met" in guessed.labels
    assert "coffee" in await ada.presses("/met")
    assert "/help" in await ada.says("/xyzzyplugh")


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("/met", "Whom were you in touch with"),
        ("/gave", "Whom did you help"),
        ("/got", "Who helped you"),
        ("/keep", "With whom"),
        ("/snooze", "leave"),
        ("/archive", "Whom"),
        ("/forget", "Whom"),
        ("/edit", "Whose card"),
        ("/tag", "Whose card"),
        ("/date", "Whose card"),
        ("/handle", "Whose card"),
        ("/note", "Whose card"),
    ],
)
async def test_nothing_after_the_command_becomes_a_question(ada, line, asked):
    assert asked in await ada.says(line)


async def test_an_unknown_person(ada):
    unknown = await ada.says("/archive Zoe")
    assert "don't know Zoe" in unknown
    assert "Never mind" in unknown.labels
    assert "All right" in await ada.presses("Never mind")


async def test_zones_that_are_none(ada):
    assert "city" in await ada.says("/settings zone Atlantis-on-Sea")
    assert "city" in await ada.says("/settings zone +5")
    assert "city" in await ada.says("/settings zone EST")
    assert "Toronto" in await ada.says("/settings")


async def test_days_that_are_none(ada):
    await ada.says("/add Jane Doe")
    assert "February" in await ada.says("/met Jane coffee 31 February")
    assert "February" in await ada.says("/date Jane birthday 30 February")
    assert "no date there" in await ada.says("/date Jane birthday soonish")


async def test_a_day_to_come_is_asked_again_and_the_rest_kept(ada):
    await ada.says("/add Jane Doe")
    asked = await ada.says("/met Jane coffee tomorrow")
    assert "still to come" in asked
    noted = await ada.says("yesterday")
    assert "Jane Doe" in noted
    assert "coffee" in noted
    assert "Nov 22" in noted


@pytest.mark.parametrize(
    "name",
    [
        "🦄🎉",
        "שלום עולם",
        "_*Bob*_ <b>bold</b> [x](http://y) `code`",
        "Zoë \u202e Brandt",
        "{name} {0} %s",
        "<script>alert(1)</script>",
        "O'Brien-Ñoño van der Berg",
        "田中 太郎",
    ],
)
async def test_names_of_every_kind(ada, name):
    assert name.split()[0] in await ada.says(f"/add {name}")
    assert name.split()[0] in await ada.says("/who")
    assert "in touch" in await ada.says(f"/met {name}")


async def test_a_name_of_ten_thousand_letters(ada):
    long = "Maximilian" * 1000
    added = await ada.says(f"/add {long}") if len(long) < 4000 else await ada.says(f"/add {long[:4000]}")
    assert "Maximilian" in added
    assert len(added.text) < 1000


async def test_a_name_of_newlines_only(ada):
    assert "Whom shall I add" in await ada.says("/add \n\n\n")


async def test_text_while_no_question_is_open_loses_nothing(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/gave Jane")
    await world.skip(minutes=11)
    offered = await ada.says("intro to Raj")
    assert "intro to Raj" in offered


async def test_a_command_ends_the_question(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/gave Jane")
    await ada.says("/who Jane")
    offered = await ada.says("intro to Raj")
    assert "What shall I do with" in offered


async def test_settings_that_are_none(ada):
    assert "zone, digest, days" in await ada.says("/settings colour blue")
    assert "8:30" in await ada.says("/settings digest half past tea")
    assert "Mon" in await ada.says("/settings days someday")
    assert "22:00" in await ada.says("/settings quiet please")
