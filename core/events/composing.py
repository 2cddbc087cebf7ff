"""What is said before and after an event, written when it is sent, so that it is true then."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from core.chat.command import today_of
from core.chat.questions import is_fresh
from core.chat.reply import Bold, Button, Link, Reply, Row, Span, action, lines, say
from core.chat.words import _
from core.delivery.mornings import is_paused
from core.delivery.outbox import Composed
from core.events.card import answering
from core.events.moments import About, begins, due_of, event_of, still_due
from core.events.telling import is_link, own_time, place_line, when_of
from core.facts.account import Account, Question
from core.facts.delivery import Delivery
from core.facts.events import Event, Rsvp
from core.facts.ids import DeliveryId, EventId, QuestionId, new_id
from core.store import Transaction

_DAY = timedelta(days=1)


async def compose_events(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """The messages that still hold. None where the event was moved, called off or answered with no since they were
    planned; none in the morning after for whoever has said already whom they met; and while everything is paused
    nobody is asked anything."""
    found = {
        each.id: each for each in await tx.events.of([(account.id, event_of(each)) for account, each in batch])
    }
    told = await tx.events.whom_told([(each.account_id, each.id) for each in found.values()])
    composed: dict[DeliveryId, Composed] = {}
    for account, delivery in batch:
        event, due = found.get(event_of(delivery)), due_of(delivery)
        if event is None or due is None or not still_due(event, account, delivery):
            continue
        if not due.about.is_before and is_paused(account, today_of(account, now)):
            continue
        if due.about is About.MORNING and event.id in told:
            continue
        if due.about.is_before:
            composed[delivery.id] = Composed(reply=_before(event, account, now))
        else:
            asked = partial(_ask_whom, account=account, event=event, now=now)
            reply = _after(event, due.about)
            if event.shared_id is not None and await _organises(tx, account, event.shared_id):
                attendance = Button(say(_("Attendance")), action("attends", event.shared_id, "0"))
                reply = replace(reply, rows=(*reply.rows, (attendance,)))
            composed[delivery.id] = Composed(reply=reply, when_sent=asked)
    return composed


def _before(event: Event, account: Account, now: datetime) -> Reply:
    may_go: Span | None = say(_("You said maybe.")) if event.rsvp is Rsvp.MAYBE else None
    text = lines(
        say(_("🗓 {when}: {title}"), when=_soon(event, account, now), title=Bold(event.title)),
        own_time(event, account.timezone),
        place_line(event),
        say(_("🔗 {link}"), link=Link(event.url, event.url)) if is_link(event.url) else None,
        may_go,
    )
    first: Row = (Button(say(_("Can't make it")), answering(event, Rsvp.NO)),)
    if event.rsvp is Rsvp.MAYBE:
        first = (Button(say(_("Going")), answering(event, Rsvp.GOING)), *first)
    return Reply(
        text=text,
        rows=(
            (Button(say(_("Prepare")), action("prepare", event.id)), *first),
            (Button(say(_("Card")), action("event", event.id)),),
        ),
    )


async def _organises(tx: Transaction, account: Account, event_id: EventId) -> bool:
    shared = await tx.events.answerable(event_id)
    return shared is not None and shared.terms is not None and shared.terms.organiser == account.id


def _after(event: Event, about: About) -> Reply:
    asked = say(_("Whom did you meet at {title}?"), title=Bold(event.title))
    how = say(_("One line for each, for example: Raj Patel @ Shopify, PM, knows Jane, send him the article"))
    buttons: Row = (
        Button(say(_("Whom I met")), action("whom", event.id)),
        Button(say(_("I wasn't there")), action("evr", event.id, Rsvp.NO)),
    )
    return Reply(text=lines(asked, how if about is About.MORNING else None), rows=(buttons,))


def _soon(event: Event, account: Account, now: datetime) -> Span:
    """ "Today at 7:30 AM", "Tomorrow at 7:30 AM", else when it is."""
    today = today_of(account, now)
    on, begin = event.on, begins(event).astimezone(ZoneInfo(event.timezone))
    named = _named(on, today)
    if named is None or (event.at is not None and begins(event) <= now):
        return when_of(event, account.timezone)
    if event.at is None:
        return say(named)
    if event.timezone != account.timezone:
        return when_of(event, account.timezone)
    return say(_("{day} at {time}"), day=say(named), time=begin.time())


def _named(on: date, today: date) -> str | None:
    return {today: _("Today"), today + _DAY: _("Tomorrow")}.get(on)


async def _ask_whom(tx: Transaction, *, account: Account, event: Event, now: datetime) -> None:
    """Let them type whom they met; a question of these minutes is not interrupted."""
    await tx.accounts.get([account.id])  # held first, as by whoever answers
    other = await tx.accounts.listening(account.id)
    if other is not None and is_fresh(other, now):
        return
    await tx.accounts.ask(
        Question(
            id=QuestionId(new_id()),
            account_id=account.id,
            command="whom",
            values={"event": event.id},
            asking="people",
            asked_at=now,
            listening=True,
        )
    )
