"""Digests: whom Reachwell suggested on a day, why, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.facts.cadence import Cadence
from core.facts.ids import AccountId, ContactId, DigestId
from core.facts.people import Anniversary, Keep, Status, is_active


class Because(StrEnum):
    """The rules, and so why somebody is worth reaching out to; core/digests/rules/ has what each looks for."""

    OVERDUE = "overdue"  # longer silent than wished
    WAITING = "waiting"  # asked to be kept up with, never spoken to yet (of the same rule)
    THANKS = "thanks"  # a favour got and not thanked for
    REPORT = "report"  # a referral got, and they have not heard what came of it
    FOLLOW_UP = "follow-up"  # met lately, and not spoken to since
    OWED = "owed"  # they have done more for the owner than the owner for them
    IN_A_ROW = "in-a-row"  # they have given several times since the owner last gave (of the same rule)
    BIRTHDAY = "birthday"
    JOB = "job"  # so many years at their work
    DORMANT = "dormant"  # years of silence
    PROMISE = "promise"  # something promised is due
    PROFILE = "profile"  # the owner's own profile wants a look


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason, with the figures that its sentence needs."""

    because: Because
    since: date | None = None  # the last touch, or the favour's day
    cadence: Cadence | None = None
    what: str = ""  # the favour; the company; the event at which they met
    on: date | None = None  # the coming anniversary; the favour's day; when they met and never spoke since
    count: int = 0  # favours owed, or got in a row; years


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """A contact as far as rules and ranking look at one: light, since a digest weighs hundreds."""

    id: ContactId
    owner: AccountId
    created_at: datetime
    quiet_since: date
    company: str = ""
    met_on: date | None = None
    tags: tuple[str, ...] = ()
    dates: tuple[Anniversary, ...] = ()
    status: Status = Status.ACTIVE
    paused_until: date | None = None
    keep: Keep = Keep.USUAL
    cadence: Cadence | None = None
    snoozed_until: date | None = None
    hidden_until: date | None = None
    suggested_on: date | None = None
    last_touch_on: date | None = None
    due_on: date | None = None
    imported: bool = False
    tells_how_met: bool = False  # whether the card says how they met
    noted: bool = False  # whether there are notes on the card
    reachable: bool = False  # whether it has a handle

    def is_active(self, today: date) -> bool:
        """Whether Reachwell may speak of this person."""
        return is_active(self.status, self.paused_until, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """That somebody was met at an event."""

    contact_id: ContactId
    on: date
    at: str  # the event's title


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """How far to look for whom a digest may suggest, around one day of its owner's."""

    today: date
    recent: date  # favours since then
    met_since: date  # people met from then…
    met_until: date  # …until then
    dormant_before: date  # whose silence began before it
    old_ties_until: date  # and until when, of those whom nobody has chosen
    anniversaries: frozenset[str]  # MM-DD
    not_dormant: frozenset[ContactId] = frozenset()  # whose silence is not to be spoken of
    not_dormant_tags: frozenset[str] = frozenset()  # folded


class Outcome(StrEnum):
    """What the owner answered about a person in a digest."""

    OPEN = "open"
    REACHED = "reached"
    SNOOZED = "snoozed"
    NOT_NOW = "not-now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One person in a digest."""

    contact_id: ContactId
    reasons: tuple[Reason, ...]
    score: float
    outcome: Outcome = Outcome.OPEN


class ItemKind(StrEnum):
    """What stands in a digest beside the people to reach out to."""

    REMINDER = "reminder"  # one without an hour of its own
    PROMISE = "promise"
    ASK = "ask"
    PROFILE = "profile"  # the owner's own profile wants a look


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One of them. What it says is looked up when the digest is shown."""

    kind: ItemKind
    subject: str = ""  # the id of the reminder, promise or ask
    answered: bool = False  # where nothing else says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The few people suggested to one account on one local day, and what else is due on it."""

    id: DigestId
    account_id: AccountId
    day: date
    picks: tuple[Pick, ...]
    items: tuple[Item, ...] = ()
    made_at: datetime
