"""Stored cards, codes and exchanges."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.facts.account import Account
from core.facts.handshakes import CardCode, Exchange, OwnCard, Shared
from core.facts.ids import CardCodeId, EventId, ExchangeId, new_id
from core.facts.people import Handle
from core.store import ReadOnly, Store
from tests.storage.made import HOUR, NOW, TODAY, merge, signed_up
from tests.storage.test_stored_linking import moves


def exchange(of: Account, other: Account, **fields: Any) -> Exchange:
    made = {"id": ExchangeId(new_id()), "account_id": of.id, "other_id": other.id, "event_id": None}
    return Exchange(**{**made, "where": "Café 🦊", "on": TODAY, "made_at": NOW, **fields})


def code(of: Account, **fields: Any) -> CardCode:
    made = {"id": CardCodeId(new_id()), "account_id": of.id, "event_id": None, "made_at": NOW}
    return CardCode(**{**made, "expires_at": NOW + HOUR, **fields})


async def save(store: Store, *exchanges: Exchange) -> None:
    async with store.write() as tx:
        for each in exchanges:
            await tx.handshakes.save(each)


async def test_a_card_comes_back_as_it_was_kept(store: Store, ada: Account, bob: Account) -> None:
    card = OwnCard(
        account_id=ada.id,
        name="Ada 🦊",
        title="Coach",
        company="IBM",
        about="Looks for ‘engines’",
        handles=(Handle(kind="email", value="ada@example.com"),),
        hidden=frozenset({"title", "email:ada@example.com"}),
    )
    async with store.write() as tx:
        assert await tx.handshakes.card(ada.id) is None
        await tx.handshakes.keep_card(card)
        await tx.handshakes.keep_card(OwnCard(account_id=bob.id, name="Bob"))
    async with store.write() as tx:
        assert await tx.handshakes.card(ada.id) == card
        await tx.handshakes.keep_card(replace(card, title="Job coach", handles=(), hidden=frozenset()))
    async with store.read() as tx:
        cards = {each.account_id: each for each in await tx.handshakes.cards([ada.id, bob.id])}
        assert cards[ada.id].title == "Job coach"
        assert cards[ada.id].handles == ()
        assert cards[bob.id].name == "Bob"
        with pytest.raises(ReadOnly):
            await tx.handshakes.keep_card(card)


async def test_codes_are_found_by_anybody_and_listed_for_their_owner(
    store: Store, ada: Account, bob: Account
) -> None:
    first, second = code(ada), code(ada, event_id=EventId("e1"), made_at=NOW + HOUR)
    of_bob = code(bob)
    async with store.write() as tx:
        for each in (first, second, of_bob):
            await tx.handshakes.add_code(each)
    async with store.write() as tx:
        assert await tx.handshakes.code(first.id) == first
        assert await tx.handshakes.code(CardCodeId("none")) is None
        assert await tx.handshakes.codes(ada.id) == [second, first]
        await tx.handshakes.revoke(ada.id)
    async with store.read() as tx:
        assert [each.revoked for each in await tx.handshakes.codes(ada.id)] == [True, True]
        assert await tx.handshakes.code(of_bob.id) == of_bob


async def test_an_exchange_is_saved_and_changed(store: Store, ada: Account, bob: Account) -> None:
    card = Shared(card=OwnCard(account_id=bob.id, name="Bob"), proven=frozenset({"telegram:@bob"}))
    made = exchange(ada, bob, event_id=EventId("e1"), answers={bob.id: True}, shared={bob.id: card})
    await save(store, made)
    done = replace(made, answers={bob.id: True, ada.id: True}, done=True)
    async with store.write() as tx:
        assert await tx.handshakes.exchanges([made.id, ExchangeId("none")]) == [made]
        await tx.handshakes.save(done)
    async with store.read() as tx:
        assert await tx.handshakes.exchanges([made.id]) == [done]


async def test_exchanges_between_two_whoever_began_them(store: Store, ada: Account, bob: Account) -> None:
    cleo = await signed_up(store, "discord")
    first, second = exchange(ada, bob), exchange(bob, ada, made_at=NOW + HOUR)
    await save(store, first, second, exchange(ada, cleo), exchange(cleo, bob))
    async with store.read() as tx:
        assert await tx.handshakes.between(ada.id, bob.id) == [second, first]
        assert await tx.handshakes.between(bob.id, ada.id) == [second, first]


async def test_what_waits_for_an_answer_is_counted(store: Store, ada: Account, bob: Account) -> None:
    waiting = exchange(ada, bob, answers={bob.id: True})
    older = exchange(ada, bob, answers={bob.id: True}, made_at=NOW - 48 * HOUR)
    await save(
        store,
        waiting,
        exchange(ada, bob, answers={bob.id: True, ada.id: False}),
        exchange(ada, bob, answers={bob.id: True, ada.id: True}, done=True),
        older,
        exchange(ada, bob),
        exchange(bob, ada, answers={ada.id: True}),
    )
    async with store.read() as tx:
        assert await tx.handshakes.waiting(ada.id, NOW - HOUR) == [waiting]
        assert await tx.handshakes.waiting(ada.id, NOW - 72 * HOUR) == [older, waiting]


async def test_they_go_on_with_what_somebody_has_become(store: Store, ada: Account, bob: Account) -> None:
    """On either side: also what they have said already, and back again when that is taken back."""
    cleo = await signed_up(store, "discord")
    card = Shared(card=OwnCard(account_id=bob.id, name="Bob"))
    to_bob = exchange(ada, bob, answers={bob.id: True}, shared={bob.id: card})
    of_bob = exchange(bob, ada, answers={bob.id: False})
    joined = merge(cleo, bob)
    await save(store, to_bob, of_bob)
    async with store.write() as tx:
        await tx.linking.merge(joined, moves())
    async with store.read() as tx:
        found = {each.id: each for each in await tx.handshakes.exchanges([to_bob.id, of_bob.id])}
        assert found[to_bob.id] == replace(
            to_bob, other_id=cleo.id, answers={cleo.id: True}, shared={cleo.id: card}
        )
        assert found[of_bob.id] == replace(of_bob, account_id=cleo.id, answers={cleo.id: False})
        assert {each.id for each in await tx.handshakes.between(ada.id, cleo.id)} == {to_bob.id, of_bob.id}
    async with store.write() as tx:
        await tx.linking.split(joined, moves())
    async with store.read() as tx:
        assert await tx.handshakes.exchanges([to_bob.id]) == [to_bob]
        assert await tx.handshakes.exchanges([of_bob.id]) == [of_bob]


async def test_whoever_is_erased_leaves_nothing(store: Store, ada: Account, bob: Account) -> None:
    mine, theirs = code(bob), exchange(ada, bob)
    async with store.write() as tx:
        await tx.handshakes.add_code(mine)
        await tx.handshakes.keep_card(OwnCard(account_id=bob.id, name="Bob"))
        await tx.handshakes.save(theirs)
    async with store.write() as tx:
        await tx.erasing.erase(bob.id)
    async with store.read() as tx:
        assert await tx.handshakes.code(mine.id) is None
        assert await tx.handshakes.card(bob.id) is None
        assert await tx.handshakes.exchanges([theirs.id]) == []


async def test_tidying_drops_what_is_long_over(store: Store, ada: Account, bob: Account) -> None:
    old, live = code(ada, expires_at=NOW - timedelta(days=61)), code(ada)
    long_ago, lately = exchange(ada, bob, made_at=NOW - timedelta(days=61)), exchange(ada, bob)
    async with store.write() as tx:
        await tx.handshakes.add_code(old)
        await tx.handshakes.add_code(live)
        await tx.handshakes.save(long_ago)
        await tx.handshakes.save(lately)
        await tx.handshakes.tidy(NOW - timedelta(days=60))
    async with store.read() as tx:
        assert await tx.handshakes.codes(ada.id) == [live]
        assert await tx.handshakes.between(ada.id, bob.id) == [lately]
