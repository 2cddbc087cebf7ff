"""The shape of reachwell.json, version 2: what stands in it, as dataclasses; docs/export.md tells it to everybody.

Apart from the facts, which may change as the code does: a file that somebody has kept for years must still be read.
Days are ISO dates in the owner's calendar, instants ISO 8601 in UTC, times of day HH:MM:SS on the wall. Whatever is
not there, or is as usual, is left out. Ids mean something within the file only, but for a contact's: that is the
same in every export, also of the account into which it was put back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, TypeAdapter

from core.facts.asks import AskState, PromiseState
from core.facts.cadence import Cadence
from core.facts.events import Rsvp
from core.facts.people import Handle, Keep, Status
from core.facts.recurrence import Recurrence

FORMAT, VERSION = "reachwell-network", 2


class Passed(StrEnum):
    """What passed between somebody and the owner."""

    TOUCH = "touch"
    THANKS = "thanks"  # a touch in which the owner thanked
    GAVE = "gave"
    GOT = "got"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRule:
    """How one rule is tuned. `not_for` are ids of contacts."""

    on: bool = True
    days: int | None = None
    not_for: tuple[str, ...] = ()
    not_for_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSettings:
    """The account. `timezone` is an IANA name, 0 is Monday, rules and cadences are by name."""

    locale: str = "en"
    timezone: str | None = None
    digest_at: time
    digest_days: tuple[int, ...]
    digest_size: int
    quiet_from: time | None = None
    quiet_until: time | None = None
    paused: bool = False
    paused_until: date | None = None
    cadence: Cadence | None = None
    tag_cadences: Mapping[str, Cadence] = field(default_factory=dict)
    rules: Mapping[str, KeptRule] = field(default_factory=dict)
    deliver_to: str = ""
    profile_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDate:
    """A day that matters; any part of it may be unknown."""

    label: str
    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOrigin:
    """Where an import had somebody from: what is called how there, and hashes of what was said."""

    keys: tuple[str, ...]
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """One touch or favour. `imported` is the number of the import that brought it; 0: the owner wrote it."""

    id: int = 0
    kind: Passed
    on: date
    what: str = ""
    recorded_at: AwareDatetime | None = None
    imported: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAsk:
    """Something asked of somebody. `favour` is the id of the entry that a yes was."""

    what: str = ""
    asked_on: date
    state: AskState
    answered_on: date | None = None
    thanked_on: date | None = None
    closed_on: date | None = None
    favour: int = 0
    next_on: date | None = None  # from when on a digest speaks of it


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPromise:
    """Something promised to somebody. `favour` is the id of the entry that keeping it was."""

    what: str = ""
    promised_on: date
    due_on: date | None = None
    state: PromiseState
    closed_on: date | None = None
    favour: int = 0
    next_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptContact:
    """A card, and all that hangs on it: what passed, the earliest first; asks and promises."""

    id: str = ""
    name: str
    aliases: tuple[str, ...] = ()
    company: str = ""
    title: str = ""
    how_met: str = ""
    met_on: date | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    handles: tuple[Handle, ...] = ()
    dates: tuple[KeptDate, ...] = ()
    status: Status
    paused_until: date | None = None
    keep: Keep
    cadence: Cadence | None = None
    cadence_since: date | None = None
    snoozed_until: date | None = None
    hidden_until: date | None = None
    suggested_on: date | None = None
    added_at: AwareDatetime | None = None
    imported: int = 0
    origins: tuple[KeptOrigin, ...] = ()
    history: tuple[KeptEntry, ...] = ()
    asks: tuple[KeptAsk, ...] = ()
    promises: tuple[KeptPromise, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReminder:
    """Something to be reminded of; `about` is a contact's id."""

    text: str = ""
    about: str = ""
    timezone: str
    on: date | None = None
    at: time | None = None
    recurrence: Recurrence | None = None
    nag: bool = False
    unanswered: int = 0
    snoozed_until: AwareDatetime | None = None
    done_at: AwareDatetime | None = None
    set_at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvent:
    """An event of the owner's agenda: a wall time in its zone."""

    origin: str
    title: str
    on: date
    timezone: str
    at: time | None = None
    until_on: date | None = None
    until_at: time | None = None
    place: str = ""
    url: str = ""
    rsvp: Rsvp
    imported: int = 0
    added_at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTarget:
    """A company that the owner would like to work for."""

    company: str
    added_at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNetwork:
    """The whole file."""

    format: str
    version: int
    made_at: AwareDatetime | None = None
    contacts: tuple[KeptContact, ...] = ()
    reminders: tuple[KeptReminder, ...] = ()
    events: tuple[KeptEvent, ...] = ()
    targets: tuple[KeptTarget, ...] = ()
    not_the_same: tuple[tuple[str, str], ...] = ()  # pairs of contacts' ids
    settings: KeptSettings | None = None


def dumped(kept: Any) -> bytes:
    """One of these as JSON, without what is as usual. UTF-8."""
    return _ADAPTERS[type(kept)].dump_json(kept, exclude_defaults=True)


def loaded(content: str | bytes) -> KeptNetwork:
    """The whole file from its JSON. Raises ValueError for what has not got this shape."""
    kept: KeptNetwork = _ADAPTERS[KeptNetwork].validate_json(content)
    return kept


class _Adapters(dict[type[Any], TypeAdapter[Any]]):
    """One for each type, made when it is first needed: that takes a while."""

    def __missing__(self, of: type[Any]) -> TypeAdapter[Any]:
        self[of] = TypeAdapter(of)
        return self[of]


_ADAPTERS = _Adapters()
