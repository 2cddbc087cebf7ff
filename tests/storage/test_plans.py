"""Everything is found by an index: no statement reads a whole table, however many others use the same database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from core.facts.ids import ImportId
from core.facts.keys import KeyKind
from core.store import Store
from storage.store import open_store
from storage.tables import metadata
from tests.storage.made import NOW, TODAY, contact, deed, digest, known, signed_up
from tests.storage.writes import WRITES


@contextmanager
def plans(store: Store) -> Iterator[dict[str, list[str]]]:
    """How SQLite goes about each statement that is sent meanwhile."""
    found: dict[str, list[str]] = {}

    def explain(connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        raw = connection.connection.driver_connection
        rows = raw.execute(f"EXPLAIN QUERY PLAN {statement}", values[0] if many else values).fetchall()
        found[statement] = [row[3] for row in rows]

    engine = store._database._engine  # type: ignore[attr-defined]
    event.listen(engine, "before_cursor_execute", explain)
    yield found
    event.remove(engine, "before_cursor_execute", explain)


async def test_no_statement_reads_a_whole_table(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    ada = await signed_up(store)
    [jane] = await known(store, ada, contact(ada, "Jane", company="IBM", tags=("mentor",)))
    shown = digest(ada, jane)
    async with store.write() as tx:
        await tx.accounts.add_deed(deed(ada))
        await tx.reminders.add_digests([shown])
    with plans(store) as found:
        for write in WRITES.values():
            async with store.write() as tx:
                await write(tx, ada)
        async with store.write() as tx:
            await tx.accounts.of("telegram", "x")
            await tx.accounts.get(ada.id)
            await tx.accounts.identities([ada.id])
            await tx.accounts.earliest_digest()
            await tx.accounts.question(ada.id, "x")  # type: ignore[arg-type]
            await tx.accounts.deeds(ada.id, NOW)
            await tx.people.get(ada.id, [jane.id])
            await tx.people.starting(ada.id, ["ja", "raj"])
            await tx.people.names(ada.id)
            await tx.people.with_key(ada.id, KeyKind.LINK, ["x"])
            for words in ((), ("ja",), ("#mentor",), ("@ib", "ja")):
                await tx.people.search(ada.id, words, 10, 0)
                await tx.people.count(ada.id, words)
            await tx.people.tagged(ada.id, "mentor")
            await tx.people.kept_by_default(ada.id)
            await tx.people.imported(ada.id, ImportId("i"))
            await tx.people.labels(ada.id, KeyKind.TAG, "m", 10)
            await tx.people.entries(ada.id, jane.id, 5)
            await tx.people.last_touches(ada.id, [jane.id])
            await tx.people.balances([ada.id])
            await tx.people.balances([ada.id], [jane.id])
            await tx.reminders.candidates([(ada.id, TODAY)], TODAY, ["11-23"], TODAY)
            await tx.reminders.digest(ada.id, shown.id)
            await tx.deliveries.expire(NOW)
            await tx.deliveries.earliest()
            await tx.deliveries.recent(ada.id, 5)
            await tx.imports.get(ada.id, ImportId("i"))
            await tx.people.remove(ada.id, [jane.id])
    await store.close()
    assert len(found) > 50
    tables = {f"SCAN {name}" for name in metadata.tables}
    assert {sql: plan for sql, plan in found.items() if tables & {" ".join(row.split()[:2]) for row in plan}} == {}
