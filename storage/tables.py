"""The tables. Ids are the core's; deleting an account or a contact takes along everything that hangs on it."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Discriminator
from sqlalchemy import (
    Boolean,
    Column,
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
)

from core.facts import delivery
from core.facts.account import Choice, Step
from core.facts.cadence import Cadence
from core.facts.imports import ImportState
from core.facts.people import Anniversary, Handle, Keep, Status
from core.facts.reminders import Pick
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
    Column("made_at", Instant, nullable=False, index=True),
    Index(None, "account_id", "day"),
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
    Column("state", OneOf(delivery.State), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", Instant),
    Column("next_at", Instant, nullable=False),  # retry_at, else due_at: an index over both without NULLs
    Column("lease", Words, nullable=False),
    Column("lease_until", Instant),
    Column("platform", Words, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("error", Words, nullable=False),
    UniqueConstraint("account_id", "key"),
    Index(None, "state", "next_at"),
)

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
