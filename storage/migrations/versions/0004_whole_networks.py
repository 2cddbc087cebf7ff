"""Whole networks in and out: where people came from, what an import changed, events, targets, and who is not who.

What was staged before is dropped: it was read in another form, and whoever has not decided yet sends it again.
Append-only: a revision that was released is never edited.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # sorted by code point on both engines
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("contacts", sa.Column("origins", sa.Text, server_default="[]", nullable=False))
    op.add_column("entries", sa.Column("import_id", ORDERED))
    imported = sa.text("import_id IS NOT NULL")
    op.create_index(
        "ix_entries_import_id", "entries", ["import_id"], sqlite_where=imported, postgresql_where=imported
    )
    op.execute("DELETE FROM imports WHERE state = 'staged'")
    op.execute("UPDATE imports SET state = 'done' WHERE state = 'running'")
    for column in ("source", "found", "unread", "known"):
        op.drop_column("imports", column)
    op.add_column("imports", sa.Column("haul", sa.LargeBinary))
    op.add_column("imports", sa.Column("chosen", sa.Text, server_default="{}", nullable=False))
    op.add_column("imports", sa.Column("updated", sa.Integer, server_default="0", nullable=False))
    op.add_column("imports", sa.Column("version", sa.Integer, server_default="0", nullable=False))
    op.add_column("imports", sa.Column("keep_up", sa.Text, server_default="{}", nullable=False))
    op.create_table(
        "import_changes",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("import_id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("contact_id", ORDERED, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_changes"),
        sa.UniqueConstraint("import_id", "contact_id", name="uq_import_changes_import_id_contact_id"),
        _belongs("import_changes", "import_id", "imports"),
        _belongs("import_changes", "account_id", "accounts"),
        _belongs("import_changes", "contact_id", "contacts"),
    )
    op.create_index("ix_import_changes_account_id", "import_changes", ["account_id"])
    op.create_index("ix_import_changes_contact_id", "import_changes", ["contact_id"])
    op.create_table(
        "events",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("origin", ORDERED, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("timezone", sa.Text, nullable=False),
        sa.Column("at", sa.Time),
        sa.Column("until_on", sa.Date),
        sa.Column("until_at", sa.Time),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("rsvp", sa.Text, nullable=False),
        sa.Column("import_id", ORDERED),
        sa.Column("last_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("account_id", "origin", name="uq_events_account_id_origin"),
        _belongs("events", "account_id", "accounts"),
    )
    op.create_index("ix_events_account_id_last_on", "events", ["account_id", "last_on"])
    op.create_table(
        "targets",
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("key", ORDERED, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "key", name="pk_targets"),
        _belongs("targets", "account_id", "accounts"),
    )
    op.create_table(
        "apart",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("contact_id", ORDERED, nullable=False),
        sa.Column("other_id", ORDERED, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_apart"),
        sa.UniqueConstraint("account_id", "contact_id", "other_id", name="uq_apart_account_id_contact_id_other_id"),
        _belongs("apart", "account_id", "accounts"),
        _belongs("apart", "contact_id", "contacts"),
    )
    op.create_index("ix_apart_contact_id", "apart", ["contact_id"])


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """Deleted with what it hangs on."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
