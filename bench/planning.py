"""The digests of ten thousand people due at one moment, against the bare reads that planning them needs."""

import asyncio
import json
import pickle
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from bench.crowd import MORNING, Crowd, fill
from bench.databases import ENGINES, ask, fresh, is_sqlite, path_of, raw
from bench.report import least, most, spread, table
from bench.watching import Sent
from storage import tables

CONTACTS = 200  # of each
RUNS = 3


def run(quick: bool = False) -> None:
    people, runs = (200, 1) if quick else (10_000, RUNS)
    rows: list[tuple[str, ...]] = [("", *ENGINES)]
    columns = [_column(engine, people, runs) for engine in ENGINES]
    rows += [(name, *(column[name] for column in columns)) for name in columns[0]]
    table(f"Planning the digests of {people:,} people with {CONTACTS} contacts each ({runs} runs)", rows)


def _column(engine: str, people: int, runs: int) -> dict[str, str]:
    """What the table says of one engine."""
    with fresh(engine) as url, tempfile.TemporaryDirectory() as folder:
        fill(url, Crowd(people=people, contacts=CONTACTS, digest_at=MORNING, busy=True))
        recorded = Path(folder) / "statements"
        reads: list[float] = []
        said: list[dict[str, Any]] = []
        for number in range(-1, runs):
            planned = _plan(url, recorded if number < 0 else None)
            assert planned["people"] == people, planned
            _undo(url)
            if number < 0:
                statements = pickle.loads(recorded.read_bytes())
                continue
            said.append(planned)
            reads.append(people / _read(url, statements))
    rates = [each["rate"] for each in said]
    worst = max((callback for each in said for callback in each["callbacks"]), default=(0.0, 0.0))
    return {
        "Reachwell, people/s": spread(rates),
        f"the bare reads ({len(statements) / people * 1000:.0f} for 1,000 people), people/s": spread(reads),
        "share": least(median(rates) / median(reads), 0.3),
        "memory before, at most, after, MB": ", ".join(
            f"{max(each[when] for each in said):.0f}" for when in ("before", "most", "after")
        ),
        "how late a sleep of 1 ms was, p99, ms": most(max(each["late"] for each in said), 5, 1),
        "the longest callback, ms": most(worst[0], 20, 1),
        "of which CPU, ms": f"{worst[1]:.1f}",
    }


def _plan(url: str, file: Path | None) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.planner", url, *([str(file)] if file else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _undo(url: str) -> None:
    """Nothing has been planned."""
    due = raw(url, tables.accounts.c.next_digest_at, MORNING)
    today = raw(url, tables.accounts.c.items_on, MORNING.date())
    reminded = "EXISTS (SELECT 1 FROM reminders WHERE reminders.account_id = accounts.id)"
    items = f"CASE WHEN {reminded} THEN {_day(url, today)} ELSE NULL END"
    ask(
        url,
        f"UPDATE accounts SET next_digest_at = '{due}', digested_on = NULL, items_on = {items}",
        "DELETE FROM digests",
        "DELETE FROM deliveries",
        *(() if is_sqlite(url) else ("VACUUM ANALYZE accounts", "VACUUM ANALYZE deliveries")),
    )


def _day(url: str, day: object) -> str:
    return f"'{day}'" if is_sqlite(url) else f"DATE '{day}'"


def _read(url: str, statements: Sequence[Sent]) -> float:
    """Send the same reads through the bare driver, one after the other; the seconds that it takes."""
    return _read_sqlite(url, statements) if is_sqlite(url) else asyncio.run(_read_postgres(url, statements))


def _read_sqlite(url: str, statements: Sequence[Sent]) -> float:
    file = sqlite3.connect(path_of(url))
    started = time.perf_counter()
    for statement, values in statements:
        file.execute(statement, values).fetchall()
    seconds = time.perf_counter() - started
    file.close()
    return seconds


async def _read_postgres(url: str, statements: Sequence[Sent]) -> float:
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    started = time.perf_counter()
    for statement, values in statements:
        await connection.fetch(statement, *values)
    seconds = time.perf_counter() - started
    await connection.close()
    return seconds
