"""One network across platforms: link codes, merges that can be undone, and where people prefer to be written to.

Append-only: a revision that was released is never edited.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # sorted by code point on both engines
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("accounts", sa.Column("deliver_to", sa.Text, server_default="", nullable=False))
    op.add_column("identities", sa.Column("told", sa.Boolean, server_default=sa.false(), nullable=False))
    op.create_table(
        "link_codes",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("first", ORDERED, nullable=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("hashed", sa.Text, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("other_id", ORDERED),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_codes"),
        sa.UniqueConstraint("first", name="uq_link_codes_first"),
        _belongs("link_codes", "account_id", "accounts"),
    )
    op.create_index("ix_link_codes_account_id", "link_codes", ["account_id"])
    op.create_index("ix_link_codes_expires_at", "link_codes", ["expires_at"])
    op.create_table(
        "merges",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("other_id", ORDERED, nullable=False),
        sa.Column("merged_at", INSTANT, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_merges"),
        _belongs("merges", "account_id", "accounts"),
        _belongs("merges", "other_id", "accounts"),
    )
    for column in ("account_id", "merged_at", "other_id"):
        op.create_index(f"ix_merges_{column}", "merges", [column])
    op.create_table(
        "merged_rows",
        sa.Column("merge_id", ORDERED, nullable=False),
        sa.Column("tbl", ORDERED, nullable=False),
        sa.Column("row_id", ORDERED, nullable=False),
        sa.Column("before", sa.Text),
        sa.PrimaryKeyConstraint("merge_id", "tbl", "row_id", name="pk_merged_rows"),
        _belongs("merged_rows", "merge_id", "merges"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "moved",
        sa.Column("old_id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("new_id", ORDERED, nullable=False),
        sa.PrimaryKeyConstraint("old_id", name="pk_moved"),
        _belongs("moved", "account_id", "accounts"),
        _belongs("moved", "new_id", "contacts"),
    )
    op.create_index("ix_moved_account_id", "moved", ["account_id"])
    op.create_index("ix_moved_new_id", "moved", ["new_id"])


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """Deleted with what it hangs on."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
