"""SQLite: one file, one writer, a few readers, each connection with a thread of its own.

A trip to a thread costs more than a statement, and SQLAlchemy's own bridge (aiosqlite) makes four for each. Here a
trip carries as many statements as are ready: a transaction of five takes a third of the CPU.
"""

import asyncio
import logging
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar
from urllib.parse import quote

import filelock
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import Connection as Driver
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from core.store import ReadOnly, Unavailable
from storage import schema
from storage.connection import Answer, Connection, Step, execute
from storage.failures import translated
from storage.portable import insert_new
from storage.tables import notes

log = logging.getLogger(__name__)

BUSY_MS = 5000  # how long another program may hold the file
TURN_SECONDS = 10  # how long we may be kept waiting by transactions of our own
READERS = 4
COMPACTED = 250_000_000  # bytes; to write a larger file anew would keep others waiting for too long
# How long the loop's thread may keep the interpreter to itself while a connection's thread wants it; 5 ms unless
# told. A statement asks for it several times: with a busy loop that made transactions two to three times slower.
SWITCH_SECONDS = 0.0005

_VACUUM = "VACUUM"
TO_COMPACT = "to be compacted"  # the note that stands while the file is still to be written anew
_NOTE_IT = insert_new(notes)

T = TypeVar("T")


class InUse(Exception):
    """Another Reachwell is running on this database file."""


class SQLite:
    """An open database file. No other Reachwell opens it until it is closed, but to read."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        path = path.resolve()  # one file has one lock, by whatever name it is opened
        self._read_only = read_only
        self._engine = engine_for(path, mode="rw" if read_only else "rwc")
        self._lock = filelock.FileLock(f"{path}.lock", timeout=0)
        self._writer = _Lane(self._engine)
        self._turn = asyncio.Lock()
        self._untraced = False  # whether the log still holds what was to leave no trace
        self._readers: list[_Lane] = []
        self._resting: list[_Lane] = []  # those of the readers that nobody uses
        self._reading = asyncio.Semaphore(READERS)

    @classmethod
    async def open(cls, path: Path, *, read_only: bool = False) -> "SQLite":
        """Raises InUse, Unavailable or Newer."""
        database = cls(path, read_only=read_only)
        sys.setswitchinterval(min(SWITCH_SECONDS, sys.getswitchinterval()))
        try:
            if read_only:
                database._resting.append(lane := database._another())
                with translated():
                    await lane.do(schema.must_be_current)
                return database
            database._take()
            with translated():
                await database._writer.do(_prepare)
        except BaseException:
            await database.close()
            raise
        return database

    def _take(self) -> None:
        """Make sure that we are alone."""
        file = Path(self._lock.lock_file)
        if not file.parent.is_dir():  # which the lock would make
            raise Unavailable("the directory of the database does not exist")
        try:
            self._lock.acquire()
        except filelock.Timeout as e:
            raise InUse from e
        except OSError as e:
            raise Unavailable("the lock file beside the database cannot be written") from e

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Connection]:
        if self._read_only:
            raise ReadOnly
        async with _waited_for(self._turn):
            visit = _Visit(self._writer, "BEGIN IMMEDIATE")
            connection = Connection(visit.send, writable=True)
            try:
                yield connection
                if connection.traceless:
                    connection.later(_NOTE_IT, {"name": TO_COMPACT, "value": ""})
                await visit.commit(connection.waiting())
                if connection.traceless:
                    self._untraced = True
                    await self._writer.do(_compact)
                if self._untraced:
                    self._untraced = not await self._writer.do(_empty_log)
            except BaseException:
                # Not waited for, since who was cancelled may be cancelled again. The thread keeps the order: first
                # what is still under way, then this, and only then what the next transaction sends.
                self._writer.abandon()
                raise

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        async with _waited_for(self._reading):
            lane = self._resting.pop() if self._resting else self._another()
            try:
                yield Connection(_Visit(lane, "BEGIN").send, writable=False)
            finally:
                lane.abandon()
                self._resting.append(lane)

    def _another(self) -> "_Lane":
        lane = _Lane(self._engine, query_only=True)
        self._readers.append(lane)
        return lane

    async def close(self) -> None:
        """Let the statements that are under way end, and go. Who comes after that gets Unavailable."""
        for lane in (*self._readers, self._writer):  # the last one that goes folds the log into the file
            await lane.close()
        self._lock.release()


class _Visit:
    """One transaction's use of a lane. It begins with the first statement."""

    def __init__(self, lane: "_Lane", begin: str) -> None:
        self._lane = lane
        self._begin = begin
        self._begun = False

    async def send(self, steps: Sequence[Step]) -> Answer:
        begin, self._begun = "" if self._begun else self._begin, True
        with translated():
            return await self._lane.do(lambda driver: _send(driver, steps, begin))

    async def commit(self, steps: Sequence[Step]) -> None:
        if not self._begun and not steps:
            return
        begin, self._begun = "" if self._begun else self._begin, True
        with translated():
            await self._lane.do(lambda driver: _commit(driver, steps, begin))


class _Lane:
    """A connection and the thread that alone uses it: what it is given is done in order, awaited or not."""

    def __init__(self, engine: Engine, *, query_only: bool = False) -> None:
        self._engine = engine
        self._query_only = query_only
        self._driver: Driver | None = None
        self._closed = False
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        threading.Thread(target=self._live, name="reachwell-sqlite", daemon=True).start()

    def do(self, work: Callable[[Driver], T]) -> "asyncio.Future[T]":
        """A cancelled future does not stop the work; nobody hears of its result, then."""
        if self._closed:  # nobody would ever do it
            raise Unavailable("the database is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def task() -> None:
            # A loop that was closed meanwhile waits for nothing.
            with suppress(RuntimeError):
                try:
                    result = work(self._connected())
                except BaseException as e:
                    loop.call_soon_threadsafe(_fail, future, e)
                else:
                    loop.call_soon_threadsafe(_fulfil, future, result)

        self._work.put(task)
        return future

    def abandon(self) -> None:
        """End the transaction, if there is one, without a trace of it."""
        self._work.put(self._roll_back)

    async def close(self) -> None:
        loop, closed = asyncio.get_running_loop(), asyncio.Event()

        def last() -> None:
            self._disconnect()
            loop.call_soon_threadsafe(closed.set)

        self._closed = True
        self._work.put(last)
        self._work.put(None)
        await closed.wait()

    def _live(self) -> None:
        while (work := self._work.get()) is not None:
            work()

    def _connected(self) -> Driver:
        if self._driver is None:
            self._driver = self._engine.connect()
            if self._query_only:
                self._driver.exec_driver_sql("PRAGMA query_only = ON")
        return self._driver

    def _disconnect(self) -> None:
        with suppress(sqlite3.Error, SQLAlchemyError):
            if self._driver is not None:
                self._driver.close()

    def _roll_back(self) -> None:
        # Should it fail, the next transaction tries it again, and hears why.
        with suppress(sqlite3.Error):
            if self._driver is not None:
                _raw(self._driver).rollback()


def engine_for(path: Path, mode: str) -> Engine:
    """`mode` is SQLite's: rwc makes a file that is not there, rw does not. Any one thread may use a connection.

    Not ro: that cannot clean up after a process that died, and leaves files of its own beside the database.
    """
    # Autocommit: BEGIN, COMMIT and ROLLBACK are ours, SQLAlchemy and sqlite3 send none of their own.
    engine = create_engine(
        URL.create("sqlite", database=f"file:{quote(str(path))}", query={"mode": mode, "uri": "true"}),
        connect_args={"check_same_thread": False},
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _configure(raw: Any, _record: object) -> None:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")  # what somebody had erased is not to be read off the disk
        raw.execute("PRAGMA synchronous = FULL")  # what was answered for is on the disk

    return engine


def _prepare(driver: Driver) -> None:
    _raw(driver).execute("PRAGMA journal_mode = WAL")
    if not schema.is_current(driver):
        _raw(driver).execute("BEGIN IMMEDIATE")
        try:
            schema.upgrade(driver)
            _raw(driver).commit()
        except BaseException:
            _raw(driver).rollback()
            raise


def _send(driver: Driver, steps: Sequence[Step], begin: str) -> Answer:
    if begin:
        raw = _raw(driver)
        raw.rollback()  # does nothing, unless the rollback of the last transaction failed
        raw.execute(begin)
    answer = Answer((), 0)
    for step in steps:
        answer = execute(driver, step)
    return answer


def _commit(driver: Driver, steps: Sequence[Step], begin: str) -> None:
    _send(driver, steps, begin)
    _raw(driver).commit()


def _compact(driver: Driver) -> None:
    """Write the file anew, without what was deleted: where rows have moved within a page, or to another, their old
    place is not overwritten by secure_delete. A larger file than COMPACTED is left to its host (docs/export.md).

    What was written is committed, whatever becomes of this: the disk may be full. Then the note stays, and it is
    tried again in the night (Erasing.tidy).
    """
    raw = _raw(driver)
    try:
        ((pages,), (size,)) = (raw.execute(f"PRAGMA {each}").fetchone() for each in ("page_count", "page_size"))
        if pages * size <= COMPACTED:
            raw.execute(_VACUUM)
        else:
            log.warning("Somebody was erased, but the file is too large to be written anew: see docs/export.md.")
        raw.execute("DELETE FROM notes WHERE name = ?", (TO_COMPACT,))
    except sqlite3.Error as error:
        log.warning(
            "Somebody was erased, but the file could not be written anew. It is tried again in the night.",
            extra={"reason": getattr(error, "sqlite_errorname", type(error).__name__)},
        )


def _empty_log(driver: Driver) -> bool:
    """Fold the log into the file, and cut it off: it holds pages as they were before something was deleted.

    False while somebody reads: they are not waited for, since whoever wants to write waits for this.
    """
    raw = _raw(driver)
    try:
        raw.execute("PRAGMA busy_timeout = 0")
        (busy, _in_log, _folded) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:  # what was written is committed, whatever becomes of this
        return False
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    return not busy


def _raw(driver: Driver) -> sqlite3.Connection:
    raw = driver.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _fulfil(future: "asyncio.Future[T]", result: T) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: "asyncio.Future[Any]", error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)


@asynccontextmanager
async def _waited_for(turn: asyncio.Lock | asyncio.Semaphore) -> AsyncIterator[None]:
    """Hold the turn. Raises Unavailable when it does not come in time."""
    try:
        async with asyncio.timeout(TURN_SECONDS if turn.locked() else None):
            await turn.acquire()
    except TimeoutError as e:
        raise Unavailable("the database is busy") from e
    try:
        yield
    finally:
        turn.release()
