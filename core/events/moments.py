"""When something about an event is due: before it to remind, after it to ask whom they met. Nothing is written.

Wishes (Account.event_wishes) are wall times where the owner is; an event's own times are in its own zone.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.delivery.mornings import digest_of, instant, quiet_until
from core.facts.account import Account
from core.facts.delivery import Delivery, Kind
from core.facts.events import Event, Rsvp
from core.facts.ids import DeliveryId, EventId, new_id

ANNOUNCED = timedelta(days=7)  # before it begins, an event of a club's series
GUESS = timedelta(hours=2)  # how long what has an hour lasts, where that was not said
AFTER = timedelta(hours=1)  # behind the end
NIGHT = timedelta(hours=5)  # what ends before five in the morning was the evening before
STILL_IN_TIME = timedelta(minutes=15)  # behind the beginning: somebody may be late
WORTH_ASKING = timedelta(hours=36)  # whom they met: a follow-up is within 48 hours of it
_DAY = timedelta(days=1)
_COMES = frozenset({Rsvp.GOING, Rsvp.MAYBE})


class About(StrEnum):
    """What is said at a moment."""

    CARD = "card"  # a week before, of a club's series: its group sees one of them at a time
    EVENING = "evening"  # the evening before
    AHEAD = "ahead"  # so many minutes before
    AFTER = "after"  # an hour after the end; of a club's series, at its end
    MORNING = "morning"  # the morning after

    @property
    def is_before(self) -> bool:
        return self in (About.CARD, About.EVENING, About.AHEAD)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Due:
    """One moment of an event; `at` is an instant (UTC)."""

    at: datetime
    about: About


def begins(event: Event) -> datetime:
    """The instant (UTC) at which it begins; what lasts all day does so at midnight, in its zone.

    A wall time that the clocks skip is as much later; one that comes twice is the first.
    """
    return instant(event.on, event.at or time(0), ZoneInfo(event.timezone))


def ends(event: Event) -> datetime:
    """The instant (UTC) at which it is over: two hours after its beginning where nobody has said."""
    zone, begin = ZoneInfo(event.timezone), begins(event)
    if event.at is None:
        return instant(max(event.until_on or event.on, event.on) + _DAY, time(0), zone)
    if event.until_at is None:
        if event.until_on is None or event.until_on <= event.on:
            return begin + GUESS
        return instant(event.until_on + _DAY, time(0), zone)
    on = event.until_on or (event.on + _DAY if event.until_at < event.at else event.on)
    return max(begin, instant(on, event.until_at, zone))


def is_over(event: Event, now: datetime) -> bool:
    return ends(event) <= now


def has_begun(event: Event, now: datetime) -> bool:
    return begins(event) <= now


def moments(event: Event, account: Account) -> list[Due]:
    """All that is due about an event of this account's agenda, past or to come, the earliest first.

    Nothing is due about what was called off, or where its owner does not go. A club is told of its events in its
    channel before them, and is asked nothing; of a series the next one is announced when one is over, even one that
    was called off.
    """
    announced = [Due(at=ends(event), about=About.AFTER)] if account.club and event.series_id is not None else []
    if event.cancelled or event.rsvp not in _COMES:
        return announced
    wishes = account.event_wishes
    home = ZoneInfo(account.timezone or event.timezone)
    begin, end = begins(event), ends(event)
    first = event.on if event.at is None else begin.astimezone(home).date()
    found: set[Due] = set()
    if wishes.evening is not None:
        found.add(Due(at=instant(first - _DAY, wishes.evening, home), about=About.EVENING))
    if event.at is not None:
        found |= {Due(at=_awake(begin, each, account), about=About.AHEAD) for each in wishes.ahead}
    if account.club:
        if announced:
            found.add(Due(at=begin - ANNOUNCED, about=About.CARD))
        return sorted([*found, *announced])
    woken = quiet_until(account, end + AFTER)
    if wishes.after and not (woken and wishes.morning):  # then the morning's question is soon enough
        found.add(Due(at=woken or end + AFTER, about=About.AFTER))
    if wishes.morning:
        found.add(Due(at=_morning_after(end, replace(account, timezone=home.key)), about=About.MORNING))
    return sorted(found)


def settled(event: Event, account: Account, now: datetime) -> Event:
    """The event with its `next_at` derived again; whoever writes one writes this.

    What was due before now is not made up for when an event is noted, moved or answered; but what is due already
    and only waits for the planner is not lost either.
    """
    waits = event.next_at is not None and event.next_at <= now
    since = min(event.planned_at or now, now) if waits else now
    return planned(event, account, since)


def left_to_planner(event: Event, now: datetime) -> Event:
    """The same for an event of somebody else's agenda, without looking at (and holding) their account: the planner
    takes it at once, finds nothing due that was not so before, and settles it."""
    waits = event.next_at is not None and event.next_at <= now
    return replace(event, planned_at=min(event.planned_at or now, now) if waits else now, next_at=now)


def planned(event: Event, account: Account, until: datetime) -> Event:
    """The event after all that is due up to this instant has been planned."""
    coming = (due.at for due in moments(event, account) if due.at > until)
    return replace(event, planned_at=until, next_at=next(coming, None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """An event about which something is due: what it is afterwards, and the messages that it makes."""

    after: Event
    deliveries: tuple[Delivery, ...]


def fired(event: Event, account: Account, now: datetime) -> Firing:
    """What is due about an event up to now. Of several reminders before it that an outage has held up the latest
    is left, and of several questions after it."""
    since = event.planned_at or event.created_at
    due = [each for each in moments(event, account) if since < each.at <= now]
    before = [each for each in due if each.about.is_before and now <= _not_after(event, each)]
    after = [each for each in due if not each.about.is_before and now <= _not_after(event, each)]
    return Firing(
        after=planned(event, account, now),
        deliveries=tuple(_delivery(event, account, each[-1], len(each)) for each in (before, after) if each),
    )


def key_of(event: Event, due: Due) -> str:
    return f"event:{event.id}:{due.about}:{due.at.astimezone(UTC).isoformat(timespec='seconds')}"


def due_of(delivery: Delivery) -> Due | None:
    """Which moment a delivery is for; None for what is of no event."""
    kind, _event_id, about, at = delivery.key.split(":", 3) if delivery.key.count(":") > 2 else ("", "", "", "")
    if kind != "event" or about not in set(About):
        return None
    return Due(at=datetime.fromisoformat(at), about=About(about))


def event_of(delivery: Delivery) -> EventId:
    return EventId(delivery.subject)


def still_due(event: Event, account: Account, delivery: Delivery) -> bool:
    """Whether the moment that was planned still is one: the event was not moved, called off or answered with no."""
    due = due_of(delivery)
    return due is not None and due in moments(event, account)


def _awake(begin: datetime, minutes: int, account: Account) -> datetime:
    """So many minutes before it begins; at the end of the quiet hours where they end in between."""
    at = begin - timedelta(minutes=minutes)
    woken = quiet_until(account, at)
    return woken if woken is not None and woken < begin else at


def _morning_after(end: datetime, account: Account) -> datetime:
    """At the time of the digest on the day after, or where that is before the end itself, one day later."""
    day = (end - NIGHT).astimezone(ZoneInfo(account.timezone or "UTC")).date() + _DAY
    at = digest_of(account, day)
    return at if at >= end else digest_of(account, day + _DAY)


def _delivery(event: Event, account: Account, due: Due, stands_for: int) -> Delivery:
    return Delivery(
        id=DeliveryId(new_id()),
        account_id=event.account_id,
        kind=Kind.POST if account.club else Kind.EVENT,
        key=key_of(event, due),
        subject=event.id,
        due_at=due.at,
        not_after=_not_after(event, due),
        stands_for=stands_for,
    )


def _not_after(event: Event, due: Due) -> datetime:
    if not due.about.is_before:
        return due.at + WORTH_ASKING
    if event.at is None:
        return ends(event)
    return begins(event) + STILL_IN_TIME
