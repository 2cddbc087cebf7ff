"""Calendars as they are stored, on both databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.facts.account import Account
from core.facts.calendars import CalendarAddress, Feed
from core.facts.ids import FeedId, new_id
from core.store import Store
from tests.storage.made import HOUR, NOW, signed_up


@pytest.fixture
async def ada(store: Store) -> Account:
    return await signed_up(store)


@pytest.fixture
async def bob(store: Store) -> Account:
    return await signed_up(store)


def feed(of: Account, name: str = "x", **fields: Any) -> Feed:
    made = {"id": FeedId(new_id()), "account_id": of.id, "url": f"https://example.com/{name}.ics"}
    return Feed(**{**made, "added_at": NOW, "next_at": NOW, **fields})


async def test_a_feed_comes_back_as_it_was(store: Store, ada: Account, bob: Account) -> None:
    known = feed(
        ada, title="Zoë 🦊", fetched_at=NOW, etag='W/"1"', modified="Mon", digest="d", failures=3, error="slow"
    )
    async with store.write() as tx:
        assert await tx.feeds.add(known)
        assert not await tx.feeds.add(feed(ada))  # the same address
        assert await tx.feeds.add(feed(bob))  # somebody else's
    async with store.read() as tx:
        assert await tx.feeds.get(ada.id, known.id) == known
        assert await tx.feeds.get(bob.id, known.id) is None
        assert list(await tx.feeds.of(ada.id)) == [known]
    changed = replace(known, title="", failures=0, error="", told=True, next_at=NOW + HOUR)
    async with store.write() as tx:
        await tx.feeds.change([changed, replace(known, account_id=bob.id, title="stolen")])
        await tx.feeds.remove(bob.id, known.id)
    async with store.read() as tx:
        assert await tx.feeds.get(ada.id, known.id) == changed
    async with store.write() as tx:
        await tx.feeds.remove(ada.id, known.id)
        assert await tx.feeds.get(ada.id, known.id) is None


async def test_a_claim_takes_what_is_due_and_no_more(store: Store, ada: Account) -> None:
    due = [feed(ada, str(n), next_at=NOW - n * HOUR) for n in range(4)]
    async with store.write() as tx:
        for each in (*due, feed(ada, "later", next_at=NOW + HOUR)):
            await tx.feeds.add(each)
    again = NOW + timedelta(minutes=10)
    async with store.write() as tx:
        taken = await tx.feeds.claim(NOW, again, 3)
    assert {each.id for each in taken} == {each.id for each in due[1:]}  # those that have waited for the longest
    assert {each.next_at for each in taken} == {again}
    async with store.write() as tx:
        assert [each.id for each in await tx.feeds.claim(NOW, again, 3)] == [due[0].id]
        assert await tx.feeds.claim(NOW, again, 3) == []
        assert len(await tx.feeds.claim(again, again + HOUR, 9)) == 4


async def test_two_claims_at_once_share(store: Store, ada: Account) -> None:
    async with store.write() as tx:
        for n in range(20):
            await tx.feeds.add(feed(ada, str(n)))

    async def claims() -> list[FeedId]:
        async with store.write() as tx:
            return [each.id for each in await tx.feeds.claim(NOW, NOW + HOUR, 8)]

    taken = await asyncio.gather(*(claims() for _ in range(4)))
    every = [each for some in taken for each in some]
    assert len(every) == len(set(every)) == 20


async def test_an_account_has_one_address(store: Store, ada: Account, bob: Account) -> None:
    first, second = (CalendarAddress(account_id=ada.id, token=new_id(), made_at=NOW) for _ in range(2))
    async with store.write() as tx:
        await tx.feeds.keep_address(first)
        await tx.feeds.keep_address(second)
    async with store.read() as tx:
        assert await tx.feeds.address(ada.id) == second
        assert await tx.feeds.address(bob.id) is None
        assert await tx.feeds.behind(second.token) == ada.id
        assert await tx.feeds.behind(first.token) is None
    async with store.write() as tx:
        await tx.feeds.remove_address(bob.id)
        await tx.feeds.remove_address(ada.id)
        assert await tx.feeds.behind(second.token) is None
