"""What is said of calendars: what a new one has brought, what has changed in one, why one cannot be read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from core.calendars.comparing import MOST_A_WEEK, is_quiet
from core.calendars.fetching import Trouble
from core.chat.reply import Bold, Button, Reply, Row, Span, action, count, lines, say
from core.chat.words import _
from core.delivery.outbox import Composed
from core.events.moments import is_over
from core.events.telling import event_line
from core.facts.account import Account
from core.facts.calendars import Feed
from core.facts.delivery import Delivery
from core.facts.events import Event
from core.facts.ids import DeliveryId, FeedId
from core.ical.addresses import host_of
from core.store import Transaction

SHOWN = 3  # events of a new calendar
_SHORT = 20  # characters of a name on a button


class Telling(StrEnum):
    """What a delivery of Kind.FEED is for: the third part of its key."""

    READ = "read"  # a new calendar has been read for the first time
    CHANGED = "changed"  # so much that it is not told one by one
    FULL = "full"  # it has so much now that it is not reminded of
    TROUBLE = "trouble"


async def compose_feeds(
    tx: Transaction, batch: Sequence[tuple[Account, Delivery]], now: datetime
) -> Mapping[DeliveryId, Composed]:
    """Their messages; nothing about a calendar that is followed no longer, or that can be read again."""
    composed: dict[DeliveryId, Composed] = {}
    for account, delivery in batch:
        feed = await tx.feeds.get(account.id, FeedId(delivery.subject))
        if feed is None:
            continue
        match delivery.key.split(":")[2]:
            case Telling.READ:
                coming = await events_to_come(tx, feed, now)
                composed[delivery.id] = _composed(_tell_read(feed, coming, account.timezone))
            case Telling.CHANGED:
                composed[delivery.id] = _composed(_tell_changed(feed, delivery.stands_for))
            case Telling.FULL if not feed.reminds:
                composed[delivery.id] = _composed(_tell_full(feed))
            case Telling.TROUBLE if feed.error:
                composed[delivery.id] = _composed(tell_trouble(feed))
    return composed


async def events_to_come(tx: Transaction, feed: Feed, now: datetime) -> Sequence[Event]:
    """Those that the calendar has and that are not over, the earliest first."""
    events = await tx.events.of_feed(feed.account_id, feed.id)
    coming = [each for each in events if not each.cancelled and not is_over(each, now)]
    return sorted(coming, key=lambda each: (each.on, each.at is not None, each.at, each.title))


def tell_trouble(feed: Feed) -> Reply:
    """That a calendar cannot be read, why, and what can be done."""
    return Reply(
        text=lines(
            say(_("I can't read this calendar: {name}"), name=Bold(name_of(feed))),
            why(feed),
            say(_("I try again from time to time. Nothing of it is taken away.")) if feed.fetched_at else None,
        ),
        rows=(
            (
                Button(say(_("Try again")), action("feed-again", feed.id)),
                Button(say(_("Stop following")), action("feed-off", feed.id)),
            ),
        ),
    )


def why(feed: Feed) -> Span:
    """What was wrong the last time."""
    return say(_WHY.get(feed.error, _WHY[Trouble.OURS]))


def name_of(feed: Feed) -> str:
    """What it calls itself; where it is, as long as nobody knows."""
    return feed.title or host_of(feed.url)


def short_name(feed: Feed) -> str:
    name = name_of(feed)
    return name if len(name) <= _SHORT else name[: _SHORT - 1].rstrip() + "…"


def agenda_button() -> Button:
    return Button(say(_("My events")), action("events", "0"))


def _tell_read(feed: Feed, coming: Sequence[Event], timezone: str | None) -> Reply:
    name = Bold(name_of(feed))
    if not coming:
        text: Span = say(_("I follow {name} now. There is nothing to come in it yet."), name=name)
    else:
        more = len(coming) - SHOWN
        text = lines(
            count(
                "I follow {name} now: {n} event to come.",
                "I follow {name} now: {n} events to come.",
                len(coming),
                name=name,
            ),
            *(event_line(each, timezone) for each in coming[:SHOWN]),
            count("… and {n} more", "… and {n} more", more) if more > 0 else None,
            say(_("They are in your agenda, and when they change I tell you.")),
            _why_quiet() if any(map(is_quiet, coming)) else None,
        )
    row: Row = (Button(say(_("Stop following")), action("feed-off", feed.id)),)
    rows: tuple[Row, ...] = ((agenda_button(), *row),) if coming else (row,)
    return Reply(text=text, rows=(*rows, (_all_button(feed),)) if any(map(is_quiet, coming)) else rows)


def _tell_full(feed: Feed) -> Reply:
    text = lines(say(_("{name} has a lot in a week now."), name=Bold(name_of(feed))), _why_quiet())
    return Reply(text=text, rows=((agenda_button(), _all_button(feed)),))


def _why_quiet() -> Span:
    return count(
        "Of a week with more than {n} event I only remind you where you answer “Going” or “Maybe”.",
        "Of a week with more than {n} events I only remind you where you answer “Going” or “Maybe”.",
        MOST_A_WEEK,
    )


def _all_button(feed: Feed) -> Button:
    return Button(say(_("Remind me of all of them")), action("feed-all", feed.id))


def _tell_changed(feed: Feed, many: int) -> Reply:
    text = count(
        "{n} event of {name} has changed or was called off.",
        "{n} events of {name} have changed or were called off.",
        many,
        name=Bold(name_of(feed)),
    )
    return Reply(text=text, rows=((agenda_button(),),))


def _composed(reply: Reply) -> Composed:
    return Composed(reply=reply)


_WHY: Mapping[str, str] = {
    Trouble.INSIDE: _("Its address is not one of the open internet, and I ask no others."),
    Trouble.AWAY: _("Nobody answers at its address. Is it spelled right?"),
    Trouble.SLOW: _("It takes too long to answer."),
    Trouble.LARGE: _("It is larger than 10 MB. Is there a way to share only what is to come?"),
    Trouble.MISSING: _("There is nothing at that address. Was it renewed? Then copy it once more."),
    Trouble.CLOSED: _(
        "It is only for those who sign in. Most calendars have a secret or public ICS address as well."
    ),
    Trouble.CIRCLES: _("It sends me from address to address."),
    Trouble.FAILING: _("Its server has trouble of its own."),
    Trouble.PAGE: _(
        "That is a page to look at, or to sign in. Look there for “iCal”, “ICS” or “Subscribe”, and copy the "
        "address behind it."
    ),
    Trouble.NO_CALENDAR: _("What is there is no calendar (ICS)."),
    Trouble.EMPTIED: _("All that it had to come is gone at once. I look again before I believe it."),
    Trouble.OURS: _("Something went wrong on my side."),
}
