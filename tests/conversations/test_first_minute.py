"""The first minute: a first person, a city, and the first morning."""


async def test_from_hello_to_the_first_morning(world):
    ada = world.friend("Ada")
    hello = await ada.says("/start")
    assert "Ada" in hello
    assert "Who is it" in hello
    added = await ada.says("Jane Doe @ IBM, recruiter every week")
    assert "Jane Doe" in added
    assert "every week" in added
    assert "city" in added
    zone = await ada.says("/settings zone Toronto")
    assert "Toronto" in zone
    assert "Next digest" in zone
    await world.skip(days=8)
    digest = ada.hears("Somebody to reach out to", "Jane Doe", "recruiter at IBM")
    assert {"Reached out", "Snooze", "Not now", "Card"} <= set(digest.labels)


async def test_the_city_is_asked_for_by_a_button(world):
    ada = world.friend("Ada")
    await ada.says("/start")
    await ada.says("Jane Doe every month")
    question = await ada.presses("My city")
    assert "Which city" in question
    answer = await ada.says("Brampton")
    assert "Brampton, Canada (the time of Toronto)" in answer
    assert "At what time" in await ada.presses("Another time")
    assert "7:00" in await ada.says("7am")


async def test_several_cities_of_one_name_are_shown(world):
    ada = world.friend("Ada")
    await ada.says("/start")
    which = await ada.says("/settings zone Springfield")
    assert len(which.labels) > 1
    chosen = await ada.presses(which.labels[0])
    assert "Next digest" in chosen


async def test_a_city_that_is_only_like_one_is_asked_about(world):
    ada = world.friend("Ada")
    await ada.says("/start")
    asked = await ada.says("/settings zone Tornto")
    assert any("Toronto" in label for label in asked.labels)
    assert "not set" in await ada.says("/settings")


async def test_what_is_no_name_is_not_added(world):
    ada = world.friend("Ada")
    await ada.says("/start")
    for text in ("hi", "what is this?", "1"):
        assert "name" in await ada.says(text)
    assert "Added" in await ada.says("Jane Doe")
    assert "1 person" in await ada.says("/start")


async def test_a_friend_who_comes_back_is_greeted(ada):
    await ada.says("/add Jane Doe")
    again = await ada.says("/start")
    assert "Welcome back" in again
    assert "1 person" in again


async def test_help_is_made_from_the_declarations(ada):
    everything = await ada.says("/help")
    for command in ("/add", "/met", "/gave", "/today", "/undo", "/import"):
        assert command in everything
    one = await ada.says("/help met")
    assert "/met Jane and Raj" in one
    assert "Did you mean /met" in await ada.says("/help mett")


async def test_whoever_just_writes_is_welcomed_first(world):
    ada = world.friend("Ada")
    hello = await ada.says("hello")
    assert "I am Reachwell" in hello
    assert "Added: Jane Doe" in await ada.says("Jane Doe @ IBM")
    assert "What shall I do with" in await ada.says("hello")


async def test_whoever_begins_with_a_command_is_answered(world):
    ada = world.friend("Ada")
    assert "Added: Jane Doe" in await ada.says("/add Jane Doe @ IBM")
    assert "What shall I do with" in await ada.says("hello")
