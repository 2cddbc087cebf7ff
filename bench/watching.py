"""What a store sends while a benchmark runs, and how the databases would go about it."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import event

from bench.databases import is_sqlite, path_of
from storage.store import Store

Sent = tuple[str, Any]  # a statement as the driver gets it, and its values


@contextmanager
def statements_of(store: Store) -> Iterator[list[Sent]]:
    """Every statement that is sent meanwhile, in order; of one that is sent with many values, the first."""
    found: list[Sent] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        # Of many INSERTs SQLAlchemy makes one, and gives it all of their values in a row.
        found.append((statement, values[0] if many and isinstance(values[0], tuple) else values))

    engine = store._database._engine
    engine = getattr(engine, "sync_engine", engine)
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def reading_everything(url: str, statements: Sequence[Sent], tables: Sequence[str]) -> set[str]:
    """Those of the statements that read one of these tables from end to end; on PostgreSQL in the plan that is
    made for whatever values, since that is what it falls back to after a few executions."""
    different = dict(statements)
    scanned = _scanned_by_sqlite(url, different) if is_sqlite(url) else asyncio.run(_scanned(url, different))
    return {f"{table}: {statement}" for table, statement in scanned if table in tables}


def _scanned_by_sqlite(url: str, statements: dict[str, Any]) -> list[tuple[str, str]]:
    raw = sqlite3.connect(path_of(url))
    found = []
    for statement, values in statements.items():
        for *_, step in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values):
            match step.split():
                case ["SCAN", table, *_]:
                    found.append((table, statement))
    raw.close()
    return found


async def _scanned(url: str, statements: dict[str, Any]) -> list[tuple[str, str]]:
    raw = await asyncpg.connect(url)
    await raw.execute("SET plan_cache_mode = force_generic_plan")
    found = []
    for number, (statement, values) in enumerate(statements.items()):
        await raw.execute(f"PREPARE s{number} AS {statement}")
        nothing = ", ".join(["NULL"] * len(values))
        plan = await raw.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE s{number}" + (f"({nothing})" if nothing else ""))
        for node in _nodes(json.loads(plan)[0]["Plan"]):
            # An index that is read without a condition is read whole, unless a limit ends it.
            if node["Node Type"] == "Seq Scan":
                found.append((node["Relation Name"], statement))
    await raw.close()
    return found


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)
