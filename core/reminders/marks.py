"""Which coming of a reminder a button means: one from long ago, or pressed twice, must not touch the next one.

A mark is a letter and, for most, when it was: "c202611240900" what comes next by itself, "s" what was put off,
"f29745000" (minutes since 1970) what has been sent, "d20261124" what stood in the digest of a day.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from core.facts.reminders import Reminder
from core.reminders.coming import is_waiting
from core.reminders.occurrences import occurrences_between


def coming_mark(reminder: Reminder) -> str:
    """What a screen of the reminder is about: whatever comes next."""
    if reminder.on is None or (reminder.snoozed_until is not None and reminder.next_at == reminder.snoozed_until):
        return "s"
    return f"c{reminder.on:%Y%m%d}{reminder.at:%H%M}" if reminder.at else f"c{reminder.on:%Y%m%d}"


def sent_mark(due_at: datetime) -> str:
    """What a message of its own tells that was due then."""
    return f"f{int(due_at.timestamp() // 60)}"


def digest_mark(day: date) -> str:
    """What the digest of a day shows."""
    return f"d{day:%Y%m%d}"


def is_of_a_digest(mark: str) -> bool:
    return mark.startswith("d")


def means_coming(reminder: Reminder, mark: str, now: datetime) -> bool | None:
    """Whether a button means what comes next by itself, rather than what has come; None: it is too late for it."""
    match mark[:1]:
        case "c":
            return True if mark == coming_mark(reminder) else None
        case "s":
            return False if is_waiting(reminder) else None
        case "d" if mark[1:].isdecimal():
            unseen = reminder.at is None and reminder.on is not None and f"{reminder.on:%Y%m%d}" <= mark[1:]
            return unseen or (False if _is_unanswered(reminder) else None)
        case "f" if mark[1:].isdecimal() and len(mark) < 10:
            sent = datetime.fromtimestamp(int(mark[1:]) * 60, UTC)
            return False if _is_unanswered(reminder) and not _has_come_since(reminder, sent, now) else None
        case _:
            return None


def _is_unanswered(reminder: Reminder) -> bool:
    return reminder.done_at is None and (is_waiting(reminder) or reminder.on is None)


def _has_come_since(reminder: Reminder, sent: datetime, now: datetime) -> bool:
    if reminder.recurrence is None or not reminder.recurrence.times:
        return False
    zone = ZoneInfo(reminder.timezone)
    noon = reminder.recurrence.times[0]
    last, _count = occurrences_between(reminder.recurrence, sent.replace(second=59), now, zone, noon)
    return last is not None
