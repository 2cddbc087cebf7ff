"""What a group hears beside its cards: the next of a series, what comes up, and what has changed shortly before."""

from datetime import timedelta

from core.delivery.sending import Gone
from core.events.moments import begins, ends


def lines_of(club):
    return [each.text.splitlines()[0] for each in club.posts]


async def test_a_deleted_card_does_not_delay_the_next_one_of_its_series(club, announced):
    await announced("Breakfast Tuesday 7:30, every Tuesday")
    event = await club.event_of(club.button("Going"))
    await club.goes_on(seconds=(begins(event) - club.clock.now - timedelta(minutes=30)).total_seconds())
    club.far.troubles.append(Gone())
    await club.answers("Ben", "Going")
    await club.settles()
    assert await club.cards(event) == []
    await club.goes_on(seconds=(ends(event) - club.clock.now).total_seconds() + 5)
    following = await club.event_of(club.button("Going"))
    assert following.on == event.on + timedelta(days=7)
    assert len(await club.cards(following)) == 1


async def test_one_that_was_called_off_does_not_end_its_series(club, announced):
    await announced("Breakfast Tuesday 7:30, every Tuesday")
    event = await club.event_of(club.button("Going"))
    await club.presses("Ada", f"v1:hoff:{event.id}.one.yes", private=True)
    await club.goes_on(seconds=(ends(event) - club.clock.now).total_seconds() + 5)
    following = await club.event_of(club.button("Going"))
    assert following.on == event.on + timedelta(days=7)
    await club.goes_on(days=7)
    assert len(await club.cards(following)) == 1
    assert (await club.event_of(club.button("Going"))).on == event.on + timedelta(days=14)


async def test_what_is_called_off_shortly_before_is_said_once(club, announced):
    await announced("Breakfast tomorrow 18:00")
    event = await club.event_of(club.button("Going"))
    for name in ("hoff", "hon", "hoff"):
        rest = ".one.yes" if name == "hoff" else ""
        await club.presses("Ada", f"v1:{name}:{event.id}{rest}", private=True)
    await club.goes_on(minutes=5)
    (line,) = [each for each in club.posts if "It was to be" in each.text]
    assert line.text.startswith("❌ Breakfast is called off.")
    assert not line.labels
    assert not [each for each in club.posts if "has changed" in each.text]


async def test_what_comes_up_has_neither_buttons_nor_counts(club, announced):
    await announced("Breakfast Friday 7:30, 20 seats")
    await club.goes_on(days=5)
    comes_up = [each for each in club.posts if each.text.startswith("⏰")]
    assert comes_up
    assert not any(each.labels or "Going" in each.text for each in comes_up)
    assert any("pinned above" in each.text for each in comes_up)


async def test_a_card_from_before_its_series_moved_tells_no_wrong_rhythm(club, announced):
    await announced("Breakfast Tuesday 7:30, every Tuesday")
    first = await club.event_of(club.button("Going"))
    assert "every Tuesday" in club.posts[0].text
    await club.goes_on(seconds=(ends(first) - club.clock.now).total_seconds() + 5)
    second = await club.event_of(club.button("Going"))
    assert "every Tuesday" in club.posts[-1].text
    await club.presses("Ada", f"v1:hmove:{second.id}.all", private=True)
    asked = await club.says("Ada", "Thursday 8:00", private=True)
    if "Yes, move it" in asked.actions:
        await club.presses("Ada", asked.actions["Yes, move it"], private=True)
    async with club.store.write() as tx:
        await tx.posts.stale([first.id, second.id], club.clock())
    await club.settles()
    (before,) = await club.cards(first)
    (after,) = await club.cards(second)
    assert "🔁" not in club.far.messages[before.message_id].text
    assert "every Thursday" in club.far.messages[after.message_id].text
