"""Reminders, asks and promises; rules of one's own; what deliveries need to say more than once, or not at all.

Append-only: a revision that was released is never edited.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # sorted by code point on both engines
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("accounts", sa.Column("rules", sa.Text, server_default="{}", nullable=False))
    op.add_column("accounts", sa.Column("profile_on", sa.Date))
    op.add_column("accounts", sa.Column("items_on", sa.Date))
    op.add_column("digests", sa.Column("items", sa.Text, server_default="[]", nullable=False))
    op.add_column("deliveries", sa.Column("stands_for", sa.Integer, server_default="1", nullable=False))
    op.add_column("deliveries", sa.Column("again", sa.Boolean, server_default=sa.false(), nullable=False))
    op.add_column("deliveries", sa.Column("settled_at", INSTANT))
    op.add_column("deliveries", sa.Column("untold", sa.Boolean, server_default=sa.false(), nullable=False))
    op.drop_index("ix_deliveries_state_next_at", "deliveries")
    op.create_index("ix_deliveries_account_id_state", "deliveries", ["account_id", "state"])
    _create_partial_index("ix_deliveries_next_at", "deliveries", ["next_at"], "state = 'pending'")
    _create_partial_index(
        "ix_deliveries_state_not_after", "deliveries", ["state", "not_after"], "state = 'pending'"
    )
    _create_partial_index("ix_deliveries_kind_due_at", "deliveries", ["kind", "due_at"], "state = 'pending'")
    _create_partial_index("ix_deliveries_lease_until", "deliveries", ["lease_until"], "lease_until IS NOT NULL")
    _create_partial_index(
        "ix_deliveries_ended", "deliveries", ["next_at"], "state IN ('sent', 'skipped', 'uncertain', 'dead')"
    )
    op.create_table(
        "reminders",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("contact_id", ORDERED),
        sa.Column("timezone", sa.Text, nullable=False),
        sa.Column("on", sa.Date),
        sa.Column("at", sa.Time),
        sa.Column("recurrence", sa.Text),
        sa.Column("nag", sa.Boolean, nullable=False),
        sa.Column("unanswered", sa.Integer, nullable=False),
        sa.Column("snoozed_until", INSTANT),
        sa.Column("done_at", INSTANT),
        sa.Column("next_at", INSTANT),
        sa.Column("day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        _belongs("reminders", "account"),
        _belongs("reminders", "contact"),
    )
    op.create_index("ix_reminders_account_id_day", "reminders", ["account_id", "day"])
    op.create_index("ix_reminders_contact_id", "reminders", ["contact_id"])
    _create_partial_index("ix_reminders_next_at", "reminders", ["next_at"], "next_at IS NOT NULL")
    _create_partial_index("ix_reminders_account_id_on", "reminders", ["account_id", "on"], "at IS NULL")
    _create_partial_index("ix_reminders_day", "reminders", ["day"], '"on" IS NULL AND snoozed_until IS NULL')
    op.create_table(
        "asks",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("contact_id", ORDERED, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("asked_on", sa.Date, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("answered_on", sa.Date),
        sa.Column("thanked_on", sa.Date),
        sa.Column("closed_on", sa.Date),
        sa.Column("entry_id", ORDERED),
        sa.Column("next_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_asks"),
        _belongs("asks", "account"),
        _belongs("asks", "contact"),
    )
    op.create_index("ix_asks_account_id_next_on", "asks", ["account_id", "next_on"])
    op.create_index("ix_asks_contact_id", "asks", ["contact_id"])
    op.create_table(
        "promises",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("contact_id", ORDERED, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("promised_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("closed_on", sa.Date),
        sa.Column("entry_id", ORDERED),
        sa.Column("next_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_promises"),
        _belongs("promises", "account"),
        _belongs("promises", "contact"),
    )
    op.create_index("ix_promises_account_id_next_on", "promises", ["account_id", "next_on"])
    op.create_index("ix_promises_contact_id", "promises", ["contact_id"])


def _belongs(table: str, to: str) -> sa.ForeignKeyConstraint:
    """Deleted with the account or the contact that it hangs on."""
    return sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}s.id"], name=f"fk_{table}_{to}_id", ondelete="CASCADE")


def _create_partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
