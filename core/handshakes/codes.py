"""The codes of cards: short enough to be typed, too many to be guessed, and good for a day or an event."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.delivery.mornings import instant
from core.events.moments import begins, ends
from core.facts.account import Account
from core.facts.events import Event, Rsvp
from core.facts.handshakes import CardCode
from core.facts.ids import CardCodeId

GOOD_FOR = timedelta(hours=24)
BEFORE, AFTER = timedelta(minutes=30), timedelta(hours=3)  # an event: people come early, and stay
PAYLOAD = "card_"  # "/start card_…" comes from a scanned code
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v"})
_LENGTH, _GROUP = 10, 5  # 50 bits: a page on the web tells whether a code is one
_BETWEEN = re.compile(r"[\s\-‐-―_.]+")
_AT_LEAST = timedelta(hours=6)  # where that morning comes soon after the event
_WORTH_SHOWING = timedelta(hours=1)  # one that ends sooner is not handed out any more


def new_code(account: Account, event: Event | None, now: datetime) -> CardCode:
    """A code of this account's; one of an event is good until the morning after it, any other for a day."""
    expires = now + GOOD_FOR
    if event is not None:
        home = ZoneInfo(account.timezone or event.timezone)
        day = ends(event).astimezone(home).date() + timedelta(days=1)
        expires = max(instant(day, account.digest_at, home), now + _AT_LEAST)
    return CardCode(
        id=CardCodeId("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))),
        account_id=account.id,
        event_id=event.id if event else None,
        made_at=now,
        expires_at=expires,
    )


def read_code(text: str) -> CardCodeId | None:
    """A code, however it was typed; None for what is none.

    >>> read_code("k7qpx 93xma"), read_code("K7QPX-93XMA."), read_code("OIL0U-93XMA"), read_code("Jane Doe")
    ('k7qpx93xma', 'k7qpx93xma', '0110v93xma', None)
    """
    letters = _BETWEEN.sub("", text.casefold()).removeprefix("card").translate(_READ_AS)
    if len(letters) != _LENGTH or not set(letters) <= set(_ALPHABET):
        return None
    return CardCodeId(letters)


def written(code_id: CardCodeId) -> str:
    """As it is shown, and typed.

    >>> written(CardCodeId("k7qpx93xma"))
    'K7QPX-93XMA'
    """
    return f"{code_id[:_GROUP]}-{code_id[_GROUP:]}".upper()


def is_live(code: CardCode, now: datetime) -> bool:
    return not code.revoked and now < code.expires_at


def to_show(codes: Sequence[CardCode], event: Event | None, now: datetime) -> CardCode | None:
    """The latest of these that is as good as a new one."""
    event_id = event.id if event else None
    return next((each for each in codes if each.event_id == event_id and is_live(each, now + _WORTH_SHOWING)), None)


def going_on(events: Sequence[Event], now: datetime) -> Event | None:
    """At which of these somebody is, by what they have answered: the latest to begin, one with an hour first."""
    there = [
        each
        for each in events
        if not each.cancelled
        and each.rsvp in (Rsvp.GOING, Rsvp.MAYBE)
        and begins(each) - BEFORE <= now <= ends(each) + AFTER
    ]
    return max(there, key=lambda each: (each.at is not None, each.rsvp is Rsvp.GOING, begins(each)), default=None)
