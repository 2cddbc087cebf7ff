"""An organiser announces events, and looks after them; the group and those who answered follow."""

import pytest

from core.facts.delivery import Kind

SERIES = "Kiwanis breakfast every Tuesday 7:30 at Brampton Hall, 20 seats, guests 1"


async def test_others_are_told_who_can(club):
    said = await club.says("Ben", "/host Breakfast Tuesday 7:30")
    assert "Only administrators of Job Seekers" in said
    await club.goes_on(minutes=1)
    assert club.posts == []


async def test_an_organiser_says_first_where_they_are(club):
    said = await club.says("Olga", "/host Breakfast Tuesday 7:30", organiser=True)
    assert "/settings zone" in said


async def test_in_a_chat_where_we_are_not_there_is_another_way(club):
    assert "/share" in await club.says("Ada", "/host Breakfast Tuesday 7:30", organiser=True, present=False)


async def test_what_they_announce_is_shown_to_them_alone_and_can_be_changed_in_private(club, announced):
    await announced("Breakfast Friday 7:30, 2 seats")
    for name in ("Ben", "Cleo", "Dan"):
        await club.answers(name, "Going")
    listed = await club.says("Ada", "/host", private=True)
    assert "Breakfast" in listed
    shown = await club.presses("Ada", listed.actions["Breakfast"], private=True)
    await club.presses("Ada", shown.actions["Edit"], private=True)
    done = await club.says("Ada", "3 seats, at City Hall", private=True)
    assert "City Hall" in done
    await club.settles()
    assert "Going 3 of 3" in club.posts[0].text
    assert "City Hall" in club.posts[0].text
    assert "A seat has become free" in club.far.to("to Dan")[0].text
    await club.goes_on(hours=1)
    assert any("has changed" in each.text and "City Hall" in each.text for each in club.far.to("to Ben"))


async def test_nobody_else_can(club, announced):
    await announced("Breakfast Friday 7:30, 2 seats")
    event = await club.event_of(club.button("Going"))
    for action in ("hosted", "hedit", "hmove", "hoff", "hpost", "attends"):
        argument = f"{event.id}.0" if action == "attends" else event.id
        assert "no such event" in await club.presses("Ben", f"v1:{action}:{argument}", private=True)
        assert "no such event" in await club.presses("Ben", f"v1:{action}:{argument}")


async def test_each_next_one_is_posted_when_the_one_before_is_over(club, announced):
    await announced(SERIES)
    assert len(club.posts) == 1
    assert "every Tuesday" in club.posts[0].text
    await club.answers("Ben", "Going")
    await club.goes_on(hours=30)  # Tuesday afternoon
    cards = [each for each in club.posts if "Going 0 of 20" in each.text]
    assert len(cards) == 1, [each.text for each in club.posts]
    assert "Dec 1" in cards[0].text
    first = club.posts[0]
    assert "It is over: 1 was going" in first.text
    assert "Going" not in first.labels
    await club.goes_on(days=7)
    assert any("Dec 8" in each.text and "Going 0 of 20" in each.text for each in club.posts)


async def test_the_group_is_reminded_and_so_is_each_who_goes_but_nobody_else(club, announced):
    await announced("Breakfast Friday 7:30, 2 seats")
    for name in ("Ben", "Cleo", "Dan"):
        await club.answers(name, "Going")
    await club.answers("Eve", "Can't")
    await club.answers("Fay", "Maybe")
    await club.goes_on(days=4, hours=2, minutes=45)  # 6:45 in Toronto
    lines = [each for each in club.posts if "⏰" in each.text]
    assert len(lines) == 2
    assert not lines[0].pinned
    assert "Going 2 of 2" in lines[0].text
    assert len(club.far.to("to Ben")) == 2  # the evening before, and an hour ahead
    assert len(club.far.to("to Fay")) == 2
    assert club.far.to("to Dan") == club.far.to("to Eve") == []


async def test_one_of_a_series_is_moved_or_all_of_them(club, announced):
    await announced(SERIES)
    await club.answers("Ben", "Going")
    event = await club.event_of(club.button("Going"))
    which = await club.presses("Ada", f"v1:hmove:{event.id}", private=True)
    await club.presses("Ada", which.actions["Only this one"], private=True)
    assert "Wed, Nov 25" in await club.says("Ada", "Wednesday 8:00", private=True)
    await club.settles()
    assert "Wed, Nov 25" in club.posts[0].text
    which = await club.presses("Ada", f"v1:hmove:{event.id}", private=True)
    await club.presses("Ada", which.actions["This and all later ones"], private=True)
    await club.says("Ada", "Thursday 9:00", private=True)
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


async def test_a_series_is_called_off(club, announced):
    await announced(SERIES)
    await club.answers("Ben", "Going")
    event = await club.event_of(club.button("Going"))
    which = await club.presses("Ada", f"v1:hoff:{event.id}", private=True)
    sure = await club.presses("Ada", which.actions["This and all later ones"], private=True)
    assert "Called off" in await club.presses("Ada", sure.actions["Yes, call it off"], private=True)
    await club.goes_on(days=30)
    assert len(club.posts) == 1
    assert "Called off" in club.posts[0].text
    assert club.posts[0].labels == ()
    (told,) = club.far.to("to Ben")
    assert "Called off" in told.text


async def test_moved_twice_in_an_hour_over_a_clock_change_is_told_once_as_it_stands(club, announced):
    await announced("Breakfast Saturday 13 March 2027 7:30")
    await club.answers("Ben", "Going")
    await club.goes_on(days=100)  # a fortnight before the clocks go forward
    event = await club.event_of(club.button("Going"))
    for day in ("Sunday 14 March 2027 7:30", "Sunday 14 March 2027 8:30"):
        await club.presses("Ada", f"v1:hmove:{event.id}", private=True)
        assert "Done" in await club.says("Ada", day, private=True)
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


@pytest.mark.parametrize("deleted", [False, True])
async def test_a_card_can_be_posted_again(club, announced, deleted):
    await announced("Breakfast Friday 7:30")
    event = await club.event_of(club.button("Going"))
    await club.presses("Ada", f"v1:hpost:{event.id}", private=True)
    await club.goes_on(minutes=1)
    assert len(await club.cards(event)) == 2
    await club.answers("Ben", "Going")
    await club.settles()
    assert all("Going 1" in each.text for each in club.posts)


async def test_a_club_is_never_written_to_like_a_person(club, announced):
    await announced(SERIES)
    await club.goes_on(days=10)
    async with club.store.read() as tx:
        known = await tx.accounts.of("telegram", "g")
        assert known is not None
        sent = await tx.deliveries.recent(known[1].id, 100)
    assert {each.kind for each in sent} == {Kind.POST}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("30 seats", ("Breakfast", "Brampton Hall", "", 30, 1, None)),
        ("no limit, no guests", ("Breakfast", "Brampton Hall", "", None, 0, None)),
        ("at City Hall, 2nd floor, called Feast", ("Feast", "City Hall, 2nd floor", "", 2, 1, None)),
        ("Winter breakfast, closes 1h before", ("Winter breakfast", "Brampton Hall", "", 2, 1, 60)),
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


async def test_nothing_that_anybody_has_told_stands_in_the_group(club, announced):
    for name in ("Ada", "Ben"):
        for line in ("/add Zelda Quux @ Secretcorp #hush", "/note Zelda owes nothing", "/gave Zelda a favour"):
            await club.says(name, line, private=True)
    await announced(SERIES)
    await club.says("Ben", "/met Zelda at Kiwanis breakfast", private=True)
    for name in ("Ben", "Cleo"):
        await club.answers(name, "Going")
    await club.answers("Ben", "+1 guest")
    await club.says("Ben", "/who Zelda")
    await club.says("Ben", "/balance")
    await club.goes_on(days=9)
    shown = " ".join(f"{each.text} {each.labels}" for each in club.posts)
    for private in ("Zelda", "Quux", "Secretcorp", "hush", "Ben", "Cleo", "Ada"):
        assert private not in shown
