"""What was found in a calendar as an event of somebody's agenda."""

from datetime import datetime

from core.facts.events import Event, FoundEvent
from core.facts.ids import AccountId, EventId, new_id


def event_of(found: FoundEvent, owner: AccountId, now: datetime) -> Event:
    """A new event, neither kept nor settled. Of a series it is the first day."""
    return Event(
        id=EventId(new_id()),
        account_id=owner,
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
        occurrence=found.occurrence,
        sequence=found.sequence,
        cancelled=found.cancelled,
    )
