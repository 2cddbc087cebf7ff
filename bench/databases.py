"""A database of its own for a benchmark, on either engine, and the fast way to fill it."""

import asyncio
import atexit
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import Column, Dialect, Table, make_url
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.dialects.sqlite.pysqlite import dialect as pysqlite_dialect

from storage.store import open_store
from tests import postgres

ENGINES = ("SQLite", "PostgreSQL")
_numbers = count(1)
Row = tuple[Any, ...]


@contextmanager
def fresh(engine: str) -> Iterator[str]:
    """The address of a database with today's tables and nothing in them; it is gone afterwards."""
    if engine == "SQLite":
        with tempfile.TemporaryDirectory(prefix="reachwell-bench-") as folder:
            url = f"sqlite:///{folder}/bench.db"
            asyncio.run(_create(url))
            yield url
        return
    name = f"bench_{next(_numbers)}"
    ask(server().url(), f"CREATE DATABASE {name}")
    url = server().url(name)
    asyncio.run(_create(url))
    try:
        yield url
    finally:
        ask(server().url(), f"DROP DATABASE {name} WITH (FORCE)")


@cache
def server() -> postgres.Server:
    """The PostgreSQL of this process: it forgets its data, and so waits for no disk, whoever uses it."""
    started = postgres.start()
    atexit.register(started.stop)
    return started


def path_of(url: str) -> Path:
    """The file of a SQLite address."""
    return Path(make_url(url).database or "")


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def ask(url: str, *statements: str) -> None:
    """Statements without values, one after the other, each for itself."""
    if is_sqlite(url):
        file = sqlite3.connect(path_of(url))
        for statement in statements:
            file.execute(statement)
            file.commit()
        file.close()
        return
    asyncio.run(_ask(url, statements))


class Mould:
    """One row as the driver of a database takes it, to be cast again and again with a few values changed.

    What a fact becomes in a row is decided by the tables' own types; only it takes too long for a million rows.
    """

    def __init__(self, url: str, table: Table, values: Mapping[str, Any]) -> None:
        """`values` by the columns' keys, as facts have them; a column that is missing is an error."""
        self._places = {column.key: place for place, column in enumerate(table.c)}
        self._row = [raw(url, column, values[column.key]) for column in table.c]

    def cast(self, **changes: Any) -> Row:
        """The row with these values, which are raw already, in place of its own."""
        row = self._row.copy()
        for key, value in changes.items():
            row[self._places[key]] = value
        return tuple(row)


def raw(url: str, column: Column[Any], value: Any) -> Any:
    """A value of this column as the driver of this database takes it."""
    bind = _bind(column, is_sqlite(url))
    return bind(value) if bind else value


def pour(url: str, table: Table, rows: Iterable[Row]) -> None:
    """Put many rows into a table; their values stand in the order of its columns."""
    names = [column.name for column in table.c]
    if not is_sqlite(url):
        asyncio.run(_copy(url, table.name, names, rows))
        return
    file = sqlite3.connect(path_of(url))
    file.execute("PRAGMA synchronous = OFF")
    file.execute("PRAGMA cache_size = -500000")  # half a gigabyte: the indexes of millions, in no order
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    with file:
        file.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", rows)
    file.close()


def settle(url: str) -> None:
    """Put what was poured where it stays. PostgreSQL gathers statistics by itself, SQLite does not."""
    if is_sqlite(url):
        ask(url, "PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        ask(url, "VACUUM ANALYZE", "CHECKPOINT")


@cache
def _bind(column: Column[Any], sqlite: bool) -> Callable[[Any], Any] | None:
    dialect: Dialect = pysqlite_dialect() if sqlite else asyncpg_dialect()  # type: ignore[no-untyped-call]
    return column.type.dialect_impl(dialect).bind_processor(dialect)


async def _create(url: str) -> None:
    await (await open_store(url)).close()


async def _ask(url: str, statements: Sequence[str]) -> None:
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def _copy(url: str, table: str, names: Sequence[str], rows: Iterable[Row]) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(
        "SET session_replication_role = replica"
    )  # no look for the other end of every foreign key
    await connection.copy_records_to_table(table, records=rows, columns=names)
    await connection.close()
