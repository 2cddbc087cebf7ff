"""Stored codes and merges: every table takes part, and moved people are found by their old id."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from core.facts.account import Account, Merged
from core.facts.delivery import Kind
from core.facts.ids import AccountId, ContactId
from core.facts.linking import LinkState, Moves
from core.store import Store
from storage.merging import MOVING, STAYS, owner_of
from storage.tables import metadata
from tests.storage.counting import statements_sent
from tests.storage.made import (
    NOW,
    ask,
    brought,
    code,
    contact,
    deed,
    delivery,
    digest,
    event,
    identity,
    known,
    merge,
    planned,
    promise,
    question,
    reminder,
    signed_up,
    touch,
)


def moves(united: dict[ContactId, ContactId] | None = None) -> Moves:
    return Moves(united=united or {}, before=(), started={})


async def owning(store: Store, of: Account) -> None:
    """A row in every table that has an account's rows."""
    jane, june, old = await known(store, of, "Jane", "June", "Jan")
    await brought(store, of, jane, june)
    await planned(store, of)
    third = await signed_up(store, "terminal")
    gone, *_ = await known(store, third, "Jan")
    async with store.write() as tx:
        await tx.accounts.ask(question(of))
        await tx.accounts.take_request(of.id, "telegram:1", NOW)
        await tx.people.add_entries(of.id, [touch(jane)])
        await tx.digests.add_digests([digest(of, jane)])
        await tx.reminders.add([reminder(of, contact_id=jane.id)])
        await tx.asks.save(ask(jane))
        await tx.promises.save(promise(june))
        await tx.deliveries.add([delivery(of)])
        await tx.linking.issue(code(of))
        earlier = merge(of, third)
        await tx.linking.merge(earlier, moves({gone.id: old.id}))
        await tx.accounts.add_deed(deed(of, Merged(merge_id=earlier.id)))


async def test_every_table_takes_part(store: Store, ada: Account, bob: Account) -> None:
    """A table that is new, and in which `owning` puts nothing, fails here: does it move in a merge, and back?"""
    await owning(store, bob)
    tables = [each for each in metadata.sorted_tables if owner_of(each) is not None]
    assert {each.name for each in tables} == {each.name for each in MOVING} | set(STAYS)
    of_bob = await _counted(store, bob)
    assert all(of_bob.values()), of_bob
    made = merge(ada, bob)
    async with store.write() as tx:
        await tx.linking.merge(made, moves())
    assert set((await _counted(store, bob)).values()) == {0}
    of_ada = await _counted(store, ada)
    expected = {**of_bob, "link_codes": 0, "identities": of_bob["identities"] + 1, "merges": of_bob["merges"] + 1}
    assert of_ada == expected
    async with store.write() as tx:
        await tx.linking.split(made, moves())
    assert await _counted(store, bob) == {**of_bob, "link_codes": 0}


async def test_what_clashes_stays_behind(store: Store, ada: Account, bob: Account) -> None:
    same = "digest:2026-11-23"
    async with store.write() as tx:
        for each in (ada, bob):
            await tx.deliveries.add([delivery(each, key=same)])
            await tx.accounts.take_request(each.id, "telegram:1", NOW)
            await tx.accounts.add_deed(deed(each, request="telegram:1"))
        await tx.deliveries.add([delivery(bob, key="reminder:1")])
        await tx.linking.merge(merge(ada, bob), moves())
    async with store.read() as tx:
        assert sorted(each.key for each in await tx.deliveries.recent(ada.id, 5)) == [same, "reminder:1"]
        assert [each.key for each in await tx.deliveries.recent(bob.id, 5)] == [same]
        claimable = await tx.accounts.identities([bob.id])
    assert claimable == []  # nobody is left there to have it sent twice


async def test_who_was_met_at_an_event_that_both_have_was_met_at_the_one_that_stays(
    store: Store, ada: Account, bob: Account
) -> None:
    hers, his = event(ada, origin="calendar:abc"), event(bob, origin="calendar:abc", next_at=NOW)
    [zed] = await known(store, bob, "Zed")
    async with store.write() as tx:
        await tx.events.add([hers])
        await tx.events.add([his])
        await tx.people.add_entries(bob.id, [touch(zed, event_id=his.id)])
    made = merge(ada, bob)
    async with store.write() as tx:
        await tx.linking.merge(made, moves())
        assert await tx.events.people_met(ada.id, [hers.id]) == {hers.id: (zed.id,)}
        assert await tx.events.due(NOW, 9) == []  # nobody is left there to be told
        await tx.deliveries.add([delivery(ada, kind=Kind.EVENT, subject=his.id, key="of his")])
        await tx.linking.split(made, moves())
        assert await tx.events.people_met(bob.id, [his.id]) == {his.id: (zed.id,)}
        assert [each.key for each in await tx.deliveries.recent(bob.id, 5)] == ["of his"]


async def test_moved_people_are_found_by_their_old_id(store: Store, ada: Account, bob: Account) -> None:
    [jane, raj] = await known(store, ada, "Jane", "Raj")
    [other] = await known(store, bob, "Jane D.")
    async with store.write() as tx:
        await tx.linking.merge(merge(ada, bob), moves({other.id: jane.id}))
    async with store.read() as tx:
        assert await tx.people.get(ada.id, [other.id, raj.id]) == [jane, raj]
        assert await tx.people.get(bob.id, [jane.id]) == []
    carol = await signed_up(store)
    async with store.read() as tx:
        assert await tx.people.get(carol.id, [other.id]) == []


async def test_moved_people_cost_nothing_when_nobody_is_missing(store: Store, ada: Account) -> None:
    [jane] = await known(store, ada, "Jane")
    with statements_sent(store) as sent:
        async with store.read() as tx:
            assert await tx.people.get(ada.id, [jane.id]) == [jane]
    assert len([each for each in sent if "contacts" in each or "moved" in each]) == 1


async def test_moved_twice(store: Store, ada: Account, bob: Account) -> None:
    carol = await signed_up(store)
    [a], [b], [c] = [await known(store, each, "Jane Doe") for each in (ada, bob, carol)]
    async with store.write() as tx:
        await tx.linking.merge(merge(bob, carol), moves({c.id: b.id}))
    async with store.write() as tx:
        await tx.linking.merge(merge(ada, bob), moves({b.id: a.id}))
    async with store.write() as tx:
        assert await tx.people.get(ada.id, [c.id]) == [a]
        await tx.linking.tidy(NOW, NOW + timedelta(seconds=1))
    async with store.read() as tx:
        assert await tx.people.get(ada.id, [c.id, b.id]) == [a, a]
        assert len(await tx.accounts.get([ada.id, bob.id, carol.id])) == 1


async def test_forgetting_somebody_takes_their_other_card_along(store: Store, ada: Account, bob: Account) -> None:
    [jane] = await known(store, ada, "Jane Doe")
    [other] = await known(store, bob, contact(bob, "Jane Whom Nobody Remembers"))
    async with store.write() as tx:
        await tx.linking.merge(merge(ada, bob), Moves(united={other.id: jane.id}, before=[jane], started={}))
    async with store.write() as tx:
        await tx.people.remove(ada.id, [jane.id])
    async with store._database.read() as connection:  # type: ignore[attr-defined]
        everything = [str(await connection.rows(select(each))) for each in metadata.sorted_tables]
    assert not any("Nobody Remembers" in each or "Jane Doe" in each for each in everything)


async def test_codes(store: Store, ada: Account, bob: Account) -> None:
    first = code(ada)
    async with store.write() as tx:
        assert await tx.linking.issue(first)
        assert not await tx.linking.issue(code(bob))  # it would begin the same
        assert await tx.linking.issue(code(bob, "93XM"))
    said = replace(first, state=LinkState.SAID, other_id=bob.id, wrong=2)
    async with store.write() as tx:
        await tx.linking.change_code(said)
    async with store.read() as tx:
        assert await tx.linking.code("K7QP") == said
        assert await tx.linking.codes([said.id]) == [said]
        assert await tx.linking.issued(ada.id) == said
        assert await tx.linking.code("0000") is None
    second = code(ada, "7777")
    async with store.write() as tx:
        assert await tx.linking.issue(second)  # in the place of the first
        await tx.linking.tidy(second.expires_at, NOW)
    async with store.write() as tx:
        assert await tx.linking.code("K7QP") is None
        assert await tx.linking.code("7777") == second
        await tx.linking.tidy(second.expires_at + timedelta(seconds=1), NOW)
        assert await tx.linking.code("7777") is None


async def test_two_who_guess_at_once_are_counted_twice(store: Store, ada: Account) -> None:
    async with store.write() as tx:
        await tx.linking.issue(code(ada))

    async def guess() -> None:
        async with store.write() as tx:
            found = await tx.linking.code("K7QP")
            assert found is not None
            await asyncio.sleep(0.01)
            await tx.linking.change_code(replace(found, wrong=found.wrong + 1))

    await asyncio.gather(*(guess() for _ in range(4)))
    async with store.read() as tx:
        found = await tx.linking.code("K7QP")
    assert found is not None
    assert found.wrong == 4


async def test_whoever_waits_for_a_merge_lands_where_they_belong_now(
    store: Store, ada: Account, bob: Account
) -> None:
    there = identity(bob)
    begun = asyncio.Event()

    async def join() -> None:
        async with store.write() as tx:
            await tx.accounts.get([ada.id, bob.id])
            begun.set()
            await asyncio.sleep(0.1)  # the other one waits by now
            await tx.linking.merge(merge(ada, bob), moves())
            await tx.accounts.change(replace(bob, next_digest_at=None))

    async def speak() -> AccountId:
        await begun.wait()
        async with store.write() as tx:
            found = await tx.accounts.of(there.platform, there.external_id)
        assert found is not None
        return found[1].id

    _joined, spoke_for = await asyncio.gather(join(), speak())
    assert spoke_for == ada.id


async def _counted(store: Store, of: Account) -> dict[str, int]:
    async with store._database.read() as connection:  # type: ignore[attr-defined]
        return {
            each.name: len(await connection.rows(select(each).where(owner == of.id)))
            for each in metadata.sorted_tables
            if (owner := owner_of(each)) is not None
        }
