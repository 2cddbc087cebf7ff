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
    shown = await club.presses("Ada", listed.actions["Breakfast, Fri, Nov 27"], private=True)
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
    assert "Say so on its card" in lines[0].text
    assert len(club.far.to("to Ben")) == 2  # the evening before, and an hour ahead
    assert len(club.far.to("to Fay")) == 2
    assert club.far.to("to Dan") == club.far.to("to Eve") == []


async def test_a_series_is_called_off(club, announced):
    await announced(SERIES)
    await club.answers("Ben", "Going")
    event = await club.event_of(club.button("Going"))
    which = await club.presses("Ada", f"v1:hoff:{event.id}", private=True)
    sure = await club.presses("Ada", which.actions["This and all later ones"], private=True)
    assert "Called off" in await club.presses("Ada", sure.actions["Yes, call it off"], private=True)
    await club.goes_on(days=30)
    assert len(club.posts) == 2
    assert "is called off" in club.posts[1].text
    assert "Called off" in club.posts[0].text
    assert club.posts[0].labels == ()
    (told,) = club.far.to("to Ben")
    assert "Called off" in told.text


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


async def test_what_was_understood_is_said_back(club):
    said = await club.says(
        "Ada", "/host Breakfast Friday 7:30, 20 seats, +1, RSVP by Thursday noon", organiser=True
    )
    assert "20 seats · 1 guest each · answers until Thu, Nov 26, 12:00" in said
    said = await club.says("Ada", "/host Breakfast Friday 7:30 seats 20", organiser=True)
    assert "7:30" in said
    assert "20 seats · no guests" in said


@pytest.mark.parametrize(
    "terms", ["0 seats", "guests 99", "closes 10 days before", "closes Sunday", "closes some day 25:00"]
)
async def test_terms_that_cannot_be_are_refused(club, terms):
    said = await club.says("Ada", f"/host Breakfast Friday 7:30, {terms}", organiser=True)
    assert "Announced" not in said
    assert "events" not in (await club.says("Ada", "/host", private=True)).actions


async def test_a_series_is_listed_once_and_leads_on(club, announced):
    await announced(SERIES)
    await announced("Lunch Friday 12:00")
    listed = await club.says("Ada", "/host", private=True)
    assert list(listed.actions) == ["Kiwanis breakfast, Tue, Nov 24", "Lunch, Fri, Nov 27"]
    shown = await club.presses("Ada", listed.actions["Kiwanis breakfast, Tue, Nov 24"], private=True)
    shown = await club.presses("Ada", shown.actions["The one after: Tue, Dec 1"], private=True)
    assert "The one after: Tue, Dec 8" in shown.actions


async def test_whoever_administers_the_group_no_more_looks_after_nothing_there_and_another_takes_over(
    club, announced
):
    await announced(SERIES)
    event = await club.event_of(club.button("Going"))
    assert "no such event" in await club.presses("Ada", f"v1:hosted:{event.id}")
    await club.says("Ben", "/settings zone Toronto", private=True)
    assert "as its administrator" in await club.says("Ben", "/host take over")
    assert "take over" in await club.says("Ben", "/host", organiser=True)
    assert "yours to look after now" in await club.says("Ben", "/host take over", organiser=True)
    assert "no such event" in await club.presses("Ada", f"v1:hosted:{event.id}", private=True)
    assert "look after no event" in await club.says("Ada", "/host", private=True)
    assert "Kiwanis" in await club.says("Ben", "/host", private=True)
    await club.goes_on(days=9)
    assert "Kiwanis" in await club.presses(
        "Ben",
        (await club.says("Ben", "/host", private=True)).actions["Kiwanis breakfast, Tue, Dec 8"],
        private=True,
    )


async def test_a_group_whose_name_is_not_known_just_now_keeps_its_own(club, announced):
    await announced("Breakfast Friday 7:30")
    club.name = ""
    await club.says("Ada", "/host Lunch Friday 12:00", organiser=True)
    async with club.store.read() as tx:
        known = await tx.accounts.of("telegram", "g")
    assert known is not None
    assert known[0].name == "Job Seekers"
