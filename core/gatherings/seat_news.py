"""What people are told about their seat: one has become free for them, or theirs has gone to the next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from core.chat.reply import Bold, Button, Reply, Row, action, lines, say
from core.chat.words import _
from core.delivery.composing import Composed, nothing_follows
from core.events.moments import begins, event_of
from core.events.telling import place_line, when_of
from core.facts.account import Account
from core.facts.delivery import Delivery
from core.facts.events import Attendee, Event, Rsvp
from core.facts.ids import DeliveryId
from core.gatherings.answering import LOST
from core.gatherings.seats import confirm_by
from core.store import Transaction


async def compose_seats(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """The messages about seats that still are as they were when they were planned."""
    composed: dict[DeliveryId, Composed] = {}
    own = {each.id: each for each in await tx.events.of([(account.id, event_of(each)) for account, each in batch])}
    for account, delivery in batch:
        if (copy := own.get(event_of(delivery))) is None:
            continue
        event = await tx.events.answerable(copy.shared_id or copy.id)
        attendee = await tx.attendees.one(copy.shared_id or copy.id, account.id)
        if event is None or attendee is None or event.cancelled or now >= begins(event):
            continue
        if attendee.since != datetime.fromisoformat(delivery.key.split(":", 2)[2]):
            continue  # they have answered since
        if delivery.key.startswith(f"{LOST}:"):
            composed[delivery.id] = Composed(reply=_lost(event, account))
        elif attendee.rsvp is Rsvp.GOING:
            until = attendee.confirm_by or confirm_by(event, account, now)
            asked = partial(_asked, attendee, until) if until is not None else nothing_follows
            composed[delivery.id] = Composed(reply=_up(event, until, account), when_sent=asked)
    return composed


def _up(event: Event, by: datetime | None, account: Account) -> Reply:
    cant: Button = Button(say(_("Can't make it")), action("rsvp", event.id, "no"))
    facts = (when_of(event, account.timezone), place_line(event))
    if by is None:
        free = say(_("🎉 A seat has become free: you are going to {title}."), title=Bold(event.title))
        return Reply(text=lines(free, *facts), rows=((cant,),))
    free = say(_("🎉 A seat has become free for you: {title}."), title=Bold(event.title))
    until = by.astimezone(ZoneInfo(account.timezone or event.timezone))
    ask = say(
        _("It is soon: do you still come? Please say so by {when}, else the next in the row gets it."), when=until
    )
    row: Row = (Button(say(_("Yes, I come")), action("rsvp", event.id, "going")), cant)
    return Reply(text=lines(free, *facts, ask), rows=(row,))


def _lost(event: Event, account: Account) -> Reply:
    gone = say(
        _("I did not hear from you in time, so your seat at {title} went to the next in the row."),
        title=Bold(event.title),
    )
    again = say(_("You still want to come? Press Going, and you wait for the next free one."))
    row: Row = (Button(say(_("Going")), action("rsvp", event.id, "going")),)
    return Reply(text=lines(gone, when_of(event, account.timezone), again), rows=(row,))


async def _asked(attendee: Attendee, until: datetime, tx: Transaction) -> None:
    """From when they have heard of it they are to confirm it: nobody loses a seat unasked."""
    await tx.attendees.ask(attendee, until)
