"""Accounts, their chat accounts, and what they were asked and did."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Discriminator
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Time,
    UniqueConstraint,
    false,
)

from core.facts.account import Choice, EventWishes, Step, Tuning
from core.facts.cadence import Cadence
from storage.columns import Instant, Json, Words
from storage.tables.base import Key, account_column, id_column, metadata

notes = Table(
    "notes",
    metadata,
    Column("name", Key, primary_key=True),
    Column("value", Words, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    id_column(),
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
    Column("club", Boolean, nullable=False, server_default=false()),
    Column("event_wishes", Json(EventWishes), nullable=False, server_default="{}"),
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
    account_column(),
    Column("address", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("told", Boolean, nullable=False, server_default=false()),
    Column("group", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("platform", "external_id"),
    Index(None, "account_id"),
)

questions = Table(
    "questions",
    metadata,
    id_column(),
    account_column(),
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
    id_column(),
    account_column(),
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
    account_column(),
    Column("key", Key, nullable=False),
    Column("taken_at", Instant, nullable=False, index=True),
    PrimaryKeyConstraint("account_id", "key"),
)
