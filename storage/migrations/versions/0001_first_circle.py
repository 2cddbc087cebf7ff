"""Everything that the first circle keeps: accounts, people, reminders, deliveries and imports.

Append-only: a revision that was released is never edited.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # sorted by code point on both engines
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("timezone", sa.Text),
        sa.Column("digest_at", sa.Time, nullable=False),
        sa.Column("digest_days", sa.Text, nullable=False),
        sa.Column("digest_size", sa.Integer, nullable=False),
        sa.Column("quiet_from", sa.Time),
        sa.Column("quiet_until", sa.Time),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("paused_until", sa.Date),
        sa.Column("default_cadence", sa.Text),
        sa.Column("tag_cadences", sa.Text, nullable=False),
        sa.Column("digested_on", sa.Date),
        sa.Column("next_digest_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
    )
    op.create_index("ix_accounts_next_digest_at", "accounts", ["next_digest_at"])
    op.create_table(
        "notes",
        sa.Column("name", ORDERED, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_notes"),
    )
    op.create_table(
        "contacts",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sort_name", ORDERED, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("cadence_since", sa.Date, nullable=False),
        sa.Column("quiet_since", sa.Date, nullable=False),
        sa.Column("aliases", sa.Text, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("how_met", sa.Text, nullable=False),
        sa.Column("met_on", sa.Date),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("handles", sa.Text, nullable=False),
        sa.Column("dates", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("paused_until", sa.Date),
        sa.Column("keep", sa.Text, nullable=False),
        sa.Column("cadence", sa.Text),
        sa.Column("snoozed_until", sa.Date),
        sa.Column("hidden_until", sa.Date),
        sa.Column("suggested_on", sa.Date),
        sa.Column("last_touch_on", sa.Date),
        sa.Column("due_on", sa.Date),
        sa.Column("import_id", ORDERED),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        _belongs("contacts", "account"),
    )
    op.create_index("ix_contacts_account_id_due_on", "contacts", ["account_id", "due_on"])
    op.create_index("ix_contacts_account_id_import_id", "contacts", ["account_id", "import_id"])
    op.create_index("ix_contacts_account_id_quiet_since", "contacts", ["account_id", "quiet_since"])
    op.create_index("ix_contacts_account_id_sort_name", "contacts", ["account_id", "sort_name"])
    op.create_table(
        "deeds",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("request", ORDERED, nullable=False),
        sa.Column("done_at", INSTANT, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("steps", sa.Text, nullable=False),
        sa.Column("undone", sa.Boolean, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deeds"),
        _belongs("deeds", "account"),
        sa.UniqueConstraint("account_id", "request", name="uq_deeds_account_id_request"),
    )
    op.create_index("ix_deeds_done_at", "deeds", ["done_at"])
    op.create_table(
        "requests",
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("key", ORDERED, nullable=False),
        sa.Column("taken_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "key", name="pk_requests"),
        _belongs("requests", "account"),
    )
    op.create_index("ix_requests_taken_at", "requests", ["taken_at"])
    op.create_table(
        "deliveries",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", ORDERED, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("not_after", INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("retry_at", INSTANT),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("lease", sa.Text, nullable=False),
        sa.Column("lease_until", INSTANT),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        _belongs("deliveries", "account"),
        sa.UniqueConstraint("account_id", "key", name="uq_deliveries_account_id_key"),
    )
    op.create_index("ix_deliveries_state_next_at", "deliveries", ["state", "next_at"])
    op.create_table(
        "digests",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("picks", sa.Text, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        _belongs("digests", "account"),
    )
    op.create_index("ix_digests_made_at", "digests", ["made_at"])
    op.create_index("ix_digests_account_id_day", "digests", ["account_id", "day"])
    op.create_table(
        "identities",
        sa.Column("platform", ORDERED, nullable=False),
        sa.Column("external_id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("reachable", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("platform", "external_id", name="pk_identities"),
        _belongs("identities", "account"),
    )
    op.create_index("ix_identities_account_id", "identities", ["account_id"])
    op.create_table(
        "imports",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("staged_at", INSTANT, nullable=False),
        sa.Column("found", sa.LargeBinary, nullable=False),
        sa.Column("unread", sa.LargeBinary, nullable=False),
        sa.Column("known", sa.Integer, nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
        _belongs("imports", "account"),
    )
    op.create_index("ix_imports_staged_at", "imports", ["staged_at"])
    op.create_index("ix_imports_account_id", "imports", ["account_id"])
    op.create_table(
        "questions",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("values", sa.Text, nullable=False),
        sa.Column("asking", sa.Text, nullable=False),
        sa.Column("choices", sa.Text, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("listening", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        _belongs("questions", "account"),
    )
    op.create_index("ix_questions_account_id", "questions", ["account_id"])
    op.create_index("ix_questions_asked_at", "questions", ["asked_at"])
    op.create_table(
        "entries",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("contact_id", ORDERED, nullable=False),
        sa.Column("kind", ORDERED, nullable=False),
        sa.Column("happened_on", sa.Date, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("voided_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        _belongs("entries", "contact"),
    )
    op.create_index("ix_entries_account_id_kind_happened_on", "entries", ["account_id", "kind", "happened_on"])
    op.create_index("ix_entries_contact_id_happened_on", "entries", ["contact_id", "happened_on"])
    op.create_table(
        "keys",
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("kind", ORDERED, nullable=False),
        sa.Column("value", ORDERED, nullable=False),
        sa.Column("contact_id", ORDERED, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "kind", "value", "contact_id", name="pk_keys"),
        _belongs("keys", "contact"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_keys_contact_id", "keys", ["contact_id"])


def _belongs(table: str, to: str) -> sa.ForeignKeyConstraint:
    """Deleted with the account or the contact that it hangs on."""
    return sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}s.id"], name=f"fk_{table}_{to}_id", ondelete="CASCADE")
