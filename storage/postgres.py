"""PostgreSQL: a pool of asyncpg's connections, several processes at once."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import CursorResult, select, text
from sqlalchemy.engine import Connection as Driver
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util.concurrency import await_only

from core.store import ReadOnly
from storage import schema
from storage.connection import Answer, Connection, Step, execute
from storage.failures import translated
from storage.portable import insert_new, rows

POOL = 10  # connections of one process; each works on one transaction
PATIENCE_SECONDS = 10  # how long to wait for one of them, or for the server to let us in
STATEMENT_SECONDS = 60
MANY_ROWS = 200
# How long one thread may keep the interpreter to itself while another wants it; 5 ms unless told. Those that make
# values of rows, or decide whom to suggest, must not be felt by whoever is talking.
SWITCH_SECONDS = 0.0005
IDLE_SECONDS = 30  # between two statements of a transaction
CALLED = "reachwell"  # as which the server knows our connections
_MIGRATING = 7_236_418_502_117_443  # the advisory lock of whoever upgrades the schema


class Postgres:
    """An open database. Many processes may have it open."""

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self._read_only = read_only

        async def connect() -> Any:
            # asyncpg reads the address itself: it knows hosts in the query, sslmode and the rest.
            return await asyncpg.connect(
                url,
                timeout=PATIENCE_SECONDS,
                command_timeout=STATEMENT_SECONDS,
                server_settings={
                    "application_name": CALLED,
                    # Without statistics it would find all that waits, and sort it, to take the first hundred.
                    "random_page_cost": "1.1",
                    "jit": "off",  # compiling a plan takes longer than any of our statements
                    # A process that is suspended in a transaction must not hold the others up for ever.
                    "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
                },
            )

        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=connect,
            pool_size=POOL,
            max_overflow=0,
            pool_timeout=PATIENCE_SECONDS,
            hide_parameters=True,
            isolation_level="READ COMMITTED",
        )
        # One snapshot for all that is read together; a reading transaction is never in anybody's way.
        self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @classmethod
    async def open(cls, url: str, *, read_only: bool = False) -> "Postgres":
        """Raises Unavailable or Newer."""
        database = cls(url, read_only=read_only)
        sys.setswitchinterval(min(SWITCH_SECONDS, sys.getswitchinterval()))
        try:
            with translated():
                async with database._engine.connect() as connection:
                    if read_only:
                        await connection.run_sync(schema.must_be_current)
                    elif not await connection.run_sync(schema.is_current):
                        # Two processes that start at once: the second waits, and finds it done.
                        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
                        await connection.run_sync(schema.upgrade)
                        await connection.commit()
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Connection]:
        if self._read_only:
            raise ReadOnly
        async with _connected(self._engine) as driver:
            connection = Connection(_Sender(driver).send, writable=True)
            yield connection
            with translated():
                await driver.run_sync(_commit, connection.waiting())

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        async with _connected(self._reader) as driver:
            yield Connection(_Sender(driver).send, writable=False)

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncConnection]:
        """One snapshot, for who reads more of it than fits into memory."""
        async with _connected(self._reader) as driver:
            yield driver

    async def close(self) -> None:
        await self._engine.dispose()


class _Sender:
    def __init__(self, driver: AsyncConnection) -> None:
        self._driver = driver

    async def send(self, steps: Sequence[Step]) -> Answer:
        with translated():
            return await self._driver.run_sync(_send, steps)


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection; what is not committed when it is given back is rolled back."""
    with translated():
        driver = await engine.connect()
    try:
        yield driver
    finally:
        with translated():
            await driver.__aexit__(None, None, None)  # shielded: a cancelled task gives it back, too


def _send(driver: Driver, steps: Sequence[Step]) -> Answer:
    answer = Answer((), 0)
    for step in steps:
        answer = execute(driver, _in_one(step), _taken)
    return answer


def _in_one(step: Step) -> Step:
    """Many rows for a table travel as one parameter: sent one by one they take half as long again."""
    if isinstance(step.statement, insert_new) and not isinstance(step.values, Mapping) and len(step.values) > 1:
        return Step(_inserting(step.statement, tuple(step.values[0])), {"rows": step.values})
    return step


@cache
def _inserting(statement: insert_new, keys: tuple[str, ...]) -> insert_new:
    """The same from the rows of one parameter."""
    given = rows("rows", [statement.table.columns[key] for key in keys])
    return insert_new(statement.table).from_select(keys, select(*(given.c[key] for key in keys)))


def _taken(result: CursorResult[Any]) -> Sequence[Any]:
    """The rows of an answer. Those of many people become values in a thread: it would hold the event loop up."""
    if result.rowcount > MANY_ROWS:
        return await_only(asyncio.to_thread(result.fetchall))
    return result.fetchall()


def _commit(driver: Driver, steps: Sequence[Step]) -> None:
    _send(driver, steps)
    driver.commit()
