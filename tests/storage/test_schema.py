"""The tables: migrations make what tables.py says, a newer database is refused, and addresses are understood."""

import asyncio
import sqlite3
import time
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine

from core.store import Newer, Unavailable
from storage import schema
from storage.store import InUse, open_store
from storage.tables import metadata
from tests import once


async def _ask(url: str, statement: str) -> list[Any]:
    """In this database, past our own code."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        rows = connection.execute(statement).fetchall()
        connection.commit()
        connection.close()
        return rows
    server = await asyncpg.connect(url)
    found = await server.fetch(statement)
    await server.close()
    return [tuple(row) for row in found]


def _differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def test_migrations_make_the_tables(database_url: str, engine: str) -> None:
    if engine == "sqlite":
        with create_engine(database_url).connect() as connection:
            assert _differences(connection) == []
        return
    database = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(database_url))
    async with database.connect() as server:
        assert await server.run_sync(_differences) == []
    await database.dispose()


async def test_migrations_make_them_to_the_letter(database_url: str, empty_url: str, engine: str) -> None:
    """What Alembic does not compare: collations, partial indexes, what happens on deletion."""
    if engine == "sqlite":
        await _create_all_sqlite(empty_url)
        shape = "SELECT name, sql FROM sqlite_master WHERE sql <> '' AND name <> 'alembic_version'"
        migrated, made = [
            {name: sorted(part.strip(" ()\n\t") for part in sql.split(",")) for name, sql in await _ask(url, shape)}
            for url in (database_url, empty_url)
        ]
        assert migrated == made
        return
    database = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(empty_url))
    async with database.begin() as server:
        await server.run_sync(metadata.create_all)
    await database.dispose()
    for shape in (
        "SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name "
        "FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY 1, 2",
        "SELECT indexname, indexdef FROM pg_indexes "
        "WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1",
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%' ORDER BY 1",
    ):
        assert await _ask(database_url, shape) == await _ask(empty_url, shape)


async def _create_all_sqlite(url: str) -> None:
    database = create_engine(url)
    with database.begin() as connection:
        metadata.create_all(connection)
    database.dispose()


async def test_what_is_sorted_is_sorted_by_code_point(postgres_url: str) -> None:
    """Whatever the database's own collation is."""
    ordered = await _ask(
        postgres_url,
        "SELECT DISTINCT table_name || '.' || column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND collation_name = 'C'",
    )
    assert {"keys.value", "contacts.sort_name", "contacts.id", "identities.external_id"} <= {
        row[0] for row in ordered
    }


async def test_a_new_database_gets_its_tables_once(empty_url: str) -> None:
    for _ in range(2):
        store = await open_store(empty_url)
        assert await store.note("x") is None
        await store.close()
    assert await _ask(empty_url, "SELECT version_num FROM alembic_version") == [(schema.REVISIONS[-1],)]


async def test_opening_again_is_fast(database_url: str) -> None:
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        store = await open_store(database_url)
        took.append(time.perf_counter() - begun)
        await store.close()
    assert min(took) < 0.1


async def test_two_processes_that_start_at_once(postgres_server: Any, empty_url: str, engine: str) -> None:
    if engine == "sqlite":
        first, second = await asyncio.gather(open_store(empty_url), open_store(empty_url), return_exceptions=True)
        assert isinstance(first, InUse) != isinstance(second, InUse)
        for each in (first, second):
            if not isinstance(each, BaseException):
                await each.close()
        return
    stores = await asyncio.gather(*(open_store(empty_url) for _ in range(3)))
    for store in stores:
        assert await store.note("x") is None
        await store.close()


async def test_a_database_of_a_newer_version_is_refused(empty_url: str) -> None:
    await (await open_store(empty_url)).close()
    await _ask(empty_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Newer):
        await open_store(empty_url)
    await _ask(empty_url, f"UPDATE alembic_version SET version_num = '{schema.REVISIONS[-1]}'")
    await (await open_store(empty_url)).close()  # and nothing was left locked


async def test_another_programs_database_is_left_alone(empty_url: str) -> None:
    await _ask(empty_url, "CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(Unavailable, match="another program"):
        await open_store(empty_url)


async def test_plain_addresses_are_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for address in ("sqlite:///a.db", "sqlite+aiosqlite:///b.db", f"sqlite:///{tmp_path}/c d.db"):
        await (await open_store(address)).close()
    assert {path.name for path in tmp_path.glob("*.db")} == {"a.db", "b.db", "c d.db"}


async def test_postgres_addresses_are_understood(postgres_url: str) -> None:
    rest = postgres_url.removeprefix("postgresql://")
    for scheme in ("postgres", "postgresql", "postgresql+asyncpg"):
        await (await open_store(f"{scheme}://{rest}")).close()


@pytest.mark.parametrize(
    "address", ["", "reachwell.db", "mysql://me:secret@host/db", "sqlite://", "sqlite:///:memory:", "postgres:"]
)
async def test_other_addresses_are_refused_in_words(address: str) -> None:
    with pytest.raises(ValueError, match="address") as refused:
        await open_store(address)
    assert "secret" not in str(refused.value)


async def test_sqlite_keeps_what_it_answers_for(sqlite_url: str) -> None:
    settings = {}
    with once.waiting_for_the_disk():
        store = await open_store(sqlite_url)
        for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout"):
            settings[name] = await store._database._writer.do(  # type: ignore[union-attr]
                lambda driver, name=name: driver.execute(text(f"PRAGMA {name}")).scalar()
            )
        await store.close()
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 5000}
