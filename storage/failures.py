"""What databases complain of, sorted: what a host can mend becomes Unavailable, and the rest stays our bug.

One complaint is meant: a request that was carried out before becomes AlreadyDone.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from core.store import AlreadyDone, InTheWay, Unavailable

_SQLITE = {
    sqlite3.SQLITE_PERM: "the database file may not be used",
    sqlite3.SQLITE_BUSY: "the database is locked by another program",
    sqlite3.SQLITE_LOCKED: "the database is locked by another program",
    sqlite3.SQLITE_NOMEM: "no memory is left for the database",
    sqlite3.SQLITE_READONLY: "the database is read-only",
    sqlite3.SQLITE_INTERRUPT: "the database was interrupted",
    sqlite3.SQLITE_IOERR: "the database file cannot be read or written",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened",
    sqlite3.SQLITE_PROTOCOL: "the database is locked by another program",
    sqlite3.SQLITE_AUTH: "the database file may not be used",
    sqlite3.SQLITE_NOTADB: "the file is not a database",
}

# By SQLSTATE, or by its class (the first two characters).
_POSTGRESQL = {
    "08": "the connection to the database was lost",
    "25006": "the database is read-only",
    "28": "the database refuses this user or password",
    "3D": "the database does not exist on this server",
    "40": "another transaction was in the way",
    "53100": "the disk is full",
    "53": "the database has no resources left",
    "55P03": "the database is locked by another program",
    "57": "the database is shutting down, starting up or taking too long",
    "58": "the database cannot read or write its files",
}


# How the engines name the keys by which a request is carried out once.
_TAKEN = re.compile(r"\brequests\.key\b|\bpk_requests\b|\bdeeds\.request\b|\buq_deeds_account_id_request\b")


@contextmanager
def translated() -> Iterator[None]:
    """Raises Unavailable, in words, from what the database or the way to it complains of; and AlreadyDone."""
    try:
        yield
    except exc.IntegrityError as e:
        if _TAKEN.search(str(e.orig)):
            raise AlreadyDone from e
        raise
    except (exc.DBAPIError, exc.TimeoutError, sqlite3.Error, OSError, TimeoutError) as e:
        why = _why(e)
        if why is None:
            raise
        raise (InTheWay if why == _POSTGRESQL["40"] else Unavailable)(why) from e
    except Exception as e:
        # asyncpg's own, which SQLAlchemy lets through while a connection is being made.
        why = _POSTGRESQL.get(_state(e)) or _POSTGRESQL.get(_state(e)[:2])
        if why is None:
            raise
        raise Unavailable(why) from e


def _why(error: BaseException) -> str | None:
    if isinstance(error, exc.DBAPIError):
        if error.connection_invalidated:
            return _POSTGRESQL["08"]
        return _why(error.orig) if error.orig is not None else None
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)  # absent where Python itself objects
        return None if code is None else _SQLITE.get(code & 0xFF)
    if isinstance(error, exc.TimeoutError):
        return "every connection to the database is busy"
    if isinstance(error, TimeoutError):
        return "the database takes too long to answer"
    if isinstance(error, OSError):
        return "the database cannot be reached"
    state = _state(error)
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])


def _state(error: BaseException) -> str:
    return str(getattr(error, "sqlstate", None) or "")
