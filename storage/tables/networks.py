"""Whole networks: imports, links and merges."""

from collections.abc import Mapping

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from core.facts.account import Account
from core.facts.ids import ContactId
from core.facts.imports import Chosen, ImportState
from core.facts.linking import LinkState
from core.facts.people import Contact
from storage.columns import Instant, Json, OneOf, Words
from storage.tables.base import Key, account_column, id_column, metadata

imports = Table(
    "imports",
    metadata,
    id_column(),
    account_column(),
    Column("state", OneOf(ImportState), nullable=False),
    Column("staged_at", Instant, nullable=False, index=True),
    Column("haul", LargeBinary),  # gzip over JSON: 30,000 people are a few hundred kilobytes
    Column("chosen", Json(Chosen), nullable=False, server_default="{}"),
    Column("added", Integer, nullable=False),
    Column("updated", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("keep_up", Json(Mapping[str, tuple[ContactId, ...]]), nullable=False, server_default="{}"),
    Index(None, "account_id"),
)

# Known people whom an import has changed, as they were and became: what was edited since is told from it.
import_changes = Table(
    "import_changes",
    metadata,
    id_column(),
    Column("import_id", Key, ForeignKey("imports.id", ondelete="CASCADE"), nullable=False),
    account_column(),
    Column("contact_id", Key, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("before", Json(Contact), nullable=False),
    Column("after", Json(Contact), nullable=False),
    UniqueConstraint("import_id", "contact_id"),
    Index(None, "account_id"),
)

link_codes = Table(
    "link_codes",
    metadata,
    id_column(),
    account_column(),
    Column("first", Key, nullable=False, unique=True),
    Column("salt", Words, nullable=False),
    Column("hashed", Words, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("wrong", Integer, nullable=False),
    Column("state", OneOf(LinkState), nullable=False),
    Column("other_id", Key),
    Column("platform", Words, nullable=False),
    Column("external_id", Words, nullable=False),
    Index(None, "account_id"),
)

# The account that was merged into another stays, without what has moved, until nobody can undo it any more.
merges = Table(
    "merges",
    metadata,
    id_column(),
    account_column(),
    Column("other_id", Key, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("merged_at", Instant, nullable=False, index=True),
    Column("before", Json(Account), nullable=False),
    Column("after", Json(Account), nullable=False),
    Index(None, "account_id"),
)

# What a merge has moved, row by row; `before`: what moving has changed in it.
merged_rows = Table(
    "merged_rows",
    metadata,
    Column("merge_id", Key, ForeignKey("merges.id", ondelete="CASCADE"), nullable=False),
    Column("tbl", Key, nullable=False),
    Column("row_id", Key, nullable=False),
    Column("before", Words),
    PrimaryKeyConstraint("merge_id", "tbl", "row_id"),
    sqlite_with_rowid=False,
)

# Where people are now whose card has become one with another: what was said of them before still finds them.
moved = Table(
    "moved",
    metadata,
    Column("old_id", Key, primary_key=True),
    account_column(),
    Column("new_id", Key, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, index=True),
    Index(None, "account_id"),
)
