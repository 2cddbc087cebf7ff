"""What a calendar says now beside what stands in the agenda: what is new, what has changed, what is gone.

Nothing is written here. A followed event is its calendar's, but for its owner's answer: that stays theirs until the
calendar itself gives another one than before.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.calendars.reading import Read
from core.events.moments import begins, ends
from core.facts.calendars import Feed
from core.facts.events import Event, FoundEvent
from core.facts.ids import EventId, FeedId, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An event as it was and as it is now."""

    before: Event
    after: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is to be kept (core/events/keeping.py); `lost_all`: of the events to come not a single one is left."""

    new: Sequence[Event]
    changed: Sequence[Change]
    lost_all: bool


def compare(
    read: Read,
    feed: Feed,
    known: Mapping[str, Event],
    mine: Sequence[Event],
    others: Collection[FeedId],
    now: datetime,
) -> Compared:
    """`known` are the account's events of the same origins, by these; `mine` the feed's own.

    An event that one of the `others` has brought, which the account follows as well, stays that one's. One that is
    over is left as it is, and so is a copy of what somebody else announced.
    """
    new: list[Event] = []
    changed: list[Change] = []
    said = {found.origin for found in read.events}
    coming = [each for each in mine if _is_expected(each, read, now)]
    # By what they say: there are calendars that call all their events otherwise each time they are asked.
    missing: dict[tuple[object, ...], list[Event]] = {}
    for each in coming:
        if each.origin not in said:
            missing.setdefault(_looks(each), []).append(each)
    for found in read.events:
        alike = missing.get(_looks(found))
        before = known.get(found.origin) or (alike.pop() if alike else None)
        if before is None:
            if not found.cancelled:
                new.append(_new(found, feed, now))
        elif before.feed_id not in others and before.shared_id is None and ends(before) > now:
            after = _changed(before, found, feed, now)
            if after != before:
                changed.append(Change(before=before, after=after))
    gone = [each for alike in missing.values() for each in alike]
    changed += [Change(before=each, after=replace(each, cancelled=True, changed_at=now)) for each in gone]
    return Compared(new=new, changed=changed, lost_all=bool(coming) and len(gone) == len(coming))


def _looks(event: Event | FoundEvent) -> tuple[object, ...]:
    return event.title, event.on, event.at, event.timezone, event.place


def _new(found: FoundEvent, feed: Feed, now: datetime) -> Event:
    return Event(
        id=EventId(new_id()),
        account_id=feed.account_id,
        created_at=now,
        origin=found.origin,
        title=found.title,
        on=found.on,
        timezone=found.timezone,
        at=found.at,
        until_on=found.until_on,
        until_at=found.until_at,
        place=found.place,
        url=found.url,
        notes=found.notes,
        rsvp=found.rsvp,
        heard=found.rsvp,
        occurrence=found.occurrence,
        feed_id=feed.id,
    )


def _changed(before: Event, found: FoundEvent, feed: Feed, now: datetime) -> Event:
    after = replace(
        before,
        title=found.title,
        on=found.on,
        at=found.at,
        until_on=found.until_on,
        until_at=found.until_at,
        timezone=found.timezone,
        place=found.place,
        url=found.url,
        notes=found.notes,
        rsvp=found.rsvp if before.heard not in (None, found.rsvp) else before.rsvp,
        heard=found.rsvp,
        cancelled=found.cancelled,
        feed_id=feed.id,
    )
    return after if after == before else replace(after, changed_at=now)


def _is_expected(event: Event, read: Read, now: datetime) -> bool:
    """Whether it would be among what was read, if it were still in the calendar."""
    return (
        read.until is not None
        and read.first <= event.on <= read.until
        and not event.cancelled
        and begins(event) > now
    )
