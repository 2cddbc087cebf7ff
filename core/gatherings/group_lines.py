"""Lines in a club's group beside its cards: an event comes up; and it has changed shortly before."""

from datetime import datetime, timedelta

from core.chat.reply import Bold, Link, Reply, lines, say
from core.chat.words import _
from core.events.moments import begins, ends
from core.events.telling import is_link, place_line, when_of
from core.facts.delivery import Delivery, Kind
from core.facts.events import Event
from core.facts.ids import DeliveryId, new_id
from core.gatherings.seats import closes_at
from core.store import Transaction

CHANGED = "change"  # what the keys of these lines' deliveries begin with
NEAR = timedelta(days=7)  # what is farther away changes silently: its card is right
_PATIENCE = timedelta(minutes=2)  # whoever moves an event often moves it again


async def tell_group(tx: Transaction, before: Event, after: Event, now: datetime) -> None:
    """Owe a club's group one line about an event that was moved or called off, or takes place after all; of several
    changes the last one is told."""
    if before.sequence == after.sequence or max(begins(before), begins(after)) <= now:
        return
    if min(begins(each) for each in (before, after)) > now + NEAR:
        return
    told = Delivery(
        id=DeliveryId(new_id()),
        account_id=after.account_id,
        kind=Kind.POST,
        key=f"{CHANGED}:{after.id}:{after.sequence}",
        subject=after.id,
        due_at=now + _PATIENCE,
        not_after=max(ends(before), ends(after), now + 2 * _PATIENCE),
    )
    await tx.deliveries.add([told])


def is_change(delivery: Delivery) -> bool:
    return delivery.key.startswith(f"{CHANGED}:")


def is_latest(delivery: Delivery, event: Event) -> bool:
    """Whether nothing has changed again since."""
    return delivery.key.endswith(f":{event.sequence}")


def change_line(event: Event) -> Reply:
    """Where an event stands that has changed."""
    title, when = Bold(event.title), when_of(event, event.timezone)
    if event.cancelled:
        return Reply(
            text=say(_("❌ {title} is called off. It was to be {when}."), title=title, when=when), private=False
        )
    text = lines(say(_("📣 It has changed: {title} is {when}"), title=title, when=when), place_line(event))
    return Reply(text=text, private=False)


def reminding_line(event: Event, now: datetime) -> Reply:
    """A line before it begins. Its answers are the card's: two cards would show two counts."""
    title, when = Bold(event.title), when_of(event, event.timezone)
    soon = begins(event) - now <= timedelta(hours=3)
    text = lines(
        say(
            _("⏰ {title} begins soon: {when}") if soon else _("⏰ {title} comes up: {when}"),
            title=title,
            when=when,
        ),
        place_line(event),
        Link(event.url, event.url) if is_link(event.url) else None,
        say(_("Coming? Say so on its card, which is pinned above.")) if now < closes_at(event) else None,
    )
    return Reply(text=text, private=False)
