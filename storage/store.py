"""The way in: an address becomes an open Store."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from storage.accounts import Accounts
from storage.address import read_address
from storage.apart import Apart
from storage.asks import Asks, Promises
from storage.attendees import Attendees
from storage.cards import Cards
from storage.connection import Connection
from storage.deliveries import Deliveries
from storage.digests import Digests
from storage.erasing import Erasing
from storage.events import Events
from storage.exports import Exports
from storage.feeds import Feeds
from storage.handshakes import Handshakes
from storage.imports import Imports
from storage.linking import Linking
from storage.people import People
from storage.portable import insert_new
from storage.posts import Posts
from storage.reminders import Reminders
from storage.series import SeriesKept
from storage.sqlite import InUse, SQLite
from storage.tables import notes
from storage.targets import Targets
from storage.templates import Templates

if TYPE_CHECKING:  # its driver takes a fifth of a second to load, which who has a file can do without
    from storage.postgres import Postgres

__all__ = ["InUse", "Store", "Transaction", "open_store"]

_NOTE = select(notes.c.value).where(notes.c.name == bindparam("of"))
_ADD_NOTE = insert_new(notes)
_CHANGE_NOTE = update(notes).where(notes.c.name == bindparam("of")).values(value=bindparam("to"))


async def open_store(url: str, *, read_only: bool = False) -> "Store":
    """Open a database, and create or upgrade its tables where that is needed.

    `sqlite:///file.db` is relative to the working directory, `sqlite:////path/file.db` absolute;
    `postgresql://…` (or `postgres://…`) is whatever libpq would understand.
    With `read_only` nothing is created, upgraded or held, so that another Reachwell may be running: for looking at
    its database from the side. Raises WrongAddress for one that is neither, InUse when another Reachwell runs
    on this file, Newer when a newer one wrote it, and Unavailable, in words, when it cannot be opened; of that,
    NotPrepared for a database that is only to be read and has not got today's tables.
    """
    where = read_address(url)
    if isinstance(where, Path):
        return Store(await SQLite.open(where, read_only=read_only))
    from storage.postgres import Postgres

    return Store(await Postgres.open(where, read_only=read_only))


class Transaction:
    """All or nothing; see core.store.Transaction."""

    def __init__(self, connection: Connection) -> None:
        self.accounts = Accounts(connection)
        self.people = People(connection)
        self.digests = Digests(connection)
        self.reminders = Reminders(connection)
        self.asks = Asks(connection)
        self.promises = Promises(connection)
        self.deliveries = Deliveries(connection)
        self.imports = Imports(connection)
        self.events = Events(connection)
        self.series = SeriesKept(connection)
        self.attendees = Attendees(connection)
        self.posts = Posts(connection)
        self.feeds = Feeds(connection)
        self.handshakes = Handshakes(connection)
        self.templates = Templates(connection)
        self.targets = Targets(connection)
        self.apart = Apart(connection)
        self.cards = Cards(connection)
        self.linking = Linking(connection)
        self.exports = Exports(connection)
        self.erasing = Erasing(connection)


class Store:
    """See core.store.Store; made by open_store.

    On both engines the writing transactions of one account happen one after the other: SQLite has one writer, and
    on PostgreSQL whoever reads an account in order to write holds its row.
    A task that is cancelled while its commit is under way may find that it was committed.
    """

    def __init__(self, database: "SQLite | Postgres") -> None:
        self._database = database

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        async with self._database.read() as connection:
            yield Transaction(connection)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        async with self._database.write() as connection:
            yield Transaction(connection)

    async def note(self, name: str) -> str | None:
        async with self._database.read() as connection:
            rows = await connection.rows(_NOTE, {"of": name})
        return str(rows[0].value) if rows else None

    async def set_note(self, name: str, value: str) -> None:
        async with self._database.write() as connection:
            if not await connection.run(_ADD_NOTE, {"name": name, "value": value}):
                connection.later(_CHANGE_NOTE, {"of": name, "to": value})

    async def close(self) -> None:
        await self._database.close()
