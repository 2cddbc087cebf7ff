"""The shape of reachwell.json, version 2: what stands in it, as dataclasses; docs/export.md tells it to everybody.

Apart from the facts, which may change as the code does: a file that somebody has kept for years must still be read.
Days are ISO dates in the owner's calendar, instants ISO 8601 in UTC, times of day HH:MM:SS on the wall. Whatever is
not there, or is as usual, is left out. Ids mean something within the file only, but for a contact's: that is the
same in every export, also of the account into which it was put back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import Field, TypeAdapter

from core.exports.values import Address, Again, Day, Few, Handles, Many, Moment, Name, Names, Prose, Tags, Words
from core.facts.account import EventWishes
from core.facts.asks import AskState, PromiseState
from core.facts.cadence import Cadence
from core.facts.events import Rsvp
from core.facts.people import Keep, Status

FORMAT, VERSION = "reachwell-network", 2
_Kept = TypeVar("_Kept")


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
    not_for: Many[Address] = ()
    not_for_tags: Many[Address] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSettings:
    """The account. `timezone` is an IANA name, 0 is Monday, rules and cadences are by name."""

    locale: str = "en"
    timezone: str | None = None
    digest_at: time
    digest_days: Few[int]
    digest_size: int
    quiet_from: time | None = None
    quiet_until: time | None = None
    paused: bool = False
    paused_until: Day | None = None
    cadence: Cadence | None = None
    tag_cadences: Annotated[Mapping[str, Cadence], Field(max_length=10_000)] = field(default_factory=dict)
    rules: Annotated[Mapping[str, KeptRule], Field(max_length=100)] = field(default_factory=dict)
    event_wishes: EventWishes = field(default_factory=EventWishes)
    deliver_to: str = ""
    profile_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDate:
    """A day that matters; any part of it may be unknown."""

    label: Words
    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOrigin:
    """Where an import had somebody from: what is called how there, hashes of what was said, and who has said it."""

    keys: Few[Address]
    said: Few[Address] = ()
    sources: Few[Address] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """One touch or favour. `imported` is the number of the import that brought it; 0: the owner wrote it."""

    id: int = 0
    kind: Passed
    on: Day
    what: Prose = ""
    recorded_at: Moment | None = None
    imported: int = 0
    event: int = 0  # the number of the event at which it was


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAsk:
    """Something asked of somebody. `favour` is the id of the entry that a yes was."""

    what: Prose = ""
    asked_on: Day
    state: AskState
    answered_on: Day | None = None
    thanked_on: Day | None = None
    closed_on: Day | None = None
    favour: int = 0
    next_on: Day | None = None  # from when on a digest speaks of it


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPromise:
    """Something promised to somebody. `favour` is the id of the entry that keeping it was."""

    what: Prose = ""
    promised_on: Day
    due_on: Day | None = None
    state: PromiseState
    closed_on: Day | None = None
    favour: int = 0
    next_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptContact:
    """A card, and all that hangs on it: what passed, the earliest first; asks and promises."""

    id: str = ""
    name: Name
    aliases: Names = ()
    company: Words = ""
    title: Words = ""
    how_met: Prose = ""
    met_on: Day | None = None
    notes: Prose = ""
    tags: Tags = ()
    handles: Handles = ()
    dates: Few[KeptDate] = ()
    status: Status
    paused_until: Day | None = None
    keep: Keep
    cadence: Cadence | None = None
    cadence_since: Day | None = None
    snoozed_until: Day | None = None
    hidden_until: Day | None = None
    suggested_on: Day | None = None
    added_at: Moment | None = None
    imported: int = 0
    origins: Few[KeptOrigin] = ()
    history: Many[KeptEntry] = ()
    asks: Many[KeptAsk] = ()
    promises: Many[KeptPromise] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReminder:
    """Something to be reminded of; `about` is a contact's id."""

    text: Prose = ""
    about: str = ""
    timezone: str
    on: Day | None = None
    at: time | None = None
    recurrence: Again | None = None
    nag: bool = False
    unanswered: int = 0
    snoozed_until: Moment | None = None
    done_at: Moment | None = None
    set_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvent:
    """An event of the owner's agenda: a wall time in its zone. One of a series says which, by the series' origin;
    one of a calendar that is followed, its address."""

    origin: Address
    number: int = 0  # by which touches know it
    title: Words
    on: Day
    timezone: str
    at: time | None = None
    until_on: Day | None = None
    until_at: time | None = None
    place: Words = ""
    url: Address = ""
    notes: Prose = ""
    rsvp: Rsvp
    imported: int = 0
    series: Address = ""
    occurrence: Words = ""
    feed: Address = ""
    sequence: int = 0
    cancelled: bool = False
    changed_at: Moment | None = None
    added_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSeries:
    """An event that comes again: an RRULE of RFC 5545 from a wall time on, with its RDATEs and EXDATEs."""

    origin: Address
    title: Words
    on: Day
    timezone: str
    rule: Address
    at: time | None = None
    lasts: int | None = None  # minutes
    place: Words = ""
    url: Address = ""
    notes: Prose = ""
    rsvp: Rsvp
    also: Few[Words] = ()
    excepted: Few[Words] = ()
    sequence: int = 0
    imported: int = 0
    added_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFeed:
    """A calendar that the owner follows."""

    url: Address
    title: Words = ""
    added_at: Moment | None = None
    reminds: bool = False  # of all its events, however many there are in a week


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTemplate:
    """How the owner writes on an occasion."""

    occasion: Words
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCard:
    """The owner's own card; what is `hidden` is not handed out."""

    name: Name
    title: Words = ""
    company: Words = ""
    about: Words = ""
    handles: Handles = ()
    hidden: Few[Address] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTarget:
    """A company that the owner would like to work for."""

    company: Words
    added_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNetwork:
    """The whole file, but for its head: `format`, `version` and `made_at`."""

    contacts: tuple[KeptContact, ...] = ()
    reminders: tuple[KeptReminder, ...] = ()
    events: tuple[KeptEvent, ...] = ()
    series: tuple[KeptSeries, ...] = ()
    feeds: tuple[KeptFeed, ...] = ()
    templates: tuple[KeptTemplate, ...] = ()
    targets: tuple[KeptTarget, ...] = ()
    not_the_same: tuple[tuple[str, str], ...] = ()  # pairs of contacts' ids
    card: KeptCard | None = None
    settings: KeptSettings | None = None


def dumped(kept: Any) -> bytes:
    """One of these as JSON, without what is as usual. UTF-8."""
    return _ADAPTERS[type(kept)].dump_json(kept, exclude_defaults=True)


def taken(of: type[_Kept], value: Any) -> _Kept:
    """One of these from what a parser has made of its JSON. Raises ValueError for what has not got this shape."""
    kept: _Kept = _ADAPTERS[of].validate_python(value)
    return kept


class _Adapters(dict[type[Any], TypeAdapter[Any]]):
    """One for each type, made when it is first needed: that takes a while."""

    def __missing__(self, of: type[Any]) -> TypeAdapter[Any]:
        self[of] = TypeAdapter(of)
        return self[of]


_ADAPTERS = _Adapters()
