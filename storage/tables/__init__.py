"""The tables. Ids are the core's; deleting an account or a contact takes along everything that hangs on it.

A server_default is for the rows that were there before the column; we write every value ourselves.
"""

from storage.tables.accounts import accounts, deeds, identities, notes, questions, requests
from storage.tables.agenda import asks, attendees, digests, events, posts, promises, reminders, series
from storage.tables.base import Key, metadata
from storage.tables.calendars import calendar_addresses, card_codes, exchanges, feeds, own_cards, templates
from storage.tables.networks import import_changes, imports, link_codes, merged_rows, merges, moved
from storage.tables.outbox import deliveries
from storage.tables.people import apart, contacts, entries, keys, targets

__all__ = [
    "Key",
    "accounts",
    "apart",
    "asks",
    "attendees",
    "calendar_addresses",
    "card_codes",
    "contacts",
    "deeds",
    "deliveries",
    "digests",
    "entries",
    "events",
    "exchanges",
    "feeds",
    "identities",
    "import_changes",
    "imports",
    "keys",
    "link_codes",
    "merged_rows",
    "merges",
    "metadata",
    "moved",
    "notes",
    "own_cards",
    "posts",
    "promises",
    "questions",
    "reminders",
    "requests",
    "series",
    "targets",
    "templates",
]
