"""The outbox."""

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    false,
    literal_column,
)

from core.facts import delivery
from storage.columns import Instant, OneOf, Words
from storage.tables.base import Key, account_column, id_column, metadata

deliveries = Table(
    "deliveries",
    metadata,
    id_column(),
    account_column(),
    Column("kind", OneOf(delivery.Kind), nullable=False),
    Column("key", Key, nullable=False),
    Column("subject", Words, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("not_after", Instant, nullable=False),
    Column("stands_for", Integer, nullable=False, server_default="1"),
    Column("state", OneOf(delivery.State), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("again", Boolean, nullable=False, server_default=false()),
    Column("retry_at", Instant),
    Column("next_at", Instant, nullable=False),  # retry_at, else due_at: an index over both without NULLs
    Column("lease", Words, nullable=False),
    Column("lease_until", Instant),
    Column("platform", Words, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("error", Words, nullable=False),
    Column("settled_at", Instant),
    Column("untold", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("account_id", "key"),
    Index(None, "account_id", "state"),
)
# Statistics that were taken at night say that nothing waits: an index that finds what does, by its state or because
# it only has that, is then read as a whole, once for every row. So these stand where a scan of them in order is
# what is wanted, and nowhere else; whoever asks what else waits for one account finds no index but the account's.
_waits = deliveries.c.state == literal_column("'pending'")
_leased = deliveries.c.lease_until.is_not(None)
Index(None, deliveries.c.next_at, sqlite_where=_waits, postgresql_where=_waits)
Index(None, deliveries.c.state, deliveries.c.not_after, sqlite_where=_waits, postgresql_where=_waits)
Index(None, deliveries.c.kind, deliveries.c.due_at, sqlite_where=_waits, postgresql_where=_waits)
Index(None, deliveries.c.lease_until, sqlite_where=_leased, postgresql_where=_leased)
_ended: ColumnElement[bool] = literal_column("state IN ('sent', 'skipped', 'uncertain', 'dead')")
Index("ix_deliveries_ended", deliveries.c.next_at, sqlite_where=_ended, postgresql_where=_ended)
