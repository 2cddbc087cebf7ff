"""Calendars that are followed and read, cards that are handed out and exchanged, and how somebody writes."""

from collections.abc import Mapping

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from core.facts.handshakes import Shared
from core.facts.ids import AccountId
from core.facts.people import Handle
from storage.columns import Instant, Json, Words
from storage.tables.base import Key, account_column, id_column, metadata

feeds = Table(
    "feeds",
    metadata,
    id_column(),
    account_column(),
    Column("url", Key, nullable=False),
    Column("title", Words, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False, index=True),
    Column("fetched_at", Instant),
    Column("etag", Words, nullable=False),
    Column("modified", Words, nullable=False),
    Column("digest", Words, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("error", Words, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("again_at", Instant),
    Column("reminds", Boolean, nullable=False),
    UniqueConstraint("account_id", "url"),
)

calendar_addresses = Table(
    "calendar_addresses",
    metadata,
    Column("account_id", Key, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("token", Key, nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)

own_cards = Table(
    "own_cards",
    metadata,
    Column("account_id", Key, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("company", Words, nullable=False),
    Column("about", Words, nullable=False),
    Column("handles", Json(tuple[Handle, ...]), nullable=False),
    Column("hidden", Json(frozenset[str]), nullable=False),
)

card_codes = Table(
    "card_codes",
    metadata,
    id_column(),
    account_column(),
    Column("event_id", Key),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("revoked", Boolean, nullable=False),
    Index(None, "account_id"),
)

exchanges = Table(
    "exchanges",
    metadata,
    id_column(),
    account_column(),
    Column("other_id", Key, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("event_id", Key),
    Column("where", Words, nullable=False),
    Column("on", Date, nullable=False),
    Column("made_at", Instant, nullable=False, index=True),
    Column("answers", Json(Mapping[AccountId, bool]), nullable=False),
    Column("shared", Json(Mapping[AccountId, Shared]), nullable=False),
    Column("done", Boolean, nullable=False),
    Index(None, "account_id"),
)

templates = Table(
    "templates",
    metadata,
    account_column(),
    Column("occasion", Key, nullable=False),
    Column("text", Words, nullable=False),
    PrimaryKeyConstraint("account_id", "occasion"),
)
