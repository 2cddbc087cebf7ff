"""An organiser changes and moves what was announced: read strictly, and a move is said back first."""

import pytest

SERIES = "Kiwanis breakfast every Tuesday 7:30 at Brampton Hall, 20 seats, guests 1"
BREAKFAST = "Breakfast Friday 7:30 at Brampton Hall, 2 seats, guests 1"


async def test_one_of_a_series_is_moved_or_all_of_them(club, announced):
    await announced(SERIES)
    await club.answers("Ben", "Going")
    event = await club.event_of(club.button("Going"))
    which = await club.presses("Ada", f"v1:hmove:{event.id}", private=True)
    await club.presses("Ada", which.actions["Only this one"], private=True)
    asked = await club.says("Ada", "Wednesday 8:00", private=True)
    assert "Wed, Nov 25" in asked
    await club.settles()
    assert "Tue, Nov 24" in club.posts[0].text
    assert "Wed, Nov 25" in await club.presses("Ada", asked.actions["Yes, move it"], private=True)
    await club.settles()
    assert "Wed, Nov 25" in club.posts[0].text
    which = await club.presses("Ada", f"v1:hmove:{event.id}", private=True)
    await club.presses("Ada", which.actions["This and all later ones"], private=True)
    asked = await club.says("Ada", "Thursday 9:00", private=True)
    await club.presses("Ada", asked.actions["Yes, move it"], private=True)
    async with club.store.read() as tx:
        all_ = await tx.events.of_series(event.account_id, event.series_id)
        (series,) = await tx.series.get(event.account_id, [event.series_id])
    assert [f"{each.on:%a} {each.at:%H:%M}" for each in all_[:3]] == ["Thu 09:00", "Wed 09:00", "Wed 09:00"]
    assert "BYDAY=WE" in series.rule
    club.clock.advance(days=170)
    await club.catches_up()
    async with club.store.read() as tx:
        more = await tx.events.of_series(event.account_id, event.series_id)
    assert len(more) > len(all_)
    assert len({each.on for each in more}) == len(more)
    assert {f"{each.on:%a} {each.at:%H:%M}" for each in more[1:]} == {"Wed 09:00"}


async def test_an_edit_of_all_leaves_what_is_one_s_own(club, announced):
    await announced(SERIES)
    event = await club.event_of(club.button("Going"))
    async with club.store.read() as tx:
        _first, second, *_others = await tx.events.of_series(event.account_id, event.series_id)
    await club.presses("Ada", f"v1:hedit:{second.id}.one", private=True)
    await club.says("Ada", "at City Hall", private=True)
    await club.presses("Ada", f"v1:hedit:{event.id}.all", private=True)
    await club.says("Ada", "30 seats, called Big breakfast", private=True)
    async with club.store.read() as tx:
        first, second, third, *_others = await tx.events.of_series(event.account_id, event.series_id)
        (series,) = await tx.series.get(event.account_id, [event.series_id])
    assert [each.place for each in (first, second, third)] == ["Brampton Hall", "City Hall", "Brampton Hall"]
    assert {each.title for each in (first, second, third, series)} == {"Big breakfast"}
    assert {each.terms.capacity for each in (first, second, third, series)} == {30}


async def test_moved_twice_in_an_hour_over_a_clock_change_is_told_once_as_it_stands(club, announced):
    await announced("Breakfast Saturday 13 March 2027 7:30")
    await club.answers("Ben", "Going")
    await club.goes_on(days=100)  # a fortnight before the clocks go forward
    event = await club.event_of(club.button("Going"))
    for day in ("Sunday 14 March 2027 7:30", "Sunday 14 March 2027 8:30"):
        await club.presses("Ada", f"v1:hmove:{event.id}", private=True)
        asked = await club.says("Ada", day, private=True)
        assert "Moved" in await club.presses("Ada", asked.actions["Yes, move it"], private=True)
        await club.goes_on(minutes=20)
    await club.goes_on(hours=2)
    told = [each for each in club.far.to("to Ben") if "has changed" in each.text]
    assert len(told) == 1
    assert "8:30" in told[0].text
    after = await club.event_of(club.button("Going"))
    assert after.sequence == 2
    await club.goes_on(days=14)
    reminders = [each.text for each in club.far.to("to Ben") if "8:30" in each.text and "changed" not in each.text]
    assert len(reminders) >= 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("10 seats please", ("Breakfast", "Brampton Hall", "", 10, 1, None)),
        ("seats 20", ("Breakfast", "Brampton Hall", "", 20, 1, None)),
        ("at 5 Place Ville Marie", ("Breakfast", "5 Place Ville Marie", "", 2, 1, None)),
        ("closes Thursday noon", ("Breakfast", "Brampton Hall", "", 2, 1, 1170)),
        ("30 seats", ("Breakfast", "Brampton Hall", "", 30, 1, None)),
        ("no limit, no guests", ("Breakfast", "Brampton Hall", "", None, 0, None)),
        ("at City Hall, 2nd floor, called Feast", ("Feast", "City Hall, 2nd floor", "", 2, 1, None)),
        ("called Winter breakfast, closes 1h before", ("Winter breakfast", "Brampton Hall", "", 2, 1, 60)),
        ("https://example.org/b", ("Breakfast", "Brampton Hall", "https://example.org/b", 2, 1, None)),
    ],
)  # fmt: skip
async def test_what_an_edit_may_say(club, announced, line, expected):
    await announced("Breakfast Friday 7:30 at Brampton Hall, 2 seats, guests 1")
    event = await club.event_of(club.button("Going"))
    await club.presses("Ada", f"v1:hedit:{event.id}", private=True)
    assert "Done" in await club.says("Ada", line, private=True)
    after = await club.event_of(club.button("Going"))
    terms = after.terms
    assert (after.title, after.place, after.url, terms.capacity, terms.guests, terms.closes) == expected


@pytest.mark.parametrize("line", ["Thursday 8:00", "move to Thursday 8:00", "at 8:00", "an hour later"])
async def test_a_time_in_an_edit_is_a_move_and_asked_about(club, announced, line):
    await announced(BREAKFAST)
    before = await club.event_of(club.button("Going"))
    await club.presses("Ada", f"v1:hedit:{before.id}", private=True)
    asked = await club.says("Ada", line, private=True)
    assert "Shall I move it?" in asked
    assert await club.event_of(club.button("Going")) == before
    assert "Moved" in await club.presses("Ada", asked.actions["Yes, move it"], private=True)
    after = await club.event_of(club.button("Going"))
    assert after.at != before.at
    assert after.title == "Breakfast"


async def test_what_says_nothing_of_it_changes_nothing(club, announced):
    await announced(BREAKFAST)
    before = await club.event_of(club.button("Going"))
    for line in ("what a lovely breakfast", "yesterday 10:00", "0 seats", "12345678 seats"):
        await club.presses("Ada", f"v1:hedit:{before.id}", private=True)
        assert "Done" not in await club.says("Ada", line, private=True)
    await club.presses("Ada", f"v1:hedit:{before.id}", private=True)
    asked = await club.says("Ada", "cancel it", private=True)
    assert "Yes, call it off" in asked.actions
    assert await club.event_of(club.button("Going")) == before


@pytest.mark.parametrize(
    ("button", "value", "expected"),
    [
        ("Title", "Thursday 8:00", ("Thursday 8:00", "Brampton Hall", "", 2, 1, None)),
        ("Place", "5 Place Ville Marie", ("Breakfast", "5 Place Ville Marie", "", 2, 1, None)),
        ("Place", "none", ("Breakfast", "", "", 2, 1, None)),
        ("Link", "lu.ma/b", ("Breakfast", "Brampton Hall", "https://lu.ma/b", 2, 1, None)),
        ("Seats", "30", ("Breakfast", "Brampton Hall", "", 30, 1, None)),
        ("Seats", "no limit", ("Breakfast", "Brampton Hall", "", None, 1, None)),
        ("Guests", "2 guests", ("Breakfast", "Brampton Hall", "", 2, 2, None)),
        ("Closing", "2h", ("Breakfast", "Brampton Hall", "", 2, 1, 120)),
        ("Closing", "Thursday noon", ("Breakfast", "Brampton Hall", "", 2, 1, 1170)),
    ],
)  # fmt: skip
async def test_each_value_has_its_button(club, announced, button, value, expected):
    await announced(BREAKFAST)
    event = await club.event_of(club.button("Going"))
    shown = await club.presses("Ada", f"v1:hedit:{event.id}", private=True)
    await club.presses("Ada", shown.actions[button], private=True)
    assert "Done" in await club.says("Ada", value, private=True)
    after = await club.event_of(club.button("Going"))
    terms = after.terms
    assert (after.title, after.place, after.url, terms.capacity, terms.guests, terms.closes) == expected


async def test_there_are_never_fewer_seats_than_are_taken(club, announced):
    await announced(BREAKFAST)
    for name in ("Ben", "Cleo"):
        await club.answers(name, "Going")
    event = await club.event_of(club.button("Going"))
    await club.presses("Ada", f"v1:hedit:{event.id}", private=True)
    assert "2 are going already" in await club.says("Ada", "1 seat", private=True)
    await club.settles()
    assert "Going 2 of 2" in club.posts[0].text


async def test_a_move_is_called_off_by_its_button(club, announced):
    await announced(BREAKFAST)
    before = await club.event_of(club.button("Going"))
    await club.presses("Ada", f"v1:hmove:{before.id}", private=True)
    asked = await club.says("Ada", "13:00", private=True)
    assert "to Fri, Nov 27, 1:00" in asked
    await club.presses("Ada", asked.actions["No, it stays"], private=True)
    assert await club.event_of(club.button("Going")) == before
