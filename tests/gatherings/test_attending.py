"""Afterwards: who came, and whose cards are exchanged."""

import pytest


@pytest.fixture
async def over(club, announced):
    await announced("Breakfast tomorrow 7:30")
    for name in ("Ben", "Cleo", "Dan", "Eve"):
        await club.answers(name, "Going")
    await club.answers("Fay", "Maybe")
    event = await club.event_of(club.button("Going"))
    await club.goes_on(hours=30)
    return event


async def test_an_organiser_taps_who_came(club, over):
    shown = await club.presses("Ada", f"v1:attends:{over.id}.0", private=True)
    assert {"Ben", "Cleo", "Dan", "Eve"} <= set(shown.actions)
    assert "Fay" not in shown.actions
    shown = await club.presses("Ada", shown.actions["Ben"], private=True)
    assert "1 came" in shown
    assert "✓ Ben" in shown.actions
    shown = await club.presses("Ada", shown.actions["All came"], private=True)
    shown = await club.presses("Ada", shown.actions["✓ Dan"], private=True)
    assert "3 came" in shown
    await club.settles()
    assert "3 came" in club.posts[0].text


async def test_an_organiser_finds_it_after_the_event(club, announced):
    await announced("Breakfast tomorrow 7:30")
    for name in ("Ada", "Ben"):
        await club.answers(name, "Going")
    await club.goes_on(hours=54)
    (asked,) = [each for each in club.far.to("to Ada") if "Whom did you meet" in each.text]
    shown = await club.presses("Ada", asked.actions["Attendance"], private=True)
    assert {"Ada", "Ben"} <= set(shown.actions)
    assert not [each for each in club.far.to("to Ben") if "Attendance" in each.labels]
    listed = await club.says("Ada", "/host", private=True)
    assert "(over)" in listed
    shown = await club.presses("Ada", listed.actions["Breakfast, Tue, Nov 24"], private=True)
    assert "Attendance" in shown.actions
    await club.goes_on(days=7)
    assert (await club.says("Ada", "/host", private=True)).actions == {}


async def test_nobody_comes_before_it_begins(club, announced):
    await announced("Breakfast Friday 7:30")
    await club.answers("Ben", "Going")
    event = await club.event_of(club.button("Going"))
    shown = await club.presses("Ada", f"v1:attends:{event.id}.0", private=True)
    assert "not begun" in await club.presses("Ada", shown.actions["Ben"], private=True)
    assert "not begun" in await club.presses("Ben", f"v1:swap:{event.id}")


async def test_cards_go_only_between_those_who_both_wish_it(club, over):
    action = club.button("Swap cards")
    for name in ("Ben", "Cleo"):
        assert "Your card goes" in await club.presses(name, action)
    assert "for those who were there" in await club.presses("Fay", action)
    await club.goes_on(minutes=5)
    await club.presses("Dan", action)
    await club.goes_on(minutes=5)
    known = {name: (await club.says(name, "/who", private=True)).text for name in ("Ben", "Cleo", "Dan", "Eve")}
    assert "Cleo" in known["Ben"]
    assert "Dan" in known["Ben"]
    assert "Ben" in known["Cleo"]
    assert "Ben" in known["Dan"]
    assert "Cleo" in known["Dan"]
    assert all(name not in known["Eve"] for name in ("Ben", "Cleo", "Dan"))
    assert all("Eve" not in text for text in known.values())


async def test_a_wish_is_taken_back_and_the_button_goes(club, over):
    action = club.button("Swap cards")
    await club.presses("Ben", action)
    assert "nobody else" in await club.presses("Ben", action)
    await club.presses("Cleo", action)
    await club.goes_on(minutes=5)
    assert "Cleo" not in (await club.says("Ben", "/who", private=True)).text
    await club.goes_on(days=3)
    assert club.posts[0].labels == ()
