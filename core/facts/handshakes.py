"""Handshakes: one's own card, the codes under which it is handed out, and cards exchanged by two people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.facts.ids import AccountId, CardCodeId, EventId, ExchangeId
from core.facts.people import Handle

LONGEST = {"name": 50, "title": 100, "company": 100, "about": 200}  # characters of what stands on a card
MOST_HANDLES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCard:
    """What somebody tells of themselves; of what stands here only `shown` is handed out (the name always is)."""

    account_id: AccountId
    name: str
    title: str = ""
    company: str = ""
    about: str = ""  # what they do and look for, in a line
    handles: tuple[Handle, ...] = ()
    hidden: frozenset[str] = frozenset()  # "title", "company", "about", or a handle's key ("email:ada@example.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCode:
    """Whoever scans this code may ask for its owner's card, and offers theirs. Its id cannot be guessed."""

    id: CardCodeId
    account_id: AccountId
    event_id: EventId | None  # where they met: the owner's event
    made_at: datetime
    expires_at: datetime
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What somebody shares: their card as they saw it when they said yes, whatever they write on it later."""

    card: OwnCard  # as it is shown
    proven: frozenset[str] = frozenset()  # keys of handles from which they said so: these are surely theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Two people, and whether each shares their card with the other. Contacts are made once both have said yes."""

    id: ExchangeId
    account_id: AccountId  # whose code was scanned, or who was asked first
    other_id: AccountId
    event_id: EventId | None  # of the former's agenda
    where: str  # the event's title, for both of them
    on: date
    made_at: datetime
    answers: Mapping[AccountId, bool] = field(default_factory=dict)  # what each has said; not there: not yet
    shared: Mapping[AccountId, Shared] = field(default_factory=dict)  # by those who have said yes
    done: bool = False
