"""To ask somebody for help: first a look at how you stand, then the ask's whole life."""


async def known_well(ada, name="Jane Doe"):
    """Somebody she has known for long, spoke to lately, and has helped."""
    await ada.says(f"/add {name}")
    await ada.says(f"/gave {name} intro to Raj 6 weeks ago")
    await ada.says(f"/met {name} coffee last week")


async def test_nothing_of_concern_is_recorded_at_once(ada):
    await known_well(ada)
    noted = await ada.says("/ask Jane for a referral at IBM")
    assert "You asked Jane Doe today: a referral at IBM" in noted
    assert "Mon, Nov 30" in noted
    assert set(noted.labels) == {"Yes", "No", "Not yet", "Undo"}


async def test_a_whole_life(world, ada):
    await known_well(ada)
    await ada.says("/ask Jane for a referral at IBM")
    await world.skip(days=7, hours=6)
    ada.hears("You asked Jane Doe", "a referral at IBM")
    assert "You asked 7 days ago: a referral at IBM" in await ada.says("/who Jane")
    await ada.says("/today")
    assert "said yes" in await ada.presses("Yes")
    assert "They have answered you, and are to be thanked" in await ada.says("/who Jane")
    assert "You gave 1, you got 1" in await ada.says("/balance Jane")
    await world.skip(days=1)
    ada.hears("Jane Doe said yes", "say thank you")
    assert "is thanked" in await ada.presses("Thanked")
    assert "thank-you" not in await ada.says("/balance Jane")
    await world.skip(days=20)
    assert "tell them how it went" not in "".join(each.text for each in ada.heard)
    await world.skip(days=2)
    ada.hears("tell them how it went")
    assert "✓ Jane Doe knows how it went" in await ada.presses("Told them")
    assert "You are waiting for nobody" in await ada.says("/asks")
    before = len(ada.heard)
    await world.skip(days=60)
    assert len(ada.heard) == before


async def test_a_yes_counts_once_and_undo_takes_all_of_it_back(ada):
    await known_well(ada)
    await ada.says("/ask Jane for a referral at IBM")
    await ada.presses("Yes")
    assert "You gave 1, you got 1" in await ada.says("/balance Jane")
    taken = await ada.says("/undo")
    assert "the yes of Jane Doe" in taken
    assert "You gave 1, you got 0" in await ada.says("/balance Jane")
    assert "You asked Jane Doe today" in await ada.says("/asks")
    await ada.presses("Yes")
    await ada.presses("Thanked")
    await ada.says("/undo")
    assert "said yes" in await ada.says("/asks")
    await ada.says("/undo")
    await ada.says("/undo")
    assert "waiting for nobody" in await ada.says("/asks")


async def test_a_no_is_thanked_for(world, ada):
    await known_well(ada)
    await ada.says("/ask Jane for a referral at IBM")
    assert "said no" in await ada.presses("No")
    await world.skip(days=2, hours=6)
    ada.hears("thank-you for the answer")
    assert "is thanked for the answer" in await ada.presses("Thanked")
    assert "You gave 1, you got 0" in await ada.says("/balance Jane")


async def test_no_answer_yet_and_then_left_alone(world, ada):
    await known_well(ada)
    await ada.says("/rules profile off")
    await ada.says("/ask Jane for a referral at IBM")
    await world.skip(days=7, hours=6)
    ada.hears("You asked Jane Doe 7 days ago")
    assert "again on Mon, Dec 7" in await ada.presses("Not yet")
    await world.skip(days=60)
    assert "I won't bring it up again" in ada.hears("You asked Jane Doe")
    before = len(ada.heard)
    await world.skip(days=60)
    assert len(ada.heard) == before
    assert "a referral at IBM" in await ada.says("/asks")


async def test_known_for_less_than_a_month(ada):
    await ada.says("/add Jane Doe met at Kiwanis")
    advice = await ada.says("/ask Jane for a referral at IBM")
    assert "You have only just met Jane Doe" in advice
    assert set(advice.labels) == {"Ask anyway", "Say hello first", "Never mind"}
    assert "You asked Jane Doe today: a referral at IBM" in await ada.presses("Ask anyway")


async def test_silent_for_years(world, ada):
    await ada.says("/add Jane Doe")
    await ada.says("/met Jane lunch 3 May 2019")
    advice = await ada.says("/ask Jane for a referral at IBM")
    assert "You last spoke with Jane Doe in 2019." in advice
    assert "Say hello first?" in advice
    planned = await ada.presses("Say hello first")
    assert "Tue, Nov 24" in planned
    assert "waiting for nobody" in await ada.says("/asks")
    await world.skip(days=1, hours=6)
    ada.hears("Say hello to Jane Doe, then ask: a referral at IBM")


async def test_silent_for_half_a_year(world, ada):
    await known_well(ada)
    await world.skip(days=200)
    assert "You last spoke with Jane Doe 6 months ago" in await ada.says("/ask Jane for advice")


async def test_behind_in_favours(ada):
    await known_well(ada)
    for what in ("a referral", "advice"):
        await ada.says(f"/got Jane {what} yesterday")
    advice = await ada.says("/ask Jane for a referral at IBM")
    assert "Jane Doe is ahead of you: you gave 1, you got 2" in advice
    assert "What could you give Jane Doe first?" in advice
    assert "Find something to give Jane Doe" in await ada.presses("Give something first")


async def test_never_mind_records_nothing(ada):
    await ada.says("/add Jane Doe")
    await ada.says("/ask Jane for a referral at IBM")
    assert "nothing noted" in await ada.presses("Never mind")
    assert "waiting for nobody" in await ada.says("/asks")


async def test_the_list_has_pages_and_buttons(ada):
    await known_well(ada)
    for number in range(7):
        await ada.says(f"/ask anyway Jane for thing {number}")
    first = await ada.says("/asks")
    assert first.text.count("You asked Jane Doe") == 5
    assert sum(label.startswith("Yes: thing") for label in first.labels) == 5
    second = await ada.presses("More")
    assert second.text.count("You asked Jane Doe") == 2
    dropped = await ada.presses("Drop")
    assert dropped.text.count("You asked Jane Doe") == 1
    assert (await ada.presses("Back")).text.count("You asked Jane Doe") == 5


async def test_silence_about_the_archived_and_nothing_left_of_the_forgotten(world, ada):
    await known_well(ada)
    await ada.says("/ask Jane for a referral at IBM")
    await ada.says("/archive Jane")
    before = len(ada.heard)
    await world.skip(days=20)
    assert len(ada.heard) == before
    await ada.says("/resume Jane")
    await world.skip(days=4)
    ada.hears("You asked Jane Doe", "a referral at IBM")
    await ada.says("/forget Jane")
    await ada.presses("Forget Jane Doe")
    assert "waiting for nobody" in await ada.says("/asks")


async def test_what_is_missing_is_asked_for(ada):
    await known_well(ada)
    assert "Whom do you want to ask" in await ada.says("/ask")
    assert "What do you want to ask Jane Doe for" in await ada.says("Jane")
    assert "You asked Jane Doe today: advice" in await ada.says("advice")


async def test_an_ask_follows_its_favour_alone(world, ada):
    """The rules about thanks and reports leave it to the ask."""
    await known_well(ada)
    await ada.says("/gave Jane an article")
    await ada.says("/ask Jane for a referral at IBM")
    await ada.presses("Yes")
    await world.skip(days=1, hours=6)
    digest = ada.hears("said yes")
    assert "reach out to" not in digest
    assert "you owe" not in digest
