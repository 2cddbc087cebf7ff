"""`reachwell check`: what is well, what is not, and what it means to a script."""

import asyncio
import doctest
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from aiohttp import web

from bots.host.checking import Finding, look
from bots.settings import Settings
from bots.terminal.clock import OFFSET
from storage.store import open_store
from tests.fakes.telegram import FakeTelegram
from tests.host.conftest import REACHWELL, Run
from tests.storage.earlier import make_0001
from tests.storage.made import HOUR, NOW, account, delivery, identity, reminder

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


async def findings(url: str, now: datetime, **settings: str) -> dict[str, Finding]:
    """What is found in this process, at this time, by subject (the last of each)."""
    chosen = Settings(_env_file=None, **settings)  # type: ignore[arg-type,call-arg]
    file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
    found = await look(chosen, file, partial(open_store, url, read_only=True), lambda: now)
    return {each.subject: each for each in found}


def level(out: str, subject: str) -> str:
    """How the only line about this begins."""
    [line] = [line for line in out.splitlines() if line.split()[1] == subject]
    return line.split()[0]


@asynccontextmanager
async def telegram(off: timedelta = timedelta(), status: int = 200) -> AsyncIterator[str]:
    """A server whose clock is off by so much."""

    async def answer(request: web.Request) -> web.Response:
        assert request.path == f"/bot{TOKEN}/getMe"
        date = format_datetime(datetime.now(UTC) + off, usegmt=True)
        body = {"ok": status == 200, "result": {"username": "reachwell_bot"}}
        return web.json_response(body if status == 200 else {}, status=status, headers={"Date": date})

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_all_is_well_while_it_runs(environment: dict[str, str], tmp_path: Path, reachwell: Run) -> None:
    async with FakeTelegram() as fake, asyncio.timeout(45):
        settings = {"TELEGRAM_TOKEN": fake.token, "TELEGRAM_API_URL": fake.url}
        running = await asyncio.create_subprocess_exec(
            *REACHWELL, env=environment | settings, cwd=tmp_path, stderr=asyncio.subprocess.DEVNULL
        )
        ada = fake.user("Ada")
        await ada.sends("/add Jane Doe")
        while not fake.sent("sendMessage"):
            await asyncio.sleep(0.02)
        before = sorted(path.name for path in tmp_path.iterdir())
        status, out, err = await asyncio.to_thread(reachwell, "check", **settings)
        assert (status, err) == (0, "")
        assert {line.split()[0] for line in out.splitlines()} == {"ok"}
        assert [line.split()[1] for line in out.splitlines()] == [
            "settings",
            "database",
            "lag",
            "space",
            "telegram",
            "clock",
        ]
        assert "@reachwell_bot" in out
        assert not [private for private in (fake.token, "Ada", "Jane") if private in out]
        assert sorted(path.name for path in tmp_path.iterdir()) == before
        running.terminate()
        await running.wait()


def test_on_a_fresh_machine_it_warns_and_makes_nothing(reachwell: Run, tmp_path: Path) -> None:
    status, out, _err = reachwell("check")
    assert status == 0
    assert (level(out, "database"), level(out, "platforms")) == ("warning", "warning")
    assert "first start" in out
    assert list(tmp_path.iterdir()) == []
    status, out, _err = reachwell("check", "--database", "sqlite:///nowhere/reachwell.db")
    assert (status, level(out, "database")) == (1, "problem")


def test_wrong_settings_are_all_said(reachwell: Run) -> None:
    status, out, err = reachwell("check", TELEGRAM_TOKEN="secret", DIGEST_SIZE="many")
    assert (status, out) == (2, "")
    assert "TELEGRAM_TOKEN" in err
    assert "DIGEST_SIZE" in err
    assert "secret" not in err


@pytest.mark.parametrize(
    ("off", "expected", "says"),
    [
        (timedelta(seconds=3), "ok", "agrees"),
        (timedelta(seconds=-3), "ok", "agrees"),
        (timedelta(minutes=-2, seconds=-5), "warning", "2 minutes ahead of Telegram"),
        (timedelta(seconds=12), "warning", "behind Telegram"),
    ],
)
async def test_a_clock_that_is_wrong_is_said(sqlite_url: str, off: timedelta, expected: str, says: str) -> None:
    async with telegram(off) as url:
        found = await findings(sqlite_url, datetime.now(UTC), telegram_token=TOKEN, telegram_api_url=url)
    assert (found["clock"].level, found["telegram"].level) == (expected, "ok")
    assert says in found["clock"].says


@pytest.mark.parametrize(("status", "says"), [(401, "does not know this token"), (502, "trouble of its own")])
async def test_telegram_refuses(sqlite_url: str, status: int, says: str) -> None:
    async with telegram(status=status) as url:
        found = await findings(sqlite_url, NOW, telegram_token=TOKEN, telegram_api_url=url)
    assert found["telegram"].level == "problem"
    assert says in found["telegram"].says
    assert "clock" not in found


def test_telegram_is_not_there(reachwell: Run) -> None:
    status, out, err = reachwell("check", TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL="http://127.0.0.1:1")
    assert (status, level(out, "telegram")) == (1, "problem")
    assert TOKEN not in out + err


@pytest.mark.parametrize(
    ("late", "expected"), [(timedelta(), "ok"), (timedelta(minutes=10), "warning"), (timedelta(hours=3), "problem")]
)
async def test_what_should_have_gone_is_said(database_url: str, late: timedelta, expected: str) -> None:
    due = NOW - late
    new = account(next_digest_at=due)
    store = await open_store(database_url)
    async with store.write() as tx:
        await tx.accounts.add(new, identity(new))
        await tx.reminders.add([reminder(new, next_at=due + HOUR)])
        await tx.deliveries.add([delivery(new, due_at=due + HOUR)])
    await store.close()
    async with telegram() as url:
        found = await findings(database_url, NOW, telegram_token=TOKEN, telegram_api_url=url)
    assert (found["lag"].level, found["database"].level) == (expected, "ok")
    if expected == "problem":
        assert "a delivery for 2 hours, a digest for 3 hours, a reminder for 2 hours" in found["lag"].says
        assert "Is Reachwell running?" in found["lag"].says


async def test_a_database_of_an_earlier_version(empty_url: str) -> None:
    await make_0001(empty_url)
    found = (await findings(empty_url, NOW))["database"]
    assert found.level == "warning"
    assert "not prepared" in found.says


async def test_a_database_that_cannot_be_used(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    newer = (await findings(sqlite_url, NOW))["database"]
    assert newer.level == "problem"
    assert "newer version" in newer.says
    file.write_text("Dear Sam, " * 1000)
    letter = (await findings(sqlite_url, NOW))["database"]
    assert (letter.level, letter.says) == ("problem", "the file is not a database")


def test_no_server(reachwell: Run, tmp_path: Path) -> None:
    url = f"postgresql://sam:hidden@/db?host={tmp_path}"
    status, out, err = reachwell("check", "--database", url)
    assert (status, level(out, "database")) == (1, "problem")
    assert "hidden" not in out + err


async def test_a_clock_that_was_moved_in_the_terminal(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    await store.set_note(OFFSET, "86400")
    await store.close()
    found = await findings(sqlite_url, NOW, telegram_token=TOKEN, telegram_api_url="http://127.0.0.1:1")
    assert found["database"].level == "problem"
    assert "moved in the terminal" in found["database"].says


@pytest.mark.parametrize("name", ["amounts", "printing", "telegram"])
def test_the_examples(name: str) -> None:
    assert doctest.testmod(import_module(f"bots.host.{name}")).failed == 0
