"""Reminders and the account that they are of, for tests: in Toronto, on Monday the 23rd of November 2026."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from core.facts.account import Account
from core.facts.ids import AccountId, ReminderId
from core.facts.recurrence import Frequency, Recurrence, Weekday
from core.facts.reminders import Reminder
from core.reminders.coming import settled

TORONTO = "America/Toronto"
CREATED = datetime(2026, 11, 1, tzinfo=UTC)
ADA = Account(id=AccountId("ada"), created_at=CREATED, timezone=TORONTO)


def local(day: int, hour: int = 0, minute: int = 0, month: int = 11, zone: str = TORONTO) -> datetime:
    """An instant of 2026, by the wall clock in Toronto."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def reminder(**fields: Any) -> Reminder:
    made = {"id": ReminderId("r1"), "account_id": ADA.id, "created_at": CREATED, "text": "call the bank"}
    when = {"timezone": TORONTO, "on": date(2026, 11, 24), "at": time(9)}
    return settled(Reminder(**{**made, **when, **fields}))


def daily(*times: time, **fields: Any) -> Recurrence:
    return Recurrence(**{"freq": Frequency.DAILY, "times": times, "start": date(2026, 11, 1), **fields})


def weekly(day: int, *times: time, **fields: Any) -> Recurrence:
    made = {"freq": Frequency.WEEKLY, "weekdays": (Weekday(day=day),), "times": times, "start": date(2026, 11, 1)}
    return Recurrence(**{**made, **fields})
