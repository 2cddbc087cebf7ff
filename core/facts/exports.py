"""Exports: all that somebody's network holds, in one piece."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.facts.account import Account
from core.facts.asks import Ask, Promise
from core.facts.ids import ContactId
from core.facts.people import Contact, Entry
from core.facts.reminders import Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Contacts by name; what passed between them and their owner by contact, the earliest first."""

    account: Account
    contacts: Sequence[Contact]
    entries: Mapping[ContactId, Sequence[Entry]]  # without the voided ones
    reminders: Sequence[Reminder]
    asks: Sequence[Ask]
    promises: Sequence[Promise]
