"""A database as an earlier revision made it, with a person in it."""

import sqlite3
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from storage import schema

# In the columns of 0001, in words that both engines understand.
OF_0001 = """
INSERT INTO accounts (id, created_at, locale, timezone, digest_at, digest_days, digest_size, paused, tag_cadences,
    digested_on, next_digest_at)
VALUES ('ada', '2026-11-23 09:00:00.000000', 'en', 'Europe/Paris', '08:30:00.000000', '[0,6]', 5, TRUE,
    '{"mentor":{"count":6,"unit":"week"}}', '2026-11-23', '2026-11-23 09:00:00.000000');
INSERT INTO identities (platform, external_id, account_id, address, name, reachable)
VALUES ('telegram', '7', 'ada', '7', 'Ada', TRUE);
INSERT INTO contacts (id, account_id, name, sort_name, search_text, created_at, cadence_since, quiet_since, aliases,
    company, title, how_met, notes, tags, handles, dates, status, keep)
VALUES ('jane', 'ada', 'Zoë 🦊', 'zoe', 'zoe', '2026-11-23 09:00:00.000000', '2026-11-23', '2026-11-23', '[]',
    '', '', '', '', '[]', '[]', '[]', 'active', 'usual');
INSERT INTO keys (account_id, kind, value, contact_id) VALUES ('ada', 'name', 'zoe', 'jane');
INSERT INTO entries (id, account_id, contact_id, kind, happened_on, what, search_text, recorded_at)
VALUES ('coffee', 'ada', 'jane', 'touch', '2026-11-23', 'coffee', 'coffee', '2026-11-23 09:00:00.000000');
INSERT INTO digests (id, account_id, day, picks, made_at)
VALUES ('shown', 'ada', '2026-11-23', '[{"contact_id":"jane","reasons":[],"score":1.5,"outcome":"snoozed"}]',
    '2026-11-23 09:00:00.000000');
INSERT INTO deliveries (id, account_id, kind, key, subject, due_at, not_after, state, attempts, next_at, lease,
    platform, message_id, error)
VALUES ('owed', 'ada', 'digest', 'digest:1', 'shown', '2026-11-23 09:00:00.000000', '2026-11-23 09:00:00.000000',
    'pending', 1, '2026-11-23 09:00:00.000000', '', '', '', 'busy');
INSERT INTO notes (name, value) VALUES ('clock', '7');
"""


async def make_0001(url: str) -> None:
    """Fill an empty database."""
    if url.startswith("sqlite"):
        engine = create_engine(url)
        with engine.begin() as driver:
            _migrate(driver, "0001")
        engine.dispose()
        file = sqlite3.connect(url.removeprefix("sqlite:///"))
        file.executescript(OF_0001)
        file.close()
        return
    database = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url))
    async with database.begin() as connection:
        await connection.run_sync(_migrate, "0001")
    await database.dispose()
    server = await asyncpg.connect(url, server_settings={"timezone": "UTC"})
    await server.execute(OF_0001)
    await server.close()


async def rows_of(url: str, table: str) -> list[dict[str, Any]]:
    """Everything in a table, past our own code."""
    if url.startswith("sqlite"):
        file = sqlite3.connect(url.removeprefix("sqlite:///"))
        file.row_factory = sqlite3.Row
        found = [dict(row) for row in file.execute(f"SELECT * FROM {table}")]
        file.close()
        return found
    server = await asyncpg.connect(url)
    rows = [dict(row) for row in await server.fetch(f"SELECT * FROM {table}")]
    await server.close()
    return rows


def _migrate(driver: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.attributes["connection"] = driver
    command.upgrade(config, revision)
