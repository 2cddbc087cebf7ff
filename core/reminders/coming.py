"""When a reminder comes next, and what a firing, an answer or a snooze makes of it: decided, nothing written.

A reminder comes by itself at `on` and `at`, and at `snoozed_until` as well. Whenever it has come, `unanswered`
counts it, until its owner answers: then it is 0 again.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.delivery.mornings import digest_of, instant, quiet_until
from core.facts.account import Account
from core.facts.delivery import Delivery, Kind
from core.facts.ids import DeliveryId, new_id
from core.facts.recurrence import Moment, Recurrence, When
from core.facts.reminders import Reminder
from core.reminders.occurrences import next_occurrence, occurrences_between

NAG_EVERY = timedelta(hours=1)
MOST_UNANSWERED = 5
WORTH_SENDING = timedelta(hours=24)
WORTH_ASKING = timedelta(days=7)  # what asks until it is done, for whoever cannot be reached for a while
SHORTEST = timedelta(minutes=15)  # between two of what comes again
EVENING = time(18)
_NOON = time(12)  # stands in for the morning where only days are reckoned with
_TICK = timedelta(microseconds=1)


def settled(reminder: Reminder) -> Reminder:
    """The reminder with its `next_at` derived again; whoever changes one saves this."""
    times = [each for each in (own_instant(reminder), reminder.snoozed_until) if each is not None]
    return replace(reminder, next_at=min(times, default=None))


def own_instant(reminder: Reminder) -> datetime | None:
    """When it comes by itself, sent alone; None: never again, or with a morning's digest."""
    if reminder.on is None or reminder.at is None:
        return None
    return instant(reminder.on, reminder.at, ZoneInfo(reminder.timezone))


def set_for(reminder: Reminder, when: When, account: Account, now: datetime) -> Reminder | None:
    """The reminder set for a moment or a recurrence, in its own zone; None when that never comes any more.

    Without an hour it comes with that morning's digest; when today's is out already, it comes this evening.
    """
    zone = ZoneInfo(reminder.timezone)
    anew = replace(reminder, unanswered=0, snoozed_until=None, done_at=None, recurrence=None)
    if isinstance(when, Recurrence):
        found = next_occurrence(when, now, zone, account.digest_at)
        if found is None:
            return None
        at = found.wall.time() if when.times else None
        return replace(anew, recurrence=when, on=found.wall.date(), at=at, next_at=found.at if at else None)
    if when.at is None and is_too_late(when.on, account, now):
        when = this_evening(now.astimezone(zone))
    return settled(replace(anew, on=when.on, at=when.at))


def is_too_late(day: date, account: Account, now: datetime) -> bool:
    """Whether the digest of a day is out already, or that day is over."""
    today = now.astimezone(ZoneInfo(account.timezone or "UTC")).date()
    return day < today or (day == today and (account.digested_on == today or digest_of(account, today) <= now))


def this_evening(now: datetime) -> Moment:
    """At 18:00, or in an hour where it is later than 17:00; `now` is in the zone of whoever asks."""
    if now.time() <= time(17):
        return Moment(on=now.date(), at=EVENING)
    later = (now.astimezone(UTC) + timedelta(hours=1)).astimezone(now.tzinfo)
    return Moment(on=later.date(), at=later.time().replace(second=0, microsecond=0))


def is_too_often(recurrence: Recurrence) -> bool:
    """Whether it would come more often than every quarter of an hour.

    >>> from core.facts.recurrence import Frequency
    >>> often = Recurrence(freq=Frequency.MINUTELY, interval=10, start=date(2026, 11, 23))
    >>> is_too_often(often), is_too_often(replace(often, interval=15))
    (True, False)
    """
    begin = datetime(recurrence.start.year, recurrence.start.month, recurrence.start.day, tzinfo=UTC)
    zone, before = ZoneInfo("UTC"), begin - _TICK
    for _number in range(max(2, len(recurrence.times) + 1)):
        found = next_occurrence(replace(recurrence, until=None, count=None), before, zone, _NOON)
        if found is None:
            return False
        if before >= begin and found.at - before < SHORTEST:
            return True
        before = found.at
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """A reminder whose time has come: what it is afterwards, and the message that it makes."""

    after: Reminder
    delivery: Delivery


def fired(reminder: Reminder, now: datetime) -> Firing:
    """What a reminder makes whose `next_at` has come. Several occurrences that were missed make one message.

    What comes again goes on strictly after now. The key is the wall time of the first occurrence that it tells.
    """
    assert reminder.next_at is not None
    first = last = reminder.next_at
    zone = ZoneInfo(reminder.timezone)
    snoozed, own = reminder.snoozed_until, own_instant(reminder)
    stands_for = len({each for each in (snoozed, own) if each is not None and each <= now})
    after = reminder
    if snoozed is not None and snoozed <= now:
        after = replace(after, snoozed_until=None)
        last = snoozed
    if own is not None and own <= now:
        after = replace(after, on=None)
        last = max(last, own)
        if reminder.recurrence is not None:
            latest, missed = occurrences_between(reminder.recurrence, own, now, zone, _NOON)
            stands_for += missed
            last = max(last, latest.at) if latest else last
            after = after_recurring(after, now)
    after = settled(replace(after, unanswered=reminder.unanswered + 1))
    # What asks until it is done is not done by an outage: it comes however late it is, and goes on asking.
    not_after = now + WORTH_ASKING if reminder.nag else last + WORTH_SENDING
    if reminder.recurrence is not None and reminder.recurrence.times and (following := own_instant(after)):
        not_after = min(not_after, following)
    delivery = Delivery(
        id=DeliveryId(new_id()),
        account_id=reminder.account_id,
        kind=Kind.REMINDER,
        key=key_of(reminder, first),
        subject=reminder.id,
        due_at=last,
        not_after=not_after,
        stands_for=stands_for,
    )
    return Firing(after=after, delivery=delivery)


def key_of(reminder: Reminder, first: datetime) -> str:
    """The delivery's key: the wall time, with its offset, since an hour that comes twice has two instants."""
    wall = first.astimezone(ZoneInfo(reminder.timezone))
    return f"reminder:{reminder.id}:{wall.isoformat(timespec='seconds')}"


def first_of(delivery: Delivery) -> datetime:
    """When the first came of the occurrences for which a reminder's delivery stands: with its zone's offset."""
    return datetime.fromisoformat(delivery.key.split(":", 2)[2])


def after_recurring(reminder: Reminder, after: datetime) -> Reminder:
    """What comes again, at its next occurrence strictly later than this instant; `on` None where there is none."""
    assert reminder.recurrence is not None
    found = next_occurrence(reminder.recurrence, after, ZoneInfo(reminder.timezone), _NOON)
    if found is None:
        return settled(replace(reminder, on=None))
    at = found.wall.time() if reminder.recurrence.times else None
    return settled(replace(reminder, on=found.wall.date(), at=at))


def passed_over(reminder: Reminder) -> Reminder:
    """Without what comes next by itself: the occurrence after it, or never again."""
    if reminder.recurrence is None or reminder.on is None:
        return settled(replace(reminder, on=None))
    if reminder.at is None:
        return after_recurring(reminder, instant(reminder.on, _NOON, ZoneInfo(reminder.timezone)))
    own = own_instant(reminder)
    assert own is not None
    return after_recurring(reminder, own)


def is_waiting(reminder: Reminder) -> bool:
    """Whether it has come, or was put off, and its owner has not said yet that it is done."""
    return reminder.unanswered > 0 or reminder.snoozed_until is not None


def done(reminder: Reminder, now: datetime, *, coming: bool) -> Reminder | None:
    """The reminder after its owner has done it; None when that changes nothing.

    `coming`: what comes next by itself is meant, not what has come. A one-off is over; what comes again goes on.
    """
    if reminder.done_at is not None:
        return None
    if coming and reminder.on is not None:
        after = passed_over(reminder)
    elif is_waiting(reminder):
        after = reminder
    elif reminder.on is None:
        return replace(reminder, done_at=now, next_at=None)
    else:
        return None
    if reminder.recurrence is None:
        after = replace(after, on=None)
    elif after.at is None and after.on is not None and reminder.nag and not coming:
        # It stood in each digest since it came: from now on only where it belongs.
        after = after_recurring(after, now)
    after = settled(replace(after, unanswered=0, snoozed_until=None))
    return after if after.next_at or after.on else replace(after, done_at=now)


def snoozed(reminder: Reminder, until: Moment | datetime, account: Account, *, coming: bool) -> Reminder:
    """The reminder put off: it comes then instead. A moment is in its own zone; a day alone means the morning.

    `coming`: what comes next by itself is put off, and not what has come.
    """
    if isinstance(until, Moment) and until.at is None and reminder.at is None and reminder.recurrence is None:
        return settled(replace(reminder, on=until.on, unanswered=0, snoozed_until=None, done_at=None))
    then = until if isinstance(until, datetime) else instant_of(reminder, until, account)
    after = passed_over(reminder) if coming or reminder.recurrence is None else reminder
    return settled(replace(after, snoozed_until=then, unanswered=0, done_at=None))


def instant_of(reminder: Reminder, moment: Moment, account: Account) -> datetime:
    """A moment in the reminder's zone; a day alone is its morning. One without an hour is where its owner is."""
    zone = reminder.timezone if reminder.at else account.timezone or reminder.timezone
    return instant(moment.on, moment.at or account.digest_at, ZoneInfo(zone))


def base_of(reminder: Reminder, now: datetime, *, coming: bool) -> datetime:
    """From when a snooze is reckoned: now, or when it would come."""
    if not coming or reminder.on is None:
        return now
    at = reminder.at or _NOON
    return max(now, instant(reminder.on, at, ZoneInfo(reminder.timezone)))


def nagging(reminder: Reminder, account: Account, now: datetime) -> Reminder:
    """A reminder that asks until it is done, after it was sent: it asks again in an hour, or stops.

    Nobody is woken for it: within the quiet hours it waits for their end.
    """
    if not reminder.nag or reminder.unanswered >= MOST_UNANSWERED or reminder.snoozed_until is not None:
        return reminder
    again = now + NAG_EVERY
    return settled(replace(reminder, snoozed_until=quiet_until(account, again) or again))


def shown_in_digest(reminder: Reminder, today: date) -> Reminder:
    """One without an hour, after a digest showed it: over, on its next day, or (nagging) in tomorrow's again."""
    if reminder.on is None or reminder.at is not None or reminder.on > today:
        return reminder
    after = replace(reminder, unanswered=reminder.unanswered + 1)
    tomorrow = today + timedelta(days=1)
    if reminder.recurrence is not None:
        after = after_recurring(after, instant(today, _NOON, ZoneInfo(reminder.timezone)))
    else:
        after = replace(after, on=None)
    if reminder.nag and after.unanswered < MOST_UNANSWERED and (after.on is None or after.on > tomorrow):
        after = replace(after, on=tomorrow)
    return settled(after)


def moved_to(reminder: Reminder, timezone: str, now: datetime) -> Reminder | None:
    """The same wall time in another zone; None where that is over there already."""
    there = replace(reminder, timezone=timezone)
    own = own_instant(there)
    if own is None or own > now:
        return settled(there)
    return after_recurring(there, now) if reminder.recurrence is not None else None


def with_hour(reminder: Reminder, at: time, now: datetime) -> Reminder:
    """What comes again, at another hour."""
    assert reminder.recurrence is not None
    recurrence = replace(reminder.recurrence, times=(at,))
    return after_recurring(replace(reminder, recurrence=recurrence, unanswered=0, snoozed_until=None), now)
