"""Whatever an account holds: exported, put back into an empty one and exported again, it is the same."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from core.chat.errors import Refusal
from core.exports.network_file import network_file
from core.facts.account import Account
from core.facts.people import Origin
from core.store import Store
from tests.exports.networks import Whole, keep, large, put_back, wholes
from tests.storage import made
from tests.storage.made import NOW

_SOME = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


async def exported(store: Store, account: Account) -> bytes:
    async with store.read() as tx:
        file = await network_file(tx, account.id, "telegram", NOW)
    assert file is not None
    return file.content


@_SOME
@given(wholes())
async def test_nothing_is_lost(store: Store, whole: Whole) -> None:
    first = await exported(store, await keep(store, whole))
    empty = await made.signed_up(store)
    await put_back(store, empty, first)
    async with store.read() as tx:
        held = await tx.exports.holdings(empty.id)
    assert (held.people, held.reminders, held.events) == (
        len(whole.contacts),
        len(whole.reminders),
        len(whole.agenda.events),
    )
    assert json.loads(await exported(store, empty)) == json.loads(first)


async def test_all_ids_are_new(store: Store) -> None:
    account = await keep(store, large())
    other = await made.signed_up(store)
    await put_back(store, other, await exported(store, account))
    async with store.read() as tx:
        theirs = [each async for each in tx.exports.chapters(other.id)]
        mine = [each async for each in tx.exports.chapters(account.id)]
    assert _ids(mine).isdisjoint(_ids(theirs))
    assert len(_ids(mine)) == len(_ids(theirs))


def _ids(chapters: list[Any]) -> set[str]:
    return {
        each.id
        for chapter in chapters
        for each in (
            *chapter.contacts,
            *(entry for entries in chapter.entries.values() for entry in entries),
            *(ask for asks in chapter.asks.values() for ask in asks),
            *(promise for promises in chapter.promises.values() for promise in promises),
        )
    }


async def test_where_there_is_somebody_nothing_is_put_back(store: Store) -> None:
    content = await exported(store, await keep(store, large()))
    other = await made.signed_up(store)
    await made.known(store, other, "Raj")
    with pytest.raises(Refusal):
        await put_back(store, other, content)


async def test_put_back_twice_it_is_there_once(store: Store) -> None:
    content = await exported(store, await keep(store, large()))
    other = await made.signed_up(store)
    await put_back(store, other, content)
    with pytest.raises(Refusal):
        await put_back(store, other, content)
    assert json.loads(await exported(store, other)) == json.loads(content)


async def test_two_of_one_id_are_told_apart(store: Store) -> None:
    """Somebody came back beside themselves: the export must be one that can be read, and say who is meant where."""
    whole = large()
    jane, janet = whole.contacts
    twin = replace(janet, origins=(Origin(keys=(f"reachwell:{jane.id}",)),))
    account = await keep(store, replace(whole, contacts=[jane, twin]))
    first = await exported(store, account)
    other = await made.signed_up(store)
    await put_back(store, other, first)
    [reminder] = [each for each in json.loads(first)["reminders"] if "about" in each]
    assert reminder["about"] == f"{jane.id}x"
    assert json.loads(await exported(store, other)) == json.loads(first)
