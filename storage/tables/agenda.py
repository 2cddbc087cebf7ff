"""What comes: digests, reminders, asks, promises and events."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Time,
    UniqueConstraint,
    and_,
    false,
)

from core.facts.asks import AskState, PromiseState
from core.facts.digests import Item, Pick
from core.facts.events import Rsvp, Terms
from core.facts.posts import PostKind
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

series = Table(
    "series",
    metadata,
    id_column(),
    account_column(),
    Column("created_at", Instant, nullable=False),
    Column("origin", Key, nullable=False),
    Column("title", Words, nullable=False),
    Column("on", Date, nullable=False),
    Column("timezone", Words, nullable=False),
    Column("rule", Words, nullable=False),
    Column("at", Time),
    Column("lasts", Integer),
    Column("place", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("notes", Words, nullable=False),
    Column("rsvp", OneOf(Rsvp), nullable=False),
    Column("also", Json(tuple[str, ...]), nullable=False),
    Column("excepted", Json(tuple[str, ...]), nullable=False),
    Column("terms", Json(Terms)),
    Column("sequence", Integer, nullable=False),
    Column("import_id", Key),
    Column("made_until", Date),
    UniqueConstraint("account_id", "origin"),
)
_goes_on = series.c.made_until.is_not(None)
Index(None, series.c.made_until, sqlite_where=_goes_on, postgresql_where=_goes_on)

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
    Column("notes", Words, nullable=False, server_default=""),
    Column("rsvp", OneOf(Rsvp), nullable=False),
    Column("import_id", Key),
    Column("feed_id", Key),
    Column("series_id", Key),
    Column("occurrence", Key, nullable=False, server_default=""),
    Column("shared_id", Key),
    Column("terms", Json(Terms)),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("cancelled", Boolean, nullable=False, server_default=false()),
    Column("changed_at", Instant),
    Column("planned_at", Instant),
    Column("heard", OneOf(Rsvp)),
    Column("next_at", Instant),
    Column("last_on", Date, nullable=False),  # the day on which it ends
    UniqueConstraint("account_id", "origin"),
    Index(None, "account_id", "last_on"),
)
_is_due = events.c.next_at.is_not(None)
_is_copy = events.c.shared_id.is_not(None)
_of_feed = events.c.feed_id.is_not(None)
_of_series = events.c.series_id.is_not(None)
Index(None, events.c.next_at, sqlite_where=_is_due, postgresql_where=_is_due)
Index(None, events.c.shared_id, sqlite_where=_is_copy, postgresql_where=_is_copy)
Index(None, events.c.feed_id, sqlite_where=_of_feed, postgresql_where=_of_feed)
Index(None, events.c.series_id, sqlite_where=_of_series, postgresql_where=_of_series)

# Not with the event: an answer is its giver's, who has a copy of the event.
attendees = Table(
    "attendees",
    metadata,
    Column("event_id", Key, nullable=False),
    account_column(),
    Column("name", Words, nullable=False),
    Column("rsvp", OneOf(Rsvp), nullable=False),
    Column("guests", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("confirm_by", Instant),
    Column("came", Boolean),
    Column("swaps", Boolean, nullable=False),
    PrimaryKeyConstraint("event_id", "account_id"),
    Index(None, "account_id"),
)
_asked = attendees.c.confirm_by.is_not(None)
Index(None, attendees.c.confirm_by, sqlite_where=_asked, postgresql_where=_asked)

posts = Table(
    "posts",
    metadata,
    id_column(),
    account_column(),
    Column("event_id", Key, nullable=False, index=True),
    Column("platform", Key, nullable=False),
    Column("address", Key, nullable=False),
    Column("message_id", Key, nullable=False),
    Column("kind", OneOf(PostKind), nullable=False),
    Column("stale_at", Instant),
    Column("retry_at", Instant),
    Column("lease", Words, nullable=False),
    Column("lease_until", Instant),
    Column("failures", Integer, nullable=False),
    UniqueConstraint("platform", "address", "message_id", "kind"),
    Index(None, "account_id"),
)
_is_stale = posts.c.stale_at.is_not(None)
Index(None, posts.c.stale_at, sqlite_where=_is_stale, postgresql_where=_is_stale)
