"""News of events: moved, called off, another place. Told once, as it stands when it is told."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from core.chat.reply import Bold, Button, Reply, Row, action, lines, say
from core.chat.words import _
from core.delivery.outbox import Composed
from core.events.moments import begins, ends, event_of
from core.events.telling import place_line, when_of
from core.facts.account import Account
from core.facts.delivery import Delivery, Kind
from core.facts.events import Event, Rsvp
from core.facts.ids import DeliveryId, new_id
from core.store import Transaction

LONGEST_WAIT = timedelta(hours=1)
_AFTER_ALL = ":after all"  # how the keys of news end that take back that it was called off
_PART = 24  # of the time that is left until it begins: so long a change waits for the next one


def news_of(before: Event | None, after: Event | None, now: datetime) -> Delivery | None:
    """The message that tells the event's owner what has become of it; None where nothing matters to them.

    It waits a little, the longer the further off the event is: whoever moves an event often moves it again. What is
    told then is where it stands; the change before it is left out (`compose_news`).
    """
    if before is None or after is None or not _cares(after):
        return None
    if _state(before) == _state(after) or max(ends(before), ends(after)) <= now:
        return None
    begin = min((at for at in (begins(before), begins(after)) if at > now), default=now)
    due_at = now + min((begin - now) / _PART, LONGEST_WAIT)
    last = max(begins(before), begins(after))
    return Delivery(
        id=DeliveryId(new_id()),
        account_id=after.account_id,
        kind=Kind.NEWS,
        key=f"news:{after.id}:{_state(after)}:{now.isoformat(timespec='milliseconds')}{_after_all(before, after)}",
        subject=after.id,
        due_at=due_at,
        not_after=last if last > due_at else max(ends(before), ends(after)),
    )


async def compose_news(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """What has changed about events, as they stand now; nothing for a change that another one has followed."""
    found = {
        each.id: each for each in await tx.events.of([(account.id, event_of(each)) for account, each in batch])
    }
    composed: dict[DeliveryId, Composed] = {}
    said: set[str] = set()
    for account, delivery in batch:
        event = found.get(event_of(delivery))
        if event is None or not _cares(event) or not _is_latest(delivery, event) or event.id in said:
            continue
        said.add(event.id)
        again = delivery.key.endswith(_AFTER_ALL)
        composed[delivery.id] = Composed(reply=tell_news(event, account.timezone, again=again))
    return composed


def tell_news(event: Event, timezone: str | None, *, again: bool = False) -> Reply:
    """Where an event stands that has changed; `again`: it was called off, and is not any more."""
    card: Row = (Button(say(_("Card")), action("event", event.id)),)
    if event.cancelled:
        text = lines(
            say(_("❌ Called off: {title}"), title=Bold(event.title)),
            say(_("It was to be {when}."), when=when_of(event, timezone)),
        )
        return Reply(text=text, rows=(card,))
    changed = say(_("📅 {title} has changed. It is now:"), title=Bold(event.title))
    text = lines(
        say(_("📅 {title} takes place after all:"), title=Bold(event.title)) if again else changed,
        when_of(event, timezone),
        place_line(event),
    )
    no = action("evr", event.id, "no") if event.shared_id is None else action("rsvp", event.shared_id, "no")
    answers: Row = (Button(say(_("Can't make it")), no),)
    return Reply(text=text, rows=((*answers, *card),))


def _cares(event: Event) -> bool:
    """Whether its owner hears of it: not who doesn't come, nor who was only asked, or announced it."""
    return event.rsvp is not Rsvp.NO and not (event.rsvp is Rsvp.INVITED and event.shared_id is not None)


def _after_all(before: Event, after: Event) -> str:
    return _AFTER_ALL if before.cancelled and not after.cancelled else ""


def _is_latest(delivery: Delivery, event: Event) -> bool:
    return delivery.key.split(":")[2:3] == [_state(event)]


def _state(event: Event) -> str:
    """What its owner has to know of it, in a few letters."""
    parts = (event.on, event.at, event.timezone, event.place, event.cancelled)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
