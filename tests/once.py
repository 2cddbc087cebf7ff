"""What each test would do again, done once: statements and files compiled; and nobody waits for the disk.

A test has an engine of its own, and an engine forgets what another one compiled: a third of the time of a test that
talks to a database. A program that is started compiles all of Reachwell again where Python has been told to write
no bytecode. And what is thrown away need not survive that the power fails.
"""

import gc
import os
import sqlite3
import sys
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event


class _Compiled(dict[tuple[Hashable, ...], Any]):
    """Statements as they were compiled for a database, whichever engine wants them.

    SQLAlchemy's keys begin with the engine's dialect. All of ours for one database are the same.
    """

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(_of_any_engine(key), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__(_of_any_engine(key), compiled)


_COMPILED = _Compiled()
_waiting: list[bool] = []


def begin() -> None:
    """To be called before the tests are imported."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    event.listen(Engine, "engine_connect", _share)
    event.listen(Engine, "engine_connect", _do_not_wait)


def leave_in_peace() -> None:
    """What has been imported and collected stays to the end: nobody need look through it for what is left over."""
    gc.collect()
    gc.freeze()


@contextmanager
def waiting_for_the_disk() -> Iterator[None]:
    """Where that is what a test is about."""
    _waiting.append(True)  # listeners that are taken off may still be called by engines of the same kind
    try:
        yield
    finally:
        _waiting.pop()


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_COMPILED)


def _do_not_wait(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and not _waiting:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute("PRAGMA synchronous = OFF")


def _of_any_engine(key: tuple[Any, ...]) -> tuple[Hashable, ...]:
    dialect, *statement = key
    return (dialect.name, *statement)
