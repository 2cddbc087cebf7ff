"""Exports: all that an account holds, in pieces, so that even a large network takes little memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.facts.account import Account
from core.facts.asks import Ask, Promise
from core.facts.calendars import Feed
from core.facts.drafts import Template
from core.facts.events import Event, Series
from core.facts.handshakes import OwnCard
from core.facts.ids import ContactId
from core.facts.people import Contact, Entry
from core.facts.reminders import Reminder
from core.facts.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What an account holds besides its people, the earliest first."""

    account: Account
    reminders: Sequence[Reminder]
    events: Sequence[Event]
    series: Sequence[Series]
    feeds: Sequence[Feed]
    templates: Sequence[Template]
    card: OwnCard | None
    targets: Sequence[Target]
    apart: Collection[frozenset[ContactId]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Some of an account's people, by name, and what hangs on them, by contact and the earliest first."""

    contacts: Sequence[Contact]
    entries: Mapping[ContactId, Sequence[Entry]]  # without the voided ones
    asks: Mapping[ContactId, Sequence[Ask]]
    promises: Mapping[ContactId, Sequence[Promise]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How much an account holds: what an export takes along, and what erasing it takes away."""

    people: int = 0
    touches: int = 0
    favours: int = 0
    reminders: int = 0
    asks: int = 0
    promises: int = 0
    events: int = 0
    targets: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there is nothing of a network in it: then a whole one can be put back."""
        return self == Holdings()
