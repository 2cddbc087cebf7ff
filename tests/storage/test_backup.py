"""Backups: whole, of one moment, and the same on the way back, from either database into either."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.facts.account import Account, ContactChanged, ReminderChanged, Tuning
from core.facts.ids import ContactId
from core.facts.imports import Found, Haul
from core.facts.linking import Moves
from core.facts.people import Direction, Handle
from core.facts.recurrence import Frequency, Recurrence
from core.store import Newer, Store, Unavailable
from storage import backup as backups
from storage.backup import Kept, NotABackup, NotEmpty, backup, restore
from storage.store import InUse, open_store
from storage.tables import metadata
from tests.storage.earlier import make_0001
from tests.storage.made import (
    NOW,
    TODAY,
    ask,
    brought,
    code,
    contact,
    deed,
    delivery,
    digest,
    favour,
    known,
    merge,
    planned,
    promise,
    question,
    reminder,
    signed_up,
    staged,
    touch,
)
from tests.storage.test_words_of_all_kinds import NAMES

WEEKLY = Recurrence(freq=Frequency.WEEKLY, start=TODAY)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "ROWS", 3)


@pytest.fixture(params=["sqlite", "postgres"])
def target_url(request: pytest.FixtureRequest) -> str:
    """An empty database of either engine, whatever the other one of the test is."""
    return str(request.getfixturevalue(f"empty_{request.param}_url"))


async def filled(store: Store) -> Account:
    """Something in every table, in words of every kind, and in more than one batch."""
    ada, bob = await signed_up(store, timezone="Asia/Kathmandu"), await signed_up(store, "terminal")
    people = [contact(ada, name, notes=name, aliases=(name,), tags=(name[:9],)) for name in NAMES.values()]
    jane = contact(ada, "Jane", handles=(Handle(kind="x", value="🦊"),), due_on=date.max, met_on=date.min)
    jane, *_ = await known(store, ada, jane, *people)
    [zoe] = await known(store, bob, "Zoë")
    later = NOW + timedelta(microseconds=123456)
    weekly = reminder(ada, contact_id=jane.id, recurrence=WEEKLY, next_at=later, nag=True)
    async with store.write() as tx:
        await tx.accounts.change(replace(ada, rules={"birthday": Tuning(not_for=frozenset({ContactId("x")}))}))
        await tx.accounts.ask(question(ada, values={"what": "\n🦊"}))
        await tx.accounts.take_request(bob.id, "telegram:17", later)
        await tx.accounts.add_deed(deed(ada, ContactChanged(before=jane)))
        await tx.accounts.add_deed(deed(ada, ReminderChanged(reminder_id=weekly.id, before=weekly)))
        await tx.people.add_entries(ada.id, [touch(jane, what="👩‍👩‍👧‍👦"), favour(jane, Direction.GOT)])
        await tx.digests.add_digests([digest(ada, jane)])
        await tx.reminders.add([weekly, reminder(bob, at=None)])
        await tx.asks.save(ask(jane))
        await tx.promises.save(promise(jane, due_on=TODAY))
        await tx.deliveries.add([delivery(ada), delivery(bob, retry_at=later)])
        await tx.imports.add(staged(bob, haul=Haul(found=(Found(name="Zoë", line=2),))))
        await tx.linking.issue(code(ada))
        await tx.linking.merge(merge(ada, bob), Moves(united={zoe.id: jane.id}, before=[jane], started={}))
    await brought(store, ada, jane, *people)
    await planned(store, ada)
    await store.set_note("clock", "7")
    return ada


async def contents(url: str) -> dict[str, list[Any]]:
    """Every row of every table, as facts are made of it."""
    store = await open_store(url)
    async with store._database.read() as connection:
        found = {
            each.name: sorted(map(repr, await connection.rows(select(each)))) for each in metadata.sorted_tables
        }
    await store.close()
    return found


async def test_everything_comes_back_on_either_database(database_url: str, target_url: str, tmp_path: Path) -> None:
    store = await open_store(database_url)
    await filled(store)
    kept = await backup(database_url, tmp_path / "backup")  # while it is open
    await store.close()
    assert kept == Kept(accounts=2, contacts=len(NAMES) + 2)
    before = await contents(database_url)
    assert all(before.values()), "a table that this test has not filled"
    assert await contents(f"sqlite:///{tmp_path / 'backup'}") == before
    assert await restore(target_url, tmp_path / "backup") == kept
    assert await contents(target_url) == before


async def test_a_backup_is_one_file_that_only_its_owner_reads(database_url: str, tmp_path: Path) -> None:
    store = await open_store(database_url)
    ada = await filled(store)
    [jane] = await known(store, ada, "Jane Whom Nobody Remembers")
    async with store.write() as tx:
        await tx.people.remove(ada.id, [jane.id])
    folder = tmp_path / "kept"
    folder.mkdir()
    await backup(database_url, folder / "backup")
    await store.close()
    assert [path.name for path in folder.iterdir()] == ["backup"]
    assert (folder / "backup").stat().st_mode & 0o077 == 0
    content = (folder / "backup").read_bytes()
    assert b"Kathmandu" in content
    assert b"Whom Nobody" not in content


async def test_another_file_is_replaced_only_when_asked_to(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_text("precious")
    with pytest.raises(FileExistsError):
        await backup(sqlite_url, file)
    assert file.read_text() == "precious"
    await backup(sqlite_url, file, force=True)
    assert await restore(f"sqlite:///{tmp_path / 'other.db'}", file) == Kept(accounts=0, contacts=0)
    itself = Path(sqlite_url.removeprefix("sqlite:///"))
    for wrong in (tmp_path, itself):
        with pytest.raises(FileExistsError):
            await backup(sqlite_url, wrong, force=True)
    with pytest.raises(NotABackup, match="itself"):
        await restore(sqlite_url, itself, force=True)


async def test_what_cannot_be_backed_up_leaves_nothing_behind(tmp_path: Path, sqlite_url: str) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    with pytest.raises(Unavailable, match="no such file"):
        await backup(f"sqlite:///{tmp_path}/nothing.db", folder / "backup")
    with pytest.raises(Unavailable, match="cannot be written"):
        await backup(sqlite_url, tmp_path / "nowhere" / "backup")
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    with pytest.raises(Unavailable, match="another program"):
        await backup(f"sqlite:///{foreign}", folder / "backup")
    damaged = Path(sqlite_url.removeprefix("sqlite:///"))
    content = bytearray(damaged.read_bytes())
    content[8192:20480] = os.urandom(12288)
    damaged.write_bytes(content)
    with pytest.raises(Unavailable, match="damaged"):
        await backup(sqlite_url, folder / "backup")
    assert list(folder.iterdir()) == []
    assert not (tmp_path / "nothing.db").exists()


async def test_a_server_that_was_never_used(empty_postgres_url: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="not prepared"):
        await backup(empty_postgres_url, tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


WRITER = """
import asyncio, sys
from storage.store import open_store
from tests.storage.made import account, contact, identity

async def write():
    store = await open_store(sys.argv[1])
    number = 0
    while True:
        number += 1
        async with store.write() as tx:
            new = account()
            await tx.accounts.add(new, identity(new))
            await tx.people.add([contact(new, "Jane")])
        if number % 10 == 0:
            print(number, flush=True)

asyncio.run(write())
"""


@contextmanager
def writing(url: str) -> "Iterator[subprocess.Popen[str]]":
    """Another process, in which everybody who signs up knows one person from the beginning."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


async def test_it_is_of_one_moment_while_another_process_writes(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as process:
        assert process.stdout
        seen = []
        for number in range(4):
            until = process.stdout.readline()
            kept = await backup(database_url, tmp_path / f"{number}")
            assert kept.accounts == kept.contacts >= int(until)
            seen.append(kept.accounts)
        assert seen == sorted(seen)
        assert seen[0] < seen[-1]
        assert process.poll() is None


async def test_who_has_people_is_not_overwritten_unless_asked_to(
    database_url: str, empty_url: str, tmp_path: Path
) -> None:
    store = await open_store(database_url)
    await filled(store)
    await store.close()
    await backup(database_url, tmp_path / "backup")
    store = await open_store(empty_url)
    bob = await signed_up(store)
    await known(store, bob, "Raj")
    await store.close()
    before = await contents(empty_url)
    with pytest.raises(NotEmpty):
        await restore(empty_url, tmp_path / "backup")
    assert await contents(empty_url) == before
    await restore(empty_url, tmp_path / "backup", force=True)
    assert await contents(empty_url) == await contents(database_url)


async def test_nothing_is_restored_under_a_running_reachwell(database_url: str, tmp_path: Path) -> None:
    await backup(database_url, tmp_path / "backup")
    store = await open_store(database_url)
    assert await store.note("clock") is None
    with pytest.raises(InUse):
        await restore(database_url, tmp_path / "backup")
    await store.close()
    await restore(database_url, tmp_path / "backup")


async def test_a_restore_that_fails_changes_nothing(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await open_store(database_url)
    await filled(store)
    await store.close()
    before = await contents(database_url)
    await backup(database_url, tmp_path / "backup")
    monkeypatch.setattr(backups, "_values", lambda rows: 1 / 0 if "contact_id" in rows[0] else [*map(dict, rows)])
    with pytest.raises(ZeroDivisionError):
        await restore(database_url, tmp_path / "backup", force=True)
    assert await contents(database_url) == before


async def test_a_backup_of_an_earlier_version_is_upgraded_on_the_way(empty_url: str, tmp_path: Path) -> None:
    old, file = f"sqlite:///{tmp_path / 'old.db'}", tmp_path / "backup"
    await make_0001(old)
    assert await backup(old, file) == Kept(accounts=1, contacts=1)  # and is not upgraded by it
    content = file.read_bytes()
    await restore(empty_url, file)
    assert file.read_bytes() == content
    store = await open_store(old)
    await store.close()
    assert await contents(empty_url) == await contents(old)


async def test_what_is_no_backup_is_refused(sqlite_url: str, tmp_path: Path, empty_url: str) -> None:
    store = await open_store(sqlite_url)
    await filled(store)
    await store.close()
    good = tmp_path / "good"
    await backup(sqlite_url, good)
    wrong = tmp_path / "wrong"
    with pytest.raises(FileNotFoundError):
        await restore(empty_url, wrong)

    def changed(statement: str) -> bytes:
        wrong.write_bytes(good.read_bytes())
        with sqlite3.connect(wrong) as file:
            file.execute(statement)
        file.close()
        return wrong.read_bytes()

    content = good.read_bytes()
    for bad, why in (
        (b"", "nothing of Reachwell"),
        (b"Dear Sam, " * 1000, "not a database"),
        (content[: len(content) // 2], "damaged"),
        (content[:9000] + os.urandom(9000) + content[18000:], "damaged"),
        (changed("DROP TABLE alembic_version"), "another program"),
        (changed("ALTER TABLE contacts RENAME TO people"), "nothing of Reachwell"),
        (changed("DELETE FROM accounts"), "damaged"),  # whose contacts are left
    ):
        wrong.write_bytes(bad)
        with pytest.raises(NotABackup, match=why):
            await restore(empty_url, wrong)
    changed("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Newer):
        await restore(empty_url, wrong)
