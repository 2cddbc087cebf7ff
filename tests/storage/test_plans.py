"""Everything is found by an index: no statement reads a whole table, however many others use the same database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
from sqlalchemy import event

from core.facts.account import Account
from core.facts.delivery import Kind
from core.facts.digests import Horizon
from core.facts.ids import (
    AskId,
    CardCodeId,
    ContactId,
    EventId,
    ExchangeId,
    FeedId,
    ImportId,
    PromiseId,
    QuestionId,
    ReminderId,
    SeriesId,
)
from core.facts.keys import KeyKind
from core.facts.people import Contact
from core.store import Store
from storage.store import open_store
from storage.tables import metadata
from tests.storage.made import NOW, TODAY, ask, contact, deed, digest, known, promise, reminder, signed_up
from tests.storage.writes import WRITES

HORIZON = Horizon(
    today=TODAY,
    recent=TODAY,
    met_since=TODAY,
    met_until=TODAY,
    dormant_before=TODAY,
    old_ties_until=TODAY,
    anniversaries=frozenset({"11-23"}),
    not_dormant=frozenset({ContactId("x")}),
    not_dormant_tags=frozenset({"mentor"}),
)
# So that it is not all one by which of several indexes they are found.
MANY_DELIVERIES = """
INSERT INTO deliveries (id, account_id, kind, key, subject, due_at, not_after, state, attempts, next_at, lease,
    platform, message_id, error)
SELECT 'd' || n, account_id, kind, 'k' || n, '',
    due_at + n * interval '1 minute', not_after + n * interval '1 minute',
    'pending', 0, due_at + n * interval '1 minute', '', '', '', ''
FROM (SELECT * FROM deliveries LIMIT 1), generate_series(1, 2000) n;
ANALYZE deliveries
"""
# Beginnings of an index, read in its order.
FROM_THE_START = {
    "ix_reminders_next_at",
    "ix_accounts_next_digest_at",
    "ix_deliveries_next_at",
    "ix_events_next_at",
    "ix_feeds_next_at",
    "ix_attendees_confirm_by",
    "ix_posts_stale_at",
}


@contextmanager
def statements(store: Store) -> Iterator[dict[str, Any]]:
    """Every statement that is sent meanwhile, with its values (the first of several)."""
    sent: dict[str, Any] = {}

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        sent[statement] = values[0] if many else values

    engine = store._database._engine  # type: ignore[attr-defined]
    engine = getattr(engine, "sync_engine", engine)
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


async def use_everything(store: Store) -> None:
    ada = await signed_up(store)
    [jane] = await known(store, ada, contact(ada, "Jane", company="IBM", tags=("mentor",)))
    async with store.write() as tx:
        await tx.accounts.add_deed(deed(ada))
        await tx.digests.add_digests([digest(ada, jane)])
        await tx.reminders.add([reminder(ada, contact_id=jane.id)])
        await tx.asks.save(ask(jane))
        await tx.promises.save(promise(jane))
    for write in WRITES.values():
        async with store.write() as tx:
            await write(tx, ada)
    await read_everything(store, ada, jane)
    async with store.write() as tx:
        await tx.accounts.of("telegram", "x")  # who writes holds what they read
        await tx.accounts.get([ada.id])
        await tx.events.answerable(EventId("e"))
        await tx.people.remove(ada.id, [jane.id])


async def read_everything(store: Store, ada: Account, jane: Contact) -> None:
    nobody = ContactId("nobody")
    async with store.read() as tx:
        await tx.accounts.of("telegram", "x")
        await tx.accounts.get([ada.id])
        await tx.accounts.identities([ada.id])
        await tx.accounts.earliest_digest()
        await tx.accounts.question(ada.id, QuestionId("x"))
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
        await tx.digests.candidates([(ada.id, HORIZON)])
        await tx.digests.of([(ada.id, digest(ada).id)])
        await tx.digests.contacts([ada.id], [jane.id])
        await tx.digests.digest(ada.id, digest(ada).id)
        await tx.reminders.get(ada.id, [ReminderId("r")])
        await tx.reminders.of([(ada.id, ReminderId("r"))])
        await tx.reminders.coming(ada.id, 10)
        await tx.reminders.count(ada.id)
        await tx.reminders.about(ada.id, [jane.id])
        await tx.reminders.of_mornings([(ada.id, TODAY)])
        await tx.reminders.first_mornings([ada.id])
        await tx.reminders.earliest()
        await tx.asks.get(ada.id, [AskId("a")])
        await tx.asks.open(ada.id, 10)
        await tx.asks.about(ada.id, nobody)
        await tx.asks.due([(ada.id, TODAY)])
        await tx.asks.followed([ada.id])
        await tx.promises.get(ada.id, [PromiseId("p")])
        await tx.promises.open(ada.id, 10)
        await tx.promises.about(ada.id, nobody)
        await tx.promises.due([(ada.id, TODAY)])
        await tx.events.get(ada.id, [EventId("e")])
        await tx.events.of([(ada.id, EventId("e"))])
        await tx.events.with_origins(ada.id, ["event:e"])
        await tx.events.coming(ada.id, TODAY, 10)
        await tx.events.past(ada.id, TODAY, 10)
        await tx.events.between(ada.id, TODAY, TODAY)
        await tx.events.count(ada.id, TODAY)
        await tx.events.of_series(ada.id, SeriesId("s"))
        await tx.events.of_feed(ada.id, FeedId("f"))
        await tx.events.answerable(EventId("e"))
        await tx.events.copies(EventId("e"))
        await tx.events.copies(EventId("e"), [ada.id])
        await tx.events.earliest()
        await tx.events.people_met(ada.id, [EventId("e")])
        await tx.events.whom_told([(ada.id, EventId("e"))])
        await tx.series.get(ada.id, [SeriesId("s")])
        await tx.series.of(ada.id)
        await tx.attendees.of(EventId("e"))
        await tx.attendees.waiting(EventId("e"))
        await tx.attendees.one(EventId("e"), ada.id)
        await tx.attendees.answered(ada.id)
        await tx.attendees.count([EventId("e")])
        await tx.attendees.overdue(NOW, 1)
        await tx.attendees.earliest()
        await tx.posts.of(EventId("e"))
        await tx.feeds.get(ada.id, FeedId("f"))
        await tx.feeds.of(ada.id)
        await tx.feeds.address(ada.id)
        await tx.feeds.behind("token")
        await tx.handshakes.card(ada.id)
        await tx.handshakes.cards([ada.id])
        await tx.handshakes.code(CardCodeId("c"))
        await tx.handshakes.codes(ada.id)
        await tx.handshakes.exchanges([ExchangeId("x")])
        await tx.handshakes.between(ada.id, ada.id)
        await tx.handshakes.waiting(ada.id, NOW)
        await tx.templates.of(ada.id)
        await tx.deliveries.untold([ada.id])
        await tx.deliveries.last_due(Kind.DIGEST)
        await tx.deliveries.earliest()
        await tx.deliveries.recent(ada.id, 5)
        await tx.imports.get(ada.id, ImportId("i"))
        await tx.targets.people(ada.id, ["ibm"], 3)
        await tx.apart.pairs(ada.id)
        await tx.cards.traits(ada.id)


async def test_no_statement_reads_a_whole_table_on_sqlite(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    with statements(store) as sent:
        await use_everything(store)
    raw = store._database._engine.raw_connection()  # type: ignore[union-attr]
    plans = {
        sql: [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]  # type: ignore[attr-defined]
        for sql, values in sent.items()
    }
    raw.close()
    await store.close()
    assert len(plans) > 80
    scans = {f"SCAN {name}" for name in metadata.tables}
    assert {sql: plan for sql, plan in plans.items() if any(_whole(row, scans) for row in plan)} == {}


def _whole(row: str, scans: set[str]) -> bool:
    """Whether a table, or a whole index, is read: "SCAN reminders USING INDEX …" is only good in order."""
    return " ".join(row.split()[:2]) in scans and row.split()[-1] not in FROM_THE_START


async def test_no_statement_reads_a_whole_table_on_postgres(postgres_url: str) -> None:
    """Of the generic plans, which it makes without the values: a partial index is not used for what only they say.

    With sequential scans forbidden, since for a table of two rows they are the right thing; what has no condition
    for an index then reads the whole of one.
    """
    store = await open_store(postgres_url)
    with statements(store) as sent:
        await use_everything(store)
    await store.close()
    server = await asyncpg.connect(postgres_url)
    await server.execute(MANY_DELIVERIES)
    await server.execute("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off")
    wrong = {}
    for number, (sql, values) in enumerate(sent.items()):
        if sql.split()[0] not in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            continue
        await server.execute(f"PREPARE p{number} AS {sql}")
        nothing = f"({', '.join(['NULL'] * len(values))})" if values else ""
        [row] = await server.fetch(f"EXPLAIN (FORMAT JSON) EXECUTE p{number}{nothing}")
        if bad := [node for node in _nodes(json.loads(row[0])[0]["Plan"]) if _reads_all(node)]:
            wrong[sql] = bad
    await server.close()
    assert len(sent) > 80
    assert wrong == {}


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {key: value for key, value in plan.items() if key != "Plans"}
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def _reads_all(node: dict[str, Any]) -> bool:
    if node["Node Type"] == "Seq Scan":
        return True
    return "Index" in node["Node Type"] and "Index Cond" not in node and node["Index Name"] not in FROM_THE_START
