"""Backups: everything in one SQLite file, from either engine, and back into either.

A backup and a restore are also the way from SQLite to PostgreSQL, and back.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import RowMapping, Select, Table, column, delete, func, insert, inspect, select, table, text
from sqlalchemy.engine import Connection as Driver
from sqlalchemy.sql.expression import TableClause

from core.store import Unavailable
from storage import schema
from storage.address import read_address
from storage.columns import Json, OneOf, Words
from storage.connection import Connection
from storage.failures import translated
from storage.sqlite import InUse, SQLite, engine_for
from storage.tables import accounts, contacts, metadata

if TYPE_CHECKING:
    from storage.postgres import Postgres

ROWS = 1000  # so many are in memory at once

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :called"
    " AND pid <> pg_backend_pid()"
)


_OURS = frozenset(("accounts", "identities", "contacts", "entries", "deliveries"))  # in every revision


class NotABackup(Exception):
    """The file to restore from is none of ours, or damaged; in words."""


class NotEmpty(Exception):
    """There are people in this database already."""


class Kept(NamedTuple):
    """How much a backup holds."""

    accounts: int
    contacts: int


async def backup(url: str, file: Path, *, force: bool = False) -> Kept:
    """Write all that is in a database at this moment into `file`; Reachwell may go on running.

    It is written under another name first, and looked through: `file` is whole, or not there. With `force` it may
    take the place of another file. Raises FileExistsError, WrongAddress, Newer and Unavailable.
    """
    source = read_address(url)
    _must_be_writable(file, source, force)
    with _under_another_name(file) as unfinished:
        if isinstance(source, Path):
            await asyncio.to_thread(_copy_file, source, unfinished)
        else:
            await _copy_server(source, unfinished)
        try:
            return await asyncio.to_thread(_look_through, unfinished)
        except NotABackup as damaged:
            raise Unavailable("the database file is damaged") from damaged


async def restore(url: str, file: Path, *, force: bool = False) -> Kept:
    """Fill a database from a backup, in one transaction; with `force` in place of everybody who is in it.

    A backup of an earlier version is upgraded on the way. Raises FileNotFoundError, NotABackup, NotEmpty,
    WrongAddress, InUse while Reachwell runs on the database, Newer and Unavailable.
    """
    target = read_address(url)
    _must_be_another(file, target)
    kept = await asyncio.to_thread(_look_through, file)
    async with _of_today(file) as source, _opened(target) as database, database.write() as connection:
        if isinstance(target, str):
            await _must_be_alone(connection)
        if not force and (await connection.rows(_how_many(accounts)))[0][0]:
            raise NotEmpty
        for each in reversed(metadata.sorted_tables):
            connection.later(delete(each))
        for each in metadata.sorted_tables:
            await _copy_rows(source, connection, _plain(each))
    return kept


def _must_be_writable(file: Path, source: Path | str, force: bool) -> None:
    if isinstance(source, Path) and not source.is_file():
        raise Unavailable("there is no such file yet")
    if file.is_dir() or (file.exists() and (not force or _is_same(source, file))):
        raise FileExistsError(file)


def _must_be_another(file: Path, target: Path | str) -> None:
    if not file.exists():
        raise FileNotFoundError(file)
    if _is_same(target, file):
        raise NotABackup("it is the database itself")


def _copy_file(source: Path, file: Path) -> None:
    # In one look at it, whatever is written meanwhile; and without what was deleted, which its pages still hold.
    with translated(), _looking_at(source) as driver:
        schema.revision_of(driver)
        driver.execute(text("VACUUM INTO :file"), {"file": str(file)})


async def _copy_server(url: str, file: Path) -> None:
    server = await _server(url, read_only=True)
    try:
        async with server.look() as driver:
            with translated(), _looking_at(file) as copy:
                await asyncio.to_thread(_prepare, copy)
                for each in metadata.sorted_tables:
                    plain = _plain(each)
                    found = await driver.stream(select(plain), execution_options={"yield_per": ROWS})
                    async for rows in found.mappings().partitions():
                        await asyncio.to_thread(copy.execute, insert(plain), _values(rows))
                await asyncio.to_thread(copy.exec_driver_sql, "COMMIT")
    finally:
        await server.close()


async def _copy_rows(source: Driver, connection: Connection, plain: TableClause) -> None:
    with translated():
        found = (await asyncio.to_thread(source.execute, select(plain))).mappings()
    while rows := await asyncio.to_thread(found.fetchmany, ROWS):
        await connection.run(insert(plain), _values(rows))


def _prepare(driver: Driver) -> None:
    """Today's tables, in a transaction that goes on."""
    driver.exec_driver_sql("BEGIN")
    schema.upgrade(driver)


def _look_through(file: Path) -> Kept:
    """Raises NotABackup, or Newer."""
    try:
        with translated(), _looking_at(file) as driver:
            if [row[0] for row in driver.execute(text("PRAGMA integrity_check"))] != ["ok"]:
                raise NotABackup("the file is damaged")
            if schema.revision_of(driver) is None or not set(inspect(driver).get_table_names()) >= _OURS:
                raise NotABackup("there is nothing of Reachwell's in it")
            if driver.execute(text("PRAGMA foreign_key_check")).first() is not None:
                raise NotABackup("the file is damaged")
            return Kept(*(driver.execute(_how_many(each)).scalar_one() for each in (accounts, contacts)))
    except Unavailable as why:
        raise NotABackup(str(why).replace("the database", "the file")) from why


@asynccontextmanager
async def _of_today(file: Path) -> AsyncIterator[Driver]:
    """One look at a backup, or at a copy of it with today's tables when its are an earlier version's."""
    with tempfile.TemporaryDirectory(prefix="reachwell-") as folder:
        if not await asyncio.to_thread(_is_current, file):
            earlier, file = file, Path(folder) / "backup.db"
            await asyncio.to_thread(_copy_file, earlier, file)
            await (await SQLite.open(file)).close()
        with _looking_at(file) as driver:
            driver.exec_driver_sql("BEGIN")
            yield driver


def _is_current(file: Path) -> bool:
    with translated(), _looking_at(file) as driver:
        return schema.is_current(driver)


@contextmanager
def _looking_at(file: Path) -> Iterator[Driver]:
    engine = engine_for(file, mode="rw")
    try:
        with engine.connect() as driver:
            yield driver
    finally:
        engine.dispose()


@asynccontextmanager
async def _opened(target: Path | str) -> "AsyncIterator[SQLite | Postgres]":
    database = await (SQLite.open(target) if isinstance(target, Path) else _server(target))
    try:
        yield database
    finally:
        await database.close()


async def _server(url: str, *, read_only: bool = False) -> "Postgres":
    from storage.postgres import Postgres  # loaded only for who has one

    return await Postgres.open(url, read_only=read_only)


async def _must_be_alone(connection: Connection) -> None:
    """On a server there is no lock file; but it knows who is connected."""
    from storage.postgres import CALLED

    if (await connection.rows(_OTHERS, {"called": CALLED}))[0][0]:
        raise InUse


@contextmanager
def _under_another_name(file: Path) -> Iterator[Path]:
    """An empty file that becomes `file` in the end, and vanishes if it does not come to that."""
    unfinished = file.with_name(f".{file.name}.{token_hex(4)}")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # it holds private things
    except OSError as e:
        raise Unavailable("the backup cannot be written there") from e
    try:
        yield unfinished
        _make_sure_of(unfinished)
        unfinished.replace(file)
        _make_sure_of(file.parent)
    finally:
        for rest in ("", "-journal", "-wal", "-shm"):
            Path(f"{unfinished}{rest}").unlink(missing_ok=True)


def _make_sure_of(path: Path) -> None:
    """That it is on the disk, and stays there when the power goes."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _is_same(database: Path | str, file: Path) -> bool:
    return isinstance(database, Path) and database.exists() and database.samefile(file)


def _plain(each: Table) -> TableClause:
    """The same table, whose JSON and choices are the texts that are kept: nothing is made of them on the way."""
    types = {kept.name: Words() if isinstance(kept.type, Json | OneOf) else kept.type for kept in each.columns}
    return table(each.name, *(column(name, type_) for name, type_ in types.items()))


def _how_many(each: Table) -> Select[Any]:
    return select(func.count()).select_from(each)


def _values(rows: Sequence[RowMapping]) -> list[dict[Any, Any]]:
    return [dict(row) for row in rows]
