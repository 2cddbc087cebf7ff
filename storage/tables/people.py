"""Contacts, what they are found by, what passed between them and their owner; targets."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from core.facts.cadence import Cadence
from core.facts.people import Anniversary, Handle, Keep, Origin, Status
from storage.columns import Instant, Json, OneOf, Words
from storage.tables.base import Key, account_column, id_column, metadata

contacts = Table(
    "contacts",
    metadata,
    id_column(),
    Column("account_id", Key, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, key="owner"),
    Column("name", Words, nullable=False),
    Column("sort_name", Key, nullable=False),  # the folded name, cut to what an index takes
    Column("search_text", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("cadence_since", Date, nullable=False),
    Column("quiet_since", Date, nullable=False),
    Column("aliases", Json(tuple[str, ...]), nullable=False),
    Column("company", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("how_met", Words, nullable=False),
    Column("met_on", Date),
    Column("notes", Words, nullable=False),
    Column("tags", Json(tuple[str, ...]), nullable=False),
    Column("handles", Json(tuple[Handle, ...]), nullable=False),
    Column("dates", Json(tuple[Anniversary, ...]), nullable=False),
    Column("status", OneOf(Status), nullable=False),
    Column("paused_until", Date),
    Column("keep", OneOf(Keep), nullable=False),
    Column("cadence", Json(Cadence)),
    Column("snoozed_until", Date),
    Column("hidden_until", Date),
    Column("suggested_on", Date),
    Column("last_touch_on", Date),
    Column("due_on", Date),
    Column("import_id", Key),
    Column("origins", Json(tuple[Origin, ...]), nullable=False, server_default="[]"),
)
Index("ix_contacts_account_id_sort_name", contacts.c.owner, contacts.c.sort_name)
Index("ix_contacts_account_id_due_on", contacts.c.owner, contacts.c.due_on)
Index("ix_contacts_account_id_quiet_since", contacts.c.owner, contacts.c.quiet_since)
Index("ix_contacts_account_id_import_id", contacts.c.owner, contacts.c.import_id)

keys = Table(
    "keys",
    metadata,
    Column("account_id", Key, nullable=False),
    Column("kind", Key, nullable=False),
    Column("value", Key, nullable=False),
    Column("contact_id", Key, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, index=True),
    PrimaryKeyConstraint("account_id", "kind", "value", "contact_id"),
    sqlite_with_rowid=False,
)

entries = Table(
    "entries",
    metadata,
    id_column(),
    Column("account_id", Key, nullable=False),
    Column("contact_id", Key, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Key, nullable=False),  # touch, thanks (a touch, too), gave, got
    Column("happened_on", Date, nullable=False),
    Column("what", Words, nullable=False),
    Column("search_text", Words, nullable=False),  # `what`, folded
    Column("recorded_at", Instant, nullable=False),
    Column("voided_at", Instant),
    Column("import_id", Key),
    Column("event_id", Key),
    Index(None, "contact_id", "happened_on"),
    Index(None, "account_id", "kind", "happened_on"),
)
_imported = entries.c.import_id.is_not(None)
Index(None, entries.c.import_id, sqlite_where=_imported, postgresql_where=_imported)
_at_an_event = entries.c.event_id.is_not(None)
Index(None, entries.c.event_id, sqlite_where=_at_an_event, postgresql_where=_at_an_event)

targets = Table(
    "targets",
    metadata,
    account_column(),
    Column("key", Key, nullable=False),  # the folded company
    Column("company", Words, nullable=False),
    Column("added_at", Instant, nullable=False),
    PrimaryKeyConstraint("account_id", "key"),
)

# Cards that are two people's, whatever they look like: each pair in both directions.
apart = Table(
    "apart",
    metadata,
    id_column(),
    account_column(),
    Column("contact_id", Key, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("other_id", Key, nullable=False),
    UniqueConstraint("account_id", "contact_id", "other_id"),
)
