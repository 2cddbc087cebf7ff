"""Reminders: what somebody asked to be told, and when."""

from dataclasses import dataclass
from datetime import date, datetime, time

from core.facts.ids import AccountId, ContactId, ReminderId
from core.facts.recurrence import Recurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something to be reminded of, once or again and again.

    The wall time (`on`, `at`) in `timezone` is the truth; `next_at` is derived from it. Without an hour it stands
    in that morning's digest, in whatever zone its owner is then.
    """

    id: ReminderId
    account_id: AccountId
    created_at: datetime
    text: str  # in its owner's words
    contact_id: ContactId | None = None  # whom it is about
    timezone: str  # an IANA name: where its owner was when they set it
    on: date | None  # the next day on which it comes; None: never again by itself
    at: time | None = None  # None: with that morning's digest
    recurrence: Recurrence | None = None
    nag: bool = False  # it asks again until it is done
    unanswered: int = 0  # how often it came since its owner last answered
    snoozed_until: datetime | None = None  # it comes then as well; an instant
    done_at: datetime | None = None
    next_at: datetime | None = None  # derived: the next instant at which it is sent on its own
