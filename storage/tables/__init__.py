"""The tables. Ids are the core's; deleting an account or a contact takes along everything that hangs on it.

A server_default is for the rows that were there before the column; we write every value ourselves.
"""

from storage.tables.accounts import accounts, deeds, identities, notes, questions, requests
from storage.tables.agenda import asks, digests, events, promises, reminders
from storage.tables.base import Key, metadata
from storage.tables.networks import import_changes, imports, link_codes, merged_rows, merges, moved
from storage.tables.outbox import deliveries
from storage.tables.people import apart, contacts, entries, keys, targets

__all__ = [
    "Key",
    "accounts",
    "apart",
    "asks",
    "contacts",
    "deeds",
    "deliveries",
    "digests",
    "entries",
    "events",
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
    "promises",
    "questions",
    "reminders",
    "requests",
    "targets",
]
