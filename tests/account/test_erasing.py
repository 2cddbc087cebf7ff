"""Erasing somebody: of them nothing is left, in no table and in no file, and nobody else loses anything."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from core.facts.account import Account, ContactAdded
from core.facts.ids import ImportId, new_id
from core.linking.merging import join, preview
from core.store import Store
from storage import sqlite
from storage.merging import owner_of
from storage.store import open_store
from storage.tables import metadata
from tests.exports.networks import keep, large
from tests.linking.networks import rows
from tests.storage import made
from tests.storage.made import NOW

# What belongs to nobody, and what goes with another table's rows.
ELSEWHERE = {"notes": "of the installation", "accounts": "themselves", "merged_rows": "with their merge"}


async def everything(store: Store) -> Account:
    """Somebody of whom there is something in every table, from another chat, too."""
    whole, other = large(), large()
    ada = await keep(store, whole)
    there = await keep(store, other, "discord")
    jane = whole.contacts[0]
    async with store.read() as tx:
        found = await preview(tx, ada.id, there.id)
    async with store.write() as tx:
        await join(tx, ada, there, found, "telegram", NOW)
    await made.planned(store, ada)
    staged = made.staged(ada)
    async with store.write() as tx:
        await tx.accounts.ask(made.question(ada))
        await tx.accounts.take_request(ada.id, "telegram:1", NOW)
        await tx.accounts.add_deed(made.deed(ada, ContactAdded(contact_id=jane.id)))
        await tx.digests.add_digests([made.digest(ada, jane)])
        await tx.deliveries.add([made.delivery(ada)])
        await tx.imports.add(staged)
        await tx.imports.note_changes(ImportId(staged.id), [(jane, replace(jane, notes="new"))])
        await tx.linking.issue(made.code(ada, first=new_id()))
    return ada


async def erase(store: Store, account: Account) -> None:
    async with store.write() as tx:
        await tx.accounts.get([account.id])
        await tx.erasing.erase(account.id)


async def test_of_them_nothing_is_left_and_of_others_everything(store: Store) -> None:
    await everything(store)
    before = await rows(store)
    ada = await everything(store)
    between = await rows(store)
    for name, found in before.items():
        assert name == "notes" or len(between[name]) > len(found), f"everything() puts nothing into {name} yet"
    await erase(store, ada)
    assert await rows(store) == before


async def test_what_others_keep_of_them_goes_too(store: Store) -> None:
    bob, ada = await made.signed_up(store), await everything(store)
    async with store.write() as tx:
        await tx.linking.issue(replace(made.code(bob, first=new_id()), other_id=ada.id, external_id="ada"))
    await erase(store, ada)
    assert not any("ada" in row for row in (await rows(store))["link_codes"])


async def test_twice_at_once(store: Store) -> None:
    ada = await everything(store)
    await asyncio.gather(erase(store, ada), erase(store, ada))
    async with store.read() as tx:
        assert await tx.exports.network(ada.id) is None


async def test_it_is_all_or_nothing(store: Store) -> None:
    ada = await everything(store)
    before = await rows(store)

    async def erase_and_stumble() -> None:
        async with store.write() as tx:
            await tx.erasing.erase(ada.id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await erase_and_stumble()
    assert await rows(store) == before


def test_every_table_is_somebody_s_or_known_not_to_be() -> None:
    assert {table.name for table in metadata.sorted_tables if owner_of(table) is None} == {*ELSEWHERE}


async def test_no_file_has_their_names_any_more(sqlite_url: str, tmp_path: Path) -> None:
    """While Reachwell runs on, and after much has been written, changed and deleted before."""
    store = await open_store(sqlite_url)
    bob, ada = await made.signed_up(store), await made.signed_up(store, "discord")
    for turn in range(8):  # of both in turn, so that pages have people of both
        await made.known(store, bob, *(made.contact(bob, f"Kept{turn}x{n}") for n in range(40)))
        people = [
            made.contact(ada, f"Secret{turn}x{n} Wyvern", notes="griffin " * (n % 50), tags=("basilisk",))
            for n in range(120)
        ]
        people = await made.known(store, ada, *people)
        async with store.write() as tx:
            await tx.people.add_entries(ada.id, [made.touch(each, what="chimera") for each in people])
            await tx.people.change([replace(each, name=f"{each.name} Manticore") for each in people[::2]])
            await tx.reminders.add([made.reminder(ada, text="unicorn", contact_id=people[0].id)])
            await tx.accounts.add_deed(made.deed(ada, names=("Secret Wyvern",)))
        async with store.write() as tx:
            await tx.people.remove(ada.id, [each.id for each in people[::3]])
    assert found_in(tmp_path)
    await erase(store, ada)
    assert found_in(tmp_path) == {}
    await store.close()
    assert found_in(tmp_path) == {}


async def test_a_large_file_is_not_written_anew(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "COMPACTED", 0)
    store = await open_store(sqlite_url)
    ada = await everything(store)
    await erase(store, ada)
    assert not (await rows(store))["contacts"]
    await store.close()


async def test_what_could_not_be_written_anew_is_in_the_night(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The disk was full: it is said in the log, without a word of anybody, and tried again until it is done."""
    store = await open_store(sqlite_url)
    ada = await everything(store)
    with monkeypatch.context() as full:
        full.setattr(sqlite, "_VACUUM", "VACUUM INTO '/nowhere/at/all'")
        await erase(store, ada)
    assert "could not be written anew" in caplog.text
    assert sqlite.TO_COMPACT in str((await rows(store))["notes"])
    async with store.write() as tx:
        await tx.erasing.tidy(NOW)
    assert not (await rows(store))["notes"]
    assert found_in(tmp_path) == {}
    await store.close()


async def test_who_reads_meanwhile_is_not_waited_for(sqlite_url: str, tmp_path: Path) -> None:
    store = await open_store(sqlite_url)
    ada = await made.signed_up(store)
    await made.known(store, ada, "Secret Wyvern")
    async with store.read() as tx:
        assert await tx.exports.network(ada.id) is not None
        await asyncio.wait_for(erase(store, ada), 2)
    assert found_in(tmp_path)  # what they saw is still there
    await made.signed_up(store)  # whoever writes next sees to it
    assert found_in(tmp_path) == {}
    await store.close()


def found_in(folder: Path) -> dict[str, list[str]]:
    """Which of the names stand in which file."""
    names = (b"secret", b"wyvern", b"griffin", b"basilisk", b"chimera", b"manticore", b"unicorn")
    found = {
        path.name: [name.decode() for name in names if name in path.read_bytes().lower()]
        for path in folder.iterdir()
        if path.is_file()
    }
    return {name: there for name, there in found.items() if there}
