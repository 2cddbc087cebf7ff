"""`reachwell backup` and `reachwell restore`: what they say, and what that means to a script."""

import asyncio
import signal
import subprocess
from datetime import timedelta
from pathlib import Path

from core.delivery.outbox import Outbox
from storage.backup import backup, restore
from storage.store import open_store
from tests.conftest import Clock
from tests.delivery.owed import TOLD, owe, owed, sign_up
from tests.delivery.post import Chats
from tests.host.conftest import REACHWELL, Run
from tests.storage.made import known, signed_up


async def test_a_backup_while_it_runs_and_back_again(
    environment: dict[str, str], tmp_path: Path, reachwell: Run
) -> None:
    running = subprocess.Popen(
        [*REACHWELL, "terminal"],
        env=environment,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdin
    assert running.stdout
    running.stdin.write("/add Jane Doe\n")
    running.stdin.flush()
    while "Jane Doe" not in running.stdout.readline():
        pass
    status, out, err = reachwell("backup", "kept.db")
    assert (status, out, err) == (0, "kept.db has everything now: accounts: 1, people: 1.\n", "")
    status, out, err = reachwell("restore", "kept.db", "--force")
    assert (status, out) == (3, "")
    assert "Another Reachwell is running" in err
    running.stdin.write("/who Jane\n")
    running.stdin.flush()
    while "Jane Doe" not in running.stdout.readline():
        pass
    running.send_signal(signal.SIGTERM)
    running.communicate()

    status, out, err = reachwell("restore", "kept.db")
    assert (status, out) == (2, "")
    assert "There are people in this database already" in err
    assert reachwell("restore", "kept.db", "--force").status == 0
    status, out, err = reachwell("restore", "kept.db", "--database", "sqlite:///new.db")
    assert (status, err) == (0, "")
    assert out.startswith("Restored from kept.db: accounts: 1, people: 1.\nWhat was sent since the backup")


def test_help_says_what_becomes_of_what_was_sent_since(reachwell: Run) -> None:
    assert "What was sent since the backup was taken is sent again" in " ".join(
        reachwell("restore", "--help").out.split()
    )


async def test_what_was_sent_since_is_sent_again_only_while_it_is_worth_sending(
    sqlite_url: str, tmp_path: Path, clock: Clock
) -> None:
    store = await open_store(sqlite_url)
    [ada] = await sign_up(store, ["ada"], clock(), timezone="America/Toronto")
    fresh = owed(ada, clock())
    stale = owed(ada, clock() + timedelta(seconds=1), not_after=clock() + timedelta(hours=2))
    await owe(store, fresh, stale)
    await backup(sqlite_url, tmp_path / "kept.db")
    chats = Chats()
    clock.advance(minutes=1)
    await Outbox(store, clock, TOLD).deliver({"telegram": chats})
    assert chats.texts == [fresh.key, stale.key]
    await store.close()

    await restore(sqlite_url, tmp_path / "kept.db", force=True)
    store = await open_store(sqlite_url)
    clock.advance(hours=3)
    chats = Chats()
    await Outbox(store, clock, TOLD).deliver({"telegram": chats})
    [again] = chats.texts
    assert again.endswith(fresh.key)
    assert "late" in again
    async with store.read() as tx:
        assert [each.key for each in await tx.deliveries.untold([ada.id])] == [stale.key]
    await store.close()


def test_what_cannot_be_done_is_said(tmp_path: Path, reachwell: Run) -> None:
    (tmp_path / "letter").write_text("Dear Sam, " * 1000)
    for arguments, says in (
        (("backup", "kept.db"), "there is no such file yet"),
        (("restore", "nothing"), "There is no file nothing."),
        (("restore", "letter"), "letter cannot be restored: the file is not a database."),
        (("backup", "kept.db", "--database", "sqlite://"), "DATABASE"),
    ):
        status, out, err = reachwell(*arguments)
        assert (status, out) == (2, "")
        assert says in err.replace("--database", "DATABASE")
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


async def test_from_sqlite_to_postgres(
    sqlite_url: str, empty_postgres_url: str, tmp_path: Path, reachwell: Run
) -> None:
    store = await open_store(sqlite_url)
    ada = await signed_up(store)
    [jane] = await known(store, ada, "Jane")
    await store.close()
    (tmp_path / "kept").write_text("an older one")
    for arguments, expected in (
        (("backup", "kept", "--database", sqlite_url), 2),
        (("backup", "kept", "--force", "--database", sqlite_url), 0),
        (("restore", "kept", "--database", empty_postgres_url), 0),
    ):
        assert (await asyncio.to_thread(reachwell, *arguments)).status == expected
    store = await open_store(empty_postgres_url)
    async with store.read() as tx:
        assert await tx.people.get(ada.id, [jane.id]) == [jane]
    await store.close()
