"""Events: series and copies, answers to them and their posts, calendars followed and read, cards and templates.

Append-only: a revision that was released is never edited.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # sorted by code point on both engines
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("accounts", sa.Column("club", sa.Boolean, server_default=sa.false(), nullable=False))
    op.add_column("accounts", sa.Column("event_wishes", sa.Text, server_default="{}", nullable=False))
    op.add_column("identities", sa.Column("group", sa.Boolean, server_default=sa.false(), nullable=False))
    op.add_column("entries", sa.Column("event_id", ORDERED))
    _index_of_some("entries", "event_id")
    op.add_column("events", sa.Column("notes", sa.Text, server_default="", nullable=False))
    for column in ("feed_id", "series_id", "shared_id"):
        op.add_column("events", sa.Column(column, ORDERED))
        _index_of_some("events", column)
    op.add_column("events", sa.Column("occurrence", ORDERED, server_default="", nullable=False))
    op.add_column("events", sa.Column("terms", sa.Text))
    op.add_column("events", sa.Column("sequence", sa.Integer, server_default="0", nullable=False))
    op.add_column("events", sa.Column("heard", sa.Text))
    op.add_column("events", sa.Column("cancelled", sa.Boolean, server_default=sa.false(), nullable=False))
    for column in ("changed_at", "planned_at", "next_at"):
        op.add_column("events", sa.Column(column, INSTANT))
    _index_of_some("events", "next_at")
    op.create_table(
        "series",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("origin", ORDERED, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("timezone", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("at", sa.Time),
        sa.Column("lasts", sa.Integer),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("rsvp", sa.Text, nullable=False),
        sa.Column("also", sa.Text, nullable=False),
        sa.Column("excepted", sa.Text, nullable=False),
        sa.Column("terms", sa.Text),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("import_id", ORDERED),
        sa.Column("made_until", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("account_id", "origin", name="uq_series_account_id_origin"),
        _belongs("series", "account_id", "accounts"),
    )
    _index_of_some("series", "made_until")
    op.create_table(
        "attendees",
        sa.Column("event_id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("rsvp", sa.Text, nullable=False),
        sa.Column("guests", sa.Integer, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("confirm_by", INSTANT),
        sa.Column("came", sa.Boolean),
        sa.Column("swaps", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "account_id", name="pk_attendees"),
        _belongs("attendees", "account_id", "accounts"),
    )
    op.create_index("ix_attendees_account_id", "attendees", ["account_id"])
    _index_of_some("attendees", "confirm_by")
    op.create_table(
        "posts",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("event_id", ORDERED, nullable=False),
        sa.Column("platform", ORDERED, nullable=False),
        sa.Column("address", ORDERED, nullable=False),
        sa.Column("message_id", ORDERED, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("stale_at", INSTANT),
        sa.Column("retry_at", INSTANT),
        sa.Column("lease", sa.Text, nullable=False),
        sa.Column("lease_until", INSTANT),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.UniqueConstraint(
            "platform", "address", "message_id", "kind", name="uq_posts_platform_address_message_id_kind"
        ),
        _belongs("posts", "account_id", "accounts"),
    )
    op.create_index("ix_posts_account_id", "posts", ["account_id"])
    op.create_index("ix_posts_event_id", "posts", ["event_id"])
    _index_of_some("posts", "stale_at")
    op.create_table(
        "feeds",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("url", ORDERED, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("fetched_at", INSTANT),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("modified", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("again_at", INSTANT),
        sa.Column("reminds", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("account_id", "url", name="uq_feeds_account_id_url"),
        _belongs("feeds", "account_id", "accounts"),
    )
    op.create_index("ix_feeds_next_at", "feeds", ["next_at"])
    op.create_table(
        "calendar_addresses",
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("token", ORDERED, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_calendar_addresses"),
        sa.UniqueConstraint("token", name="uq_calendar_addresses_token"),
        _belongs("calendar_addresses", "account_id", "accounts"),
    )
    op.create_table(
        "own_cards",
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("handles", sa.Text, nullable=False),
        sa.Column("hidden", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_own_cards"),
        _belongs("own_cards", "account_id", "accounts"),
    )
    op.create_table(
        "card_codes",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("event_id", ORDERED),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_card_codes"),
        _belongs("card_codes", "account_id", "accounts"),
    )
    op.create_index("ix_card_codes_account_id", "card_codes", ["account_id"])
    op.create_index("ix_card_codes_expires_at", "card_codes", ["expires_at"])
    op.create_table(
        "exchanges",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("other_id", ORDERED, nullable=False),
        sa.Column("event_id", ORDERED),
        sa.Column("where", sa.Text, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("shared", sa.Text, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exchanges"),
        _belongs("exchanges", "account_id", "accounts"),
        _belongs("exchanges", "other_id", "accounts"),
    )
    for column in ("account_id", "made_at", "other_id"):
        op.create_index(f"ix_exchanges_{column}", "exchanges", [column])
    op.create_table(
        "templates",
        sa.Column("account_id", ORDERED, nullable=False),
        sa.Column("occasion", ORDERED, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "occasion", name="pk_templates"),
        _belongs("templates", "account_id", "accounts"),
    )


def _index_of_some(table: str, column: str) -> None:
    """An index of the rows that have a value there."""
    some = sa.text(f"{column} IS NOT NULL")
    op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=some, postgresql_where=some)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """Deleted with what it hangs on."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
