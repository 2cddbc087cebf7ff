"""Answers to events, and the posts that show them, on both databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from core.facts.events import Attendee, Headcount, Rsvp, Terms
from core.facts.ids import AccountId, EventId, PostId, new_id
from core.facts.posts import Post, PostKind
from tests.storage.made import HOUR, NOW, event, signed_up

MINUTE = timedelta(minutes=1)
EVENT = EventId("e")


def attendee(of, rsvp=Rsvp.GOING, **fields) -> Attendee:
    made = {"event_id": EVENT, "account_id": of.id, "name": "“Ada” 🦊", "rsvp": rsvp, "since": NOW}
    return Attendee(**{**made, **fields})


def post(of, **fields) -> Post:
    made = {"id": PostId(new_id()), "account_id": of.id, "event_id": EVENT, "platform": "telegram"}
    return Post(**{**made, "address": "-100", "message_id": new_id(), **fields})


async def claimed(store, now=NOW, token="t", platforms=("telegram",), limit=10) -> list[Post]:
    async with store.write() as tx:
        return list(await tx.posts.claim(platforms, now, now + HOUR, token, limit))


async def posts_of(store, event_id=EVENT) -> list[Post]:
    async with store.read() as tx:
        return list(await tx.posts.of(event_id))


async def test_an_answer_is_saved_and_changed_and_comes_back_as_it_was(store, ada):
    first = attendee(ada)
    after = attendee(
        ada, Rsvp.WAITING, guests=2, since=NOW + MINUTE, confirm_by=NOW + HOUR, came=False, swaps=True, name=""
    )
    for saved in (first, after):
        async with store.write() as tx:
            await tx.attendees.save([saved])
        async with store.read() as tx:
            assert await tx.attendees.one(EVENT, ada.id) == saved
            assert list(await tx.attendees.of(EVENT)) == [saved]
    async with store.write() as tx:
        await tx.attendees.remove(EVENT, [ada.id])
    async with store.read() as tx:
        assert await tx.attendees.one(EVENT, ada.id) is None


async def test_who_waits_is_in_order_and_heads_are_counted_with_guests(store):
    people = [await signed_up(store) for _each in range(6)]
    answers = [Rsvp.GOING, Rsvp.GOING, Rsvp.MAYBE, Rsvp.NO, Rsvp.WAITING, Rsvp.WAITING]
    saved = [
        attendee(each, rsvp, guests=n % 2, since=NOW - n * MINUTE)
        for n, (each, rsvp) in enumerate(zip(people, answers, strict=True))
    ]
    other = attendee(people[0], event_id=EventId("other"))
    async with store.write() as tx:
        await tx.attendees.save([*saved, other, attendee(people[1], Rsvp.INVITED, event_id=EventId("asked"))])
    async with store.read() as tx:
        assert [each.account_id for each in await tx.attendees.waiting(EVENT)] == [people[5].id, people[4].id]
        assert await tx.attendees.count([EVENT, EventId("other"), EventId("none")]) == {
            EVENT: Headcount(going=3, maybe=1, no=2, waiting=3),
            "other": Headcount(going=1),
        }


async def test_who_has_come_up_is_asked_once_unless_they_have_answered_since(store, ada, bob):
    up = attendee(ada)
    asked_before, not_any_more = attendee(bob, confirm_by=NOW), attendee(bob, Rsvp.NO, event_id=EventId("other"))
    async with store.write() as tx:
        await tx.attendees.save([up, asked_before, not_any_more])
        for each in (up, replace(up, since=NOW - HOUR), asked_before, not_any_more):
            await tx.attendees.ask(each, NOW + HOUR if each.since == NOW else NOW + 2 * HOUR)
    async with store.read() as tx:
        assert await tx.attendees.one(EVENT, ada.id) == replace(up, confirm_by=NOW + HOUR)
        assert await tx.attendees.one(EVENT, bob.id) == asked_before
        assert await tx.attendees.one(EventId("other"), bob.id) == not_any_more
        assert await tx.attendees.answered(bob.id) == [EVENT, "other"]


async def test_who_was_to_confirm_is_found_in_time(store, ada, bob):
    async with store.write() as tx:
        await tx.attendees.save([attendee(ada, confirm_by=NOW + HOUR), attendee(bob, confirm_by=NOW)])
    async with store.read() as tx:
        assert [each.account_id for each in await tx.attendees.overdue(NOW, 10)] == [bob.id]
        assert len(await tx.attendees.overdue(NOW + HOUR, 10)) == 2
        assert len(await tx.attendees.overdue(NOW + HOUR, 1)) == 1
        assert await tx.attendees.earliest() == NOW


async def test_a_post_comes_back_as_it_was_and_is_known_once(store, ada):
    full = post(ada, kind=PostKind.INLINE, stale_at=NOW, retry_at=NOW + HOUR, failures=3)
    async with store.write() as tx:
        await tx.posts.add([full])
        await tx.posts.add([replace(full, id=PostId(new_id()))])
        await tx.posts.add([replace(full, id=PostId(new_id()), kind=PostKind.CARD)])
    assert sorted(each.kind for each in await posts_of(store)) == [PostKind.CARD, PostKind.INLINE]
    assert full in await posts_of(store)


async def test_what_is_behind_is_claimed_once_the_longest_first(store, ada):
    late, later = post(ada, stale_at=NOW - HOUR), post(ada, stale_at=NOW)
    others = [
        post(ada),
        post(ada, stale_at=NOW + MINUTE),
        post(ada, stale_at=NOW, retry_at=NOW + MINUTE),
        post(ada, stale_at=NOW, platform="discord"),
    ]
    async with store.write() as tx:
        await tx.posts.add([late, later, *others])
    (first,) = await claimed(store, limit=1)
    assert (first.id, first.lease) == (late.id, "t")
    assert [each.id for each in await claimed(store, token="u")] == [later.id]
    assert await claimed(store, token="v") == []


async def test_two_who_claim_at_once_get_each_its_own(store, ada):
    async with store.write() as tx:
        await tx.posts.add([post(ada, stale_at=NOW) for _each in range(8)])
    both = await asyncio.gather(*(claimed(store, token=f"t{n}", limit=6) for n in range(3)))
    ids = [each.id for found in both for each in found]
    assert len(ids) == len(set(ids)) == 8


async def test_what_came_of_it_is_written_down_unless_it_is_stale_again(store, ada):
    quiet, pressed = post(ada, stale_at=NOW), post(ada, stale_at=NOW, event_id=EventId("pressed"))
    async with store.write() as tx:
        await tx.posts.add([quiet, pressed])
    found = await claimed(store)
    async with store.write() as tx:
        await tx.posts.stale([EventId("pressed")], NOW + MINUTE)
    right = [replace(each, stale_at=NOW + 9 * HOUR, retry_at=NOW + MINUTE, message_id="new") for each in found]
    async with store.write() as tx:
        await tx.posts.settle(right, "stolen")
        await tx.posts.settle([replace(each, message_id=each.id) for each in right], "t")
    (one,), (other,) = await posts_of(store), await posts_of(store, EventId("pressed"))
    assert (one.stale_at, one.lease, one.lease_until, one.message_id) == (NOW + 9 * HOUR, "", None, quiet.id)
    assert (other.stale_at, other.retry_at) == (NOW + MINUTE, NOW + MINUTE)


async def test_a_lease_that_ran_out_is_taken_by_others(store, ada):
    async with store.write() as tx:
        await tx.posts.add([post(ada, stale_at=NOW)])
    assert len(await claimed(store)) == 1
    assert await claimed(store, NOW + HOUR - MINUTE, "u") == []
    (mine,) = await claimed(store, NOW + HOUR, "u")
    async with store.write() as tx:
        await tx.posts.settle([replace(mine, stale_at=None)], "t")
    assert (await posts_of(store))[0].lease == "u"


async def test_what_was_right_is_behind_from_when_it_is_said(store, ada):
    async with store.write() as tx:
        await tx.posts.add([post(ada), post(ada, stale_at=NOW + 9 * HOUR), post(ada, stale_at=NOW - HOUR)])
        await tx.posts.stale([EVENT], NOW)
    assert sorted(each.stale_at for each in await posts_of(store)) == [NOW - HOUR, NOW, NOW]
    async with store.write() as tx:
        await tx.posts.remove([each.id for each in await posts_of(store)])
    assert await posts_of(store) == []


async def test_events_of_others_are_found_by_the_copies_of_them(store, ada, bob):
    shared = event(bob, terms=Terms(organiser=bob.id))
    private = event(bob)
    copies = [event(ada, shared_id=shared.id), event(ada, shared_id=private.id), event(ada)]
    async with store.write() as tx:
        await tx.events.add([shared, private, *copies])
    async with store.read() as tx:
        assert [each.id for each in await tx.events.answered(ada.id, 10)] == [shared.id]
        assert await tx.events.answered(bob.id, 10) == []
        assert await tx.events.answered(AccountId("nobody"), 10) == []
