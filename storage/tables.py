"""The tables. Ids are the core's; deleting an account or a contact takes along everything that hangs on it.

A server_default is for the rows that were there before the column; we write every value ourselves.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Discriminator
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Time,
    UniqueConstraint,
    and_,
    false,
    literal_column,
)

from core.facts import delivery
from core.facts.account import Account, Choice, Step, Tuning
from core.facts.asks import AskState, PromiseState
from core.facts.cadence import Cadence
from core.facts.digests import Item, Pick
from core.facts.imports import ImportState
from core.facts.linking import LinkState
from core.facts.people import Anniversary, Handle, Keep, Status
from core.facts.recurrence import Recurrence
from storage.columns import Instant, Json, OneOf, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

Key = Words(ordered=True)  # ids, and whatever is looked up by a range or sorted


def _id() -> Column[str]:
    return Column("id", Key, primary_key=True)


def _account() -> Column[str]:
    return Column("account_id", Key, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)


notes = Table(
    "notes",
    metadata,
    Column("name", Key, primary_key=True),
    Column("value", Words, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    Column("created_at", Instant, nullable=False),
    Column("locale", Words, nullable=False),
    Column("timezone", Words),
    Column("digest_at", Time, nullable=False),
    Column("digest_days", Json(frozenset[int]), nullable=False),
    Column("digest_size", Integer, nullable=False),
    Column("quiet_from", Time),
    Column("quiet_until", Time),
    Column("paused", Boolean, nullable=False),
    Column("paused_until", Date),
    Column("default_cadence", Json(Cadence)),
    Column("tag_cadences", Json(Mapping[str, Cadence]), nullable=False),
    Column("rules", Json(Mapping[str, Tuning]), nullable=False, server_default="{}"),
    Column("deliver_to", Words, nullable=False, server_default=""),
    Column("profile_on", Date),
    Column("items_on", Date),
    Column("digested_on", Date),
    Column("next_digest_at", Instant, index=True),
)

identities = Table(
    "identities",
    metadata,
    Column("platform", Key, nullable=False),
    Column("external_id", Key, nullable=False),
    _account(),
    Column("address", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("told", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("platform", "external_id"),
    Index(None, "account_id"),
)

questions = Table(
    "questions",
    metadata,
    _id(),
    _account(),
    Column("command", Words, nullable=False),
    Column("values", Json(Mapping[str, str]), nullable=False),
    Column("asking", Words, nullable=False),
    Column("choices", Json(tuple[Choice, ...]), nullable=False),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("listening", Boolean, nullable=False),
    Index(None, "account_id"),
)

deeds = Table(
    "deeds",
    metadata,
    _id(),
    _account(),
    Column("request", Key, nullable=False),
    Column("done_at", Instant, nullable=False, index=True),
    Column("what", Words, nullable=False),
    Column("names", Json(tuple[str, ...]), nullable=False),
    Column("steps", Json(tuple[Annotated[Step, Discriminator("kind")], ...]), nullable=False),
    Column("undone", Boolean, nullable=False),  # kept even so: its request must not be done again
    Column("number", Integer, nullable=False),  # in the order in which they were done, whatever the clock says
    UniqueConstraint("account_id", "request"),
)

# What was carried out already: the same update, delivered twice, is done once.
requests = Table(
    "requests",
    metadata,
    _account(),
    Column("key", Key, nullable=False),
    Column("taken_at", Instant, nullable=False, index=True),
    PrimaryKeyConstraint("account_id", "key"),
)

contacts = Table(
    "contacts",
    metadata,
    _id(),
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
    _id(),
    Column("account_id", Key, nullable=False),
    Column("contact_id", Key, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Key, nullable=False),  # touch, thanks (a touch, too), gave, got
    Column("happened_on", Date, nullable=False),
    Column("what", Words, nullable=False),
    Column("search_text", Words, nullable=False),  # `what`, folded
    Column("recorded_at", Instant, nullable=False),
    Column("voided_at", Instant),
    Index(None, "contact_id", "happened_on"),
    Index(None, "account_id", "kind", "happened_on"),
)

digests = Table(
    "digests",
    metadata,
    _id(),
    _account(),
    Column("day", Date, nullable=False),
    Column("picks", Json(tuple[Pick, ...]), nullable=False),
    Column("items", Json(tuple[Item, ...]), nullable=False, server_default="[]"),
    Column("made_at", Instant, nullable=False, index=True),
    Index(None, "account_id", "day"),
)

reminders = Table(
    "reminders",
    metadata,
    _id(),
    _account(),
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
    _id(),
    _account(),
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
    _id(),
    _account(),
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

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _account(),
    Column("kind", OneOf(delivery.Kind), nullable=False),
    Column("key", Key, nullable=False),
    Column("subject", Words, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("not_after", Instant, nullable=False),
    Column("stands_for", Integer, nullable=False, server_default="1"),
    Column("state", OneOf(delivery.State), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("again", Boolean, nullable=False, server_default=false()),
    Column("retry_at", Instant),
    Column("next_at", Instant, nullable=False),  # retry_at, else due_at: an index over both without NULLs
    Column("lease", Words, nullable=False),
    Column("lease_until", Instant),
    Column("platform", Words, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("error", Words, nullable=False),
    Column("settled_at", Instant),
    Column("untold", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("account_id", "key"),
    Index(None, "account_id", "state"),
)
# Statistics that were taken at night say that nothing waits: an index that finds what does, by its state or because
# it only has that, is then read as a whole, once for every row. So these stand where a scan of them in order is
# what is wanted, and nowhere else; whoever asks what else waits for one account finds no index but the account's.
_waits = deliveries.c.state == literal_column("'pending'")
_leased = deliveries.c.lease_until.is_not(None)
Index(None, deliveries.c.next_at, sqlite_where=_waits, postgresql_where=_waits)
Index(None, deliveries.c.state, deliveries.c.not_after, sqlite_where=_waits, postgresql_where=_waits)
Index(None, deliveries.c.kind, deliveries.c.due_at, sqlite_where=_waits, postgresql_where=_waits)
Index(None, deliveries.c.lease_until, sqlite_where=_leased, postgresql_where=_leased)
_ended: ColumnElement[bool] = literal_column("state IN ('sent', 'skipped', 'uncertain', 'dead')")
Index("ix_deliveries_ended", deliveries.c.next_at, sqlite_where=_ended, postgresql_where=_ended)

imports = Table(
    "imports",
    metadata,
    _id(),
    _account(),
    Column("source", Words, nullable=False),
    Column("state", OneOf(ImportState), nullable=False),
    Column("staged_at", Instant, nullable=False, index=True),
    Column("found", LargeBinary, nullable=False),  # zlib over JSON: 30,000 people are a few hundred kilobytes
    Column("unread", LargeBinary, nullable=False),
    Column("known", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Index(None, "account_id"),
)

link_codes = Table(
    "link_codes",
    metadata,
    _id(),
    _account(),
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
    _id(),
    _account(),
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
    _account(),
    Column("new_id", Key, ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, index=True),
    Index(None, "account_id"),
)
