"""Whom people have met at events, for the digests of many accounts; and touches that were at none after all."""

from dataclasses import replace
from datetime import timedelta

from core.facts.account import Account
from core.facts.digests import Encounter
from core.facts.people import Direction
from core.store import Store
from tests.storage.made import NOW, TODAY, event, favour, known, touch
from tests.storage.test_stored_digests import names_of_candidates

DAY = timedelta(days=1)


async def test_the_latest_of_each_whoever_they_are(store: Store, ada: Account, bob: Account) -> None:
    jane, raj, zoe, voided = await known(store, ada, "Jane", "Raj", "Zoë", "Voided")
    [bobs] = await known(store, bob, "Bob's")
    first, second, his = event(ada, title="First"), event(ada, title="Second"), event(bob, title="His")
    mistake = touch(voided, TODAY, event_id=first.id)
    async with store.write() as tx:
        await tx.events.add([first, second])
        await tx.events.add([his])
        await tx.people.add_entries(
            ada.id,
            [
                touch(jane, TODAY - DAY, event_id=first.id),
                touch(jane, TODAY, event_id=second.id),
                touch(raj, TODAY - 5 * DAY, event_id=first.id),
                touch(zoe, TODAY),
                favour(zoe, Direction.GOT),
                touch(zoe, TODAY, event_id=his.id),
                mistake,
            ],
        )
        await tx.people.add_entries(bob.id, [touch(bobs, TODAY, event_id=his.id)])
        await tx.people.void_entries(ada.id, [mistake.id], NOW)
    async with store.read() as tx:
        hers = await tx.digests.encounters([ada.id], TODAY - DAY)
        both = await tx.digests.encounters([ada.id, bob.id], TODAY - 5 * DAY)
    assert [*hers] == [Encounter(contact_id=jane.id, on=TODAY, at="Second")]
    assert {(each.contact_id, each.at) for each in both} == {
        (raj.id, "First"),
        (jane.id, "Second"),
        (bobs.id, "His"),
    }


async def test_they_are_candidates_from_the_day_after(store: Store, ada: Account) -> None:
    jane, raj, old = await known(store, ada, "Jane", "Raj", "Old")
    fair = event(ada)
    async with store.write() as tx:
        await tx.events.add([fair])
        entries = [
            touch(jane, TODAY - DAY, event_id=fair.id),
            touch(raj, TODAY, event_id=fair.id),
            touch(old, TODAY - 60 * DAY, event_id=fair.id),
        ]
        await tx.people.add_entries(ada.id, entries)
        people = [replace(each, last_touch_on=TODAY, quiet_since=TODAY) for each in (jane, raj, old)]
        await tx.people.change(people)
    assert await names_of_candidates(store, (ada, TODAY)) == ["Jane"]


async def test_a_touch_that_was_at_no_event(store: Store, ada: Account, bob: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    fair = event(ada)
    met = touch(jane, TODAY, event_id=fair.id)
    async with store.write() as tx:
        await tx.events.add([fair])
        await tx.people.add_entries(ada.id, [met])
    async with store.write() as tx:
        await tx.people.leave_event(bob.id, [met.id])
        assert await tx.events.people_met(ada.id, [fair.id]) == {fair.id: (jane.id,)}
        await tx.people.leave_event(ada.id, [met.id])
        assert await tx.events.people_met(ada.id, [fair.id]) == {}
        assert await tx.people.entries(ada.id, jane.id, 5) == [replace(met, event_id=None)]
