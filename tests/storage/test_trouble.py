"""A database that is read-only, full, locked, gone or none: said in words, nothing half done, no word private."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from core.facts.account import Account
from core.store import Store, Unavailable
from storage import sqlite
from storage.postgres import CALLED
from storage.store import InUse, open_store
from tests import postgres
from tests.storage.made import contact, known, signed_up

SECRET = "Jane Doe, +33 6 12 34 56 78"


async def on_the_writer(store: Store, statement: str) -> None:
    """Done to the writing connection itself."""
    lane = store._database._writer  # type: ignore[attr-defined]
    await lane.do(lambda driver: driver.execute(text(statement)))


async def adding_fails(store: Store, ada: Account, why: str) -> None:
    """Adding somebody is refused for this reason, without their name, and leaves nothing."""
    with pytest.raises(Unavailable, match=re.escape(why)) as refused:
        await known(store, ada, contact(ada, SECRET, notes=SECRET * 200))
    error: BaseException | None = refused.value
    while error is not None:
        assert "Jane" not in str(error)
        error = error.__cause__
    async with store.read() as tx:
        assert await tx.people.count(ada.id) == 0


@pytest.fixture
async def file(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sqlite, "BUSY_MS", 50)
    return Path(sqlite_url.removeprefix("sqlite:///"))


async def test_a_full_disk(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    ada = await signed_up(store)
    await on_the_writer(store, "PRAGMA max_page_count = 1")
    await adding_fails(store, ada, "the disk is full")
    await on_the_writer(store, "PRAGMA max_page_count = 1000000")
    await known(store, ada, "Jane")
    await store.close()


async def test_a_database_that_became_read_only(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    ada = await signed_up(store)
    await on_the_writer(store, "PRAGMA query_only = ON")
    await adding_fails(store, ada, "the database is read-only")
    await on_the_writer(store, "PRAGMA query_only = OFF")
    await known(store, ada, "Jane")
    await store.close()


async def test_a_database_that_another_program_holds(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    ada = await signed_up(store)
    other = sqlite3.connect(file)
    other.execute("BEGIN IMMEDIATE")
    await adding_fails(store, ada, "the database is locked by another program")
    other.rollback()
    await known(store, ada, "Jane")
    other.close()
    await store.close()


async def test_a_file_that_is_not_a_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear Sam, " * 1000)
    with pytest.raises(Unavailable, match="not a database"):
        await open_store(f"sqlite:///{file}")
    assert file.read_text() == "Dear Sam, " * 1000


async def test_a_damaged_database(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(Unavailable, match="damaged"):
        await open_store(f"sqlite:///{file}")


async def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        await open_store(f"sqlite:///{tmp_path}/nowhere/reachwell.db")
    with pytest.raises(Unavailable):
        await open_store(f"sqlite:///{tmp_path}")


async def test_a_second_start_is_refused(file: Path) -> None:
    link = file.with_name("link.db")
    link.symlink_to(file)
    first = await open_store(f"sqlite:///{file}")
    for name in (file, link):
        with pytest.raises(InUse):
            await open_store(f"sqlite:///{name}")
    ada = await signed_up(first)  # undisturbed
    await first.close()
    second = await open_store(f"sqlite:///{link}")
    async with second.read() as tx:
        assert await tx.accounts.get([ada.id]) == [ada]
    await second.close()


async def test_a_process_that_died_holds_nothing(file: Path) -> None:
    """What it had committed is there; what it was at is not; and the next one starts."""
    script = (
        "import asyncio, os, sys\n"
        "from storage.store import open_store\n"
        "async def main():\n"
        "    store = await open_store(sys.argv[1])\n"
        "    await store.set_note('kept', 'yes')\n"
        "    async with store.write():\n"
        "        os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )
    died = subprocess.run([sys.executable, "-c", script, f"sqlite:///{file}"], check=False)
    assert died.returncode == -9
    store = await open_store(f"sqlite:///{file}")
    assert await store.note("kept") == "yes"
    await store.close()


async def test_no_server_there(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        await open_store(f"postgresql://sam:{'secret'}@/db?host={tmp_path}")
    assert "secret" not in str(refused.value)
    with pytest.raises(Unavailable):
        await open_store("postgresql://sam:secret@127.0.0.1:1/db")


async def test_a_server_without_this_database(postgres_server: postgres.Server) -> None:
    with pytest.raises(Unavailable, match="does not exist"):
        await open_store(postgres_server.url("nowhere"))


async def test_a_server_that_hangs_up(postgres_url: str) -> None:
    """The one under way is told; the next one finds a new connection."""
    store = await open_store(postgres_url)
    ada = await signed_up(store)

    async def hung_up_on() -> None:
        async with store.write() as tx:
            await tx.people.add([contact(ada, SECRET)])
            await tx.people.count(ada.id)
            other = await open_store(postgres_url)
            async with other._database._engine.begin() as driver:  # type: ignore[union-attr]
                await driver.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                        f"AND application_name = '{CALLED}'"
                    )
                )
            await other.close()
            await tx.people.count(ada.id)

    with pytest.raises(Unavailable):
        await hung_up_on()
    async with store.read() as tx:
        assert await tx.people.count(ada.id) == 0
    await known(store, ada, "Jane")
    await store.close()


async def test_a_server_that_takes_no_writing(postgres_url: str) -> None:
    store = await open_store(postgres_url)
    ada = await signed_up(store)

    async def writes_where_nothing_may_be_written() -> None:
        async with store.write() as tx:
            await tx.people._db.run(text("SET TRANSACTION READ ONLY"))  # type: ignore[attr-defined]
            await tx.people.add([contact(ada, SECRET)])

    with pytest.raises(Unavailable, match="read-only"):
        await writes_where_nothing_may_be_written()
    await known(store, ada, "Jane")
    await store.close()
