"""Events: where somebody goes, or went; those that come again; and those that others answer.

As in iCalendar, whoever answers has a copy in their own agenda: reminders, people met and follow-ups hang on that,
and it follows the event of which it is a copy.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from core.facts.ids import AccountId, EventId, FeedId, ImportId, SeriesId


class Rsvp(StrEnum):
    """What somebody has answered to an invitation."""

    GOING = "going"
    MAYBE = "maybe"
    NO = "no"
    WAITING = "waiting"  # would go: there was no seat left
    INVITED = "invited"  # and has not answered


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvent:
    """An event as a file or a feed has it. Its wall time is in `timezone` (IANA); `origin` is the same in every
    export. With a `rule` it is a whole series (Series says how), without those of its days that are `excepted`."""

    origin: str
    title: str
    on: date
    timezone: str
    at: time | None = None
    until_on: date | None = None
    until_at: time | None = None
    place: str = ""
    url: str = ""
    notes: str = ""
    rsvp: Rsvp = Rsvp.GOING
    rule: str = ""
    also: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    occurrence: str = ""  # which one of its series it is, where it differs from what the rule says
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How others may answer an event."""

    organiser: AccountId  # who announced it, and may change it
    capacity: int | None = None  # seats, for guests as well
    guests: int = 0  # how many one person may bring
    closes: int | None = None  # minutes before its beginning from which on answers are not taken any more
    notes: bool = True  # whether others see its notes; of somebody's own event they stay with them
    link: bool = True  # the same of its link


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event of an account's own agenda, or a club's. A wall time with its zone is the truth.

    One without an hour lasts all day. `until_on` and `until_at` are when it ends, both unknown where that was not
    said; an hour alone is of its day, or of the day after where it is before `at`.
    """

    id: EventId
    account_id: AccountId
    created_at: datetime
    origin: str  # unique within the account
    title: str
    on: date
    timezone: str
    at: time | None = None
    until_on: date | None = None
    until_at: time | None = None
    place: str = ""
    url: str = ""
    notes: str = ""  # what else the invitation says
    rsvp: Rsvp = Rsvp.GOING
    import_id: ImportId | None = None
    feed_id: FeedId | None = None  # the subscribed calendar that it comes from, and follows
    series_id: SeriesId | None = None
    occurrence: str = ""  # which of its series: the wall time by its rule, "20261124T073000" or "20261124"
    shared_id: EventId | None = None  # the event, somebody else's, of which this is the owner's copy
    terms: Terms | None = None  # others answer it on these; None: nobody but its owner does
    sequence: int = 0  # how often its time or place has changed (SEQUENCE of RFC 5545)
    cancelled: bool = False
    changed_at: datetime | None = None
    planned_at: datetime | None = None  # up to when what is due about it has been planned
    heard: Rsvp | None = None  # the answer that its calendar gave last: it tells the owner's own from that one
    next_at: datetime | None = None  # derived: the next instant at which something about it is due


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """An event that comes again. Its next occurrences stand in the agenda as events (those that were moved or
    called off, too); `made_until` says how far, and more of them are made in time.

    `rule` is an RRULE of RFC 5545 without its name ("FREQ=WEEKLY;INTERVAL=2"), counted from `on` and `at`, in the
    wall time of `timezone`. `also` and `excepted` are RDATE and EXDATE, in the form of Event.occurrence.
    """

    id: SeriesId
    account_id: AccountId
    created_at: datetime
    origin: str  # unique within the account; its occurrences' begin with it
    title: str
    on: date
    timezone: str
    rule: str
    at: time | None = None
    lasts: int | None = None  # minutes; whole days where there is no hour
    place: str = ""
    url: str = ""
    notes: str = ""
    rsvp: Rsvp = Rsvp.GOING
    also: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    terms: Terms | None = None
    sequence: int = 0
    import_id: ImportId | None = None
    made_until: date | None = None  # the last day whose occurrences have been made; None once there are no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """What one person has answered to an event of somebody else's. `account_id` is theirs."""

    event_id: EventId
    account_id: AccountId
    name: str  # as their chat calls them
    rsvp: Rsvp
    guests: int = 0
    since: datetime  # when they answered so: the order of the waiting list
    # Until when they are asked whether they still come: they came up from the waiting list. Once it has begun: from
    # when on they are to be brought together with the others who swap cards.
    confirm_by: datetime | None = None
    came: bool | None = None  # None: nobody has said
    swaps: bool = False  # whether they exchange cards with others who wish it, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """Who has answered what, guests counted."""

    going: int = 0
    maybe: int = 0
    no: int = 0
    waiting: int = 0
