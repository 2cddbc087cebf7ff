"""What a calendar says now beside what stands in the agenda: what is new, what has changed, what is gone.

Nothing is written here. A followed event is its calendar's, but for its owner's answer: once given, that stays.
What they have typed, announced or been invited to is never changed by a calendar.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.calendars.reading import Read
from core.events.moments import begins, ends
from core.facts.calendars import Feed
from core.facts.events import Event, FoundEvent, Rsvp
from core.facts.ids import FeedId
from core.ical.entering import event_of

MOST_A_WEEK = 20  # events of one calendar to which its follower is taken to go without having said so


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
    over is left as it is. In weeks that are full, one is only invited, unless `feed` is to remind of everything.
    """
    new: list[Event] = []
    changed: list[Change] = []
    events = read.events if feed.reminds else _invited(read.events)
    said = {found.origin for found in events}
    coming = [each for each in mine if _is_the_calendar_s(each) and _is_expected(each, read, now)]
    # By what they say: there are calendars that call all their events otherwise each time they are asked.
    missing: dict[tuple[object, ...], list[Event]] = {}
    for each in coming:
        if each.origin not in said:
            missing.setdefault(_looks(each), []).append(each)
    for found in events:
        alike = missing.get(_looks(found))
        before = known.get(found.origin) or (alike.pop() if alike else None)
        if before is None:
            if not found.cancelled:
                new.append(replace(event_of(found, feed.account_id, now), heard=found.rsvp, feed_id=feed.id))
        elif before.feed_id not in others and _is_the_calendar_s(before) and ends(before) > now:
            after = _changed(before, found, feed, now)
            if after != before:
                changed.append(Change(before=before, after=after))
    gone = [each for alike in missing.values() for each in alike]
    changed += [Change(before=each, after=replace(each, cancelled=True, changed_at=now)) for each in gone]
    return Compared(new=new, changed=changed, lost_all=bool(coming) and len(gone) == len(coming))


def is_quiet(event: Event) -> bool:
    """Whether nobody is reminded of it, since its calendar has so much, and not because of what its owner said."""
    return event.rsvp is Rsvp.INVITED and event.heard is Rsvp.INVITED


def _invited(events: Sequence[FoundEvent]) -> Sequence[FoundEvent]:
    """These, where they are many in a week as such that its follower has yet to answer."""
    many = Counter(each.on.isocalendar()[:2] for each in events if not each.cancelled)
    return [
        replace(each, rsvp=Rsvp.INVITED) if many[each.on.isocalendar()[:2]] > MOST_A_WEEK else each
        for each in events
    ]


def _is_the_calendar_s(event: Event) -> bool:
    return event.terms is None and event.shared_id is None and event.origin.startswith("calendar:")


def _looks(event: Event | FoundEvent) -> tuple[object, ...]:
    return event.title, event.on, event.at, event.timezone, event.place


def _changed(before: Event, found: FoundEvent, feed: Feed, now: datetime) -> Event:
    answered = before.rsvp is not before.heard  # by its owner; which stays to be seen
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
        rsvp=before.rsvp if answered else found.rsvp,
        heard=found.rsvp if before.heard is None or not answered else before.heard,
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
