"""Posts are edited where they stand: seldom, right in the end, and whatever the platform says to it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.delivery.sending import Gone, Moved, Rejected, TryAgain, Uncertain, Unreachable, Wait
from core.facts.ids import PostId
from core.facts.posts import PostKind
from core.gatherings.refreshing import EVERY, LEASE, TIMEOUT, refresh
from core.store import Store
from tests.gatherings.club import Club

BREAKFAST = "Kiwanis breakfast Friday 7:30 at Brampton Hall, 20 seats"


async def test_500_presses_in_ten_seconds_are_few_edits_and_the_right_end(club, announced):
    await announced(BREAKFAST)
    action = club.button("Going")
    start = club.clock.now
    for n in range(500):
        await club.presses(f"member {n % 30}", action if n % 7 else action.replace("going", "maybe"))
        club.clock.now = start + timedelta(seconds=10) * n / 500
        await club.app.refresh({"telegram": club.far})
    assert 1 <= len(club.far.edits) <= 4, len(club.far.edits)
    await club.settles()
    assert len(club.far.edits) <= 6
    async with club.store.read() as tx:
        event = await club.event_of(action)
        heads = (await tx.attendees.count([event.id]))[event.id]
    assert heads.going <= 20
    assert heads.going + heads.maybe + heads.waiting == 30
    expected = [f"Going {heads.going} of 20", f"Maybe {heads.maybe}"] if heads.maybe else [f"Going {heads.going}"]
    assert all(each in club.posts[0].text for each in expected)
    edits = len(club.far.edits)
    await club.settles()
    assert len(club.far.edits) == edits, "what is right is left alone"


@pytest.mark.parametrize(
    "trouble", [Wait(timedelta(seconds=20)), TryAgain("refused"), Uncertain("reset"), TimeoutError()]
)
async def test_an_edit_that_failed_is_tried_again(club, announced, trouble):
    await announced(BREAKFAST)
    club.far.troubles.append(trouble)
    await club.answers("Ben", "Going")
    await club.goes_on(seconds=4)
    assert "Going 0" in club.posts[0].text
    await club.goes_on(seconds=30)
    await club.settles()
    assert "Going 1" in club.posts[0].text


async def test_a_group_that_has_moved_is_followed(club, announced):
    await announced(BREAKFAST)
    event = await club.event_of(club.button("Going"))
    club.far.troubles.append(Moved("-200"))
    await club.answers("Ben", "Going")
    await club.goes_on(seconds=4)
    (card,) = await club.cards(event)
    assert card.address == "-200"
    await club.settles()
    assert "Going 1" in club.far.to("-200")[0].text
    async with club.store.read() as tx:
        assert await tx.accounts.of("telegram", "g") is None
        known = await tx.accounts.of("telegram", "-200")
    assert known is not None
    assert known[0].address == "-200"


async def test_a_deleted_post_is_forgotten_and_comes_again_with_the_next_reminder(club, announced):
    await announced(BREAKFAST)
    action = club.button("Going")
    event = await club.event_of(action)
    club.far.troubles.append(Gone("deleted"))
    await club.answers("Ben", "Going")
    await club.settles()
    assert await club.cards(event) == []
    await club.goes_on(days=3, hours=20)
    assert len(await club.cards(event)) == 1
    assert "Going 1 of 20" in club.posts[-1].text


async def test_an_edit_that_we_may_not_make_is_tried_again_much_later_and_silences_no_club(club, announced):
    await announced(BREAKFAST)
    action = club.button("Going")
    club.far.troubles.append(Unreachable("restricted"))
    await club.presses("Ben", action)
    await club.settles()
    assert len(club.far.edits) == 1
    assert await reachable(club)
    await club.goes_on(hours=1)
    await club.settles()
    assert "Going 1" in club.posts[0].text


@pytest.mark.parametrize("sign", ["press", "edit", "rights"])
async def test_a_club_that_could_not_be_reached_is_so_again(club, announced, sign):
    await announced(BREAKFAST)
    action = club.button("Going")
    event = await club.event_of(action)
    await club.settles()
    await club.app.left("telegram", "g")
    async with club.store.write() as tx:
        await tx.posts.stale([event.id], club.clock())
    club.far.troubles.append(Unreachable("kicked"))
    await club.app.refresh({"telegram": club.far})
    assert not await reachable(club)
    if sign == "press":
        await club.presses("Ben", action)
    elif sign == "rights":
        await club.app.joined("telegram", "g")
    else:
        await club.goes_on(hours=1)
    await club.settles()
    assert await reachable(club)
    assert not (await club.cards(event))[0].failures


async def reachable(club) -> bool:
    async with club.store.read() as tx:
        known = await tx.accounts.of("telegram", "g")
    assert known is not None
    return known[0].reachable


async def test_posted_again_it_has_one_event_of_the_platform_s_and_is_refreshed(club, announced):
    await announced(BREAKFAST)
    await club.settles()
    event = await club.event_of(club.button("Going"))
    await club.presses("Ada", f"v1:hpost:{event.id}", private=True)
    await club.settles()
    assert len(await club.cards(event)) == 2
    assert len(club.far.appointed) == 1
    await club.answers("Ben", "Going")
    await club.settles()
    assert all("Going 1" in each.text for each in club.posts)


async def test_one_that_cannot_be_written_down_delays_no_other(club, announced):
    await announced(BREAKFAST)
    await announced("Dinner Saturday 19:00")
    breakfast, dinner = [each.actions["Going"] for each in club.posts]
    event = await club.event_of(breakfast)
    await club.settles()
    (card,) = await club.cards(event)
    async with club.store.write() as tx:  # as two of them could become one
        await tx.posts.add([replace(card, id=PostId("twin"), address="-200")])
    edit = club.far.edit

    async def moved(post, reply, reader) -> None:
        if post.id == card.id:
            raise Moved("-200")
        await edit(post, reply, reader)

    await club.presses("Ben", breakfast)
    await club.presses("Ben", dinner)
    await club.app.refresh({"telegram": Meddled(club.far, moved)})
    assert "Going 1" in next(each.text for each in club.posts if "Dinner" in each.text)


async def test_a_slow_one_delays_no_other(club, announced):
    await announced(BREAKFAST)
    await announced("Dinner Saturday 19:00")
    breakfast, dinner = [each.actions["Going"] for each in club.posts]
    (slow,) = await club.cards(await club.event_of(breakfast))
    await club.goes_on(seconds=5)
    answered, edit = asyncio.Event(), club.far.edit

    async def edited(post, reply, reader) -> None:
        if post.id == slow.id:
            await answered.wait()
        await edit(post, reply, reader)

    await club.presses("Ben", breakfast)
    going = asyncio.create_task(club.app.refresh({"telegram": Meddled(club.far, edited)}))
    await asyncio.sleep(0.1)
    await club.presses("Ben", dinner)
    async with asyncio.timeout(5):
        while "Going 1" not in club.posts[1].text:
            await asyncio.sleep(0.05)
    assert not going.done()
    answered.set()
    assert await going == 2


async def test_a_card_of_which_nobody_knows_is_known_from_its_first_press_on(club, announced):
    await announced(BREAKFAST)
    event = await club.event_of(club.button("Going"))
    (card,) = await club.cards(event)
    async with club.store.write() as tx:
        await tx.posts.remove([card.id])
    await club.presses("Ben", club.button("Going"), message=card.message_id)
    await club.settles()
    assert "Going 1" in club.posts[0].text


async def test_what_is_malformed_is_not_sent_again_until_something_changes(club, announced):
    await announced(BREAKFAST)
    club.far.troubles.append(Rejected("malformed"))
    await club.answers("Ben", "Going")
    await club.settles()
    assert len(club.far.edits) == 1
    await club.answers("Cleo", "Going")
    await club.settles()
    assert "Going 2" in club.posts[0].text


async def test_whoever_dies_between_press_and_edit_is_followed(club, announced):
    await announced(BREAKFAST)
    await club.answers("Ben", "Going")
    async with club.store.write() as tx:
        taken = await tx.posts.claim(["telegram"], club.clock(), club.clock() + LEASE, "dead", 10)
    assert taken
    await club.goes_on(seconds=60)
    assert "Going 0" in club.posts[0].text, "it is leased"
    await club.goes_on(seconds=90)
    await club.settles()
    assert "Going 1" in club.posts[0].text


async def test_two_processes_never_edit_a_post_at_once(store: Store, club: Club, announced):
    await announced(BREAKFAST)

    class Slow:
        def __init__(self) -> None:
            self.under_way = self.most = self.edits = 0

        def __getattr__(self, name: str):
            return getattr(club.far, name)

        async def edit(self, post, reply, reader) -> None:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            self.edits += 1
            await asyncio.sleep(0.05)
            await club.far.edit(post, reply, reader)
            self.under_way -= 1

    slow = Slow()
    for n in range(4):
        await club.answers(f"member {n}", "Going")
        await asyncio.gather(*(refresh(store, club.clock, {"telegram": slow}) for _each in range(3)))
        club.clock.advance(seconds=EVERY.total_seconds() + 1)
    assert slow.most == 1
    assert slow.edits == 4
    assert "Going 4" in club.posts[0].text


async def test_what_is_pressed_while_it_is_edited_is_shown_by_the_next_edit(club, announced):
    await announced(BREAKFAST)
    action = club.button("Going")
    edit = club.far.edit

    async def pressed_meanwhile(post, reply, reader) -> None:
        club.far.edit = edit
        await club.presses("Cleo", action)
        await edit(post, reply, reader)

    await club.presses("Ben", action)
    object.__setattr__(club, "far", Meddled(club.far, pressed_meanwhile))
    await club.app.refresh({"telegram": club.far})
    assert "Going 1" in club.posts[0].text
    await club.settles()
    assert "Going 2" in club.posts[0].text


async def test_the_platform_s_own_event_follows_ours(club, announced):
    await announced(BREAKFAST)
    await club.settles()
    ((existing, made),) = club.far.appointed
    assert (existing, made.title, made.place) == ("", "Kiwanis breakfast", "Brampton Hall")
    event = await club.event_of(club.button("Going"))
    await club.answers("Ben", "Going")
    await club.settles()
    assert len(club.far.appointed) == 1, "it does not show who comes"
    await club.presses("Ada", f"v1:hoff:{event.id}.one.yes", private=True)
    await club.settles()
    existing, cancelled = club.far.appointed[-1]
    assert existing == "n1"
    assert cancelled.cancelled
    async with club.store.read() as tx:
        assert {each.kind for each in await tx.posts.of(event.id)} == {PostKind.CARD, PostKind.NATIVE}
    await club.presses("Ada", f"v1:hon:{event.id}", private=True)
    await club.settles()
    existing, again = club.far.appointed[-1]
    assert (existing, again.cancelled) == ("", False), "the one that was called off stays so"


async def test_where_there_are_no_such_events_none_is_kept(club, announced):
    club.far.native = False
    await announced(BREAKFAST)
    await club.settles()
    async with club.store.read() as tx:
        posts = await tx.posts.of((await club.event_of(club.button("Going"))).id)
    assert [each.kind for each in posts] == [PostKind.CARD]


def test_a_lease_is_longer_than_an_edit_and_writing_it_down():
    assert timedelta(seconds=2 * TIMEOUT.total_seconds() + 60) < LEASE


class Meddled:
    """A far side one of whose ways is another."""

    def __init__(self, far, edit) -> None:
        self._far = far
        self.edit = edit

    def __getattr__(self, name: str):
        return getattr(self._far, name)
