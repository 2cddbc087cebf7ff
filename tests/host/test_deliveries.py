"""`reachwell deliveries`: counts and reasons, drawn or plain, and never a word of anybody's."""

import asyncio
import os
import pty
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.facts.delivery import Kind, State
from storage.store import open_store
from tests.host.conftest import REACHWELL, Run
from tests.storage.made import HOUR, account, delivery, identity


async def filled(url: str) -> None:
    now = datetime.now(UTC)
    ada = account()
    waits = {"kind": Kind.REMINDER, "due_at": now - timedelta(minutes=30), "not_after": now + HOUR}
    sent = delivery(ada, subject="Jane", due_at=now - HOUR)
    dead = [delivery(ada, kind=Kind.REMINDER, due_at=now - 2 * HOUR) for _ in range(2)]
    store = await open_store(url)
    async with store.write() as tx:
        await tx.accounts.add(ada, identity(ada, name="Ada"))
        await tx.deliveries.add([delivery(ada, **waits), delivery(ada, due_at=now + HOUR), sent, *dead])
    async with store.write() as tx:
        await tx.deliveries.add(
            [
                replace(each, id=f"x{each.id}", key=f"x{each.key}", state=state, error=error)  # type: ignore[arg-type]
                for each, state, error in (
                    (sent, State.SENT, ""),
                    (dead[0], State.DEAD, "chat not found"),
                    (dead[1], State.DEAD, "chat not found"),
                )
            ]
        )
    await store.close()


async def test_counts_and_reasons_while_it_runs(database_url: str, reachwell: Run) -> None:
    await filled(database_url)
    running = await open_store(database_url)
    status, out, err = await asyncio.to_thread(reachwell, "deliveries", "--database", database_url)
    await running.close()
    assert (status, err) == (0, "")
    first, oldest, second = out.split("\n\n")
    assert [line.split() for line in first.splitlines()] == [
        ["state", "digest", "reminder"],
        ["pending", "2", "3"],
        ["sent", "1", "0"],
        ["dead", "0", "2"],
    ]
    assert oldest == "What has waited longest was due 2 hours ago."
    assert second.splitlines()[0].startswith("reason")
    assert second.splitlines()[1].startswith("chat not found  dead   reminder      2  20")
    assert not [private for private in ("Ada", "Jane") if private in out]


async def test_drawn_in_a_terminal(sqlite_url: str, environment: dict[str, str], tmp_path: Path) -> None:
    await filled(sqlite_url)
    screen, theirs = pty.openpty()
    command = [*REACHWELL, "deliveries", "--database", sqlite_url]
    process = await asyncio.to_thread(
        subprocess.run, command, stdout=theirs, env=environment, cwd=tmp_path, timeout=30
    )
    os.close(theirs)
    shown = os.read(screen, 65536).decode()
    os.close(screen)
    assert process.returncode == 0
    assert "─" in shown
    assert "\x1b[" in shown
    assert "chat not found" in shown


async def test_nothing_to_count(sqlite_url: str, empty_sqlite_url: str, reachwell: Run) -> None:
    ended = await asyncio.to_thread(reachwell, "deliveries", "--database", sqlite_url)
    assert ended == (0, "There are no deliveries yet.\n", "")
    status, out, err = await asyncio.to_thread(reachwell, "deliveries", "--database", empty_sqlite_url)
    assert (status, out) == (2, "")
    assert "cannot be used" in err
