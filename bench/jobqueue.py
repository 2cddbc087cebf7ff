"""One PTB JobQueue job per person, which is what most bots do, and Reachwell's rows beside it, on one morning."""

import json
import subprocess
import sys
from typing import Any

from bench.crowd import MORNING, Crowd, fill
from bench.databases import fresh
from bench.report import table


def run(quick: bool = False) -> None:
    rows: list[tuple[str, ...]] = [
        (
            "",
            "starts in, s",
            "memory, MB",
            "people",
            "sent within a minute",
            "still owed",
            "dropped",
            "the loop stood still for, s",
        )
    ]
    for people in (200, 2000) if quick else (10_000, 100_000):
        soon = 5 + people / 1000  # there must be time to start
        rows.append(_row("PTB's JobQueue, run_daily for each", people, _said("bench.daily_jobs", people, soon)))
        with fresh("SQLite") as url:
            fill(url, Crowd(people=people, contacts=1, overdue=True, digest_at=MORNING))
            rows.append(_row("Reachwell, SQLite", people, _said("bench.our_morning", url, people)))
    table("A morning on which everybody's time is the same", rows)


def _said(module: str, *arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-4000:])
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _row(who: str, people: int, said: dict[str, Any]) -> tuple[str, ...]:
    return (
        who,
        f"{said['ready']:.2f}",
        f"{said['memory']:.0f}",
        f"{people:,}",
        f"{said['ran']:,}",
        f"{said['owed']:,}",
        f"{said['dropped']:,}",
        f"{said['stood']:.2f}",
    )
