"""What every test may ask for: a clock, and a store on each of the two databases."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import settings

from storage.store import Store, open_store
from storage.tables import metadata
from tests import once, postgres

once.begin()
settings.register_profile("reachwell", deadline=None)  # no test may depend on how busy the machine is
settings.load_profile("reachwell")

_SAYS = pytest.StashKey[str]()  # which PostgreSQL was used


class Clock:
    """Tells the time that a test says it is; a Monday at nine to begin with."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)  # no two looks at a clock tell quite the same
        return self.now

    def advance(self, **by: float) -> None:
        """By what a timedelta takes: days=3, hours=1."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> str:
    """On which database this test runs."""
    return str(request.param)


@pytest.fixture
def database_url(engine: str, request: pytest.FixtureRequest) -> str:
    """A database of the test's own, with today's tables and nothing in them."""
    return str(request.getfixturevalue(f"{engine}_url"))


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = await open_store(database_url)
    yield store
    await store.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "reachwell.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_tables: str, empty_tables: Callable[[], None]) -> str:
    empty_tables()
    return postgres_tables


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest) -> str:
    """A database in which there is nothing yet, not even tables."""
    return str(request.getfixturevalue(f"empty_{engine}_url"))


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new.db'}"


@pytest.fixture
def empty_postgres_url(postgres_server: postgres.Server) -> str:
    return _new_database(postgres_server)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    asyncio.run(_create(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: postgres.Server) -> str:
    url = _new_database(postgres_server)
    asyncio.run(_create(url))
    return url


@pytest.fixture(scope="session")
def empty_tables(postgres_tables: str) -> Iterator[Callable[[], None]]:
    """Emptied rather than made anew: 1 ms instead of 300. DELETE, since TRUNCATE of a dozen tables takes 50; and
    through one connection for all tests, since the first statements of a new one take 10."""
    emptying = ";".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        connection = runner.run(asyncpg.connect(postgres_tables))
        yield lambda: runner.run(connection.execute(emptying))
        runner.run(connection.close())


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[postgres.Server]:
    """Fails without a server, unless REACHWELL_TEST_POSTGRES=off says that this is meant."""
    if os.environ.get(postgres.OFF) == "off":
        pytest.skip(f"{postgres.OFF}=off")
    try:
        server = postgres.start()
    except postgres.NoServer as e:
        pytest.fail(str(e), pytrace=False)
    request.config.stash[_SAYS] = server.says
    yield server
    server.stop()


def pytest_make_parametrize_id(val: object) -> str | None:
    if isinstance(val, bytes):  # a ZIP has today's time in it: two processes would name the same test differently
        return f"{len(val)}-bytes"
    return None


def pytest_collection_finish() -> None:
    once.leave_in_peace()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # one of several processes: let the first one say it
        session.config.workeroutput["postgres"] = session.config.stash.get(_SAYS, None)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    if says := getattr(node, "workeroutput", {}).get("postgres"):
        node.config.stash[_SAYS] = says


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if says := config.stash.get(_SAYS, None):
        terminalreporter.write_line(f"PostgreSQL for the tests: {says}")
    elif os.environ.get(postgres.OFF) == "off":
        terminalreporter.write_line(f"PostgreSQL was left out: {postgres.OFF}=off", yellow=True)


async def _create(url: str) -> None:
    await (await open_store(url)).close()


def _new_database(server: postgres.Server) -> str:
    name = f"test_{uuid4().hex}"
    _ask(server.url(), f"CREATE DATABASE {name}")
    return server.url(name)


def _ask(url: str, statement: str) -> None:
    async def ask() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(statement)
        await connection.close()

    asyncio.run(ask())
