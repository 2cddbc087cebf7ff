"""What comes: digests, reminders, asks, promises and events."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Time,
    UniqueConstraint,
    and_,
)

from core.facts.asks import AskState, PromiseState
from core.facts.digests import Item, Pick
from core.facts.events import Rsvp
from core.facts.recurrence import Recurrence
from storage.columns import Instant, Json, OneOf, Words
from storage.tables.base import Key, account_column, id_column, metadata

digests = Table(
    "digests",
    metadata,
    id_column(),
    account_column(),
    Column("day", Date, nullable=False),
    Column("picks", Json(tuple[Pick, ...]), nullable=False),
    Column("items", Json(tuple[Item, ...]), nullable=False, server_default="[]"),
    Column("made_at", Instant, nullable=False, index=True),
    Index(None, "account_id", "day"),
)

reminders = Table(
    "reminders",
    metadata,
    id_column(),
    account_column(),
    Column("created_at", Instant, nullable=False),
    Column("text", Words, nullable=False),
    Column("contact_id", Key, ForeignKey("contacts.id", ondelete="CASCADE"), index=True),
    Column("timezone", Words, nullable=False),
    Column("on", Date),
    Column("at", Time),
    Column("recurrence", Json(Recurrence)),
    Column("nag", Boolean, nullable=False),
    Column("unanswered", Integer, nullable=False),
    Column("snoozed_until", Instant),
    Column("done_at", Instant),
    Column("next_at", Instant),
    Column("day", Date, nullable=False),  # on which it comes next; of one that never comes again, the last
    Index(None, "account_id", "day"),
)
_comes = reminders.c.next_at.is_not(None)
_of_mornings = reminders.c.at.is_(None)
_over = and_(reminders.c.on.is_(None), reminders.c.snoozed_until.is_(None))
Index(None, reminders.c.next_at, sqlite_where=_comes, postgresql_where=_comes)
Index(None, reminders.c.account_id, reminders.c.on, sqlite_where=_of_mornings, postgresql_where=_of_mornings)
Index(None, reminders.c.day, sqlite_where=_over, postgresql_where=_over)

asks = Table(
    "asks",
    metadata,
    id_column(),
    account_column(),
    Column("contact_id", Key, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("what", Words, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("state", OneOf(AskState), nullable=False),
    Column("answered_on", Date),
    Column("thanked_on", Date),
    Column("closed_on", Date),
    Column("entry_id", Key),
    Column("next_on", Date),
    Index(None, "account_id", "next_on"),
)

promises = Table(
    "promises",
    metadata,
    id_column(),
    account_column(),
    Column("contact_id", Key, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("what", Words, nullable=False),
    Column("promised_on", Date, nullable=False),
    Column("due_on", Date),
    Column("state", OneOf(PromiseState), nullable=False),
    Column("closed_on", Date),
    Column("entry_id", Key),
    Column("next_on", Date),
    Index(None, "account_id", "next_on"),
)

events = Table(
    "events",
    metadata,
    id_column(),
    account_column(),
    Column("created_at", Instant, nullable=False),
    Column("origin", Key, nullable=False),
    Column("title", Words, nullable=False),
    Column("on", Date, nullable=False),
    Column("timezone", Words, nullable=False),
    Column("at", Time),
    Column("until_on", Date),
    Column("until_at", Time),
    Column("place", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("rsvp", OneOf(Rsvp), nullable=False),
    Column("import_id", Key),
    Column("last_on", Date, nullable=False),  # the day on which it ends
    UniqueConstraint("account_id", "origin"),
    Index(None, "account_id", "last_on"),
)
