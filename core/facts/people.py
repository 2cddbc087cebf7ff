"""People: the contacts of an account, and what passed between them and their owner."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.facts.cadence import Cadence
from core.facts.ids import AccountId, ContactId, EntryId, EventId, ImportId


class Status(StrEnum):
    """The one status of a contact; every rule looks at it before it speaks."""

    ACTIVE = "active"
    PAUSED = "paused"  # until `paused_until`, or until /resume when that is None
    ARCHIVED = "archived"
    DO_NOT_CONTACT = "do-not-contact"
    DECEASED = "deceased"


class Keep(StrEnum):
    """Whose cadence counts for a contact."""

    USUAL = "usual"  # the shortest of its tags', else the account's default
    TAGS = "tags"  # its tags' only: imported people, whom nobody has chosen yet
    OWN = "own"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """A way to reach somebody: a kind (email, phone, linkedin…) and its value, normalised for a link."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date of which any part may be unknown. No sentinel years."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anniversary:
    """A day that matters for a contact: `birthday`, or the owner's own word for it."""

    label: str
    on: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an import had somebody from: a newer export of the same account updates what nobody has edited by hand.

    `keys` are what the source calls them (Found.origins in core/facts/imports.py); `said` are short hashes of all
    that it has said of them, field by field (core/imports/origins.py); `sources` are who has said it: another one
    may not change it.
    """

    keys: tuple[str, ...]
    said: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person in somebody's network. Only a name is required. Days are in the owner's calendar."""

    id: ContactId
    owner: AccountId
    name: str
    created_at: datetime
    cadence_since: date  # where a cadence starts to count for somebody never spoken to
    quiet_since: date  # derived: the last touch, else the day they met or were added
    aliases: tuple[str, ...] = ()
    company: str = ""
    title: str = ""
    how_met: str = ""
    met_on: date | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    handles: tuple[Handle, ...] = ()
    dates: tuple[Anniversary, ...] = ()
    status: Status = Status.ACTIVE
    paused_until: date | None = None
    keep: Keep = Keep.USUAL
    cadence: Cadence | None = None  # only with Keep.OWN
    snoozed_until: date | None = None
    hidden_until: date | None = None  # "not now": no digest shows them before
    suggested_on: date | None = None  # when a digest last showed them
    last_touch_on: date | None = None
    due_on: date | None = None  # derived: see core/people/due.py
    import_id: ImportId | None = None  # that added them
    origins: tuple[Origin, ...] = ()

    def is_active(self, today: date) -> bool:
        """Whether Reachwell may speak of this person."""
        return is_active(self.status, self.paused_until, today)


def is_active(status: Status, paused_until: date | None, today: date) -> bool:
    """Whether Reachwell may speak of somebody: a pause that has run out counts as active."""
    if status is Status.PAUSED:
        return paused_until is not None and paused_until <= today
    return status is Status.ACTIVE


class Direction(StrEnum):
    GAVE = "gave"
    GOT = "got"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """Any two-way moment: a call, a coffee, a message. Never edited, only voided."""

    id: EntryId
    contact_id: ContactId
    happened_on: date
    what: str
    recorded_at: datetime
    thanks: bool = False  # the moment in which the owner thanked for what they had got
    event_id: EventId | None = None  # of the owner's agenda, at which it was
    import_id: ImportId | None = None  # that brought it


@dataclass(frozen=True, slots=True, kw_only=True)
class Favour:
    """One thing done for somebody. Never edited, only voided."""

    id: EntryId
    contact_id: ContactId
    direction: Direction
    happened_on: date
    what: str
    recorded_at: datetime
    import_id: ImportId | None = None


Entry = Touch | Favour


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Who is ahead with one contact: derived from the entries, never stored."""

    contact_id: ContactId
    gave: int = 0
    got: int = 0
    unthanked: Favour | None = None  # the latest favour got since the last thanks
    latest_gave: Favour | None = None
    latest_got: Favour | None = None  # that the owner has noted; only where there is none, one of an import
    third_got_on: date | None = None  # the day of the last favour got but two, of those that the owner has noted
    thanked_on: date | None = None  # when the owner last thanked

    @property
    def lead(self) -> int:
        """How many favours the owner is ahead; negative when they owe."""
        return self.gave - self.got
